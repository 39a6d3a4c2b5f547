"""`keifu lineage`: one thing → where it comes from and what rests on it."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.types import NonNegativeInt

from keifu.commands.options import GraphFolder, Store, opened, put_sources
from keifu.messages import Exit
from keifu.output import put, say


def lineage(
    id: str,
    *,
    up: NonNegativeInt = 3,
    down: NonNegativeInt = 1,
    across: Annotated[bool, Parameter(negative="")] = False,
    inferred: Annotated[bool, Parameter(negative="")] = False,
    sources: Annotated[bool, Parameter(negative="")] = False,
    format: Literal["tree", "json", "svg", "mermaid", "graphml", "gexf"] = "tree",
    graph: GraphFolder = None,
    store: Store = None,
) -> int:
    """Show where a thing comes from and what rests on it.

    Args:
        id: Path, IRI, printed number (総務省31-⑧) or name of a policy, indicator, plan, section or unit.
        up: Steps towards the authority, as columns of the drawing.
        down: Steps towards what rests on it.
        across: Also walk to predecessors and successors.
        inferred: Also follow links that no report states; they are marked.
        sources: Below the tree, quote the passages that state the ties, with file and line (tree only).
        format: A tree for the terminal, a drawing, or a graph for other programs.
    """
    keifu = opened(graph, store)
    found = keifu.lineage(id, up=up, down=down, across=across, inferred=inferred)
    text = found.export(format)
    put(text if text.endswith("\n") else text + "\n")
    if sources and format == "tree":
        put_sources(keifu, found.passages())
    say(
        f"{found.start}: {found.graph.number_of_nodes()} things, "
        f"{found.graph.number_of_edges()} ties; release {found.release}"
    )
    return Exit.DONE if found.graph.number_of_edges() else Exit.NOTHING
