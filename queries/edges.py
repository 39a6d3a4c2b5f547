"""Nodes → the asserted edges that leave or reach them, each with basis, reports and evidence.

An edge runs up (towards the authority) or back (in time), as in the data. Only named edges are read, never
the super-properties `tracesTo` and `succeeds` that the build writes beside them, except a `succeeds` that
was itself asserted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ontology.iris import GRAPH_CURATED, GRAPH_INFERRED_PREFIX, GRAPH_REPORT_PREFIX
from ontology.rdf import Iri
from ontology.terms import KEIFU, KEIFU_NS, SUPER_PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from queries.ground import Ground

VERTICAL: Final = tuple(
    sorted(term.removeprefix(KEIFU_NS) for term, above in SUPER_PROPERTIES.items() if above == KEIFU.tracesTo)
)
"""Local names of the asserted edges towards the authority."""

HORIZONTAL: Final = ("revises", "succeeds")
"""Local names of the edges back in time."""

TYING: Final = ("kpiOf", "mandatedBy")
"""The edges that tie a plan to a text."""

_KINDS: Final = (
    (re.compile(r"doc/.+/s/[^/]+\Z"), "section"),
    (re.compile(r"doc/|report/[^/]+/[^/]+\Z"), "edition"),
    (re.compile(r"policy/"), "policy"),
    (re.compile(r"objective/"), "objective"),
    (re.compile(r"means/"), "means"),
    (re.compile(r"project/"), "means"),
    (re.compile(r"indicator/"), "indicator"),
    (re.compile(r"report/.+/(baseline|target|actual)/[^/]+\Z|report/.+/figure/"), "observation"),
    (re.compile(r"org/"), "unit"),
    (re.compile(r"work/|law/"), "work"),
)


@dataclass(frozen=True, slots=True)
class Edge:
    """One asserted edge. `reports` and `evidence` are paths, sorted; empty for what no report prints."""

    lower: str
    relation: str
    upper: str
    basis: str = "stated"
    reports: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def tie(self) -> str:
        """The class of the node that a text is tied to; empty for an edge that is no tie."""
        return kind_of(self.lower) if self.relation in TYING else ""


def kind_of(path: str) -> str:
    """The column of a node by the pattern of its path; empty for what no drawing shows."""
    return next((kind for pattern, kind in _KINDS if pattern.match(path)), "")


def edges(
    ground: Ground, nodes: Iterable[str], *, end: str, relations: Sequence[str], guessed: bool = False
) -> list[Edge]:
    """The edges whose `lower` or `upper` end (as `end` says) is one of the nodes, sorted.

    `guessed` adds the edges of the inferred graphs; without it they do not exist.
    """
    graphs: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for lower, relation, upper, graph in _triples(ground, nodes, end, relations):
        if guessed or not graph.startswith(GRAPH_INFERRED_PREFIX):
            graphs[lower, relation, upper].add(graph)
    _drop_materialised(graphs)
    proofs = _proofs(ground, {key[0] for key in graphs})
    return [_edge(key, graphs[key], proofs) for key in sorted(graphs)]


_IN_CHARGE: Final = """SELECT ?policy ?unit ?report ?passage {
  %s ?report keifu:responsibleUnit ?unit ; keifu:evaluates ?policy .
  OPTIONAL { ?report keifu:evidence ?passage }
}"""


def unit_edges(ground: Ground, units: Iterable[str]) -> list[Edge]:
    """Policies whose reports name one of the units as responsible, as edges `responsibleUnit`, sorted."""
    found: dict[tuple[str, str], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for block in ground.blocks("unit", units):
        for policy, unit, report, passage in ground.rows(_IN_CHARGE % block):
            reports, passages = found[ground.path(policy), ground.path(unit)]
            reports.add(ground.path(report))
            passages.update([ground.path(passage)] if passage is not None else [])
    return [
        Edge(
            policy,
            "responsibleUnit",
            unit,
            "stated",
            tuple(sorted(reports)),
            tuple(sorted(passages, key=passage_key)),
        )
        for (policy, unit), (reports, passages) in sorted(found.items())
    ]


def _triples(
    ground: Ground, nodes: Iterable[str], end: str, relations: Sequence[str]
) -> list[tuple[str, str, str, str]]:
    wanted = ", ".join(f"keifu:{name}" for name in relations)
    found: list[tuple[str, str, str, str]] = []
    for block in ground.blocks(end, nodes):
        query = (
            f"SELECT ?lower ?p ?upper ?g {{ {block} GRAPH ?g {{ ?lower ?p ?upper }} "
            f"FILTER(?p IN ({wanted})) }}"
        )
        for lower, relation, upper, graph in ground.rows(query):
            if isinstance(upper, Iri) and isinstance(relation, Iri):
                name = relation.removeprefix(KEIFU_NS)
                found.append((ground.path(lower), name, ground.path(upper), ground.path(graph)))
    return found


def _drop_materialised(graphs: dict[tuple[str, str, str], set[str]]) -> None:
    """A `succeeds` that only follows from `revises` in the same graph is no edge of its own."""
    for lower, relation, upper in list(graphs):
        if relation == "succeeds":
            graphs[lower, relation, upper] -= graphs.get((lower, "revises", upper), set())
            if not graphs[lower, relation, upper]:
                del graphs[lower, relation, upper]


def _edge(
    key: tuple[str, str, str], graphs: set[str], proofs: Mapping[tuple[str, str], dict[str, set[str]]]
) -> Edge:
    lower, relation, upper = key
    reports = {graph.removeprefix("graph/") for graph in graphs if graph.startswith(GRAPH_REPORT_PREFIX)}
    near = proofs.get((lower, upper)) or proofs.get((lower, ""), {})
    passages = {
        passage for report, found in near.items() if report in reports or not reports for passage in found
    }
    evidence = sorted(passages, key=passage_key) if reports else []
    return Edge(lower, relation, upper, _basis(graphs), tuple(sorted(reports)), tuple(evidence))


def _basis(graphs: set[str]) -> str:
    if any(graph.startswith(GRAPH_REPORT_PREFIX) for graph in graphs):
        return "stated"
    if GRAPH_CURATED in graphs:
        return "curated"
    return "inferred" if all(graph.startswith(GRAPH_INFERRED_PREFIX) for graph in graphs) else "stated"


# One query for each pattern: as one UNION under a VALUES block the engine walks every closure first, which
# takes a hundred times as long for all things of a release.
_PROOFS: Final = tuple(
    f"SELECT ?lower ?upper ?report ?passage {{ %s {pattern} "
    "?node keifu:report ?report ; keifu:evidence ?passage . }"
    for pattern in (
        "?node keifu:about ?lower ; keifu:cites ?upper .",
        "?node a keifu:Entry ; keifu:about ?lower .",
        "?node keifu:after ?lower ; keifu:before ?upper .",
        "?part keifu:sectionOf* ?lower . ?node keifu:cites ?part .",
    )
)


_OWN_PROOF: Final = """SELECT ?lower ?report ?passage {
  %s ?lower keifu:report ?report ; keifu:evidence ?passage .
}"""


def _proofs(ground: Ground, lowers: set[str]) -> Mapping[tuple[str, str], dict[str, set[str]]]:
    """(lower, upper) → report → passages; upper "" for what shows the lower node (entry, citation)."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for block in ground.blocks("lower", lowers):
        for pattern in _PROOFS:
            for lower, upper, report, passage in ground.rows(pattern % block):
                found[ground.path(lower), ground.path(upper)][ground.path(report)].add(ground.path(passage))
        for lower, report, passage in ground.rows(_OWN_PROOF % block):
            found[ground.path(lower), ""][ground.path(report)].add(ground.path(passage))
    return found


def passage_key(path: str) -> tuple[str, int, str]:
    """Sorts passages by source, then by place in the text."""
    source, _, span = path.partition("/p/")
    start = span.partition("-")[0]
    return source, int(start) if start.isdigit() else 0, path
