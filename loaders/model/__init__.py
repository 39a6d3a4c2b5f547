"""The typed document model of an evaluation report (評価書): plain data between reading and quads.

Every leaf is a `Fact`: a typed value, the printed text, the ranges of the raw text that state it, how sure
the reading is, and the rule that read it. Blank cells are absent facts; a mark for "nothing" is a fact
with `stated_none`; what the source lost or what stayed doubtful is an `Issue`, never a fact.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.model.documents import CabinetDocument, Excerpt, Heading, KpiTag, LocalTerm, Mention, SectionPath
from loaders.model.facts import (
    PRINTED_UNIT,
    Confidence,
    Correction,
    DocumentNumber,
    Fact,
    Issue,
    Quantity,
    Span,
    YearMonth,
)
from loaders.model.forms import OWN_CODE, FormCode, FormUsed
from loaders.model.head import Budget, BudgetColumn, FormerName, Head, LevelAbove, Outcome, PolicyPart
from loaders.model.plan import (
    Actual,
    Baseline,
    IndicatorEntry,
    MeansItem,
    NextTerm,
    ObjectiveItem,
    Reference,
    Series,
    Target,
)
from loaders.model.prose import Figure, Footnote, Rating, Remark, ResponsiblePost, Stance, Transfer, UnitPath
from loaders.model.review import LegalAct, ReviewPoint, ReviewResponse, Reviews

__all__ = [
    "OWN_CODE",
    "PRINTED_UNIT",
    "Actual",
    "Baseline",
    "Budget",
    "BudgetColumn",
    "CabinetDocument",
    "Confidence",
    "Correction",
    "DocumentNumber",
    "Excerpt",
    "Fact",
    "Figure",
    "Footnote",
    "FormCode",
    "FormUsed",
    "FormerName",
    "Head",
    "Heading",
    "IndicatorEntry",
    "Issue",
    "KpiTag",
    "LegalAct",
    "LevelAbove",
    "LocalTerm",
    "MeansItem",
    "Mention",
    "NextTerm",
    "ObjectiveItem",
    "Outcome",
    "PolicyPart",
    "Quantity",
    "Rating",
    "Reference",
    "Remark",
    "Report",
    "ResponsiblePost",
    "ReviewPoint",
    "ReviewResponse",
    "Reviews",
    "SectionPath",
    "Series",
    "Span",
    "Stance",
    "Target",
    "Transfer",
    "UnitPath",
    "YearMonth",
]


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
    corrections: tuple[Correction, ...] = ()
    review_points: tuple[ReviewPoint, ...] = ()
    review_responses: tuple[ReviewResponse, ...] = ()
    legal_acts: tuple[LegalAct, ...] = ()
    form: FormUsed | None = None
    overall: Rating | None = None
