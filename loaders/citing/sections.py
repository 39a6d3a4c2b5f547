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
from typing import TYPE_CHECKING, Protocol

from loaders.jp.markers import kanji_value, roman_value
from loaders.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.model import Excerpt, Heading, SectionPath

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
class SectionMatch:
    """Where an excerpt stands in the full text: the path of a section, or None.

    `how` is quote (its characters stand there: proven), runs or headings (near: aligned,
    `score` 0 to 1), or none. `differs` are the printed headings
    whose words are not those of the plan.
    """

    section: str | None
    confidence: Confidence | None
    score: float
    how: str
    differs: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the section may be cited: proven, or near with nothing that speaks against it."""
        return self.section is not None and (self.confidence is Confidence.PROVEN or not self.differs)


class QuotedText(Protocol):
    """The full text of an edition, as far as citations need it."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """All its sections."""
        ...

    def find(self, excerpt: Excerpt) -> tuple[SectionMatch, ...]:
        """Where each section path of an excerpt stands."""
        ...


@dataclass(frozen=True, slots=True)
class _Step:
    numbering: str
    value: int
    label: str | None


@dataclass(slots=True)
class SectionTree:
    """The sections of one edition: those of its full text, if there is one, and what a report names.

    `named` are those that the report names, with the sections above them, in printed order.
    """

    edition: str
    sections: dict[str, Section] = field(default_factory=dict[str, "Section"])
    named: dict[str, None] = field(default_factory=dict[str, None])

    @classmethod
    def of(cls, edition: str, text: QuotedText | None) -> SectionTree:
        """Gives the tree of an edition whose full text may be known."""
        known = () if text is None else text.sections
        return cls(edition, {section.path: section for section in known})

    def name(self, path: str) -> str:
        """Marks a section of the full text, and those above it, as named."""
        chain = [path]
        while (parent := self.sections[chain[-1]].parent) != self.edition:
            chain.append(parent)
        self.named.update(dict.fromkeys(reversed(chain)))
        return path

    def listed(self) -> tuple[Section, ...]:
        """Gives the sections that the report names."""
        return tuple(self.sections[path] for path in self.named)

    def add(self, path: SectionPath) -> str:
        """Adds one printed path and gives the path of its deepest section."""
        parent = self.edition
        for step in _steps(path.headings):
            parent = self._place(parent, step)
            self.named[parent] = None
        return parent

    def _place(self, parent: str, step: _Step) -> str:
        first = f"{parent}/s/{step.value}" if parent == self.edition else f"{parent}.{step.value}"
        shape = shape_of(step.numbering)
        for place in _places(first):
            known = self.sections.get(place)
            if known is None:
                self.sections[place] = Section(place, parent, step.numbering, step.value, step.label)
                return place
            if shape_of(known.numbering) == shape:
                self.sections[place] = replace(known, label=known.label or step.label)
                return place
        raise AssertionError


def deepest(
    tree: SectionTree, paths: Sequence[SectionPath], matches: Sequence[SectionMatch] = ()
) -> tuple[str, ...]:
    """Adds all paths and gives those sections under which no other of these paths goes on.

    A path that was found in the full text is the section that was found, whatever numbers the report prints.
    """
    found = {id(path): match.section for path, match in zip(paths, matches, strict=False) if match.holds}
    places = [
        tree.add(path) if (known := found.get(id(path))) is None else tree.name(known)
        for path in sorted(paths, key=_printed_at)
        if path.headings
    ]
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


def shape_of(numbering: str) -> str:
    """Gives the marker with its number blotted out: （１） and (4) are one shape, ５． and 第5章 are two."""
    circled = re.sub(r"[①-⓿❶-➓㉑-㊿]", "@", numbering)
    folded = re.sub(r"\s+", "", unicodedata.normalize("NFKC", circled))
    blotted = re.sub(r"\d+", "9", folded)
    blotted = re.sub(r"[一二三四五六七八九十]+", "k", blotted)
    return re.sub(r"(?<![A-Za-z])(?:[IVXLC]+|[ivxlc]+)(?![A-Za-z])", _numeral_case, blotted)


def _numeral_case(found: re.Match[str]) -> str:
    return "R" if found[0].isupper() else "r"
