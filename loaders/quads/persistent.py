"""Resolved reports → classes and labels of the persistent things they speak of, each said once.

The registry graph gets plan elements, posts, and bodies that the registry does not know; the documents graph
gets sections, and works and editions that the registry does not know. What it knows of works, editions and
organisations is published from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders.quads.literals import boolean, code, day, integer, is_code, plain
from loaders.quads.marks import own_results
from loaders.quads.units import printed_units
from ontology.iris import GRAPH_DOCUMENTS, GRAPH_REGISTRY
from ontology.rdf import Iri, Literal, Quad, en, ja
from ontology.terms import CODE, DCTERMS, KEIFU, ORG, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from loaders.citing import Edition, Section
    from loaders.identity import Resolved, Thing
    from ontology.iris import Base

_CLASSES = {
    "policy": KEIFU.Policy,
    "objective": KEIFU.Objective,
    "indicator": KEIFU.Indicator,
    "means": KEIFU.Means,
    "post": ORG.Post,
    "unit": ORG.OrganizationalUnit,
    "organisation": ORG.Organization,
}
_ABOVE = {"post": ORG.postIn, "unit": ORG.unitOf}
_PUBLISHED_ELSEWHERE = frozenset({"unit", "organisation"})

Said = tuple[Iri, Iri | Literal | None]


def persistent_quads(
    every: Sequence[Resolved], base: Base, told: Container[str] = frozenset()
) -> Iterator[Quad]:
    """Writes the registry and documents graphs for all reports together.

    Where two reports print one thing differently the label of the earlier report stands, so that a thing
    has one label whatever the order of loading. Works, editions and sections at the paths `told` are left
    to the full texts that tell of them.
    """
    ordered = sorted(every, key=lambda resolved: resolved.path)
    yield from _things(ordered, base)
    yield from _works(ordered, base, told)
    yield from _editions(ordered, base, told)
    yield from _sections(ordered, base, told)
    yield from printed_units((resolved.report for resolved in ordered), base)
    yield from own_results((resolved.report for resolved in ordered), base)


def _things(ordered: Iterable[Resolved], base: Base) -> Iterator[Quad]:
    first: dict[str, Thing] = {}
    for resolved in ordered:
        for thing in resolved.things():
            first.setdefault(thing.path, thing)
    for thing in first.values():
        if not (thing.known and thing.kind in _PUBLISHED_ELSEWHERE):
            yield from _say(base, GRAPH_REGISTRY, thing.path, _thing(thing, base))
            yield from _replaced(thing, base)


def _replaced(thing: Thing, base: Base) -> Iterator[Quad]:
    """Hash paths that a thing had before a person named it go on pointing to it."""
    for old in thing.was:
        said: list[Said] = [
            (OWL.deprecated, boolean(truth=True)),
            (DCTERMS.isReplacedBy, base.iri(thing.path)),
        ]
        yield from _say(base, GRAPH_REGISTRY, old, said)


def _thing(thing: Thing, base: Base) -> Iterator[Said]:
    yield RDF.type, _CLASSES[thing.kind]
    yield RDFS.label, ja(thing.label_ja)
    yield RDFS.label, None if thing.label_en is None else en(thing.label_en)
    yield from ((SKOS.altLabel, ja(alias)) for alias in thing.aliases)
    yield KEIFU.direction, None if thing.direction is None else code("direction", thing.direction)
    if thing.kind in _ABOVE and thing.parent is not None:
        yield _ABOVE[thing.kind], base.iri(thing.parent)


def _works(ordered: Iterable[Resolved], base: Base, told: Container[str]) -> Iterator[Quad]:
    first = {work.path: work for r in reversed(list(ordered)) for work in r.citations.works()}
    for path, work in sorted(first.items()):
        if not (work.known or path in told):
            said: list[Said] = [(RDF.type, KEIFU.Work), (RDFS.label, ja(work.label_ja))]
            yield from _say(base, GRAPH_DOCUMENTS, path, said)


def _editions(ordered: Iterable[Resolved], base: Base, told: Container[str]) -> Iterator[Quad]:
    stated: dict[str, list[Edition]] = {}
    for resolved in ordered:
        for edition in resolved.citations.editions():
            if not (edition.known or edition.path in told):
                stated.setdefault(edition.path, []).append(edition)
    for path, editions in sorted(stated.items()):
        yield from _say(base, GRAPH_DOCUMENTS, path, _edition(editions, base))


def _edition(editions: Sequence[Edition], base: Base) -> Iterator[Said]:
    """Gives what the reports state of one edition; the earliest report that states something counts."""
    on = next((e.adopted_on for e in editions if e.adopted_on is not None), None)
    bodies = next(((e.adopted_by, *e.also_adopted_by) for e in editions if e.adopted_by is not None), ())
    mode = next((e.mode for e in editions if e.mode is not None and is_code("mode", e.mode)), None)
    yield RDF.type, KEIFU.Edition
    yield RDFS.label, ja(editions[0].label_ja)
    yield KEIFU.editionOf, base.iri(editions[0].work.path)
    yield KEIFU.basis, CODE.basis_stated
    yield KEIFU.adoptedOn, None if on is None else day(on)
    yield from ((KEIFU.adoptedBy, base.iri(body)) for body in bodies)
    yield KEIFU.decisionMode, None if mode is None else code("mode", mode)


def _sections(ordered: Iterable[Resolved], base: Base, told: Container[str]) -> Iterator[Quad]:
    stated: dict[str, list[Section]] = {}
    for resolved in ordered:
        for sections in resolved.citations.sections.values():
            for section in sections:
                if section.path not in told:
                    stated.setdefault(section.path, []).append(section)
    for path, sections in sorted(stated.items()):
        label = next((section.label for section in sections if section.label is not None), None)
        said: list[Said] = [
            (RDF.type, KEIFU.Section),
            (KEIFU.sectionOf, base.iri(sections[0].parent)),
            (KEIFU.numbering, plain(sections[0].numbering)),
            (KEIFU.order, integer(sections[0].order)),
            (RDFS.label, None if label is None else ja(label)),
        ]
        yield from _say(base, GRAPH_DOCUMENTS, path, said)


def _say(base: Base, graph: str, path: str, said: Iterable[Said]) -> Iterator[Quad]:
    subject, place = base.iri(path), base.iri(graph)
    return (Quad(subject, predicate, target, place) for predicate, target in said if target is not None)
