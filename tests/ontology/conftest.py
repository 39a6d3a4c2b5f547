"""Fixtures: the example graphs on two engines, with the default graph merged as a release merges it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from ontology import files
from ontology.iris import Base, is_judged, is_public
from ontology.publish import registry_quads, vocabulary_quads
from ontology.rdf import Literal
from ontology.registry import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.rdf import Iri, Quad

BASE = Base()
# rdflib 7.6 warns about its own use of its own deprecated names while it parses and queries a Dataset.
RDFLIB_TALKS_TO_ITSELF = pytest.mark.filterwarnings(
    "ignore:(Dataset.default_context|Dataset.contexts|ConjunctiveGraph) is deprecated:DeprecationWarning"
)
PRELUDE = """BASE <https://w3id.org/keifu/>
PREFIX code: <https://w3id.org/keifu/code#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX keifu: <https://w3id.org/keifu/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


@dataclass(frozen=True, slots=True)
class Graphs:
    """Named graphs in an Oxigraph store; `merge` writes the default graph as a set of the public ones."""

    store: ox.Store

    @classmethod
    def of_trig(cls, *texts: str) -> Graphs:
        store = ox.Store()
        for text in texts:
            store.load(text.encode(), format=ox.RdfFormat.TRIG)
        return cls(store)

    def add(self, quads: Iterable[Quad]) -> Graphs:
        self.store.extend(_quad(quad) for quad in quads)
        return self

    def update(self, text: str) -> Graphs:
        self.store.update(PRELUDE + text)
        return self

    def merge(self) -> Graphs:
        for quad in list(self.store):
            graph = quad.graph_name
            if isinstance(graph, ox.NamedNode) and is_public(BASE.path(graph.value) or ""):
                self.store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
        return self

    def judged(self) -> rdflib.Graph:
        """What the shapes are held against: the default graph and the accounts of readings."""
        graph = self.merge().default_graph()
        for node in self.store.named_graphs():
            if isinstance(node, ox.NamedNode) and is_judged(BASE.path(node.value) or ""):
                graph.parse(data=self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node), format="nt")
        return graph

    def dump(self) -> str:
        return self.store.dump(format=ox.RdfFormat.N_QUADS).decode()

    def copy(self) -> Graphs:
        store = ox.Store()
        store.extend(self.store)
        return Graphs(store)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        solutions = self.store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        return sorted(tuple(str(term) for term in row) for row in solutions)

    def rdflib_rows(self, query: str) -> list[tuple[str, ...]]:
        dataset = rdflib.Dataset(default_union=False)
        dataset.parse(data=self.dump(), format="nquads")
        return sorted(tuple(term.n3() for term in row) for row in dataset.query(query))

    def default_graph(self) -> rdflib.Graph:
        graph = rdflib.Graph()
        text = self.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        graph.parse(data=text, format="nt")
        return graph


def _quad(quad: Quad) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(quad.subject),
        ox.NamedNode(quad.predicate),
        _term(quad.object),
        ox.NamedNode(quad.graph),
    )


def _term(term: Iri | Literal) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, Literal):
        return ox.NamedNode(term)
    if term.language:
        return ox.Literal(term.lexical, language=term.language)
    return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))


@pytest.fixture(scope="session")
def graphs_of() -> type[Graphs]:
    return Graphs


@pytest.fixture(scope="session")
def valid_examples() -> dict[str, str]:
    return {name: text for name, text in files.examples().items() if not name.endswith("-invalid")}


@pytest.fixture(scope="session")
def all_examples(valid_examples: dict[str, str]) -> Graphs:
    """All valid examples in one store, with vocabulary, registry and rules, as a release has them."""
    graphs = Graphs.of_trig(*valid_examples.values())
    graphs.add(vocabulary_quads(BASE)).add(registry_quads(load_registry(), BASE))
    for rule in files.rules().values():
        graphs.store.update(rule)
    return graphs
