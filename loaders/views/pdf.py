"""A PDF with a text layer → its ruled tables and the lines outside them, page by page.

Cells come from drawn rules (lattice.py), their words from the characters inside. A line that ends although
the next word would have fitted was ended on purpose and becomes a blank; a line that is full goes on without
one between Japanese characters (a blank that stood just there is lost, as it is on the page). A table that a
page break cuts goes on: its halves are one table, and a cell without a rule at the break is one cell. Tables
without standing rules are not recognised: their lines are given as lines. A page that shows something but has
no characters is refused, or, on demand, read by a program that recognises characters in pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pypdfium2 as pdfium

from loaders.errors import DecodeError, LimitError
from loaders.views.pages import MAX_PAGES, Recogniser, Scanned, open_pages
from loaders.views.scanned import scanned_page
from loaders.views.stitching import Sheet, grid_of, stitched
from loaders.views.tesseract import version
from loaders.views.torn import Cut
from loaders.views.view import Grid, Note, Piece, Trust, View

__all__ = ["MAX_PAGES", "read_pdf", "read_scanned_pdf"]

_END_MARK = b"%%EOF"
_END_REACH = 65536
_NO_TABLES = Note(
    "no-tables",
    "罫線のある表がない。文の行として読んだ。",
    "No table with rules was found; the text was read as lines.",
)
_PLACED_TABLES = Note(
    "placed-columns",
    "縦罫線のない表がある。列は文字の位置から求めたので、値の確からしさは aligned を上限とする。",
    "A table has no upright rules; its columns follow from where words stand: values are aligned at most.",
)
_TORN_CELLS = Note(
    "torn-cells",
    "改頁の上下の欄が一つの欄か二つの欄か分からない。そこの値は候補とした。",
    "Cells above and below a page break may be one cell or two; their values are candidates.",
)


def read_pdf(data: bytes) -> View:
    """The tables and lines of a PDF, in the order of the pages.

    Raises:
        DecodeError: damaged, truncated, encrypted, or a page without a text layer.
        LimitError: more pages or characters than a report has.
    """
    return _read(data, None)


def read_scanned_pdf(data: bytes) -> View:
    """The same, with pages that are only a picture as Tesseract reads them; the view names the program.

    Raises:
        DecodeError: also when Tesseract or its data for Japanese is not installed.
        LimitError: also when a page takes too long to be recognised.
    """
    pictures: list[int] = []

    def recognise(page: pdfium.PdfPage, number: int) -> Scanned:
        pictures.append(number)
        return scanned_page(page, number)

    view = _read(data, recognise)
    return replace(view, program=version()) if pictures else view


def _read(data: bytes, recogniser: Recogniser | None) -> View:
    if _END_MARK not in data[-_END_REACH:]:
        raise DecodeError("", "a truncated PDF: its end is missing; download or save it again")
    try:
        pages = open_pages(data, recogniser)
    except (DecodeError, LimitError):
        raise
    except Exception as error:
        raise DecodeError("", _reason(error)) from error
    found = stitched(pages.listed, Cut.by(pages.programs))
    parts = tuple(grid_of(part) if isinstance(part, Sheet) else part for part in found.parts)
    notes = [*pages.notes, *found.notes(), *_of_tables(parts)]
    return View(parts, tuple(notes))


def _of_tables(parts: Iterable[Grid | Piece]) -> Iterator[Note]:
    grids = [part for part in parts if isinstance(part, Grid)]
    if not grids:
        yield _NO_TABLES
    found = {cell.trust for grid in grids for cell in grid.cells}
    if Trust.PLACED in found:
        yield _PLACED_TABLES
    if Trust.TORN in found:
        yield _TORN_CELLS


def _reason(error: Exception) -> str:
    if "password" in str(error).lower():
        return "encrypted with a password; print it to a new PDF without one"
    if "Success" in str(error):  # what the library says when it finds nothing to load
        return "a PDF without any page, or damaged; download or save it again"
    return f"a damaged PDF ({error}); download or save it again"
