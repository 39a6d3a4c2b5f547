"""Things → the hits that the index gives, by looking at each: for stores without one, and as proof."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.finding.folding import readings
from graph.finding.meeting import hit_of
from graph.finding.things import FIELDS, Found, facets_of, keeps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.finding.things import Bucket, Thing, Wanted

_CLASSES = ("exact", "alias", "label", "alias", "passage")
_Folded = dict[str, list[str]]


class Scan:
    """Things with their readings, each looked through at every search."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = sorted(things, key=lambda each: each.order)
        self._folded = [_folded(thing) for thing in self._things]

    def find(self, wanted: Wanted, limit: int, offset: int = 0) -> Found:
        """The hits from `offset` on, at most `limit`, best first."""
        counts: Counter[Bucket] = Counter()
        ranked: list[tuple[int, int]] = []
        for number, (thing, folded) in enumerate(zip(self._things, self._folded, strict=True)):
            rank = _rank(folded, wanted) if wanted.words else None
            if rank is not None:
                counts[thing.kind, thing.years, thing.ministries] += 1
                ranked.append((rank, number))
        kept = sorted((rank, number) for rank, number in ranked if keeps(wanted, self._bucket(number)))
        shown = kept[offset : offset + limit]
        hits = tuple(hit_of(self._things[number], _CLASSES[rank], wanted) for rank, number in shown)
        return Found(len(kept), hits, facets_of(wanted, counts))

    def _bucket(self, number: int) -> Bucket:
        thing = self._things[number]
        return thing.kind, thing.years, thing.ministries


def _folded(thing: Thing) -> _Folded:
    found: _Folded = {field: [] for field in FIELDS}
    for text in thing.texts:
        found[text.field] += readings(text.text)
    return found


def _rank(folded: _Folded, wanted: Wanted) -> int | None:
    """The place of a thing among the classes of hits; None when it is none."""
    name, alias, words = FIELDS
    if not _has_all(folded, (name, alias, words), wanted):
        return None
    for rank, field in enumerate((name, alias)):
        if not set(wanted.whole).isdisjoint(folded[field]):
            return rank
    if _has_all(folded, (name,), wanted):
        return 2
    return 3 if _has_all(folded, (name, alias), wanted) else 4


def _has_all(folded: _Folded, fields: Iterable[str], wanted: Wanted) -> bool:
    held = [reading for field in fields for reading in folded[field]]
    return all(any(form in reading for form in forms for reading in held) for forms in wanted.words)
