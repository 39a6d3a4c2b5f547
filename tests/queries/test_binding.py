from dataclasses import replace
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ontology.iris import Base
from ontology.rdf import XSD, Iri, Literal, ja
from queries.binding import bind, parse, written
from queries.catalog import load_catalog
from queries.errors import ParameterError
from queries.header import Parameter
from queries.tokens import replaced

BASE = Base()
CATALOG = load_catalog()


def parameter(kind: str) -> Parameter:
    return Parameter("p", kind, "ラベル", "label", "x")


def shape(node: object) -> object:
    """The algebra without its constants: names of operators and how they nest."""
    if isinstance(node, CompValue):
        return node.name, tuple((key, shape(value)) for key, value in sorted(node.items()) if key != "_vars")
    if isinstance(node, list | tuple):
        return tuple(shape(part) for part in node)
    return type(node).__name__


@cache
def algebra(sparql: str) -> object:
    return shape(translateQuery(parseQuery(sparql)).algebra)


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("iri", "indicator/x", Iri("https://w3id.org/keifu/indicator/x")),
        ("iri", "https://example.org/別", Iri("https://example.org/別")),
        ("fy", "2018", Literal("2018", XSD + "integer")),
        ("integer", "-007", Literal("-7", XSD + "integer")),
        ("decimal", "0.50", Literal("0.50", XSD + "decimal")),
        ("date", "2019-12-19", Literal("2019-12-19", XSD + "date")),
        ("boolean", "true", Literal("true", XSD + "boolean")),
        ("text", 'a"b\\c\n', Literal('a"b\\c\n')),
        ("code", "change-end", Iri("https://w3id.org/keifu/code#change-end")),
        ("code", "code:change-end", Iri("https://w3id.org/keifu/code#change-end")),
    ],
)
def test_a_text_of_its_type_becomes_a_term(kind: str, text: str, term: Iri | Literal) -> None:
    assert parse(parameter(kind), text, BASE) == term


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("iri", "indicator/x> . ?s ?p ?o . <y"),
        ("iri", "http://x/> } DROP ALL #"),
        ("iri", ""),
        ("fy", "1989"),
        ("fy", "平成30"),
        ("fy", "２０１８"),
        ("integer", "1.5"),
        ("integer", "1" * 40),
        ("decimal", "1e9"),
        ("decimal", "NaN"),
        ("date", "2019-13-01"),
        ("date", "20191219"),
        ("boolean", "True"),
        ("code", "change end"),
        ("text", "a\x00b"),
        ("text", "\ud800"),
    ],
)
def test_a_text_of_another_type_is_refused_with_what_was_expected(kind: str, text: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parse(parameter(kind), text, BASE)
    assert (caught.value.problem, caught.value.value) == ("type", text)
    assert caught.value.expected


def test_a_missing_parameter_is_named() -> None:
    with pytest.raises(ParameterError) as caught:
        bind(CATALOG["cabinet-basis"], {}, BASE)
    assert (caught.value.name, caught.value.problem) == ("start", "missing")


def test_an_unknown_parameter_names_its_nearest_neighbour() -> None:
    with pytest.raises(ParameterError) as caught:
        bind(CATALOG["cabinet-basis"], {"strat": "x"}, BASE)
    assert (caught.value.problem, caught.value.expected) == ("unknown", "start")
    with pytest.raises(ParameterError, match="one of"):
        bind(CATALOG["cabinet-basis"], {"zzz": "x"}, BASE)


def test_a_default_goes_in_and_an_absent_parameter_stays_a_variable() -> None:
    bound = bind(CATALOG["dropped-after-miss"], {}, BASE)
    assert '"published" = "recomputed"' in bound.sparql
    assert "BIND($fy AS ?_fy)" in bound.sparql
    assert bound.says("verdict", "published")
    assert not bound.says("fy", "2018")


def test_a_name_inside_a_string_a_comment_or_an_iri_is_left_alone() -> None:
    text = '# $x\nSELECT ?a { ?a ?b "$x", \'$x\', """$x " $x""" , <http://e/$x> , $x }'
    assert replaced(text, "parameter", lambda _: "1") == text[::-1].replace("x$", "1", 1)[::-1]


def test_another_base_moves_the_base_line_and_the_paths() -> None:
    question = replace(
        CATALOG["missing-reports"], body="BASE <https://w3id.org/keifu/>\nSELECT ?x { ?x ?y $ministry }"
    )
    moved = bind(question, {}, Base("https://example.org/k/"))
    assert moved.sparql.startswith("BASE <https://example.org/k/>")
    asked = bind(CATALOG["cabinet-basis"], {"start": "policy/soumu/x"}, Base("https://example.org/k/"))
    assert "<https://example.org/k/policy/soumu/x>" in asked.sparql


@settings(deadline=None, max_examples=25)
@given(st.text())
def test_no_text_whatever_changes_the_shape_of_a_query(text: str) -> None:
    question = CATALOG["dropped-after-miss"]
    try:
        bound = bind(question, {"verdict": text}, BASE)
    except ParameterError:
        return
    assert algebra(bound.sparql) == algebra(bind(question, {"verdict": "plain"}, BASE).sparql)


@settings(deadline=None, max_examples=25)
@given(st.text())
def test_no_iri_whatever_changes_the_shape_of_a_query(text: str) -> None:
    question = CATALOG["policy-names"]
    try:
        bound = bind(question, {"policy": text}, BASE)
    except ParameterError:
        return
    assert algebra(bound.sparql) == algebra(bind(question, {"policy": "policy/soumu/x"}, BASE).sparql)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_a_written_literal_reads_back_as_the_same_text(text: str) -> None:
    row = next(iter(ox.Store().query(f"SELECT (STR({written(Literal(text))}) AS ?t) {{}}")))
    assert row["t"].value == text


@pytest.mark.parametrize(
    "text", ["\\u0022 . ?s ?p ?o #", "\\\\u0022", "\\U00000022)", "\\\\\\u0041u", "u\\", "\\uu", '\\"u0022']
)
def test_a_code_point_in_a_text_is_opened_by_no_engine(text: str) -> None:
    """rdflib opens code points before it parses, even behind an escaped backslash (7.6)."""
    query = f"SELECT (STR({written(Literal(text))}) AS ?t) {{}}"
    assert next(iter(ox.Store().query(query)))["t"].value == text
    assert str(next(iter(rdflib.Graph().query(query)))[0]) == text


def test_terms_are_written_with_language_and_datatype() -> None:
    assert written(ja("骨太")) == '"骨太"@ja'
    assert written(Literal("0.5", XSD + "decimal")) == f'"0.5"^^<{XSD}decimal>'
    assert written(Literal("7", XSD + "integer")) == "7"
