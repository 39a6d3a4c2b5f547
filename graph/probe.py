"""An endpoint → what it can be trusted with, found by asking it what the embedded engine is asked as well.

A few statements are written into graphs of the probe and removed again. Nobody's own graphs are touched, and
no engine is known by its name.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graph.embedded import OxigraphStore
from graph.errors import GraphError, PushRefused, RemoteFailed
from graph.remote import RemoteStore, in_memory

if TYPE_CHECKING:
    from graph.endpoint import Endpoint

PROBE: Final = "urn:keifu:probe"
_OTHER: Final = f"{PROBE}:other"
_UNDONE: Final = f"{PROBE}:undone"
_PUT: Final = f"{PROBE}:put"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"

STATEMENTS: Final = f"""\
<{PROBE}:a> <{PROBE}:label> "総務省"@ja .
<{PROBE}:b> <{PROBE}:label> "行政\\n管理局 \\"𠮷\\" \\\\"@ja .
<{PROBE}:c> <{PROBE}:label> "Section 3"@en .
<{PROBE}:b> <{PROBE}:above> <{PROBE}:a> .
<{PROBE}:c> <{PROBE}:above> <{PROBE}:b> .
<{PROBE}:a> <{PROBE}:value> "99.99"^^<{_XSD}decimal> .
<{PROBE}:a> <{PROBE}:value> "0.1"^^<{_XSD}decimal> .
<{PROBE}:b> <{PROBE}:value> "40262000000"^^<{_XSD}integer> .
<{PROBE}:b> <{PROBE}:value> "-357936000000"^^<{_XSD}integer> .
<{PROBE}:c> <{PROBE}:value> "7"^^<{_XSD}integer> .
<{PROBE}:a> <{PROBE}:fact0> "true"^^<{_XSD}boolean> .
<{PROBE}:a> <{PROBE}:fact1> "2018-04-01"^^<{_XSD}date> .
<{PROBE}:a> <{PROBE}:fact2> "2018-04"^^<{_XSD}gYearMonth> .
<{PROBE}:a> <{PROBE}:fact3> "2018"^^<{_XSD}gYear> .
<{PROBE}:a> <{PROBE}:fact4> "true" .
<{PROBE}:a> <{PROBE}:fact5> "1" .
"""
_ONE: Final = f'<{PROBE}:a> <{PROBE}:label> "総務省"@ja'
_FACTS: Final = "SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"

_QUESTIONS: Final = """
SELECT ?s ?path {
  GRAPH PROBE { ?s :label ?l OPTIONAL { ?s :above ?u . ?u :label ?m } }
  BIND(CONCAT(COALESCE(CONCAT(STR(?m), "／"), ""), STR(?l)) AS ?path)
}

SELECT ?s ?v { GRAPH PROBE { ?s :value ?v FILTER NOT EXISTS { ?s :value ?w FILTER(?w > ?v) } } }

SELECT ?x ?y { GRAPH PROBE { ?x :above+ ?y } }

SELECT ?x { GRAPH PROBE { { SELECT DISTINCT ?x { ?x :above* :a } } ?x :label ?l } }

SELECT ?s (SUM(?v) AS ?sum) (COUNT(DISTINCT ?l) AS ?n) (GROUP_CONCAT(DISTINCT ?l; separator=" ／ ") AS ?t) {
  GRAPH PROBE { ?s :value ?v ; :label ?l }
} GROUP BY ?s HAVING(COUNT(?v) > 0)

SELECT ?s ?kind {
  VALUES ?s { :a :b :none } OPTIONAL { GRAPH PROBE { ?s :above ?u } }
  BIND(IF(BOUND(?u), "below", "top") AS ?kind)
}

SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s :label ?l } FILTER(CONTAINS(STR(?g), "keifu:probe")) }

SELECT ?s {
  GRAPH PROBE { ?s :label ?l } MINUS { GRAPH PROBE { ?s :above ?u } }
  FILTER(LANG(?l) = "ja" && CONTAINS(STR(?l), "務"))
}

SELECT ?s { GRAPH PROBE { { ?s :fact0 true } UNION { ?s :value 7 } } }

SELECT ?s ?r { GRAPH PROBE { ?s :value ?v } BIND(?v / 4 AS ?r) FILTER(?v < 100 && ?v > 0) }
"""
QUESTIONS: Final = tuple(
    f"PREFIX : <{PROBE}:>\n{text.replace('PROBE', f'<{PROBE}>')}" for text in _QUESTIONS.strip().split("\n\n")
)
"""What engines are known to differ about; an endpoint that answers one of them otherwise only looks up."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What was found out about an endpoint.

    `undoes`: an update of several steps that fails leaves nothing behind. `apart`: its default graph is one
    of its own. `evaluates`: it answers the questions of the probe as the embedded engine does. `puts`: graphs
    sent by the Graph Store Protocol come back as they were.
    """

    undoes: bool
    apart: bool
    evaluates: bool
    puts: bool


def probe(query: Endpoint, update: Endpoint, graphs: Endpoint | None) -> Abilities:
    """Finds out what an endpoint can do.

    Raises:
        PushRefused: it gives literals back otherwise than they were written.
        RemoteFailed: it cannot be written to, or gives no whole answers.
    """
    store = RemoteStore(query)
    clean(update)
    try:
        update.update(f"INSERT DATA {{ GRAPH <{PROBE}> {{\n{STATEMENTS}}} GRAPH <{_OTHER}> {{ {_ONE} }} }}")
        if not _holds(store, PROBE):
            raise PushRefused(query.shown, "it does not give literals back as they were written")
        apart = not store.ask(f"ASK {{ {_ONE} }}")
        return Abilities(_undoes(store, update), apart, _evaluates(store), _puts(store, graphs))
    finally:
        clean(update)


def clean(update: Endpoint) -> None:
    """Removes the graphs of the probe."""
    names = (PROBE, _OTHER, _UNDONE, _PUT)
    update.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in names))


def _embedded() -> OxigraphStore:
    inside = [f"{line[:-1]}<{PROBE}> .\n" for line in STATEMENTS.splitlines()]
    return OxigraphStore.of([*inside, f"{_ONE} <{_OTHER}> .\n"])


def _holds(store: RemoteStore, graph: str) -> bool:
    """Whether a graph holds the statements of the probe, in whatever form it writes equal values."""
    found = store.solutions(_FACTS.format(graph=graph))
    held = in_memory(ox.Quad(*solution, ox.NamedNode(PROBE)) for solution in map(_triple, found))
    query = _FACTS.format(graph=PROBE)
    return set(held.select(query).rows) == set(_embedded().select(query).rows)


def _triple(solution: ox.QuerySolution) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]:
    subject, predicate, value = solution
    assert isinstance(subject, ox.NamedNode), "the probe has no blank nodes"
    assert isinstance(predicate, ox.NamedNode), "a predicate is an IRI"
    assert isinstance(value, ox.NamedNode | ox.Literal), "the probe has no blank nodes"
    return subject, predicate, value


def _undoes(store: RemoteStore, update: Endpoint) -> bool:
    """Whether a step that must fail (the graph is there) takes the step before it back."""
    with suppress(RemoteFailed):
        update.update(f"INSERT DATA {{ GRAPH <{_UNDONE}> {{ {_ONE} }} }} ;\nCREATE GRAPH <{PROBE}>")
        return False  # it took both steps, so nothing was learnt
    return not store.ask(f"ASK {{ GRAPH <{_UNDONE}> {{ ?s ?p ?o }} }}")


def _evaluates(store: RemoteStore) -> bool:
    embedded = _embedded()
    try:
        return all(
            sorted(store.select(text).rows, key=str) == sorted(embedded.select(text).rows, key=str)
            for text in QUESTIONS
        )
    except GraphError:
        return False


def _puts(store: RemoteStore, graphs: Endpoint | None) -> bool:
    if graphs is None:
        return False
    try:
        graphs.put(_PUT, STATEMENTS.encode(), "application/n-triples")
        return _holds(store, _PUT)
    except RemoteFailed:
        return False
