"""The manifest of a release → its description for machines: VoID, with counts and the endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.requests import Request

from api import parameters
from api.answers import read, respond
from api.views import long
from graph.nquads import join, term
from graph.turtle import lines_in
from ontology.rdf import XSD, Iri, Literal, en, ja
from ontology.terms import CODE_NS, KEIFU_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from fastapi import FastAPI
    from starlette.responses import Response

    from api.answers import Asked

WELL_KNOWN: Final = "/.well-known/void"
"""The path that the VoID note registers."""

_PREFIXES: Final = f"""@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix xsd: <{XSD}> .
"""
_FORMATS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_OTHER_VOCABULARIES: Final = (
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/org#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2000/01/rdf-schema#",
)
_TITLE: Final = (ja("系譜 Keifu：政策評価書の知識グラフ"), en("Keifu: policy evaluation reports as a graph"))


def add_void(app: FastAPI) -> None:
    """Add the description at its registered path and at the short one."""
    for path in (WELL_KNOWN, "/void"):
        app.add_api_route(path, described, include_in_schema=False)


def described(request: Request) -> Response:
    """The description as Turtle, or line by line as N-Triples."""
    asked = read(request)
    parameters.only(asked.query, ())
    return respond(
        asked,
        {"ttl": lambda: turtle(asked), "nt": lambda: join(sorted(lines_in(turtle(asked))))},
    )


def public_root(asked: Asked) -> str:
    """The public address of this site, ended by a slash."""
    public = asked.site.settings.public_base or str(asked.request.base_url)
    return public.rstrip("/") + "/"


def turtle(asked: Asked) -> str:
    """The description; all counts are those of the manifest, none is taken anew."""
    root = public_root(asked)
    here, dataset = root + WELL_KNOWN[1:], root + WELL_KNOWN[1:] + "#dataset"
    document = (
        ("a", ["void:DatasetDescription"]),
        ("foaf:primaryTopic", [term(Iri(dataset))]),
    )
    blocks = (_block(here, document), _block(dataset, _dataset(asked, root)), _graphs(asked, dataset))
    return _PREFIXES + "".join(blocks)


def _dataset(asked: Asked, root: str) -> Iterator[tuple[str, Sequence[str]]]:
    manifest, base = asked.data.release.manifest, asked.data.base
    counts = manifest.counts
    yield "a", ["void:Dataset"]
    yield "dcterms:title", [term(title) for title in _TITLE]
    yield "dcterms:identifier", [term(_text(manifest.id))]
    yield "dcterms:issued", [term(Literal(manifest.created, XSD + "dateTime"))]
    yield _licence(asked.site.settings.licence)
    yield "foaf:homepage", [term(Iri(root))]
    yield "void:sparqlEndpoint", [term(Iri(root + "sparql"))]
    yield "void:uriSpace", [term(_text(base.base))]
    yield "void:feature", [f"formats:{name}" for name in _FORMATS]
    yield "void:vocabulary", [term(Iri(each)) for each in (KEIFU_NS, CODE_NS, *_OTHER_VOCABULARIES)]
    yield "void:triples", [str(counts.default_graph)]
    yield "void:classes", [str(len(counts.classes))]
    yield "void:properties", [str(len(counts.predicates))]
    yield (
        "void:classPartition",
        [f"[ void:class {term(Iri(each))} ; void:entities {n} ]" for each, n in counts.classes.items()],
    )
    yield (
        "void:propertyPartition",
        [f"[ void:property {term(Iri(each))} ; void:triples {n} ]" for each, n in counts.predicates.items()],
    )
    yield "dcterms:source", [term(base.iri(f"source/{each.sha256[:16]}")) for each in manifest.sources]


def _graphs(asked: Asked, dataset: str) -> str:
    """Each named graph as a part of the dataset, with its own count."""
    base, counts = asked.data.base, asked.data.release.manifest.counts.graphs
    parts = "".join(
        _block(long(path, base), (("a", ["void:Dataset"]), ("void:triples", [str(counts[path])])))
        for path in sorted(counts)
    )
    named = [term(long(path, base)) for path in sorted(counts)]
    return _block(dataset, (("void:subset", named),)) + parts


def _block(subject: str, properties: Iterable[tuple[str, Sequence[str]]]) -> str:
    lines = [f"  {name} " + " ,\n    ".join(values) for name, values in properties if values]
    return f"\n{term(Iri(subject))}\n" + " ;\n".join(lines) + " .\n"


def _text(text: str) -> Literal:
    return Literal(text, XSD + "string")


def _licence(said: str) -> tuple[str, list[str]]:
    """An address is the licence itself; words are only about it."""
    if said.startswith(("http://", "https://")):
        return "dcterms:license", [term(Iri(said))]
    return "dcterms:rights", [term(_text(said))]
