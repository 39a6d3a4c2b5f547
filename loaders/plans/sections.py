"""A read plan → the paths of its sections, and the words in which an excerpt is looked for.

Paths follow ONTOLOGY 5; a heading without a number has `u1`, `u2` … as its step, counted below its parent
(ADR 0013). Of two siblings with one number in one shape the later has no path: it stays text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.citing.sections import Section, shape_of
from loaders.model import Span
from loaders.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from loaders.model.plans import Plan, PlanSection
    from loaders.source import Source

_SUFFIXES = "bcdefghijklmnopqrstuvwxyz"
# A footnote number stands behind a closing bracket or a full stop and before Japanese words.
_BEHIND_BRACKET = re.compile(r"(?<=[」』)】。])\d{1,3}(?=[ぁ-んァ-ヶ一-龠、。「])(?![年月日回件人%位つか])")
_ANY_DIGITS = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,%])")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々」』)】]")
_COUNTED = re.compile(r"[年月日回件人%位つかカヶ個億万千兆円時分秒度名社歳倍割校台団点の以第章節部項]")
_FEWEST_NOTES = 3
RUN = 5


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section of the plan with its path; `index` points into the sections of the plan."""

    index: int
    section: Section


@dataclass(frozen=True)
class FullText:
    """A plan under its edition: sections by path, and the match view of its words.

    The view is folded, without blanks and footnote digits.
    """

    edition: str
    plan: Plan
    source: Source
    placed: tuple[PlacedSection, ...]
    unplaced: tuple[int, ...] = field(default=())

    @cached_property
    def view(self) -> Text:
        """The text in which quotes are looked for, each character with its raw range."""
        return document_view(Text.of(self.source.raw, 0, len(self.source.raw)))

    @cached_property
    def by_index(self) -> dict[int, Section]:
        """The placed section of each section of the plan."""
        return {placed.index: placed.section for placed in self.placed}

    @cached_property
    def runs(self) -> dict[int, frozenset[str]]:
        """The runs of characters in the own words of each section, by its index."""
        views = {
            index: quote_view(Text.of(section.body.text, 0, len(section.body.text))).chars
            for index, section in enumerate(self.plan.sections)
            if section.body is not None
        }
        return {index: runs_of(view) for index, view in views.items()}

    @cached_property
    def _starts(self) -> list[int]:
        return [section.heading.spans[0].start for section in self.plan.sections]

    def at(self, offset: int) -> int | None:
        """The index of the section in which a raw offset lies; None on the cover and in the notes."""
        notes = self.plan.notes
        if notes is not None and offset >= notes.spans[0].start:
            return None
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 else None

    def chain(self, index: int) -> tuple[int, ...]:
        """The sections from the top down to this one."""
        found = [index]
        while (parent := self.plan.sections[found[-1]].parent) is not None:
            found.append(parent)
        return tuple(reversed(found))


def place_sections(edition: str, plan: Plan, source: Source) -> FullText:
    """Gives every section its path below an edition."""
    placed: dict[int, Section] = {}
    taken: dict[str, Section] = {}
    unplaced: list[int] = []
    for index, section in enumerate(plan.sections):
        parent = placed.get(section.parent) if section.parent is not None else None
        if section.parent is not None and parent is None:
            unplaced.append(index)
            continue
        above = edition if parent is None else parent.path
        path = _free_path(above, edition, section, taken)
        if path is None:
            unplaced.append(index)
            continue
        label = section.title or None
        placed[index] = Section(path, above, section.numbering, section.value, label)
        taken[path] = placed[index]
    items = tuple(PlacedSection(index, section) for index, section in placed.items())
    return FullText(edition, plan, source, items, tuple(unplaced))


def _free_path(above: str, edition: str, section: PlanSection, taken: dict[str, Section]) -> str | None:
    step = f"{section.value}" if section.is_numbered else f"u{section.value}"
    first = f"{above}/s/{step}" if above == edition else f"{above}.{step}"
    shape = shape_of(section.numbering)
    for path in (first, *(f"{first}-{letter}" for letter in _SUFFIXES)):
        known = taken.get(path)
        if known is None:
            return path
        if shape_of(known.numbering) == shape:
            return None
    return None


def runs_of(view: str) -> frozenset[str]:
    """All runs of `RUN` characters of a text, in its comparing form."""
    return frozenset(view[at : at + RUN] for at in range(max(1, len(view) - RUN + 1)))


def quote_view(text: Text) -> Text:
    """A quote in its comparing form: folded, without blanks and without digits that can only be footnotes."""
    view = text.folded().squeezed()
    return _without(view, (Span(*match.span()) for match in _BEHIND_BRACKET.finditer(view.chars)))


def document_view(text: Text) -> Text:
    """A full text in the same form, also without the numbers that count its footnotes."""
    view = text.folded().squeezed()
    noted = _counted_notes(view.chars)
    return quote_view(_without(view, noted))


def _without(view: Text, spans: Iterable[Span]) -> Text:
    hidden = {at for span in spans for at in range(span.start, span.end)}
    return view.keep(at for at in range(len(view)) if at not in hidden) if hidden else view


def _counted_notes(chars: str) -> Sequence[Span]:
    """Numbers in prose that count 1, 2, 3 … through the text, each between Japanese words, are footnotes."""
    found: list[Span] = []
    for match in _ANY_DIGITS.finditer(chars):
        before, after = chars[match.start() - 1 : match.start()], chars[match.end() : match.end() + 1]
        if int(match[0]) != len(found) + 1 or not _JAPANESE.match(before) or not _JAPANESE.match(after):
            continue
        if not _COUNTED.match(after) and not _COUNTED.match(before):
            found.append(Span(*match.span()))
    return found if len(found) >= _FEWEST_NOTES else ()
