"""Actuals found in some cells of a row → the year column of each, by evidence (READING 6.1 A11, A17, 7).

A row may be shifted against its heads. Dates in the cells decide first, unless the cells stand in year
columns that say otherwise; then a row that fills every year; then the pattern of the targets above it. A row
that only its position speaks for is a candidate and nothing is asserted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from loaders.jp.eras import find_dates, find_year_months, fiscal_year_of
from loaders.layouts.evidence import is_dash
from loaders.model import Issue
from loaders.text import Text

_FIRST_MONTH = 4
_AS_OF = re.compile(r"\([^()]*?(?:現在|時点)\)")


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

    `first` is the column of the first year, `targets` the year columns (from 0) that have a target. A sign
    for nothing fills its cell as a value does.
    """
    stated = [(column, text) for column, text in cells if not is_dash(text)]
    if not stated:
        return Placed((), "row.empty")
    dated = _by_dates(stated, years)
    if dated is not None:
        placed = _dated(stated, dated, first, len(years))
    elif _stands_in_place(cells, stated, first, len(years)):
        placed = Placed((), "row.ambiguous", (_ambiguous(cells, ()),))
    elif len(cells) == len(years) and _is_run(cells):
        placed = Placed(tuple(enumerate(text for _, text in cells)), "row.place.full")
    else:
        placed = _by_position(cells, first, len(years), targets)
    if dated is None and not _days_agree(placed, years):
        return Placed((), "row.ambiguous", (_dates_disagree(cells),))
    return Placed(tuple(c for c in placed.cells if not is_dash(c[1])), placed.rule, placed.issues)


def _dated(
    cells: Sequence[tuple[int, Text]], dated: list[tuple[int, Text]], first: int, width: int
) -> Placed:
    """Dates decide where the row is shifted; a row that stands in other year columns is left open."""
    shifts = _fitting_shifts([column for column, _ in cells], first, width)
    if 0 in shifts and [(column - first, text) for column, text in cells] != dated:
        return Placed((), "row.ambiguous", (_dates_disagree(cells),))
    return Placed(tuple(dated), "row.place.dates")


def _is_run(cells: Sequence[tuple[int, Text]]) -> bool:
    printed = [column for column, _ in cells]
    return max(printed) - min(printed) + 1 == len(cells)


def _stands_in_place(
    cells: Sequence[tuple[int, Text]], stated: Sequence[tuple[int, Text]], first: int, width: int
) -> bool:
    """Only a sign for nothing makes the row look shifted: the values themselves stand in year columns."""
    whole, values = (
        _fitting_shifts([column for column, _ in some], first, width) for some in (cells, stated)
    )
    return 0 in values and 0 not in whole


def _by_position(
    cells: Sequence[tuple[int, Text]], first: int, width: int, targets: AbstractSet[int]
) -> Placed:
    shifts = _fitting_shifts([column for column, _ in cells], first, width)
    if 0 in shifts and {column - first for column, _ in cells} == targets:
        return Placed(tuple((column - first, text) for column, text in cells), "row.place.position")
    if 0 not in shifts and len(shifts) == 1 and _is_run(cells):
        return Placed(tuple((column - first + shifts[0], text) for column, text in cells), "row.place.shift")
    return Placed((), "row.ambiguous", (_ambiguous(cells, shifts),))


def _by_dates(cells: Sequence[tuple[int, Text]], years: Sequence[int]) -> list[tuple[int, Text]] | None:
    placed: dict[int, Text] = {}
    for _, text in cells:
        stated = _stated_years(text)
        if len(stated) != 1 or not stated <= set(years):
            return None
        placed[years.index(stated.pop())] = text
    return sorted(placed.items(), key=lambda pair: pair[0]) if len(placed) == len(cells) else None


def _stated_years(text: Text) -> set[int]:
    chars = text.folded().chars
    dated = {fiscal_year_of(found.value) for found in find_dates(chars)}
    return dated or {f.year if f.month >= _FIRST_MONTH else f.year - 1 for f in find_year_months(chars)}


def _days_agree(placed: Placed, years: Sequence[int]) -> bool:
    """The days of all cells lie in their years, or all in the year after (the day after its end)."""
    offsets = {
        fiscal_year_of(found.value) - years[column]
        for column, text in placed.cells
        for mark in _AS_OF.finditer(text.folded().chars)
        for found in find_dates(mark[0])
    }
    return offsets in (set(), {0}, {1})


def _fitting_shifts(columns: Sequence[int], first: int, width: int) -> list[int]:
    return [s for s in (0, 1, -1, 2, -2) if all(first <= c + s < first + width for c in columns)]


def _ambiguous(cells: Sequence[tuple[int, Text]], shifts: Sequence[int]) -> Issue:
    return Issue(
        "warning",
        "ambiguous",
        "indicator.actuals",
        "実績の行の列位置を一つに決められない。値は採用しない。",
        "The row of actuals fits more than one set of columns; no value is asserted.",
        _whole(cells).span(),
        tuple(f"shift {s:+d}" for s in shifts),
    )


def _dates_disagree(cells: Sequence[tuple[int, Text]]) -> Issue:
    return Issue(
        "warning",
        "date-conflict",
        "indicator.actuals",
        "実績の時点が年度の列と合わない。値は採用しない。",
        "The days of the actuals do not agree with their year columns; no value is asserted.",
        _whole(cells).span(),
        tuple(text.chars for _, text in cells),
    )


def _whole(cells: Sequence[tuple[int, Text]]) -> Text:
    whole = cells[0][1]
    for _, text in cells[1:]:
        whole = whole + text
    return whole
