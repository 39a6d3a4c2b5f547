"""Two reports of one policy line → guessed succession of units in charge, in a graph of its own.

Rule same-place: under one and the same division the earlier report names one unit in charge, and the later
one another of the same rank (both 室, both 課 …); neither report names the other's. Then the later unit is
taken to go on with the earlier one's work. A unit below another's is not in its place.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from loaders.citing.facts import spans_of
from loaders.quads.frame import Frame
from loaders.quads.literals import decimal, plain
from ontology.iris import inferred_graph, name_hash
from ontology.rdf import ja
from ontology.terms import CODE, KEIFU, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from loaders.identity import Resolved, Thing
    from loaders.quads.frame import Said
    from ontology.iris import Base
    from ontology.rdf import Quad

SAME_PLACE = "same-place"
SAME_PLACE_CONFIDENCE = Decimal("0.5")
"""Set by hand: one name gone and one come under the same division; no order on the organisation was read."""


@dataclass(frozen=True, slots=True)
class UnitGuess:
    """The unit at `later` of one report is taken to follow the one at `earlier` of another; both from 0."""

    later: int
    earlier: int


def same_place(later: Resolved, earlier: Resolved) -> Iterator[UnitGuess]:
    """Finds the pairs of the rule, by the path of the division that both stand in."""
    old, new = _free_by_place(earlier, later), _free_by_place(later, earlier)
    for place in sorted(old.keys() & new.keys()):
        if len(old[place]) == 1 and len(new[place]) == 1:
            yield UnitGuess(new[place][0], old[place][0])


def unit_quads(later: Resolved, earlier: Resolved, base: Base) -> Iterator[Quad]:
    """Writes the guesses over two reports whose policies follow each other."""
    for guess in same_place(later, earlier):
        yield from _written(guess, later, earlier, base)


def _free_by_place(of: Resolved, other: Resolved) -> Mapping[tuple[str, str], list[int]]:
    """Units in charge that the other report does not name at all, by division and last character."""
    there = {unit.path for chain in other.units for unit in chain}
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, chain in enumerate(of.units):
        if len(chain) > 1 and chain[-1].path not in there:
            found[chain[-2].path, chain[-1].label_ja[-1]].append(place)
    return found


def _written(guess: UnitGuess, later: Resolved, earlier: Resolved, base: Base) -> Iterator[Quad]:
    graph = base.iri(inferred_graph(SAME_PLACE))
    new, old = later.units[guess.later], earlier.units[guess.earlier]
    change = f"change/inferred/{SAME_PLACE}/{name_hash(f'{new[-1].path} {old[-1].path}')}"
    frame = Frame(later, base, graph)
    said: list[Said] = [
        (RDF.type, KEIFU.Change),
        (KEIFU.changeType, CODE.change_replace),
        (KEIFU.before, base.iri(old[-1].path)),
        (KEIFU.after, base.iri(new[-1].path)),
        (KEIFU.basis, CODE.basis_inferred),
        (KEIFU.rule, plain(SAME_PLACE)),
        (KEIFU.confidence, decimal(SAME_PLACE_CONFIDENCE)),
        (KEIFU.text, ja(_reason(new, old))),
    ]
    yield frame.link(new[-1].path, KEIFU.succeeds, old[-1].path)
    yield from frame.say(change, said)
    for one, place in ((frame, guess.later), (Frame(earlier, base, graph), guess.earlier)):
        for span in sorted(set(spans_of(one.resolved.report.units[place].fact))):
            yield one.link(change, KEIFU.evidence, one.passage_path(span))


def _reason(new: tuple[Thing, ...], old: tuple[Thing, ...]) -> str:
    return (
        f"「{old[-2].label_ja}」の下の担当は、前の評価書では「{old[-1].label_ja}」、"
        f"後の評価書では「{new[-1].label_ja}」である。"
    )
