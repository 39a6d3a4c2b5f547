"""Units of quantities → concepts: those of the vocabulary, and printed words that no list has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.model import PRINTED_UNIT
from loaders.quads.literals import code, is_code, plain
from ontology.iris import GRAPH_REGISTRY, Base, name_hash
from ontology.rdf import Iri, Quad, ja
from ontology.terms import CODE_NS, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.model import Quantity, Report

_SCHEME = Iri(CODE_NS + "unit")


def has_unit(quantity: Quantity) -> bool:
    """Tells whether the unit of a quantity can be said: by a concept of the list or as printed."""
    return quantity.unit.startswith(PRINTED_UNIT) or is_code("unit", quantity.unit)


def unit_iri(quantity: Quantity, base: Base) -> Iri:
    """Gives the concept of the unit; a printed word has a hash path until a person gives it a code.

    Raises:
        TermError: the short code is in no list.
    """
    if quantity.unit.startswith(PRINTED_UNIT):
        return base.iri(_path(quantity.unit.removeprefix(PRINTED_UNIT)))
    return code("unit", quantity.unit)


def printed_units(reports: Iterable[Report], base: Base) -> Iterator[Quad]:
    """Writes the concept of every printed unit of these reports into the registry graph."""
    words = {
        quantity.unit.removeprefix(PRINTED_UNIT)
        for report in reports
        for quantity in _quantities(report)
        if quantity.unit.startswith(PRINTED_UNIT)
    }
    graph = base.iri(GRAPH_REGISTRY)
    for word in sorted(words):
        concept = base.iri(_path(word))
        yield Quad(concept, RDF.type, SKOS.Concept, graph)
        yield Quad(concept, SKOS.inScheme, _SCHEME, graph)
        yield Quad(concept, SKOS.prefLabel, ja(word), graph)
        yield Quad(concept, RDFS.label, ja(word), graph)
        yield Quad(concept, SKOS.notation, plain(word), graph)


def _quantities(report: Report) -> Iterator[Quantity]:
    for entry in report.entries:
        for series in entry.series:
            for cell in (series.baseline, *series.targets, *series.actuals):
                if cell is not None and cell.quantity is not None:
                    yield cell.quantity


def _path(word: str) -> str:
    return f"unit/{name_hash(word)}"
