"""Examples: one sound and one unsound for each class, in declared words, through JSON-LD and back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.compare import isomorphic

from ontology import files
from ontology.rdf import Iri
from ontology.terms import CODE, KEIFU, OA
from tests.ontology.conftest import BASE, RDFLIB_TALKS_TO_ITSELF, Graphs

if TYPE_CHECKING:
    from tests.conftest import Seeds

pytestmark = RDFLIB_TALKS_TO_ITSELF

EXAMPLES = files.examples()
CLASSES = sorted(name for name in vars(KEIFU) if name[0].isupper())
ABSTRACT = {"PlanElement", "Observation"}


def dataset(trig: str) -> rdflib.Dataset:
    graphs = rdflib.Dataset()
    graphs.parse(data=trig, format="trig")
    return graphs


def test_each_class_has_a_valid_and_an_invalid_example() -> None:
    assert EXAMPLES.keys() == {*CLASSES, *(f"{name}-invalid" for name in CLASSES)}


@pytest.mark.parametrize("name", CLASSES)
def test_an_example_shows_the_class_it_is_called_after(name: str) -> None:
    types = {str(o) for _, p, o, _ in dataset(EXAMPLES[name]).quads() if p == rdflib.RDF.type}
    assert (str(getattr(KEIFU, name)) in types) == (name not in ABSTRACT)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_uses_declared_words_only(name: str) -> None:
    declared = {
        str(term) for space in (KEIFU, CODE) for term in vars(space).values() if isinstance(term, Iri)
    }
    used = {
        str(term)
        for s, p, o, _ in dataset(EXAMPLES[name]).quads()
        for term in (s, p, o)
        if re.match(r"https://w3id.org/keifu/(ns|code)#", str(term))
    }
    assert used <= declared


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_survives_the_way_through_json_ld(name: str) -> None:
    before = dataset(EXAMPLES[name])
    context = json.loads(files.context_json())["@context"]
    text = before.serialize(format="json-ld", context=context)
    after = rdflib.Dataset()
    after.parse(data=text, format="json-ld")
    names = {str(graph.identifier) for graph in before.graphs()}
    assert {str(graph.identifier) for graph in after.graphs()} == names
    for graph in names:
        assert isomorphic(before.graph(rdflib.URIRef(graph)), after.graph(rdflib.URIRef(graph)))


def test_a_decimal_stays_a_string_in_json_ld() -> None:
    context = json.loads(files.context_json())["@context"]
    text = dataset(EXAMPLES["Actual"]).serialize(format="json-ld", context=context)
    assert '"value": "1067"' in text


@pytest.mark.seeds
def test_passages_of_the_examples_stand_in_the_reports(seeds: Seeds, valid_examples: dict[str, str]) -> None:
    raw = {path.name: path.read_bytes().decode("utf-8") for path in seeds.paths}
    query = f"""SELECT DISTINCT ?name ?exact ?start ?end ?line WHERE {{
      ?p <{OA.exact}> ?exact ; <{OA.start}> ?start ; <{OA.end}> ?end ; <{KEIFU.line}> ?line ;
         <{KEIFU.source}>/<{KEIFU.fileName}> ?name }}"""
    graph = Graphs.of_trig(*valid_examples.values()).merge().default_graph()
    rows = list(graph.query(query))
    assert rows
    for name, exact, start, end, line in rows:
        text = raw[str(name)]
        assert text[int(start) : int(end)] == str(exact)
        assert text[: int(start)].count("\n") + 1 == int(line)


def test_examples_lie_under_the_default_base() -> None:
    for trig in EXAMPLES.values():
        for graph in dataset(trig).graphs():
            identifier = str(graph.identifier)
            assert identifier == "urn:x-rdflib:default" or BASE.path(identifier)


JUDGED = """BASE <https://w3id.org/keifu/> PREFIX keifu: <https://w3id.org/keifu/ns#>
SELECT ?actual ?target WHERE {
  ?a keifu:indicator <indicator/municipal-cloud-adopters> ; keifu:value ?actual ;
     keifu:against/keifu:value ?target
}"""
GROUNDS = """BASE <https://w3id.org/keifu/> PREFIX keifu: <https://w3id.org/keifu/ns#>
SELECT ?body WHERE {
  <indicator/municipal-cloud-adopters> keifu:tracesTo+ ?edition . ?edition keifu:adoptedBy ?body
}"""
DECIMAL = "^^<http://www.w3.org/2001/XMLSchema#decimal>"


@pytest.mark.parametrize(
    ("query", "row"),
    [
        pytest.param(
            JUDGED, (f'"1067"{DECIMAL}', f'"1000"{DECIMAL}'), id="the target an actual is judged by"
        ),
        pytest.param(
            GROUNDS, ("<https://w3id.org/keifu/org/cefp>",), id="the body that an indicator comes from"
        ),
    ],
)
def test_the_ordinary_questions_need_two_lines(
    query: str, row: tuple[str, ...], all_examples: Graphs
) -> None:
    merged = all_examples.copy().merge()
    assert merged.rows(query) == [row]
    assert merged.rdflib_rows(query) == [row]
