"""Starts → the whole upward closure once, and shortest walks through it: hops, edge names, tie."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from queries.edges import TYING, VERTICAL, edges, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.ground import Ground

TIES: Final = ("indicator", "means", "objective", "policy")
"""How near a text is tied to what was asked, closest first."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The names of the asserted edges of one shortest walk, from its start."""

    via: tuple[str, ...] = ()

    def then(self, other: Walk | None) -> Walk | None:
        """This walk followed by another; None when there is no other."""
        return None if other is None else Walk(self.via + other.via)


@dataclass(frozen=True, slots=True)
class Upward:
    """All asserted edges upward from some starts: node → ((relation, node above), …), sorted."""

    above: Mapping[str, tuple[tuple[str, str], ...]]
    _known: dict[tuple[str, str], Walk | None] = field(default_factory=dict[tuple[str, str], "Walk | None"])

    def walk(self, start: str, end: str) -> Walk | None:
        """A shortest walk, the first in the order of edge names where several are as short."""
        if (start, end) not in self._known:
            self._known[start, end] = self._search(start, end)
        return self._known[start, end]

    def tie(self, tied: str, cited: str) -> Walk | None:
        """The one edge that ties a plan to a text; None when they are not tied."""
        names = [name for name, upper in self.above.get(tied, ()) if upper == cited and name in TYING]
        return Walk((names[0],)) if names else None

    def _search(self, start: str, end: str) -> Walk | None:
        seen = {start}
        queue = deque([(start, Walk())])
        while queue:
            node, walk = queue.popleft()
            if node == end:
                return walk
            for relation, upper in self.above.get(node, ()):
                if upper not in seen:
                    seen.add(upper)
                    queue.append((upper, Walk((*walk.via, relation))))
        return None


def upward(ground: Ground, starts: Iterable[str]) -> Upward:
    """The upward closure of the starts, read level by level so that each node is asked once."""
    above: dict[str, tuple[tuple[str, str], ...]] = {}
    level = {start for start in starts if start}
    while level:
        found = edges(ground, level, end="lower", relations=VERTICAL)
        for node in sorted(level):
            above[node] = tuple((edge.relation, edge.upper) for edge in found if edge.lower == node)
        level = {edge.upper for edge in found} - above.keys()
    return Upward(above)


def tie_rank(tie: str) -> int:
    """The place of a tie, closest first; an unknown one comes last."""
    return TIES.index(tie) if tie in TIES else len(TIES)


def tie_of(tied: str) -> str:
    """The tie of a row is the class of the node from which the tying edge leaves."""
    return kind_of(tied)
