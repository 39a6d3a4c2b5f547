"""Series of one entry → which target each actual is judged against (ONTOLOGY 7, rules 1 to 5).

Rules: (3) an actual is against the yearly target of its own column; (4) a series marked イ, ロ or ハ (or by
a mark of another form that says met or missed) has its final target judged by the actual nearest to the end
of the target year; (5) without a mark nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loaders.model import Actual, IndicatorEntry, Series, Target

NEAR_DAYS = 31
"""An as-of day this near to 31 March counts as the end of the fiscal year (1 April in 31-⑧ ⑤)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The actual of `actual_key`/`actual_year` is against `target` of the series `target_key`."""

    actual_key: str
    actual_year: int
    target_key: str
    target: Target


USUAL_JUDGED = frozenset({"i", "ro", "ha"})
"""Marks of the usual list by which a report says whether a target was met."""


def judgements(
    entry: IndicatorEntry, indicator_of: Mapping[str, str], judged: frozenset[str] = USUAL_JUDGED
) -> tuple[Judgement, ...]:
    """Gives every pair of actual and target of one entry, at most one per actual and series.

    `indicator_of` maps the key of a series to its indicator: a part is never judged by its whole. `judged`
    are the marks by which the report says whether a target was met.
    """
    found: dict[tuple[str, int, str], Judgement] = {}
    for series in sorted(entry.series, key=lambda s: s.key):
        # The judgement of the final target comes second: where both meet one actual, it is the report's own.
        final = _final(series, entry, indicator_of) if _is_judged(series, judged) else ()
        for each in (*_yearly(series), *final):
            found[each.actual_key, each.actual_year, each.target_key] = each
    return tuple(found[key] for key in sorted(found))


def is_yearly(target: Target) -> bool:
    """Tells whether a target stands in the column of its own year; a merged cell does not (rule 1)."""
    columns = {target.column_from, target.column_to} - {None}
    alone = not target.is_final or target.final_text is not None
    return alone and columns <= {target.fiscal_year}


def _yearly(series: Series) -> Iterator[Judgement]:
    yearly = {target.fiscal_year: target for target in series.targets if is_yearly(target)}
    for actual in series.actuals:
        target = yearly.get(actual.fiscal_year)
        if target is not None and _comparable(actual, target):
            yield Judgement(series.key, actual.fiscal_year, series.key, target)


def _is_judged(series: Series, judged: frozenset[str]) -> bool:
    return series.achievement is not None and series.achievement.value in judged


def _final(series: Series, entry: IndicatorEntry, indicator_of: Mapping[str, str]) -> Iterator[Judgement]:
    for target in sorted((t for t in series.targets if t.is_final), key=lambda t: t.fiscal_year):
        candidates = [
            (other.key, actual)
            for other in sorted(entry.series, key=lambda s: (s.key != series.key, s.key))
            if indicator_of[other.key] == indicator_of[series.key]
            for actual in other.actuals
            if _comparable(actual, target)
        ]
        if candidates:
            key, actual = _judge(candidates, target.fiscal_year)
            yield Judgement(key, actual.fiscal_year, series.key, target)


def _judge(candidates: list[tuple[str, Actual]], year: int) -> tuple[str, Actual]:
    near = [pair for pair in candidates if _days_from_end(pair[1], year) <= NEAR_DAYS]
    if near:
        return min(near, key=lambda pair: (_days_from_end(pair[1], year), -pair[1].fiscal_year))
    same = [pair for pair in candidates if pair[1].fiscal_year == year]
    return same[0] if same else max(candidates, key=lambda pair: pair[1].fiscal_year)


def _days_from_end(actual: Actual, year: int) -> int:
    """Gives the distance to 31 March that ends the fiscal year; an actual without a day is never near."""
    return NEAR_DAYS + 1 if actual.as_of is None else abs((actual.as_of - date(year + 1, 3, 31)).days)


def _comparable(actual: Actual, target: Target) -> bool:
    if actual.quantity is None or target.quantity is None:
        return True
    return actual.quantity.unit == target.quantity.unit
