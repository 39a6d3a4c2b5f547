"""Facts of any value → what may be asserted of them, and their places."""

from __future__ import annotations

from typing import Protocol, TypeVar

from loaders.model import Confidence, IndicatorEntry, Span


class Placed(Protocol):
    """A fact of any value, as far as evidence is concerned."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The ranges of the raw text that state it."""
        ...

    @property
    def confidence(self) -> Confidence:
        """How sure the reading is."""
        ...

    @property
    def flags(self) -> tuple[str, ...]:
        """What is odd about it."""
        ...


P = TypeVar("P", bound=Placed)


def stated(fact: P | None) -> P | None:
    """Gives back a fact that may be asserted; a candidate stays in the loss report."""
    return None if fact is None or fact.confidence is Confidence.CANDIDATE else fact


def spans_of(*facts: Placed | None) -> tuple[Span, ...]:
    """Gives the spans of all facts that are there."""
    return tuple(span for fact in facts if fact is not None for span in fact.spans)


def name_cell(entry: IndicatorEntry, raw: str) -> tuple[Span, ...]:
    """Gives the cell of an indicator's name: name, kind and tags as one range where only blanks part them.

    ONTOLOGY 16 cites it as one passage, for the entry and for the citation of its tag.
    """
    tag = None if entry.tag is None else entry.tag.text
    merged: list[Span] = []
    for span in sorted(spans_of(entry.name, entry.indicator_type, tag)):
        if merged and not raw[merged[-1].end : span.start].strip():
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
