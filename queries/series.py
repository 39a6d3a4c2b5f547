"""An indicator → all its values in time, with judged pairs, the joints between reports, and breaks.

Two reports' series are one line only where the later report's baseline repeats a value of the earlier one
(a join, with the note that says so); where unit or value differ, or nothing connects them, it is a break.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from queries.asking import ask
from queries.gaps import fiscal_year_ja
from queries.ground import DEFAULT, Ground, lexical
from queries.judging import judged_series

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Store
    from ontology.iris import Base
    from ontology.rdf import Iri
    from queries.judging import JudgedSeries


@dataclass(frozen=True, slots=True)
class Point:
    """One value as stated in one report. `against` are the targets that the report judges it by."""

    observation: str
    indicator: str
    kind: str
    fiscal_year: int
    as_of: date | None
    value: Decimal | None
    unit: str | None
    text: str | None
    comparator: str | None
    report: str
    report_label: str
    column: str | None
    series: str
    is_final: bool
    against: tuple[str, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One series of one report: the published mark and the recomputed verdict side by side."""

    series: str
    indicator: str
    report: str
    published: str | None
    recomputed: str


@dataclass(frozen=True, slots=True)
class Joint:
    """Where the lines of two reports meet (`joined`) or do not; the note says on what ground."""

    indicator: str
    earlier: str
    later: str
    fiscal_year: int | None
    joined: bool
    reason: str
    note_ja: str
    note_en: str


@dataclass(frozen=True, slots=True)
class SeriesTable:
    """All points of an indicator and its parts; points sort by indicator, year, kind, report, IRI."""

    indicator: str
    label: str
    direction: str | None
    points: tuple[Point, ...]
    runs: tuple[Run, ...]
    joins: tuple[Joint, ...]
    breaks: tuple[Joint, ...]


_EXTRA: Final = """SELECT ?observation ?series ?final ?against {
  %s ?observation keifu:series ?series .
  OPTIONAL { ?observation keifu:isFinal ?final }
  OPTIONAL { ?observation keifu:against ?against }
} ORDER BY ?observation ?against"""

_FACTS: Final = """SELECT ?label ?direction {
  %s rdfs:label ?label . FILTER(LANG(?label) = "ja")
  OPTIONAL { %s keifu:direction ?direction }
} ORDER BY ?label"""


def series(store: Store, indicator: Iri, *, base: Base = DEFAULT) -> SeriesTable:
    """The values of an indicator and of its parts, from all reports.

    An indicator that no report measures has no points; that is no error.
    """
    ground = Ground(store, base)
    path = base.path(indicator) or str(indicator)
    points = _points(ground, path)
    runs = _runs(ground, points)
    joints = [joint for group in _by_indicator(points).values() for joint in _joints(group)]
    label, direction = _facts(ground, path)
    return SeriesTable(
        indicator=path,
        label=label,
        direction=direction,
        points=points,
        runs=runs,
        joins=tuple(joint for joint in joints if joint.joined),
        breaks=tuple(joint for joint in joints if not joint.joined),
    )


def _facts(ground: Ground, path: str) -> tuple[str, str | None]:
    term = ground.ref(path)
    for label, direction in ground.rows(_FACTS % (term, term)):
        return lexical(label), ground.path(direction) or None
    return path, None


def _points(ground: Ground, path: str) -> tuple[Point, ...]:
    answer = ask(ground, "indicator-series", {"indicator": path})
    names = [column.name for column in answer.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answer.rows]
    extras = _extras(ground, [str(row["observation"]) for row in rows])
    points = [_point(row, extras[str(row["observation"])]) for row in rows]
    return tuple(sorted(points, key=_order))


def _order(point: Point) -> tuple[str, int, str, str, str]:
    return point.indicator, point.fiscal_year, point.kind, point.report, point.observation


@dataclass(slots=True)
class _Extra:
    series: str = ""
    is_final: bool = False
    against: tuple[str, ...] = ()


def _extras(ground: Ground, observations: list[str]) -> Mapping[str, _Extra]:
    found: dict[str, _Extra] = defaultdict(_Extra)
    for block in ground.blocks("observation", observations):
        for observation, run, final, against in ground.rows(_EXTRA % block):
            extra = found[ground.path(observation)]
            extra.series = ground.path(run)
            extra.is_final = lexical(final) == "true"
            extra.against += (ground.path(against),) if against is not None else ()
    return found


def _point(row: Mapping[str, object], extra: _Extra) -> Point:
    as_of, value = row["asOf"], row["value"]
    return Point(
        observation=str(row["observation"]),
        indicator=str(row["indicator"]),
        kind=str(row["kind"]).lower(),
        fiscal_year=int(str(row["fiscalYear"])),
        as_of=as_of if isinstance(as_of, date) else None,
        value=value if isinstance(value, Decimal) else None,
        unit=_maybe(row["unit"]),
        text=_maybe(row["text"]),
        comparator=_maybe(row["comparator"]),
        report=str(row["report"]),
        report_label=str(row["reportLabel"] or row["report"]),
        column=_maybe(row["column"]),
        series=extra.series,
        is_final=extra.is_final,
        against=extra.against,
        passages=tuple(str(row["passage"] or "").split()),
    )


def _maybe(value: object) -> str | None:
    return None if value is None else str(value)


def _runs(ground: Ground, points: tuple[Point, ...]) -> tuple[Run, ...]:
    shown = {point.series for point in points}
    judged = judged_series(ground, {point.report for point in points})
    return tuple(_run(one) for one in judged if one.series in shown)


def _run(one: JudgedSeries) -> Run:
    return Run(one.series, one.indicator, one.report, one.facts.mark, one.verdict)


def _by_indicator(points: tuple[Point, ...]) -> Mapping[str, list[Point]]:
    groups: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        groups[point.indicator].append(point)
    return groups


def _joints(points: list[Point]) -> list[Joint]:
    """One joint for each pair of neighbouring reports, in the order of their last actual year."""
    reports: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        reports[point.report].append(point)
    ordered = sorted(reports, key=lambda report: (_last_year(reports[report]), report))
    return [_joint(reports[a], reports[b]) for a, b in pairwise(ordered)]


def _last_year(points: list[Point]) -> int:
    years = [point.fiscal_year for point in points if point.kind == "actual"]
    return max(years or [point.fiscal_year for point in points])


def _joint(earlier: list[Point], later: list[Point]) -> Joint:
    pairs = [
        (base, actual)
        for base in later
        for actual in earlier
        if base.kind in {"baseline", "actual"}
        and actual.kind == "actual"
        and base.fiscal_year == actual.fiscal_year
        if base.value is not None and actual.value is not None
    ]
    equal = [pair for pair in pairs if pair[0].value == pair[1].value and pair[0].unit == pair[1].unit]
    if equal:
        return _joined(*equal[-1])
    if pairs:
        return _broken(*pairs[-1])
    return _apart(earlier[0], later[0])


def _joined(base: Point, actual: Point) -> Joint:
    said = "基準値" if base.kind == "baseline" else "実績値"
    return Joint(
        base.indicator,
        actual.report,
        base.report,
        base.fiscal_year,
        joined=True,
        reason="same-value",
        note_ja=(
            f"つなぎ目の根拠：名称が同じ／{base.report_label}の{said} {base.value:,}"
            f"（{fiscal_year_ja(base.fiscal_year)}）"
            f"＝{actual.report_label}の実績 {actual.value:,}（{actual.text or ''}）"
        ),
        note_en=(
            f"Joined because the name is the same, and the {base.kind} {base.value:,} of fiscal year "
            f"{base.fiscal_year} in {base.report_label} equals the actual {actual.value:,} "
            f"in {actual.report_label}."
        ),
    )


def _broken(base: Point, actual: Point) -> Joint:
    reason = "unit" if base.unit != actual.unit else "value"
    return Joint(
        base.indicator,
        actual.report,
        base.report,
        base.fiscal_year,
        joined=False,
        reason=reason,
        note_ja=(
            f"つながらない：{fiscal_year_ja(base.fiscal_year)}の値が、"
            f"{actual.report_label}では{actual.text or actual.value}、"
            f"{base.report_label}では{base.text or base.value}である。"
        ),
        note_en=(
            f"Not joined: for fiscal year {base.fiscal_year}, {actual.report_label} says {actual.value} "
            f"and {base.report_label} says {base.value} ({reason} differs)."
        ),
    )


def _apart(earlier: Point, later: Point) -> Joint:
    return Joint(
        later.indicator,
        earlier.report,
        later.report,
        None,
        joined=False,
        reason="no-common-year",
        note_ja=(f"つながらない：{earlier.report_label}と{later.report_label}がともに述べる年度の値がない。"),
        note_en=(
            f"Not joined: {earlier.report_label} and {later.report_label} state no value of the same year."
        ),
    )
