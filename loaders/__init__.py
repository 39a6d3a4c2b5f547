"""A source file becomes quads, each with its evidence.

bytes ─ source ─> Source ─ readers ─> Document ─ layouts ─> Slots ─ reading ─> Report ─ quads ─> quads
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.errors import DecodeError, FormError, LimitError, ReadError
from loaders.form import load_form
from loaders.layouts import place
from loaders.model import Report
from loaders.readers import read_document
from loaders.reading import read_slots
from loaders.report import LossReport, loss_report
from loaders.source import Source, open_source

__all__ = [
    "DecodeError",
    "FormError",
    "LimitError",
    "LossReport",
    "ReadError",
    "Reading",
    "Report",
    "Source",
    "read",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: the source, the document model, and the account of what was not read."""

    source: Source
    report: Report
    loss: LossReport


def read(data: bytes, file_name: str) -> Reading:
    """Reads one evaluation report.

    Raises:
        DecodeError: the bytes are no text that we can decode.
        LimitError: the file is too large.
        FormError: the text is of no form that we know.
    """
    source = open_source(data, file_name)
    document = read_document(source)
    form = load_form()
    slots = place(document, form)
    report, labels = read_slots(document, form, slots)
    return Reading(source, report, loss_report(document, report, labels))


__keifu__ = "0.1.0"  # the mark by which keifu/guard.py knows its own
