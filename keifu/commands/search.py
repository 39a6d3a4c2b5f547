"""`keifu search`: words → things that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.types import PositiveInt

from keifu.commands.options import GraphFolder, Store, opened
from keifu.messages import Exit
from keifu.output import put, put_rows, say

if TYPE_CHECKING:
    from keifu.rows import Rows

_ROOM = 60


def search(
    text: str,
    *,
    type_: Annotated[str, Parameter(name="--type")] = "",
    year: str = "",
    ministry: str = "",
    limit: PositiveInt = 20,
    format: Literal["table", "csv", "json"] = "table",
    graph: GraphFolder = None,
    store: Store = None,
) -> int:
    """Find policies, indicators, plans, units and passages by words, however these are written.

    All words must be there. Width, case, kana, old letters, spaces, eras and signs of numbers do not count.

    Args:
        text: What to look for.
        type_: Only things of this type: policy, indicator, objective, means, report, work, edition, section,
            programme, project, org, post, law or statement.
        year: Only things of this fiscal year, in any writing (2018, H30, 平成30年度).
        ministry: Only things of this ministry (soumu).
        limit: The most hits to show.
        format: How the hits are written.
    """
    rows = opened(graph, store).search(text, type=type_, year=year or None, ministry=ministry, limit=limit)
    if format == "json":
        from keifu.plain import to_json

        put(to_json([*rows]))
    elif format == "csv":
        put(rows.to_csv())
    else:
        put_rows(_short(rows))
    say(f"{rows.note} hits")
    return Exit.DONE if len(rows) else Exit.NOTHING


def _short(rows: Rows) -> Rows:
    """Long passages cut for the table; other forms hold them whole."""
    from keifu.rows import Rows, shown
    from keifu.widths import cut

    return Rows(rows.columns, tuple(tuple(cut(shown(cell), _ROOM) for cell in row) for row in rows.rows))
