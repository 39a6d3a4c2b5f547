"""Text → the programmes, laws and documents of the registry that it names, longest name first.

Names are searched in the joined text, so that one that a line end broke is found, and lead back to their
characters. A name is whole: no kanji before one that begins with kanji, no katakana beside one of katakana,
no letter beside one of letters (READING 5.5, 5.7). Inside a web address nothing is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from loaders.jp.folding import fold
from loaders.text import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from loaders.model import Span
    from ontology.registry import Registry

_ADDRESS = re.compile(r"https?://[!-~]+|[\w.-]+@[\w.-]+|www\.[!-~]+")
_KANJI, _KANA = "一-龥々", "ァ-ヶー"
_BEFORE_KANJI = "各全同該旧新正本"
_YEAR = "(?:19|20)[0-9]{2}"


@dataclass(frozen=True, slots=True)
class Named:
    """One place where a thing of the registry is named; `kind` is programme, law or work."""

    kind: str
    path: str
    name: Text

    def spans(self, raw: str) -> tuple[Span, ...]:
        """The ranges of the raw text that print the name."""
        return self.name.runs(raw)


@dataclass(frozen=True)
class Names:
    """Every name by which the registry knows a programme, a law or a document."""

    registry: Registry

    def found_in(self, text: Text) -> Iterator[Named]:
        """Each name in printed order; of two names at one place the longer one."""
        flat = joined(text.folded())
        hidden = [m.span() for m in _ADDRESS.finditer(flat.chars)]
        for match in self._pattern.finditer(flat.chars):
            if not any(start <= match.start() < end for start, end in hidden):
                kind, path = self._known[int(str(match.lastgroup)[1:])]
                yield Named(kind, path, flat.cut(*match.span()))

    @cached_property
    def _known(self) -> tuple[tuple[str, str], ...]:
        return tuple((kind, path) for kind, path, _ in self._entries)

    @cached_property
    def _entries(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, path and folded name, longest first; `{year}` in a title stands for four digits."""
        programmes = (("programme", p.path, name) for p in self.registry.programmes for name in p.names)
        works = (
            ("law" if w.path.startswith("law/") else "work", w.path, name)
            for w in self.registry.works
            for name in (*w.names, *w.patterns)
        )
        every = {(kind, path, fold(name)) for kind, path, name in (*programmes, *works)}
        return tuple(sorted(every, key=lambda entry: (-len(entry[2]), entry)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (f"(?P<n{i}>{_whole(name)})" for i, (_, _, name) in enumerate(self._entries))
        return re.compile("|".join(parts) or "(?!)")


@lru_cache(maxsize=2)
def names_of(registry: Registry) -> Names:
    """Gives the names of a registry; what finds them is made once."""
    return Names(registry)


def _whole(name: str) -> str:
    """What finds a name and no part of a longer word."""
    return _guard_before(name[0]) + _loose(name) + _guard_behind(name[-1])


def _loose(name: str) -> str:
    """Blanks may stand between two characters of which one is Japanese: a wrapped line leaves one."""
    if "{year}" in name:
        return _YEAR.join(map(_loose, name.split("{year}")))
    pieces: list[str] = []
    for index, char in enumerate(name):
        if index and not (char.isascii() and name[index - 1].isascii()):
            pieces.append(r"\s*")
        pieces.append(re.escape(char) if not char.isspace() else r"\s*")
    return "".join(pieces)


def _guard_before(char: str) -> str:
    if char.isascii() and char.isalnum():
        return "(?<![A-Za-z0-9])"
    if re.match(f"[{_KANJI}]", char):
        return f"(?:(?<![{_KANJI}])|(?<=[{_BEFORE_KANJI}]))"
    return f"(?<![{_KANA}])" if re.match(f"[{_KANA}]", char) else ""


def _guard_behind(char: str) -> str:
    if char.isascii() and char.isalnum():
        return "(?![A-Za-z0-9])"
    return f"(?![{_KANA}])" if re.match(f"[{_KANA}]", char) else ""


def distinct(found: Iterable[Named], raw: str) -> tuple[Named, ...]:
    """Each place once, in printed order: blocks lie inside each other."""
    places = {(named.spans(raw), named.path): named for named in found}
    return tuple(places[place] for place in sorted(places))
