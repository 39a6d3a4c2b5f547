"""Folded texts of one document → pairs of long words that differ in one letter inside.

A name is not printed in two forms by intention (…行税制統計システム… once, …行税政統計システム… three times).
Numerals, enumeration letters and suffixes such as 等 make two names of things that are two.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

__all__ = ["Place", "Variants", "find_variants"]

_RUN: Final = re.compile(r"[一-龥々ァ-ヺー・の]{10,60}")
_SHORTEST: Final = 10
_BESIDE: Final = 3
_APART: Final = frozenset("一二三四五六七八九十百千〇イロハニホヘトチリヌルヲの・ー等及又並各第内別的")


@dataclass(frozen=True, slots=True)
class Place:
    """A range of one of the texts."""

    text: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Variants:
    """Two forms of what is surely one word; the rarer one first, of two as rare the later one."""

    rarer: str
    usual: str
    rarer_at: tuple[Place, ...]
    usual_at: tuple[Place, ...]

    @property
    def is_tie(self) -> bool:
        """Whether both forms stand there equally often, so that neither is the likely one."""
        return len(self.rarer_at) == len(self.usual_at)


def find_variants(texts: Sequence[str]) -> list[Variants]:
    """Finds the pairs, in the order in which their rarer forms are printed.

    >>> find_variants(["地方行税政統計システム利用課室", "地方行税制統計システム利用課室"])[0].rarer
    '地方行税制統計システム利用課室'
    """
    places = _runs(texts)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for run in places:
        for signature in dict.fromkeys((run, *(run[:i] + run[i + 1 :] for i in range(len(run))))):
            near[signature].append(run)
    pairs = {pair for runs in near.values() for pair in combinations(sorted(runs), 2) if _is_one_word(*pair)}
    found = [_ordered(places, *pair) for pair in pairs]
    return sorted(found, key=lambda each: (each.rarer_at[0].text, each.rarer_at[0].start, each.usual))


def _runs(texts: Sequence[str]) -> dict[str, list[Place]]:
    places: dict[str, list[Place]] = {}
    for number, text in enumerate(texts):
        for match in _RUN.finditer(text):
            run = match[0].strip("の・")
            start = match.start() + match[0].index(run)
            if len(run) >= _SHORTEST:
                places.setdefault(run, []).append(Place(number, start, start + len(run)))
    return places


def _is_one_word(one: str, other: str) -> bool:
    """Whether two words differ in one letter with three letters or more on both sides."""
    shorter, longer = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    behind = shorter[at + (len(shorter) == len(longer)) :]
    letters = {longer[at], *(shorter[at] if len(shorter) == len(longer) else "")}
    return behind == longer[at + 1 :] and at >= _BESIDE and len(behind) >= _BESIDE and not letters & _APART


def _ordered(places: dict[str, list[Place]], one: str, other: str) -> Variants:
    def rank(word: str) -> tuple[int, int, int]:
        first = places[word][0]
        return len(places[word]), -first.text, -first.start

    rarer, usual = sorted((one, other), key=rank)
    return Variants(rarer, usual, tuple(places[rarer]), tuple(places[usual]))
