"""A reading → JSON: where it comes from, the document model with its spans, and the loss report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keifu.plain import to_json

if TYPE_CHECKING:
    from loaders import Reading


def reading_json(reading: Reading) -> str:
    """Indented JSON; spans are half-open ranges of characters in the raw text, which is not repeated here."""
    source = reading.source
    about = {
        "sha256": source.sha256,
        "file_name": source.file_name,
        "kind": source.kind,
        "encoding": source.encoding,
        "characters": len(source.raw),
    }
    return to_json({"source": about, "report": reading.report, "loss": reading.loss})
