"""A lineage graph → GraphML, GEXF, node-link JSON and Mermaid, Japanese labels intact.

Tuples become texts joined by blanks in the XML forms, since neither GraphML nor GEXF knows lists; node-link
JSON keeps them as lists.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

import networkx as nx

from queries.gexf import gexf

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTROL: Final = {n: None for n in range(0x20) if n not in {0x09, 0x0A, 0x0D}} | {0xFFFE: None, 0xFFFF: None}
_MERMAID: Final = str.maketrans({'"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", "\n": " ", "\r": " "})
_ARROWS: Final = {"stated": "-->", "curated": "-.->", "inferred": "-.->"}


def to_graphml(graph: nx.MultiDiGraph[str]) -> str:
    """GraphML that networkx, yEd and Gephi read; one attribute a column, years as `start` and `end`."""
    return "\n".join(nx.generate_graphml(_flat(graph))) + "\n"


def to_gexf(graph: nx.MultiDiGraph[str]) -> str:
    """GEXF 1.3 with a year interval for each node and edge that the release places in time."""
    return gexf(_flat(graph))


def to_json(graph: nx.MultiDiGraph[str]) -> str:
    """Node-link JSON as networkx reads it back; sorted keys, so equal graphs give equal bytes."""
    data = nx.node_link_data(graph, edges="edges")
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def to_mermaid(graph: nx.MultiDiGraph[str]) -> str:
    """A Mermaid flow chart that reads as the data does: result -->|relation| authority; guesses dotted."""
    names = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    lines += [f'  {names[node]}["{_mermaid(data, node)}"]' for node, data in graph.nodes(data=True)]
    for lower, upper, data in graph.edges(data=True):
        arrow = _ARROWS.get(str(data.get("basis")), "-->")
        lines.append(f"  {names[lower]} {arrow}|{data.get('relation', '')}| {names[upper]}")
    return "\n".join(lines) + "\n"


def _mermaid(data: Mapping[str, object], node: str) -> str:
    said = str(data.get("label") or node)
    detail = str(data.get("detail") or "")
    lines = [line.translate(_CONTROL).translate(_MERMAID) for line in (said, detail) if line]
    return "<br/>".join(lines)


def _flat(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    flat.graph.update(_plain(graph.graph))
    for node, data in graph.nodes(data=True):
        flat.add_node(node, **_plain(data))
    for number, (lower, upper, data) in enumerate(graph.edges(data=True)):
        # GEXF wants edge ids that are unique in the whole graph, not only between two nodes
        flat.add_edge(lower, upper, key=f"e{number}", **_plain(data))
    return flat


def _plain(data: Mapping[str, object]) -> dict[str, str | int]:
    return {str(name): _text(value) for name, value in data.items() if value is not None}


def _text(value: object) -> str | int:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, tuple | list):
        parts = cast("tuple[object, ...]", tuple(value))
        return " ".join(
            ":".join(cast("tuple[str, ...]", part)) if isinstance(part, tuple) else str(part)
            for part in parts
        )
    return str(value).translate(_CONTROL)
