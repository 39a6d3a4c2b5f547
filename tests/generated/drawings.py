"""A fictional report as the bytes of each kind of file, and of each PDF layout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.generated.facts import Made
from tests.generated.lines import as_drawn, as_lines
from tests.generated.paper import LAYOUTS, printer
from tests.generated.tables import as_tabbed, tables
from tests.loaders.drawn import as_csv, as_docx, as_html, as_xlsx

FILES: Mapping[str, Callable[[Made], bytes]] = {
    "csv": lambda made: as_csv(tables(made)),
    "docx": lambda made: as_docx(tables(made)),
    "html": lambda made: as_html(tables(made)).encode(),
    "lines": lambda made: as_lines(as_drawn(made)).encode(),
    "tabbed": lambda made: as_tabbed(tables(made)).encode(),
    "xlsx": lambda made: as_xlsx(tables(made)),
}
DRAWINGS = (*LAYOUTS, *sorted(FILES))
"""Every way to draw a report: the PDF layouts, then the other kinds of file."""


def drawn(reports: Iterable[Made], drawing: str) -> Iterator[tuple[Made, bytes]]:
    """Each report drawn one way; one browser prints all PDFs."""
    if drawing in FILES:
        for made in reports:
            yield made, FILES[drawing](made)
        return
    with printer() as browser:
        yield from browser.all(reports, drawing)


def stated(made: Made, drawing: str) -> Made:
    """The facts as one way to draw them states them."""
    return as_drawn(made) if drawing == "lines" else made
