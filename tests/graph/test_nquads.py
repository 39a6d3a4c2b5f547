from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.memory import MemoryStore
from graph.nquads import line, parse, term, value_from_engine, write, write_merged
from ontology.errors import TermError
from ontology.rdf import RDF_LANG_STRING, XSD, BlankNode, Iri, Literal, Quad, en, ja

S, P, G = Iri("https://w3id.org/keifu/indicator/x"), Iri("https://w3id.org/keifu/ns#text"), Iri("urn:g")
texts = st.text(st.characters(exclude_categories=["Cs"]))
literals = st.one_of(
    texts.map(Literal),
    texts.map(ja),
    texts.map(en),
    st.builds(Literal, texts, st.sampled_from([XSD + "decimal", XSD + "date", "urn:own"])),
)


def quad(value: Iri | Literal) -> Quad:
    return Quad(S, P, value, G)


@given(st.lists(literals))
def test_what_is_written_is_read_back_character_for_character(values: list[Literal]) -> None:
    quads = {quad(value) for value in values}
    assert set(parse(write(quads))) == quads


@given(texts, st.sampled_from([None, "ja"]))
def test_a_second_parser_reads_the_same_literal(text: str, language: str | None) -> None:
    value = Literal(text) if language is None else ja(text)
    store = MemoryStore.of([write([quad(value)])])
    assert store.select("SELECT ?o { GRAPH ?g { ?s ?p ?o } }").rows == ((value,),)


@pytest.mark.parametrize("code", [*range(0x20), 0x7F, 0x85, 0x2028, 0x2029, 0xFEFF, 0xFFFF, 0x10FFFF])
def test_every_control_character_survives_on_one_line(code: int) -> None:
    text = write([quad(Literal(f"前{chr(code)}後"))])
    assert text.count("\n") == 1
    assert next(parse(text)).object == Literal(f"前{chr(code)}後")


@given(literals)
def test_the_engine_writes_the_same_line(value: Literal) -> None:
    engine = next(iter(ox.parse(line(quad(value)), format=ox.RdfFormat.N_QUADS)))
    assert f"{engine} ." == line(quad(value))


def test_a_decomposed_letter_stays_decomposed() -> None:
    assert next(parse(write([quad(ja("か\u3099"))]))).object == ja("か\u3099")


@pytest.mark.parametrize("broken", ["\ud800", "前\udfff後"])
def test_a_lone_surrogate_is_refused(broken: str) -> None:
    with pytest.raises(TermError):
        line(quad(Literal(broken)))
    with pytest.raises(TermError):
        line(quad(Iri(f"urn:{broken}")))


@given(st.text(), st.sampled_from(["urn:", "https://w3id.org/keifu/", "http://", "a:?", "a:#"]))
def test_an_iri_is_refused_or_read_back(rest: str, start: str) -> None:
    try:
        written = line(quad(Iri(start + rest)))
    except TermError:
        return
    assert next(parse(written)).object == start + rest


@pytest.mark.parametrize("iri", ["a:%zz", "a:[", "http://h:port/", "a:#b#c", "a:\x7f"])
def test_an_iri_that_the_engine_could_not_read_is_not_written(iri: str) -> None:
    with pytest.raises(TermError):
        term(Iri(iri))


def test_language_tags_are_lowered_as_the_store_would() -> None:
    assert term(Literal("x", RDF_LANG_STRING, "ja-Hrkt")) == '"x"@ja-hrkt'


@pytest.mark.parametrize("tag", ["a", "en-x"])
def test_a_tag_that_is_only_shaped_like_one_is_refused(tag: str) -> None:
    with pytest.raises(TermError):
        term(Literal("x", RDF_LANG_STRING, tag))


def test_lines_are_sorted_and_each_stands_once() -> None:
    quads = [quad(Literal("b")), quad(Literal("a")), quad(Literal("b"))]
    assert write(quads) == write(reversed(quads[:2]))
    assert write(quads).splitlines() == sorted(write(quads).splitlines())


def test_the_merged_text_states_a_triple_of_two_graphs_once() -> None:
    both = [quad(Literal("a")), quad(Literal("a"))._replace(graph=Iri("urn:h"))]
    assert write_merged(both) == f'<{S}> <{P}> "a" .\n'


@pytest.mark.parametrize(
    "text", ["<a:a> <a:b> <a:c> .", "_:a <a:b> <a:c> <a:g> .", "<a:a> <a:b> _:c <a:g> .", "<a:a> <a:b> ."]
)
def test_text_that_we_would_not_write_is_not_read(text: str) -> None:
    with pytest.raises(TermError):
        list(parse(text))


def test_a_triple_term_is_no_value_of_ours() -> None:
    with pytest.raises(TermError):
        value_from_engine(ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c")))


def test_a_blank_node_of_an_answer_keeps_its_label() -> None:
    assert value_from_engine(ox.BlankNode("b1")) == BlankNode("b1")
