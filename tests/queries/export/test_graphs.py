"""Lineage graphs in time: GEXF by the rules of its schema, GraphML, and both read back by networkx."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from queries.gexf import NAMESPACE
from queries.ground import Ground, ground_of
from queries.lineage import whole
from queries.network import to_gexf, to_graphml
from queries.years import fiscal_year

if TYPE_CHECKING:
    from graph.release import Release

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
IN_ORDER = {
    "gexf": ["meta", "graph"],
    "meta": ["creator", "description"],
    "graph": ["attributes", "attributes", "nodes", "edges"],
}
ATTRIBUTES = {
    "gexf": {"version"},
    "meta": set(),
    "creator": set(),
    "description": set(),
    "graph": {"defaultedgetype", "idtype", "mode", "timeformat", "timerepresentation"},
    "attributes": {"class"},
    "attribute": {"id", "title", "type"},
    "nodes": {"count"},
    "edges": {"count"},
    "node": {"id", "label", "start", "end"},
    "edge": {"id", "source", "target", "label", "kind", "start", "end"},
    "attvalues": set(),
    "attvalue": {"for", "value"},
}
"""The attributes that the schema of GEXF 1.3 allows, as far as we write them."""


@pytest.fixture(scope="module")
def graph(samples_release: Release) -> nx.MultiDiGraph:
    return whole(ground_of(samples_release))


@pytest.fixture(scope="module")
def gexf(graph: nx.MultiDiGraph) -> ET.Element:
    return ET.fromstring(to_gexf(graph))


def local(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_the_whole_lineage_joins_indicators_policies_units_and_documents(graph: nx.MultiDiGraph) -> None:
    kinds = {data["kind"] for _, data in graph.nodes(data=True)}
    assert kinds == {"edition", "indicator", "means", "objective", "policy", "section", "unit", "work"}
    relations = {data["relation"] for *_, data in graph.edges(data=True)}
    assert relations >= {"measures", "mandatedBy", "kpiOf", "sectionOf", "succeeds", "responsibleUnit"}
    assert not any(data["basis"] == "inferred" for *_, data in graph.edges(data=True))


def test_things_stand_in_fiscal_years(graph: nx.MultiDiGraph) -> None:
    def years(node: str) -> tuple[int, int]:
        return graph.nodes[node]["start"], graph.nodes[node]["end"]

    assert years("indicator/municipal-cloud-adopters") == (2018, 2021)
    assert years("policy/soumu/e-municipality") == (2021, 2021)
    assert years("doc/ap/2015-12-24") == (2015, 2018)
    assert fiscal_year("2016-01-22") == 2015


def test_an_edge_stands_in_the_years_of_the_reports_that_state_it(graph: nx.MultiDiGraph) -> None:
    edge = graph.get_edge_data("indicator/municipal-cloud-adopters", "doc/ap/2015-12-24/s/3.3", "kpiOf")
    assert (edge["start"], edge["end"]) == (2018, 2018)
    for _, _, data in graph.edges(data=True):
        assert data["start"] is None or data["start"] <= data["end"]


def test_gexf_has_only_elements_and_attributes_of_the_schema_in_its_order(gexf: ET.Element) -> None:
    for element in gexf.iter():
        assert element.tag.startswith(f"{{{NAMESPACE}}}")
        assert set(element.attrib) <= ATTRIBUTES[local(element)], local(element)
        if local(element) in IN_ORDER:
            assert [local(child) for child in element] == IN_ORDER[local(element)]
    content = gexf.find(f"{{{NAMESPACE}}}graph")
    assert content is not None
    assert content.attrib == {
        "defaultedgetype": "directed",
        "idtype": "string",
        "mode": "dynamic",
        "timeformat": "double",
        "timerepresentation": "interval",
    }


def test_gexf_declares_every_attribute_that_it_uses_and_keeps_ids_apart(gexf: ET.Element) -> None:
    declared = {one.get("id"): one.get("type") for one in gexf.iter(f"{{{NAMESPACE}}}attribute")}
    for value in gexf.iter(f"{{{NAMESPACE}}}attvalue"):
        assert declared[value.get("for")] in {"string", "integer"}
        if declared[value.get("for")] == "integer":
            int(str(value.get("value")))
    nodes = [one.get("id") for one in gexf.iter(f"{{{NAMESPACE}}}node")]
    edges = [*gexf.iter(f"{{{NAMESPACE}}}edge")]
    assert len(nodes) == len(set(nodes)) > 100
    assert len({one.get("id") for one in edges}) == len(edges)
    assert {end for one in edges for end in (one.get("source"), one.get("target"))} <= set(nodes)


def test_gexf_intervals_begin_before_they_end(gexf: ET.Element) -> None:
    timed = [one for one in gexf.iter() if "start" in one.attrib]
    assert len(timed) > 200
    for one in timed:
        assert float(one.attrib["start"]) <= float(one.attrib["end"])


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_networkx_reads_back_nodes_edges_labels_and_years(form: str, graph: nx.MultiDiGraph) -> None:
    back = (
        nx.read_gexf(io.BytesIO(to_gexf(graph).encode()))
        if form == "gexf"
        else nx.parse_graphml(to_graphml(graph))
    )
    assert set(back.nodes) == set(graph.nodes)
    ours = sorted((low, up, data["relation"]) for low, up, data in graph.edges(data=True))
    assert sorted((low, up, data["relation"]) for low, up, data in back.edges(data=True)) == ours
    for node, data in graph.nodes(data=True):
        assert back.nodes[node]["label"] == (data["label"] or (node if form == "gexf" else ""))
        if data["start"] is not None:
            assert float(back.nodes[node]["start"]) == data["start"]
            assert float(back.nodes[node]["end"]) == data["end"]


def test_graphml_gives_each_column_an_id_of_its_own(graph: nx.MultiDiGraph) -> None:
    keys = [one.get("id") for one in ET.fromstring(to_graphml(graph)).iter(f"{GRAPHML}key")]
    assert len(keys) == len(set(keys))


def test_equal_releases_give_equal_graphs(samples_release: Release, graph: nx.MultiDiGraph) -> None:
    again = whole(ground_of(samples_release))
    assert to_gexf(again) == to_gexf(graph)
    assert to_graphml(again) == to_graphml(graph)


def test_a_release_without_anything_gives_an_empty_graph(empty: Ground) -> None:
    assert whole(empty).number_of_nodes() == 0
    assert len(nx.read_gexf(io.BytesIO(to_gexf(whole(empty)).encode()))) == 0
