"""The neutral model that every reader fills: tables of cells and blocks of text, with raw ranges.

A reader knows a kind of file, never a form. All cells, blocks and layout ranges together cover the raw
text completely and without overlap.
"""

from __future__ import annotations

from dataclasses import dataclass

from loaders.model import Span
from loaders.source import Source
from loaders.text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `row` and `column` count from 0 within its table.

    `rows` and `columns` are what the cell spans, 1 where the kind of file does not tell.
    """

    row: int
    column: int
    span: Span
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; rows may have different lengths.

    `ragged` are the rows of which the kind of file says that a cell is lost: their columns are doubtful.
    """

    rows: tuple[tuple[Cell, ...], ...]
    ragged: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """Text between two blank lines, or between two tables."""

    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """A source cut into tables and blocks, in printed order; `layout` holds tabs, rules and blanks."""

    source: Source
    parts: tuple[Table | Block, ...]
    layout: tuple[Span, ...]
    markup: tuple[Span, ...]

    def text(self, span: Span) -> Text:
        """The readable text of a range: markup left out."""
        text = Text.of(self.source.raw, span.start, span.end)
        inside = [m for m in self.markup if m.start < span.end and m.end > span.start]
        if not inside:
            return text.strip()
        hidden = {i for m in inside for i in range(m.start, m.end)}
        return text.keep(i for i, start in enumerate(text.starts) if start not in hidden).strip()

    def printed(self, text: Text) -> Text:
        """The characters as printed that a folded or joined text came from."""
        result = Text.empty()
        for run in text.runs(self.source.raw):
            result = result + self.text(run)
        return result
