"""A report and how its cells came about → the same report with no fact surer than its place.

Where columns follow from the places of words, no fact is more than aligned; where a program recognised the
characters in a picture, every fact is a candidate.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar, cast

from loaders.model import Confidence, Fact, Report
from loaders.source import Locator, Source
from loaders.views.view import Trust

T = TypeVar("T")
_ORDER: Final = tuple(Confidence)
_MOST: Final[Mapping[Trust, Confidence]] = {
    Trust.PLACED: Confidence.ALIGNED,
    Trust.RECOGNISED: Confidence.CANDIDATE,
}


def trusted(report: Report, source: Source) -> Report:
    """The report with the confidence of each fact lowered to what its place allows, never raised."""
    doubtful = tuple(locator for locator in source.locators if locator.trust in _MOST)
    return _Lowering(doubtful).node(report) if doubtful else report


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
