"""Folded text and a word → places where the word stands with a letter or two wrong.

A difference of size or voicing between kana (っ / つ, ハ / バ / パ) counts half, every other one whole; what
a reader of characters takes for each other is most often one of the first.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

__all__ = ["NearMiss", "distance", "near_misses"]

_LARGE: Final = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ", "あいうえおつやゆよわアイウエオツヤユヨワカケ"
)
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A range of the text that is nearly a word, and how far it is from it."""

    start: int
    end: int
    distance: float


@lru_cache(maxsize=4096)
def base_form(s: str) -> str:
    """Kana without size and voicing, one character for each.

    >>> base_form("ラスバイレス"), base_form("かっこ")
    ('ラスハイレス', 'かつこ')
    """
    return "".join(map(_base, s))


@lru_cache(maxsize=4096)
def _base(char: str) -> str:
    is_kana = "\u3041" <= char <= "\u30f6"
    return unicodedata.normalize("NFD", char)[0].translate(_LARGE) if is_kana else char


def distance(one: str, other: str, limit: float) -> float:
    """The least sum of differences that turns `one` into `other`; more than `limit` is not told exactly.

    >>> distance("かつこ書き", "かっこ書き", 2), distance("町村長会", "町村会", 2)
    (0.5, 1.0)
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    row = [float(i) for i in range(len(other) + 1)]
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], float(i)
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + _difference(a, b))
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _difference(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return _HALF if _base(one) == _base(other) else 1.0


def near_misses(
    s: str, word: str, limit: float, fits: Callable[[int, int], bool] = lambda start, end: start < end
) -> Iterator[NearMiss]:
    """Every place where `word` stands in `s` with differences of at most `limit` and at least one.

    Only ranges that `fits` are looked at. One of the pieces of a word with so few whole differences is all
    there, which is where the search begins.
    """
    plain, slack = base_form(s), int(limit)
    seen: dict[tuple[int, int], NearMiss] = {}
    for offset, piece in _pieces(base_form(word), slack + 1):
        at = plain.find(piece)
        while at >= 0:
            first = max(0, at - offset - slack)
            around = s[first : at - offset + len(word) + 2 * slack]
            if not s.startswith(word, max(0, at - offset)):
                near = (NearMiss(first + a, first + b, far) for far, a, b in _windows(around, word, limit))
                if best := next((each for each in near if fits(each.start, each.end)), None):
                    seen.setdefault((best.start, best.end), best)
            at = plain.find(piece, at + 1)
    yield from _apart(sorted(seen.values(), key=lambda each: (each.distance, each.start)))


@lru_cache(maxsize=4096)
def _pieces(word: str, count: int) -> tuple[tuple[int, str], ...]:
    bounds = [len(word) * i // count for i in range(count + 1)]
    return tuple((a, word[a:b]) for a, b in pairwise(bounds) if b > a)


@lru_cache(maxsize=8192)
def _windows(around: str, word: str, limit: float) -> tuple[tuple[float, int, int], ...]:
    """The ranges of a short text that are near the word, nearest first, then by length."""
    slack, letters = int(limit), set(base_form(word))
    plain = base_form(around)
    found: list[tuple[float, int, int, int]] = []
    for a in range(min(2 * slack, len(around)) + 1):
        for b in range(a + len(word) - slack, min(len(around), a + len(word) + slack) + 1):
            if around[a:b] != word and len(letters - set(plain[a:b])) <= slack:
                far = distance(around[a:b], word, limit)
                if far <= limit:
                    found.append((far, abs(b - a - len(word)), a, b))
    return tuple((far, a, b) for far, _, a, b in sorted(found))


def _apart(found: list[NearMiss]) -> Iterator[NearMiss]:
    """The nearest of those that overlap."""
    taken: list[NearMiss] = []
    for each in found:
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            taken.append(each)
    yield from sorted(taken, key=lambda each: each.start)
