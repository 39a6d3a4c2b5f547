"""Drawn rules of a page → the cells that they enclose, with what each spans.

Coordinates are points from the top left of the page. Rules that touch make one table; each table has a grid
of its own. Two neighbouring boxes of the grid are one cell when no rule is drawn between them. Where a page
ends inside a table, and where it has no frame, its open sides are closed by rules that are not drawn.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

SNAP = 3.0
"""Rules nearer than this (points) are one rule: a double rule is one, and so are two frames side by side."""
_WIDEST = 1.5  # of the reach: what a run may be wide
_COVERED = 0.6  # a rule counts between two boxes when it covers this share of their common side


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Field:
    """A cell of a lattice; `open_above` and `open_below` when that side is closed by no drawn rule."""

    box: Box
    open_above: bool = False
    open_below: bool = False


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table as drawn: its outline and its cells from the top left, row by row."""

    box: Box
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule: `at` is its y when it lies, its x when it stands; from `start` to `end` along it."""

    at: float
    start: float
    end: float


def lattices(lying: Sequence[Rule], standing: Sequence[Rule]) -> list[Lattice]:
    """The tables of a page from the top down; rules that enclose nothing make no table."""
    groups = _connected(_merged(lying), _merged(standing))
    found = [table for across, down in groups if across and down and (table := lattice_of(across, down))]
    lone = [rule for across, down in groups if not across for rule in down]
    found.extend(band for band in _bands(lone) if not any(_overlap(band.box, table.box) for table in found))
    return sorted(found, key=lambda table: (table.box.top, table.box.left))


def _overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _bands(standing: Sequence[Rule]) -> Iterator[Lattice]:
    """Rules of one height side by side: a row of cells that neither begins nor ends on this page."""
    by_height: dict[tuple[int, int], list[Rule]] = {}
    for rule in sorted(standing, key=lambda r: r.at):
        by_height.setdefault((round(rule.start / SNAP), round(rule.end / SNAP)), []).append(rule)
    for rules in by_height.values():
        top, bottom = min(rule.start for rule in rules), max(rule.end for rule in rules)
        edges = clustered(rule.at for rule in rules)
        if len(edges) > 1:
            box = Box(edges[0], top, edges[-1], bottom)
            yield Lattice(box, tuple(Field(Box(a, top, b, bottom), True, True) for a, b in pairwise(edges)))


def clustered(values: Iterable[float], reach: float = SNAP) -> list[float]:
    """One value, the mean, for each run of values in which neighbours are within `reach`, and all nearly."""
    runs: list[list[float]] = []
    for value in sorted(values):
        if runs and value - runs[-1][-1] <= reach and value - runs[-1][0] <= _WIDEST * reach:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [sum(run) / len(run) for run in runs]


def nearest(edges: Sequence[float], value: float) -> int:
    """The index of the edge next to a value."""
    index = bisect_left(edges, value)
    near = [i for i in (index - 1, index) if 0 <= i < len(edges)]
    return min(near, key=lambda i: abs(edges[i] - value))


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Pieces of one drawn rule joined; a rule is drawn in pieces at every cell."""
    edges = clustered(rule.at for rule in rules)
    runs: dict[int, list[Rule]] = {}
    for rule in rules:
        runs.setdefault(nearest(edges, rule.at), []).append(rule)
    return [joined for index, run in sorted(runs.items()) for joined in _joined(edges[index], run)]


def _joined(at: float, run: list[Rule]) -> Iterator[Rule]:
    start, end = None, 0.0
    for rule in sorted(run, key=lambda r: (r.start, r.end)):
        if start is not None and rule.start > end + SNAP:
            yield Rule(at, start, end)
            start = None
        start, end = (rule.start, rule.end) if start is None else (start, max(end, rule.end))
    if start is not None:
        yield Rule(at, start, end)


class _Sets:
    """Union-find over numbers from 0."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, item: int) -> int:
        """The representative of the set that an item is in."""
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Makes one set of two; the smaller number represents it."""
        one, other = sorted((self.root(one), self.root(other)))
        self.parent[other] = one

    def groups(self) -> dict[int, list[int]]:
        """The members of each set."""
        found: dict[int, list[int]] = {}
        for item in range(len(self.parent)):
            found.setdefault(self.root(item), []).append(item)
        return found


def _connected(lying: Sequence[Rule], standing: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, table by table."""
    width = len(lying)
    sets = _Sets(width + len(standing))
    for i, across in enumerate(lying):
        for j, down in enumerate(standing):
            if (
                across.start - SNAP <= down.at <= across.end + SNAP
                and down.start - SNAP <= across.at <= down.end + SNAP
            ):
                sets.join(i, width + j)
    return [
        (
            [lying[i] for i in group if i < len(lying)],
            [standing[i - len(lying)] for i in group if i >= len(lying)],
        )
        for group in sets.groups().values()
    ]


def lattice_of(lying: Sequence[Rule], standing: Sequence[Rule]) -> Lattice | None:
    """One table from its rules, None when they enclose nothing."""
    xs = clustered([*(rule.at for rule in standing), *_ends(lying)])
    ys = clustered([*(rule.at for rule in lying), *_ends(standing)])
    is_lone = len(standing) == 1 and (len(lying) == 1 or len(xs) < 3)  # noqa: PLR2004 - left, right, the rule
    if is_lone or len(xs) < 2 or len(ys) < 2:  # noqa: PLR2004 - two edges enclose something
        return None
    grid = _Grid(xs, ys, _by_edge(lying, ys), _by_edge(standing, xs))
    return Lattice(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(grid.fields()))


def _ends(rules: Sequence[Rule]) -> Iterator[float]:
    return (end for rule in rules for end in (rule.start, rule.end))


def _by_edge(rules: Sequence[Rule], edges: Sequence[float]) -> dict[int, list[Rule]]:
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        found.setdefault(nearest(edges, rule.at), []).append(rule)
    return found


@dataclass(frozen=True, slots=True)
class _Grid:
    """The elementary boxes between the edges of one table."""

    xs: Sequence[float]
    ys: Sequence[float]
    lying: dict[int, list[Rule]]
    standing: dict[int, list[Rule]]

    def fields(self) -> Iterator[Field]:
        """The cells: boxes without a rule between them together, cut into rectangles where they are none."""
        width, height = len(self.xs) - 1, len(self.ys) - 1
        sets = _Sets(width * height)
        for row in range(height):
            for column in range(width):
                here = row * width + column
                if column + 1 < width and not self._is_parted_right(row, column):
                    sets.join(here, here + 1)
                if row + 1 < height and not self._is_parted_below(row, column):
                    sets.join(here, here + width)
        rectangles = [r for group in sets.groups().values() for r in _rectangles(group, width)]
        for top, left, bottom, right in sorted(rectangles):
            yield Field(
                Box(self.xs[left], self.ys[top], self.xs[right + 1], self.ys[bottom + 1]),
                not any(self._is_ruled(top, column) for column in range(left, right + 1)),
                not any(self._is_ruled(bottom + 1, column) for column in range(left, right + 1)),
            )

    def _is_parted_right(self, row: int, column: int) -> bool:
        return _covers(self.standing.get(column + 1, ()), self.ys[row], self.ys[row + 1])

    def _is_parted_below(self, row: int, column: int) -> bool:
        return self._is_ruled(row + 1, column)

    def _is_ruled(self, edge: int, column: int) -> bool:
        return _covers(self.lying.get(edge, ()), self.xs[column], self.xs[column + 1])


def _covers(rules: Iterable[Rule], start: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return covered >= _COVERED * (end - start)


def _rectangles(group: Sequence[int], width: int) -> Iterator[tuple[int, int, int, int]]:
    """The group as one rectangle (top, left, bottom, right), or as one for each run of its rows."""
    rows = sorted({item // width for item in group})
    columns = sorted({item % width for item in group})
    if len(rows) * len(columns) == len(group) and rows[-1] - rows[0] + 1 == len(rows):
        yield rows[0], columns[0], rows[-1], columns[-1]
        return
    for row in rows:
        run = [item % width for item in group if item // width == row]
        start = run[0]
        for column, after in zip(run, [*run[1:], -1], strict=True):
            if after != column + 1:
                yield row, start, row, column
                start = after
