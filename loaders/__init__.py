"""A source file becomes quads, each with its evidence.

bytes ─ source ─> Source ─ readers ─> Document ─ layouts ─> Slots ─ reading ─> Report ─ quads ─> quads
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.cells import Document
from loaders.corrected import as_read
from loaders.errors import DecodeError, FormError, LimitError, ReadError
from loaders.form import Shelf, choose_form
from loaders.layouts import place
from loaders.model import Correction, Report, Span
from loaders.overlay import entries_of
from loaders.readers import read_document
from loaders.reading import read_slots
from loaders.report import LossReport, loss_report
from loaders.source import Scans, Source, open_source
from loaders.trusting import trusted

__all__ = [
    "DecodeError",
    "FormError",
    "LimitError",
    "LossReport",
    "ReadError",
    "Reading",
    "Report",
    "Scans",
    "Shelf",
    "Source",
    "read",
]


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: the source, the document model, and the account of what was not read."""

    source: Source
    report: Report
    loss: LossReport


def read(
    data: bytes,
    file_name: str,
    corrections: Iterable[Correction] = (),
    shelf: Shelf | None = None,
    scans: Scans = Scans.REFUSED,
) -> Reading:
    """Reads one evaluation report, of a form on the shelf or of one that is shipped with Keifu.

    Of the corrections those that name this source are applied. All facts of a recognised page are candidates.

    Raises:
        DecodeError: the bytes are no text that we can decode.
        LimitError: the file is too large.
        FormError: the text is of no form that we know.
        PrintedDiffers, OverlapError: a correction does not fit the source.
    """
    source = open_source(data, file_name, scans)
    own = entries_of(corrections, source)

    def read_it(each: Source) -> tuple[Document, Report, tuple[Span, ...]]:
        return _as_it_stands(each, shelf or Shelf.shipped())

    if not own:
        document, report, labels = read_it(source)
    else:
        document, report, labels = as_read(source, own, read_it)
    return Reading(source, report, loss_report(document, report, labels))


def _as_it_stands(source: Source, shelf: Shelf) -> tuple[Document, Report, tuple[Span, ...]]:
    """The cut document, the report and the printed labels of a source."""
    document = read_document(source)
    form = choose_form(document, shelf)
    slots = place(document, form)
    report, labels = read_slots(document, form, slots)
    return document, trusted(report, source), labels


__keifu__ = "0.1.0"  # the mark by which keifu/guard.py knows its own
