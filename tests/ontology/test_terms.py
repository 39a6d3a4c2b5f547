"""The vocabulary: constants, Turtle, codes and rules say the same."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from ontology import files
from ontology.rdf import Iri
from ontology.terms import CODE, CODE_NS, KEIFU, KEIFU_NS, SUPER_PROPERTIES

if TYPE_CHECKING:
    from collections.abc import Iterable

VOCABULARY = rdflib.Graph().parse(data=files.ontology_turtle(), format="turtle")
CODES = rdflib.Graph()
for _turtle in files.code_turtles().values():
    CODES.parse(data=_turtle, format="turtle")

TERMS = sorted({str(s) for s in VOCABULARY.subjects() if str(s).startswith(KEIFU_NS)})
CONCEPTS = sorted({str(s) for s in CODES.subjects(RDF.type, SKOS.Concept)})
PERSISTENT_CLASS_COUNT = 32


def constants(namespace: type) -> set[str]:
    return {str(value) for value in vars(namespace).values() if isinstance(value, Iri)}


def local(iri: str) -> str:
    return iri.rsplit("#", 1)[1]


def languages(values: Iterable[rdflib.term.Node]) -> list[str | None]:
    return sorted(str(value.language) for value in values if isinstance(value, rdflib.Literal))


def test_constants_and_turtle_name_the_same_terms() -> None:
    assert constants(KEIFU) == set(TERMS)


def test_constants_and_code_files_name_the_same_codes() -> None:
    assert constants(CODE) == {str(subject) for subject in CODES.subjects()}


@pytest.mark.parametrize("namespace", [KEIFU, CODE])
def test_an_attribute_is_called_like_its_term(namespace: type) -> None:
    for name, value in vars(namespace).items():
        if isinstance(value, Iri):
            assert local(value) == (name.replace("_", "-") if namespace is CODE else name)


@pytest.mark.parametrize("term", TERMS, ids=local)
def test_every_term_has_one_label_in_each_language_and_a_japanese_definition(term: str) -> None:
    node = rdflib.URIRef(term)
    assert languages(VOCABULARY.objects(node, RDFS.label)) == ["en", "ja"]
    assert "ja" in languages(VOCABULARY.objects(node, SKOS.definition))
    assert VOCABULARY.value(node, RDFS.isDefinedBy) == rdflib.URIRef("https://w3id.org/keifu/ns")


@pytest.mark.parametrize("concept", CONCEPTS, ids=local)
def test_every_code_has_its_scheme_labels_and_definition(concept: str) -> None:
    node = rdflib.URIRef(concept)
    scheme = CODES.value(node, SKOS.inScheme)
    assert (scheme, RDF.type, SKOS.ConceptScheme) in CODES
    assert (node, SKOS.topConceptOf, scheme) in CODES
    assert languages(CODES.objects(node, SKOS.prefLabel)) == ["en", "ja"]
    assert languages(CODES.objects(node, SKOS.definition)) == ["ja"]


def test_a_code_file_is_called_like_the_scheme_in_it() -> None:
    for name, turtle in files.code_turtles().items():
        graph = rdflib.Graph().parse(data=turtle, format="turtle")
        assert [str(scheme) for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme)] == [CODE_NS + name]


def test_there_are_thirty_one_public_classes_and_the_signature() -> None:
    assert len(set(VOCABULARY.subjects(RDF.type, OWL.Class))) == PERSISTENT_CLASS_COUNT


def test_neither_axis_is_declared_transitive() -> None:
    assert not list(VOCABULARY.subjects(RDF.type, OWL.TransitiveProperty))


def test_no_file_that_is_published_holds_a_blank_node() -> None:
    for graph in (VOCABULARY, CODES):
        assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]


def test_edges_of_both_axes_are_those_of_the_ontology() -> None:
    axes = {str(KEIFU.tracesTo), str(KEIFU.succeeds)}
    declared = {
        (str(edge), str(axis))
        for edge, axis in VOCABULARY.subject_objects(RDFS.subPropertyOf)
        if str(axis) in axes
    }
    assert declared == {(str(edge), str(axis)) for edge, axis in SUPER_PROPERTIES.items()}


def test_the_rule_writes_out_the_edges_of_the_ontology_and_no_others() -> None:
    pairs = re.findall(r"\(keifu:(\w+) keifu:(\w+)\)", files.rules()["superproperties"])
    assert {(KEIFU_NS + edge, KEIFU_NS + axis) for edge, axis in pairs} == {
        (str(edge), str(axis)) for edge, axis in SUPER_PROPERTIES.items()
    }


def test_domains_and_ranges_name_declared_or_foreign_classes() -> None:
    for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf):
        for target in VOCABULARY.objects(None, predicate):
            assert not str(target).startswith(KEIFU_NS) or str(target) in TERMS


@pytest.mark.parametrize("edge", ["tracesTo", "succeeds", "report", "about", "text", "order", "unit"])
def test_a_property_of_many_things_types_none_of_them(edge: str) -> None:
    assert VOCABULARY.value(rdflib.URIRef(KEIFU_NS + edge), RDFS.domain) is None


def test_the_vocabulary_states_its_licence_and_version() -> None:
    text = files.ontology_turtle()
    assert "dcterms:license <https://creativecommons.org/licenses/by/4.0/>" in text
    assert "owl:versionIRI" in text


def test_thousand_cases_are_a_thousand_cases() -> None:
    thousand = rdflib.URIRef(CODE.unit_thousand_cases)
    assert CODES.value(thousand, rdflib.URIRef(KEIFU.baseUnit)) == rdflib.URIRef(CODE.unit_case)
    assert CODES.value(thousand, rdflib.URIRef(KEIFU.unitFactor)) == rdflib.Literal(
        "1000", datatype=rdflib.XSD.decimal
    )


def test_alignments_are_close_matches_of_declared_terms_only() -> None:
    alignments = rdflib.Graph().parse(data=files.alignments_turtle(), format="turtle")
    assert set(alignments.predicates()) == {SKOS.closeMatch}
    assert {str(subject) for subject in alignments.subjects()} <= set(TERMS)


def test_the_context_knows_every_term_by_its_own_name() -> None:
    context = json.loads(files.context_json())["@context"]
    for term in TERMS:
        entry = context[local(term)]
        assert (entry if isinstance(entry, str) else entry["@id"]) == f"keifu:{local(term)}"
