from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import embedded
from graph import store as store_module
from graph.endpoint import Endpoint
from graph.errors import QueryError, QueryRefused, ReleaseDamaged, RemoteFailed
from graph.memory import canonical
from graph.remote import RemoteStore
from graph.store import MemoryStore, OxigraphStore, Store, Table
from ontology.rdf import RDF_LANG_STRING, XSD, BlankNode, Iri, Literal, ja

if TYPE_CHECKING:
    from collections.abc import Iterator

NS = "https://w3id.org/keifu/ns#"
MERGED = f"""<urn:a> <{NS}value> "950" .
<urn:a> <{NS}text> "自治体クラウド"@ja .
<urn:b> <{NS}value> "1067.5"^^<{XSD}decimal> .
<urn:b> <{NS}tracesTo> <urn:a> .
<urn:c> <{NS}tracesTo> <urn:b> .
"""
NAMED = f"""<urn:a> <{NS}value> "950" <urn:g1> .
<urn:a> <{NS}value> "950" <urn:g2> .
<urn:a> <{NS}text> "自治体クラウド"@ja <urn:g2> .
<urn:b> <{NS}value> "1067.5"^^<{XSD}decimal> <urn:g2> .
<urn:b> <{NS}tracesTo> <urn:a> <urn:g1> .
<urn:c> <{NS}tracesTo> <urn:b> <urn:g1> .
"""
KEIFU = f"PREFIX keifu: <{NS}>\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    pytest.fail("the oxigraph server did not start")


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real SPARQL 1.1 server over the same statements."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "data.nq").write_text(MERGED + NAMED, encoding="utf-8")
    binary = str(Path(sys.executable).parent / "oxigraph")
    location = ["--location", str(folder / "store")]
    subprocess.run(
        [binary, "load", *location, "--file", str(folder / "data.nq")], check=True, capture_output=True
    )
    port = free_port()
    command = [binary, "serve-read-only", *location, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        wait_for(port)
        yield f"http://127.0.0.1:{port}/query"
        server.terminate()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(params=["oxigraph", "memory", "remote"])
def store(request: pytest.FixtureRequest) -> Store:
    match request.param:
        case "oxigraph":
            return OxigraphStore.of([MERGED, NAMED])
        case "memory":
            return MemoryStore.of([MERGED, NAMED])
        case _:
            return RemoteStore(Endpoint(request.getfixturevalue("endpoint")))


def count(number: int) -> tuple[tuple[Literal, ...], ...]:
    return ((Literal(str(number), XSD + "integer"),),)


def test_a_triple_of_two_graphs_counts_once(store: Store) -> None:
    query = KEIFU + "SELECT (COUNT(*) AS ?n) { ?s keifu:value '950' }"
    assert store.select(query).rows == count(1)


def test_each_graph_still_states_it(store: Store) -> None:
    query = KEIFU + "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s keifu:value '950' } }"
    assert store.select(query).rows == count(2)


@pytest.mark.parametrize(
    ("clauses", "statements"),
    [
        ("FROM <urn:g1>", 3),
        ("FROM <urn:g1> FROM <urn:g1>", 3),
        ("FROM <urn:g1> FROM <urn:g2>", 5),
        ("FROM u:g1 FROM u:g2 FROM NAMED u:g1", 5),
        ("FROM NAMED <urn:g1>", 0),
        ("FROM <urn:absent>", 0),
        ("FROM <urn:absent> FROM <urn:other>", 0),
    ],
)
def test_from_makes_a_set_of_the_graphs_it_names(store: Store, clauses: str, statements: int) -> None:
    query = f"PREFIX u: <urn:> SELECT (COUNT(*) AS ?n) {clauses} WHERE {{ ?s ?p ?o }}"
    assert store.select(query).rows == count(statements)


@pytest.mark.parametrize(
    ("clauses", "statements"),
    [("FROM NAMED <urn:g1>", 3), ("FROM <urn:g2> FROM NAMED <urn:g1>", 3), ("FROM <urn:g2>", 0)],
)
def test_from_named_says_which_graphs_there_are(store: Store, clauses: str, statements: int) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {clauses} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert store.select(query).rows == count(statements)


def test_a_dataset_of_several_graphs_answers_every_form(store: Store) -> None:
    clauses = "FROM <urn:g1> FROM <urn:g2>"
    assert store.ask(f"{KEIFU} ASK {clauses} {{ <urn:c> keifu:tracesTo+ <urn:a> . <urn:b> keifu:value ?v }}")
    assert len(store.construct(f"CONSTRUCT {{ ?s ?p ?o }} {clauses} {{ ?s ?p ?o }}")) == 5
    body = store.serialize(f"SELECT ?s {clauses} {{ ?s ?p ?o }}", "text/csv").body
    assert len(body.splitlines()) == 6


def test_star_keeps_the_order_of_the_text(store: Store) -> None:
    table = store.select(KEIFU + "SELECT * { ?zeta keifu:tracesTo ?alpha . ?alpha keifu:value ?mid }")
    assert table.columns == ("zeta", "alpha", "mid")
    assert sorted(table.rows, key=str) == sorted(
        [
            (Iri("urn:b"), Iri("urn:a"), Literal("950")),
            (Iri("urn:c"), Iri("urn:b"), Literal("1067.5", XSD + "decimal")),
        ],
        key=str,
    )


def test_star_keeps_its_order_when_serialized(store: Store) -> None:
    query = KEIFU + "SELECT  DISTINCT * FROM <urn:g1> { ?zeta keifu:value ?alpha }"
    assert store.serialize(query, "text/csv").body == b"zeta,alpha\r\nurn:a,950\r\n"


def test_named_columns_keep_the_order_of_the_projection(store: Store) -> None:
    assert store.select("SELECT ?o ?absent ?s { ?s ?p ?o }").columns == ("o", "absent", "s")


def test_an_unbound_cell_is_none_and_a_text_keeps_its_language(store: Store) -> None:
    table = store.select(KEIFU + "SELECT ?t ?nothing { <urn:a> keifu:text ?t }")
    assert table == Table(("t", "nothing"), ((ja("自治体クラウド"), None),))
    assert table.rows[0][0] == Literal("自治体クラウド", RDF_LANG_STRING, "ja")


def test_ask_says_yes_and_no(store: Store) -> None:
    assert store.ask(KEIFU + "ASK { <urn:c> keifu:tracesTo+ <urn:a> }")
    assert not store.ask(KEIFU + "ASK { <urn:a> keifu:tracesTo+ <urn:c> }")


def test_constructed_triples_are_sorted_and_stand_once(store: Store) -> None:
    query = KEIFU + "CONSTRUCT { ?x a keifu:Node } { ?x keifu:tracesTo ?y } "
    rdf_type = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    node = Iri(NS + "Node")
    assert store.construct(query) == [(Iri("urn:b"), rdf_type, node), (Iri("urn:c"), rdf_type, node)]


def test_describe_is_a_graph_too(store: Store) -> None:
    assert (Iri("urn:b"), Iri(NS + "tracesTo"), Iri("urn:a")) in store.construct("DESCRIBE <urn:b>")


def test_a_blank_node_of_an_answer_is_one(store: Store) -> None:
    [[node]] = store.select("SELECT ?n { BIND(BNODE() AS ?n) }").rows
    assert isinstance(node, BlankNode)


@pytest.mark.parametrize(
    ("media_type", "part"),
    [
        ("application/sparql-results+json", '"自治体クラウド"'),
        ("application/sparql-results+xml", '<literal xml:lang="ja">自治体クラウド</literal>'),
        ("text/csv", "urn:a,自治体クラウド\r\n"),
        ("text/tab-separated-values", '<urn:a>\t"自治体クラウド"@ja\n'),
    ],
)
def test_rows_are_written_in_every_table_type(store: Store, media_type: str, part: str) -> None:
    answer = store.serialize(KEIFU + "SELECT ?s ?t { ?s keifu:text ?t }", media_type)
    assert (answer.form, answer.media_type) == ("select", media_type)
    assert part in answer.body.decode()


@pytest.mark.parametrize("media_type", ["text/csv", "text/tab-separated-values"])
def test_a_yes_in_a_table_type_is_one_word(store: Store, media_type: str) -> None:
    answer = store.serialize("ASK { ?s ?p ?o }", media_type)
    assert (answer.form, answer.body) == ("ask", b"true")


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_triples_are_written_in_every_graph_type(store: Store, media_type: str) -> None:
    query = KEIFU + "CONSTRUCT { ?s keifu:text ?t } { ?s keifu:text ?t }"
    answer = store.serialize(query, media_type)
    assert answer.form == "graph"
    assert "自治体クラウド" in answer.body.decode("unicode_escape" if b"\\u" in answer.body else "utf-8")


@pytest.mark.parametrize(
    ("query", "media_type"),
    [("ASK {}", "text/turtle"), ("CONSTRUCT {} {}", "text/csv"), ("SELECT ?s { ?s ?p ?o }", "image/png")],
)
def test_a_type_of_another_form_is_an_error(store: Store, query: str, media_type: str) -> None:
    with pytest.raises(QueryError):
        store.serialize(query, media_type)


@pytest.mark.parametrize(
    ("query", "line"),
    [("SELECT ?x {\n ?x ?y ", 2), ("SELECT ?x { ?x ?y\n\n\n 'z' ' }", 4), ("ASK {\n FILTER( }", 2)],
)
def test_a_syntax_error_names_its_line(query: str, line: int) -> None:
    for one in (OxigraphStore.of([MERGED]),):
        with pytest.raises(QueryError) as raised:
            one.select(query)
        assert raised.value.line == line
        assert raised.value.column is not None


@pytest.mark.parametrize(
    "query", ["SELECT ?x {", "SELECT ?x { undeclared:x ?y ?x }", "SELECT", "nothing", ""]
)
def test_what_does_not_parse_is_a_query_error(store: Store, query: str) -> None:
    with pytest.raises(QueryError):
        store.select(query)


def test_an_embedded_syntax_error_counts_characters(endpoint: str) -> None:
    for one in (OxigraphStore.of([]), RemoteStore(Endpoint(endpoint))):
        with pytest.raises(QueryError) as raised:
            one.ask("ASK { ?政策𠮷 ?b ; }")
        assert (raised.value.line, raised.value.column) == (1, 15)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "INSERT DATA { <urn:x> <urn:y> <urn:z> }",
        "LOAD <urn:x>",
    ],
)
def test_every_verb_refuses_what_goes_out_or_writes(store: Store, query: str) -> None:
    for verb in (store.select, store.ask, store.construct, lambda text: store.serialize(text, "text/csv")):
        with pytest.raises(QueryRefused):
            verb(query)


def test_a_verb_wants_its_own_form(store: Store) -> None:
    for verb, query in (
        (store.select, "ASK {}"),
        (store.ask, "SELECT ?s { ?s ?p ?o }"),
        (store.construct, "ASK {}"),
    ):
        with pytest.raises(QueryError):
            verb(query)


def test_a_leading_byte_order_mark_is_no_error(store: Store) -> None:
    assert store.ask("\ufeffASK { ?s ?p ?o }")


def test_a_query_that_fails_while_it_runs_is_a_query_error() -> None:
    with pytest.raises(QueryError):
        OxigraphStore.of([MERGED]).select("SELECT ?s FROM <urn:a> FROM <urn:%zz> { ?s ?p ?o }")


def test_opening_what_is_no_store_is_damage(tmp_path: Path) -> None:
    with pytest.raises(ReleaseDamaged):
        OxigraphStore.open(tmp_path / "0123456789abcdef" / "store")


@pytest.mark.parametrize(
    ("lexical", "kind", "expected"),
    [
        ("1.50", "decimal", "1.5"),
        ("-0.0", "decimal", "0"),
        (".5", "decimal", "0.5"),
        ("+007", "integer", "7"),
        ("abc", "integer", "abc"),
        ("1", "boolean", "true"),
        ("1.0", "string", "1.0"),
    ],
)
def test_the_oracle_writes_numbers_as_the_engine_stores_them(lexical: str, kind: str, expected: str) -> None:
    assert canonical(lexical, XSD + kind) == expected
    stored = OxigraphStore.of([f'<urn:a> <urn:b> "{lexical}"^^<{XSD}{kind}> .']).select(
        "SELECT ?o { ?s ?p ?o }"
    )
    assert stored.rows == ((Literal(expected, XSD + kind),),)


names = st.sampled_from(["urn:a", "urn:b", "urn:c", "urn:d"])
graphs = st.sampled_from(["urn:g1", "urn:g2", "urn:g3"])
statements = st.lists(st.tuples(names, st.sampled_from(["urn:p", "urn:q"]), names, graphs), max_size=20)


@settings(max_examples=30, deadline=None)
@given(statements)
def test_both_engines_give_the_same_rows_on_any_graph(found: list[tuple[str, str, str, str]]) -> None:
    named = "".join(f"<{s}> <{p}> <{o}> <{g}> .\n" for s, p, o, g in sorted(set(found)))
    merged = "".join(sorted({f"<{s}> <{p}> <{o}> .\n" for s, p, o, _ in found}))
    first, second = OxigraphStore.of([merged, named]), MemoryStore.of([merged, named])
    for query in (
        "SELECT * { ?x <urn:p>+ ?y }",
        "SELECT (COUNT(DISTINCT ?y) AS ?n) FROM <urn:g1> FROM <urn:g2> { ?x <urn:p>/<urn:q>* ?y }",
        "SELECT * FROM NAMED <urn:g1> FROM <urn:g3> { ?a <urn:p> ?b OPTIONAL { GRAPH ?g { ?b ?q ?c } } }",
    ):
        one, other = first.select(query), second.select(query)
        assert one.columns == other.columns
        assert sorted(one.rows, key=str) == sorted(other.rows, key=str)


class _Answer(BaseHTTPRequestHandler):
    status, kind, body = 200, "application/sparql-results+json", b""

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.body) + (9 if self.kind == "cut/short" else 0)))
        self.end_headers()
        self.wfile.write(self.body)

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def answering(status: int, kind: str, body: bytes) -> Iterator[str]:
    handler = type("Answer", (_Answer,), {"status": status, "kind": kind, "body": body})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


JSON = "application/sparql-results+json"
WHOLE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"urn:a"}}]}}'


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        pytest.param(200, JSON, WHOLE[:-2], id="broken off"),
        pytest.param(200, JSON, WHOLE[:-1] + b"\nThe query has been cancelled", id="a sentence behind"),
        pytest.param(
            200, "text/csv", b"n\r\nThe SPARQL query evaluation has been cancelled\r\n", id="another type"
        ),
        pytest.param(200, "cut/short", WHOLE, id="fewer bytes than promised"),
        pytest.param(200, JSON, b'{"head":{},"boolean":true}', id="another form"),
        pytest.param(200, JSON, WHOLE + b" " * 2000, id="too large"),
        pytest.param(500, "text/plain", b"panic", id="server error"),
        pytest.param(503, "text/plain", b"later", id="unavailable"),
        pytest.param(404, "text/plain", b"who?", id="not there"),
    ],
)
def test_a_remote_answer_is_whole_or_an_error(status: int, kind: str, body: bytes) -> None:
    with answering(status, kind, body) as url, pytest.raises(RemoteFailed):
        RemoteStore(Endpoint(url, limit_bytes=1000)).select("SELECT ?s { ?s ?p ?o }")


def test_a_remote_ask_wants_a_truth_value() -> None:
    with answering(200, JSON, WHOLE) as url, pytest.raises(RemoteFailed):
        RemoteStore(Endpoint(url)).ask("ASK {}")


def test_remote_triples_that_break_off_are_an_error() -> None:
    with answering(200, "application/n-triples", b"<urn:a> <urn:b> <urn") as url, pytest.raises(RemoteFailed):
        RemoteStore(Endpoint(url)).construct("DESCRIBE <urn:a>")


def test_an_endpoint_that_is_not_there_is_an_error() -> None:
    with pytest.raises(RemoteFailed):
        RemoteStore(Endpoint(f"http://127.0.0.1:{free_port()}/")).ask("ASK {}")


def test_a_bad_query_without_words_is_still_a_query_error() -> None:
    with answering(400, "text/plain", b"") as url, pytest.raises(QueryError):
        RemoteStore(Endpoint(url)).ask("ASK {}")


def test_a_long_query_goes_to_the_endpoint_in_a_form(endpoint: str) -> None:
    assert RemoteStore(Endpoint(endpoint)).ask(f"ASK {{ ?s ?p ?o }} # {'長' * 3000}")


def test_a_remote_default_graph_can_be_named(endpoint: str) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert RemoteStore(Endpoint(endpoint), default_graph="urn:g1").select(query).rows == count(3)


def test_the_test_server_is_the_real_one(endpoint: str) -> None:
    with urllib.request.urlopen(f"{endpoint}?query=ASK%7B%7D", timeout=5) as answer:
        assert "oxigraph" in str(answer.headers["Server"]).lower()


def test_opening_a_release_imports_neither_rdflib_nor_pyshacl() -> None:
    code = "import sys, graph.release, graph.store; print(*{'rdflib', 'pyshacl'} & sys.modules.keys())"
    root = Path(__file__).resolve().parents[2]
    said = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == ""


def test_the_store_module_offers_nothing_else_lazily() -> None:
    with pytest.raises(AttributeError):
        _ = store_module.absent


def test_a_dataset_of_too_many_quads_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_MERGE_LIMIT_QUADS", 3)
    with pytest.raises(QueryRefused) as refused:
        OxigraphStore.of([MERGED, NAMED]).select("SELECT ?s FROM <urn:g1> FROM <urn:g2> { ?s ?p ?o }")
    assert refused.value.rule == "dataset-too-large"


def test_a_refused_dataset_leaves_nothing_that_only_its_own_thread_may_drop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embedded, "_MERGE_LIMIT_QUADS", 3)
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    held: list[QueryRefused] = []
    try:
        OxigraphStore.of([MERGED, NAMED]).select("SELECT ?s FROM <urn:g1> FROM <urn:g2> { ?s ?p ?o }")
    except QueryRefused as error:
        held.append(error)
    assert held
    dropping = threading.Thread(target=held.clear)
    dropping.start()
    dropping.join()
    assert told == []


def test_a_dataset_of_several_remote_graphs_can_be_constructed(endpoint: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } FROM <urn:g1> FROM <urn:g2> { ?s ?p ?o }"
    assert len(RemoteStore(Endpoint(endpoint)).construct(query)) == 5
