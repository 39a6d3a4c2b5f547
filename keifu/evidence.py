"""Paths of passages → where they stand: file, line, range of characters, and the exact quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from keifu.rows import Rows
from keifu.values import plain_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.ground import Ground

COLUMNS: Final = ("passage", "file", "line", "start", "end", "quote")

_PASSAGES: Final = """SELECT ?passage ?file ?line ?start ?end ?quote {
  %s
  ?passage keifu:source ?source ; oa:start ?start ; oa:end ?end ; oa:exact ?quote .
  ?source keifu:fileName ?file .
  OPTIONAL { ?passage keifu:line ?line }
} ORDER BY ?file ?start ?end"""


def passages(ground: Ground, paths: Iterable[str]) -> Rows:
    """One row for each passage, by file and place; offsets count characters of the text of the source."""
    rows = [
        tuple(plain_cell(ground, cell) for cell in row)
        for block in ground.blocks("passage", paths)
        for row in ground.rows(_PASSAGES % block)
    ]
    rows.sort(key=lambda row: (str(row[1]), int(str(row[3])), int(str(row[4]))))
    return Rows(COLUMNS, tuple(rows), "passages")
