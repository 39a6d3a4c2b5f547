"""Any query over any graph: answered over its blocks as over everything, and without graphs of others."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.blocks import blocks_of
from graph.embedded import OxigraphStore
from graph.errors import QueryError, RemoteFailed
from graph.fetching import FetchingStore
from graph.hiding import only_below
from ontology.rdf import Literal

if TYPE_CHECKING:
    from graph.remote import RemoteStore

NODES = ("a", "b", "c", "d")
EDGES = ("p", "q", "r")
GRAPHS = ("g1", "g2")
OTHER = "other"
PROLOGUE = "PREFIX : <urn:k:>\n"


@dataclass
class Server:
    """Stands in for an endpoint: it answers what it is asked, and remembers that it was."""

    quads: list[ox.Quad]

    def __post_init__(self) -> None:
        self.engine = ox.Store()
        self.engine.extend(self.quads)
        self.asked: list[str] = []
        self.endpoint = SimpleNamespace(shown="fake")

    def solutions(self, query: str) -> ox.QuerySolutions:
        self.asked.append(query)
        return cast("ox.QuerySolutions", self.engine.query(query))


def fetching(server: Server, merged: str | None = None) -> FetchingStore:
    return FetchingStore(cast("RemoteStore", server), merged, "urn:k:g")


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"urn:k:{name}")


literals = st.sampled_from([ox.Literal(1), ox.Literal(2), ox.Literal("1"), ox.Literal("総", language="ja")])
objects = st.one_of(st.sampled_from(NODES).map(iri), st.sampled_from(NODES).map(iri), literals)
triples = st.tuples(st.sampled_from(NODES).map(iri), st.sampled_from(EDGES).map(iri), objects)
data = st.lists(st.tuples(triples, st.sampled_from(["", *GRAPHS])), max_size=18)


Found = list[tuple[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal], str]]


def quads_of(found: Found) -> list[ox.Quad]:
    return [ox.Quad(*triple, iri(name) if name else ox.DefaultGraph()) for triple, name in found]


variables = st.sampled_from(["?x", "?y", "?z", "?w"])
constants = st.sampled_from([f":{node}" for node in NODES])
ends = st.one_of(variables, variables, variables, constants)
plain = st.sampled_from([f":{edge}" for edge in EDGES])
paths = st.one_of(
    plain,
    plain,
    plain,
    variables,
    st.builds("{}/{}".format, plain, plain),
    st.builds("^{}".format, plain),
    st.builds("{}*".format, plain),
    st.builds("{}+".format, plain),
    st.builds("{}?".format, plain),
    st.builds("{}/{}*".format, plain, plain),
    st.builds("({}|{})*".format, plain, plain),
    st.builds("({}|^{})".format, plain, plain),
    st.builds("!({}|^{})".format, plain, plain),
)
triple = st.builds(
    "{} {} {} .".format, ends, paths, st.one_of(ends, ends, ends, st.sampled_from(["1", '"総"@ja']))
)
block = st.lists(triple, min_size=1, max_size=2).map(" ".join)
condition = st.one_of(
    st.builds("FILTER({} = {})".format, variables, constants),
    st.builds("FILTER({} IN ({}, {}))".format, variables, constants, constants),
    st.builds("FILTER({} != {} || {} = {})".format, variables, constants, variables, constants),
    st.builds("FILTER(!BOUND({}) || {} = {})".format, variables, variables, constants),
    st.builds("FILTER({} = {} && BOUND({}))".format, variables, constants, variables),
    st.builds("VALUES {} {{ {} {} }}".format, variables, constants, constants),
    st.builds(
        "VALUES ({} {}) {{ ({} {}) ({} UNDEF) }}".format,
        st.just("?x"),
        st.just("?y"),
        constants,
        constants,
        constants,
    ),
)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        st.builds("OPTIONAL {{ {} }}".format, group),
        st.builds("MINUS {{ {} }}".format, group),
        st.builds("FILTER EXISTS {{ {} }}".format, group),
        st.builds("FILTER NOT EXISTS {{ {} }}".format, group),
        st.builds("{{ {} }} UNION {{ {} }}".format, group, group),
        st.builds("{{ {} }}".format, group),
        st.builds("GRAPH ?g {{ {} }}".format, group),
        st.builds("GRAPH :g1 {{ {} }}".format, group),
        st.builds("{{ SELECT DISTINCT ?x {{ {} }} }}".format, group),
        st.builds("{{ SELECT ?x (COUNT(*) AS ?n) {{ {} }} GROUP BY ?x }}".format, group),
        st.builds("BIND(EXISTS {{ {} }} AS ?e)".format, group),
        st.builds("FILTER({} = :a || EXISTS {{ {} }})".format, variables, group),
    )


parts = st.recursive(st.one_of(block, block, condition), nested, max_leaves=6)
queries = st.builds(
    "SELECT * {{ {} }}".format, st.builds("{} {}".format, block, st.lists(parts, max_size=4).map(" ".join))
)


def rows(store: OxigraphStore | FetchingStore, query: str) -> list[tuple[str, ...]]:
    table = store.select(query)
    return sorted(tuple(map(repr, row)) for row in table.rows)


def is_sparql(query: str) -> bool:
    try:
        ox.Store().query(query)
        blocks_of(query)
    except (SyntaxError, QueryError):
        return False
    return True


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(data, queries)
def test_the_matches_of_its_blocks_are_all_that_an_answer_depends_on(found: Found, text: str) -> None:
    query = PROLOGUE + text
    if not is_sparql(query):
        return
    quads = quads_of(found)
    engine = ox.Store()
    engine.extend(quads)
    assert rows(fetching(Server(quads)), query) == rows(OxigraphStore(engine, "all"), query)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data, queries)
def test_graphs_of_others_are_not_seen(found: Found, text: str) -> None:
    query = PROLOGUE + text
    if not is_sparql(query):
        return
    quads = quads_of(found)
    mine, shared = ox.Store(), ox.Store()
    mine.extend(quads)
    shared.extend([*quads, *(ox.Quad(q.subject, q.predicate, q.object, iri(OTHER)) for q in quads)])
    expected = rows(OxigraphStore(mine, "mine"), query)
    assert rows(OxigraphStore(shared, "shared"), only_below(query, "urn:k:g")) == expected


def test_a_default_graph_that_is_a_graph_of_its_own_is_asked_for_by_its_name() -> None:
    merged = ox.Quad(iri("a"), iri("p"), ox.Literal("1"), iri(OTHER))
    server = Server([merged, ox.Quad(iri("a"), iri("p"), ox.Literal("2"), iri("g1"))])
    found = fetching(server, f"urn:k:{OTHER}").select(PROLOGUE + "SELECT ?v { :a :p ?v }")
    assert found.rows == ((Literal("1"),),)


def test_nothing_but_patterns_of_iris_and_variables_leaves_the_house() -> None:
    server = Server([ox.Quad(iri("a"), iri("p"), ox.Literal("機密"), ox.DefaultGraph())])
    query = (
        PROLOGUE + 'SELECT (CONCAT(?v, "！") AS ?x) { ?s :p ?v . ?s :p "機密" FILTER(STRLEN(?v) > 1) '
        'OPTIONAL { ?s :q* ?t } BIND("機密" AS ?y) }'
    )
    assert len(rows(fetching(server), query)) == 1
    assert not any(
        word in text for text in server.asked for word in ("機密", "CONCAT", "*", "OPTIONAL", "STRLEN")
    )


def test_what_was_found_narrows_what_is_asked_next() -> None:
    quads = [
        *(ox.Quad(iri(f"n{n}"), iri("q"), ox.Literal(n), ox.DefaultGraph()) for n in range(500)),
        ox.Quad(iri("a"), iri("p"), iri("n7"), ox.DefaultGraph()),
    ]
    server = Server(quads)
    assert len(rows(fetching(server), PROLOGUE + "SELECT ?v { :a :p ?x OPTIONAL { ?x :q ?v } }")) == 1
    assert server.asked[-1].count("urn:k:n") == 1
    assert "VALUES ?x { <urn:k:n7> }" in server.asked[-1]


def test_many_things_are_asked_about_in_several_requests() -> None:
    quads = [
        ox.Quad(iri(f"n{n}"), iri(edge), iri(f"m{n}"), ox.DefaultGraph())
        for n in range(450)
        for edge in ("p", "q")
    ]
    server = Server(quads)
    assert len(rows(fetching(server), PROLOGUE + "SELECT ?x ?y { ?x :p ?y . ?x :q ?y }")) == 450
    assert len(server.asked) == 4


def test_a_server_that_finds_what_is_no_triple_is_an_error() -> None:
    class Odd(Server):
        def solutions(self, query: str) -> ox.QuerySolutions:
            del query
            return super().solutions("SELECT ?s ?v { BIND(1 AS ?s) BIND(2 AS ?v) }")

    server = Odd([ox.Quad(iri("a"), iri("p"), iri("b"), ox.DefaultGraph())])
    with pytest.raises(RemoteFailed):
        fetching(server).select("SELECT ?s ?v { ?s <urn:k:p> ?v }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p",
        "SELECT ?s { ?s undeclared:p ?o }",
        "SELECT ?s { << ?s ?p ?o >> ?q ?r }",
        "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    ],
)
def test_what_cannot_be_taken_apart_is_an_error_and_asks_nothing(query: str) -> None:
    server = Server([])
    with pytest.raises(QueryError):
        fetching(server).select(query)
    assert server.asked == []


def test_descriptions_and_made_triples_are_those_of_the_engine() -> None:
    quads = [
        ox.Quad(iri("a"), iri("p"), iri("b"), ox.DefaultGraph()),
        ox.Quad(iri("b"), iri("q"), ox.Literal("x"), ox.DefaultGraph()),
        ox.Quad(iri("b"), iri("q"), ox.Literal("y"), iri("g1")),
    ]
    engine = ox.Store()
    engine.extend(quads)
    everything = OxigraphStore(engine, "all")
    for text in (
        "DESCRIBE :a",
        "DESCRIBE ?x { :a :p ?x }",
        "CONSTRUCT { ?x a :C } { ?x :p/:q ?y }",
    ):
        query = PROLOGUE + text
        store = fetching(Server(quads))
        assert store.construct(query) == everything.construct(query)
        assert store.serialize(query, "application/n-triples").form == "graph"
    assert fetching(Server(quads)).ask(PROLOGUE + "ASK { :a :p/:q 'x' }")
