"""Slots: the parts of the form with the text that stands in them, the same for every layout.

A layout (loaders/layouts) fills them from a document; reading (loaders/reading) turns them into facts.
Nothing here is parsed: a slot holds text with its places.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.model import Issue, Span
from loaders.text import Text


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row of the budget table.

    `cells` are by year column, None where blank. A layout that cannot see columns leaves `cells` None
    and gives the printed `figures` in order, one or more to a text.
    """

    kind: str
    cells: tuple[Text | None, ...] | None
    figures: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CabinetRow:
    """One cabinet document: its title, the cell of its dates, its excerpt."""

    title: Text
    dates: Text
    excerpt: Text | None


@dataclass(frozen=True, slots=True)
class YearCell:
    """A cell of the yearly part of the indicator table; columns count from 0, None when not visible."""

    text: Text
    first: int | None
    last: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class SeriesCells:
    """The cells of one run of targets and actuals."""

    baseline: Text | None = None
    targets: tuple[YearCell, ...] = ()
    actuals: tuple[YearCell, ...] = ()
    fused: tuple[YearCell, ...] = ()
    final: Text | None = None
    achievement: Text | None = None


@dataclass(frozen=True, slots=True)
class IndicatorCells:
    """The cells of one indicator; `objective` and `means` are filled down."""

    number: Text
    name: Text
    objective: Text | None
    means: Text | None
    series: tuple[SeriesCells, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """All parts of one report; a missing key of `single` is a slot that the layout did not find.

    Beside the content of a slot `single` may hold its printed label, under the slot's name and `_label`.
    """

    title: Text
    number: Text
    single: Mapping[str, Text]
    year_heads: Text | None
    budget_years: Text | None
    budget_scale: Text | None
    budget: tuple[BudgetRow, ...]
    cabinet: tuple[CabinetRow, ...]
    indicators: tuple[IndicatorCells, ...]
    notes: tuple[Text, ...]
    orphans: tuple[Text, ...] = ()
    labels: tuple[Span, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
