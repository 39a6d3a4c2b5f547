"""A hand-made release of two small reports, in both stores; later layers fill what the fixture leaves out."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.embedded import OxigraphStore
from graph.memory import MemoryStore
from ontology.iris import Base, is_public
from ontology.terms import SUPER_PROPERTIES
from queries.ground import Ground

HERE = Path(__file__).parent
NS = "https://w3id.org/keifu/ns#"
OA = "http://www.w3.org/ns/oa#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
PASSAGE = re.compile(r"(?P<source>.*/source/[0-9a-f]+)/p/(?P<start>\d+)-(?P<end>\d+)\Z")


def merged(*trig: str) -> str:
    """TriG → N-Quads as a release holds them: super-properties written out, default graph merged."""
    store = ox.Store()
    for text in trig:
        store.load(text.encode(), format=ox.RdfFormat.TRIG)
    for term, above in SUPER_PROPERTIES.items():
        store.update(f"INSERT {{ GRAPH ?g {{ ?s <{above}> ?o }} }} WHERE {{ GRAPH ?g {{ ?s <{term}> ?o }} }}")
    _fill_passages(store)
    _mark_current(store)
    for quad in list(store):
        if is_public(Base().path(quad.graph_name.value) or ""):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store.dump(format=ox.RdfFormat.N_QUADS).decode()


def _fill_passages(store: ox.Store) -> None:
    for quad in list(store.quads_for_pattern(None, ox.NamedNode(NS + "evidence"), None)):
        match = PASSAGE.match(quad.object.value)
        if match is None or any(store.quads_for_pattern(quad.object, None, None)):
            continue
        start, end = int(match["start"]), int(match["end"])
        facts = {
            OA + "start": ox.Literal(start),
            OA + "end": ox.Literal(end),
            OA + "exact": ox.Literal("字" * (end - start)),
            NS + "source": ox.NamedNode(match["source"]),
        }
        store.add(ox.Quad(quad.object, RDF_TYPE, ox.NamedNode(NS + "Passage"), quad.graph_name))
        for predicate, value in facts.items():
            store.add(ox.Quad(quad.object, ox.NamedNode(predicate), value, quad.graph_name))


def _mark_current(store: ox.Store) -> None:
    store.update(f"""PREFIX keifu: <{NS}>
      INSERT {{ GRAPH <https://w3id.org/keifu/graph/derived> {{ ?b keifu:current true }} }}
      WHERE {{
        GRAPH ?g {{ ?b a keifu:BudgetYear ; keifu:policy ?p ; keifu:fiscalYear ?y ; keifu:report ?r .
                    ?r keifu:fiscalYear ?f }}
        FILTER NOT EXISTS {{
          GRAPH ?h {{ ?c a keifu:BudgetYear ; keifu:policy ?p ; keifu:fiscalYear ?y ; keifu:report ?q .
                      ?q keifu:fiscalYear ?e }} FILTER(?e > ?f) }} }}""")


@pytest.fixture(scope="session")
def trig() -> str:
    return (HERE / "fixtures" / "two-reports.trig").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def nquads(trig: str) -> str:
    return merged(trig)


@pytest.fixture(scope="session")
def embedded(nquads: str) -> Ground:
    return Ground(OxigraphStore.of([nquads]), release="fixture")


@pytest.fixture(scope="session")
def oracle(nquads: str) -> Ground:
    return Ground(MemoryStore.of([nquads]), release="fixture")


@pytest.fixture(params=["embedded", "oracle"])
def ground(request: pytest.FixtureRequest) -> Ground:
    """Each test that asks for it runs on both stores."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def fuller_nquads(trig: str) -> str:
    """The two reports and what they leave out: reviews, laws, projects, a second ministry."""
    return merged(trig, (HERE / "fixtures" / "more.trig").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def fuller_embedded(fuller_nquads: str) -> Ground:
    return Ground(OxigraphStore.of([fuller_nquads]), release="fixture")


@pytest.fixture(scope="session")
def fuller_oracle(fuller_nquads: str) -> Ground:
    return Ground(MemoryStore.of([fuller_nquads]), release="fixture")


@pytest.fixture(params=["fuller_embedded", "fuller_oracle"])
def fuller(request: pytest.FixtureRequest) -> Ground:
    """The fuller release in both stores."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def empty() -> Ground:
    return Ground(OxigraphStore.of([]))
