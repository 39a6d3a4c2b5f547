"""What every part of reading shares: the document, the form, the era to inherit, and the list of doubts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from loaders.cells import Document
from loaders.form import Form
from loaders.jp.eras import Era
from loaders.model import Confidence, Fact, Issue, Span
from loaders.text import Text, joined

T = TypeVar("T")


@dataclass(slots=True)
class Reader:
    """One report being read; `issues` and `labels` (printed words of the form) grow while parts are read."""

    document: Document
    form: Form
    era: Era | None
    issues: list[Issue] = field(default_factory=list[Issue])
    labels: list[Span] = field(default_factory=list[Span])
    printed_units: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def units(self) -> Mapping[str, str]:
        """Printed units and their codes: those of the form and those that the row at hand shows to be one."""
        return {**self.form.units, **self.printed_units}

    def with_units(self, printed: Mapping[str, str]) -> Reader:
        """The same reader, writing to the same lists, that also knows these units."""
        return replace(self, printed_units=printed)

    def fact(
        self,
        value: T,
        text: Text,
        rule: str,
        confidence: Confidence = Confidence.READ,
        flags: tuple[str, ...] = (),
    ) -> Fact[T]:
        """A fact whose place is that of `text`; a folded text is turned back into what is printed."""
        shown = self.document.printed(text.strip())
        return Fact(value, joined(shown).chars.strip(), self.spans(text), confidence, rule, flags)

    def words(self, text: Text, rule: str, confidence: Confidence = Confidence.READ) -> Fact[str]:
        """A fact whose value is the printed text itself."""
        shown = self.printed(text)
        return self.fact(shown, text, rule, confidence)

    def printed(self, text: Text) -> str:
        """The printed words of a text, line breaks joined."""
        return joined(self.document.printed(text.strip())).chars.strip()

    def spans(self, text: Text) -> tuple[Span, ...]:
        """The raw ranges of a text; markup between two stretches is no gap."""
        return _without_markup_gaps(text.strip().runs(self.document.source.raw), self.document)

    def text_of(self, fact: Fact[str]) -> Text:
        """The printed text of a fact, from its places."""
        whole = Text.empty()
        for span in fact.spans:
            whole = whole + self.document.text(span)
        return whole

    def label(self, text: Text) -> None:
        """Marks printed words of the form that carry no value of their own."""
        if text.strip():
            self.labels.extend(self.spans(text))

    def doubt(self, code: str, slot: str, text: Text | None, ja: str, en: str, *candidates: str) -> None:
        """Adds a warning to the loss report."""
        span = text.strip().span() if text is not None and text.strip() else None
        self.issues.append(Issue("warning", code, slot, ja, en, span, candidates))


def _without_markup_gaps(spans: tuple[Span, ...], document: Document) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        if merged and _is_markup(merged[-1].end, span.start, document):
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)


def _is_markup(start: int, end: int, document: Document) -> bool:
    at = start
    raw = document.source.raw
    while at < end:
        tag = next((m for m in document.markup if m.start == at), None)
        if tag is None and not raw[at].isspace():
            return False
        at = tag.end if tag is not None else at + 1
    return True
