"""A plan of the government in full text: what it says of itself, its sections, and what it cites."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from loaders.model.facts import Fact, Issue, YearMonth


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The cover of a plan.

    `title` is without the mark of a draft; `draft` is that mark (素案), absent for an adopted text.
    """

    title: Fact[str]
    adopted_on: Fact[date] | None = None
    decider: Fact[str] | None = None
    draft: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class PlanSection:
    """One section: its printed heading, its own words before the next heading, and its place.

    `level` counts from 1; `parent` is an index into the sections of the plan. `numbering` is the printed
    mark, empty for a heading without a number, whose `value` counts such headings below one parent.
    `page` is the printed page, absent where the source does not tell.
    """

    numbering: str
    value: int
    is_numbered: bool
    title: str
    level: int
    parent: int | None
    heading: Fact[str]
    body: Fact[str] | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class PlanCitation:
    """A document of a deciding body that the plan names, with the day or only the month that it prints."""

    title: Fact[str]
    text: Fact[str]
    decider: Fact[str]
    on: Fact[date] | None = None
    month: Fact[YearMonth] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """One full text as read; `notes` are the footnotes behind the last section."""

    head: PlanHead
    sections: tuple[PlanSection, ...]
    citations: tuple[PlanCitation, ...]
    notes: Fact[str] | None = None
    issues: tuple[Issue, ...] = field(default=())
