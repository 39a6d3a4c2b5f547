"""Triples → Turtle for people: known prefixes, one block a subject, the same bytes for the same triples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graph.nquads import join, term
from ontology.rdf import BlankNode
from ontology.terms import CODE_NS, KEIFU_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.answers import Triple

PREFIXES: Final[Mapping[str, str]] = {
    "code": CODE_NS,
    "cube": "https://w3id.org/keifu/cube#",
    "dcterms": "http://purl.org/dc/terms/",
    "keifu": KEIFU_NS,
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that are always declared, used or not, so that files of two releases begin alike."""


def lines_of(triples: Iterable[Triple]) -> Iterator[str]:
    """Triples without blank nodes as lines of N-Triples; one with a blank node is left out."""
    for subject, predicate, value in triples:
        if not isinstance(subject, BlankNode) and not isinstance(value, BlankNode):
            yield f"{term(subject)} {term(predicate)} {term(value)} ."


def lines_in(turtle: str) -> Iterator[str]:
    """The triples of a Turtle text as lines of N-Triples."""
    return (f"{triple} ." for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def to_turtle(lines: Iterable[str], notes: Mapping[str, str]) -> bytes:
    """Lines of N-Triples as Turtle; `notes` stand as comments above the prefixes."""
    triples = (quad.triple for quad in ox.parse(join({*lines}), format=ox.RdfFormat.N_TRIPLES))
    written = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={**PREFIXES}) or b""
    head = "".join(f"# {name}: {value}\n" for name, value in notes.items())
    return head.encode() + _in_order(written)


def _in_order(turtle: bytes) -> bytes:
    """The same with the prefixes sorted: the engine writes them in another order each time."""
    lines = turtle.splitlines(keepends=True)
    count = len(PREFIXES)
    return b"".join([*sorted(lines[:count]), *lines[count:]])
