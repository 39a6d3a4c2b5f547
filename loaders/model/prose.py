"""What the sentences of a report say: rating, transfers, units, notes, figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loaders.model.facts import Fact, Quantity


@dataclass(frozen=True, slots=True)
class Rating:
    """各行政機関共通区分: the printed words; the code when the words are in the scheme."""

    words: Fact[str]
    code: str | None
    reason: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """A stated transfer: the objectives as worded, the receiving body, the whole sentence."""

    objectives: tuple[Fact[str], ...]
    to_organization: Fact[str]
    sentence: Fact[str]


@dataclass(frozen=True, slots=True)
class UnitPath:
    """担当部局課室: names from the bureau down."""

    names: tuple[str, ...]
    fact: Fact[str]


@dataclass(frozen=True, slots=True)
class ResponsiblePost:
    """作成責任者: the post; the printed name is kept apart and goes to the officers graph only."""

    post: Fact[str]
    printed_name: Fact[str] | None
    unit_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of the form; `mark` as printed (※3, 注)."""

    mark: str
    text: Fact[str]


@dataclass(frozen=True, slots=True)
class Remark:
    """A block of prose; `kind` is the short code of the remark-kind scheme; `indicators` it is about.

    `stated_none` when the form prints a dash for "nothing". `objectives` are the numbers of the objectives
    that it is about. `topics` of a reflection are tax, law, organisation and staff, as its words say.
    """

    kind: str
    text: Fact[str]
    indicators: tuple[int, ...] = ()
    stated_none: bool = False
    objectives: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in prose that is no cell of the table; no year when its sentence gives none."""

    subject: Fact[str]
    text: Fact[str]
    quantity: Quantity
    fiscal_year: int | None
    as_of: date | None
    indicator: int | None


@dataclass(frozen=True, slots=True)
class Stance:
    """概算要求の考え方; `code` is the short code when known."""

    text: Fact[str]
    code: str | None
    request_year: Fact[int] | None
