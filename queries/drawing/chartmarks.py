"""A kind of value and a place → its sign on the chart: ○ baseline, ● actual, □ part, ◆ final and ◇ yearly target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from queries.drawing.marks import escape, tag
from queries.drawing.palette import PAPER

if TYPE_CHECKING:
    from datetime import date

Shape = Literal["whole", "part", "final"]


def sign(kind: str, x: int, y: int, colour: str, shape: Shape) -> str:
    """Draw the sign with its middle at x, y."""
    fill = colour if (kind == "actual" and shape == "whole") or shape == "final" else PAPER
    rim = {"fill": fill, "stroke": colour, "stroke-width": 2}
    if kind == "target":
        return tag("path", {"d": f"M{x} {y - 7}l7 7l-7 7l-7 -7z"} | rim)
    if shape == "part":
        size = 9 if kind == "actual" else 6
        corner = {"x": x - size // 2, "y": y - size // 2, "width": size, "height": size}
        return tag("rect", corner | rim)
    return tag("circle", {"cx": x, "cy": y, "r": 5} | rim)


def told(words: str, day: date, report: str) -> str:
    """Say the value, its day and who states it, for the tooltip."""
    return escape(f"{words}、{day.isoformat()}、{report}")
