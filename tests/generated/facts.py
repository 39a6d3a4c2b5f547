"""The facts of a fictional report: what a reading of any drawing of it must say, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Value:
    """A number as a cell prints it; `comparator` is the printed word (以上 …), `ratio` 「(7／12)」.

    `relative` is what a target by reference prints instead of the number (基準値以上).
    """

    number: Decimal
    unit: str
    comparator: str = ""
    approximate: bool = False
    ratio: tuple[int, int] | None = None
    part: Decimal | None = None
    relative: str = ""


Cell = Value | str | None
"""A value, words, or a blank cell."""


@dataclass(frozen=True, slots=True)
class Run:
    """One series: a baseline, a target and an actual for each year, a final target, a mark.

    `merged`: one target cell spans all years. `part` is the name of the 「うち…」 in each value.
    """

    baseline: Cell
    baseline_year: int
    targets: tuple[Cell, ...]
    actuals: tuple[Cell, ...]
    final: Cell
    final_year: int
    mark: str
    merged: bool = False
    dated: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """測定指標; `kind` is アウトカム, アウトプット or "" when the form prints none."""

    number: int
    is_main: bool
    name: str
    kind: str
    tag: str
    objective: int
    means: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """One printed heading of an excerpt; `depth` counts from 0."""

    numbering: str
    value: int
    title: str
    depth: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A cabinet document with its dates, the headings of its excerpt and what is quoted below the last."""

    title: str
    dates: tuple[date, ...]
    headings: tuple[Heading, ...]
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """One year of the budget in the printed unit; None is a blank cell."""

    year: int
    initial: int
    supplementary: int | None = None
    carry_over: int | None = None
    total: int | None = None
    executed: int | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """The sentences of a report; reasons, analysis and next term by indicator number."""

    main: str
    reasons: str
    analysis: tuple[str, ...]
    next_term: tuple[tuple[str, str], ...]
    request: str
    system: str
    expert: str
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A fictional report. `year` is the fiscal year evaluated; units are (bureau, its sections)."""

    seed: int
    ministry: str
    sequence: int
    year: int
    policy_number: int
    policy: str
    field: str
    overview: str
    outcomes: tuple[tuple[str, str], ...]
    money_unit: str
    signs: tuple[str, str]
    budget: tuple[Money, ...]
    plans: tuple[Plan, ...]
    years: tuple[int, ...]
    objectives: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    rating: str
    stance: tuple[str, str]
    prose: Prose
    units: tuple[tuple[str, tuple[str, ...]], ...]
    posts: tuple[tuple[str, str], ...]
    month: int
    short_years: bool
    knows_reiwa: bool
