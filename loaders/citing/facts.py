"""Facts of any value → what may be asserted of them, and their places."""

from __future__ import annotations

from typing import Protocol, TypeVar

from loaders.model import Confidence, Span


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
