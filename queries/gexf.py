"""A flat graph (texts and whole numbers only) → GEXF 1.3, by its own schema and the same bytes each time.

networkx writes a clock, a time format that the schema does not know, and no `kind`, without which Gephi
merges two relations between the same things into one edge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx as nx

    Data = Mapping[str, str | int]

NAMESPACE: Final = "http://gexf.net/1.3"
_YEARS: Final = ("start", "end")
_OWN: Final = (*_YEARS, "label")


def gexf(graph: nx.MultiDiGraph[str]) -> str:
    """The graph as text; `start` and `end` of nodes and edges become their intervals, both ends included."""
    root = ET.Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    _describe(root, graph)
    content = ET.SubElement(
        root,
        "graph",
        {
            "defaultedgetype": "directed",
            "idtype": "string",
            "mode": "dynamic",
            "timeformat": "double",
            "timerepresentation": "interval",
        },
    )
    nodes: list[tuple[str, Data]] = [(str(node), data) for node, data in graph.nodes(data=True)]
    edges: list[tuple[str, str, Data]] = [
        (str(low), str(up), data) for low, up, data in graph.edges(data=True)
    ]
    of_nodes = _declare(content, "node", [data for _, data in nodes])
    of_edges = _declare(content, "edge", [data for *_, data in edges])
    _write_nodes(content, nodes, of_nodes)
    _write_edges(content, edges, of_edges)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _describe(root: ET.Element, graph: nx.MultiDiGraph[str]) -> None:
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "Keifu"
    told = [f"{name}: {graph.graph[name]}" for name in ("start", "release") if graph.graph.get(name)]
    ET.SubElement(meta, "description").text = "; ".join(told)


def _declare(content: ET.Element, kind: str, rows: Iterable[Data]) -> dict[str, str]:
    """Declares the attributes of nodes or of edges and gives the id of each."""
    types: dict[str, str] = {}
    for row in rows:
        for name, value in row.items():
            if name not in _OWN:
                fits = isinstance(value, int) and types.get(name) != "string"
                types[name] = "integer" if fits else "string"
    declared = ET.SubElement(content, "attributes", {"class": kind})
    ids = {name: f"{kind}-{place}" for place, name in enumerate(sorted(types))}
    for name, identifier in ids.items():
        ET.SubElement(declared, "attribute", {"id": identifier, "title": name, "type": types[name]})
    return ids


def _write_nodes(content: ET.Element, nodes: Sequence[tuple[str, Data]], ids: Mapping[str, str]) -> None:
    listed = ET.SubElement(content, "nodes", {"count": str(len(nodes))})
    for node, data in nodes:
        said = {"id": node, "label": str(data.get("label") or node), **_interval(data)}
        _write_values(ET.SubElement(listed, "node", said), data, ids)


def _write_edges(content: ET.Element, edges: Sequence[tuple[str, str, Data]], ids: Mapping[str, str]) -> None:
    listed = ET.SubElement(content, "edges", {"count": str(len(edges))})
    for place, (lower, upper, data) in enumerate(edges):
        relation = str(data.get("relation", ""))
        said = {"id": f"e{place}", "source": lower, "target": upper, "label": relation, "kind": relation}
        _write_values(ET.SubElement(listed, "edge", {**said, **_interval(data)}), data, ids)


def _interval(data: Data) -> dict[str, str]:
    return {name: str(data[name]) for name in _YEARS if name in data}


def _write_values(element: ET.Element, data: Data, ids: Mapping[str, str]) -> None:
    written = ET.SubElement(element, "attvalues")
    for name, identifier in ids.items():
        if name in data:
            ET.SubElement(written, "attvalue", {"for": identifier, "value": str(data[name])})
