"""An answer → what fits a terminal: names in place of paths, no passages, no empty columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keifu.rows import Rows, shown

if TYPE_CHECKING:
    from queries.answer import Answer, Cell

_TWIN = "Label"
_PART = "part"
"""Whether a row is of a part: the order of the rows and the name of the indicator say so."""


@dataclass(frozen=True, slots=True)
class Brief:
    """`same` are the columns in which all rows agree, with their one value; `rows` holds the others."""

    same: tuple[tuple[str, str], ...]
    rows: Rows


def brief(answer: Answer, hidden: frozenset[str] = frozenset()) -> Brief:
    """The answer for people without the `hidden` columns; every form for programs keeps all as they are."""
    told = {name: cells for name, cells in _told(answer).items() if name not in hidden}
    varied = {name: cells for name, cells in told.items() if len(answer.rows) == 1 or len(set(cells)) > 1}
    same = tuple((name, shown(cells[0])) for name, cells in told.items() if name not in varied)
    return Brief(same, Rows(tuple(varied), tuple(zip(*varied.values(), strict=True))))


def _told(answer: Answer) -> dict[str, tuple[Cell, ...]]:
    """The columns that tell something: equal numbers are all told, a name that repeats a text is not."""
    told: dict[str, tuple[Cell, ...]] = {}
    paths = {column.name for column in answer.columns if column.type == "iri"}
    twins = {name for name in paths if name + _TWIN in {column.name for column in answer.columns}}
    texts: list[tuple[Cell, ...]] = []
    for place, column in enumerate(answer.columns):
        cells = tuple(row[place] for row in answer.rows)
        texts += [cells] if column.type == "text" else []
        is_told = column.type != "passage" and column.name not in twins and column.name != _PART
        repeats = column.type == "label" and cells in texts
        if is_told and not repeats and any(cell is not None for cell in cells):
            thing = column.name.removesuffix(_TWIN)
            told[thing if thing in twins else column.name] = cells
    return told
