"""Labels of points → places that hide neither each other nor the points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINE = 14
_NEAR = 9


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels; right and bottom lie outside it."""

    left: int
    top: int
    right: int
    bottom: int

    def overlap(self, other: Area) -> int:
        """Give the shared surface in square pixels."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, wide) * max(0, high)


@dataclass(frozen=True, slots=True)
class Want:
    """A label that wants a place: its point, its width, and which side it likes first (-1 above, 1 below)."""

    x: int
    y: int
    width: int
    side: int


def find_spots(wants: Sequence[Want], points: Sequence[Area], frame: Area) -> list[Area]:
    """Give each label, in the given order, the first free place around its point, else the least crowded."""
    taken = list(points)
    spots: list[Area] = []
    for want in wants:
        areas = [_inside(area, frame) for area in _around(want)]
        costs = [sum(area.overlap(other) for other in taken) for area in areas]
        best = areas[costs.index(min(costs))]
        spots.append(best)
        taken.append(best)
    return spots


def _around(want: Want) -> list[Area]:
    half = want.width // 2
    above, below = want.y - _NEAR - _LINE, want.y + _NEAR
    first, second = (above, below) if want.side < 0 else (below, above)
    left, right = want.x - _NEAR - want.width, want.x + _NEAR
    middle = want.y - _LINE // 2
    corners = [
        (want.x - half, first),
        (left, first + 4 * -want.side),
        (right, first + 4 * -want.side),
        (right, middle),
        (left, middle),
        (want.x - half, second),
        (want.x - half, first + want.side * _LINE),
        (want.x - half, second - want.side * _LINE),
        (want.x - half, first + want.side * _LINE * 2),
    ]
    return [Area(x, y, x + want.width, y + _LINE) for x, y in corners]


def _inside(area: Area, frame: Area) -> Area:
    right = max(0, area.right - frame.right)
    left = max(0, frame.left - area.left)
    down = max(0, area.bottom - frame.bottom)
    up = max(0, frame.top - area.top)
    x, y = left - right, up - down
    return Area(area.left + x, area.top + y, area.right + x, area.bottom + y)
