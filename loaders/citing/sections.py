"""Printed heading paths of one edition → sections with stable paths, numbering, order and labels.

Path rules (ONTOLOGY 5): the integer of each marker; a compound marker loses the part that its parent
prints already (５－３ under ５．), else it is opened into steps that are not printed on their own
(II-1-(4) under 第2部); of two siblings with one integer but different shapes the later gets `-b`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from string import ascii_lowercase
from typing import TYPE_CHECKING

from loaders.jp.markers import kanji_value, roman_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.model import Heading, SectionPath

_NUMERAL = r"[(（]?(?:\d{1,3}|[IVXLC]{1,7}|[ivxlc]{1,7}|[一二三四五六七八九十]{1,3})[)）]?"
_DASH = re.compile(r"[-－‐‑–−―]")
_COMPOUND = re.compile(rf"{_NUMERAL}(?:{_DASH.pattern}{_NUMERAL})+")
_ENDS = " .．、:：()（）[]［］"
_COUNTERS = "第部編章節"


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of an edition; `label` is None when only its number is known from a compound marker."""

    path: str
    parent: str
    numbering: str
    order: int
    label: str | None


@dataclass(frozen=True, slots=True)
class _Step:
    numbering: str
    value: int
    label: str | None


@dataclass(slots=True)
class SectionTree:
    """The sections that one report names of one edition, grown in printed order."""

    edition: str
    sections: dict[str, Section] = field(default_factory=dict)

    def add(self, path: SectionPath) -> str:
        """Adds one printed path and gives the path of its deepest section."""
        parent = self.edition
        for step in _steps(path.headings):
            parent = self._place(parent, step)
        return parent

    def _place(self, parent: str, step: _Step) -> str:
        first = f"{parent}/s/{step.value}" if parent == self.edition else f"{parent}.{step.value}"
        shape = _shape(step.numbering)
        for place in _places(first):
            known = self.sections.get(place)
            if known is None:
                self.sections[place] = Section(place, parent, step.numbering, step.value, step.label)
                return place
            if _shape(known.numbering) == shape:
                self.sections[place] = replace(known, label=known.label or step.label)
                return place
        raise AssertionError


def deepest(tree: SectionTree, paths: Iterable[SectionPath]) -> tuple[str, ...]:
    """Adds all paths and gives those sections under which no other of these paths goes on."""
    places = [tree.add(path) for path in sorted(paths, key=_printed_at) if path.headings]
    kept = dict.fromkeys(place for place in places if not any(p.startswith(place + ".") for p in places))
    return tuple(kept)


def _printed_at(path: SectionPath) -> tuple[int, int]:
    return (path.headings[-1].span.start, len(path.headings)) if path.headings else (0, 0)


def _places(first: str) -> Iterator[str]:
    yield first
    yield from (f"{first}-{letter}" for letter in ascii_lowercase[1:])
    yield from (f"{first}-z{number}" for number in count(2))


def _steps(headings: tuple[Heading, ...]) -> Iterator[_Step]:
    if headings:
        yield from _opened(None, headings[0])
    for parent, heading in pairwise(headings):
        yield from _opened(parent, heading)


def _opened(parent: Heading | None, heading: Heading) -> Iterator[_Step]:
    label = heading.title or None
    parts = _parts(heading.numbering)
    if not parts:
        yield _Step(heading.numbering, heading.value, label)
        return
    if parent is not None and _core(parts[0]) == _core(parent.numbering):
        parts = parts[1:]
    if len(parts) == 1:
        yield _Step(heading.numbering, _value(parts[0]), label)
        return
    yield from (_Step(part, _value(part), None) for part in parts[:-1])
    yield _Step(parts[-1], _value(parts[-1]), label)


def _parts(numbering: str) -> list[str]:
    """Gives the parts of a compound marker; empty for a simple one."""
    token = unicodedata.normalize("NFKC", numbering).strip(" .．、")
    parts = _DASH.split(token) if _COMPOUND.fullmatch(token) else []
    return parts if all(_number(part) is not None for part in parts) else []


def _core(numbering: str) -> str:
    return unicodedata.normalize("NFKC", numbering).strip(_ENDS + _COUNTERS)


def _number(part: str) -> int | None:
    core = _core(part)
    if core.isdecimal():
        return int(core)
    roman = roman_value(core)
    return kanji_value(core) if roman is None else roman


def _value(part: str) -> int:
    value = _number(part)
    assert value is not None, part
    return value


def _shape(numbering: str) -> str:
    """Gives the marker with its number blotted out: （１） and (4) are one shape, ５． and 第5章 are two."""
    circled = re.sub(r"[①-⓿❶-➓㉑-㊿]", "@", numbering)
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", circled))
    blotted = re.sub(r"\d+", "9", folded)
    blotted = re.sub(r"[一二三四五六七八九十]+", "k", blotted)
    return re.sub(r"(?<![A-Za-z])(?:[IVXLC]+|[ivxlc]+)(?![A-Za-z])", _numeral_case, blotted)


def _numeral_case(found: re.Match[str]) -> str:
    return "R" if found[0].isupper() else "r"
