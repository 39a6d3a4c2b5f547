"""Words and facets → the things that carry the words, best first, with the text that shows it.

A release has an index of words; a store without one (a remote endpoint, a release of an earlier version) is
read through SPARQL and scanned, slower and with the same hits. What counts as the same word is said in one
place, `graph.finding.folding`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from graph.finding.gathering import things_of_store
from graph.finding.scanning import Scan
from graph.finding.things import KINDS, MOST_CHARACTERS, MOST_WORDS, RANKS, Found, Hit, Wanted
from queries.drawing.words import Word

if TYPE_CHECKING:
    from graph.finding.things import Finder
    from queries.ground import Ground

__all__ = [
    "KINDS",
    "KIND_WORDS",
    "MOST_CHARACTERS",
    "MOST_WORDS",
    "RANKS",
    "REASON_WORDS",
    "Found",
    "Hit",
    "Wanted",
    "finder_of",
    "search",
    "suggestions",
]

KIND_WORDS: Final = {
    "policy": Word("政策", "Policy"),
    "indicator": Word("測定指標", "Indicator"),
    "objective": Word("施策目標", "Objective"),
    "means": Word("施策手段", "Means"),
    "report": Word("評価書", "Report"),
    "work": Word("文書の系列", "Series of documents"),
    "edition": Word("内閣の文書", "Cabinet document"),
    "section": Word("文書の部分", "Section of a document"),
    "programme": Word("制度・システム", "Programme or system"),
    "project": Word("事業", "Project"),
    "org": Word("組織", "Organisation"),
    "post": Word("職", "Post"),
    "law": Word("法令", "Law"),
    "statement": Word("評価書の記述", "Statement of a report"),
}
"""The kinds of things, as people call them."""

REASON_WORDS: Final = {
    "exact": Word("名称が一致", "whole name"),
    "alias": Word("旧称・別の表記", "old or other name"),
    "label": Word("名称に含む", "in the name"),
    "passage": Word("本文", "in the text"),
}
"""Why a thing was found, as people say it."""

_LEAST: Final = 2
_SEAMS: Final = re.compile(r"(?<=[^\W\d])(?=\d)|(?<=[ァ-ヺー])(?=[一-龥々])|(?<=[一-龥々])(?=[ァ-ヺ])")


@runtime_checkable
class _Indexed(Protocol):
    def index(self) -> Finder | None:
        """The index of words, if it has one that can be used."""
        ...


def finder_of(ground: Ground) -> Finder:
    """The index of the release, or a scan of all that the store says."""
    release = ground.history
    index = release.index() if isinstance(release, _Indexed) else None
    return Scan(things_of_store(ground.store, ground.base)) if index is None else index


def search(ground: Ground, wanted: Wanted, limit: int = 20, offset: int = 0) -> Found:
    """One page of hits, the number of all, and the counts of the facets.

    A text without any visible letter finds nothing.

    Raises:
        SearchStopped: it took longer than a search may.
    """
    return finder_of(ground).find(wanted, limit, offset)


def suggestions(ground: Ground, text: str) -> tuple[tuple[str, int], ...]:
    """Texts like one that finds nothing, each with the number of its hits.

    The text cut where numbers or another script begin; each of its words or, of one word, its longest
    beginning that is found.
    """
    finder = finder_of(ground)
    cut = " ".join(_SEAMS.sub(" ", text).split())
    words = text.split()
    near = [cut, *(words if len(words) > 1 else (_beginning(finder, text.strip()),))]
    counted = (
        (each, finder.find(Wanted(each), 0).total) for each in dict.fromkeys(near) if each and each != text
    )
    return tuple((each, total) for each, total in counted if total)


def _beginning(finder: Finder, word: str) -> str:
    """The longest beginning of a word, of two letters or more, that is found; empty if none is."""
    low, high = _LEAST - 1, len(word)
    while high - low > 1:
        middle = (low + high) // 2
        found = finder.find(Wanted(word[:middle]), 0).total
        low, high = (middle, high) if found else (low, middle)
    return word[:low] if low >= _LEAST else ""
