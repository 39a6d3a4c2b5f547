"""A thing → its lineage as a graph and as a drawing whose boxes are links on this host."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.render import url
from api.views import names
from queries.drawing.svg import MOST_BOXES, draw_svg
from queries.lineage import lineage

if TYPE_CHECKING:
    import networkx as nx

    from api.answers import Asked

_REACH = MappingProxyType(
    {
        "doc": (0, 3),
        "work": (0, 4),
        "policy": (2, 2),
        "objective": (3, 2),
        "means": (4, 2),
        "indicator": (5, 1),
        "org": (1, 2),
    }
)
"""Kind of the starting thing → columns up and down that are drawn unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn lineage and the address of its own page."""

    svg: str
    nodes: int
    ties: int
    only_policy: bool
    href: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw but the start itself."""
        return self.ties == 0

    @property
    def too_large(self) -> bool:
        """Whether there are more boxes than a reader can follow."""
        return self.nodes > MOST_BOXES


def reach_of(path: str) -> tuple[int, int] | None:
    """How far up and down a lineage from this thing goes by default; None when it has none."""
    return _REACH.get(path.partition("/")[0])


def graph_of(asked: Asked, path: str, up: int, down: int, *, across: bool) -> nx.MultiDiGraph[str]:
    """The lineage of a thing.

    Raises:
        NothingFound: the release does not know it.
    """
    data = asked.data
    return lineage(data.store, data.base.iri(path), up=up, down=down, across=across, base=data.base)


def drawn(asked: Asked, path: str) -> Drawing | None:
    """The drawing for the page of a thing, or None for a kind of thing without lineage."""
    reach = reach_of(path)
    if reach is None:
        return None
    graph = graph_of(asked, path, *reach, across=False)
    return drawing_of(asked, graph, path, *reach)


def drawing_of(asked: Asked, graph: nx.MultiDiGraph[str], path: str, up: int, down: int) -> Drawing:
    """A graph, drawn in the language of the reader."""
    reports = {str(one) for _, held in graph.nodes(data="reports") for one in held or ()}
    called = names(asked.data, reports)
    graph.graph["report_labels"] = {report: called[report].said(asked.language) for report in reports}
    svg = draw_svg(graph, language=asked.language, link=partial(url, asked))
    ties = {str(tie) for _, _, tie in graph.edges(data="tie") if tie}
    only_policy = path.startswith("indicator/") and "policy" in ties and "indicator" not in ties
    given = {"from": path, "up": str(up), "down": str(down)}
    if asked.query.get("lang") == asked.language:
        given["lang"] = asked.language
    if asked.as_of is not None:
        given["as_of"] = asked.as_of
    return Drawing(
        svg, graph.number_of_nodes(), graph.number_of_edges(), only_policy, "/lineage?" + urlencode(given)
    )
