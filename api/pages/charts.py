"""The series of an indicator → its chart, with the joints between reports and the notes on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from api.pages.render import figure
from api.views import names
from queries.drawing.chart import draw_series_svg
from queries.drawing.points import Kind, SeriesPoint
from queries.series import SeriesTable, series

if TYPE_CHECKING:
    from api.answers import Asked
    from api.views import Name
    from queries.series import Point

SHORT = 10
_COMPARED: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "cmp-about": "約{}",
        "cmp-at-least": "{}以上",
        "cmp-at-most": "{}以下",
        "cmp-increase": "{}より増",
    },
    "en": {"cmp-about": "about {}", "cmp-at-least": "≥ {}", "cmp-at-most": "≤ {}", "cmp-increase": "> {}"},
}
_DIRECTIONS: dict[str, Literal["up", "down"]] = {"direction-up": "up", "direction-down": "down"}
_KINDS: dict[str, Kind] = {"baseline": "baseline", "target": "target", "actual": "actual"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn series, and in words why its parts are or are not one line."""

    svg: str
    notes: tuple[str, ...]


def chart_of(asked: Asked, path: str) -> Chart | None:
    """The chart of an indicator and its parts; None when no report prints a value."""
    data = asked.data
    table = series(data.store, data.base.iri(path), base=data.base)
    if not table.points:
        return None
    known = names(data, _things(table))
    svg = draw_series_svg(
        _points(table, known, asked.language),
        title=known[path].said(asked.language),
        direction=_DIRECTIONS.get(table.direction or ""),
        join="stated" if table.joins or not table.breaks else "none",
        report_labels={point.report: point.report_label for point in table.points},
        language=asked.language,
    )
    joints = [*table.joins, *table.breaks]
    return Chart(svg, tuple(joint.note_en if asked.language == "en" else joint.note_ja for joint in joints))


def _things(table: SeriesTable) -> set[str]:
    return {table.indicator} | {
        thing for point in table.points for thing in (point.indicator, _unit(point)) if thing is not None
    }


def _unit(point: Point) -> str | None:
    return None if point.unit is None else f"code:{point.unit}"


def _points(table: SeriesTable, known: Mapping[str, Name], language: str) -> list[SeriesPoint]:
    broken = {(joint.indicator, joint.later) for joint in table.breaks}
    begun: set[tuple[str, str]] = set()
    found: list[SeriesPoint] = []
    for point in table.points:
        place = (point.indicator, point.report)
        first = point.kind == "actual" and place not in begun
        if first:
            begun.add(place)
        found.append(_point(table, point, known, language, cut=first and place in broken))
    return found


def _point(
    table: SeriesTable, point: Point, known: Mapping[str, Name], language: str, *, cut: bool
) -> SeriesPoint:
    unit = _unit(point)
    return SeriesPoint(
        kind=_KINDS[point.kind],
        fiscal_year=point.fiscal_year,
        as_of=point.as_of,
        value=point.value,
        unit=known[unit].said(language) if unit else "",
        comparator=point.comparator or "",
        report=point.report,
        is_final=point.is_final,
        label=_said(point, known, language),
        series="" if point.indicator == table.indicator else known[point.indicator].said(language),
        break_before=cut,
    )


def _said(point: Point, known: Mapping[str, Name], language: str) -> str:
    """What stands beside a sign: number, unit, comparison; in Japanese the text as printed when short."""
    text = point.text or ""
    if point.value is None or (language == "ja" and len(text) <= SHORT):
        return text
    unit = _unit(point)
    number = figure(point.value) + (known[unit].said(language) if unit else "")
    return _COMPARED[language].get(point.comparator or "", "{}").format(number)
