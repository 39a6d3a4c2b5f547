"""Readings → all quads of a release: vocabulary, registry, what the reports state, what may be inferred."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from loaders.identity import resolve
from loaders.quads import release_quads
from ontology.iris import GRAPH_OFFICERS
from ontology.publish import registry_quads, vocabulary_quads
from ontology.registry import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from loaders import Reading
    from loaders.identity import Resolved
    from ontology.iris import Base
    from ontology.rdf import Quad


def resolve_all(readings: Sequence[Reading]) -> tuple[Resolved, ...]:
    """Every reading with its names resolved against the registry, in the given order."""
    registry = load_registry()
    return tuple(resolve(reading.report, reading.source, registry) for reading in readings)


def quads_of(resolved: Sequence[Resolved], base: Base) -> Iterator[Quad]:
    """The quads of a release. Names of officers stay out: a release is made to be published."""
    registry = load_registry()
    officers = base.iri(GRAPH_OFFICERS)
    every = chain(
        vocabulary_quads(base), registry_quads(registry, base), release_quads(resolved, registry, base)
    )
    return (quad for quad in every if quad.graph != officers)
