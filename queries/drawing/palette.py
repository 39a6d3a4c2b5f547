"""The colours of the drawings, and the contrast between two of them (WCAG 2.2, relative luminance).

Every pair that is used together is listed in `TEXT_PAIRS` or `LINE_PAIRS`, for a test to measure them all.
"""

from __future__ import annotations

from types import MappingProxyType

PAPER = "#ffffff"
TINT_A = "#f3f6f9"
TINT_B = "#faf6ef"
TINT_SHARED = "#f1f5ef"
INK = "#1b1f23"
SOFT_INK = "#4a5158"
RULE = "#7d878f"
TIE = "#6b7680"
POLICY_TIE = "#7a4257"
STRONG_TIE = "#0b3c5d"
GUESS = "#7a4a00"
ARC = "#6a3d8a"

KINDS = MappingProxyType(
    {
        "work": "#3f4f63",
        "edition": "#0b3c5d",
        "section": "#3d6b8e",
        "unit": "#4d5a3a",
        "policy": "#7a1f3d",
        "objective": "#8a4b08",
        "means": "#6b5b00",
        "indicator": "#2b5d34",
        "observation": "#444444",
    }
)
STATUS = MappingProxyType(
    {"i": "#1b6e3c", "ro": "#6b4e00", "ha": "#a3220f", "pending": "#555555", "none": "#555555"}
)
SERIES = ("#2b5d34", "#7a1f3d", "#0b3c5d", "#8a4b08")
TARGET = "#a3220f"

_SHEETS = (PAPER, TINT_A, TINT_B, TINT_SHARED)
_FILLED = ("i", "ro", "ha")
_KNEE = 0.04045
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((ink, sheet) for ink in (INK, SOFT_INK, STRONG_TIE, GUESS, ARC, TARGET) for sheet in _SHEETS),
    *((ink, sheet) for ink in (*KINDS.values(), *SERIES) for sheet in _SHEETS),
    *((PAPER, STATUS[name]) for name in _FILLED),
    *((STATUS[name], PAPER) for name in ("pending", "none")),
)
LINE_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (line, sheet)
    for line in (RULE, TIE, POLICY_TIE, STRONG_TIE, GUESS, ARC, TARGET, *KINDS.values(), *SERIES)
    for sheet in _SHEETS
)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two `#rrggbb` colours, from 1 (equal) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= _KNEE else ((part + 0.055) / 1.055) ** 2.4)
