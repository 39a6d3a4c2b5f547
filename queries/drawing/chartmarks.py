"""A kind of value and a place → its sign on the chart.

○ baseline, ● actual, □ actual of a part, ◆ final target, ◇ target of a year.
"""

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
    if shape == "part" and kind == "actual":
        return tag("rect", {"x": x - 5, "y": y - 5, "width": 10, "height": 10} | rim)
    return tag("circle", {"cx": x, "cy": y, "r": 5} | rim)


def told(words: str, day: date, report: str) -> str:
    """Say the value, its day and who states it, for the tooltip."""
    return escape(f"{words}、{day.isoformat()}、{report}")
