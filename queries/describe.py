"""A node → its record: facts, what lies above and below, where reports show it; and lists of a kind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ontology.rdf import Iri
from ontology.terms import KEIFU_NS
from queries.edges import HORIZONTAL, VERTICAL, Edge, edges, passage_key, unit_edges
from queries.errors import NothingFound
from queries.facts import NodeFacts, node_facts
from queries.ground import DEFAULT, Ground, lexical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Store, Value
    from ontology.iris import Base

KINDS: Final = {
    "policies": ("Policy",),
    "objectives": ("Objective",),
    "indicators": ("Indicator",),
    "documents": ("Edition",),
    "works": ("Work",),
    "organisations": (),
    "reports": ("Report",),
}
"""What can be listed, with its classes of `keifu:`; organisations are those of `org:`."""

_WORDS: Final = (KEIFU_NS, "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/terms/")


@dataclass(frozen=True, slots=True)
class Fact:
    """One property by its local name, with all its values as text: codes by name, nodes by path."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One place where a report shows the node: an entry, with its printed number, mark and passages."""

    entry: str
    report: str
    report_label: str
    fiscal_year: int
    number: str
    text: str
    achievement: tuple[str, ...]
    next_action: tuple[str, ...]
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All that a release says of one node. Edges are as in the data: lower → upper, later → earlier."""

    node: NodeFacts
    facts: tuple[Fact, ...]
    above: tuple[Edge, ...]
    below: tuple[Edge, ...]
    shown: tuple[Shown, ...]
    passages: tuple[str, ...]
    names: dict[str, NodeFacts]


def describe(store: Store, path: str, *, base: Base = DEFAULT) -> Record:
    """The record of a policy, objective, means, indicator, edition, section, work, organisation or report.

    `names` holds the facts of every node that a link leads to.

    Raises:
        NothingFound: the release does not know the node, or it is of no such kind.
    """
    ground = Ground(store, base)
    known = node_facts(ground, [path])
    if path not in known:
        raise NothingFound(path)
    above, below = _links(ground, path)
    ends = {end for edge in (*above, *below) for end in (edge.lower, edge.upper)}
    return Record(
        node=known[path],
        facts=_facts(ground, path),
        above=above,
        below=below,
        shown=_shown(ground, path),
        passages=_passages(ground, path),
        names=node_facts(ground, ends | {path}),
    )


def listing(store: Store, kind: str, *, base: Base = DEFAULT) -> tuple[NodeFacts, ...]:
    """All nodes of one of `KINDS`, in the order of their reports and dates, then by path.

    Raises:
        NothingFound: no such kind can be listed.
    """
    if kind not in KINDS:
        raise NothingFound(kind)
    ground = Ground(store, base)
    found = node_facts(ground, _instances(ground, kind))
    if kind == "documents":  # a Report is an Edition too, but it has a list of its own
        found = {path: node for path, node in found.items() if not path.startswith("report/")}
    return tuple(sorted(found.values(), key=lambda node: (node.place, node.path)))


def _instances(ground: Ground, kind: str) -> Iterable[str]:
    classes = [f"keifu:{name}" for name in KINDS[kind]] or ["org:Organization", "org:OrganizationalUnit"]
    query = (
        f"SELECT DISTINCT ?node {{ ?node a ?class FILTER(?class IN ({', '.join(classes)})) }} ORDER BY ?node"
    )
    return [ground.path(node) for (node,) in ground.rows(query)]


def _links(ground: Ground, path: str) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    named = (*VERTICAL, *HORIZONTAL, "editionOf", "partOf")
    above = edges(ground, [path], end="lower", relations=named)
    below = edges(ground, [path], end="upper", relations=named)
    if path.startswith("org/"):
        below += unit_edges(ground, [path])
    return tuple(above), tuple(below)


def _facts(ground: Ground, path: str) -> tuple[Fact, ...]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, value in ground.rows(f"SELECT ?p ?o {{ {ground.ref(path)} ?p ?o }}"):
        local = _local(name)
        if local:
            found[local].add(ground.path(value) if isinstance(value, Iri) else lexical(value))
    return tuple(Fact(name, tuple(sorted(found[name]))) for name in sorted(found))


def _local(name: Value | None) -> str:
    """The local name of a property of ours, of skos: or of dcterms:; others are machinery."""
    text = lexical(name)
    return next((text.removeprefix(space) for space in _WORDS if text.startswith(space)), "")


_SHOWN: Final = """SELECT ?entry ?report ?label ?year ?number ?text ?mark ?action ?passage {
  ?entry keifu:about %s ; a keifu:Entry ; keifu:report ?report .
  ?report keifu:fiscalYear ?year .
  OPTIONAL { ?report dcterms:identifier ?label }
  OPTIONAL { ?entry keifu:numberText ?number }
  OPTIONAL { ?entry keifu:text ?text }
  OPTIONAL { ?entry keifu:achievement ?mark }
  OPTIONAL { ?entry keifu:nextAction ?action }
  OPTIONAL { ?entry keifu:evidence ?passage }
}"""


def _shown(ground: Ground, path: str) -> tuple[Shown, ...]:
    groups: dict[str, list[tuple[Value | None, ...]]] = defaultdict(list)
    for row in ground.rows(_SHOWN % ground.ref(path)):
        groups[ground.path(row[0])].append(row)
    shown = [_one_shown(ground, entry, rows) for entry, rows in groups.items()]
    return tuple(sorted(shown, key=lambda one: (one.fiscal_year, one.entry)))


def _one_shown(ground: Ground, entry: str, rows: list[tuple[Value | None, ...]]) -> Shown:
    _, report, label, year, number, text, *_ = rows[0]
    marks, actions, passages = (
        {ground.path(row[n]) for row in rows if row[n] is not None} for n in (6, 7, 8)
    )
    return Shown(
        entry=entry,
        report=ground.path(report),
        report_label=lexical(label),
        fiscal_year=int(lexical(year)),
        number=lexical(number),
        text=lexical(text),
        achievement=tuple(sorted(marks)),
        next_action=tuple(sorted(actions)),
        passages=tuple(sorted(passages, key=passage_key)),
    )


_EVIDENCE: Final = """SELECT DISTINCT ?passage {
  { %(node)s keifu:evidence ?passage }
  UNION { ?citation keifu:cites %(node)s ; keifu:evidence ?passage }
  UNION { ?entry keifu:about %(node)s ; a keifu:Entry ; keifu:evidence ?passage }
  UNION { ?change keifu:before|keifu:after %(node)s ; keifu:evidence ?passage }
}"""


def _passages(ground: Ground, path: str) -> tuple[str, ...]:
    rows = ground.rows(_EVIDENCE % {"node": ground.ref(path)})
    return tuple(sorted((ground.path(passage) for (passage,) in rows), key=passage_key))
