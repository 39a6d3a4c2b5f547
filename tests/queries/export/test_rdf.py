"""RDF forms of an export: N-Quads and Turtle hold the release, the cube keeps the constraints of the W3C."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from graph.folder import files_of
from graph.turtle import PREFIXES, lines_in, lines_of, to_turtle
from ontology.rdf import BlankNode, Iri
from queries.export.cube import cube, cube_query
from queries.export.described import notes_of
from queries.export.rdf import nquads, turtle
from queries.export.sheets import sheet
from queries.ground import Ground, ground_of
from tests.queries.export.integrity import CONSTRAINTS, NORMALISATION
from tests.queries.export.integrity import PREFIXES as ASKING

if TYPE_CHECKING:
    from graph.release import Release
    from graph.store import Store

CUBE = "https://w3id.org/keifu/cube#"
QB = "http://purl.org/linked-data/cube#"


@pytest.fixture(scope="module")
def ground(samples_release: Release) -> Ground:
    return ground_of(samples_release)


@pytest.fixture(scope="module")
def view(ground: Ground) -> bytes:
    return cube(ground, notes_of(ground))


@pytest.fixture(scope="module")
def normalised(view: bytes) -> rdflib.Graph:
    graph = rdflib.Graph().parse(data=view, format="turtle")
    for update in NORMALISATION:
        graph.update(ASKING + update)
    return graph


def test_nquads_are_the_statements_of_all_named_graphs_sorted(samples_release: Release) -> None:
    lines = [*nquads(samples_release)]
    files = [path for path in files_of(samples_release.path / "quads") if path.name != "default.nq"]
    assert lines == sorted(
        line + "\n" for path in files for line in path.read_text("utf-8").split("\n") if line
    )
    assert lines == sorted(lines)


def test_turtle_holds_the_default_graph_and_begins_alike_each_time(samples_release: Release) -> None:
    written = turtle(samples_release, {"release": samples_release.id})
    merged = (samples_release.path / "quads" / "default.nq").read_text("utf-8")
    read = {str(quad.triple) for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)}
    assert read == {str(quad.triple) for quad in ox.parse(merged, format=ox.RdfFormat.N_TRIPLES)}
    assert written == turtle(samples_release, {"release": samples_release.id})
    head = written.decode().splitlines()[: len(PREFIXES) + 1]
    assert head[0] == f"# release: {samples_release.id}"
    assert head[1:] == [f"@prefix {name}: <{iri}> ." for name, iri in sorted(PREFIXES.items())]


def test_subjects_of_turtle_stand_in_one_order(samples_release: Release) -> None:
    text = turtle(samples_release, {}).decode()
    subjects = re.findall(r"^<([^>]*)> ", text, re.MULTILINE)
    assert len(subjects) == len(set(subjects)) > 500


def test_a_text_with_line_breaks_of_unicode_stays_one_statement() -> None:
    line = '<http://e/a> <http://e/b> "一\u2028二\u0085三" .'
    assert [*lines_in(to_turtle([line], {}).decode())] == [line]


def test_a_triple_with_a_blank_node_is_left_out_of_lines() -> None:
    a, b = Iri("http://e/a"), Iri("http://e/b")
    assert [*lines_of([(a, b, a), (a, b, BlankNode("x")), (BlankNode("x"), b, a)])] == [
        "<http://e/a> <http://e/b> <http://e/a> ."
    ]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_the_cube_keeps(constraint: str, normalised: rdflib.Graph) -> None:
    assert normalised.query(ASKING + CONSTRAINTS[constraint]).askAnswer is False


@pytest.mark.parametrize(
    ("constraint", "broken"),
    [
        ("IC-1 an observation has one data set", "<x:o> a qb:Observation ."),
        ("IC-2 a data set has one structure", "<x:d> a qb:DataSet ."),
        ("IC-3 a structure has a measure", "<x:s> a qb:DataStructureDefinition ."),
        ("IC-4 a dimension has a range", "<x:p> a qb:DimensionProperty ."),
        (
            "IC-5 a dimension of concepts has a code list",
            "<x:p> a qb:DimensionProperty ; rdfs:range skos:Concept .",
        ),
        (
            "IC-6 only attributes may be optional",
            "cube:structure qb:component [ qb:componentRequired false ; qb:componentProperty <x:p> ] .",
        ),
        ("IC-11 an observation has every dimension", "<x:o> qb:dataSet <SET> ."),
        ("IC-12 no two observations stand at one place", "COPY"),
        ("IC-13 a required attribute is there", "<x:o> qb:dataSet <SET> ."),
        ("IC-14 every measure is there where the measure is no dimension", "<x:o> qb:dataSet <SET> ."),
        ("IC-19 a coded value is in its code list", "<x:o> qb:dataSet <SET> ; cube:kind <x:k> ."),
    ],
)
def test_a_broken_cube_is_noticed(constraint: str, broken: str, view: bytes, ground: Ground) -> None:
    data = ground.base.iri("cube/observations")
    graph = rdflib.Graph().parse(data=view, format="turtle")
    for update in NORMALISATION:
        graph.update(ASKING + update)
    prefixes = f"{ASKING} PREFIX cube: <{CUBE}> "
    if broken == "COPY":
        graph.update(
            prefixes + "INSERT { <x:o> ?p ?v } WHERE { { SELECT ?o { ?o cube:kind ?k } LIMIT 1 } ?o ?p ?v }"
        )
    else:
        graph.update(prefixes + f"INSERT DATA {{ {broken.replace('SET', data)} }}")
    assert graph.query(ASKING + CONSTRAINTS[constraint]).askAnswer is True


def test_the_cube_has_every_number_of_the_tables_and_nothing_else(ground: Ground, view: bytes) -> None:
    graph = rdflib.Graph().parse(data=view, format="turtle")
    terms = "https://w3id.org/keifu/ns#"
    in_cube = {
        (str(node), str(value))
        for node, value in graph.query(f"SELECT ?o ?v {{ ?o a <{QB}Observation> ; <{terms}value> ?v }}")
    }
    found = sheet(ground, "observations")
    numbers = {
        (str(ground.base.iri(str(path))), f"{value:f}")
        for path, value in zip(found.column("observation"), found.column("value"), strict=True)
        if value is not None
    }
    assert in_cube == numbers
    assert len(numbers) > 50


def test_the_kinds_of_the_cube_tell_a_final_target_from_that_of_a_year(view: bytes) -> None:
    graph = rdflib.Graph().parse(data=view, format="turtle")
    kinds = {str(kind).removeprefix(CUBE) for kind in graph.objects(predicate=rdflib.URIRef(CUBE + "kind"))}
    assert kinds == {"baseline", "actual", "target", "final-target"}


def test_the_query_of_the_cube_gives_the_same_on_both_stores(embedded: Ground, oracle: Ground) -> None:
    def lines(store: Store) -> set[str]:
        return set(lines_of(store.construct(cube_query(embedded))))

    assert lines(embedded.store) == lines(oracle.store) != set()


def test_the_cube_has_the_same_bytes_each_time(ground: Ground, view: bytes) -> None:
    assert cube(ground, notes_of(ground)) == view
