"""Dates and values → pixels, and the round numbers beside an axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Axis = Literal["zero", "free", "rank"]
"""zero: counts and money start at 0. free: ratios start where they like. rank: 1 is on top."""

_RANK_UNITS = frozenset({"位", "rank"})
_RATIO_UNITS = frozenset({"%", "％", "percent", "パーセント", "割", "ratio"})
_STEPS = (1, 2, 5, 10)
_MOST_STEPS = 5
_APRIL = 4
_ERAS = ((2019, "R"), (1989, "H"), (1926, "S"), (1912, "T"), (1868, "M"))


@dataclass(frozen=True, slots=True)
class ValueScale:
    """A value axis: `low` and `high` are ticks; `top` and `bottom` are pixels, top the smaller."""

    low: Decimal
    high: Decimal
    step: Decimal
    top: int
    bottom: int
    axis: Axis

    def y(self, value: Decimal) -> int:
        """Give the pixel of a value."""
        share = (value - self.low) / (self.high - self.low)
        room = self.bottom - self.top
        down = share if self.axis == "rank" else 1 - share
        return self.top + int((down * room).to_integral_value(ROUND_HALF_EVEN))

    def ticks(self) -> list[Decimal]:
        """List the round values of the axis, lowest first; an axis of ranks begins at 1."""
        count = int((self.high - self.low) / self.step)
        values = [self.low + self.step * number for number in range(count + 1)]
        return [max(value, Decimal(1)) for value in values] if self.axis == "rank" else values


@dataclass(frozen=True, slots=True)
class DateScale:
    """A time axis over whole fiscal years, `first` to `last` included."""

    first: int
    last: int
    left: int
    right: int

    def x(self, day: date) -> int:
        """Give the pixel of a day."""
        begin, end = year_start(self.first), year_start(self.last + 1)
        span = (end - begin).days
        return self.left + (day - begin).days * (self.right - self.left) // span


def axis_of(unit: str) -> Axis:
    """Choose the kind of axis from the unit as printed or as its code."""
    if unit in _RANK_UNITS:
        return "rank"
    return "free" if unit in _RATIO_UNITS else "zero"


def value_scale(values: Sequence[Decimal], axis: Axis, top: int, bottom: int) -> ValueScale:
    """Choose round ends and steps around the values."""
    low, high = min(values), max(values)
    if axis == "zero":
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    elif axis == "rank":
        low = min(low, Decimal(0))
    if low == high:
        low, high = (low - 1, high + 1) if axis == "free" else (low, high + 1)
    step = _step(high - low)
    start = (low / step).to_integral_value(ROUND_FLOOR) * step
    start -= step if axis == "free" and start == min(values) else 0
    end = (high / step).to_integral_value(ROUND_CEILING) * step
    return ValueScale(start, end, step, top, bottom, axis)


def _step(span: Decimal) -> Decimal:
    power = Decimal(10) ** (span / _MOST_STEPS).adjusted()
    return next(power * step for step in _STEPS if power * step * _MOST_STEPS >= span)


def year_start(fiscal_year: int) -> date:
    """Give the first day of a fiscal year (1 April)."""
    return date(fiscal_year, _APRIL, 1)


def year_end(fiscal_year: int) -> date:
    """Give the last day of a fiscal year (31 March of the next year)."""
    return date(fiscal_year + 1, _APRIL - 1, 31)


def year_of(day: date) -> int:
    """Give the fiscal year that a day lies in."""
    return day.year if day.month >= _APRIL else day.year - 1


def year_name(fiscal_year: int) -> str:
    """Name a fiscal year in both calendars; the year of a new era carries the new name.

    >>> year_name(2018), year_name(2019)
    ('H30 (2018)', 'R1 (2019)')
    """
    for first, letter in _ERAS:
        if fiscal_year >= first:
            return f"{letter}{fiscal_year - first + 1} ({fiscal_year})"
    return str(fiscal_year)


def number_text(value: Decimal) -> str:
    """Write a number with separators and without needless zeros.

    >>> number_text(Decimal("1182.0")), number_text(Decimal("99.990"))
    ('1,182', '99.99')
    """
    whole = value == value.to_integral_value()
    return f"{value.to_integral_value():,}" if whole else f"{value.normalize():,f}"
