"""Text with TAB-separated cells → tables and blocks.

In plain text remnants of HTML are markup and rows of dashes are drawn lines. In the text view of another
kind every character is text of the file: nothing is left out, and cells know what they span.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from loaders.cells import Block, Cell, Document, Table
from loaders.model import Span
from loaders.source import Locator, Source
from loaders.text import lines_of

# A closed list: <施策目標>, <アウトプット指標> and <https://…> are text of the report (31-⑧ l.32-55).
_TAG = re.compile(
    r"</?(?:p|ul|ol|li|br|table|thead|tbody|tr|td|th|span|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_RULE = re.compile(r"[\s|+:-]*-{2,}[\s|+:-]*\Z")


def read_tabbed(source: Source) -> Document:
    """Each line with a TAB is a row; rows without a blank line between them are one table."""
    raw = source.raw
    parts: list[Table | Block] = []
    layout: list[Span] = []
    rows: list[tuple[Cell, ...]] = []
    spanning = {locator.start: locator for locator in source.locators}
    for line in lines_of(raw):
        content = raw[line.start : line.end]
        is_rule = source.kind.is_plain and _RULE.match(content)
        if "\t" in content and not is_rule:
            rows.append(_row(raw, line, len(rows), layout, spanning))
        else:
            _close_table(parts, rows, spanning)
            if content.strip() and not is_rule:
                parts.append(Block(line))
            else:
                layout.append(line)
        layout.append(Span(line.end, min(line.end + 1, len(raw))))
    _close_table(parts, rows, spanning)
    tags = _TAG.finditer(raw) if source.kind.is_plain else ()
    markup = tuple(Span(m.start(), m.end()) for m in tags)
    return Document(source, tuple(parts), tuple(s for s in layout if s.start < s.end), markup)


def _close_table(
    parts: list[Table | Block], rows: list[tuple[Cell, ...]], spanning: Mapping[int, Locator]
) -> None:
    if rows:
        found = ((cell.row, spanning.get(cell.span.start)) for row in rows for cell in row)
        ragged = frozenset(row for row, locator in found if locator is not None and locator.ragged)
        parts.append(Table(tuple(rows), ragged))
        rows.clear()


def _row(
    raw: str, line: Span, row: int, layout: list[Span], spanning: Mapping[int, Locator]
) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    start = line.start
    for column, content in enumerate(raw[line.start : line.end].split("\t")):
        found = spanning.get(start) if content else None
        span = Span(start, start + len(content))
        cells.append(Cell(row, column, span, found.rows if found else 1, found.columns if found else 1))
        start += len(content)
        if start < line.end:
            layout.append(Span(start, start + 1))
        start += 1
    return tuple(cells)
