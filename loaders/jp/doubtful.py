"""Folded text → words and signs that are surely not what was meant, each with the likely reading.

The rules look at the words of the field (words/field-terms.toml), never at one document: a word that is
nearly a known one and is none, capitals with a stray letter, signs doubled or taken for each other. Nothing
is corrected; precision comes before recall, because each doubt takes somebody's time.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from loaders.jp.folding import fold
from loaders.jp.near import near_misses

__all__ = ["Doubtful", "doubtful_words"]

_KANA: Final = re.compile(r"[ァ-ヿ・]+")
_LETTER: Final = re.compile(r"[ァ-ヺー]")
_KANJI: Final = re.compile(r"[一-龥々]")
_CAPITALS: Final = re.compile(r"(?<![A-Za-z0-9/._-])[A-Z][A-Zl1|]{2,}(?![A-Za-z0-9/._-])")
_STRAY: Final = "Il1|"
_BEHIND: Final = "等及又並各内外間毎別前後時中上"
_LONG_KANA: Final = 8
_LONG: Final = 5


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A range of the text, the rule that doubts it, and what it most likely should be."""

    start: int
    end: int
    rule: str
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    pattern: re.Pattern[str]
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The data file: words with the differences that each may show, and what is right though near."""

    limits: dict[str, float]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    known: tuple[str, ...]
    capitals: frozenset[str]
    places: tuple[_Place, ...]


def doubtful_words(s: str) -> list[Doubtful]:
    """Finds the suspects of a text, in order; of two that overlap the first rule counts.

    >>> [(d.rule, d.likely) for d in doubtful_words("ラスバイレス指数の算出に取り組む.。")]
    [('word.near', ('ラスパイレス指数',)), ('punctuation.twice', ('。',))]
    """
    return list(_found(s))


@lru_cache(maxsize=4096)
def _found(s: str) -> tuple[Doubtful, ...]:
    """Reports of one policy repeat their wordings from year to year: each is searched once."""
    words = _words()
    found: list[Doubtful] = []
    taken = bytearray(len(s))
    for each in (*_near(s, words), *_phrases(s, words), *_capitals(s, words), *_places(s, words)):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


@cache
def _words() -> _Words:
    file = resources.files("loaders.jp").joinpath("words/field-terms.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    terms = [fold(term) for term in data["terms"]]
    return _Words(
        {term: _limit(term) for term in terms},
        tuple(_phrase(fold(phrase)) for phrase in data["phrases"]),
        tuple(sorted({*terms, *map(fold, data["known"])})),
        frozenset(data["capitals"]),
        tuple(_Place(p["name"], re.compile(p["pattern"]), tuple(p["likely"])) for p in data["places"]),
    )


def _limit(term: str) -> float:
    kana = sum(len(run) for run in _KANA.findall(term))
    if len(term) >= _LONG_KANA and kana * 2 > len(term):
        return 1.5
    return 1.0 if len(term) >= _LONG else 0.5


def _phrase(phrase: str) -> tuple[re.Pattern[str], str]:
    before, meant, after = re.split(r"[\[\]]", phrase)
    return re.compile(rf"{re.escape(before)}(?P<suspect>[一-龥]){re.escape(after)}"), meant


def _near(s: str, words: _Words) -> Iterator[Doubtful]:
    right = _right(s, words)

    def fits(start: int, end: int) -> bool:
        return _is_bounded(s, start, end) and not any(a < end and start < b for a, b in right)

    for term, limit in words.limits.items():
        for miss in near_misses(s, term, limit, fits):
            if _without_particles(s[miss.start : miss.end]) != _without_particles(term):
                yield Doubtful(miss.start, miss.end, "word.near", (term,))


def _without_particles(words: str) -> str:
    """アウトカムの指標 is アウトカム指標 in other words, not misread."""
    return re.sub("[のな・、]", "", words)


def _right(s: str, words: _Words) -> list[tuple[int, int]]:
    """Where words stand that are right."""
    here = [word for word in words.known if word in s]
    return [match.span() for word in here for match in re.finditer(re.escape(word), s)]


def _is_bounded(s: str, start: int, end: int) -> bool:
    """Whether a word ends at both sides of the range: it is of letters, and no run of them goes on there."""
    if start >= end or not (_is_letter(s[start]) and _is_letter(s[end - 1])):
        return False
    before, after = s[start - 1 : start], s[end : end + 1]
    return not (_goes_on(before, s[start]) or (_goes_on(s[end - 1], after) and after not in _BEHIND))


def _is_letter(char: str) -> bool:
    return char.isalpha() or char == "ー"


def _goes_on(one: str, other: str) -> bool:
    return any(kind.fullmatch(one) and kind.fullmatch(other) for kind in (_LETTER, _KANJI))


def _phrases(s: str, words: _Words) -> Iterator[Doubtful]:
    for pattern, meant in words.phrases:
        for match in pattern.finditer(s):
            if match["suspect"] != meant and match[0] not in words.known:
                start, end = (at - match.start() for at in match.span("suspect"))
                likely = match[0][:start] + meant + match[0][end:]
                yield Doubtful(*match.span(), "word.phrase", (likely,))


def _capitals(s: str, words: _Words) -> Iterator[Doubtful]:
    tokens = Counter(re.findall(r"(?<![A-Za-z0-9])[A-Z]{2,}(?![A-Za-z0-9])", s))
    for match in _CAPITALS.finditer(s):
        token = match[0]
        inner = {token[:-1] if token[-1] in _STRAY else "", token[1:] if token[0] in _STRAY else ""}
        likely = tuple(sorted(inner & words.capitals))
        if token not in words.capitals and likely and tokens[token] == 1:
            yield Doubtful(*match.span(), "capitals.stray", likely)


def _places(s: str, words: _Words) -> Iterator[Doubtful]:
    for place in words.places:
        for match in place.pattern.finditer(s):
            yield Doubtful(*match.span("suspect"), place.name, place.likely)
