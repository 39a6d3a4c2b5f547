"""Registry and vocabulary as quads."""

from __future__ import annotations

from datetime import date

import pytest

from ontology import publish
from ontology.errors import OntologyError
from ontology.iris import GRAPH_CURATED, GRAPH_REGISTRY, Base, is_public
from ontology.publish import named_quads, registry_quads, vocabulary_quads
from ontology.rdf import Iri, Literal, Quad
from ontology.registry import PolicyItem, load_registry, parse_registry
from ontology.terms import CODE, DCTERMS, KEIFU, ORG, OWL, RDF, RDFS, SCHEMA

BASE = Base()
REGISTRY = load_registry()
QUADS = list(registry_quads(REGISTRY, BASE))
VOCABULARY = list(vocabulary_quads(BASE))


def test_only_public_graphs_are_written() -> None:
    for quad in QUADS + VOCABULARY:
        assert is_public(BASE.path(quad.graph) or "")


def test_no_blank_node_is_written() -> None:
    for quad in QUADS + VOCABULARY:
        assert isinstance(quad.subject, Iri)
        assert isinstance(quad.object, (Iri, Literal))


def test_no_quad_is_written_twice() -> None:
    assert len(set(QUADS + VOCABULARY)) == len(QUADS + VOCABULARY)


def test_the_same_files_give_the_same_quads_in_the_same_order() -> None:
    assert list(registry_quads(load_registry(), BASE)) == QUADS
    assert list(vocabulary_quads(BASE)) == VOCABULARY


def test_another_base_moves_entities_and_graphs_but_no_vocabulary() -> None:
    other = Base("http://127.0.0.1:8000/")
    for here, there in zip(QUADS, registry_quads(REGISTRY, other), strict=True):
        assert there.graph == other.iri(BASE.path(here.graph) or "")
        assert there.predicate == here.predicate
    assert {q.subject for q in vocabulary_quads(other)} == {q.subject for q in VOCABULARY}


def test_every_work_edition_and_body_is_there_and_nothing_that_only_a_report_can_bring() -> None:
    types = {quad.subject: quad.object for quad in QUADS if quad.predicate == RDF.type}
    for item in [*REGISTRY.works, *REGISTRY.editions, *REGISTRY.organisations, *REGISTRY.programmes]:
        assert BASE.iri(item.path) in types
    assert set(types.values()) == {
        KEIFU.Work,
        KEIFU.Edition,
        KEIFU.Change,
        KEIFU.Programme,
        ORG.Organization,
        ORG.OrganizationalUnit,
    }


def test_an_edition_says_on_what_basis_it_is_known() -> None:
    bases = {quad.subject: quad.object for quad in QUADS if quad.predicate == KEIFU.basis}
    assert bases[BASE.iri("doc/honebuto/2018")] == CODE.basis_curated
    assert bases[BASE.iri("doc/ap/2015-12-24")] == CODE.basis_stated


def test_an_unchecked_day_is_left_out() -> None:
    edition = BASE.iri("doc/kaikaku-koteihyo/2018")
    assert not [q for q in QUADS if q.subject == edition and q.predicate == KEIFU.adoptedOn]


def test_a_curated_succession_has_its_change_in_the_same_graph() -> None:
    later, earlier = BASE.iri("work/digital-jutenkeikaku"), BASE.iri("work/digital-declaration-kanmin")
    graph, change = BASE.iri(GRAPH_CURATED), BASE.iri("change/curated/digital-jutenkeikaku")
    assert Quad(later, KEIFU.succeeds, earlier, graph) in QUADS
    for predicate, target in [
        (KEIFU.before, earlier),
        (KEIFU.after, later),
        (KEIFU.basis, CODE.basis_curated),
        (KEIFU.changeType, CODE.change_replace),
    ]:
        assert Quad(change, predicate, target, graph) in QUADS


def test_an_outside_identity_comes_with_the_day_of_its_check() -> None:
    row = (
        '[[same_as]]\nsubject = "org/x"\ntarget = "https://example.org/x"\n'
        'source = "y"\nchecked_on = 2026-11-23'
    )
    body = '[[organisation]]\npath = "org/x"\nlabel_ja = "え"\nkind = "ministry"\nsource = "y"'
    quads = list(registry_quads(parse_registry({"same_as": row, "organisations": body}), BASE))
    target, link = Iri("https://example.org/x"), BASE.iri("link/org/x/2026-11-23")
    day = Literal(date(2026, 11, 23).isoformat(), "http://www.w3.org/2001/XMLSchema#date")
    graph = BASE.iri(GRAPH_REGISTRY)
    assert Quad(BASE.iri("org/x"), SCHEMA.sameAs, target, graph) in quads
    assert Quad(link, KEIFU.checkedOn, day, graph) in quads


def test_a_hash_path_that_got_a_slug_stays_as_an_alias() -> None:
    policy = PolicyItem(path="policy/a/b", label_ja="政策", was=("policy/a-mhzvtolu",), source="x")
    quads = list(named_quads(policy, KEIFU.Policy, BASE, BASE.iri(GRAPH_REGISTRY)))
    old = BASE.iri("policy/a-mhzvtolu")
    assert [q.object for q in quads if q.subject == old and q.predicate == DCTERMS.isReplacedBy] == [
        BASE.iri("policy/a/b")
    ]
    assert [q.object for q in quads if q.predicate == OWL.deprecated] == [
        Literal("true", "http://www.w3.org/2001/XMLSchema#boolean")
    ]


def test_labels_keep_their_language_in_the_vocabulary() -> None:
    labels = {q.object for q in VOCABULARY if q.subject == KEIFU.Policy and q.predicate == RDFS.label}
    assert {(label.lexical, label.language) for label in labels if isinstance(label, Literal)} == {
        ("政策", "ja"),
        ("policy", "en"),
    }


def test_a_blank_node_in_a_file_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish.files, "ontology_turtle", lambda: "[] <http://example.org/p> 1 .")
    with pytest.raises(OntologyError, match="no IRI"):
        list(vocabulary_quads(BASE))
