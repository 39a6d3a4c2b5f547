"""Prose of a report → the documents that it names: 「title」(date decider), a known title, a law.

Precision before recall: a dated mention needs a full date right after its title, and the title must stand
in quotation marks or be a title of the registry. A title of the registry without a date cites its work, a
law the law. What the report's own abbreviations define, and its list of materials, is left to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.citing.blocks import as_text
from loaders.citing.facts import stated
from loaders.jp.eras import find_dates
from loaders.model import Confidence, Fact, Mention, Span
from loaders.text import Text, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from loaders.citing.editions import Library
    from loaders.citing.naming import Names
    from loaders.jp.eras import DateFound
    from loaders.model import Report
    from loaders.source import Source

LONGEST_TITLE = 80
"""Characters before the parenthesis in which a registry title is looked for."""

_PARENTHESIS = re.compile(r"\((?P<inside>[^()]{5,200}(?:\([^()]{1,60}\)[^()]{0,120}){0,3})\)")
_OPENING = re.compile(r"\(")
_QUOTED = re.compile(r"「(?P<title>[^「」]{2,120})」\Z")
_DECIDED = re.compile(r"(?:決定|了承|了解|報告)\Z")


def find_mentions(report: Report, source: Source, library: Library) -> tuple[Mention, ...]:
    """Finds the documents named in excerpts, remarks, reasons, plans for the next term and notes."""
    found: dict[tuple[Span, ...], Mention] = {}
    blocks = [_Block(role, text, indicators, source.raw) for role, text, indicators in _prose(report)]
    for block in blocks:
        for mention in _dated(block, library):
            found.setdefault(mention.text.spans, mention)
    elsewhere = [span for term in report.local_terms for span in term.sentence.spans]
    elsewhere += [span for mention in report.mentions for span in mention.text.spans]
    taken = [span for mention in found.values() for span in mention.text.spans]
    names = library.names
    for block in [*blocks, *_excerpts(report, source.raw)]:
        for mention in _undated(block, names):
            if not _touches(mention.text.spans, taken):
                found.setdefault(mention.text.spans, mention)
    return tuple(found[spans] for spans in sorted(found) if not _touches(spans, elsewhere))


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of prose with the role of what it names and the indicators that it is about."""

    role: str
    said: Fact[str]
    indicators: tuple[int, ...]
    raw: str

    @property
    def text(self) -> Text:
        """Its characters as in the source."""
        return as_text(self.said, self.raw)


def _prose(report: Report) -> Iterator[tuple[str, Fact[str], tuple[int, ...]]]:
    """Gives the narrower blocks first, so that a mention is about the indicators of its own paragraph."""
    for entry in report.entries:
        if entry.next_term is not None:
            yield "mention", entry.next_term.text, (entry.number.value,)
    for remark in sorted(report.remarks, key=lambda r: (not r.indicators, r.text.spans)):
        if stated(remark.text) is not None and remark.kind != "other":
            yield "mention", remark.text, remark.indicators
    if report.rating is not None and report.rating.reason is not None:
        yield "mention", report.rating.reason, ()
    if report.policy.overview is not None:
        yield "mention", report.policy.overview, ()
    yield from (("footnote", note.text, ()) for note in report.footnotes)


def _excerpts(report: Report, raw: str) -> Iterator[_Block]:
    """What a quoted document names is printed in the report too."""
    for row in report.documents:
        if row.excerpt is not None and stated(row.excerpt.text) is not None:
            yield _Block("mention", row.excerpt.text, (), raw)


def _undated(block: _Block, names: Names) -> Iterator[Mention]:
    for named in names.found_in(block.text):
        if named.kind != "programme":
            name = _fact(named.name, block.raw)
            yield Mention(block.role, name, name, indicators=block.indicators)


def _dated(block: _Block, library: Library) -> Iterator[Mention]:
    prose = block.text.folded().squeezed()
    after = 0
    for bracket, day in _dated_brackets(prose.chars):
        first = bracket.start("inside")
        decider = prose.cut(first + day.end, bracket.end("inside"))
        title = _title(prose.cut(after, bracket.start()), decider.chars, library)
        after = bracket.end()
        if title is None:
            continue
        opens = prose.starts.index(title.starts[0])
        opens -= prose.chars[opens - 1 : opens] == "「"
        yield Mention(
            block.role,
            _fact(title, block.raw),
            _fact(prose.cut(opens, bracket.end()), block.raw),
            _day(prose.cut(first, first + day.end), day.value, block.raw),
            _fact(decider, block.raw) if decider else None,
            block.indicators,
        )


def _dated_brackets(chars: str) -> Iterator[tuple[re.Match[str], DateFound]]:
    """Gives each parenthesis that opens with a date, also one inside another (31-⑧ l.60)."""
    for opening in _OPENING.finditer(chars):
        bracket = _PARENTHESIS.match(chars, opening.start())
        dates = find_dates(bracket["inside"]) if bracket is not None else []
        if bracket is not None and dates and dates[0].start == 0:
            yield bracket, dates[0]


def _title(before: Text, decider: str, library: Library) -> Text | None:
    quoted = _QUOTED.search(before.chars)
    if quoted is not None:
        title = before.cut(*quoted.span("title"))
        is_title = library.work(title.chars).known or library.body(decider) is not None
        return title if is_title or _DECIDED.search(decider) else None
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


def _touches(spans: Iterable[Span], others: Iterable[Span]) -> bool:
    around = tuple(others)
    return any(other.start < span.end and span.start < other.end for span in spans for other in around)
