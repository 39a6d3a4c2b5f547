"""Title, policy and budget of a report."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.model.facts import DocumentNumber, Fact, YearMonth


@dataclass(frozen=True, slots=True)
class Head:
    """Title and number of the report."""

    title: Fact[str]
    number: Fact[DocumentNumber]
    fiscal_year: Fact[int]
    evaluated_in: Fact[YearMonth] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """最終 or 中間アウトカム; `level` is "final" or "intermediate"."""

    level: str
    text: Fact[str]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A stated former name of the policy and the fiscal years booked under it."""

    name: Fact[str]
    fiscal_years: tuple[int, ...]
    sentence: Fact[str]


@dataclass(frozen=True, slots=True)
class LevelAbove:
    """What the form prints above the policy (基本目標, 施策大目標): the name of the level and its words."""

    level: str
    text: Fact[str]


@dataclass(frozen=True, slots=True)
class PolicyPart:
    """What the head of the form says of the policy."""

    name: Fact[str]
    number: Fact[int] | None = None
    field: Fact[str] | None = None
    overview: Fact[str] | None = None
    outcomes: tuple[Outcome, ...] = ()
    former_name: FormerName | None = None
    above: tuple[LevelAbove, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetColumn:
    """One fiscal year of the budget table; amounts in yen, carry-over signed."""

    fiscal_year: Fact[int]
    initial: Fact[int] | None = None
    supplementary: Fact[int] | None = None
    carry_over: Fact[int] | None = None
    total: Fact[int] | None = None
    executed: Fact[int] | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The budget table; `scale` is the printed unit in yen (百万円 = 1,000,000)."""

    scale: Fact[int]
    columns: tuple[BudgetColumn, ...]
