"""Characters with their boxes → lines of text, and lines joined where a line was full.

A line runs to the right, or down or up the page: vertical text has its letters one below the other, and a
turned label has each letter on its side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from loaders.views.lattice import Box, clustered, nearest

_SAME_LINE = 0.5  # of a character's height
_LEVEL = 1.0  # points by which the baseline of one line may be off
_OVER = 0.5  # of its width: a character that shares more is drawn over another
_SAME_COLUMN = 0.45  # of a character's size: letters below each other
_NEXT_BELOW = 1.9
# The white left and right of the ink of full-width marks, of a character's height; a blank is wider.
_WHITE = {
    **dict.fromkeys("「『（【〔〈《［｛", (0.55, 0.0)),
    **dict.fromkeys("」』）】〕〉》］｝、。，．", (0.0, 0.55)),
    **dict.fromkeys("・：；！？", (0.4, 0.4)),
}
_LEAST_BLANK = 0.17
_BESIDE_LATIN = (
    0.4  # word processors set a quarter of a character between Japanese and Latin letters or digits
)
_EASE = 0.6  # of a character's height: what a line may miss of being full
_CLOSING = frozenset(
    "、。，．・：；？！)）]］｝〕〉》」』】ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々゛゜,.:;!?%％"
)
# What begins an item of a list: a line break before it was meant, even behind a full line.
_ITEM = re.compile(
    r"[・○●◆◇■□※①-⑳]|[(（]?[0-9０-９一-十ア-ンiv]{1,3}[)）]|(?:[0-9０-９]{1,2}|[Ⅰ-ⅩIVX]{1,4})[.．](?![0-9０-９])"
    r"|第[0-9０-９一-十]{1,3}[章部編節条]"
)
_GROUP_BEGUN = re.compile(r"[0-9],([0-9]{0,2})\Z")
_DIGITS = re.compile(r"[0-9]+")
_GROUP = 3
_OPENING = frozenset("(（[［｛〔〈《「『【")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, the box around it, its baseline, and by how many quarter turns it lies clockwise.

    The box is that of the ink where a font does not tell its advances: narrow for ・ and low for 、. Of two
    characters of a page the one with the lower `order` was drawn first; it is 0 where nobody knows.
    """

    char: str
    box: Box
    level: float
    turn: int = 0
    order: int = 0

    @property
    def height(self) -> float:
        """The height of the box."""
        return self.box.bottom - self.box.top

    @property
    def size(self) -> float:
        """The longer side of the box."""
        return max(self.box.bottom - self.box.top, self.box.right - self.box.left)

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of the box."""
        return (self.box.left + self.box.right) / 2, (self.box.top + self.box.bottom) / 2


SLANTED = -1
"""The turn of a character that stands neither upright nor on a side nor on its head."""


class Run(Enum):
    """How the characters of a line follow each other."""

    ACROSS = "across"
    ALONG = "along"


@dataclass(frozen=True, slots=True)
class Line:
    """The characters of one line in reading order, from left to right or along a vertical line."""

    glyphs: tuple[Glyph, ...]
    run: Run = Run.ACROSS

    @property
    def box(self) -> Box:
        """The smallest box around the line."""
        return around(glyph.box for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The characters in order; blanks are characters of their own."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def drawn(self) -> tuple[int, int]:
        """When the first and when the last character of the line was drawn."""
        orders = [glyph.order for glyph in self.glyphs if not glyph.char.isspace()]
        return min(orders, default=0), max(orders, default=0)

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


def draws_blanks(glyphs: Iterable[Glyph]) -> bool:
    """Whether a program draws blanks as characters; others only leave a gap, as wide as what it may mean."""
    return any(glyph.char == " " and glyph.box.right > glyph.box.left for glyph in glyphs)


def without_room(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The characters of a program that draws blanks, without the room beside Latin letters."""
    return tuple(
        glyph
        for index, glyph in enumerate(glyphs)
        if not (0 < index < len(glyphs) - 1 and glyph.char == " " and glyph.box.right == glyph.box.left)
        or not _is_room(glyphs[index - 1], glyphs[index + 1])
    )


def _is_room(before: Glyph, after: Glyph) -> bool:
    is_border = _is_latin(before.char) is not _is_latin(after.char)
    return is_border and after.box.left - before.box.right <= _BESIDE_LATIN * max(before.height, after.height)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def blank_behind(glyph: Glyph) -> Glyph:
    """A blank without width."""
    box = Box(glyph.box.right, glyph.box.top, glyph.box.right, glyph.box.bottom)
    return Glyph(" ", box, glyph.level, order=glyph.order)


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines in reading order; characters of a line that runs to the right have nearly one baseline."""
    found = list(glyphs)
    if is_vertical(found):
        return vertical_lines(found)
    rows: list[list[Glyph]] = []
    highest = 0.0
    for glyph in sorted(found, key=lambda g: (g.level, g.box.left)):
        size = max(glyph.height, highest)
        if rows and glyph.level - rows[-1][0].level <= _SAME_LINE * size:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            size = glyph.height
        highest = size
    ordered = (tuple(sorted(part, key=lambda g: g.box.left)) for row in rows for part in _overprinted(row))
    return [Line(trimmed) for row in ordered if (trimmed := _trimmed(_with_true_blanks(row)))]


def _with_true_blanks(row: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a line without blanks of no width in a gap that another character fills.

    They stand behind the character that was drawn before; what stands beside it may be drawn later, as is a
    character of another font.
    """
    kept: list[Glyph] = []
    for index, glyph in enumerate(row):
        if glyph.char == " " and glyph.box.left == glyph.box.right and kept:
            after = next((each for each in row[index + 1 :] if not each.char.isspace()), None)
            before = next((each for each in reversed(kept) if not each.char.isspace()), None)
            if after is None or before is None or not is_blank_between(before, after):
                continue
        kept.append(glyph)
    return kept


def _overprinted(row: list[Glyph]) -> list[list[Glyph]]:
    """The characters of a line, or of the lines that were drawn one over the other."""
    levels = clustered((glyph.level for glyph in row), _LEVEL)
    ordered = sorted((glyph for glyph in row if not glyph.char.isspace()), key=lambda g: g.box.left)
    over = [(one, other) for one, other in pairwise(ordered) if _is_over(one, other)]
    if any(abs(one.level - other.level) > _LEVEL for one, other in over):
        return [[g for g in row if nearest(levels, g.level) == index] for index in range(len(levels))]
    # Marks that follow each other share their white.
    return _drawn_apart(row) if any(abs(one.order - other.order) > 1 for one, other in over) else [row]


def _is_over(one: Glyph, other: Glyph) -> bool:
    shared = min(one.box.right, other.box.right) - other.box.left
    width = min(one.box.right - one.box.left, other.box.right - other.box.left)
    return shared > _OVER * width


def _drawn_apart(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """Two lines at one height, by the order in which they were drawn: the other begins where it goes back."""
    drawn = sorted(row, key=lambda glyph: glyph.order)
    parts = [[drawn[0]]]
    for before, glyph in pairwise(drawn):
        if glyph.order > before.order + 1 and glyph.box.left < before.middle[0]:
            parts.append([])
        parts[-1].append(glyph)
    return parts


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether the characters of a cell, in the order in which they were drawn, are vertical text.

    Letters that lie on their side are; upright letters are when each was drawn below the one before.
    """
    drawn = [glyph for glyph in glyphs if not glyph.char.isspace()]
    turned = sum(glyph.turn % 2 for glyph in drawn)
    if 2 * turned > len(drawn):
        return True
    down = sum(_is_step_down(one, other) for one, other in pairwise(drawn))
    across = sum(_is_step_across(one, other) for one, other in pairwise(drawn))
    return down > 2 * across and 2 * (down + turned) >= len(drawn) - 1


def _is_step_down(before: Glyph, after: Glyph) -> bool:
    if after.char.isascii() and before.char.isascii() and not after.turn % 2:
        return False  # 1 and 2 below each other are two numbers
    (x, y), (to_x, to_y) = before.middle, after.middle
    size = max(before.size, after.size)
    return abs(to_x - x) < _SAME_COLUMN * size and 0 < to_y - y < _NEXT_BELOW * size


def _is_step_across(before: Glyph, after: Glyph) -> bool:
    (x, y), (to_x, to_y) = before.middle, after.middle
    return abs(to_y - y) < _SAME_COLUMN * max(before.size, after.size) and to_x > x


def vertical_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The vertical lines: from the right to the left and down, or, when turned to the left, the other way."""
    filled = [glyph for glyph in glyphs if not glyph.char.isspace()]
    is_up = 2 * sum(glyph.turn == 3 for glyph in filled) > len(filled)  # noqa: PLR2004 - three quarter turns
    sign = 1.0 if is_up else -1.0
    columns: list[list[Glyph]] = []
    for glyph in sorted(filled, key=lambda g: sign * g.middle[0]):
        size = max(glyph.size, max((g.size for g in columns[-1]), default=0.0) if columns else 0.0)
        if columns and sign * (glyph.middle[0] - columns[-1][0].middle[0]) <= _SAME_LINE * size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    ordered = (sorted(column, key=lambda g: (-sign * g.middle[1], g.box.left)) for column in columns)
    return [Line(tuple(column), Run.ALONG) for column in ordered]


def _trimmed(row: Sequence[Glyph]) -> tuple[Glyph, ...]:
    filled = [i for i, glyph in enumerate(row) if not glyph.char.isspace()]
    return tuple(row[filled[0] : filled[-1] + 1]) if filled else ()


def is_full(line: Line, after: Line, left: float, right: float) -> bool:
    """Whether the beginning of the next line would not have fitted behind this one."""
    if _ITEM.match(after.text):
        return False
    room = (right - left) - (line.box.right - line.box.left)
    return after.first_width() > room - _EASE * line.glyphs[-1].height


@dataclass(frozen=True, slots=True)
class Joined:
    """The text of lines, and the offset at which each line begins."""

    text: str
    starts: tuple[int, ...]


def joined(listed: Sequence[Line], left: float, right: float) -> Joined:
    """The text of lines between two margins: full lines go on, others end with a blank."""
    text = ""
    starts: list[int] = []
    for index, line in enumerate(listed):
        starts.append(len(text))
        text += line.text
        if index + 1 < len(listed):
            text += _gap(line, listed[index + 1], left, right)
    return Joined(text, tuple(starts))


def _is_broken_number(line: str, after: str) -> bool:
    """Whether a line break parts the three digits behind a comma: 42,30 and 9件."""
    end, start = _GROUP_BEGUN.search(line), _DIGITS.match(after)
    return end is not None and start is not None and len(end[1]) + len(start[0]) == _GROUP


def _is_broken_word(line: Line) -> bool:
    """Whether a line ends inside a word such as (H27.3.31時点), which was cut because it did not fit."""
    text = line.text.rpartition("(")[2]
    return "(" in line.text and ")" not in text and text.isascii() and " " not in text


def _gap(line: Line, after: Line, left: float, right: float) -> str:
    end, start = line.text[-1], after.text[0]
    if line.run is Run.ALONG and after.run is Run.ALONG:
        return " " if end.isalnum() and start.isalnum() and (end + start).isascii() else ""
    if _is_broken_number(line.text, after.text):
        return ""
    if _is_broken_word(line) and (end.isdigit() or end == ".") and (start.isdigit() or start == "."):
        return ""
    is_words = end.isascii() and start.isascii()
    return " " if is_words or not is_full(line, after, left, right) else ""
