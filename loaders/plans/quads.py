"""Resolved plans → quads: work and edition, sections with their passages, the source and its reading."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from loaders.quads.literals import code, day, integer, is_code, plain
from loaders.quads.provenance import LOADER_VERSION
from ontology.iris import GRAPH_DOCUMENTS, GRAPH_PROVENANCE
from ontology.rdf import Iri, Literal, Quad, en, ja
from ontology.terms import CODE, KEIFU, OA, OWL, PROV, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.citing import Section
    from loaders.model import Span
    from loaders.model.plans import PlanSection
    from loaders.plans.resolving import ResolvedPlan
    from ontology.iris import Base

Said = tuple[Iri, Iri | Literal | None]


def plan_quads(plans: Iterable[ResolvedPlan], base: Base) -> Iterator[Quad]:
    """Writes the plans in the order of their editions; two texts of one edition must not be given."""
    for resolved in sorted(plans, key=lambda each: (each.edition.path, each.source.sha256)):
        yield from _document(resolved, base)
        starts = [0, *(at + 1 for at, char in enumerate(resolved.source.raw) if char == "\n")]
        for placed in resolved.full.placed:
            section = resolved.plan.sections[placed.index]
            yield from _section(placed.section, section, resolved, base, starts)
        yield from _provenance(resolved, base)


def _document(resolved: ResolvedPlan, base: Base) -> Iterator[Quad]:
    work, edition = resolved.work, resolved.edition
    if not work.known:
        said: list[Said] = [(RDF.type, KEIFU.Work), (RDFS.label, ja(work.label_ja))]
        yield from _say(base, GRAPH_DOCUMENTS, work.path, said)
    if edition.known:
        return
    mode = edition.mode if edition.mode is not None and is_code("mode", edition.mode) else None
    yield from _say(
        base,
        GRAPH_DOCUMENTS,
        edition.path,
        [
            (RDF.type, KEIFU.Edition),
            (RDFS.label, ja(edition.label_ja)),
            (KEIFU.editionOf, base.iri(work.path)),
            (KEIFU.basis, CODE.basis_stated),
            (KEIFU.adoptedOn, None if edition.adopted_on is None else day(edition.adopted_on)),
            (KEIFU.adoptedBy, None if edition.adopted_by is None else base.iri(edition.adopted_by)),
            (KEIFU.decisionMode, None if mode is None else code("mode", mode)),
        ],
    )


def _section(
    section: Section, printed: PlanSection, resolved: ResolvedPlan, base: Base, starts: list[int]
) -> Iterator[Quad]:
    label = section.label
    said: list[Said] = [
        (RDF.type, KEIFU.Section),
        (KEIFU.sectionOf, base.iri(section.parent)),
        (KEIFU.numbering, plain(section.numbering)),
        (KEIFU.order, integer(section.order)),
        (RDFS.label, None if label is None else ja(label)),
    ]
    yield from _say(base, GRAPH_DOCUMENTS, section.path, said)
    facts = (printed.heading, *(() if printed.body is None else (printed.body,)))
    for span in (span for fact in facts for span in fact.spans):
        place = f"{resolved.source_path}/p/{span.start}-{span.end}"
        yield from _say(base, GRAPH_DOCUMENTS, section.path, [(KEIFU.evidence, base.iri(place))])
        yield from _passage(place, span, resolved, base, bisect_right(starts, span.start))


def _passage(place: str, span: Span, resolved: ResolvedPlan, base: Base, line: int) -> Iterator[Quad]:
    locator = resolved.source.locator_of(span.start)
    page = None if locator is None else locator.page
    said: list[Said] = [
        (RDF.type, KEIFU.Passage),
        (KEIFU.source, base.iri(resolved.source_path)),
        (OA.exact, plain(resolved.source.raw[span.start : span.end])),
        (OA.start, integer(span.start)),
        (OA.end, integer(span.end)),
        (KEIFU.line, integer(line)),
        (KEIFU.page, None if page is None else integer(page)),
    ]
    return _say(base, GRAPH_DOCUMENTS, place, said)


def _provenance(resolved: ResolvedPlan, base: Base) -> Iterator[Quad]:
    source, software = resolved.source_path, f"software/loaders-{LOADER_VERSION}"
    extraction = f"extraction/{resolved.edition.path}"
    said: dict[str, list[Said]] = {
        source: [
            (RDF.type, KEIFU.Source),
            (KEIFU.sha256, plain(resolved.source.sha256)),
            (KEIFU.fileName, plain(resolved.source.file_name)),
        ],
        extraction: [
            (RDF.type, PROV.Activity),
            (PROV.used, base.iri(source)),
            (PROV.wasAssociatedWith, base.iri(software)),
        ],
        software: [
            (RDF.type, PROV.SoftwareAgent),
            (RDFS.label, en(f"Keifu loaders {LOADER_VERSION}")),
            (OWL.versionInfo, plain(LOADER_VERSION)),
        ],
    }
    for path, sentences in said.items():
        yield from _say(base, GRAPH_PROVENANCE, path, sentences)


def _say(base: Base, graph: str, path: str, said: Iterable[Said]) -> Iterator[Quad]:
    subject, place = base.iri(path), base.iri(graph)
    return (Quad(subject, predicate, target, place) for predicate, target in said if target is not None)
