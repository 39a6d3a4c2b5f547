"""Wanted places and least distances along one column → places, by isotonic regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Span:
    """One item of a column: its height and the top that it would like, with the weight of that wish."""

    height: int
    wish: float
    weight: float


def settle(spans: Sequence[Span], top: int, bottom: int, gap: int) -> list[int]:
    """Give the top of each span, in the given order, between `top` and `bottom`, at least `gap` apart.

    The sum of weighted squared moves is least among all such places, up to rounding to whole pixels. The
    spans must fit: the sum of heights and gaps is at most `bottom - top`.
    """
    offsets = _offsets(spans, gap)
    room = bottom - (offsets[-1] + spans[-1].height) if spans else top
    smooth = _isotonic(
        [(span.wish - offset, span.weight) for span, offset in zip(spans, offsets, strict=True)]
    )
    return [
        round(min(max(level, top), max(top, room))) + offset
        for level, offset in zip(smooth, offsets, strict=True)
    ]


def stacked(heights: Sequence[int], gap: int) -> int:
    """Give the height of a stack without slack."""
    return sum(heights) + gap * max(0, len(heights) - 1)


def _offsets(spans: Sequence[Span], gap: int) -> list[int]:
    offsets: list[int] = []
    total = 0
    for span in spans:
        offsets.append(total)
        total += span.height + gap
    return offsets


def _isotonic(wishes: Sequence[tuple[float, float]]) -> list[float]:
    pools: list[tuple[float, float, int]] = []
    for wish, weight in wishes:
        pool = (wish, weight, 1)
        while pools and pools[-1][0] > pool[0]:
            pool = _joined(pools.pop(), pool)
        pools.append(pool)
    return [level for level, _, count in pools for _ in range(count)]


def _joined(one: tuple[float, float, int], two: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = one[1] + two[1]
    return (one[0] * one[1] + two[0] * two[1]) / weight, weight, one[2] + two[2]
