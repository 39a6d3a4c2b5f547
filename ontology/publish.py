"""Registry and vocabulary → quads of the public graphs that do not depend on any report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Graph, URIRef
from rdflib import Literal as RdfLiteral

from ontology import files
from ontology.errors import OntologyError
from ontology.iris import GRAPH_CODES, GRAPH_CURATED, GRAPH_DOCUMENTS, GRAPH_ONTOLOGY, GRAPH_REGISTRY, Base
from ontology.rdf import Iri, Literal, Quad, en, ja
from ontology.terms import CODE, CODE_NS, DCTERMS, KEIFU, ORG, OWL, RDF, RDFS, SCHEMA, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rdflib.term import Node

    from ontology.registry import Registry
    from ontology.registry_items import EditionItem, Item, Organisation, SameAs, Succession

_STRING: Final = str(XSD.string)


def registry_quads(registry: Registry, base: Base) -> Iterator[Quad]:
    """Works and editions, organisations, programmes, curated links with their Change nodes; always in full.

    Policies, objectives, indicators, means and posts are left to the reports that speak of them.
    """
    documents, identities = base.iri(GRAPH_DOCUMENTS), base.iri(GRAPH_REGISTRY)
    for work in registry.works:
        yield from named_quads(work, KEIFU.Work, base, documents)
    for edition in registry.editions:
        yield from _edition(edition, base, documents)
    for organisation in registry.organisations:
        yield from _organisation(organisation, base, identities)
    for programme in registry.programmes:
        yield from named_quads(programme, KEIFU.Programme, base, identities)
    for row in registry.same_as:
        yield from _same_as(row, base, identities)
    for succession in registry.successions:
        yield from _succession(succession, base, base.iri(GRAPH_CURATED))


def vocabulary_quads(base: Base) -> Iterator[Quad]:
    """The vocabulary and the code schemes, sorted; their own IRIs stay whatever the base is."""
    yield from _turtle(files.ontology_turtle(), base.iri(GRAPH_ONTOLOGY))
    for _, turtle in sorted(files.code_turtles().items()):
        yield from _turtle(turtle, base.iri(GRAPH_CODES))


def named_quads(item: Item, type_: Iri, base: Base, graph: Iri) -> Iterator[Quad]:
    """Type, labels and aliases of one record, as every persistent thing has them.

    Hash paths that the record once had are marked as replaced by it.
    """
    subject = base.iri(item.path)
    yield Quad(subject, RDF.type, type_, graph)
    yield Quad(subject, RDFS.label, ja(item.label_ja), graph)
    if item.label_en:
        yield Quad(subject, RDFS.label, en(item.label_en), graph)
    for alias in item.aliases:
        yield Quad(subject, SKOS.altLabel, ja(alias), graph)
    for old in item.was:
        yield Quad(base.iri(old), OWL.deprecated, Literal("true", XSD.boolean), graph)
        yield Quad(base.iri(old), DCTERMS.isReplacedBy, subject, graph)


def _edition(edition: EditionItem, base: Base, graph: Iri) -> Iterator[Quad]:
    subject = base.iri(edition.path)
    yield from named_quads(edition, KEIFU.Edition, base, graph)
    yield Quad(subject, KEIFU.editionOf, base.iri(edition.work), graph)
    yield Quad(subject, KEIFU.basis, _code(f"basis-{edition.basis}"), graph)
    for body in edition.adopted_by:
        yield Quad(subject, KEIFU.adoptedBy, base.iri(body), graph)
    if edition.adopted_on:
        yield Quad(subject, KEIFU.adoptedOn, _date(edition.adopted_on), graph)
    if edition.mode:
        yield Quad(subject, KEIFU.decisionMode, _code(f"mode-{edition.mode}"), graph)


def _organisation(organisation: Organisation, base: Base, graph: Iri) -> Iterator[Quad]:
    type_ = ORG.OrganizationalUnit if organisation.unit_of else ORG.Organization
    yield from named_quads(organisation, type_, base, graph)
    if organisation.unit_of:
        yield Quad(base.iri(organisation.path), ORG.unitOf, base.iri(organisation.unit_of), graph)


def _same_as(row: SameAs, base: Base, graph: Iri) -> Iterator[Quad]:
    subject, target = base.iri(row.subject), Iri(row.target)
    link = base.iri(f"link/{row.subject}/{row.checked_on.isoformat()}")
    yield Quad(subject, SCHEMA.sameAs, target, graph)
    yield Quad(link, RDF.type, KEIFU.ExternalLink, graph)
    yield Quad(link, KEIFU.linkOf, subject, graph)
    yield Quad(link, KEIFU.linkTo, target, graph)
    yield Quad(link, KEIFU.checkedOn, _date(row.checked_on), graph)


def _succession(row: Succession, base: Base, graph: Iri) -> Iterator[Quad]:
    later, earlier = base.iri(row.later), base.iri(row.earlier)
    change = base.iri(f"change/curated/{row.slug}")
    yield Quad(later, KEIFU.succeeds, earlier, graph)
    yield Quad(change, RDF.type, KEIFU.Change, graph)
    yield Quad(change, KEIFU.changeType, _code(f"change-{row.change}"), graph)
    yield Quad(change, KEIFU.before, earlier, graph)
    yield Quad(change, KEIFU.after, later, graph)
    yield Quad(change, KEIFU.basis, CODE.basis_curated, graph)
    yield Quad(change, SKOS.editorialNote, ja(row.note_ja), graph)
    yield Quad(change, DCTERMS.created, _date(row.when), graph)


def _code(name: str) -> Iri:
    return Iri(CODE_NS + name)


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), XSD.date)


def _turtle(text: str, graph: Iri) -> Iterator[Quad]:
    triples = Graph().parse(data=text, format="turtle")
    quads = [Quad(_iri(s), _iri(p), _term(o), graph) for s, p, o in triples]
    yield from sorted(quads, key=lambda quad: tuple(map(repr, quad)))


def _iri(node: Node) -> Iri:
    if not isinstance(node, URIRef):
        raise OntologyError(f"a file of the ontology holds a node that is no IRI: {node!r}")
    return Iri(str(node))


def _term(node: Node) -> Iri | Literal:
    if not isinstance(node, RdfLiteral):
        return _iri(node)
    if node.language:
        return Literal(str(node), str(RDF.langString), node.language)
    return Literal(str(node), str(node.datatype) if node.datatype else _STRING)
