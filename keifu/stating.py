"""Readings → all quads of a release: vocabulary, registry, what the reports state, what may be inferred."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from loaders.identity import resolve
from loaders.plans import Searchable, plan_quads, resolve_plan
from loaders.quads import doubts, loss_quads, release_quads
from loaders.report import with_doubts
from loaders.trusting import stated
from ontology.iris import GRAPH_OFFICERS
from ontology.publish import registry_quads, vocabulary_quads
from ontology.registry import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders import Reading
    from loaders.identity import Resolved
    from loaders.plans import PlanReading, ResolvedPlan
    from loaders.report import LossReport
    from ontology.iris import Base
    from ontology.rdf import Quad


def resolve_all(readings: Sequence[Reading], plans: Sequence[ResolvedPlan] = ()) -> tuple[Resolved, ...]:
    """Every report with its names resolved against the registry and the full texts, in the given order.

    What was recognised in pictures is left out.
    """
    registry = load_registry()
    texts = {plan.edition.path: Searchable(plan.full) for plan in plans}
    return tuple(
        resolve(stated(reading.report, reading.source), reading.source, registry, texts)
        for reading in readings
    )


def resolve_plans(readings: Sequence[PlanReading]) -> tuple[ResolvedPlan, ...]:
    """Every full text under its edition, in the given order."""
    registry = load_registry()
    return tuple(resolve_plan(reading.plan, reading.source, registry) for reading in readings)


def with_later_doubts(reading: Reading, resolved: Resolved) -> Reading:
    """The reading with the doubts that arose when its names and citations were matched."""
    return replace(reading, loss=with_doubts(reading.loss, doubts(resolved)))


def quads_of(
    resolved: Sequence[Resolved],
    base: Base,
    plans: Sequence[ResolvedPlan] = (),
    losses: Sequence[LossReport] = (),
) -> Iterator[Quad]:
    """The quads of a release, with the accounts of the reports where they are given, in the same order.

    Names of officers stay out: a release is made to be published.
    """
    told = frozenset(path for plan in plans for path in plan.told())
    registry = load_registry()
    officers = base.iri(GRAPH_OFFICERS)
    every = chain(
        vocabulary_quads(base),
        registry_quads(registry, base),
        release_quads(resolved, registry, base, told),
        plan_quads(plans, base),
        *(loss_quads(each, loss, base) for each, loss in zip(resolved, losses, strict=False)),
    )
    return (quad for quad in every if quad.graph != officers)
