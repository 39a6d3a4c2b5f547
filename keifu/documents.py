"""A reading → JSON: where it comes from, the document model with its spans, and the loss report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keifu.plain import to_json
from loaders.plain import loss_json, report_json
from loaders.plans.plain import plan_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders import Reading
    from loaders.citing import Cited
    from loaders.identity import Resolved
    from loaders.plain import Json
    from loaders.plans import ResolvedPlan


def reading_json(reading: Reading) -> str:
    """Indented JSON; spans are half-open ranges of characters in the raw text, which is not repeated here."""
    document = report_json(reading.report, reading.source)
    return to_json({**document, "loss": loss_json(reading.loss, reading.source)})


def without_officers(reading: Reading) -> Reading:
    """The reading without the printed names of officers: their posts stay."""
    posts = tuple(replace(post, printed_name=None) for post in reading.report.posts)
    return replace(reading, report=replace(reading.report, posts=posts))


def plan_json(plan: ResolvedPlan) -> str:
    """The full text of a plan as indented JSON: edition, sections with their paths and spans, citations."""
    return to_json(plan_document(plan))


def excerpts_json(every: Iterable[Resolved]) -> str:
    """Where each section path of each excerpt stands in the full text, and how sure that is."""
    rows: list[Json] = [
        row
        for resolved in sorted(every, key=lambda each: each.path)
        for number, cited in enumerate(resolved.citations.cited, 1)
        for row in _matches(f"{resolved.path}/citation/{number}", cited)
    ]
    return to_json({"excerpts": rows})


def _matches(citation: str, cited: Cited) -> Iterable[Json]:
    return (
        {
            "citation": citation,
            "edition": cited.editions[-1].path,
            "section": match.section,
            "confidence": None if match.confidence is None else str(match.confidence),
            "score": round(match.score, 3),
            "how": match.how,
            "cited": match.holds,
            "differs": list(match.differs),
        }
        for match in cited.matches
    )
