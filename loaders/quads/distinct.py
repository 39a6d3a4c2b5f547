"""One series → at most one baseline, target or actual per place, and what had to be left out.

A year column that a source prints twice would give one node two values; the first in the text stands and
the rest goes to the loss report.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from loaders.citing.facts import stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.model import Actual, Fact, IndicatorEntry, Series, Span, Target

Cell = TypeVar("Cell", "Target", "Actual")


@dataclass(frozen=True, slots=True)
class Distinct:
    """The entry with one cell per place, and the texts of the cells left out."""

    entry: IndicatorEntry
    left_out: tuple[Fact[str], ...]


def distinct(entry: IndicatorEntry) -> Distinct:
    """Keeps what may be asserted: no candidates, and per series one cell per place."""
    kept = [_series(series) for series in sorted(entry.series, key=lambda s: s.key)]
    left_out = tuple(fact for _, facts in kept for fact in facts)
    return Distinct(replace(entry, series=tuple(series for series, _ in kept)), left_out)


def target_place(target: Target, others: tuple[Target, ...]) -> str:
    """Gives the year, with `-final` where another target of the year is yearly (ONTOLOGY 7, rule 2)."""
    yearly = any(other.fiscal_year == target.fiscal_year and not other.is_final for other in others)
    apart = target.is_final and (target.conflicts_with_yearly or yearly)
    return f"{target.fiscal_year}-final" if apart else str(target.fiscal_year)


def _series(series: Series) -> tuple[Series, tuple[Fact[str], ...]]:
    printed = tuple(target for target in series.targets if stated(target.text) is not None)
    targets, more_targets = _first(
        (target_place(target, printed), target) for target in sorted(printed, key=_in_text)
    )
    actuals, more_actuals = _first(
        (str(actual.fiscal_year), actual)
        for actual in sorted(series.actuals, key=_in_text)
        if stated(actual.text) is not None
    )
    baseline = series.baseline if series.baseline is not None and stated(series.baseline.text) else None
    kept = replace(series, baseline=baseline, targets=targets, actuals=actuals)
    return kept, tuple(cell.text for cell in (*more_targets, *more_actuals))


def _in_text(cell: Target | Actual) -> tuple[Span, ...]:
    return cell.text.spans


def _first(cells: Iterable[tuple[str, Cell]]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Gives the first cell of each place, and the others."""
    kept: dict[str, Cell] = {}
    others = [cell for place, cell in cells if kept.setdefault(place, cell) is not cell]
    return tuple(kept.values()), tuple(others)
