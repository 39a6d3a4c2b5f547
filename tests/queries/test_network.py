import io
import json
import re

import networkx as nx
import pytest

from ontology.iris import Base
from queries.ground import Ground
from queries.lineage import lineage
from queries.network import to_gexf, to_graphml, to_json, to_mermaid

CLOUD = "indicator/municipal-cloud-adopters"


@pytest.fixture(scope="module")
def graph(embedded: Ground) -> nx.MultiDiGraph:
    return lineage(embedded.store, Base().iri(CLOUD), up=5, down=1)


def labels(graph: nx.MultiDiGraph) -> dict[str, str]:
    return {node: data["label"] for node, data in graph.nodes(data=True)}


def ends(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    return sorted((lower, upper, data["relation"]) for lower, upper, data in graph.edges(data=True))


def test_graphml_reads_back_with_the_same_nodes_edges_and_japanese_labels(graph: nx.MultiDiGraph) -> None:
    back = nx.parse_graphml(to_graphml(graph))
    assert labels(back) == labels(graph)
    assert ends(back) == ends(graph)


def test_gexf_reads_back_and_places_things_in_their_years(graph: nx.MultiDiGraph) -> None:
    text = to_gexf(graph)
    back = nx.read_gexf(io.BytesIO(text.encode()))
    assert {node: data["label"] for node, data in back.nodes(data=True)}.keys() == labels(graph).keys()
    assert ends(back) == ends(graph)
    assert (back.nodes[CLOUD]["start"], back.nodes[CLOUD]["end"]) == (2018.0, 2021.0)
    assert 'start="2018"' in text
    assert 'end="2021"' in text
    assert "クラウド導入市区町村数" in text
    assert "lastmodifieddate" not in text


def test_node_link_json_keeps_every_attribute(graph: nx.MultiDiGraph) -> None:
    data = json.loads(to_json(graph))
    back = nx.node_link_graph(data, edges="edges")
    assert labels(back) == labels(graph)
    assert ends(back) == ends(graph)
    assert back.nodes[CLOUD]["status"] == [
        ["report/soumu/2019-08", "i"],
        ["report/soumu/2022-08", "pending"],
    ]
    assert back.graph["start"] == CLOUD


def test_mermaid_states_each_relation_in_the_direction_of_the_data(graph: nx.MultiDiGraph) -> None:
    text = to_mermaid(graph)
    names = {f"n{number}": node for number, node in enumerate(graph.nodes)}
    arrows = re.findall(r"^  (n\d+) (?:-->|-\.->)\|(\w*)\| (n\d+)$", text, re.MULTILINE)
    assert sorted((names[one], names[two], relation) for one, relation, two in arrows) == ends(graph)
    assert text.startswith("flowchart LR\n")
    assert "クラウド導入市区町村数<br/>⑤／➀" in text
    assert text.count("|kpiOf|") == 2


def test_equal_graphs_give_equal_bytes(embedded: Ground, graph: nx.MultiDiGraph) -> None:
    again = lineage(embedded.store, Base().iri(CLOUD), up=5, down=1)
    for export in (to_graphml, to_gexf, to_json, to_mermaid):
        assert export(again) == export(graph)


def test_marks_of_the_forms_inside_labels_do_no_harm() -> None:
    graph = nx.MultiDiGraph(start="a", up=1, down=1, release="")
    evil = 'x"]; click n0 <script> & # \x00 \ufffe\n二行'
    graph.add_node("a", kind="policy", label=evil, reports=(), status=())
    graph.add_node("b", kind="policy", label="", detail=None)
    graph.add_edge("a", "b", relation="succeeds", basis="inferred")
    assert nx.parse_graphml(to_graphml(graph)).nodes["a"]["label"].startswith('x"]; click')
    assert "a" in nx.read_gexf(io.BytesIO(to_gexf(graph).encode()))
    written = to_mermaid(graph)
    assert "<script>" not in written
    assert "-.->|succeeds|" in written
    assert len(written.splitlines()) == 4
