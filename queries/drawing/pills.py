"""A verdict and a place → its pill: letter, word, shape and colour together, never colour alone."""

from __future__ import annotations

from queries.drawing.marks import Value, path, rect, tag, text
from queries.drawing.palette import PAPER, SOFT_INK, STATUS
from queries.drawing.words import MARKS, mark_of
from queries.drawing.wrapping import ems

HEIGHT = 18
_SIZE = 11
_ICON = 14
_SIDE = 6


def words_of(code: str, language: str) -> str:
    """Give the letter as printed and the short word."""
    mark = mark_of(code)
    return f"{mark.letter} {mark.word.said(language)}".strip()


def width_of(code: str, language: str) -> int:
    """Give the width of the pill in pixels, from its words."""
    return 2 * _SIDE + _ICON + -(-ems(words_of(code, language)) * _SIZE // 100)


def pill(x: int, y: int, code: str, language: str) -> str:
    """Draw the pill with its top left corner at x, y."""
    shape = code if code in MARKS else "none"
    colour = STATUS[shape]
    filled = shape in {"i", "ro", "ha"}
    rim: dict[str, Value] = {"rx": 2 if shape == "ha" else HEIGHT // 2, "stroke": colour}
    if shape == "none":
        rim["stroke_dasharray"] = "2 3"
    ink = PAPER if filled else colour
    words = text(x + _SIDE + _ICON, y + 13, _SIZE, ink, words_of(code, language), font_weight="bold")
    body = rect(x, y, width_of(code, language), HEIGHT, colour if filled else PAPER, **rim)
    return tag("g", {"data-status": code}, body, _icon(shape, x + _SIDE, y + 4, ink), words)


def _icon(shape: str, x: int, y: int, ink: str) -> str:
    if shape == "i":
        return path(f"M{x} {y + 5}l3 4l6 -8", ink, "2")
    if shape == "ha":
        return path(f"M{x + 1} {y + 1}l8 8m0 -8l-8 8", ink, "2")
    if shape == "ro":
        half = tag("path", {"d": f"M{x + 5} {y}a5 5 0 0 0 0 10z", "fill": ink})
        return half + tag("circle", {"cx": x + 5, "cy": y + 5, "r": 5, "fill": "none", "stroke": ink})
    if shape == "pending":
        ring = tag("circle", {"cx": x + 5, "cy": y + 5, "r": 5, "fill": "none", "stroke": ink})
        return ring + path(f"M{x + 5} {y + 2}v3h3", ink, "1.5")
    return tag("circle", {"cx": x + 5, "cy": y + 5, "r": 2, "fill": SOFT_INK})
