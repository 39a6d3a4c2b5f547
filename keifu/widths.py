"""Texts and rows → lines that stand in columns on a terminal, where a kanji takes two places."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP: Final = "  "
_LEAST: Final = 6
_ELLIPSIS: Final = "…"


def width(text: str) -> int:
    """The places that a text takes on a terminal.

    >>> width("KPI 指標")
    8
    """
    return sum(map(_places, text))


def cut(text: str, places: int) -> str:
    """The text, or its beginning and an ellipsis, in at most so many places.

    >>> cut("経済財政諮問会議", 9)
    '経済財政…'
    """
    if width(text) <= places:
        return text
    kept, used = "", width(_ELLIPSIS)
    for sign in text:
        used += _places(sign)
        if used > places:
            break
        kept += sign
    return kept + _ELLIPSIS


def pad(text: str, places: int) -> str:
    """The text with blanks behind it up to so many places."""
    return text + " " * (places - width(text))


def pad_left(text: str, places: int) -> str:
    """The text with blanks before it up to so many places, for numbers."""
    return " " * (places - width(text)) + text


def lines(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], room: int | None
) -> Iterator[str]:
    """A table: header, rule, rows; `numeric` columns stand right.

    `room` is the width of the terminal: the widest columns give way first. With None nothing is cut.
    """
    widths = _widths(header, rows, room)
    pads = [pad_left if right else pad for right in numeric]

    def line(row: Sequence[str]) -> str:
        cells = (put(cut(text, room), room) for put, text, room in zip(pads, row, widths, strict=True))
        return GAP.join(cells).rstrip()

    yield line(header)
    yield GAP.join("─" * places for places in widths)
    yield from map(line, rows)


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]], room: int | None) -> list[int]:
    found = [max(map(width, column)) for column in zip(header, *rows, strict=True)]
    if room is None:
        return found
    while sum(found) + len(GAP) * (len(found) - 1) > room and max(found) > _LEAST:
        found[found.index(max(found))] -= 1
    return found


def _places(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
