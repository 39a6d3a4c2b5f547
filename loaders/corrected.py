"""A source and its corrections → the view that is read, and what was read brought back to the printed text.

Reading runs over the corrected characters; every range of the result is a range of the printed ones. A fact
that rests on a correction keeps its value, quotes what is printed, and is flagged `corrected`.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from loaders.cells import Document
from loaders.model import Correction, Fact, Issue, Report, Span
from loaders.readers import read_document
from loaders.source import Locator, Source
from loaders.text import Text, joined

CORRECTED = "corrected"
Parts = tuple[Document, Report, tuple[Span, ...]]
"""A cut document, the report in it, and the ranges of printed labels."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Shift:
    """The corrections of one source by their place, and where each begins in the corrected view."""

    corrections: tuple[Correction, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, corrections: Sequence[Correction]) -> Shift:
        """The shift of corrections that do not overlap, in the order of their places."""
        starts: list[int] = []
        ends: list[int] = []
        moved = 0
        for each in corrections:
            starts.append(each.span.start + moved)
            ends.append(starts[-1] + len(each.corrected))
            moved = ends[-1] - each.span.end
        return cls(tuple(corrections), tuple(starts), tuple(ends))

    def view(self, source: Source) -> Source:
        """The source with its corrected text; hash and name stay those of the file."""
        if not self.corrections:
            return source
        parts: list[str] = []
        at = 0
        for each in self.corrections:
            parts += [source.raw[at : each.span.start], each.corrected]
            at = each.span.end
        raw = "".join([*parts, source.raw[at:]])
        return replace(source, raw=raw, locators=tuple(map(self._moved, source.locators)))

    def printed(self, span: Span) -> Span:
        """The printed range of a range of the view; a correction that it touches is in it as a whole."""
        return Span(self._start(span.start), self._end(span.end))

    def touches(self, span: Span) -> bool:
        """Whether a printed range rests on a correction."""
        return any(each.span.start < span.end and span.start < each.span.end for each in self.corrections)

    def _start(self, at: int) -> int:
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return at
        here = self.corrections[index].span
        return here.start if at < self.ends[index] else here.end + at - self.ends[index]

    def _end(self, at: int) -> int:
        index = bisect_left(self.starts, at) - 1
        if index < 0:
            return at
        return self.corrections[index].span.end + max(0, at - self.ends[index])

    def _moved(self, locator: Locator) -> Locator:
        return replace(locator, start=self._in_view(locator.start), end=self._in_view(locator.end))

    def _in_view(self, at: int) -> int:
        index = bisect_right(self.corrections, at, key=lambda each: each.span.end) - 1
        if index < 0:
            return at
        return self.ends[index] + at - self.corrections[index].span.end


def as_read(source: Source, corrections: Sequence[Correction], read: Callable[[Source], Parts]) -> Parts:
    """What `read` makes of the corrected view, over the printed text; the corrections fit and stand apart."""
    shift = Shift.of([replace(each, source=source.sha256) for each in corrections])
    _, report, labels = read(shift.view(source))
    document = read_document(source)
    back = _Back(shift, document)
    issues = (*back.mapped(report.issues), *(_applied(each) for each in shift.corrections))
    mapped = replace(back.mapped(replace(report, issues=())), issues=issues, corrections=shift.corrections)
    return document, mapped, tuple(map(shift.printed, labels))


@dataclass(frozen=True, slots=True)
class _Back:
    """Brings what was read from the view back to the printed text."""

    shift: Shift
    document: Document

    def mapped(self, node: _T) -> _T:
        """The same record with every range brought back."""
        found: Any = node
        if isinstance(node, Span):
            found = self.shift.printed(node)
        elif isinstance(node, Fact):
            found = self._fact(cast("Fact[object]", node))
        elif isinstance(node, tuple):
            found = tuple(map(self.mapped, node))
        elif dataclasses.is_dataclass(node) and not isinstance(node, type):
            fields = (field.name for field in dataclasses.fields(node))
            found = replace(cast("Any", node), **{name: self.mapped(getattr(node, name)) for name in fields})
        return cast("_T", found)

    def _fact(self, fact: Fact[object]) -> Fact[object]:
        spans = _merged(map(self.shift.printed, fact.spans))
        if not any(map(self.shift.touches, spans)):
            return replace(fact, spans=spans)
        whole = Text.empty()
        for span in spans:
            whole = whole + self.document.text(span)
        return replace(fact, text=joined(whole).chars.strip(), spans=spans, flags=(*fact.flags, CORRECTED))


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in their order, each once; two that one correction made overlap are one."""
    kept: list[Span] = []
    for span in spans:
        if kept and kept[-1].start <= span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tuple(kept)


def _applied(correction: Correction) -> Issue:
    printed, better = correction.printed, correction.corrected
    signed = f"{correction.who}, {correction.when.isoformat()}"
    return Issue(
        "info",
        "correction-applied",
        "source",
        f"「{printed}」を「{better}」と読む。{correction.reason}({signed})",
        f"{printed!r} is read as {better!r}: {correction.reason} ({signed})",
        correction.span,
        (better,),
    )
