"""The description of a release for machines, and the way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import DCTERMS, FOAF, RDF, VOID

if TYPE_CHECKING:
    from graph.release import Release
    from tests.api.conftest import Client

DATASET = rdflib.URIRef("http://keifu.test/.well-known/void#dataset")
KEIFU = rdflib.Namespace("https://w3id.org/keifu/ns#")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def described(client: Client, path: str = "/.well-known/void") -> rdflib.Graph:
    answer = client.ask(path)
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    return rdflib.Graph().parse(data=answer.text, format="turtle")


def test_the_counts_are_those_of_the_store(client: Client, seeds_release: Release) -> None:
    graph = described(client)
    store = seeds_release.store()
    asked = store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert str(graph.value(DATASET, VOID.triples)) == asked.rows[0][0].lexical  # type: ignore[union-attr]
    reports = next(graph.subjects(VOID["class"], KEIFU.Report))
    assert int(str(graph.value(reports, VOID.entities))) == 2
    evidence = next(graph.subjects(VOID.property, KEIFU.evidence))
    links = store.select(f"SELECT (COUNT(*) AS ?n) {{ ?s <{KEIFU.evidence}> ?o }}")
    assert str(graph.value(evidence, VOID.triples)) == links.rows[0][0].lexical  # type: ignore[union-attr]


def test_it_leads_to_the_endpoint_the_sources_and_the_graphs(client: Client, seeds_release: Release) -> None:
    graph = described(client, "/void")
    assert graph.value(DATASET, VOID.sparqlEndpoint) == rdflib.URIRef("http://keifu.test/sparql")
    assert str(graph.value(DATASET, DCTERMS.identifier)) == seeds_release.id
    assert len(set(graph.objects(DATASET, DCTERMS.source))) == 2
    parts = set(graph.objects(DATASET, VOID.subset))
    assert len(parts) == len(seeds_release.manifest.counts.graphs)
    assert all(graph.value(part, VOID.triples) is not None for part in parts)
    document = next(graph.subjects(RDF.type, VOID.DatasetDescription))
    assert graph.value(document, FOAF.primaryTopic) == DATASET


def test_it_is_found_from_the_service_and_from_every_answer(client: Client) -> None:
    service = rdflib.Graph().parse(data=client.ask("/sparql").text, format="turtle")
    assert (None, rdflib.RDFS.seeAlso, rdflib.URIRef("http://keifu.test/.well-known/void")) in service
    default = next(service.objects(None, SD.defaultGraph))
    assert service.value(default, VOID.triples) == described(client).value(DATASET, VOID.triples)
    answer = client.ask("/sparql", params={"query": "ASK {}"})
    assert '</.well-known/void>; rel="describedby"' in answer.headers["link"]


def test_it_has_two_forms_and_a_validator(client: Client) -> None:
    lines = client.ask("/.well-known/void.nt")
    assert len(rdflib.Graph().parse(data=lines.text, format="nt")) == len(described(client))
    tag = client.ask("/.well-known/void").headers["etag"]
    assert client.ask("/.well-known/void", headers={"if-none-match": tag}).status_code == 304
    assert client.ask("/void", params={"x": "1"}).status_code == 400
