"""The cells above and below a page break → those of which nobody can tell whether they are one cell.

A browser leaves a cell open where a page break cuts it, and a spreadsheet cuts none. A word processor closes
the cut cell with a rule and opens it again with another, so that half a row looks just like a row. Words flow
on only where there was no room left for them: a cell with room below its words ends there.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from loaders.views.drawn import Drawn
from loaders.views.lattice import Box
from loaders.views.lettering import Line

_OPEN = ("Skia/PDF", "Excel", "Calc")
_SHARED = 3.0  # points that two cells above each other share at least
_ROOM = 1.3  # of the height of a line: white in which another line would have fitted
_TOP = 1.0  # of the height of a line: words that begin lower do not begin at the top


class Cut(Enum):
    """What a program draws where a page break cuts a cell: no rule, or two."""

    OPEN = "open"
    CLOSED = "closed"

    @classmethod
    def by(cls, programs: Sequence[str]) -> Cut:
        """What the programs do that a file names as its makers."""
        return cls.OPEN if any(name in each for name in _OPEN for each in programs) else cls.CLOSED


def torn_cells(ends: Sequence[Drawn], starts: Sequence[Drawn]) -> list[Drawn]:
    """Of the last cells of a page and the first of the next those that may be halves of one cell.

    All of them when no column tells that a row ended at the break.
    """
    if any(each.open_below for each in ends) or any(each.open_above for each in starts):
        return []
    pairs = [
        (end, start) for start in starts if start.text for end in ends if end.text and _above(end, start)
    ]
    doubtful = [(end, start) for end, start in pairs if not end.has_room]
    if doubtful and len(doubtful) == len(pairs):
        return [*ends, *starts]
    return [each for pair in doubtful for each in pair]


def _above(end: Drawn, start: Drawn) -> bool:
    return min(end.box.right, start.box.right) - max(end.box.left, start.box.left) > _SHARED


def has_room(box: Box, listed: Sequence[Line]) -> bool:
    """Whether words that begin at the top of a cell leave room for another line below them."""
    if not listed:
        return False
    height = max(line.box.bottom - line.box.top for line in listed)
    below = box.bottom - max(line.box.bottom for line in listed)
    above = min(line.box.top for line in listed) - box.top
    return below >= _ROOM * height and above <= _TOP * height
