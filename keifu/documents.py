"""A reading → JSON: where it comes from, the document model with its spans, and the loss report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keifu.plain import to_json
from loaders.plain import loss_json, report_json

if TYPE_CHECKING:
    from loaders import Reading


def reading_json(reading: Reading) -> str:
    """Indented JSON; spans are half-open ranges of characters in the raw text, which is not repeated here."""
    document = report_json(reading.report, reading.source)
    return to_json({**document, "loss": loss_json(reading.loss, reading.source)})


def without_officers(reading: Reading) -> Reading:
    """The reading without the printed names of officers: their posts stay."""
    posts = tuple(replace(post, printed_name=None) for post in reading.report.posts)
    return replace(reading, report=replace(reading.report, posts=posts))
