"""The full text of a plan → what `keifu read` shows of it: edition, account, sections, citations, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keifu.documents import plan_json
from keifu.messages import language
from keifu.output import put, put_table, say
from keifu.sources import GivenFile, open_file
from keifu.stating import resolve_plans
from loaders.errors import FormError
from loaders.plans import read_plan
from loaders.source import open_source

if TYPE_CHECKING:
    from loaders.plans import PlanReading, ResolvedPlan
    from loaders.plans.resolving import CitedByPlan


def plan_at(file: str) -> PlanReading | None:
    """The plan in a file; None when it holds none, or cannot be opened."""
    given = open_file(file)
    if not isinstance(given, GivenFile):
        return None
    try:
        return read_plan(open_source(given.data, given.name))
    except FormError:
        return None


def put_plan(reading: PlanReading, *, json: bool) -> None:
    """Writes a plan as a document, or as tables for a person."""
    (resolved,) = resolve_plans([reading])
    if json:
        put(plan_json(resolved))
        return
    _put_account(reading, resolved)
    _put_sections(resolved)
    _put_citations(resolved)
    tongue = language()
    for issue in resolved.issues:
        put(f"{issue.severity} {issue.code}: {issue.message_ja if tongue == 'ja' else issue.message_en}\n")
    say(f"{len(reading.plan.sections)} sections, {len(resolved.issues)} issues")


def _put_account(reading: PlanReading, resolved: ResolvedPlan) -> None:
    source, edition = reading.source, resolved.edition
    classes = ", ".join(f"{count} {name}" for name, count in reading.characters.items())
    day = "" if edition.adopted_on is None else f", {edition.adopted_on.isoformat()}"
    put(f"{edition.label_ja}{day} in {source.file_name}\n")
    put(f"{edition.path}{'' if resolved.is_adopted else ' (no adopted edition)'}\n")
    put(f"{len(source.raw)} characters: {classes}\n\n")


def _put_sections(resolved: ResolvedPlan) -> None:
    """The tree, each section with its own path, its line, and how long its own words are."""
    rows: list[tuple[str, ...]] = []
    for index, section in enumerate(resolved.plan.sections):
        placed = resolved.full.by_index.get(index)
        start = section.heading.spans[0].start
        page = "" if section.page is None else str(section.page)
        heading = "　" * (section.level - 1) + f"{section.numbering} {section.title}".strip()
        path = "" if placed is None else placed.path.removeprefix(f"{resolved.edition.path}/")
        words = 0 if section.body is None else len(section.body.text)
        rows.append((path, page, str(resolved.source.line_of(start)), str(words), heading))
    put_table(("path", "page", "line", "characters", "section"), rows, (False, True, True, True, False))


def _put_citations(resolved: ResolvedPlan) -> None:
    rows = [_citation(each) for each in resolved.cited]
    if rows:
        put("\n")
        put_table(("edition or work", "registry", "cited document"), rows)


def _citation(cited: CitedByPlan) -> tuple[str, ...]:
    found = cited.work if cited.edition is None else cited.edition
    return found.path, "known" if found.known else "as printed", cited.citation.text.text
