"""A KPI tag beside an indicator → the document, section and item that the tag itself names (ONTOLOGY 7).

`kpiOf` goes to the deepest part that the tag names: its abbreviation is read by the report's own
definition, its words are compared with the sections that the same report cites of that document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from loaders.jp.markers import circled_value
from ontology.iris import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from loaders.citing.editions import Edition, Library, Work
    from loaders.citing.sections import Section
    from loaders.model import KpiTag

SECTION_THRESHOLD = 0.85
"""Least share of equal characters between the words of a tag and a section's title (difflib ratio)."""

_WORDS = re.compile(r"[:：](?P<words>[^】]+)")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True, slots=True)
class TagMatch:
    """What a tag names: editions or sections for `kpiOf`, works where no edition can be told.

    `doubt` is set when the printed words differ from the title they were matched to.
    """

    targets: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()
    locator: str | None = None
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class CitedHere:
    """What the same report cites: its abbreviations, editions, and sections by edition."""

    terms: Mapping[str, Edition]
    editions: tuple[Edition, ...]
    sections: Mapping[str, tuple[Section, ...]]


def match_tag(tag: KpiTag, here: CitedHere, library: Library) -> TagMatch:
    """Resolves all tags of one entry together."""
    targets: dict[str, None] = {}
    works: dict[str, Work] = {}
    doubts: list[str] = []
    for text in tag.tags:
        edition, work = _document(text, here, library)
        if edition is None:
            works.update({work.path: work} if work is not None else {})
            continue
        section = _section(_words(text), here.sections.get(edition.path, ()))
        targets[edition.path if section is None else section.path] = None
        if section is not None and normal_name(section.label or "") != normal_name(_words(text) or ""):
            doubts.append(f"{_words(text)} / {section.label}")
    locator = next((found for found in map(_locator, tag.tags) if found), None)
    return TagMatch(_deepest(targets), tuple(works.values()), locator, "; ".join(doubts) or None)


def _document(text: str, here: CitedHere, library: Library) -> tuple[Edition | None, Work | None]:
    for short in sorted(here.terms, key=lambda s: (-len(s), s)):
        if re.search(rf"(?<![A-Za-z]){re.escape(short)}(?![A-Za-z])", text):
            return here.terms[short], here.terms[short].work
    work = library.work_named_in(text)
    if work is None:
        return None, None
    same = {edition.path: edition for edition in here.editions if edition.work.path == work.path}
    if (year := _YEAR.search(text)) is not None:
        same = {path: edition for path, edition in same.items() if path.endswith(f"/{year[0]}")}
    return (next(iter(same.values())) if len(same) == 1 else None), work


def _section(words: str | None, sections: Iterable[Section]) -> Section | None:
    """Gives the one section whose title is nearest to the words, when it is near enough."""
    if words is None:
        return None
    scored = [
        (
            SequenceMatcher(None, normal_name(words), normal_name(section.label), autojunk=False).ratio(),
            section,
        )
        for section in sections
        if section.label is not None
    ]
    near = sorted((pair for pair in scored if pair[0] >= SECTION_THRESHOLD), key=lambda pair: -pair[0])
    if not near or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return near[0][1]


def _words(tag: str) -> str | None:
    """Gives the words after the colon without the item mark: 地方行政改革・分野横断的な取組."""
    found = _WORDS.search(tag)
    if found is None:
        return None
    words = found["words"].strip()
    return words[: -len(mark)].strip() if (mark := _locator(tag)) is not None else words


def _locator(tag: str) -> str | None:
    """Gives the item mark that ends a tag (⑮); it numbers an item of the document, not a section."""
    last = tag.strip().rstrip("】]").strip()[-1:]
    return last if last and circled_value(last) is not None else None


def _deepest(targets: Iterable[str]) -> tuple[str, ...]:
    """Leaves out an edition of which a section is named too."""
    paths = list(targets)
    return tuple(path for path in paths if not any(other.startswith(path + "/s/") for other in paths))
