from __future__ import annotations

import json
import subprocess
import sys

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.written import RDF_TYPES, written
from ontology.rdf import BlankNode, Iri, Literal, ja
from ontology.terms import KEIFU, RDF, RDFS

REPORT = Iri("https://w3id.org/keifu/report/soumu/2019-08")
TRIPLES = (
    (REPORT, RDFS.label, ja("総務省31-⑧")),
    (REPORT, RDF.type, KEIFU.Report),
    (REPORT, RDF.type, Iri("https://schema.org/Report/odd")),
    (REPORT, KEIFU.value, Literal("1.50", "http://www.w3.org/2001/XMLSchema#decimal")),
    (REPORT, Iri("https://w3id.org/keifu/ns#a/b"), Literal("<&\"'\n")),
    (Iri("https://w3id.org/keifu/doc/a"), KEIFU.evidence, REPORT),
)
_PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"]))


def lines(body: bytes, media_type: str) -> set[str]:
    kind = ox.RdfFormat.from_media_type(media_type)
    return {f"{quad.triple} ." for quad in ox.parse(body, format=kind)}


@pytest.mark.parametrize("media_type", RDF_TYPES)
def test_every_form_says_the_same(media_type: str) -> None:
    assert lines(written(TRIPLES, media_type), media_type) == lines(
        written(TRIPLES, "application/n-triples"), "application/n-triples"
    )


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("media_type", RDF_TYPES)
def test_another_reader_reads_what_we_write(media_type: str) -> None:
    read = rdflib.Graph().parse(data=written(TRIPLES, media_type), format=_PARSERS[media_type])
    wanted = rdflib.Graph().parse(data=written(TRIPLES, "application/n-triples"), format="nt")
    assert set(read) == set(wanted)


@given(st.lists(_TEXTS, max_size=4))
def test_any_text_comes_back_in_every_form(texts: list[str]) -> None:
    triples = [(REPORT, RDFS.label, ja(text)) for text in texts]
    wanted = lines(written(triples, "application/n-triples"), "application/n-triples")
    for media_type in ("text/turtle", "application/ld+json"):
        assert lines(written(triples, media_type), media_type) == wanted


@pytest.mark.parametrize("media_type", RDF_TYPES)
def test_the_order_of_the_triples_changes_no_byte_in_any_process(media_type: str) -> None:
    again = written(reversed(TRIPLES), media_type)
    assert again == written(TRIPLES, media_type)
    code = (
        "import sys; from tests.graph.test_written import TRIPLES, written; "
        f"sys.stdout.buffer.write(written(TRIPLES, {media_type!r}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == again


def test_turtle_has_the_known_prefixes_and_json_ld_a_context_inside() -> None:
    turtle = written(TRIPLES, "text/turtle").decode()
    assert "@prefix keifu: <https://w3id.org/keifu/ns#> ." in turtle
    assert ", keifu:Report ;" in turtle
    told = json.loads(written(TRIPLES, "application/ld+json"))
    [node] = [each for each in told["@graph"] if each["@id"] == REPORT]
    assert told["@context"]["keifu"] == "https://w3id.org/keifu/ns#"
    assert node["@type"] == ["https://schema.org/Report/odd", "keifu:Report"]
    assert node["keifu:value"] == [{"@type": "xsd:decimal", "@value": "1.50"}]
    assert node["rdfs:label"] == [{"@language": "ja", "@value": "総務省31-⑧"}]


def test_what_has_no_name_is_left_out_and_no_other_form_is_written() -> None:
    assert written([(BlankNode("b"), RDF.type, KEIFU.Report)], "application/n-triples") == b""
    with pytest.raises(QueryError):
        written(TRIPLES, "text/csv")
