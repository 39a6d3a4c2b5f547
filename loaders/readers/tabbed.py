"""Text with TAB-separated cells and remnants of HTML → tables and blocks."""

from __future__ import annotations

import re

from loaders.cells import Block, Cell, Document, Table
from loaders.model import Span
from loaders.source import Source
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
    for line in lines_of(raw):
        content = raw[line.start : line.end]
        if "\t" in content and not _RULE.match(content):
            rows.append(_row(raw, line, len(rows), layout))
        else:
            _close_table(parts, rows)
            if content.strip() and not _RULE.match(content):
                parts.append(Block(line))
            else:
                layout.append(line)
        layout.append(Span(line.end, min(line.end + 1, len(raw))))
    _close_table(parts, rows)
    markup = tuple(Span(m.start(), m.end()) for m in _TAG.finditer(raw))
    return Document(source, tuple(parts), tuple(s for s in layout if s.start < s.end), markup)


def _close_table(parts: list[Table | Block], rows: list[tuple[Cell, ...]]) -> None:
    if rows:
        parts.append(Table(tuple(rows)))
        rows.clear()


def _row(raw: str, line: Span, row: int, layout: list[Span]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    start = line.start
    for column, content in enumerate(raw[line.start : line.end].split("\t")):
        cells.append(Cell(row, column, Span(start, start + len(content))))
        start += len(content)
        if start < line.end:
            layout.append(Span(start, start + 1))
        start += 1
    return tuple(cells)
