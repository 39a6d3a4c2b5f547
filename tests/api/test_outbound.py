"""A listener on the loopback counts who calls it, while a real server is asked in every way to do so."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from bench.death import serving
from tests.api.conftest import folder_of

if TYPE_CHECKING:
    from graph.release import Release

QUERIES = {
    "service": "SELECT * {{ SERVICE <{it}> {{ ?s ?p ?o }} }}",
    "silent service": "SELECT * {{ SERVICE SILENT <{it}> {{ ?s ?p ?o }} }}",
    "service of a variable": "SELECT * {{ BIND(<{it}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    "service without a blank": "ASK {{ ?x ?y ?z FILTER(1<2)SERVICE#>\n<{it}>{{}} }}",
    "service behind an escape": "SELECT * {{ \\u0053ERVICE <{it}> {{ ?s ?p ?o }} }}",
    "service by a prefix": "PREFIX e: <{it}> SELECT * {{ SERVICE e: {{ ?s ?p ?o }} }}",
    "load": "LOAD <{it}x.ttl>",
    "load into a graph": "LOAD SILENT <{it}x.ttl> INTO GRAPH <urn:g>",
    "from": "SELECT * FROM <{it}x.ttl> {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <{it}x.jsonld> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "two froms": "SELECT * FROM <{it}x.ttl> FROM <{it}y.jsonld> {{ ?s ?p ?o }}",
    "graph": "SELECT * {{ GRAPH <{it}x.ttl> {{ ?s ?p ?o }} }}",
    "base and a relative from": "BASE <{it}> CONSTRUCT {{ ?s ?p ?o }} FROM <x.ttl> {{ ?s ?p ?o }}",
    "describe": "DESCRIBE <{it}x>",
}
CONTEXT = {"@context": "{it}context.jsonld", "@id": "urn:x", "name": "x"}
BODIES = {
    "application/ld+json": json.dumps(CONTEXT),
    "text/turtle": "@prefix e: <{it}> . <{it}a> e:b e:c .",
    "application/rdf+xml": '<!DOCTYPE r [<!ENTITY x SYSTEM "{it}e">]><r>&x;</r>',
    "application/sparql-update": "LOAD <{it}x.ttl>",
    "application/x-www-form-urlencoded": "update=LOAD+%3C{it}x.ttl%3E",
}
PATHS = (
    "/api/v1/lineage?from={it}x",
    "/api/v1/evidence?node={it}x",
    "/api/v1/questions/cabinet-basis?start={it}x",
    "/api/v1/policies?policy={it}x",
    "/lineage?from={it}x",
    "/search?q={it}x",
    "/{it}x.jsonld",
    "/context.jsonld",
)


class Listener:
    """Counts connections to a port of the loopback."""

    def __init__(self, port: socket.socket) -> None:
        self.address = f"http://127.0.0.1:{port.getsockname()[1]}/"
        self.called = 0
        self._port = port
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._port.accept()
            except OSError:
                return
            self.called += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with socket.create_server(("127.0.0.1", 0)) as port:
        yield Listener(port)


@pytest.fixture(scope="module")
def address(samples_release: Release) -> Iterator[str]:
    with serving(folder_of(samples_release), KEIFU_CLIENT_BURST_SECONDS="10000") as (address, _):
        yield address


def statuses(address: str, it: str) -> Iterator[tuple[str, int]]:
    """Each way of asking with the status of its answer; `it` is the address to lure the server to."""
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        for name, template in QUERIES.items():
            query = template.format(it=it)
            body = query.encode()
            yield name, client.get("/sparql", params={"query": query}).status_code
            headers = {"content-type": "application/sparql-query"}
            yield name, client.post("/sparql", content=body, headers=headers).status_code
        for name in ("default-graph-uri", "named-graph-uri"):
            asked = {"query": "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", name: f"{it}x.ttl"}
            yield name, client.post("/sparql", data=asked).status_code
        for kind, template in BODIES.items():
            for path in ("/sparql", "/api/v1/policies", "/graph/x"):
                content = template.replace("{it}", it).encode()
                yield kind, client.post(path, content=content, headers={"content-type": kind}).status_code
        for path in PATHS:
            yield path, client.get(path.replace("{it}", it)).status_code


def test_nothing_that_is_asked_makes_the_server_call_anybody(address: str, listener: Listener) -> None:
    answered = list(statuses(address, listener.address))
    assert len(answered) == 2 * len(QUERIES) + 2 + 3 * len(BODIES) + len(PATHS)
    assert [each for each in answered if each[1] >= 500] == []
    for name, status in answered:
        if name.startswith(("service", "silent", "load", "application", "text")):
            assert 400 <= status < 500, name
    assert listener.called == 0


def test_the_listener_would_have_counted(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", int(listener.address.rsplit(":", 1)[1][:-1]))) as called:
        called.recv(1)
    assert listener.called == 1
