"""The W3C tests of protocol and service description, driven over HTTP against real servers."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest
import rdflib
import uvicorn
from rdflib.namespace import RDF

from api.app import create_app
from api.pool import Pool
from api.settings import Settings
from api.site import Data, Site
from api.workers import Limits
from graph.release import build_release
from tests.graph.conftest import given, small_rulebook
from tests.w3c.protocol import ProtocolTest, failures, protocol_tests
from tests.w3c.writable import writable

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from starlette.applications import Starlette

_FOLDER = Path(__file__).parents[3] / "shared/suites/w3c/rdf-tests/sparql/sparql11/protocol"
_SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def suite() -> list[ProtocolTest]:
    """The tests of the suite; none when the suite is absent, which a test of its own reports."""
    return list(protocol_tests(_FOLDER)) if _FOLDER.is_dir() else []


ALL = suite()
FIXTURES = dict(pair for test in ALL for pair in test.graphs)


@contextmanager
def serving(app: Starlette) -> Generator[str]:
    """The address of `/sparql` of a real server on a free port of the loopback."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/sparql"
    server.should_exit = True
    thread.join()


@pytest.fixture
def throw_away() -> Iterator[str]:
    """A writable server over the fixture graphs; a new one for each test, because some tests clear all."""
    with serving(writable((name, path.read_bytes()) for name, path in FIXTURES.items())) as address:
        yield address


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The product itself, over a release whose store also holds the fixture graphs."""
    folder = tmp_path_factory.mktemp("w3c")
    build_release(folder / "data", given(), small_rulebook())
    _write_fixtures(folder / "store")
    settings = Settings(graph=folder / "data", workers=1)
    app = create_app(settings)
    app.state.site = _FixtureSite(settings, folder / "store")
    with serving(app) as address:
        yield address
    app.state.site.close()


class _FixtureSite(Site):
    """A release names no graph of strangers, so the workers of this site open a store of the fixtures."""

    def __init__(self, settings: Settings, store: Path) -> None:
        super().__init__(settings)
        self._pool = Pool(store, 1, 1, Limits(5, 5, 1_000_000, 512 * 2**20))

    def data(self) -> Data:
        return replace(super().data(), pool=self._pool)

    def close(self) -> None:
        self._pool.close()
        super().close()


def _write_fixtures(store: Path) -> None:
    engine = ox.Store(str(store))
    for name, path in FIXTURES.items():
        engine.load(path.read_bytes(), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    engine.flush()


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
    answer = httpx.get(public, trust_env=False)
    assert answer.headers["content-type"].startswith("text/turtle")  # returns-rdf
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    service = graph.value(None, _SD.endpoint, rdflib.URIRef(public))
    assert service is not None  # has-endpoint-triple
    assert (service, RDF.type, _SD.Service) in graph  # conforms-to-schema: each subject has the type …
    for dataset in graph.objects(service, _SD.defaultDataset):
        assert (dataset, RDF.type, _SD.Dataset) in graph
        for named in graph.objects(dataset, _SD.namedGraph):
            assert isinstance(graph.value(named, _SD.name), rdflib.URIRef)
        for default in graph.objects(dataset, _SD.defaultGraph):
            assert (default, RDF.type, _SD.Graph) in graph
    for values in (_SD.supportedLanguage, _SD.resultFormat, _SD.feature):
        assert all(isinstance(each, rdflib.URIRef) for each in graph.objects(service, values))
    assert (service, _SD.feature, _SD.BasicFederatedQuery) not in graph
    assert (service, _SD.feature, _SD.UnionDefaultGraph) not in graph
