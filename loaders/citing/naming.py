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
from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.jp.folding import fold
from loaders.text import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.model import Span
    from ontology.registry import Registry

_ADDRESS = re.compile(r"https?://[!-~]+|www\.[!-~]+|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+")
_KANJI, _KANA = "一-龥々", "ァ-ヶー"
_BEFORE_KANJI = "各全同該旧新正本"
_YEAR = "(?:19|20)[0-9]{2}"
_DIGITS = re.compile(_YEAR)


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
                kind, path = self._meant(match[0])
                yield Named(kind, path, flat.cut(*match.span()))

    def _meant(self, printed: str) -> tuple[str, str]:
        key = "".join(printed.split())
        return self._entries.get(key) or self._entries[_DIGITS.sub("{year}", key)]

    @cached_property
    def _entries(self) -> Mapping[str, tuple[str, str]]:
        """Kind and path by folded name without blanks; `{year}` in a title stands for four digits."""
        programmes = (("programme", p.path, name) for p in self.registry.programmes for name in p.names)
        works = (
            ("law" if w.path.startswith("law/") else "work", w.path, name)
            for w in self.registry.works
            for name in (*w.names, *w.patterns)
        )
        return {"".join(fold(name).split()): (kind, path) for kind, path, name in (*works, *programmes)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Longest name first; each begins with its first letter, so that the search skips all others."""
        names = sorted(self._entries, key=lambda name: (-len(name), name))
        return re.compile("|".join(map(_whole, names)) or "(?!)")


@lru_cache(maxsize=2)
def names_of(registry: Registry) -> Names:
    """Gives the names of a registry; what finds them is made once."""
    return Names(registry)


def _whole(name: str) -> str:
    """What finds a name and no part of a longer word; what stands before it is looked at behind its first."""
    first = re.escape(name[0])
    return first + _guard_before(name[0], first) + _loose(name) + _guard_behind(name[-1])


def _loose(name: str) -> str:
    """The rest of a name; blanks may stand beside a Japanese character: a wrapped line leaves one."""
    if "{year}" in name:
        before, _, after = name.partition("{year}")
        return _loose(before) + rf"\s*{_YEAR}\s*" + "".join(map(re.escape, after))
    pieces: list[str] = []
    for before, char in pairwise(name):
        gap = "" if char.isascii() and before.isascii() else r"\s*"
        pieces.append(gap + re.escape(char))
    return "".join(pieces)


def _guard_before(char: str, first: str) -> str:
    if char.isascii() and char.isalnum():
        return f"(?<![A-Za-z0-9]{first})"
    if re.match(f"[{_KANJI}]", char):
        return f"(?:(?<![{_KANJI}]{first})|(?<=[{_BEFORE_KANJI}]{first}))"
    return f"(?<![{_KANA}]{first})" if re.match(f"[{_KANA}]", char) else ""


def _guard_behind(char: str) -> str:
    if char == "}" or (char.isascii() and char.isalnum()):
        return "(?![A-Za-z0-9])"
    return f"(?![{_KANA}])" if re.match(f"[{_KANA}]", char) else ""


def distinct(found: Iterable[Named], raw: str) -> tuple[Named, ...]:
    """Each place once, in printed order: blocks lie inside each other."""
    places = {(named.spans(raw), named.path): named for named in found}
    return tuple(places[place] for place in sorted(places))
