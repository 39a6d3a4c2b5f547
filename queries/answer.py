"""What every answer carries: typed rows, gaps, notes, the completed query, the sources, the release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.catalog import Column

Cell = str | int | Decimal | bool | date | None
"""One cell: IRIs as paths relative to the base, codes and terms as local names."""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """One known hole: its kind, the node or data set it concerns, and a sentence in both languages."""

    kind: str
    where: str
    text_ja: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer of one question. `sources` are paths of named graphs, sorted."""

    slug: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    complete: bool
    sparql: str
    release: str
    sources: tuple[str, ...]
    notes_ja: tuple[str, ...]
    notes_en: tuple[str, ...]

    def column(self, name: str) -> tuple[Cell, ...]:
        """All cells of one column; ValueError when there is none of this name."""
        place = [column.name for column in self.columns].index(name)
        return tuple(row[place] for row in self.rows)

    @property
    def passages(self) -> tuple[str, ...]:
        """The paths of all passages that the rows rest on, sorted, each once."""
        places = [n for n, column in enumerate(self.columns) if column.type == "passage"]
        found = {path for row in self.rows for n in places for path in str(row[n] or "").split()}
        return tuple(sorted(found))


class Rows:
    """Rows on their way to an answer: columns can be read and written by name.

    `missing` names data sets that turned out to be absent only while the answer was made.
    """

    __slots__ = ("_names", "lines", "missing")

    def __init__(self, names: tuple[str, ...], lines: list[dict[str, Cell]]) -> None:
        self._names = names
        self.lines = lines
        self.missing: list[str] = []

    def frozen(self) -> tuple[Row, ...]:
        """The rows as tuples in the order of the columns."""
        return tuple(tuple(line.get(name) for name in self._names) for line in self.lines)
