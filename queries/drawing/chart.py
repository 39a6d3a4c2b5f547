"""The values of one indicator → its chart as a standalone SVG (UX §4); the table of the values stands elsewhere.

A point stands at its as-of date when the report gives one, else at the end of its fiscal year: that is what puts
the 1,067 of 1 April 2018 beside the goal of fiscal 2017 and not a year behind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from queries.drawing import chartmarks
from queries.drawing.marks import document, haloed, path, rect, tag, text
from queries.drawing.palette import INK, PAPER, RULE, SERIES, SOFT_INK, TARGET, TINT_A, TINT_B
from queries.drawing.scale import (
    Axis,
    DateScale,
    ValueScale,
    axis_of,
    number_text,
    value_scale,
    year_end,
    year_name,
    year_of,
    year_start,
)
from queries.drawing.spots import Area, Want, find_spots
from queries.drawing.words import CHART, Word
from queries.drawing.wrapping import clean, ems, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

Kind = Literal["baseline", "target", "actual"]
Join = Literal["stated", "inferred", "none"]

WIDTH = 800
_PLOT_HEIGHT = 250
_LEFT, _RIGHT = 74, WIDTH - 28
_HEAD = 34
_STRIP = 18
_SIZE = 11
_DOT = 6
_CELL = 108


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
class _Dot:
    point: SeriesPoint
    value: Decimal
    day: date
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class _Chart:
    dots: tuple[_Dot, ...]
    levels: tuple[tuple[SeriesPoint, int], ...]
    reports: tuple[str, ...]
    series: tuple[str, ...]
    names: Mapping[str, str]
    years: DateScale
    values: ValueScale
    language: str

    def colour(self, point: SeriesPoint) -> str:
        return TARGET if point.kind == "target" else SERIES[self.series.index(point.series) % len(SERIES)]


def draw_series_svg(
    points: Iterable[SeriesPoint],
    *,
    title: str = "",
    direction: Literal["up", "down"] | None = None,
    axis: Axis | None = None,
    join: Join = "stated",
    report_labels: Mapping[str, str] | None = None,
    language: str = "ja",
) -> str:
    """Draw baselines ○, actuals ●, targets ◆ over time, with one tinted strip per report.

    `join` says how the lines of two reports hang together: by a stated succession (solid, with a tick), by an
    inferred one (dashed), or not at all. Points without any number become a strip of year cells.
    """
    known = sorted(points, key=_place)
    names = dict(report_labels or {})
    numeric = [point for point in known if point.value is not None and _day(point) is not None]
    if not numeric:
        return _cells(known, title, language)
    chart = _prepare(known, numeric, axis or axis_of(numeric[0].unit), names, language)
    body = [
        *_bands(chart),
        *_grid(chart),
        *_axis_words(chart, direction),
        *_lines(chart, join),
        *_levels(chart),
        *_targets(chart),
        *_agreements(chart),
        *_dots(chart),
        *_labels(chart),
        *_legend(chart),
    ]
    head = text(16, 22, 14, INK, title, font_weight="bold")
    height = chart.values.bottom + 74
    name = title or CHART["title"].said(language)
    return document(WIDTH, height, name, _description(chart), language, "\n".join(["", head, *body, ""]))


def _place(point: SeriesPoint) -> tuple[str, str, str, str, str, str]:
    day = _day(point)
    return (
        point.series,
        day.isoformat() if day else "",
        point.kind,
        point.report,
        point.label,
        str(point.value),
    )


def _day(point: SeriesPoint) -> date | None:
    if point.as_of is not None:
        return point.as_of
    return None if point.fiscal_year is None else year_end(point.fiscal_year)


def _prepare(
    known: Sequence[SeriesPoint],
    numeric: Sequence[SeriesPoint],
    axis: Axis,
    names: Mapping[str, str],
    language: str,
) -> _Chart:
    days = [day for point in numeric if (day := _day(point)) is not None]
    reports = tuple(dict.fromkeys(sorted(point.report for point in numeric)))
    top = _HEAD + _STRIP * len(reports) + 26
    years = DateScale(year_of(min(days)), year_of(max(days)), _LEFT, _RIGHT)
    found = [point.value for point in known if point.value is not None]
    values = value_scale(found, axis, top, top + _PLOT_HEIGHT)
    dots = [
        _Dot(point, point.value, day, years.x(day), values.y(point.value))
        for point in numeric
        if point.value is not None and (day := _day(point)) is not None
    ]
    levels = [
        (point, values.y(point.value)) for point in known if point.value is not None and _day(point) is None
    ]
    series = tuple(dict.fromkeys(point.series for point in known))
    return _Chart(tuple(dots), tuple(levels), reports, series, names, years, values, language)


def _bands(chart: _Chart) -> Iterator[str]:
    for number, report in enumerate(chart.reports):
        xs = [dot.x for dot in chart.dots if dot.point.report == report]
        left, right = max(min(xs) - 14, _LEFT - 14), min(max(xs) + 14, WIDTH - 8)
        y = _HEAD + number * _STRIP
        tint = (TINT_A, TINT_B)[number % 2]
        yield rect(left, y, right - left, chart.values.bottom - y, tint)
        yield path(f"M{left} {y}H{right}", RULE, "1.5")
        name = chart.names.get(report) or report.removeprefix("report/")
        anchor = "start" if left + ems(name) * _SIZE // 100 < _RIGHT else "end"
        x = left + 4 if anchor == "start" else right - 4
        yield haloed(x, y + 14, _SIZE, SOFT_INK, name, text_anchor=anchor, font_weight="bold")


def _grid(chart: _Chart) -> Iterator[str]:
    scale = chart.values
    for value in scale.ticks():
        y = scale.y(value)
        yield path(f"M{_LEFT} {y}H{_RIGHT}", RULE, "1", stroke_dasharray="1 5")
        yield text(_LEFT - 18, y + 4, _SIZE, SOFT_INK, number_text(value), text_anchor="end")
    yield path(f"M{_LEFT} {scale.bottom}H{_RIGHT}", RULE, "1.5")
    years = range(chart.years.first, chart.years.last + 1)
    every = -(-len(years) // 10)
    for number, year in enumerate(years):
        left, right = chart.years.x(year_start(year)), chart.years.x(year_start(year + 1))
        yield path(f"M{left} {scale.bottom}v6", RULE, "1")
        if number % every == 0:
            words = year_name(year)
            yield text((left + right) // 2, scale.bottom + 19, _SIZE, SOFT_INK, words, text_anchor="middle")
    yield path(f"M{_RIGHT} {scale.bottom}v6", RULE, "1")


def _axis_words(chart: _Chart, direction: Literal["up", "down"] | None) -> Iterator[str]:
    units = dict.fromkeys(clean(dot.point.unit) for dot in chart.dots)
    words = "・".join(unit for unit in units if unit)
    scale = chart.values
    notes = [CHART["rank"].said(chart.language)] if scale.axis == "rank" else []
    if direction and scale.axis != "rank":
        notes.append(("↑ " if direction == "up" else "↓ ") + CHART[direction].said(chart.language))
    if scale.axis == "free" and scale.low != 0:
        notes.append(CHART["cut"].said(chart.language))
        yield path(f"M{_LEFT - 9} {scale.bottom - 10}l6 -4m-6 8l6 -4", RULE, "1.5")
    label = " ".join([f"（{words}）" if words else "", *notes]).strip(" ")
    yield text(16, scale.top - 12, _SIZE, SOFT_INK, label)


def _lines(chart: _Chart, join: Join) -> Iterator[str]:
    for name in chart.series:
        actuals = [dot for dot in chart.dots if dot.point.series == name and dot.point.kind == "actual"]
        for one, two in pairwise(actuals):
            yield _segment(chart, one, two, join)


def _segment(chart: _Chart, one: _Dot, two: _Dot, join: Join) -> str:
    colour = chart.colour(two.point)
    crossing = one.point.report != two.point.report
    x, y = (one.x + two.x) // 2, (one.y + two.y) // 2
    if two.point.break_before or one.point.unit != two.point.unit or (crossing and join == "none"):
        return haloed(x, y + 4, 14, INK, "//", text_anchor="middle")
    steps = f"M{one.x} {one.y}L{two.x} {two.y}"
    if not crossing:
        return path(steps, colour, "2")
    dashes = {"stroke_dasharray": "5 4"} if join == "inferred" else {}
    return path(steps, colour, "2", **dashes) + path(f"M{x} {y - 6}v12", colour, "2")


def _levels(chart: _Chart) -> Iterator[str]:
    for point, y in chart.levels:
        yield path(f"M{_LEFT} {y}H{_RIGHT}", chart.colour(point), "1.5", stroke_dasharray="8 4")
        yield haloed(_LEFT + 6, y - 5, _SIZE, chart.colour(point), _said(point))


def _targets(chart: _Chart) -> Iterator[str]:
    """Draw the short bar over the year that the target is for."""
    for dot in chart.dots:
        if dot.point.kind == "target":
            year = year_of(dot.day) if dot.point.fiscal_year is None else dot.point.fiscal_year
            left = max(_LEFT, chart.years.x(year_start(year)))
            yield path(f"M{left} {dot.y}H{dot.x}", TARGET, "1.5", stroke_dasharray="4 3")


def _agreements(chart: _Chart) -> Iterator[str]:
    """Bracket what two reports say about one year, and say whether they agree."""
    for one, two in _pairs(chart):
        y = min(max(one.y, two.y) + 26, chart.values.bottom - 6)
        gap = abs(one.value - two.value)
        word = CHART["agree"] if gap == 0 else CHART["differ"]
        words = word.said(chart.language) + (f" {number_text(gap)}" if gap else "")
        if one.x == two.x:
            yield path(f"M{one.x + 10} {one.y}h6V{two.y}h-6", SOFT_INK, "1.25")
        else:
            yield path(f"M{one.x} {one.y + 10}V{y}H{two.x}V{two.y + 10}", SOFT_INK, "1.25")
        yield haloed((one.x + two.x) // 2, y + 14, _SIZE, SOFT_INK, words, text_anchor="middle")


def _pairs(chart: _Chart) -> Iterator[tuple[_Dot, _Dot]]:
    found: dict[tuple[str, int], list[_Dot]] = {}
    for dot in chart.dots:
        if dot.point.kind != "target" and dot.point.fiscal_year is not None:
            found.setdefault((dot.point.series, dot.point.fiscal_year), []).append(dot)
    for dots in found.values():
        yield from (pair for pair in pairwise(dots) if pair[0].point.report != pair[1].point.report)


def _dots(chart: _Chart) -> Iterator[str]:
    for dot in chart.dots:
        sign = chartmarks.sign(dot.point.kind, dot.x, dot.y, chart.colour(dot.point), _shape(dot.point))
        told = tag("title", {}, chartmarks.told(_said(dot.point), dot.day, _report(chart, dot.point)))
        yield tag("g", {"data-kind": dot.point.kind, "data-value": str(dot.value)}, told, sign)


def _shape(point: SeriesPoint) -> Literal["whole", "part", "final"]:
    if point.kind == "target" and point.is_final:
        return "final"
    return "part" if point.series else "whole"


def _report(chart: _Chart, point: SeriesPoint) -> str:
    return chart.names.get(point.report) or point.report.removeprefix("report/")


def _said(point: SeriesPoint) -> str:
    words = clean(point.label)
    if words or point.value is None:
        return words
    return number_text(point.value) + clean(point.unit)


def _labels(chart: _Chart) -> Iterator[str]:
    dots = [dot for dot in chart.dots if dot.point.kind != "target"]
    dots += [dot for dot in chart.dots if dot.point.kind == "target"]
    words = [_short(dot.point) for dot in dots]
    wants = [
        Want(dot.x, dot.y, ems(said) * _SIZE // 100 + 2, -1 if dot.point.kind == "target" else _side(chart, dot))
        for dot, said in zip(dots, words, strict=True)
    ]
    signs = [Area(dot.x - _DOT, dot.y - _DOT, dot.x + _DOT, dot.y + _DOT) for dot in dots]
    frame = Area(_LEFT - 14, chart.values.top - 10, WIDTH - 4, chart.values.bottom - 2)
    for dot, said, spot in zip(dots, words, find_spots(wants, signs, frame), strict=True):
        yield haloed(spot.left + 1, spot.bottom - 3, _SIZE, chart.colour(dot.point), said)


def _side(chart: _Chart, dot: _Dot) -> int:
    return 1 if dot.point.series or chart.values.axis == "rank" else -1


def _short(point: SeriesPoint) -> str:
    return next(iter(wrap(_said(point), 1200, most=1)), "")


def _legend(chart: _Chart) -> Iterator[str]:
    x, y = 24, chart.values.bottom + 48
    for kind, shape, word, colour in _entries(chart):
        said = word.said(chart.language)
        yield chartmarks.sign(kind, x, y - 4, colour, shape) + text(x + 14, y, 12, INK, said)
        x += 14 + ems(said) * 12 // 100 + 26


def _entries(
    chart: _Chart,
) -> Iterator[tuple[Kind, Literal["whole", "part", "final"], Word, str]]:
    seen: set[tuple[str, str, str]] = set()
    for dot in chart.dots:
        point, shape = dot.point, _shape(dot.point)
        key = (point.kind, shape, "" if point.kind == "target" else point.series)
        if key not in seen:
            seen.add(key)
            name = "final" if shape == "final" else point.kind
            part = f"（{clean(point.series)}）" if point.series and point.kind != "target" else ""
            word = Word(CHART[name].ja + part, CHART[name].en + part)
            yield point.kind, shape, word, chart.colour(point)


def _description(chart: _Chart) -> str:
    actuals = [dot.point for dot in chart.dots if dot.point.kind == "actual" and not dot.point.series]
    targets = [dot.point for dot in chart.dots if dot.point.kind == "target"]
    ends = [f"{CHART['first'].said(chart.language)} {_told(actuals[0])}"] if actuals else []
    ends += [f"{CHART['last'].said(chart.language)} {_told(actuals[-1])}"] if len(actuals) > 1 else []
    goals = [f"{CHART['target'].said(chart.language)} {_told(point)}" for point in targets]
    return "、".join([*ends, *goals])


def _told(point: SeriesPoint) -> str:
    day = _day(point)
    return f"{_said(point)}（{point.as_of or (year_name(year_of(day)) if day else '')}）"


def _cells(points: Sequence[SeriesPoint], title: str, language: str) -> str:
    """Draw what was said year by year where there is no number to draw."""
    drawn: list[str] = []
    for number, point in enumerate(points):
        x, y = 16 + number % 7 * (_CELL + 4), _HEAD + number // 7 * 104
        year = "" if point.fiscal_year is None else year_name(point.fiscal_year)
        drawn.append(rect(x, y, _CELL, 98, PAPER, stroke=RULE))
        drawn.append(text(x + 6, y + 15, _SIZE, SOFT_INK, f"{year} {CHART[point.kind].said(language)}"))
        lines = wrap(_said(point), (_CELL - 12) * 100 // _SIZE)
        drawn += [text(x + 6, y + 33 + 15 * row, _SIZE, INK, line) for row, line in enumerate(lines)]
    height = _HEAD + max(1, -(-len(points) // 7)) * 104 + 8
    head = text(16, 22, 14, INK, title or CHART["empty"].said(language), font_weight="bold")
    name = title or CHART["title"].said(language)
    return document(WIDTH, height, name, CHART["empty"].said(language), language, tag("g", {}, head, *drawn))
