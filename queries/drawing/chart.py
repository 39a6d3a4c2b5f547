"""The values of one indicator → its chart as a standalone SVG (UX §4); their table stands elsewhere.

A point stands at its as-of date when the report gives one, else at the end of its fiscal year: that is what
puts the 1,067 of 1 April 2018 beside the goal of fiscal 2017 and not a year behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from queries.drawing import chartmarks
from queries.drawing.marks import document, haloed, path, rect, tag, text
from queries.drawing.palette import INK, PAPER, RULE, SOFT_INK, TINT_A, TINT_B
from queries.drawing.points import (
    HEAD,
    LEFT,
    RIGHT,
    STRIP,
    WIDTH,
    Chart,
    Dot,
    Kind,
    SeriesPoint,
    bar_start,
    day_of,
    joints,
    pairs,
    prepare,
    report_name,
    said,
    said_short,
    shape_of,
    sort_key,
)
from queries.drawing.scale import Axis, axis_of, number_text, year_name, year_of, year_start
from queries.drawing.spots import Area, Want, find_spots
from queries.drawing.words import CHART, Word
from queries.drawing.wrapping import clean, ems, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Join = Literal["stated", "inferred", "none"]

_SIZE = 11
_DOT = 6
_CELL = 108
_LONGEST = 1200


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
    known = sorted(points, key=sort_key)
    names = dict(report_labels or {})
    numeric = [point for point in known if point.value is not None and day_of(point) is not None]
    if not numeric:
        return _cells(known, title, language)
    chart = prepare(known, numeric, axis or axis_of(numeric[0].unit), names, language)
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
    height = chart.values.bottom + 66 + 20 * (_legend_rows(chart) - 1)
    name = title or CHART["title"].said(language)
    return document((WIDTH, height), name, _description(chart), language, "\n".join(["", head, *body, ""]))


def _bands(chart: Chart) -> Iterator[str]:
    for number, report in enumerate(chart.reports):
        mine = [dot for dot in chart.dots if dot.point.report == report]
        left = max(min(bar_start(chart, dot) for dot in mine) - 14, LEFT - 14)
        right = min(max(dot.x for dot in mine) + 14, WIDTH - 8)
        y = HEAD + number * STRIP
        tint = (TINT_A, TINT_B)[number % 2]
        yield rect(left, y, right - left, chart.values.bottom - y, tint)
        yield path(f"M{left} {y}H{right}", RULE, "1.5")
        name = chart.names.get(report) or report.removeprefix("report/")
        anchor = "start" if left + ems(name) * _SIZE // 100 < RIGHT else "end"
        x = left + 4 if anchor == "start" else right - 4
        yield haloed(x, y + 14, _SIZE, SOFT_INK, name, text_anchor=anchor, font_weight="bold")


def _grid(chart: Chart) -> Iterator[str]:
    scale = chart.values
    for value in scale.ticks():
        y = scale.y(value)
        yield path(f"M{LEFT} {y}H{RIGHT}", RULE, "1", stroke_dasharray="1 5")
        yield text(LEFT - 18, y + 4, _SIZE, SOFT_INK, number_text(value), text_anchor="end")
    yield path(f"M{LEFT} {scale.bottom}H{RIGHT}", RULE, "1.5")
    years = range(chart.years.first, chart.years.last + 1)
    every = -(-len(years) // 10)
    for number, year in enumerate(years):
        left, right = chart.years.x(year_start(year)), chart.years.x(year_start(year + 1))
        yield path(f"M{left} {scale.bottom}v6", RULE, "1")
        if number % every == 0:
            words = year_name(year)
            yield text((left + right) // 2, scale.bottom + 19, _SIZE, SOFT_INK, words, text_anchor="middle")
    yield path(f"M{RIGHT} {scale.bottom}v6", RULE, "1")


def _axis_words(chart: Chart, direction: Literal["up", "down"] | None) -> Iterator[str]:
    units = dict.fromkeys(clean(dot.point.unit) for dot in chart.dots)
    words = "・".join(unit for unit in units if unit)
    scale = chart.values
    notes = [CHART["rank"].said(chart.language)] if scale.axis == "rank" else []
    if direction and scale.axis != "rank":
        notes.append(("↑ " if direction == "up" else "↓ ") + CHART[direction].said(chart.language))
    if scale.axis == "free" and scale.low != 0:
        notes.append(CHART["cut"].said(chart.language))
        yield path(f"M{LEFT - 9} {scale.bottom - 10}l6 -4m-6 8l6 -4", RULE, "1.5")
    label = " ".join([f"（{words}）" if words else "", *notes]).strip(" ")
    yield text(16, scale.top - 12, _SIZE, SOFT_INK, label)


def _lines(chart: Chart, join: Join) -> Iterator[str]:
    for one, two in joints(chart):
        yield _segment(chart, one, two, join)


def _segment(chart: Chart, one: Dot, two: Dot, join: Join) -> str:
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


def _levels(chart: Chart) -> Iterator[str]:
    for point, y in chart.levels:
        yield path(f"M{LEFT} {y}H{RIGHT}", chart.colour(point), "1.5", stroke_dasharray="8 4")
        yield haloed(LEFT + 6, y - 5, _SIZE, chart.colour(point), said(point))


def _targets(chart: Chart) -> Iterator[str]:
    """Draw the short bar over the year that the target is for."""
    for dot in chart.dots:
        if dot.point.kind == "target":
            steps = f"M{bar_start(chart, dot)} {dot.y}H{dot.x}"
            yield path(steps, chart.colour(dot.point), "1.5", stroke_dasharray="4 3")


def _agreements(chart: Chart) -> Iterator[str]:
    """Bracket what two reports say about one year, and say whether they agree."""
    for one, two in pairs(chart):
        y = _bracket(chart, one, two)
        gap = abs(one.value - two.value)
        word = CHART["agree"] if gap == 0 else CHART["differ"]
        words = word.said(chart.language) + (f" {number_text(gap)}" if gap else "")
        if one.x == two.x:
            yield path(f"M{one.x + 10} {one.y}h6V{two.y}h-6", SOFT_INK, "1.25")
        else:
            yield path(f"M{one.x} {one.y + 10}V{y}H{two.x}V{two.y + 10}", SOFT_INK, "1.25")
        yield haloed((one.x + two.x) // 2, y + 14, _SIZE, SOFT_INK, words, text_anchor="middle")


def _bracket(chart: Chart, one: Dot, two: Dot) -> int:
    return min(max(one.y, two.y) + 26, chart.values.bottom - 6)


def _dots(chart: Chart) -> Iterator[str]:
    for dot in chart.dots:
        sign = chartmarks.sign(dot.point.kind, dot.x, dot.y, chart.colour(dot.point), shape_of(dot.point))
        told = tag("title", {}, chartmarks.told(said(dot.point), dot.day, report_name(chart, dot.point)))
        yield tag("g", {"data-kind": dot.point.kind, "data-value": str(dot.value)}, told, sign)


def _labels(chart: Chart) -> Iterator[str]:
    dots = [dot for dot in chart.dots if dot.point.kind != "target"]
    dots += [dot for dot in chart.dots if dot.point.kind == "target"]
    words = [said_short(dot.point, _LONGEST) for dot in dots]
    wants = [
        Want(
            dot.x,
            dot.y,
            ems(word) * _SIZE // 100 + 2,
            -1 if dot.point.kind == "target" else _side(chart, dot),
        )
        for dot, word in zip(dots, words, strict=True)
    ]
    signs = [*_obstacles(chart)]
    signs += [Area(dot.x - _DOT, dot.y - _DOT, dot.x + _DOT, dot.y + _DOT) for dot in dots]
    frame = Area(LEFT - 14, chart.values.top - 10, WIDTH - 4, chart.values.bottom - 2)
    for dot, word, spot in zip(dots, words, find_spots(wants, signs, frame), strict=True):
        yield haloed(spot.left + 1, spot.bottom - 3, _SIZE, chart.colour(dot.point), word)


def _obstacles(chart: Chart) -> Iterator[Area]:
    """List what labels should keep clear of: brackets with their words, and the ticks of joints."""
    for one, two in pairs(chart):
        y, middle = _bracket(chart, one, two), (one.x + two.x) // 2
        yield Area(middle - 42, y + 4, middle + 42, y + 18)
        yield from (Area(dot.x - 2, dot.y, dot.x + 2, y) for dot in (one, two))
    for one, two in joints(chart):
        x, y = (one.x + two.x) // 2, (one.y + two.y) // 2
        yield Area(x - 3, y - 7, x + 3, y + 7)


def _side(chart: Chart, dot: Dot) -> int:
    return 1 if dot.point.series or chart.values.axis == "rank" else -1


def _legend(chart: Chart) -> Iterator[str]:
    places = _legend_places(chart)
    for (x, row), (kind, shape, word, colour) in zip(places, _entries(chart), strict=True):
        y = chart.values.bottom + 44 + 20 * row
        said_so = word.said(chart.language)
        yield chartmarks.sign(kind, x, y - 4, colour, shape) + text(x + 14, y, 12, INK, said_so)


def _legend_rows(chart: Chart) -> int:
    return max((row for _, row in _legend_places(chart)), default=0) + 1


def _legend_places(chart: Chart) -> list[tuple[int, int]]:
    """Where each entry of the legend begins: x and the row, for long names run over several rows."""
    x, row = 24, 0
    found: list[tuple[int, int]] = []
    for _, _, word, _ in _entries(chart):
        width = 14 + ems(word.said(chart.language)) * 12 // 100
        if x + width > WIDTH - 16 and found:
            x, row = 24, row + 1
        found.append((x, row))
        x += width + 26
    return found


def _entries(
    chart: Chart,
) -> Iterator[tuple[Kind, Literal["whole", "part", "final"], Word, str]]:
    seen: set[tuple[str, str, str]] = set()
    for dot in chart.dots:
        point, shape = dot.point, shape_of(dot.point)
        key = (point.kind, shape, point.series)
        if key not in seen:
            seen.add(key)
            name = "final" if shape == "final" else point.kind
            part = f"（{clean(point.series)}）" if point.series else ""
            word = Word(CHART[name].ja + part, CHART[name].en + part)
            yield point.kind, shape, word, chart.colour(point)


def _description(chart: Chart) -> str:
    actuals = [dot.point for dot in chart.dots if dot.point.kind == "actual" and not dot.point.series]
    targets = [dot.point for dot in chart.dots if dot.point.kind == "target"]
    ends = [f"{CHART['first'].said(chart.language)} {_told(actuals[0])}"] if actuals else []
    ends += [f"{CHART['last'].said(chart.language)} {_told(actuals[-1])}"] if len(actuals) > 1 else []
    goals = [f"{CHART['target'].said(chart.language)} {_told(point)}" for point in targets]
    return "、".join([*ends, *goals])


def _told(point: SeriesPoint) -> str:
    day = day_of(point)
    return f"{said(point)}（{point.as_of or (year_name(year_of(day)) if day else '')}）"


def _cells(points: Sequence[SeriesPoint], title: str, language: str) -> str:
    """Draw what was said year by year where there is no number to draw."""
    drawn: list[str] = []
    for number, point in enumerate(points):
        x, y = 16 + number % 7 * (_CELL + 4), HEAD + number // 7 * 104
        year = "" if point.fiscal_year is None else year_name(point.fiscal_year)
        drawn.append(rect(x, y, _CELL, 98, PAPER, stroke=RULE))
        drawn.append(text(x + 6, y + 15, _SIZE, SOFT_INK, f"{year} {CHART[point.kind].said(language)}"))
        lines = wrap(said(point), (_CELL - 12) * 100 // _SIZE)
        drawn += [text(x + 6, y + 33 + 15 * row, _SIZE, INK, line) for row, line in enumerate(lines)]
    height = HEAD + max(1, -(-len(points) // 7)) * 104 + 8
    head = text(16, 22, 14, INK, title or CHART["empty"].said(language), font_weight="bold")
    name = title or CHART["title"].said(language)
    return document(
        (WIDTH, height), name, CHART["empty"].said(language), language, tag("g", {}, head, *drawn)
    )
