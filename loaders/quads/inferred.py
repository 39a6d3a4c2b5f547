"""Two reports → guessed succession, each guess with its rule, confidence and reason, in a graph of its own.

Rule shared-means: policy B takes over from policy A; one indicator of A and one of B stand beside the same
means; neither occurs in the other report. Then B's indicator is taken to go on with A's.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import TYPE_CHECKING

from loaders.citing.facts import spans_of
from loaders.quads.frame import Frame
from loaders.quads.inferred_units import unit_quads
from loaders.quads.literals import decimal, plain
from ontology.iris import inferred_graph, name_hash
from ontology.rdf import ja
from ontology.terms import CODE, KEIFU, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders.identity import Resolved
    from loaders.quads.frame import Said
    from ontology.iris import Base
    from ontology.rdf import Quad
    from ontology.registry import Registry

SHARED_MEANS = "shared-means"
SHARED_MEANS_CONFIDENCE = Decimal("0.6")
"""Set by hand: equal wording of a means shows the same work, not the same yardstick."""


@dataclass(frozen=True, slots=True)
class Guess:
    """`later` of one report is taken to go on with `earlier` of another, because both use `means`."""

    later_report: Resolved
    later: int
    earlier_report: Resolved
    earlier: int
    means: str


def inferred_quads(every: Sequence[Resolved], registry: Registry, base: Base) -> Iterator[Quad]:
    """Writes all guesses over all pairs of reports, the same whatever the order of the reports."""
    ordered = sorted(every, key=lambda resolved: resolved.path)
    for earlier, later in permutations(ordered, 2):
        if _goes_on(later, earlier, registry):
            for guess in shared_means(later, earlier):
                yield from _written(guess, base)
            yield from unit_quads(later, earlier, base)


def shared_means(later: Resolved, earlier: Resolved) -> Iterator[Guess]:
    """Finds the pairs of the rule; a means that several free indicators share on one side tells nothing."""
    old, new = _free_by_means(earlier, later), _free_by_means(later, earlier)
    for means in sorted(old.keys() & new.keys()):
        if len(old[means]) == 1 and len(new[means]) == 1:
            yield Guess(later, new[means][0], earlier, old[means][0], means)


def _goes_on(later: Resolved, earlier: Resolved, registry: Registry) -> bool:
    """Tells whether the later report is of the same policy or of one that takes over from it."""
    if later.report.head.fiscal_year.value <= earlier.report.head.fiscal_year.value:
        return False
    before = {later.policy.path}
    if later.former_policy is not None:
        before.add(later.former_policy.path)
    before.update(s.earlier for s in registry.successions if s.later == later.policy.path)
    return earlier.policy.path in before


def _free_by_means(of: Resolved, other: Resolved) -> dict[str, list[int]]:
    """Gives the indicators by means path that do not occur in the other report."""
    there = {thing.path for thing in (*other.indicators.values(), *other.parts.values())}
    found: dict[str, list[int]] = {}
    for entry in sorted(of.report.entries, key=lambda e: e.number.value):
        number = entry.number.value
        if of.indicators[number].path in there:
            continue
        for means in sorted({of.means[n].path for n in _means_of(of, number)}):
            found.setdefault(means, []).append(number)
    return found


def _means_of(resolved: Resolved, indicator: int) -> tuple[int, ...]:
    return tuple(
        means.number
        for means in resolved.report.means
        if indicator in means.indicators
        or any(e.number.value == indicator and e.means == means.number for e in resolved.report.entries)
    )


def _written(guess: Guess, base: Base) -> Iterator[Quad]:
    graph = base.iri(inferred_graph(SHARED_MEANS))
    later = Frame(guess.later_report, base, graph)
    earlier = Frame(guess.earlier_report, base, graph)
    new = guess.later_report.indicators[guess.later]
    old = guess.earlier_report.indicators[guess.earlier]
    change = f"change/inferred/{SHARED_MEANS}/{name_hash(f'{new.path} {old.path}')}"
    label = next(means.label_ja for means in guess.later_report.means.values() if means.path == guess.means)
    reason = f"施策手段「{label}」が両方の評価書で同じであり、指標名は異なる。"
    said: list[Said] = [
        (RDF.type, KEIFU.Change),
        (KEIFU.changeType, CODE.change_replace),
        (KEIFU.before, base.iri(old.path)),
        (KEIFU.after, base.iri(new.path)),
        (KEIFU.basis, CODE.basis_inferred),
        (KEIFU.rule, plain(SHARED_MEANS)),
        (KEIFU.confidence, decimal(SHARED_MEANS_CONFIDENCE)),
        (KEIFU.text, ja(reason)),
    ]
    yield later.link(new.path, KEIFU.succeeds, old.path)
    yield from later.say(change, said)
    for frame in (earlier, later):
        yield from _means_evidence(frame, change, guess.means)


def _means_evidence(frame: Frame, change: str, path: str) -> Iterator[Quad]:
    """Points to the passages that print the means; the passages themselves stand in the report's graph."""
    resolved = frame.resolved
    printed = (means.name for means in resolved.report.means if resolved.means[means.number].path == path)
    for span in sorted(set(spans_of(*printed))):
        yield frame.link(change, KEIFU.evidence, frame.passage_path(span))
