"""The tables [prose.*] of a form file → how its free text is worded: reasons, reviews, materials, laws."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.form_file import Section


@dataclass(frozen=True, slots=True)
class ReasonWords:
    """What opens a paragraph of reasons that speaks of no indicator, and what opens an aside."""

    conclusion: re.Pattern[str]
    aside: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """How points of reviewers and the responses to them are headed, numbered and reported in a sentence.

    `occasion` and `speaker` are compared at the beginning of a sentence, behind `lead`; all others anywhere.
    """

    points: re.Pattern[str]
    responses: re.Pattern[str]
    number: re.Pattern[str]
    bullet: re.Pattern[str]
    lead: re.Pattern[str]
    occasion: re.Pattern[str]
    theme: re.Pattern[str]
    listing: re.Pattern[str]
    speaker: re.Pattern[str]
    opinion: re.Pattern[str]
    opinion_alone: re.Pattern[str]
    follow_up: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class MaterialWords:
    """What opens an item of 使用した資料, what may follow a title, and what names a part of a document.

    A title without date and quotation marks must end in a word of `document`; a bracket whose date is
    followed by `not_decided` (現在) gives the day of a figure, not of a document.
    """

    bullet: re.Pattern[str]
    between: re.Pattern[str]
    ending: re.Pattern[str]
    locator: re.Pattern[str]
    none: re.Pattern[str]
    document: re.Pattern[str]
    not_decided: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ProseWords:
    """All wordings of free text of one form; `topics` are words of a reflection by what they speak of."""

    reasons: ReasonWords
    reviews: ReviewWords
    materials: MaterialWords
    topics: Mapping[str, tuple[str, ...]]
    laws: tuple[re.Pattern[str], ...]


_TOPICS = ("tax", "law", "organisation", "staff")


def parse_prose(prose: Section) -> ProseWords:
    """The wordings of free text.

    Raises:
        FormFileError: a table or key is unknown or missing, or a pattern does not compile or lacks a group.
    """
    prose.has_only({"reasons", "reviews", "materials", "topics", "laws"})
    topics, laws = prose.section("topics"), prose.section("laws")
    topics.has_only(set(_TOPICS))
    laws.has_only({"patterns"})
    return ProseWords(
        reasons=_reasons(prose.section("reasons")),
        reviews=_reviews(prose.section("reviews")),
        materials=_materials(prose.section("materials")),
        topics={topic: topics.texts(topic) for topic in _TOPICS},
        laws=laws.patterns("patterns", "name"),
    )


def _reasons(table: Section) -> ReasonWords:
    table.has_only({"conclusion", "aside"})
    return ReasonWords(table.pattern("conclusion"), table.pattern("aside"))


def _reviews(table: Section) -> ReviewWords:
    groups: dict[str, tuple[str, ...]] = {
        "points": ("event", "number"),
        "responses": ("number",),
        "number": ("number",),
        "bullet": (),
        "lead": (),
        "occasion": ("event",),
        "theme": ("theme",),
        "listing": (),
        "speaker": (),
        "opinion": (),
        "opinion_alone": (),
        "follow_up": (),
    }
    table.has_only(set(groups))
    return ReviewWords(**{key: table.pattern(key, *names) for key, names in groups.items()})


def _materials(table: Section) -> MaterialWords:
    keys = ("bullet", "between", "ending", "locator", "none", "document", "not_decided")
    table.has_only(set(keys))
    return MaterialWords(**{key: table.pattern(key) for key in keys})
