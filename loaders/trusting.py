"""A report and how its cells came about → the same report with no fact surer than its place.

Where columns follow from the places of words, no fact is more than aligned; where a program recognised the
characters in a picture, or a page break may have parted a cell, every fact is a candidate. Such candidates
are not stated: what a graph is made of is the report without them.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar, cast

from loaders.model import Confidence, Correction, Fact, Issue, Report
from loaders.source import Locator, Source
from loaders.views.view import Trust

T = TypeVar("T")
_ORDER: Final = tuple(Confidence)
_MOST: Final[Mapping[Trust, Confidence]] = {
    Trust.PLACED: Confidence.ALIGNED,
    Trust.TORN: Confidence.CANDIDATE,
    Trust.RECOGNISED: Confidence.CANDIDATE,
    Trust.UNFORMATTED: Confidence.CANDIDATE,
}


def trusted(report: Report, source: Source) -> Report:
    """The report with the confidence of each fact lowered to what its place allows, never raised."""
    doubtful = tuple(locator for locator in source.locators if locator.trust in _MOST)
    return _Lowering(doubtful).node(report) if doubtful else report


def stated(report: Report, source: Source) -> Report:
    """The report without anything that was recognised in a picture or torn by a page break.

    What it must have to be named stays: title, number and year, the name of its policy, and its units. What
    cannot be without such a fact goes as a whole: an indicator without its name.
    """
    pictured = tuple(
        locator for locator in source.locators if _MOST.get(locator.trust) is Confidence.CANDIDATE
    )
    if not pictured:
        return report
    without = _Without(_Lowering(pictured))
    kept = without.record(report, frozenset({"head", "policy", "units"}))
    assert kept is not None
    head = without.record(report.head, frozenset({"title", "number", "fiscal_year"}))
    policy = without.record(report.policy, frozenset({"name"}))
    objectives = {each.number for each in kept.objectives}
    means = {each.number for each in kept.means}
    entries = tuple(
        replace(
            each,
            objective=each.objective if each.objective in objectives else None,
            means=each.means if each.means in means else None,
        )
        for each in kept.entries
    )
    return replace(kept, head=head or report.head, policy=policy or report.policy, entries=entries)


@dataclass(frozen=True, slots=True)
class _Without:
    """Leaves out facts of the stretches that a lowering knows."""

    known: _Lowering

    def record(self, node: T, needed: frozenset[str] = frozenset()) -> T | None:
        """A record without such facts, None when it has one that it cannot be without; `needed` ones stay."""
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(cast("Any", node)):
            before: object = getattr(node, field.name)
            after = before if field.name in needed else self._value(before)
            if after is None and before is not None and field.default is not None:
                return None
            if after is not before:
                changed[field.name] = after
        return cast("T", replace(cast("Any", node), **changed)) if changed else node

    def _value(self, value: object) -> object:
        if isinstance(value, Fact):
            return None if self.known.touches(cast("Fact[object]", value)) else cast("object", value)
        if isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            kept = tuple(each for item in items if (each := self._value(item)) is not None)
            return kept if kept != items else items
        if dataclasses.is_dataclass(value) and not isinstance(value, (type, Issue, Correction)):
            return cast("object", self.record(value))
        return value


@dataclass(frozen=True, slots=True)
class _Lowering:
    """The stretches that are less than drawn, in the order of their starts."""

    doubtful: tuple[Locator, ...]

    def node(self, node: T) -> T:
        """A node of the model with all facts below it lowered."""
        if isinstance(node, Fact):
            return cast("T", self._fact(cast("Fact[object]", node)))
        if isinstance(node, tuple):
            items = cast("tuple[object, ...]", node)
            return cast("T", tuple(self.node(item) for item in items))
        if dataclasses.is_dataclass(node) and not isinstance(node, type):
            return self._record(node)
        return node

    def _record(self, node: T) -> T:
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(cast("Any", node)):
            before: object = getattr(node, field.name)
            after = self.node(before)
            if after is not before and after != before:
                changed[field.name] = after
        return cast("T", replace(cast("Any", node), **changed)) if changed else node

    def _fact(self, fact: Fact[object]) -> Fact[object]:
        most = max((self._most(span.start, span.end) for span in fact.spans), default=0)
        lowered = _ORDER[max(most, _ORDER.index(fact.confidence))]
        return fact if lowered is fact.confidence else replace(fact, confidence=lowered)

    def touches(self, fact: Fact[object]) -> bool:
        """Whether any of the places of a fact lies in a stretch."""
        return any(self._most(span.start, span.end) for span in fact.spans)

    def _most(self, start: int, end: int) -> int:
        """The best class that a range may have, by its place in the order of classes."""
        first = max(0, bisect_right(self.doubtful, start, key=lambda locator: locator.start) - 1)
        worst = 0
        for locator in self.doubtful[first:]:
            if locator.start >= end:
                break
            if start < locator.end:
                worst = max(worst, _ORDER.index(_MOST[locator.trust]))
        return worst
