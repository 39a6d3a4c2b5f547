"""Documents that a report cites: cabinet table, tags, abbreviations, mentions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loaders.model.facts import Fact, Span, YearMonth


@dataclass(frozen=True, slots=True)
class Heading:
    """One printed heading of a quoted document.

    `numbering` as printed (第3章, (3), ⑤), `value` its integer, `title` the words after it ("" when none).
    """

    numbering: str
    value: int
    title: str
    span: Span
    marker: str = ""


@dataclass(frozen=True, slots=True)
class SectionPath:
    """The headings from the top level down to one deepest printed section."""

    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """関係部分（抜粋）: the quoted text, its section paths in printed order, and quotes below headings."""

    text: Fact[str]
    paths: tuple[SectionPath, ...]
    quotes: tuple[Fact[str], ...] = ()


@dataclass(frozen=True, slots=True)
class CabinetDocument:
    """One row of 政策に関係する内閣の重要政策; `dates` is the first decision, then each printed 改定."""

    title: Fact[str]
    dates: tuple[Fact[date], ...]
    excerpt: Excerpt | None = None
    decider: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named outside the cabinet table, such as one item of 使用した資料.

    `role` is the short code of the citation-role scheme; `text` the whole item, `title` its name alone.
    `month` is a date printed without its day; `locator` the part of the document (第3章), as printed.
    """

    role: str
    title: Fact[str]
    text: Fact[str]
    on: Fact[date] | None = None
    decider: Fact[str] | None = None
    indicators: tuple[int, ...] = ()
    month: Fact[YearMonth] | None = None
    locator: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class KpiTag:
    """【…】 without a year beside an indicator's name, as printed, all tags of the entry together."""

    text: Fact[str]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LocalTerm:
    """An abbreviation that the report itself defines (AP), with the document, its date and decider."""

    short: str
    title: Fact[str]
    on: Fact[date] | None
    decider: Fact[str] | None
    sentence: Fact[str]
