"""Prose of a report → the documents that it names with their date: 「title」(date decider) and the like.

Precision before recall: a mention needs a full date right after its title, and the title must stand in
quotation marks, be a title of the registry, or be an item of the list of materials. What the report's own
abbreviations define is left to them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.citing.facts import stated
from loaders.jp.eras import find_dates
from loaders.model import Confidence, Fact, Mention, Span
from loaders.text import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from loaders.citing.editions import Library
    from loaders.jp.eras import DateFound
    from loaders.model import Report
    from loaders.source import Source

LONGEST_TITLE = 80
"""Characters before the parenthesis in which a registry title is looked for."""

_PARENTHESIS = re.compile(r"\((?P<inside>[^()]{5,200}(?:\([^()]{1,60}\)[^()]{0,120}){0,3})\)")
_OPENING = re.compile(r"\(")
_QUOTED = re.compile(r"「(?P<title>[^「」]{2,120})」\Z")
_DECIDED = re.compile(r"(?:決定|了承|了解|報告)\Z")
_BULLETS = "・･•●○◯-*,、。 "


def find_mentions(report: Report, source: Source, library: Library) -> tuple[Mention, ...]:
    """Finds the dated documents in remarks, reasons, plans for the next term and notes, in printed order."""
    found: dict[tuple[Span, ...], Mention] = {}
    for role, text, indicators in _prose(report):
        for span in text.spans:
            for mention in _in_span(role, span, indicators, source.raw, library):
                found.setdefault(mention.text.spans, mention)
    defined = [span for term in report.local_terms for span in term.sentence.spans]
    return tuple(found[spans] for spans in sorted(found) if not _inside(spans, defined))


def _prose(report: Report) -> Iterator[tuple[str, Fact[str], tuple[int, ...]]]:
    """Gives the narrower blocks first, so that a mention is about the indicators of its own paragraph.

    The list 使用した資料 is read as the remark of kind `other`.
    """
    for entry in report.entries:
        if entry.next_term is not None:
            yield "mention", entry.next_term.text, (entry.number.value,)
    for remark in sorted(report.remarks, key=lambda r: (not r.indicators, r.text.spans)):
        if stated(remark.text) is not None:
            yield "material" if remark.kind == "other" else "mention", remark.text, remark.indicators
    if report.rating is not None and report.rating.reason is not None:
        yield "mention", report.rating.reason, ()
    yield from (("footnote", note.text, ()) for note in report.footnotes)


def _in_span(
    role: str, span: Span, indicators: tuple[int, ...], raw: str, library: Library
) -> Iterator[Mention]:
    prose = Text.of(raw, span.start, span.end).folded().squeezed()
    after = 0
    for bracket, day in _dated_brackets(prose.chars):
        first = bracket.start("inside")
        decider = prose.cut(first + day.end, bracket.end("inside"))
        title = _title(role, prose.cut(after, bracket.start()), decider.chars, library)
        after = bracket.end()
        if title is None:
            continue
        opens = prose.starts.index(title.starts[0])
        opens -= prose.chars[opens - 1 : opens] == "「"
        yield Mention(
            role,
            _fact(title, raw),
            _fact(prose.cut(opens, bracket.end()), raw),
            _day(prose.cut(first, first + day.end), day.value, raw),
            _fact(decider, raw) if decider else None,
            indicators,
        )


def _dated_brackets(chars: str) -> Iterator[tuple[re.Match[str], DateFound]]:
    """Gives each parenthesis that opens with a date, also one inside another (31-⑧ l.60)."""
    for opening in _OPENING.finditer(chars):
        bracket = _PARENTHESIS.match(chars, opening.start())
        dates = find_dates(bracket["inside"]) if bracket is not None else []
        if bracket is not None and dates and dates[0].start == 0:
            yield bracket, dates[0]


def _title(role: str, before: Text, decider: str, library: Library) -> Text | None:
    quoted = _QUOTED.search(before.chars)
    if quoted is not None:
        title = before.cut(*quoted.span("title"))
        is_title = library.work(title.chars).known or library.body(decider) is not None
        return title if is_title or _DECIDED.search(decider) else None
    if role == "material":
        left = len(before.chars) - len(before.chars.lstrip(_BULLETS))
        return before.cut(left) or None
    starts = range(max(0, len(before) - LONGEST_TITLE), len(before) - 1)
    return next((before.cut(at) for at in starts if library.work(before.chars[at:]).known), None)


def _fact(text: Text, raw: str) -> Fact[str]:
    printed = _printed(text, raw)
    return Fact(printed, printed, text.runs(raw), Confidence.READ, "mention")


def _day(text: Text, on: date, raw: str) -> Fact[date]:
    return Fact(on, _printed(text, raw), text.runs(raw), Confidence.READ, "mention")


def _printed(text: Text, raw: str) -> str:
    span = text.span()
    return joined(Text.of(raw, span.start, span.end)).chars.strip()


def _inside(spans: Iterable[Span], wider: Iterable[Span]) -> bool:
    around = tuple(wider)
    return all(any(w.start <= span.start and span.end <= w.end for w in around) for span in spans)
