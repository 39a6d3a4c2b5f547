"""An answer → what fits a terminal: names in place of paths, no passages, no empty columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keifu.rows import Rows, shown

if TYPE_CHECKING:
    from queries.answer import Answer, Cell

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
    """The columns that tell something: two that happen to hold equal cells are both told."""
    told: dict[str, tuple[Cell, ...]] = {}
    paths = {column.name for column in answer.columns if column.type == "iri"}
    twins = {name for name in paths if name + _TWIN in {column.name for column in answer.columns}}
    for place, column in enumerate(answer.columns):
        cells = tuple(row[place] for row in answer.rows)
        is_told = column.type != "passage" and column.name not in twins
        if is_told and any(cell is not None for cell in cells):
            thing = column.name.removesuffix(_TWIN)
            told[thing if thing in twins else column.name] = cells
    return told
