"""A fictional report as the bytes of each kind of file, and of each PDF layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.generated.facts import Made
from tests.generated.lines import as_drawn, as_lines
from tests.generated.paper import LAYOUTS, printer
from tests.generated.tables import as_tabbed, tables
from tests.loaders.drawn import Drawing, as_csv, as_docx, as_html, as_xlsx

TABULAR: Mapping[str, Callable[[Drawing], bytes]] = {
    "csv": as_csv,
    "docx": as_docx,
    "html": lambda drawing: as_html(drawing).encode(),
    "tabbed": lambda drawing: as_tabbed(drawing).encode(),
    "xlsx": as_xlsx,
}
"""The kinds of file that hold tables."""
FILES = ("lines", *TABULAR)
DRAWINGS = (*LAYOUTS, *sorted(FILES))
"""Every way to draw a report: the PDF layouts, then the other kinds of file."""


def drawn(reports: Iterable[Made], drawing: str) -> Iterator[tuple[Made, bytes]]:
    """Each report drawn one way; one browser prints all PDFs."""
    if drawing in FILES:
        for made in reports:
            yield made, as_file(made, drawing)
        return
    with printer() as browser:
        yield from browser.all(reports, drawing)


def as_file(made: Made, kind: str) -> bytes:
    """A report as a file other than a PDF."""
    return as_lines(as_drawn(made)).encode() if kind == "lines" else TABULAR[kind](tables(made))


def stated(made: Made, drawing: str) -> Made:
    """The facts as one way to draw them states them."""
    return as_drawn(made) if drawing == "lines" else made
