"""Heads of year columns → one fiscal year after the other, also where the era changes under bare years."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from loaders.jp.eras import Era, YearFound, find_years

_ERAS = tuple(Era)


def head_years(s: str, era_hint: Era | None = None) -> list[YearFound]:
    """Finds the fiscal years of a row of heads.

    Columns are consecutive years. Where the nearest era does not make them so, each bare year takes the era
    that does: before 令和元年度 a bare 30年度 is 平成. Heads that no choice makes consecutive stay as found.

    >>> [year.fiscal_year for year in head_years("30年度、令和元年度、2年度", Era.REIWA)]
    [2018, 2019, 2020]
    """
    found = [year for year in find_years(s, era_hint) if year.kind == "fy"]
    if _consecutive([year.fiscal_year for year in found]):
        return found
    choices = [_choices(s, year) for year in found]
    for first in choices[0] if choices else ():
        run = range(first, first + len(found))
        if all(year in options for year, options in zip(run, choices, strict=True)):
            return [replace(year, fiscal_year=value) for year, value in zip(found, run, strict=True)]
    return found


def _consecutive(years: list[int | None]) -> bool:
    return None not in years and all(
        a is not None and b is not None and b == a + 1 for a, b in pairwise(years)
    )


def _choices(s: str, year: YearFound) -> tuple[int, ...]:
    """The years that one head can mean: one with its era printed, one for each era when it is bare."""
    if not year.inherited:
        return () if year.fiscal_year is None else (year.fiscal_year,)
    words = s[year.start : year.end]
    alone = (find_years(words, era) for era in _ERAS)
    return tuple(f[0].fiscal_year for f in alone if f and f[0].fiscal_year is not None)
