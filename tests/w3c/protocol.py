"""The W3C manifests of the SPARQL protocol → requests sent over HTTP → what each answer lacks.

Requests and expectations are read from the manifest, never typed again.
"""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rdflib.term import Node

_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_HT = rdflib.Namespace("http://www.w3.org/2011/http#")
_CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
_SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
_PATH = "/sparql/"
_RESULTS = "{http://www.w3.org/2005/sparql-results#}"
_TABULAR = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
_RDF = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-quads",
    "application/trig",
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request and what is expected: classes of status (2 = 2xx), a truth value, a kind of format."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[int]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True, slots=True)
class ProtocolTest:
    """One test of the manifest; `graphs` are the named graphs that it presumes (IRI, file)."""

    name: str
    graphs: tuple[tuple[str, Path], ...]
    calls: tuple[Call, ...]

    @property
    def updates(self) -> bool:
        """Whether the test is of the update half of the protocol."""
        return "update" in self.name


def protocol_tests(folder: Path) -> Iterator[ProtocolTest]:
    """The tests of `manifest.ttl` in its order."""
    graph = rdflib.Graph().parse(folder / "manifest.ttl", publicID="http://manifest/")
    entries = graph.value(None, RDF.type, _MF.Manifest)
    assert entries is not None, "the file holds a manifest"
    listed = graph.value(entries, _MF.entries)
    assert listed is not None, "the manifest lists its tests"
    for test in Collection(graph, listed):
        yield ProtocolTest(
            str(test).rpartition("#")[2],
            tuple(sorted(_graphs(graph, test, folder))),
            tuple(_calls(graph, test)),
        )


def _graphs(graph: rdflib.Graph, test: Node, folder: Path) -> Iterator[tuple[str, Path]]:
    for data in graph.objects(test, _UT.graphData):
        name = str(graph.value(data, _UT.graph)).rpartition("/")[2]
        yield str(graph.value(data, RDFS.label)), folder / name


def _calls(graph: rdflib.Graph, test: Node) -> Iterator[Call]:
    action = graph.value(test, _MF.action)
    requests = graph.value(action, _HT.requests)
    assert requests is not None, "each test has requests"
    for request in Collection(graph, requests):
        answer = graph.value(request, _HT.resp)
        boolean = graph.value(answer, _MF.expectedBoolean)
        kind = graph.value(answer, _MF.expectedFormat)
        yield Call(
            str(graph.value(request, _HT.methodName)),
            str(graph.value(request, _HT.absolutePath)),
            tuple(_headers(graph, request)),
            _body(graph, request),
            frozenset(int(str(each)[-3]) for each in graph.objects(answer, _MF.expectedStatus)),
            None if boolean is None else str(boolean) == "true",
            None if kind is None else str(kind),
        )


def _headers(graph: rdflib.Graph, request: Node) -> Iterator[tuple[str, str]]:
    listed = graph.value(request, _HT.headers)
    for header in Collection(graph, listed) if listed is not None else ():
        yield str(graph.value(header, _HT.fieldName)), str(graph.value(header, _HT.fieldValue))


def _body(graph: rdflib.Graph, request: Node) -> bytes | None:
    body = graph.value(request, _HT.body)
    if body is None:
        return None
    return str(graph.value(body, _CNT.chars)).encode(str(graph.value(body, _CNT.characterEncoding)))


def failures(test: ProtocolTest, query: str, update: str) -> list[str]:
    """What the answers to a test lack, one line each; `query` and `update` are the two endpoints."""
    return [line for call in test.calls for line in _judge(call, *_send(call, query, update))]


def _send(call: Call, query: str, update: str) -> tuple[int, str, bytes]:
    """Status, media type and body; a body without a type is sent without one, as the test wants."""
    target = urlsplit(update if _updates(call) else query)
    assert target.hostname is not None, "an endpoint has a host"
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
    try:
        path = target.path + call.path.removeprefix(_PATH)
        connection.request(call.method, path, body=call.body, headers=dict(call.headers))
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


def _updates(call: Call) -> bool:
    sent = (call.body or b"").removeprefix(b"\xff\xfe")
    kinds = dict(call.headers).get("content-type", "")
    return "sparql-update" in kinds or sent.startswith((b"update=", b"CLEAR"))


def _judge(call: Call, status: int, media_type: str, body: bytes) -> Iterator[str]:
    if status // 100 not in call.statuses:
        yield f"{call.method} {call.path[:60]}: status {status}, expected {sorted(call.statuses)}xx"
        return
    if status >= 400:
        return
    known = {"boolean": _TABULAR, "tabular": _TABULAR, "RDF": _RDF}.get(call.format or "")
    if known is not None and media_type not in known:
        yield f"{call.method} {call.path[:60]}: {media_type} is no {call.format} format"
    elif call.boolean is not None and _boolean(media_type, body) is not call.boolean:
        yield f"{call.method} {call.path[:60]}: not {call.boolean}"


def _boolean(media_type: str, body: bytes) -> bool | None:
    if media_type == "application/sparql-results+json":
        return json.loads(body)["boolean"]
    if media_type == "application/sparql-results+xml":
        return ET.fromstring(body).findtext(f"{_RESULTS}boolean") == "true"
    return {b"true": True, b"false": False}.get(body.strip())


DESCRIPTION_TESTS = ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")
"""The tests of the service description; their words are in the manifest, which holds nothing to run."""


def description_failures(endpoint: str) -> list[str]:
    """The tests of the service description that an endpoint fails, by their names."""
    target = urlsplit(endpoint)
    assert target.hostname is not None, "an endpoint has a host"
    connection = http.client.HTTPConnection(target.hostname, target.port, timeout=30)
    try:
        connection.request("GET", target.path or "/", headers={"accept": "text/turtle"})
        answer = connection.getresponse()
        media_type, body = answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()
    if answer.status != HTTPStatus.OK or media_type not in _RDF:
        return list(DESCRIPTION_TESTS)
    graph = rdflib.Graph().parse(data=body, format=media_type, publicID=endpoint)
    service = graph.value(None, _SD.endpoint, rdflib.URIRef(endpoint))
    found = [] if service is not None else ["has-endpoint-triple"]
    return [*found] if all(_conforms(graph)) else [*found, "conforms-to-schema"]


def _conforms(graph: rdflib.Graph) -> Iterator[bool]:
    """Each rule of the vocabulary that the description uses, and whether it is kept."""
    for service in graph.subjects(_SD.endpoint):
        yield (service, RDF.type, _SD.Service) in graph
    for name in ("endpoint", "supportedLanguage", "resultFormat", "inputFormat", "feature"):
        yield all(isinstance(each, rdflib.URIRef) for each in graph.objects(None, _SD[name]))
    for dataset in graph.objects(None, _SD.defaultDataset):
        yield (dataset, RDF.type, _SD.Dataset) in graph
    for default in graph.objects(None, _SD.defaultGraph):
        yield (default, RDF.type, _SD.Graph) in graph
    for named in graph.objects(None, _SD.namedGraph):
        yield isinstance(graph.value(named, _SD.name), rdflib.URIRef)
