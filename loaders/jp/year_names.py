"""Western years ↔ Japanese eras: the five modern eras, fiscal years, and how both are written."""

from datetime import date
from enum import Enum
from typing import Final

_FIRST_YEAR: Final = 1868


class Era(Enum):
    """A modern era; the value is its printed name."""

    MEIJI = "明治"
    TAISHO = "大正"
    SHOWA = "昭和"
    HEISEI = "平成"
    REIWA = "令和"

    @property
    def began(self) -> date:
        """First day of the era."""
        return _BEGINNINGS[self]

    def western(self, year: int) -> int:
        """Western year of the era's `year`; there is no last year: 平成33年 is 2021."""
        return self.began.year + year - 1


_BEGINNINGS: Final = {
    Era.MEIJI: date(1868, 1, 25),
    Era.TAISHO: date(1912, 7, 30),
    Era.SHOWA: date(1926, 12, 25),
    Era.HEISEI: date(1989, 1, 8),
    Era.REIWA: date(2019, 5, 1),
}
ERA_LETTERS: Final = {"M": Era.MEIJI, "T": Era.TAISHO, "S": Era.SHOWA, "H": Era.HEISEI, "R": Era.REIWA}


def era_of(mark: str) -> Era:
    """Finds the era of its name or letter; `KeyError` for any other string.

    >>> era_of("H")
    <Era.HEISEI: '平成'>
    """
    letter = ERA_LETTERS.get(mark)
    if letter is not None:
        return letter
    for era in Era:
        if era.value == mark:
            return era
    raise KeyError(mark)


def fiscal_year_of(day: date) -> int:
    """Gives the fiscal year that holds `day`; fiscal year N runs from N-04-01 to (N+1)-03-31.

    >>> fiscal_year_of(date(2019, 3, 31))
    2018
    """
    return day.year if day.month >= 4 else day.year - 1  # noqa: PLR2004  (April)


def fiscal_year_range(fiscal_year: int) -> tuple[date, date]:
    """Gives first and last day of a fiscal year; `ValueError` outside 1–9998."""
    return date(fiscal_year, 4, 1), date(fiscal_year + 1, 3, 31)


def format_fiscal_year(fiscal_year: int) -> str:
    """Writes a fiscal year under the newest era that its calendar year touches.

    Years before 1868 have no modern era and raise `ValueError`.

    >>> format_fiscal_year(2019), format_fiscal_year(2021)
    ('令和元年度', '令和3年度')
    """
    if fiscal_year < _FIRST_YEAR:
        raise ValueError(fiscal_year)
    era = max((era for era in Era if era.began.year <= fiscal_year), key=lambda era: era.began)
    return f"{era.value}{_year_text(fiscal_year - era.began.year + 1)}年度"


def format_date(day: date) -> str:
    """Writes a date under the era of that day, dates before 1868-01-25 in western years.

    >>> format_date(date(2019, 4, 30)), format_date(date(2019, 5, 1))
    ('平成31年4月30日', '令和元年5月1日')
    """
    eras = [era for era in Era if era.began <= day]
    if not eras:
        return f"{day.year:04}年{day.month}月{day.day}日"
    era = max(eras, key=lambda era: era.began)
    return f"{era.value}{_year_text(day.year - era.began.year + 1)}年{day.month}月{day.day}日"


def _year_text(year: int) -> str:
    return "元" if year == 1 else str(year)
