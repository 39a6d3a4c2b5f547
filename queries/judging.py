"""A store → the facts of every series that the audit judges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from queries.audit import Goal, Judged, Measured, SeriesFacts, Verdict, series_verdict, usual_mark
from queries.ground import lexical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Value
    from queries.ground import Ground


@dataclass(frozen=True, slots=True)
class JudgedSeries:
    """One series of a report with its facts and the verdict that follows from them."""

    series: str
    entry: str
    report: str
    indicator: str
    facts: SeriesFacts

    @property
    def verdict(self) -> Verdict:
        """The recomputed verdict."""
        return series_verdict(self.facts)


_SERIES: Final = """SELECT ?series ?entry ?report ?indicator ?direction ?mark ?said ?final {
  %s
  ?entry keifu:report ?report . ?series a keifu:Series ; keifu:entry ?entry ; keifu:indicator ?indicator .
  OPTIONAL { ?indicator keifu:direction ?direction }
  OPTIONAL { ?series keifu:achievement ?mark . OPTIONAL { ?mark skos:broadMatch ?said } }
  OPTIONAL { ?final keifu:series ?series ; keifu:isFinal true }
} ORDER BY ?series ?mark ?final"""

_PAIRS: Final = """SELECT ?series ?fy ?value ?unit ?goal ?goalUnit ?comparator ?isFinal
    ?relative ?relativeUnit ?factor {
  %s
  ?entry keifu:report ?report .
  ?target keifu:entry ?entry ; keifu:series ?series ; keifu:comparator ?comparator ; keifu:isFinal ?isFinal .
  ?actual keifu:against ?target ; keifu:fiscalYear ?fy .
  OPTIONAL { ?actual keifu:value ?value } OPTIONAL { ?actual keifu:unit ?unit }
  OPTIONAL { ?target keifu:value ?goal } OPTIONAL { ?target keifu:unit ?goalUnit }
  OPTIONAL { ?target keifu:relativeTo ?base . ?base keifu:value ?relative ; keifu:unit ?relativeUnit }
  OPTIONAL { ?target keifu:factor ?factor }
} ORDER BY ?series ?fy ?actual ?target"""


def judged_series(ground: Ground, reports: Iterable[str]) -> tuple[JudgedSeries, ...]:
    """All series of some reports, sorted by path, ready to be judged."""
    blocks = list(ground.blocks("report", reports))
    pairs: dict[str, list[Judged]] = defaultdict(list)
    for block in blocks:
        for series, *cells in ground.rows(_PAIRS % block):
            pairs[ground.path(series)].append(_judged(ground, tuple(cells)))
    found: dict[str, JudgedSeries] = {}
    for block in blocks:
        for row in ground.rows(_SERIES % block):
            one = _series(ground, row, tuple(pairs[ground.path(row[0])]))
            found.setdefault(one.series, one)
    return tuple(found[path] for path in sorted(found))


def _series(ground: Ground, row: tuple[Value | None, ...], pairs: tuple[Judged, ...]) -> JudgedSeries:
    series, entry, report, indicator, direction, mark, said, final = (ground.path(value) for value in row)
    facts = SeriesFacts(direction or None, usual_mark(mark, said) or None, bool(final), pairs)
    return JudgedSeries(series, entry, report, indicator, facts)


def _judged(ground: Ground, cells: tuple[Value | None, ...]) -> Judged:
    fy, value, unit, goal, goal_unit, comparator, is_final, relative, relative_unit, factor = cells
    return Judged(
        fiscal_year=int(lexical(fy)),
        actual=_measured(ground, value, unit),
        goal=Goal(
            printed=_measured(ground, goal, goal_unit),
            comparator=ground.path(comparator),
            relative=_measured(ground, relative, relative_unit) if relative is not None else None,
            factor=Decimal(lexical(factor)) if factor is not None else None,
            is_final=lexical(is_final) == "true",
        ),
    )


def _measured(ground: Ground, value: Value | None, unit: Value | None) -> Measured:
    return Measured(Decimal(lexical(value)) if value is not None else None, ground.path(unit) or None)
