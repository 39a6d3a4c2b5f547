"""Folded and joined text → where its paragraphs begin, as far as the source shows them.

Markup and blank lines are breaks in every layout. A mere line end is one only in texts that are not wrapped,
which nobody can see in a single place; those who ask decide whether it counts.
"""

from __future__ import annotations

from enum import Enum

from loaders.reading.facts import Reader
from loaders.text import Text

_FURTHEST = 100  # blanks that may part a sentence from the next one


class Break(Enum):
    """What stands in the source before a character of a joined text."""

    NONE = "nothing"
    LINE = "a line end"
    PARAGRAPH = "markup or a blank line"


def break_before(reader: Reader, flat: Text, at: int) -> Break:
    """What parts the character at `at` from the last one before it that is not blank."""
    before = at - 1
    while before >= 0 and flat.chars[before].isspace():
        before -= 1
    if before < 0:
        return Break.PARAGRAPH
    gap = reader.document.source.raw[flat.ends[before] : flat.starts[at]] if at < len(flat) else ""
    if "<" in gap or gap.count("\n") > 1:
        return Break.PARAGRAPH
    return Break.LINE if "\n" in gap else Break.NONE


def ends_a_sentence(flat: Text, at: int) -> bool:
    """Whether a full stop is the last character before `at` that is not blank."""
    return flat.chars[max(0, at - _FURTHEST) : at].rstrip()[-1:] in {"。", "．"}
