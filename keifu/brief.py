"""An answer → what fits a terminal: names in place of paths, no passages, nothing said twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keifu.rows import Rows, shown

if TYPE_CHECKING:
    from queries.answer import Answer
    from queries.catalog import Column

_TWIN = "Label"


@dataclass(frozen=True, slots=True)
class Brief:
    """`same` are the columns in which all rows agree, with their one value; `rows` holds the others."""

    same: tuple[tuple[str, str], ...]
    rows: Rows


def brief(answer: Answer) -> Brief:
    """The answer for people; every form for programs keeps all columns as they are."""
    columns = [
        (column.name, place) for place, column in enumerate(answer.columns) if _is_shown(column, answer)
    ]
    named = [(name.removesuffix(_TWIN), tuple(row[place] for row in answer.rows)) for name, place in columns]
    filled = [(name, cells) for name, cells in named if any(cell is not None for cell in cells)]
    varied = [(name, cells) for name, cells in filled if len(answer.rows) == 1 or len(set(cells)) > 1]
    same = [(name, shown(cells[0])) for name, cells in filled if (name, cells) not in varied]
    rows = zip(*(cells for _, cells in varied), strict=True)
    return Brief(tuple(same), Rows(tuple(name for name, _ in varied), tuple(rows)))


def _is_shown(column: Column, answer: Answer) -> bool:
    names = {each.name for each in answer.columns}
    return column.type != "passage" and column.name + _TWIN not in names
