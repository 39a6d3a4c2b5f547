"""Folded text → years, months and dates, with era names and letters resolved (READING 5.2).

Blanks and one line break may stand between the parts of an expression.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from loaders.jp.markers import kanji_value
from loaders.jp.year_names import (
    Era,
    era_of,
    fiscal_year_of,
    fiscal_year_range,
    format_date,
    format_fiscal_year,
)

__all__ = [
    "DateFound",
    "Era",
    "YearFound",
    "YearMonthFound",
    "document_year",
    "find_dates",
    "find_year_months",
    "find_years",
    "fiscal_year_of",
    "fiscal_year_range",
    "format_date",
    "format_fiscal_year",
]

_GAP: Final = r"[ \t]{0,3}(?:\n[ \t]{0,3})?"
_NAME: Final = "|".join(f"{era.value[0]}{_GAP}{era.value[1]}" for era in Era)
_ERA: Final = rf"(?P<era>{_NAME}|(?<![A-Za-z0-9])[MTSHR](?=[ ]?[0-9元]))"
_IN_ERA: Final = r"(?P<year>[0-9]{1,3}|元|[〇一二三四五六七八九十]{1,3})"
_WESTERN: Final = r"(?<![0-9.,])(?P<western>(?:1[89]|2[01])[0-9]{2})"
_BARE: Final = r"(?<![0-9A-Za-z.,第])(?P<bare>[0-9]{1,2}|元)"
_YEAR: Final = rf"(?:{_ERA}{_GAP}{_IN_ERA}|{_WESTERN}|{_BARE})"
_MONTH: Final = r"(?P<month>1[0-2]|0?[1-9])"
_DAY: Final = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"

_FISCAL_MARK: Final = rf"年{_GAP}度"
# 「28~30年度」「令和元、2年度」: the first of two years leaves its 年度 to the second one.
_SHARED_MARK: Final = rf"(?=(?:年度?)?[ ]?(?:~|・|、|から|及び)[ ]?(?:[0-9]{{1,2}}|元){_FISCAL_MARK})"
_YEARS: Final = re.compile(
    rf"{_YEAR}(?:{_GAP}(?P<fiscal>{_FISCAL_MARK})|(?P<shared>{_SHARED_MARK})|{_GAP}(?P<calendar>年))"
)
_ERA_ONLY: Final = re.compile(rf"{_ERA}{_GAP}{_IN_ERA}")
# 「令和5年(2023年)12月26日」「2011(平成23)年11月2日」: the same year in both countings.
_DOUBLED: Final = (
    rf"(?:年{_GAP}(?:\((?P<also>[^()\n]{{2,8}})\){_GAP})?|\((?P<beside>[^()\n]{{2,8}})\){_GAP}年{_GAP})"
)
_DATE: Final = re.compile(rf"{_YEAR}{_GAP}{_DOUBLED}{_MONTH}{_GAP}月{_GAP}{_DAY}{_GAP}日")
_SHORT_DATE: Final = re.compile(
    rf"(?:{_ERA}[ ]?{_IN_ERA}|{_WESTERN})(?P<mark>[./-]){_GAP}{_MONTH}(?P=mark)"
    rf"{_GAP}{_DAY}(?![0-9]|[./-][0-9])"
)
_YEAR_MONTH: Final = re.compile(
    rf"{_YEAR}{_GAP}年{_GAP}{_MONTH}{_GAP}月(?!{_GAP}(?:3[01]|[12][0-9]|0?[1-9]){_GAP}日)"
)
_DOCUMENT: Final = re.compile(rf"{_ERA}?[ ]?{_IN_ERA}(?:年度?)?|(?P<western>(?:19|20)[0-9]{{2}})(?:年度?)?")
_SENTENCE_ENDS: Final = "。"
_FIRST_CERTAIN_HEISEI: Final = 20
_LAST_BARE: Final = 64


@dataclass(frozen=True, slots=True)
class YearFound:
    """A year as printed.  `fiscal_year` is set for kind "fy", `calendar_year` for "cy".

    Both are None when a bare year has no era to inherit: the expression is there, its year is not known.
    `inherited` tells that the era stands elsewhere (an earlier expression or the hint).
    """

    start: int
    end: int
    fiscal_year: int | None
    calendar_year: int | None
    kind: Literal["fy", "cy"]
    era: Era | None
    inherited: bool


@dataclass(frozen=True, slots=True)
class DateFound:
    """A full date as printed."""

    start: int
    end: int
    value: date


@dataclass(frozen=True, slots=True)
class YearMonthFound:
    """A year with a month and no day."""

    start: int
    end: int
    year: int
    month: int


def find_years(s: str, era_hint: Era | None = None) -> list[YearFound]:
    """Finds fiscal and calendar years, also those inside dates, in order.

    A bare `30年度` takes the era of the nearest expression before it in its sentence, else the hint, else the
    nearest one before it in `s`.  A bare year without 度 is found only where a month follows, because
    `10年` alone is more often a length of time.

    >>> [year.fiscal_year for year in find_years("平成28年度1,002名、29年度1,204名")]
    [2016, 2017]
    """
    eras = _eras_named(s)
    return [year for found in _YEARS.finditer(s) if (year := _year_found(s, found, eras, era_hint))]


def _year_found(
    s: str, found: re.Match[str], eras: list[tuple[int, Era]], hint: Era | None
) -> YearFound | None:
    if (
        found["bare"]
        and found["calendar"]
        and re.match(rf"{_GAP}{_MONTH}{_GAP}月", s[found.end() :][:12]) is None
    ):
        return None
    year, era = _resolved(s, found, eras, hint)
    if year is None and not found["bare"]:
        return None
    inherited = found["bare"] is not None
    if found["calendar"]:
        return YearFound(*found.span(), None, year, "cy", era, inherited)
    return YearFound(*found.span(), year, None, "fy", era, inherited)


def _eras_named(s: str) -> list[tuple[int, Era]]:
    return [(found.start(), _era(found)) for found in _ERA_ONLY.finditer(s)]


def _era(found: re.Match[str]) -> Era:
    return era_of("".join(found["era"].split()))


def _resolved(
    s: str, found: re.Match[str], eras: list[tuple[int, Era]], hint: Era | None
) -> tuple[int | None, Era | None]:
    groups = found.groupdict()
    if groups["western"]:
        return int(groups["western"]), None
    bare = groups.get("bare")
    era = _inherited(s, found.start(), eras, hint) if bare else _era(found)
    year = _year_in_era(bare or groups["year"])
    return (era.western(year), era) if era and year else (None, None)


def _inherited(s: str, start: int, eras: list[tuple[int, Era]], hint: Era | None) -> Era | None:
    before = [named for named in eras if named[0] < start]
    if not before:
        return hint
    position, era = before[-1]
    same_sentence = not any(end in s[position:start] for end in _SENTENCE_ENDS)
    return era if same_sentence or hint is None else hint


def _year_in_era(text: str) -> int | None:
    if text == "元":
        return 1
    return int(text) if text.isdecimal() else kanji_value(text)


def find_dates(s: str, era_hint: Era | None = None) -> list[DateFound]:
    """Finds full dates, long (`平成25年6月14日`) and short (`H28.4.1`, `2024.6.21`), in order.

    Days that no calendar has are not dates.

    >>> [found.value.isoformat() for found in find_dates("(H30.4.1時点)")]
    ['2018-04-01']
    """
    eras = _eras_named(s)
    return sorted(_dates(s, eras, era_hint), key=lambda found: found.start)


def _dates(s: str, eras: list[tuple[int, Era]], hint: Era | None) -> Iterator[DateFound]:
    for pattern in (_DATE, _SHORT_DATE):
        for found in pattern.finditer(s):
            year, _ = _resolved(s, found, eras, hint)
            if not _agrees(found, year):
                continue
            value = _date(year, int(found["month"]), int(found["day"]))
            if value:
                yield DateFound(*found.span(), value)


def _agrees(found: re.Match[str], year: int | None) -> bool:
    """Tells whether a second counting of the year, if printed, is the same year; else no date is certain."""
    groups = found.groupdict()
    beside = groups.get("also") or groups.get("beside")
    second = document_year(beside) if beside else None
    return beside is None or (second is not None and second[0] == year)


def _date(year: int | None, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def find_year_months(s: str, era_hint: Era | None = None) -> list[YearMonthFound]:
    """Finds years with a month and without a day (`令和元年8月`), in order; full dates are left out.

    >>> [(found.year, found.month) for found in find_year_months("平成28年7月より")]
    [(2016, 7)]
    """
    eras = _eras_named(s)
    months: list[YearMonthFound] = []
    for found in _YEAR_MONTH.finditer(s):
        year, _ = _resolved(s, found, eras, era_hint)
        if year:
            months.append(YearMonthFound(*found.span(), year, int(found["month"])))
    return months


def document_year(s: str) -> tuple[int, Era | None] | None:
    """Reads the year of a document number: `31`, `R4`, `H26`, `令和4`, `2024`; None when it is not certain.

    A bare number from 20 to 64 is 平成 (総務省31-⑧, 25-②): ministries began to number in 平成 and no
    令和 year is that high.  A bare number below 20 may be either era and stays undecided.

    >>> document_year("31"), document_year("R4")
    ((2019, <Era.HEISEI: '平成'>), (2022, <Era.REIWA: '令和'>))
    """
    found = _DOCUMENT.fullmatch(s.strip())
    if found is None:
        return None
    if found["western"]:
        return int(found["western"]), None
    year = _year_in_era(found["year"])
    if found["era"] is None:
        certain = year is not None and _FIRST_CERTAIN_HEISEI <= year <= _LAST_BARE
        return (Era.HEISEI.western(year), Era.HEISEI) if year and certain else None
    return (_era(found).western(year), _era(found)) if year else None
