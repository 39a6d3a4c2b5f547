"""An answer → what fits a terminal: names in place of paths, no passages, nothing said twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keifu.rows import Rows, shown

if TYPE_CHECKING:
    from queries.answer import Answer, Cell
    from queries.catalog import Column

_TWIN = "Label"


@dataclass(frozen=True, slots=True)
class Brief:
    """`same` are the columns in which all rows agree, with their one value; `rows` holds the others."""

    same: tuple[tuple[str, str], ...]
    rows: Rows


def brief(answer: Answer) -> Brief:
    """The answer for people; every form for programs keeps all columns as they are."""
    told = _told(answer)
    varied = {name: cells for name, cells in told.items() if len(answer.rows) == 1 or len(set(cells)) > 1}
    same = tuple((name, shown(cells[0])) for name, cells in told.items() if name not in varied)
    return Brief(same, Rows(tuple(varied), tuple(zip(*varied.values(), strict=True))))


def _told(answer: Answer) -> dict[str, tuple[Cell, ...]]:
    """The columns that tell something of their own: not empty, and not another one over again."""
    told: dict[str, tuple[Cell, ...]] = {}
    for place, column in enumerate(answer.columns):
        cells = tuple(row[place] for row in answer.rows)
        is_new = any(cell is not None for cell in cells) and cells not in told.values()
        if is_new and _is_shown(column, answer):
            told[column.name.removesuffix(_TWIN)] = cells
    return told


def _is_shown(column: Column, answer: Answer) -> bool:
    names = {each.name for each in answer.columns}
    return column.type != "passage" and column.name + _TWIN not in names
