"""Words between lying rules alone → the columns and rows that they stand in.

Rows are what lies between rules. Columns begin and end where pieces of the rules do: programs draw the rule
under each cell for itself. Rules drawn in one piece tell nothing, and columns are then parted where no row
has words. A word across the edge of two columns makes one cell of both, in its row. What comes out is a
lattice like one of drawn rules; its cells are placed, not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.views.lattice import SNAP, Lattice, Rule, clustered, lattice_of, nearest
from loaders.views.lettering import Glyph, lines

_LEAST_WIDTH = 100.0  # points: a shorter rule is an underline
_LEAST_ROW = 9.0  # points: what is lower and empty lies between two tables
_GAP = 0.6  # of a character's size: a narrower gap parts no columns
_WIDE_GAP = 1.3  # a gap that only one row shows
_TOUCHING = 0.35  # of a character's size between letters of one word
_NEAR = 1.2  # of the height of a line: the white below a rule or a line of the same cell
_INSIDE = 1.0  # points


@dataclass(frozen=True, slots=True)
class _Level:
    """All rules at one height: where they begin and end together, and the edges of their pieces."""

    at: float
    rules: tuple[Rule, ...]

    @property
    def left(self) -> float:
        return min(rule.start for rule in self.rules)

    @property
    def right(self) -> float:
        return max(rule.end for rule in self.rules)

    @property
    def edges(self) -> list[float]:
        return clustered(end for rule in self.rules for end in (rule.start, rule.end))

    @property
    def is_pieced(self) -> bool:
        """Whether the rule of one cell ends where that of the next begins."""
        return any(abs(other.start - one.end) <= SNAP for one, other in pairwise(self.rules))


@dataclass(slots=True)
class _Stack:
    """The levels of one table from the top down; `edges` are those of columns that its rules show."""

    levels: list[_Level]
    edges: list[float]
    is_pieced: bool

    def takes(self, level: _Level, glyphs: Sequence[Glyph]) -> bool:
        """Whether a level below belongs to the table."""
        last = self.levels[-1]
        between = [glyph for glyph in glyphs if last.at < glyph.middle[1] < level.at]
        if level.at - last.at < _LEAST_ROW and not between:
            return False
        if self.is_pieced or level.is_pieced:
            return _are_among(level.edges, self.edges) or _are_among(self.edges, level.edges)
        is_inside = level.left >= self.edges[0] - SNAP and level.right <= self.edges[-1] + SNAP
        is_around = level.left <= self.edges[0] + SNAP and level.right >= self.edges[-1] - SNAP
        is_whole = self._is_full(last) and is_around
        return (is_inside or is_around) and not (is_whole and _is_prose(between))

    def _is_full(self, level: _Level) -> bool:
        return abs(level.left - self.edges[0]) <= SNAP and abs(level.right - self.edges[-1]) <= SNAP

    def goes_on(self, above: Sequence[float]) -> bool:
        """Whether the edges are those of a table of the page before."""
        is_inside = self.edges[0] >= above[0] - SNAP and self.edges[-1] <= above[-1] + SNAP
        return is_inside and (not self.is_pieced or _are_among(self.edges, above))

    def add(self, level: _Level) -> None:
        """Takes a level and the edges that it shows."""
        self.levels.append(level)
        self.is_pieced |= level.is_pieced
        self.edges = clustered([*self.edges, *level.edges])


def _is_prose(glyphs: Sequence[Glyph]) -> bool:
    """Whether words fill a row without any gap: a paragraph between two tables."""
    return bool(glyphs) and not any(end - start > _WIDE_GAP * size for start, end, size in _gaps(glyphs))


def placed_tables(rules: Sequence[Rule], glyphs: Sequence[Glyph], above: Sequence[float]) -> list[Lattice]:
    """The tables of the lying rules of a page; `above` are the edges of a placed table of the page before."""
    upright = [glyph for glyph in glyphs if not glyph.turn and not glyph.char.isspace()]
    stacks = list(_stacks(rules, upright))
    found: list[Lattice] = []
    for index, stack in enumerate(stacks):
        top = stack.levels[0].at
        if index == 0 and above and stack.goes_on(above):
            stack.edges = clustered([*stack.edges, *above])
            top = min([top, *(glyph.box.top for glyph in upright if glyph.middle[1] < top)])
        heights = [top, *(level.at for level in stack.levels)]
        if not stack.is_pieced:
            stack.edges = _parted(stack.edges, _rows(heights, stack.edges, upright))
        if index == len(stacks) - 1:
            heights.append(_end(stack, upright))
        table = _table(stack, clustered(heights), upright)
        if table is not None:
            found.append(table)
    return found


def _rows(heights: Sequence[float], edges: Sequence[float], glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters between each two heights."""
    inside = [glyph for glyph in glyphs if edges[0] <= glyph.middle[0] <= edges[-1]]
    return [
        [glyph for glyph in inside if top <= glyph.middle[1] < bottom] for top, bottom in pairwise(heights)
    ]


def _stacks(rules: Sequence[Rule], glyphs: Sequence[Glyph]) -> Iterator[_Stack]:
    heights = clustered(rule.at for rule in rules)
    by_height: dict[int, list[Rule]] = {}
    for rule in rules:
        by_height.setdefault(nearest(heights, rule.at), []).append(rule)
    open_stack: _Stack | None = None
    for index, listed in sorted(by_height.items()):
        level = _Level(heights[index], tuple(sorted(listed, key=lambda rule: rule.start)))
        if open_stack is not None and open_stack.takes(level, glyphs):
            open_stack.add(level)
            continue
        if open_stack is not None:
            yield open_stack
        is_long = level.right - level.left >= _LEAST_WIDTH
        open_stack = _Stack([level], level.edges, level.is_pieced) if is_long else None
    if open_stack is not None:
        yield open_stack


def _are_among(some: Sequence[float], edges: Sequence[float]) -> bool:
    """Whether edges are all among those of another level."""
    return all(abs(edges[nearest(edges, edge)] - edge) <= SNAP for edge in some)


def _end(stack: _Stack, glyphs: Sequence[Glyph]) -> float:
    """Where the last row ends that has no rule below it: words in several columns, line below line.

    A line that begins at the left of the table and runs across columns is a paragraph below it.
    """
    start = stack.levels[-1].at
    bottom = start
    for line in lines([glyph for glyph in glyphs if glyph.middle[1] > start]):
        height = line.box.bottom - line.box.top
        is_apart = line.box.top - bottom > _NEAR * height
        is_first = _column(line.glyphs[0], stack.edges) == 0
        if is_apart or (is_first and any(_crosses(edge, line.glyphs) for edge in stack.edges[1:-1])):
            break
        bottom = max(bottom, line.box.bottom)
    inside = [glyph for glyph in glyphs if start < glyph.middle[1] <= bottom]
    columns = {_column(glyph, stack.edges) for glyph in inside}
    return bottom if len(columns) > 1 or (columns and 0 not in columns) else start


def _column(glyph: Glyph, edges: Sequence[float]) -> int:
    return sum(edge <= glyph.middle[0] for edge in edges[1:])


def _table(stack: _Stack, heights: Sequence[float], glyphs: Sequence[Glyph]) -> Lattice | None:
    edges = stack.edges
    rows = _rows(heights, edges, glyphs)
    if len(edges) < 3 or not any(rows):  # noqa: PLR2004 - two columns
        return None
    lying = [rule for level in stack.levels for rule in level.rules]
    standing = [Rule(edge, heights[0], heights[-1]) for edge in (edges[0], edges[-1])]
    for (top, bottom), row in zip(pairwise(heights), rows, strict=True):
        listed = lines(row)
        standing.extend(
            Rule(edge, top, bottom)
            for edge in edges[1:-1]
            if not any(_crosses(edge, line.glyphs) for line in listed)
        )
    return lattice_of(lying, standing)


def _crosses(edge: float, glyphs: Sequence[Glyph]) -> bool:
    """Whether a word of a line stands on both sides of an edge."""
    drawn = sorted((glyph for glyph in glyphs if not glyph.char.isspace()), key=lambda glyph: glyph.box.left)
    if any(glyph.box.left + _INSIDE < edge < glyph.box.right - _INSIDE for glyph in drawn):
        return True
    return any(
        one.box.right - _INSIDE <= edge <= other.box.left + _INSIDE
        and other.box.left - one.box.right < _TOUCHING * max(one.size, other.size)
        for one, other in pairwise(drawn)
    )


def _parted(known: Sequence[float], rows: Sequence[Sequence[Glyph]]) -> list[float]:
    """The edges of columns where rows have gaps: each gap holds one, and as many gaps as can share one."""
    gaps = [
        (start, end, size)
        for row in rows
        for start, end, size in _gaps(row)
        if not any(start <= edge <= end for edge in known)
    ]
    edges: list[float] = []
    waiting = sorted(gaps, key=lambda gap: gap[1])
    while waiting:
        start, end, size = waiting[0]
        shared = [gap for gap in waiting if gap[0] < end]
        start = max(gap[0] for gap in shared if gap[0] < end)
        if len(shared) > 1 or end - start > _WIDE_GAP * size:
            edges.append((start + end) / 2)
        waiting = [gap for gap in waiting if gap not in shared]
    return sorted([*known, *edges])


def _gaps(row: Sequence[Glyph]) -> Iterator[tuple[float, float, float]]:
    """The stretches of a row without any character, with the size of the characters beside them."""
    reached: Glyph | None = None
    for glyph in sorted(row, key=lambda g: g.box.left):
        if reached is not None and glyph.box.left - reached.box.right > _GAP * max(glyph.size, reached.size):
            yield reached.box.right, glyph.box.left, max(glyph.size, reached.size)
        if reached is None or glyph.box.right > reached.box.right:
            reached = glyph
