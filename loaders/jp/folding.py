"""Printed text → text for comparing, with the source range of every folded character.

Folding is for matching only: no folded text is ever stored as if it were printed (READING 5.1).
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

from loaders.jp.radicals import RADICALS

CIRCLED: Final = frozenset(
    chr(code)
    for low, high in (
        (0x2460, 0x2473),
        (0x24EA, 0x24FF),
        (0x2776, 0x2793),
        (0x3251, 0x325F),
        (0x32B1, 0x32BF),
    )
    for code in range(low, high + 1)
)
"""Circled numbers in all their blocks: the circle marks a main indicator and must survive folding."""

_VARIATION: Final = frozenset(
    chr(code)
    for low, high in ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180D))
    for code in range(low, high + 1)
)
_INVISIBLE: Final = _VARIATION | frozenset(
    chr(code)
    for low, high in (
        (0x00AD, 0x00AD),
        (0x061C, 0x061C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x2064),
        (0x2066, 0x206F),
        (0xFEFF, 0xFEFF),
    )
    for code in range(low, high + 1)
)
_HALF_WIDTH_VOICING: Final = frozenset("\uff9e\uff9f")
_WAVES: Final = str.maketrans({"〜": "~", "～": "~"})
_HANGUL_TAILS: Final = range(0x1160, 0x1200)


def fold_with_map(s: str) -> tuple[str, list[int], list[int]]:
    """Folds `s`; for each folded character also gives start and end of its source segment.

    A folded range `[i, j)` with `i < j` came from `s[starts[i]:ends[j - 1]]`.  Invisible characters
    (zero width, direction marks, variation selectors) are dropped.  Dashes are not folded into each other.

    >>> fold_with_map("㍻３０年")
    ('平成30年', [0, 0, 1, 2, 3], [1, 1, 2, 3, 4])
    """
    if (single := fold_each(s)) is not None:
        return single, list(range(len(s))), list(range(1, len(s) + 1))
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _segments(s):
        text = _fold_segment(s[start:end])
        folded.append(text)
        starts.extend([start] * len(text))
        ends.extend([end] * len(text))
    return "".join(folded), starts, ends


def fold(s: str) -> str:
    """Folds `s` without the map.

    >>> fold("（令和３年度）⑧－～")
    '(令和3年度)⑧-~'
    """
    return fold_with_map(s)[0]


def fold_each(s: str) -> str | None:
    """Folds `s` when every character is folded to one, so that places stay as they are; else None.

    >>> fold_each("（３）"), fold_each("㍻３０年")
    ('(3)', None)
    """
    folded = s.translate(_SINGLE)
    return folded if len(folded) == len(s) else None


class _Single(dict[int, str]):
    """The folded form of each character seen; two characters for one that is not folded to one alone."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = "" if _continues(char) else _fold_segment(char)
        self[code] = folded if len(folded) == 1 else _SEVERAL
        return self[code]


_SEVERAL: Final = "\0\0"
_SINGLE: Final = _Single()


def _segments(s: str) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(s) + 1):
        if index == len(s) or not _continues(s[index]):
            yield start, index
            start = index


def _continues(char: str) -> bool:
    if char < "\u0300":
        return False
    return (
        unicodedata.combining(char) != 0
        or char in _HALF_WIDTH_VOICING
        or char in _INVISIBLE
        or ord(char) in _HANGUL_TAILS
    )


def _fold_segment(segment: str) -> str:
    if len(segment) == 1 and (segment < "\u0080" or segment in CIRCLED):
        return segment
    visible = "".join(char for char in segment if char not in _INVISIBLE)
    if visible[:1] in CIRCLED:
        return visible[:1] + _normalised(visible[1:])
    return _normalised(visible)


def _normalised(visible: str) -> str:
    return unicodedata.normalize("NFKC", visible.translate(_WAVES)).translate(RADICALS)
