"""An excerpt of a report → the section of the full text that it quotes, with how sure that is.

First the quote itself, character by character in the match view: found in one section, that is proven. Then
what is near: shared runs of characters, or numbers and titles of all levels. Less than that is no match.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from loaders.citing.sections import SectionMatch
from loaders.model import Confidence
from loaders.plans.sections import quote_view, runs_of
from loaders.text import Text
from ontology.iris import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.citing.sections import Section
    from loaders.model import Excerpt, Heading, SectionPath
    from loaders.plans.sections import FullText

SHORTEST_QUOTE = 12
"""Characters in the match view that a quote needs to tell its place."""
NEAR_TEXT = 0.6
"""Least share of a quote's runs of five characters that the section must hold."""
NEAR_TITLE = 0.85
"""Least likeness of the titles of all levels (difflib ratio, an equal number counting a third)."""
MARGIN = 0.1
"""By how much the best section must be ahead of the second."""


@dataclass(frozen=True)
class Searchable:
    """A full text in which the excerpts of reports are looked for."""

    full: FullText

    @property
    def sections(self) -> tuple[Section, ...]:
        """All sections that have a path."""
        return tuple(placed.section for placed in self.full.placed)

    def find(self, excerpt: Excerpt) -> tuple[SectionMatch, ...]:
        """Where each section path of an excerpt stands."""
        return match_excerpt(excerpt, self.full)


def match_excerpt(excerpt: Excerpt, full: FullText) -> tuple[SectionMatch, ...]:
    """Matches each section path of an excerpt, with the quotes that stand below its deepest heading."""
    return tuple(match_path(path, _quotes_of(path, excerpt), full) for path in excerpt.paths)


def _quotes_of(path: SectionPath, excerpt: Excerpt) -> tuple[str, ...]:
    if not path.headings:
        return ()
    own = path.headings[-1].span.start
    starts = [other.headings[-1].span.start for other in excerpt.paths if other.headings]
    end = min((start for start in starts if start > own), default=None)
    return tuple(
        quote.text
        for quote in excerpt.quotes
        if quote.spans and own < quote.spans[0].start and (end is None or quote.spans[0].start < end)
    )


def match_path(path: SectionPath, quotes: Sequence[str], full: FullText) -> SectionMatch:
    """Matches one path of headings and the quotes below it."""
    scored = sorted(_scored(path.headings, full), reverse=True)
    views = [view for quote in quotes if len(view := _view(quote)) >= SHORTEST_QUOTE]
    found = _by_quotes(views, path.headings, scored, full)
    if found is None and views:
        found = _by_runs(views, scored, full)
    if found is None:
        found = _by_headings(scored)
    if found is None:
        return SectionMatch(None, None, scored[0][0] if scored else 0.0, "none")
    index, score, how = found
    section = full.by_index.get(index)
    if section is None:
        return SectionMatch(None, None, score, "none")
    confidence = Confidence.PROVEN if how == "quote" else Confidence.ALIGNED
    return SectionMatch(section.path, confidence, score, how, _differing(path.headings, index, full))


def _view(quote: str) -> str:
    return quote_view(Text.of(quote, 0, len(quote))).chars


def _scored(headings: Sequence[Heading], full: FullText) -> Iterator[tuple[float, int]]:
    """How much each section is like the deepest heading, with the levels above it."""
    if not headings:
        return
    likeness: dict[tuple[int, int], float] = {}
    for index in range(len(full.plan.sections)):
        chain = full.chain(index)
        levels = [_like(headings[-1], index, full, likeness)]
        above = list(chain[:-1])
        for heading in reversed(headings[:-1]):
            best = max(((_like(heading, at, full, likeness), at) for at in above), default=(0.0, -1))
            levels.append(best[0])
            above = above[: above.index(best[1])] if best[1] >= 0 else []
        yield sum(levels) / len(levels), index


def _like(heading: Heading, index: int, full: FullText, known: dict[tuple[int, int], float]) -> float:
    key = (id(heading), index)
    if key not in known:
        section = full.plan.sections[index]
        number = 1.0 if section.is_numbered and section.value == heading.value else 0.0
        one, other = normal_name(heading.title), normal_name(section.title)
        title = SequenceMatcher(None, one, other, autojunk=False).ratio() if one and other else number / 2
        known[key] = (number + 2 * title) / 3
    return known[key]


def _by_quotes(
    views: Sequence[str], headings: Sequence[Heading], scored: Sequence[tuple[float, int]], full: FullText
) -> tuple[int, float, str] | None:
    """The one section that holds every quote; of several the one that the headings name best."""
    if not views:
        return None
    holding: set[int] | None = None
    for view in views:
        here = set(_places(view, full))
        holding = here if holding is None else holding & here
    if not holding:
        return None
    score = {index: value for value, index in scored}
    ranked = sorted(((score.get(at, 0.0), at) for at in holding), reverse=True)
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN:
        return None
    return _named(ranked[0][1], headings, full), 1.0, "quote"


def _named(index: int, headings: Sequence[Heading], full: FullText) -> int:
    """The section of the chain that the deepest heading names, else the deepest: a quote can lie below."""
    if not headings:
        return index
    likeness: dict[tuple[int, int], float] = {}
    near = [(at, _like(headings[-1], at, full, likeness)) for at in full.chain(index)]
    named = [(value, at) for at, value in near if value >= NEAR_TITLE]
    return max(named)[1] if named else index


def _places(view: str, full: FullText) -> Iterator[int]:
    at = full.view.chars.find(view)
    while at >= 0:
        first, last = full.at(full.view.starts[at]), full.at(full.view.starts[at + len(view) - 1])
        if first is not None and first == last:
            yield first
        at = full.view.chars.find(view, at + 1)


def _by_runs(
    views: Sequence[str], scored: Sequence[tuple[float, int]], full: FullText
) -> tuple[int, float, str] | None:
    wanted = {run for view in views for run in runs_of(view)}
    shares = sorted(
        ((len(wanted & runs) / len(wanted), index) for index, runs in full.runs.items()), reverse=True
    )
    if not shares or shares[0][0] < NEAR_TEXT:
        return None
    score = {index: value for value, index in scored}
    best = [pair for pair in shares if shares[0][0] - pair[0] < MARGIN]
    ranked = sorted(best, key=lambda pair: (-score.get(pair[1], 0.0), pair[1]))
    if len(ranked) > 1 and score.get(ranked[0][1], 0.0) - score.get(ranked[1][1], 0.0) < MARGIN:
        return None
    return ranked[0][1], round(ranked[0][0], 3), "runs"


def _by_headings(scored: Sequence[tuple[float, int]]) -> tuple[int, float, str] | None:
    if not scored or scored[0][0] < NEAR_TITLE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN / 2:
        return None
    return scored[0][1], round(scored[0][0], 3), "headings"


def _differing(headings: Sequence[Heading], index: int, full: FullText) -> tuple[str, ...]:
    titles = {normal_name(full.plan.sections[at].title) for at in full.chain(index)}
    return tuple(
        f"{heading.numbering}{heading.title}"
        for heading in headings
        if heading.title and normal_name(heading.title) not in titles
    )
