"""Every number token of a source → at which level it was read, and by name those that only the report holds.

Levels (READING 3.4 rule 2): `value` (parsed into a typed value), `heading` (section paths, words of a printed
label), `marker` (numbers of indicators, footnote marks), `text` (inside a verbatim fact), `markup` (inside a
tag) and `report`, which is every number that no fact and no label accounts for. A token that lies in several
has the first of them; one that lies only partly in any is in the report.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from loaders.jp.numbers import find_digit_runs
from loaders.model import (
    Actual,
    Baseline,
    Confidence,
    Figure,
    Footnote,
    IndicatorEntry,
    Issue,
    Report,
    Span,
    Target,
)
from loaders.sections import Placed
from loaders.source import Source

LEVELS: Final = ("report", "markup", "text", "marker", "heading", "value")
"""From the weakest to the strongest."""

_YEAR_MARK: Final = re.compile(r"【[^【】]*】")
_NOTE_MARK: Final = re.compile(r"[※＊*注][ \u3000]?[0-9０-９]+")
_SIGN: Final = re.compile(r"\D[ \t]?(?=\d)")
_CELLS: Final = (Baseline, Target, Actual)
_CELL_DOUBTS: Final = frozenset({"unknown-vocabulary", "ambiguous", "unparsed"})


@dataclass(frozen=True, slots=True)
class NumberToken:
    """A number as it is printed, with its level."""

    span: Span
    line: int
    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The ranges of a source that are no facts: printed labels and markup."""

    labels: tuple[Span, ...]
    markup: tuple[Span, ...]


def number_tokens(
    source: Source, report: Report, placed: Sequence[Placed], layout: Layout
) -> tuple[NumberToken, ...]:
    """Every number token in printed order; a number that a line end breaks counts as printed, in pieces."""
    canvas = bytearray(len(source.raw))
    painted = [*_layout(source, layout), *_headings(report), *_facts(source, placed)]
    for level, span in sorted(painted, key=lambda each: LEVELS.index(each[0])):
        canvas[span.start : span.end] = bytes([LEVELS.index(level)]) * (span.end - span.start)
    for span in _doubted(placed, report.issues):
        canvas[span.start : span.end] = bytes(span.end - span.start)
    return tuple(
        NumberToken(
            Span(start, end), source.line_of(start), source.raw[start:end], _weakest(canvas, start, end)
        )
        for start, end in _runs(source.raw)
    )


def _runs(raw: str) -> Iterator[tuple[int, int]]:
    """The tokens; a dash before a TAB or a line end is a mark of the cell before, no sign of this number."""
    for start, end in find_digit_runs(raw):
        sign = _SIGN.match(raw, start, end)
        yield (sign.end() if sign and "\t" in sign[0] else start), end


def _weakest(canvas: bytearray, start: int, end: int) -> str:
    return LEVELS[min(canvas[start:end])]


def by_level(tokens: Iterable[NumberToken]) -> dict[str, int]:
    """How many tokens each level has, the strongest level first; every level is there, also with 0."""
    counted = Counter(token.level for token in tokens)
    return {level: counted[level] for level in reversed(LEVELS)}


def reported(tokens: Iterable[NumberToken]) -> tuple[NumberToken, ...]:
    """The tokens that no fact and no label accounts for."""
    return tuple(token for token in tokens if token.level == "report")


def _layout(source: Source, layout: Layout) -> Iterator[tuple[str, Span]]:
    yield from (("markup", span) for span in layout.markup)
    for span in layout.labels:
        yield "heading", span
        yield from (("marker", mark) for mark in _inside(_NOTE_MARK, source, span))


def _headings(report: Report) -> Iterator[tuple[str, Span]]:
    for document in report.documents:
        for path in document.excerpt.paths if document.excerpt is not None else ():
            yield from (("heading", heading.span) for heading in path.headings)


def _facts(source: Source, placed: Iterable[Placed]) -> Iterator[tuple[str, Span]]:
    for each in placed:
        if each.fact.confidence is Confidence.CANDIDATE:
            continue
        level = _level(each)
        for span in each.fact.spans:
            yield level, span
            if level == "text" and isinstance(each.record, _CELLS):
                yield from (("value", mark) for mark in _inside(_YEAR_MARK, source, span))
            if isinstance(each.record, Footnote):
                yield from (("marker", mark) for mark in _inside(_NOTE_MARK, source, span))


def _level(each: Placed) -> str:
    """The number of an entry marks it; a cell or a figure with a quantity and a typed fact are values."""
    record, value = each.record, each.fact.value
    if isinstance(record, IndicatorEntry) and each.fact is record.number:
        return "marker"
    if isinstance(record, _CELLS) and record.quantity is not None:
        return "value"
    if isinstance(record, Figure) and each.fact is record.text:
        return "value"
    return "text" if isinstance(value, (str, bool)) else "value"


def _doubted(placed: Iterable[Placed], issues: Sequence[Issue]) -> Iterator[Span]:
    """Cells whose number a doubt keeps from being a value: in a numeric slot there is no level of text."""
    places = [issue.span for issue in issues if issue.code in _CELL_DOUBTS and issue.span is not None]
    for each in placed:
        if isinstance(each.record, _CELLS) and each.record.quantity is None:
            for span in each.fact.spans:
                if any(place.start < span.end and span.start < place.end for place in places):
                    yield span


def _inside(pattern: re.Pattern[str], source: Source, span: Span) -> Iterator[Span]:
    return (Span(*match.span()) for match in pattern.finditer(source.raw, span.start, span.end))
