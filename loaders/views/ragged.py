"""The cells of a table, row by row → the rows that do not fill its width, so that their columns are doubtful.

A table that is whole has as many fields in each row, cells from above counted. A row with fewer, with more or
with a gap lost a cell or a mark of one: which of its cells moved is not to be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from loaders.views.view import Piece

Stretch = tuple[int, int, int, int]
"""A cell by its first row and column and the rows and columns that it covers."""


def ragged_rows(cells: Iterable[Stretch]) -> frozenset[int]:
    """The rows whose cells do not stand side by side from the first column to the usual last one.

    >>> sorted(ragged_rows([(0, 0, 1, 3), (1, 0, 2, 1), (1, 1, 1, 2), (2, 1, 1, 1)]))
    [2]
    """
    rows: dict[int, list[tuple[int, int]]] = {}
    for first, column, height, width in cells:
        for row in range(first, first + height):
            rows.setdefault(row, []).append((column, column + width))
    ends = Counter(max(end for _, end in stretches) for stretches in rows.values())
    usual = max(ends, key=lambda end: (ends[end], end), default=0)
    return frozenset(row for row, stretches in rows.items() if not _fills(stretches, usual))


def _fills(stretches: Sequence[tuple[int, int]], width: int) -> bool:
    at = 0
    for start, end in sorted(stretches):
        if start != at:
            return False
        at = end
    return at == width


def with_ragged(cells: Sequence[Piece], stretches: Iterable[Stretch]) -> tuple[Piece, ...]:
    """The cells, those of ragged rows marked."""
    ragged = ragged_rows(stretches)
    return tuple(replace(cell, ragged=True) if cell.row in ragged else cell for cell in cells)
