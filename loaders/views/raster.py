"""A grey picture of a page → the straight rules in it, and the picture without them.

Rules are long dark runs, found in each row of the picture, and in each column. A page that lay aslant on the
scanner gives pieces of them, and its tables may not be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

DARK = 140
"""Grey values below this are ink."""
_LYING = 0.35  # of an inch: what a lying rule is long at least
_STANDING = 0.17
_THICK = 0.05  # of an inch: what is thicker is an area
_REACH = 0.05  # of an inch: how far a standing rule may end from a lying one
_INK = bytes(0 if value < DARK else 255 for value in range(256))


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels row by row, 0 for black; `dpi` are pixels to the inch."""

    width: int
    height: int
    pixels: bytes
    dpi: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A rule in pixels: `first` to `last` across it, `start` to `end` (exclusive) along it."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """The lying and the standing rules of a picture, and the picture with white in their place."""

    lying: tuple[Bar, ...]
    standing: tuple[Bar, ...]
    rest: Picture


def parted(picture: Picture) -> Ruled:
    """The rules of a picture apart from the rest: what reads characters takes rules for strokes."""
    ink, width, dpi = picture.pixels.translate(_INK), picture.width, picture.dpi
    rows = (ink[at : at + width] for at in range(0, len(ink), width))
    columns = (ink[at::width] for at in range(width))
    lying = tuple(_bars(rows, int(_LYING * dpi), int(_THICK * dpi)))
    found = _bars(columns, int(_STANDING * dpi), int(_THICK * dpi))
    standing = tuple(bar for bar in found if _touches(bar, lying, int(_REACH * dpi)))
    return Ruled(lying, standing, _without(picture, lying, standing))


def _bars(lines: Iterable[bytes], least: int, thick: int) -> Iterator[Bar]:
    """Long dark runs of neighbouring lines together, where they are not too thick to be a rule."""
    pattern = re.compile(b"\\x00{%d,}" % max(1, least))
    open_bars: list[Bar] = []
    for number, line in enumerate(lines):
        grown: list[Bar] = []
        for match in pattern.finditer(line):
            start, end = match.span()
            beside = [bar for bar in open_bars if bar.start < end and start < bar.end]
            open_bars = [bar for bar in open_bars if bar not in beside]
            grown.append(_grown(Bar(number, number, start, end), beside))
        yield from (bar for bar in open_bars if bar.last - bar.first < thick)
        open_bars = grown
    yield from (bar for bar in open_bars if bar.last - bar.first < thick)


def _grown(bar: Bar, beside: Iterable[Bar]) -> Bar:
    every = [bar, *beside]
    return Bar(
        min(each.first for each in every),
        bar.last,
        min(each.start for each in every),
        max(each.end for each in every),
    )


def _touches(standing: Bar, lying: Iterable[Bar], reach: int) -> bool:
    """Whether a lying rule crosses or ends a standing one; the stroke of a large letter has none."""
    return any(
        bar.start - reach <= standing.first <= bar.end + reach
        and standing.start - reach <= bar.first <= standing.end + reach
        for bar in lying
    )


def _without(picture: Picture, lying: Iterable[Bar], standing: Iterable[Bar]) -> Picture:
    """White in place of rules, and one pixel around them."""
    pixels, width, height = bytearray(picture.pixels), picture.width, picture.height
    for bar in lying:
        for y in range(max(0, bar.first - 1), min(height, bar.last + 2)):
            pixels[y * width + bar.start : y * width + bar.end] = b"\xff" * (bar.end - bar.start)
    for bar in standing:
        for x in range(max(0, bar.first - 1), min(width, bar.last + 2)):
            start, end = bar.start * width + x, (bar.end - 1) * width + x + 1
            pixels[start:end:width] = b"\xff" * (bar.end - bar.start)
    return Picture(width, height, bytes(pixels), picture.dpi)
