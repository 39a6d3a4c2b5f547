"""Quads → the content of a release: rules applied, canonical text by graph, default graph, id, counts."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.errors import GraphError
from graph.nquads import from_engine, join, line, triple_line
from ontology.iris import Base, is_public
from ontology.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.rulebook import Rulebook
    from ontology.rdf import Quad

ID_LENGTH = 16
_SCHEME = "keifu-release-1"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many statements a release holds; classes and predicates are counted in the default graph."""

    default_graph: int
    named_graphs: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    predicates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Content:
    """All statements of a release as canonical N-Quads; graphs are keyed by path, like `graph/registry`."""

    id: str
    rulebook_version: str
    quads: tuple[Quad, ...]
    graphs: Mapping[str, str]
    default: str
    counts: Counts


def content(quads: Iterable[Quad], rulebook: Rulebook, base: Base) -> Content:
    """Everything that follows from the quads alone, in no way from their order, the clock or the machine.

    Raises:
        GraphError: a quad lies in a graph outside the base, or a rule takes statements away.
        TermError: a term cannot be written.
    """
    lines = _apply_rules({line(quad): quad for quad in quads}, rulebook, base)
    by_graph: dict[str, list[str]] = defaultdict(list)
    public: dict[str, Quad] = {}
    for text in sorted(lines):
        quad = lines[text]
        path = graph_path(quad.graph, base)
        by_graph[path].append(text)
        if is_public(path):
            public[triple_line(quad)] = quad
    return Content(
        id=release_id(lines, rulebook.version),
        rulebook_version=rulebook.version,
        quads=tuple(lines[text] for text in sorted(lines)),
        graphs={path: join(by_graph[path]) for path in sorted(by_graph)},
        default=join(public),
        counts=_count(by_graph, public),
    )


def release_id(lines: Iterable[str], rulebook_version: str) -> str:
    """First 16 hex digits of SHA-256 over the sorted lines of all graphs and the version of the rules."""
    digest = hashlib.sha256(f"{_SCHEME}\n{rulebook_version}\n".encode())
    digest.update(join(lines).encode())
    return digest.hexdigest()[:ID_LENGTH]


def graph_path(graph: str, base: Base) -> str:
    """`graph/registry` for its IRI; a release names no graph of strangers."""
    path = base.path(graph)
    if path is None or not path.startswith("graph/"):
        raise GraphError(f"a graph outside {base.base}graph/: {graph}")
    return path


def _apply_rules(lines: dict[str, Quad], rulebook: Rulebook, base: Base) -> dict[str, Quad]:
    """Add what the rules derive; the engine's own form of what was given is left aside."""
    engine = ox.Store()
    engine.bulk_load(join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    before = set(engine)
    for name in sorted(rulebook.rules):
        engine.update(rulebook.rules[name], base_iri=base.base)
    after = set(engine)
    if not before <= after:
        raise GraphError("a rule takes statements away; rules may only add")
    derived = (from_engine(quad) for quad in after - before)
    return lines | {line(quad): quad for quad in derived}


def _count(by_graph: Mapping[str, list[str]], public: Mapping[str, Quad]) -> Counts:
    classes: Counter[str] = Counter()
    predicates: Counter[str] = Counter()
    for quad in public.values():
        predicates[quad.predicate] += 1
        if quad.predicate == RDF.type:
            classes[str(quad.object)] += 1
    return Counts(
        default_graph=len(public),
        named_graphs=sum(len(lines) for lines in by_graph.values()),
        graphs={path: len(by_graph[path]) for path in sorted(by_graph)},
        classes=dict(sorted(classes.items())),
        predicates=dict(sorted(predicates.items())),
    )
