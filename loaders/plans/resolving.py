"""A read plan and the registry → its work and edition, its sections with paths, and what stayed open.

A draft never becomes the adopted edition, and a known document with a day that the registry does not have
never makes an edition of that day: such a text has a key of its own below the work (ADR 0013).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.citing.editions import Edition, Library, Work, year_in_title
from loaders.model import Issue
from loaders.plans.sections import FullText, place_sections

if TYPE_CHECKING:
    from loaders.model.plans import Plan, PlanCitation, PlanHead
    from loaders.source import Source
    from ontology.registry import Registry

_KEY_LENGTH = 8
_GOVERNMENT = "gov"
"""Owner of the hash paths of plans that the registry does not know."""


@dataclass(frozen=True, slots=True)
class CitedByPlan:
    """A document that the plan names: its work, and its edition where title or day tell which."""

    citation: PlanCitation
    work: Work
    edition: Edition | None


@dataclass(frozen=True, slots=True)
class ResolvedPlan:
    """A plan under its edition; `is_adopted` when the registry or its own cover says that it was decided."""

    plan: Plan
    source: Source
    work: Work
    edition: Edition
    is_adopted: bool
    full: FullText
    cited: tuple[CitedByPlan, ...]
    issues: tuple[Issue, ...]

    @property
    def source_path(self) -> str:
        """The path of the source file."""
        return f"source/{self.source.sha256[:16]}"

    def told(self) -> frozenset[str]:
        """Gives the paths of which this text tells itself: its work, its edition, its sections."""
        return frozenset(
            {self.work.path, self.edition.path, *(placed.section.path for placed in self.full.placed)}
        )


def resolve_plan(plan: Plan, source: Source, registry: Registry) -> ResolvedPlan:
    """Resolves the title and day of a plan, and the documents that it names."""
    library = Library(registry, _GOVERNMENT)
    work = library.work(plan.head.title.value)
    edition, issues = _edition(plan.head, work, source, library)
    full = place_sections(edition.path, plan, source)
    return ResolvedPlan(
        plan=plan,
        source=source,
        work=work,
        edition=edition,
        is_adopted=not edition.path.rpartition("/")[2].startswith(("draft-", "text-")),
        full=full,
        cited=tuple(_cited(each, library) for each in plan.citations),
        issues=(*plan.issues, *issues, *_unplaced(full)),
    )


def _edition(
    head: PlanHead, work: Work, source: Source, library: Library
) -> tuple[Edition, tuple[Issue, ...]]:
    title, on = head.title.value, None if head.adopted_on is None else head.adopted_on.value
    decider = None if head.decider is None else head.decider.value
    if head.draft is not None:
        label = f"{title}（{head.draft.value}）"
        return Edition(_own_key(work, "draft", source), work, label, known=False), (_draft_issue(head),)
    found = library.edition(title, on, decider)
    if found is not None and (found.known or _tells_itself(head, work)):
        return found, _date_conflict(head, found)
    label = head.title.text
    return Edition(_own_key(work, "text", source), work, label, known=False), (_open_issue(head, work),)


def _tells_itself(head: PlanHead, work: Work) -> bool:
    """Whether cover and title tell an edition that the registry lacks.

    Of a document that the registry knows only the year in the title does: a day may be a draft's.
    """
    if year_in_title(head.title.value) is not None:
        return True
    return not work.known and head.adopted_on is not None and head.decider is not None


def _own_key(work: Work, kind: str, source: Source) -> str:
    return f"doc/{work.path.split('/', 1)[1]}/{kind}-{source.sha256[:_KEY_LENGTH]}"


def _date_conflict(head: PlanHead, edition: Edition) -> tuple[Issue, ...]:
    day = head.adopted_on
    if day is None or edition.adopted_on is None or day.value == edition.adopted_on:
        return ()
    printed, known = day.value.isoformat(), edition.adopted_on.isoformat()
    return (
        Issue(
            "warning", "date-conflict", "plan.adopted_on",
            f"{edition.label_ja}: 本文の表紙は{printed}、登録簿は{known}。題名の年で版を決めた。",
            f"{edition.label_ja}: the cover has {printed}, the registry {known}; the title year decides.",
            day.spans[0], (printed, known),
        ),
    )  # fmt: skip


def _draft_issue(head: PlanHead) -> Issue:
    mark = "" if head.draft is None else head.draft.value
    return Issue(
        "info", "draft", "plan.edition",
        f"「{mark}」であり、決定された版ではない。節は案のものとして置く。",
        f"A draft ({mark}), not an adopted edition: its sections stand under a key of their own.",
        None if head.draft is None else head.draft.spans[0],
    )  # fmt: skip


def _open_issue(head: PlanHead, work: Work) -> Issue:
    day = "" if head.adopted_on is None else head.adopted_on.value.isoformat()
    why_ja = f"登録簿に{day}の版がない" if day and work.known else "決定の日付と主体が読めない"
    why_en = f"the registry has no edition of {day}" if day and work.known else "no day and deciding body"
    return Issue(
        "warning", "ambiguous", "plan.edition",
        f"どの版か決まらない（{why_ja}）: {head.title.text}",
        f"No edition can be told ({why_en}): {head.title.text}",
        head.title.spans[0],
    )  # fmt: skip


def _unplaced(full: FullText) -> tuple[Issue, ...]:
    return tuple(
        Issue(
            "warning", "conflict", "plan.section",
            f"同じ番号の節が前にあるため、節として置かない: {full.plan.sections[index].heading.text}",
            f"A section before bears this number; kept as text: {full.plan.sections[index].heading.text}",
            full.plan.sections[index].heading.spans[0],
        )
        for index in full.unplaced
    )  # fmt: skip


def _cited(citation: PlanCitation, library: Library) -> CitedByPlan:
    title, on = citation.title.value, None if citation.on is None else citation.on.value
    return CitedByPlan(citation, library.work(title), library.edition(title, on, citation.decider.value))
