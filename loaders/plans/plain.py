"""A resolved plan → plain JSON values: edition, sections in order with places, citations, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.model import Fact
    from loaders.plain import Json
    from loaders.plans.resolving import CitedByPlan, ResolvedPlan


def plan_document(resolved: ResolvedPlan) -> dict[str, Json]:
    """The plan as nested objects; spans are [start, end] in code points of the raw text."""
    source, head = resolved.source, resolved.plan.head
    return {
        "source": {
            "sha256": source.sha256,
            "fileName": source.file_name,
            "kind": str(source.kind),
            "encoding": source.encoding,
        },
        "plan": {
            "title": head.title.text,
            "edition": resolved.edition.path,
            "work": resolved.work.path,
            "isAdopted": resolved.is_adopted,
            "draft": None if head.draft is None else head.draft.text,
            "adoptedOn": None if head.adopted_on is None else head.adopted_on.value.isoformat(),
            "decider": None if head.decider is None else head.decider.text,
            "sections": [_section(resolved, index) for index in range(len(resolved.plan.sections))],
            "citations": [_citation(each) for each in resolved.cited],
        },
        "issues": [
            {"severity": issue.severity, "code": issue.code, "ja": issue.message_ja, "en": issue.message_en}
            for issue in resolved.issues
        ],
    }


def _section(resolved: ResolvedPlan, index: int) -> Json:
    section = resolved.plan.sections[index]
    placed = resolved.full.by_index.get(index)
    return {
        "path": None if placed is None else placed.path,
        "numbering": section.numbering,
        "title": section.title,
        "level": section.level,
        "page": section.page,
        "confidence": str(section.heading.confidence),
        "heading": _spans(section.heading),
        "body": None if section.body is None else _spans(section.body),
    }


def _citation(cited: CitedByPlan) -> Json:
    citation = cited.citation
    month = citation.month
    return {
        "title": citation.title.text,
        "text": citation.text.text,
        "decider": citation.decider.text,
        "on": None if citation.on is None else citation.on.value.isoformat(),
        "month": None if month is None else f"{month.value.year:04d}-{month.value.month:02d}",
        "work": cited.work.path,
        "edition": None if cited.edition is None else cited.edition.path,
        "spans": _spans(citation.text),
    }


def _spans(fact: Fact[str]) -> Json:
    return [[span.start, span.end] for span in fact.spans]
