"""Lines of a cell that are drawn over each other → the lines that ran over from the row above, and its own.

A browser that cuts a row at the end of a page draws its last lines over the first of the next row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loaders.views.lettering import Line

_OVER = 0.2  # of the height of a line: lines that share more are drawn over each other
_OFF = 0.8  # points by which the distance of two lines may be off
_APART = 3  # characters: more than blanks at the end of a line
_WIDEST = 2.5  # of the height of a line: from one line of a text to the next


def overprinted(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The lines that ran over and all others; the first part is empty when no line is over another.

    Lines that ran over were drawn before. Where nobody knows what was drawn first, they are those that begin
    first and follow each other at one distance.
    """
    if any(line.drawn[1] for line in lines):
        return _drawn_before(lines)
    if not any(_is_over(one, other) for one, other in pairwise(lines)):
        return (), tuple(lines)
    for step in _steps(lines):
        upper = _chain(lines, lines[0], step)
        own = [line for line in lines if line not in upper]
        if own and _chain(own, own[0], step) == own:
            return tuple(upper), tuple(own)
    return (lines[0],), tuple(lines[1:])


def _drawn_before(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    drawn = sorted(lines, key=lambda line: line.drawn)
    for index, (line, after) in enumerate(pairwise(drawn), 1):
        if _is_over(line, after) or (_is_later(line, after) and after.box.top < line.box.bottom):
            return tuple(drawn[:index]), tuple(drawn[index:])
    return (), tuple(lines)


def _is_later(line: Line, after: Line) -> bool:
    """Whether something else was drawn between two lines: the words of one cell are drawn in one go."""
    return after.drawn[0] - line.drawn[1] > _APART


def _is_over(line: Line, after: Line) -> bool:
    return line.box.bottom - after.box.top > _OVER * (line.box.bottom - line.box.top)


def _steps(lines: Sequence[Line]) -> list[float]:
    """The distances that two lines of one text may have, the smallest first."""
    height = max(line.box.bottom - line.box.top for line in lines)
    found = {round(b.box.top - a.box.top, 1) for i, a in enumerate(lines) for b in lines[i + 1 :]}
    return sorted(step for step in found if height <= step <= _WIDEST * height)


def _chain(lines: Sequence[Line], first: Line, step: float) -> list[Line]:
    """The lines that follow the first at one distance each."""
    chain = [first]
    for line in lines:
        if line is not first and abs(line.box.top - chain[-1].box.top - step) <= _OFF:
            chain.append(line)
    return chain
