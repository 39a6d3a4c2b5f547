"""A built directory and its content → what is wrong: store, index, shapes, checks, passages, numbers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.embedded import OxigraphStore
from graph.errors import QueryError
from graph.finding.checking import index_problems
from graph.finding.index import INDEX_NAME
from graph.judging import judge
from graph.manifest import CheckResult
from graph.nquads import join
from graph.printed import complaints
from ontology.iris import is_judged, is_public

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from graph.answers import Table
    from graph.content import Content
    from graph.rulebook import Rulebook
    from ontology.files import Check
    from ontology.iris import Base

_SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found: `problems` fail the build, `warnings` are listed in the manifest.

    `passed`: digests of the portions in which no shape found anything (graph/judging.py).
    """

    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    checks: tuple[CheckResult, ...]
    passed: tuple[str, ...]


def verify(
    building: Path,
    content: Content,
    texts: Mapping[str, str],
    rulebook: Rulebook,
    base: Base,
    *,
    passed: AbstractSet[str] = frozenset(),
) -> Verdict:
    """Hold a release that is still in its building directory against its content and the rulebook.

    `texts` maps the first 16 hex digits of a source's hash to its raw text. Portions in `passed` were judged
    by the shapes for an earlier release; all else is always looked at again.
    """
    problems = [*_store_problems(building / "store", content, base)]
    warnings: list[str] = []
    results: list[CheckResult] = []
    judgement = judge(_judged(content), rulebook.shapes, base, passed)
    for finding in judgement.findings:
        (problems if finding.severity == "violation" else warnings).append(finding.line)
    store = OxigraphStore.open(building / "store")
    problems.extend(index_problems(building / INDEX_NAME, content.id, store, base))
    for check in rulebook.checks:
        rows = _ask(store, check)
        results.append(CheckResult(check.name, check.severity, len(rows.rows)))
        (problems if check.severity == "violation" else warnings).extend(_lines(check, rows))
    problems.extend(complaints(content.quads, texts, base))
    return Verdict(tuple(problems), tuple(warnings), tuple(results), judgement.passed)


def _ask(store: OxigraphStore, check: Check) -> Table:
    try:
        return store.select(check.text)
    except QueryError as error:
        raise QueryError(f"check {check.name}: {error.message}", error.line, error.column) from error


def _lines(check: Check, rows: Table) -> Iterator[str]:
    for row in rows.rows[:_SHOWN_ROWS]:
        yield f"{check.name}: " + " ".join(str(getattr(cell, "lexical", cell)) for cell in row)
    if len(rows.rows) > _SHOWN_ROWS:
        yield f"{check.name}: and {len(rows.rows) - _SHOWN_ROWS} more"


def _store_problems(path: Path, content: Content, base: Base) -> Iterator[str]:
    """Whether the store holds exactly the canonical text, and whether it was flushed."""
    engine = ox.Store.read_only(str(path))
    for log in sorted(path.glob("*.log")):
        if log.stat().st_size > 0:
            yield f"store: {log.name} was not flushed"
    wanted: dict[ox.NamedNode | ox.DefaultGraph, str] = {ox.DefaultGraph(): content.default}
    wanted |= {ox.NamedNode(base.iri(name)): text for name, text in content.graphs.items()}
    for graph, text in wanted.items():
        held = join(f"{quad} ." for quad in engine.quads_for_pattern(None, None, None, graph))
        if _digest(held) != _digest(text):
            yield f"store: {graph} differs from its text: {_first_difference(held, text)}"
    extra = {str(graph) for graph in engine.named_graphs()} - {str(graph) for graph in wanted}
    yield from (f"store: {graph} is in no file" for graph in sorted(extra))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _first_difference(held: str, text: str) -> str:
    odd = sorted(set(held.splitlines()) ^ set(text.splitlines()))
    return odd[0] if odd else "a different number of equal lines"


def _judged(content: Content) -> str:
    """The triples that the shapes are held against: the default graph and the accounts of readings."""
    apart = [content.graphs[path] for path in content.graphs if is_judged(path) and not is_public(path)]
    quads = ox.parse("".join(apart), format=ox.RdfFormat.N_QUADS)
    return content.default + join(f"{quad.triple} ." for quad in quads)
