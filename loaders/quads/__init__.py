"""Resolved reports → quads: what each report says in its own graph, and what stands beside it.

`report_quads` gives everything of one report, `release_quads` everything of many together; only the second
can see that two reports print one thing differently, and what can be guessed from two reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.quads.changes import changes, transferred_objectives
from loaders.quads.citations import citations
from loaders.quads.corrections import corrections
from loaders.quads.doubts import doubts
from loaders.quads.entries import indicator_entries, plan_entries
from loaders.quads.frame import Frame
from loaders.quads.head import budget_years, outcomes, report_node
from loaders.quads.inferred import inferred_quads
from loaders.quads.losses import loss_quads
from loaders.quads.observations import figures, observations
from loaders.quads.officers import signatures
from loaders.quads.persistent import persistent_quads
from loaders.quads.provenance import LOADER_VERSION, provenance
from loaders.quads.remarks import remarks
from loaders.quads.reviews import reviews
from ontology.rdf import Literal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from loaders.identity import Resolved
    from ontology.iris import Base
    from ontology.rdf import Quad
    from ontology.registry import Registry

__all__ = ["LOADER_VERSION", "doubts", "inferred_quads", "loss_quads", "release_quads", "report_quads"]

_PARTS = (
    report_node,
    outcomes,
    budget_years,
    plan_entries,
    indicator_entries,
    observations,
    figures,
    citations,
    remarks,
    reviews,
    changes,
    transferred_objectives,
    provenance,
    signatures,
)


def report_quads(resolved: Resolved, base: Base) -> Iterator[Quad]:
    """Gives everything that one report says, in the order of its graphs and subjects, each quad once."""
    return iter(_in_order([*_own_quads(resolved, base), *persistent_quads([resolved], base)]))


def release_quads(
    every: Sequence[Resolved], registry: Registry, base: Base, told: Container[str] = frozenset()
) -> Iterator[Quad]:
    """Gives everything that all reports say together, guesses included, whatever their order.

    `told` are paths of works, editions and sections of which full texts tell (loaders/plans).
    """
    own = [quad for resolved in every for quad in _own_quads(resolved, base)]
    shared = [*persistent_quads(every, base, told), *inferred_quads(every, registry, base)]
    return iter(_in_order([*own, *shared]))


def _own_quads(resolved: Resolved, base: Base) -> Iterator[Quad]:
    frame = Frame.of_report(resolved, base)
    own = [quad for part in _PARTS for quad in part(frame)]
    yield from own
    yield from corrections(frame, own)


def _in_order(quads: Iterable[Quad]) -> list[Quad]:
    return sorted(set(quads), key=_sort_key)


def _sort_key(quad: Quad) -> tuple[str, ...]:
    target = quad.object
    if isinstance(target, Literal):
        return (
            quad.graph,
            quad.subject,
            quad.predicate,
            target.lexical,
            target.datatype,
            target.language or "",
        )
    return (quad.graph, quad.subject, quad.predicate, target)
