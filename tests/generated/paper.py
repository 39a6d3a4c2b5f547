"""A fictional report → PDF in four layouts, printed by one browser for many reports.

`ruled` (A'): every cell with rules, sans-serif. `merged` (B'): one sheet of fine columns, every cell merged
from them, labels in vertical writing, cells of paragraphs without rules. `linear` (C'): the form of a word
processor, full-width digits, serif, cells that repeat the name of what they count. `unruled` (D'): lying
rules only, serif.
"""

from __future__ import annotations

import html
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.generated.facts import Made
from tests.generated.printed import wide
from tests.generated.tables import tables
from tests.loaders.drawn import Drawing, Sheet

_BASE = """
table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
td { padding: 2pt 3pt; vertical-align: top } p { margin: 4pt 0 }
.tall { writing-mode: vertical-rl; white-space: nowrap; text-align: center }
"""
_SANS, _SERIF = "'Noto Sans CJK JP'", "'Noto Serif CJK JP'"
_BOX, _LYING = "td { border: 0.75pt solid black }", "td { border: solid black; border-width: 0.75pt 0 }"
_STYLES = {
    "ruled": f"@page {{ size: A4 landscape; margin: 10mm }} body {{ font: 8pt {_SANS} }} {_BOX}",
    "merged": f"@page {{ size: A4 landscape; margin: 8mm }} body {{ font: 7.5pt {_SANS} }} {_BOX} "
    "td.words { border: none }",
    "linear": f"@page {{ size: A3 landscape; margin: 12mm }} body {{ font: 9pt {_SERIF} }} {_BOX}",
    "unruled": f"@page {{ size: A3 landscape; margin: 10mm }} body {{ font: 8pt {_SERIF} }} {_LYING}",
}
LAYOUTS = tuple(sorted(_STYLES))
_TALL = frozenset({"評価結果", "施策目標", "予算の状況 (注)"})
_FINE = 60


def page_of(made: Made, layout: str) -> str:
    """The page that a browser prints for a report."""
    return page_of_drawing(tables(made), layout)


def page_of_drawing(drawing: Drawing, layout: str) -> str:
    """The page that a browser prints for the parts of a report."""
    if layout == "linear":
        drawing = tuple(_widened(part) for part in drawing)
    body = _sheet_of_all(drawing) if layout == "merged" else "\n".join(_part(part) for part in drawing)
    return (
        f"<!DOCTYPE html><html lang='ja'><meta charset='utf-8'><style>{_BASE}{_STYLES[layout]}</style>{body}"
    )


def _widened(part: Sheet | str) -> Sheet | str:
    if isinstance(part, str):
        return wide(part)
    other = Sheet(dict(part.texts), dict(part.spans), part.rows, part.columns)
    other.texts = {place: wide(text) for place, text in part.texts.items()}
    return other


def _part(part: Sheet | str) -> str:
    if isinstance(part, str):
        return f"<p>{html.escape(part)}</p>"
    return f"<table>{''.join(_rows(part, part.columns))}</table>"


def _rows(sheet: Sheet, columns: int, *, tall: bool = False) -> Iterator[str]:
    """Rows of a table; on `columns` finer than its own every cell is merged from several."""
    edges = [column * columns // sheet.columns for column in range(sheet.columns + 1)]
    for row in sheet.grid():
        cells = (
            _cell(text, rows, edges[at + width] - edges[at], is_tall=tall and rows > 1 and text in _TALL)
            for at, cell in enumerate(row)
            if cell is not None
            for text, rows, width in (cell,)
        )
        yield f"<tr>{''.join(cells)}</tr>"


def _cell(text: str, rows: int, columns: int, *, is_tall: bool) -> str:
    words = html.escape(text).replace("\n", "<br>")
    inner = f"<span class='tall'>{words}</span>" if is_tall else words
    return f"<td rowspan='{rows}' colspan='{columns}'>{inner}</td>"


def _sheet_of_all(drawing: Drawing) -> str:
    """All parts in one table, as a spreadsheet prints them: paragraphs are merged cells without rules."""
    rows: list[str] = [f"<tr>{'<td class=words></td>' * _FINE}</tr>"]
    for part in drawing:
        if isinstance(part, str):
            rows.append(f"<tr><td class='words' colspan='{_FINE}'>{html.escape(part)}</td></tr>")
        else:
            rows.extend(_rows(part, _FINE, tall=True))
            rows.append(f"<tr><td class='words' colspan='{_FINE}'>&nbsp;</td></tr>")
    return f"<table style='table-layout: fixed'>{''.join(rows)}</table>"


@dataclass(frozen=True, slots=True)
class Printer:
    """A browser that prints pages one after the other."""

    view: Page

    def pdf(self, page: str) -> bytes:
        """One page of HTML as PDF, in the size that its style says."""
        self.view.set_content(page)
        return self.view.pdf(prefer_css_page_size=True)

    def all(self, reports: Iterable[Made], layout: str) -> Iterator[tuple[Made, bytes]]:
        """Each report with its PDF."""
        for made in reports:
            yield made, self.pdf(page_of(made, layout))


@contextmanager
def printer() -> Generator[Printer]:
    """A browser for many documents; it ends with the block."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            yield Printer(browser.new_page())
        finally:
            browser.close()
