"""Objectives, means and indicators with their baselines, targets and actuals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loaders.model.documents import KpiTag
from loaders.model.facts import Fact, Quantity, Span


@dataclass(frozen=True, slots=True)
class ObjectiveItem:
    """施策目標; `number` counts from 1 in printed order; `indicators` are the numbers it covers."""

    number: int
    name: Fact[str]
    indicators: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MeansItem:
    """施策手段; `partial` when the source lost glyphs of it."""

    number: int
    name: Fact[str]
    objective: int | None = None
    indicators: tuple[int, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """基準値: the year it is of; no quantity when the base is given in words."""

    fiscal_year: int
    text: Fact[str]
    quantity: Quantity | None = None
    as_of: Fact[date] | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a relative target refers to: the value of a fiscal year, times `factor`.

    `where` is "baseline" or "actual": the observation of the same series that holds the value.
    """

    fiscal_year: int
    where: str
    factor: Decimal = Decimal(1)
    series_key: str = "1"


@dataclass(frozen=True, slots=True)
class Target:
    """目標値: `fiscal_year` is the year to be reached, the columns are where it is printed.

    `comparator` is the short code (at-least, at-most, about, bare, as-good, increase, done). `quantity` of a
    relative target is the resolved value; `quantity_text` then holds the passage of the reference.
    `final_text` is the cell of the final target when it states the same value as this yearly one.
    """

    fiscal_year: int
    text: Fact[str]
    comparator: str
    is_final: bool
    quantity: Quantity | None = None
    reference: Reference | None = None
    reference_spans: tuple[Span, ...] = ()
    final_text: Fact[str] | None = None
    column_from: int | None = None
    column_to: int | None = None
    conflicts_with_yearly: bool = False


@dataclass(frozen=True, slots=True)
class Actual:
    """実績値: `fiscal_year` is its column's year, `as_of` the printed day."""

    fiscal_year: int
    text: Fact[str]
    quantity: Quantity | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One run of baseline, targets and actuals with its own achievement mark.

    `key` is "1", "2", …; a part (うち…) has the key of the whole and a letter ("1a") and `part_name`.
    """

    key: str
    baseline: Baseline | None = None
    targets: tuple[Target, ...] = ()
    actuals: tuple[Actual, ...] = ()
    achievement: Fact[str] | None = None
    part_name: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class NextTerm:
    """次期目標等への反映の方向性 of one indicator.

    `actions` and `reasons` are short codes; `successor` the announced follow-up in the report's words.
    """

    indicator: int
    text: Fact[str]
    actions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    successor: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """測定指標 as it appears in the report.

    `measure_kind` is None where a target has a number that was not read.
    """

    number: Fact[int]
    number_text: str
    is_main: bool
    name: Fact[str]
    measure_kind: str | None
    series: tuple[Series, ...]
    indicator_type: Fact[str] | None = None
    tag: KpiTag | None = None
    objective: int | None = None
    means: int | None = None
    said_main: Fact[bool] | None = None
    next_term: NextTerm | None = None
