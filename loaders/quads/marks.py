"""Results of a form's own scheme → concepts: those of the vocabulary, and those that only a form file knows.

A result that no code list has is a concept of the registry graph, `mark/{hash}`, like a unit as printed:
form, kind of result and sign make the hash, so that two forms never share a sign by accident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.model import OWN_CODE
from loaders.quads.judging import USUAL_JUDGED
from loaders.quads.literals import code, plain
from ontology.iris import GRAPH_REGISTRY, Base, name_hash
from ontology.rdf import Iri, Quad, en, ja
from ontology.terms import CODE, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.model import FormCode, Report

_VERDICTS = {"met": CODE.verdict_met, "missed": CODE.verdict_missed, "not-due": CODE.verdict_not_due}


def result_iri(kind: str, short: str, base: Base) -> Iri:
    """Gives the concept of a result of a kind: achievement, rating or overall.

    Raises:
        TermError: the short code is in no list.
    """
    if short.startswith(OWN_CODE):
        return base.iri(f"mark/{name_hash(short)}")
    return code(kind, short)


def judged_marks(report: Report) -> frozenset[str]:
    """Gives the marks of this report that say whether a target was met."""
    own = () if report.form is None else report.form.codes
    return USUAL_JUDGED | {c.code for c in own if c.kind == "achievement" and c.verdict in {"met", "missed"}}


def own_results(reports: Iterable[Report], base: Base) -> Iterator[Quad]:
    """Writes the concepts that only form files define into the registry graph, each with its scheme."""
    defined = {
        (report.form.name, report.form.title, found)
        for report in reports
        if report.form is not None
        for found in report.form.codes
        if found.is_own
    }
    for name, title, found in sorted(defined, key=lambda each: (each[0], each[2].code, each[1])):
        yield from _concept(found, _scheme(name, found.kind, base), base)
        yield from _scheme_quads(title, _scheme(name, found.kind, base), base)


def _scheme(form: str, kind: str, base: Base) -> Iri:
    return base.iri(f"scheme/{name_hash(f'{OWN_CODE}{form}:{kind}')}")


def _concept(found: FormCode, scheme: Iri, base: Base) -> Iterator[Quad]:
    graph, concept = base.iri(GRAPH_REGISTRY), result_iri(found.kind, found.code, base)
    yield Quad(concept, RDF.type, SKOS.Concept, graph)
    yield Quad(concept, SKOS.inScheme, scheme, graph)
    yield Quad(concept, SKOS.prefLabel, ja(found.label_ja), graph)
    yield Quad(concept, RDFS.label, ja(found.label_ja), graph)
    if found.label_en is not None:
        yield Quad(concept, SKOS.prefLabel, en(found.label_en), graph)
        yield Quad(concept, RDFS.label, en(found.label_en), graph)
    yield Quad(concept, SKOS.notation, plain(found.notation), graph)
    if found.verdict is not None:
        yield Quad(concept, SKOS.broadMatch, _VERDICTS[found.verdict], graph)


def _scheme_quads(title: str, scheme: Iri, base: Base) -> Iterator[Quad]:
    graph = base.iri(GRAPH_REGISTRY)
    yield Quad(scheme, RDF.type, SKOS.ConceptScheme, graph)
    yield Quad(scheme, SKOS.prefLabel, ja(title), graph)
    yield Quad(scheme, RDFS.label, ja(title), graph)
