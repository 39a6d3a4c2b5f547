"""A start node → its lineage as a networkx MultiDiGraph; edges point up and back, as in the data.

Depth counts columns as drawn (UX §3.5): a step between two nodes of one column, such as nested sections,
costs nothing. Up and down are walked apart from the start, so that siblings never come in.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import networkx as nx

from queries.edges import HORIZONTAL, VERTICAL, Edge, edges, kind_of, unit_edges
from queries.errors import NothingFound
from queries.facts import NodeFacts, entry_subject, node_facts, report_labels
from queries.ground import DEFAULT, Ground
from queries.years import years_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store import Store
    from ontology.iris import Base
    from ontology.rdf import Iri

_VALUE: Final = re.compile(r"report/.+/(baseline|target|actual)/[^/]+\Z")
_ENTRY: Final = re.compile(r"(?P<report>report/[^/]+/[^/]+)/(indicator|objective|means|policy)(/[^/]+)?\Z")


@dataclass(frozen=True, slots=True)
class Scope:
    """How far and where a walk may go. `report` keeps it to the edges that one report states."""

    up: int
    down: int
    across: bool
    guessed: bool
    report: str = ""


@dataclass(slots=True)
class _Found:
    """Edges and distances that a walk gathers."""

    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict[tuple[str, str, str], Edge])
    steps: dict[str, int] = field(default_factory=dict[str, int])

    def keep(self, edge: Edge) -> None:
        self.edges[edge.lower, edge.relation, edge.upper] = edge


def lineage(
    store: Store,
    start: Iri,
    *,
    up: int,
    down: int,
    across: bool = False,
    inferred: bool = False,
    base: Base = DEFAULT,
) -> nx.MultiDiGraph[str]:
    """Walks the lineage of a node, `up` and `down` columns far, and over successions when `across`.

    A start inside a report (`report/…/indicator/5`) becomes its subject, and the walk keeps to what that
    report states. Inferred links come in only with `inferred`. Nodes, edges and their order are the same
    for the same release.

    Raises:
        NothingFound: the release does not know the start.
    """
    ground = Ground(store, base)
    given = base.path(start) or str(start)
    entry = _ENTRY.match(given)
    subject = entry_subject(ground, given) if entry else given
    scope = Scope(up, down, across, inferred, entry["report"] if entry else "")
    found = _walked(ground, subject, scope)
    known = node_facts(ground, found.steps)
    if subject not in known:
        raise NothingFound(given)
    return _graph(ground, subject, scope, found, known)


_ALL: Final = """SELECT DISTINCT ?node {
  VALUES ?class {
    keifu:Policy keifu:Objective keifu:Means keifu:Project keifu:Indicator
    keifu:Work keifu:Edition keifu:Section
    org:Organization org:OrganizationalUnit
  }
  ?node a ?class .
}"""


def whole(ground: Ground) -> nx.MultiDiGraph[str]:
    """The lineage of everything in a release that a link joins to another thing; values are left out.

    Units are joined to the policies they are in charge of, editions to their works. Guesses are not in it.
    """
    nodes = {ground.path(node) for (node,) in ground.rows(_ALL)}
    relations = (*VERTICAL, *HORIZONTAL, "editionOf")
    found = _Found()
    for edge in (
        *edges(ground, nodes, end="lower", relations=relations),
        *unit_edges(ground, {node for node in nodes if kind_of(node) == "unit"}),
    ):
        found.keep(edge)
        found.steps.update({edge.lower: 0, edge.upper: 0})
    known = node_facts(ground, found.steps)
    return _graph(ground, "", Scope(0, 0, across=True, guessed=False), found, known)


def _walked(ground: Ground, start: str, scope: Scope) -> _Found:
    found = _Found(steps={start: 0})
    _climb(ground, start, scope, found, "lower")
    _climb(ground, start, scope, found, "upper")
    return found


def _climb(ground: Ground, start: str, scope: Scope, found: _Found, end: str) -> None:
    """Walks one way, level by level; `end` is the end of an edge on the side of the start."""
    limit = scope.up if end == "lower" else scope.down
    reached = {start: 0}
    queue = deque([{start}])
    while queue:
        level = queue.popleft()
        fresh: set[str] = set()
        for edge in _allowed(ground, level, scope, end):
            here, there = (edge.lower, edge.upper) if end == "lower" else (edge.upper, edge.lower)
            cost = reached[here] + _cost(edge)
            if cost > limit:
                continue
            found.keep(edge)
            if cost < reached.get(there, limit + 1):
                reached[there] = cost
                fresh.add(there)
        if fresh:
            queue.append(fresh)
    for node, cost in reached.items():
        found.steps.setdefault(node, cost)


def _allowed(ground: Ground, level: Iterable[str], scope: Scope, end: str) -> list[Edge]:
    relations = (*VERTICAL, *(HORIZONTAL if scope.across else ()))
    asked = edges(ground, level, end=end, relations=relations, guessed=scope.guessed)
    asked += _leaves(ground, level) if end == "upper" else []
    return [edge for edge in asked if not scope.report or not edge.reports or scope.report in edge.reports]


def _leaves(ground: Ground, level: Iterable[str]) -> list[Edge]:
    """Values below indicators, editions below works, policies below units: no lineage, but drawn."""
    indicators = {node for node in level if kind_of(node) == "indicator"}
    works = {node for node in level if kind_of(node) == "work"}
    units = {node for node in level if kind_of(node) == "unit"}
    values = edges(ground, indicators, end="upper", relations=("indicator",)) if indicators else []
    editions = edges(ground, works, end="upper", relations=("editionOf",)) if works else []
    return [edge for edge in values if _VALUE.match(edge.lower)] + editions + unit_edges(ground, units)


def _cost(edge: Edge) -> int:
    return 0 if kind_of(edge.lower) == kind_of(edge.upper) else 1


def _graph(
    ground: Ground, start: str, scope: Scope, found: _Found, known: dict[str, NodeFacts]
) -> nx.MultiDiGraph[str]:
    inside = [
        edge
        for edge in _with_successions(ground, scope, found)
        if edge.lower in known and edge.upper in known
    ]
    named = {report for each in (*known.values(), *inside) for report in each.reports}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        start=start,
        up=scope.up,
        down=scope.down,
        release=ground.release,
        report_labels=report_labels(ground, named),
    )
    years = years_of(ground, known, named)
    stated = _stated(inside)
    reports = {node.path: tuple(sorted({*node.reports, *stated[node.path]})) for node in known.values()}
    spans = {node.path: years.of_node(node, reports[node.path]) for node in known.values()}
    ordered = sorted(known.values(), key=lambda node: (node.kind, node.place, node.path))
    for order, node in enumerate(ordered):
        span = spans[node.path]
        graph.add_node(
            node.path,
            kind=node.kind,
            label=node.label,
            label_en=node.label_en,
            detail=node.detail,
            numbering=node.numbering,
            reports=reports[node.path],
            order=order,
            status=node.status,
            start=span.start if span else None,
            end=span.end if span else None,
        )
    for edge in sorted(inside, key=lambda edge: (edge.lower, edge.relation, edge.upper)):
        span = years.of_edge(edge, spans[edge.lower])
        graph.add_edge(
            edge.lower,
            edge.upper,
            key=edge.relation,
            relation=edge.relation,
            tie=edge.tie,
            basis=edge.basis,
            reports=edge.reports,
            evidence=edge.evidence,
            start=span.start if span else None,
            end=span.end if span else None,
        )
    return graph


def _stated(inside: list[Edge]) -> Mapping[str, set[str]]:
    """The reports that state an edge of each node here."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in inside:
        found[edge.lower].update(edge.reports)
        found[edge.upper].update(edge.reports)
    return found


def _with_successions(ground: Ground, scope: Scope, found: _Found) -> list[Edge]:
    """Successions between nodes that are there anyway are shown even when they were not walked."""
    between = edges(ground, found.steps, end="lower", relations=HORIZONTAL, guessed=scope.guessed)
    for edge in between:
        if edge.upper in found.steps:
            found.keep(edge)
    return list(found.edges.values())
