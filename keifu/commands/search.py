"""`keifu search`: words → things that carry them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cyclopts.types import PositiveInt

from keifu.commands.options import GraphFolder, opened
from keifu.messages import Exit
from keifu.output import put, put_rows, say

if TYPE_CHECKING:
    from keifu.rows import Rows

_ROOM = 60


def search(
    text: str,
    *,
    limit: PositiveInt = 20,
    format: Literal["table", "csv", "json"] = "table",
    graph: GraphFolder = None,
) -> int:
    """Find policies, indicators, plans, units and passages by words; widths and eras do not count.

    Args:
        text: What to look for.
        limit: The most hits to show.
        format: How the hits are written.
    """
    rows = opened(graph).search(text, limit=limit)
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
