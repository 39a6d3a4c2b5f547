"""Texts and rows → lines that stand in columns on a terminal, where a kanji takes two places."""

from __future__ import annotations

import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GAP: Final = "  "
MOST_LINES: Final = 3
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


def wrap(text: str, places: int, most: int) -> list[str]:
    """The text in lines of at most so many places; what does not fit into `most` lines is cut.

    >>> wrap("経済財政諮問会議の決定", 8, 2)
    ['経済財政', '諮問会…']
    """
    found: list[str] = []
    rest = text
    while len(found) < most - 1 and width(rest) > places:
        taken = _fitting(rest, places)
        found.append(rest[:taken].rstrip())
        rest = rest[taken:].lstrip()
    return [*found, cut(rest, places)]


def _fitting(text: str, places: int) -> int:
    """How many signs of a text fit, at least one; never inside a number or Latin word that is short."""
    used = 0
    for count, sign in enumerate(text):
        used += _places(sign)
        if used > places:
            start = _run_start(text, count)
            return start if start > count // 2 else max(1, count)
    return len(text)


def _run_start(text: str, at: int) -> int:
    """Where the Latin word or number begins that goes on at a place; the place itself between others."""
    while at and text[at].isascii() and text[at - 1].isascii() and not text[at - 1].isspace():
        at -= 1
    return at


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

    `room` is the width of the terminal: the widest columns give way first, and their cells run on over up to
    three lines before they are cut. With None nothing is cut.
    """
    widths = _widths(header, rows, room)
    pads = [pad_left if right else pad for right in numeric]

    def told(row: Sequence[str]) -> Iterator[str]:
        cells = [wrap(text, places, MOST_LINES) for text, places in zip(row, widths, strict=True)]
        for pieces in zip_longest(*cells, fillvalue=""):
            line = (put(piece, places) for put, piece, places in zip(pads, pieces, widths, strict=True))
            yield GAP.join(line).rstrip()

    yield from told(header)
    yield GAP.join("─" * places for places in widths)
    for row in rows:
        yield from told(row)


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
