"""The W3C tests of protocol and service description, driven over HTTP against real servers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from tests.w3c.protocol import ProtocolTest, description_failures, failures, protocol_tests
from tests.w3c.servers import public_server, serving
from tests.w3c.writable import writable

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = Path(__file__).parents[3] / "shared/suites/w3c/rdf-tests/sparql/sparql11/protocol"
_SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def suite() -> list[ProtocolTest]:
    """The tests of the suite; none when the suite is absent, which a test of its own reports."""
    return list(protocol_tests(_FOLDER)) if _FOLDER.is_dir() else []


ALL = suite()
FIXTURES = dict(pair for test in ALL for pair in test.graphs)


@pytest.fixture
def throw_away() -> Iterator[str]:
    """A writable server over the fixture graphs; a new one for each test, because some tests clear all."""
    with serving(writable((name, path.read_bytes()) for name, path in FIXTURES.items())) as address:
        yield address + "/sparql"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product itself, over a release whose store also holds the fixture graphs."""
    with public_server(tmp_path_factory.mktemp("w3c"), _write_fixtures) as (address, _):
        yield address + "/sparql"


def _write_fixtures(engine: ox.Store) -> None:
    for name, path in FIXTURES.items():
        engine.load(path.read_bytes(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))


def test_the_suite_is_there_and_whole() -> None:
    assert _FOLDER.is_dir(), "../shared/suites/w3c is absent: the protocol tests of the W3C need it"
    assert len(ALL) == 34
    assert sum(test.updates for test in ALL) == 14


@pytest.mark.parametrize("test", ALL, ids=lambda test: test.name)
def test_a_writable_server_passes_all_tests(test: ProtocolTest, throw_away: str) -> None:
    assert failures(test, throw_away, throw_away) == []


@pytest.mark.parametrize("test", [test for test in ALL if not test.updates], ids=lambda test: test.name)
def test_the_public_server_passes_the_query_tests(test: ProtocolTest, public: str) -> None:
    assert failures(test, public, public) == []


@pytest.mark.parametrize("test", [test for test in ALL if test.updates], ids=lambda test: test.name)
def test_the_public_server_refuses_every_update(test: ProtocolTest, public: str) -> None:
    lines = failures(ProtocolTest(test.name, test.graphs, test.calls[:1]), public, public)
    wanted_success = 2 in test.calls[0].statuses
    assert bool(lines) == wanted_success
    assert all("status 4" in line for line in lines)


def test_the_service_description_passes_the_three_tests(public: str) -> None:
    assert description_failures(public) == []
    graph = rdflib.Graph().parse(data=httpx.get(public, trust_env=False).text, format="turtle")
    service = graph.value(None, _SD.endpoint, rdflib.URIRef(public))
    assert (service, _SD.feature, _SD.BasicFederatedQuery) not in graph
    assert (service, _SD.feature, _SD.UnionDefaultGraph) not in graph
