"""Characters with their boxes → lines of text, and lines joined where a line was full."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.views.lattice import Box

_SAME_LINE = 0.5  # of a character's height
# The white left and right of the ink of full-width marks, of a character's height; a blank is wider.
_WHITE = {
    **dict.fromkeys("「『（【〔〈《［｛", (0.55, 0.0)),
    **dict.fromkeys("」』）】〕〉》］｝、。，．", (0.0, 0.55)),
    **dict.fromkeys("・：；！？", (0.4, 0.4)),
}
_LEAST_BLANK = 0.17
_EASE = 0.6  # of a character's height: what a line may miss of being full
_CLOSING = frozenset(
    "、。，．・：；？！)）]］｝〕〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々゛゜,.:;!?%％"
)
# What begins an item of a list: a line break before it was meant, even behind a full line.
_ITEM = re.compile(
    r"[・○●◆◇■□※①-⑳]|[(（]?[0-9０-９一-十ア-ンiv]{1,3}[)）]|(?:[0-9０-９]{1,2}|[Ⅰ-ⅩIVX]{1,4})[.．](?![0-9０-９])"
    r"|第[0-9０-９一-十]{1,3}[章部編節条]"
)
_OPENING = frozenset("(（[［｛〔〈《「『【")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, the box around it, and its baseline.

    The box is that of the ink where a font does not tell its advances: narrow for ・ and low for 、.
    """

    char: str
    box: Box
    level: float

    @property
    def height(self) -> float:
        """The height of the box."""
        return self.box.bottom - self.box.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """The characters of one line from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def box(self) -> Box:
        """The smallest box around the line."""
        return around(glyph.box for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The characters in order; blanks are characters of their own."""
        return "".join(glyph.char for glyph in self.glyphs)

    def first_width(self) -> float:
        """The width of what a line break may not part at the beginning: a word, a character and its marks."""
        end = 0
        while end < len(self.glyphs) - 1 and self.glyphs[end].char in _OPENING:
            end += 1
        end += 1
        while end < len(self.glyphs) and self._goes_on(end):
            end += 1
        return self.glyphs[end - 1].box.right - self.glyphs[0].box.left

    def _goes_on(self, at: int) -> bool:
        before, char = self.glyphs[at - 1].char, self.glyphs[at].char
        is_word = before.isascii() and char.isascii() and not before.isspace() and not char.isspace()
        return char in _CLOSING or is_word


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes."""
    listed = list(boxes)
    return Box(
        min(box.left for box in listed),
        min(box.top for box in listed),
        max(box.right for box in listed),
        max(box.bottom for box in listed),
    )


def is_blank_between(before: Glyph, after: Glyph) -> bool:
    """Whether a gap on one line is a blank: not the white of a punctuation mark."""
    size = max(before.height, after.height)
    if abs(before.level - after.level) > _SAME_LINE * size:
        return False
    gap = after.box.left - before.box.right
    white = _WHITE.get(before.char, (0.0, 0.0))[1] + _WHITE.get(after.char, (0.0, 0.0))[0]
    return gap > (white + _LEAST_BLANK) * size


def blank_behind(glyph: Glyph) -> Glyph:
    """A blank without width."""
    box = Box(glyph.box.right, glyph.box.top, glyph.box.right, glyph.box.bottom)
    return Glyph(" ", box, glyph.level)


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines from the top down; characters are of one line when their baselines are nearly level."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.level, g.box.left)):
        size = max(glyph.height, max((g.height for g in rows[-1]), default=0.0) if rows else 0.0)
        if rows and glyph.level - rows[-1][0].level <= _SAME_LINE * size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    ordered = (tuple(sorted(row, key=lambda g: g.box.left)) for row in rows)
    return [Line(trimmed) for row in ordered if (trimmed := _trimmed(row))]


def _trimmed(row: Sequence[Glyph]) -> tuple[Glyph, ...]:
    filled = [i for i, glyph in enumerate(row) if not glyph.char.isspace()]
    return tuple(row[filled[0] : filled[-1] + 1]) if filled else ()


def is_full(line: Line, after: Line, left: float, right: float) -> bool:
    """Whether the beginning of the next line would not have fitted behind this one."""
    if _ITEM.match(after.text):
        return False
    room = (right - left) - (line.box.right - line.box.left)
    return after.first_width() > room - _EASE * line.glyphs[-1].height


def joined(listed: Sequence[Line], left: float, right: float) -> str:
    """The text of lines between two margins: full lines go on, others end with a blank."""
    text = ""
    for index, line in enumerate(listed):
        text += line.text
        if index + 1 < len(listed):
            after = listed[index + 1]
            is_words = text[-1:].isascii() and after.text[:1].isascii()
            text += " " if is_words or not is_full(line, after, left, right) else ""
    return text
