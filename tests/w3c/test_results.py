"""The W3C tests of CSV, TSV and JSON results over HTTP: as expected, and byte for byte the engine's own."""

from __future__ import annotations

import http.client
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from graph.embedded import OxigraphStore
from tests.w3c.results import ResultTest, result_tests, rows
from tests.w3c.servers import public_server

if TYPE_CHECKING:
    from collections.abc import Iterator

_ARCHIVE = Path(__file__).parents[3] / "shared/suites/w3c/rdf-tests.tar.xz"
ALL = list(result_tests(_ARCHIVE)) if _ARCHIVE.is_file() else []
DATA = sorted({test.data for test in ALL})


def test_the_suite_is_there_and_whole() -> None:
    assert _ARCHIVE.is_file(), "../shared/suites/w3c is absent: the result tests of the W3C need it"
    assert len(ALL) == 10
    assert {test.media_type for test in ALL} == {
        "text/csv",
        "text/tab-separated-values",
        "application/sparql-results+json",
    }


def _graph(data: bytes) -> str:
    """Each file of data is a graph of its own, so that one server does for all."""
    return f"http://data.test/{DATA.index(data)}"


def _fill(engine: ox.Store) -> None:
    for data in DATA:
        engine.load(data, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(_graph(data)))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with public_server(tmp_path_factory.mktemp("results"), _fill, client_burst_seconds=1000) as (found, _):
        yield found


def asked(address: str, test: ResultTest) -> tuple[str, bytes]:
    target = urlsplit(address)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)
    path = "/sparql?" + urlencode({"query": test.query, "default-graph-uri": _graph(test.data)})
    try:
        connection.request("GET", path, headers={"accept": test.media_type})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        return answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize("test", ALL, ids=lambda test: test.name)
def test_an_answer_is_as_expected_and_the_engines_own(test: ResultTest, address: str) -> None:
    media_type, body = asked(address, test)
    assert media_type == test.media_type
    assert rows(media_type, body) == rows(media_type, test.expected)
    engine = ox.Store()
    engine.load(test.data, format=ox.RdfFormat.TURTLE)
    own = OxigraphStore(engine, "memory").serialize(test.query, test.media_type)
    assert rows(media_type, body) == rows(media_type, own.body)
    if b"_:" not in own.body and b"bnode" not in own.body:  # a label of a blank node says nothing
        assert body == own.body
