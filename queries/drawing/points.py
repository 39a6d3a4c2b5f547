"""The rows of one indicator → dots in pixels with their scales: all that the chart then only has to paint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from queries.drawing.palette import SERIES, TARGET
from queries.drawing.scale import (
    Axis,
    DateScale,
    ValueScale,
    number_text,
    value_scale,
    year_end,
    year_of,
    year_start,
)
from queries.drawing.words import SHORT_UNITS
from queries.drawing.wrapping import clean, ems, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

Kind = Literal["baseline", "target", "actual"]

WIDTH = 800
LEFT, RIGHT = 74, WIDTH - 28
HEAD = 34
STRIP = 18
_PLOT_HEIGHT = 250


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One printed value; `label` is its text as printed, `series` names a part (うち…), "" is the whole.

    A target without a fiscal year holds for the whole chart. A point without a value is qualitative.
    `break_before` says that the definition changed before this point.
    """

    kind: Kind
    fiscal_year: int | None
    as_of: date | None
    value: Decimal | None
    unit: str
    comparator: str
    report: str
    is_final: bool
    label: str
    series: str = ""
    break_before: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One point that has a number and a day, in pixels."""

    point: SeriesPoint
    value: Decimal
    day: date
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """All that is painted: dots, level lines (targets of no year), scales, names."""

    dots: tuple[Dot, ...]
    levels: tuple[tuple[SeriesPoint, int], ...]
    reports: tuple[str, ...]
    series: tuple[str, ...]
    names: Mapping[str, str]
    years: DateScale
    values: ValueScale
    language: str

    def colour(self, point: SeriesPoint) -> str:
        """Give the colour of a point: by part, the targets of the whole apart."""
        if point.kind == "target" and not point.series:
            return TARGET
        return SERIES[self.series.index(point.series) % len(SERIES)]


def sort_key(point: SeriesPoint) -> tuple[str, str, str, str, str, str]:
    """Order points by part, day, kind, report: the order of drawing, whatever the order of the rows."""
    day = day_of(point)
    return (
        point.series,
        day.isoformat() if day else "",
        point.kind,
        point.report,
        point.label,
        str(point.value),
    )


def day_of(point: SeriesPoint) -> date | None:
    """Give the day of a point: as of, else the last day of its fiscal year, else none."""
    if point.as_of is not None:
        return point.as_of
    return None if point.fiscal_year is None else year_end(point.fiscal_year)


def prepare(
    known: Sequence[SeriesPoint],
    numeric: Sequence[SeriesPoint],
    axis: Axis,
    names: Mapping[str, str],
    language: str,
) -> Chart:
    """Choose the scales and place the points; at least one of `numeric` must be given."""
    days = [day for point in numeric if (day := day_of(point)) is not None]
    reports = tuple(dict.fromkeys(sorted(point.report for point in numeric)))
    top = HEAD + STRIP * len(reports) + 26
    years = DateScale(year_of(min(days)), year_of(max(days)), LEFT, RIGHT)
    found = [point.value for point in known if point.value is not None]
    values = value_scale(found, axis, top, top + _PLOT_HEIGHT)
    dots = [
        Dot(point, point.value, day, years.x(day), values.y(point.value))
        for point in numeric
        if point.value is not None and (day := day_of(point)) is not None
    ]
    levels = [
        (point, values.y(point.value)) for point in known if point.value is not None and day_of(point) is None
    ]
    series = tuple(dict.fromkeys(point.series for point in known))
    return Chart(tuple(dots), tuple(levels), reports, series, names, years, values, language)


def said(point: SeriesPoint) -> str:
    """Give the value as printed, else the number with its unit; an English unit stands behind a blank."""
    unit = clean(point.unit)
    return _with_unit(point, f" {unit}" if _is_latin(unit) else unit)


def said_short(point: SeriesPoint, limit: int) -> str:
    """Give the value in at most `limit` hundredths of the font size: by the short form of its unit, or bare.

    A word of a report that is still too long is cut.
    """
    unit = clean(point.unit)
    short = _with_unit(point, SHORT_UNITS[unit]) if unit in SHORT_UNITS else said(point)
    for words in (short, _with_unit(point, "")):
        if ems(words) <= limit:
            return words
    return next(iter(wrap(short, limit, most=1)), "")


def _with_unit(point: SeriesPoint, unit: str) -> str:
    """The words of a point with `unit` in place of the English unit behind its number; printed words stay."""
    words, known = clean(point.label), clean(point.unit)
    if not words and point.value is not None:
        return number_text(point.value) + unit
    if not _is_latin(known):
        return words
    return re.sub(rf"(?<=[0-9]) ?{re.escape(known)}(?![A-Za-z])", lambda _: unit, words)


def _is_latin(unit: str) -> bool:
    return unit[:1].isascii() and unit[:1].isalpha()


def report_name(chart: Chart, point: SeriesPoint) -> str:
    """Give the printed name of the report of a point, else its path."""
    return chart.names.get(point.report) or point.report.removeprefix("report/")


def shape_of(point: SeriesPoint) -> Literal["whole", "part", "final"]:
    """Choose the shape of the sign: a final target, a part, or the whole."""
    if point.kind == "target" and point.is_final:
        return "final"
    return "part" if point.series else "whole"


def bar_start(chart: Chart, dot: Dot) -> int:
    """Give the left end of what a dot covers: a target holds for its whole year."""
    if dot.point.kind != "target":
        return dot.x
    year = year_of(dot.day) if dot.point.fiscal_year is None else dot.point.fiscal_year
    return min(dot.x, max(LEFT, chart.years.x(year_start(year))))


def joints(chart: Chart) -> Iterator[tuple[Dot, Dot]]:
    """Give the neighbouring actuals of each series, in the order of time."""
    for name in chart.series:
        actuals = [dot for dot in chart.dots if dot.point.series == name and dot.point.kind == "actual"]
        yield from pairwise(actuals)


def pairs(chart: Chart) -> Iterator[tuple[Dot, Dot]]:
    """Give what two reports say about one fiscal year of one series."""
    found: dict[tuple[str, int], list[Dot]] = {}
    for dot in chart.dots:
        if dot.point.kind != "target" and dot.point.fiscal_year is not None:
            found.setdefault((dot.point.series, dot.point.fiscal_year), []).append(dot)
    for dots in found.values():
        yield from (pair for pair in pairwise(dots) if pair[0].point.report != pair[1].point.report)
