"""Actuals found in some cells of a row → the year column of each, by evidence (READING 6.1 A11, A17, 7).

A row may be shifted against its heads. Dates in the cells decide first; then a row that fills every year;
then the pattern of the targets above it. A row that only its position speaks for is placed only if the
targets above leave it free; else it is a candidate and nothing is asserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from loaders.jp.eras import find_dates, find_year_months, fiscal_year_of
from loaders.model import Issue
from loaders.text import Text

_FIRST_MONTH = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """Year columns (from 0) with their texts, the rule that placed them, and what stayed doubtful."""

    cells: tuple[tuple[int, Text], ...]
    rule: str
    issues: tuple[Issue, ...] = ()


def place_actuals(
    cells: Sequence[tuple[int, Text]], first: int, years: Sequence[int], targets: AbstractSet[int]
) -> Placed:
    """The year column of each cell.

    `first` is the column of the first year, `targets` the year columns (from 0) that have a target.
    """
    if not cells:
        return Placed((), "row.empty")
    if (dated := _by_dates(cells, years)) is not None:
        return Placed(tuple(dated), "row.place.dates")
    if len(cells) == len(years):
        return Placed(tuple(enumerate(text for _, text in cells)), "row.place.full")
    shifts = _fitting_shifts([column for column, _ in cells], first, len(years))
    if 0 in shifts:
        placed = {column - first for column, _ in cells}
        if placed == targets or targets <= {0} or not targets:
            return Placed(tuple((column - first, text) for column, text in cells), "row.place.position")
    elif len(shifts) == 1:
        return Placed(tuple((column - first + shifts[0], text) for column, text in cells), "row.place.shift")
    return Placed((), "row.ambiguous", (_ambiguous(cells, shifts),))


def _by_dates(cells: Sequence[tuple[int, Text]], years: Sequence[int]) -> list[tuple[int, Text]] | None:
    placed: dict[int, Text] = {}
    for _, text in cells:
        stated = _stated_years(text) & set(years)
        if len(stated) != 1:
            return None
        placed[years.index(stated.pop())] = text
    return sorted(placed.items(), key=lambda pair: pair[0]) if len(placed) == len(cells) else None


def _stated_years(text: Text) -> set[int]:
    chars = text.folded().chars
    dated = {fiscal_year_of(found.value) for found in find_dates(chars)}
    return dated or {f.year if f.month >= _FIRST_MONTH else f.year - 1 for f in find_year_months(chars)}


def _fitting_shifts(columns: Sequence[int], first: int, width: int) -> list[int]:
    return [s for s in (0, 1, -1, 2, -2) if all(first <= c + s < first + width for c in columns)]


def _ambiguous(cells: Sequence[tuple[int, Text]], shifts: Sequence[int]) -> Issue:
    whole = cells[0][1]
    for _, text in cells[1:]:
        whole = whole + text
    return Issue(
        "warning",
        "ambiguous",
        "indicator.actuals",
        "実績の行の列位置を一つに決められない。値は採用しない。",
        "The row of actuals fits more than one set of columns; no value is asserted.",
        whole.span(),
        tuple(f"shift {s:+d}" for s in shifts),
    )
