"""Lineage graphs and series → drawings and their twins in words: SVG, indented tree, rows of ties."""

from __future__ import annotations

from queries.drawing.chart import SeriesPoint, draw_series_svg
from queries.drawing.errors import DrawingError, UnknownKind
from queries.drawing.svg import MOST_BOXES, draw_svg
from queries.drawing.text import TieRow, draw_text, rows

__all__ = [
    "MOST_BOXES",
    "DrawingError",
    "SeriesPoint",
    "TieRow",
    "UnknownKind",
    "draw_series_svg",
    "draw_svg",
    "draw_text",
    "rows",
]
