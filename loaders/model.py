"""The typed document model of an evaluation report (評価書): plain data between reading and quads.

Every leaf is a `Fact`: a typed value, the printed text, the ranges of the raw text that state it, how sure
the reading is, and the rule that read it. Blank cells are absent facts; a mark for "nothing" is a fact
with `stated_none`; what the source lost or what stayed doubtful is an `Issue`, never a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Confidence(StrEnum):
    """How a value was read; the outcome of a rule, never a guess (READING 3.2)."""

    PROVEN = "proven"
    READ = "read"
    ALIGNED = "aligned"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in the raw text of the source."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """A value with its printed text and its places, in reading order.

    `text` is the printed text with line breaks joined and outer blanks trimmed, nothing else changed.
    """

    value: T
    text: str
    spans: tuple[Span, ...]
    confidence: Confidence = Confidence.READ
    rule: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """総務省31-⑧: ministry, western year of the number (2019), sequence (8), normal form.

    The year is the year in which the evaluation was made, not the year evaluated.
    """

    ministry: str
    year: int
    sequence: int
    normal: str


@dataclass(frozen=True, slots=True)
class YearMonth:
    """A month of a western year."""

    year: int
    month: int


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
class PolicyPart:
    """What the head of the form says of the policy."""

    name: Fact[str]
    number: Fact[int] | None = None
    field: Fact[str] | None = None
    overview: Fact[str] | None = None
    outcomes: tuple[Outcome, ...] = ()
    former_name: FormerName | None = None


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


PRINTED_UNIT = "printed:"
"""Stands before a printed word that is the unit of a quantity and in no list."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its printed unit.

    `unit` is the short code (municipality, thousand-cases …), or `PRINTED_UNIT` and the printed word.
    """

    value: Decimal
    unit: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None


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
class KpiTag:
    """【…】 without a year beside an indicator's name, as printed, all tags of the entry together."""

    text: Fact[str]
    tags: tuple[str, ...]


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
    """測定指標 as it appears in the report."""

    number: Fact[int]
    number_text: str
    is_main: bool
    name: Fact[str]
    measure_kind: str
    series: tuple[Series, ...]
    indicator_type: Fact[str] | None = None
    tag: KpiTag | None = None
    objective: int | None = None
    means: int | None = None
    said_main: Fact[bool] | None = None
    next_term: NextTerm | None = None


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
class LocalTerm:
    """An abbreviation that the report itself defines (AP), with the document, its date and decider."""

    short: str
    title: Fact[str]
    on: Fact[date] | None
    decider: Fact[str] | None
    sentence: Fact[str]


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named outside the cabinet table, such as one item of 使用した資料.

    `role` is the short code of the citation-role scheme; `text` the whole item, `title` its name alone.
    """

    role: str
    title: Fact[str]
    text: Fact[str]
    on: Fact[date] | None = None
    decider: Fact[str] | None = None
    indicators: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """A block of prose; `kind` is the short code of the remark-kind scheme; `indicators` it is about.

    `stated_none` when the form prints a dash for "nothing".
    """

    kind: str
    text: Fact[str]
    indicators: tuple[int, ...] = ()
    stated_none: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in prose that is no cell of the table."""

    subject: Fact[str]
    text: Fact[str]
    quantity: Quantity
    fiscal_year: int
    as_of: date | None
    indicator: int | None


@dataclass(frozen=True, slots=True)
class Stance:
    """概算要求の考え方; `code` is the short code when known."""

    text: Fact[str]
    code: str | None
    request_year: Fact[int] | None


@dataclass(frozen=True, slots=True)
class Issue:
    """One line of the loss report (READING 3.4)."""

    severity: str
    code: str
    slot: str
    message_ja: str
    message_en: str
    span: Span | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation report as read."""

    head: Head
    policy: PolicyPart
    budget: Budget | None = None
    documents: tuple[CabinetDocument, ...] = ()
    objectives: tuple[ObjectiveItem, ...] = ()
    means: tuple[MeansItem, ...] = ()
    entries: tuple[IndicatorEntry, ...] = ()
    rating: Rating | None = None
    stance: Stance | None = None
    transfers: tuple[Transfer, ...] = ()
    units: tuple[UnitPath, ...] = ()
    posts: tuple[ResponsiblePost, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    local_terms: tuple[LocalTerm, ...] = ()
    remarks: tuple[Remark, ...] = ()
    figures: tuple[Figure, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
    mentions: tuple[Mention, ...] = ()
