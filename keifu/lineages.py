"""A lineage graph → rows, drawing, text, exports: one object for notebooks and for the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from keifu.rows import Rows
from queries.drawing.svg import draw_svg
from queries.drawing.text import draw_text, rows
from queries.network import to_gexf, to_graphml, to_json, to_mermaid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import networkx as nx

_COLUMNS = ("lower", "lower_label", "relation", "upper", "upper_label", "tie", "basis", "reports", "evidence")


@dataclass(frozen=True, slots=True)
class Lineage:
    """The surroundings of one thing. Edges point up, towards the authority, as in the data."""

    graph: nx.MultiDiGraph[str]
    start: str
    release: str

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The graph itself; nodes are paths, edges carry relation, tie, basis, reports and evidence."""
        return self.graph

    def rows(self) -> Rows:
        """One row for each tie, with the reports that state it and the passages where."""
        found = tuple(
            (
                tie.lower,
                tie.lower_label,
                tie.relation,
                tie.upper,
                tie.upper_label,
                tie.tie,
                tie.basis,
                " ".join(tie.reports),
                " ".join(tie.evidence),
            )
            for tie in rows(self.graph)
        )
        return Rows(_COLUMNS, found, f"lineage of {self.start}, release {self.release}")

    def passages(self) -> tuple[str, ...]:
        """The paths of all passages that state a tie, sorted, each once."""
        return tuple(sorted({path for tie in rows(self.graph) for path in tie.evidence}))

    def text(self) -> str:
        """An indented tree for the terminal."""
        return draw_text(self.graph)

    def svg(self, *, language: str = "ja") -> str:
        """The drawing as on the web; links are paths of this release."""
        return draw_svg(self.graph, language=language)

    def export(self, form: str) -> str:
        """The lineage as tree, json, svg, mermaid, graphml or gexf; KeyError for any other form."""
        return EXPORTS[form](self.graph)

    def _repr_html_(self) -> str:
        return self.svg()


EXPORTS: Final[Mapping[str, Callable[[nx.MultiDiGraph[str]], str]]] = {
    "tree": draw_text,
    "json": to_json,
    "svg": draw_svg,
    "mermaid": to_mermaid,
    "graphml": to_graphml,
    "gexf": to_gexf,
}
"""Every form that a lineage can be written in."""
