"""Triples → bytes in an RDF media type, for people too: known prefixes, sorted, the same bytes each time."""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from graph.errors import QueryError
from graph.nquads import join
from graph.turtle import PREFIXES, lines_of, to_turtle
from ontology.terms import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph.answers import Triple

_Node = dict[str, object]
_ROOT: Final = re.compile(r"<rdf:RDF( [^>]*)>")
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")


def written(triples: Iterable[Triple], media_type: str) -> bytes:
    """Triples without blank nodes in a media type of RDF; a triple with one is left out.

    Raises:
        QueryError: the media type is none of RDF.
    """
    return written_lines({*lines_of(triples)}, media_type)


def written_lines(lines: Iterable[str], media_type: str) -> bytes:
    """The same of lines of N-Triples, each once, in any order.

    Raises:
        QueryError: the media type is none of RDF.
    """
    writer = _WRITERS.get(media_type)
    if writer is None:
        raise QueryError(f"{media_type} is no form of RDF")
    return writer(sorted(lines))


def _turtle(lines: Sequence[str]) -> bytes:
    return to_turtle(lines, {})


def _ntriples(lines: Sequence[str]) -> bytes:
    return join(lines).encode()


def _rdf_xml(lines: Sequence[str]) -> bytes:
    """As the engine writes it; it declares the prefixes in another order each time."""
    text = _serialized(lines, ox.RdfFormat.RDF_XML, PREFIXES).decode()
    return _ROOT.sub(lambda root: f"<rdf:RDF {' '.join(sorted(root[1].split()))}>", text, count=1).encode()


def _json_ld(lines: Sequence[str]) -> bytes:
    """Nodes with names shortened by prefixes; the context stands inside, so that nobody has to fetch one."""
    nodes = cast("list[_Node]", json.loads(_serialized(lines, ox.RdfFormat.JSON_LD, {})))
    body = {"@context": dict(PREFIXES), "@graph": [_node(node) for node in nodes]}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _serialized(lines: Sequence[str], kind: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    triples = (quad.triple for quad in ox.parse(join(lines), format=ox.RdfFormat.N_TRIPLES))
    return ox.serialize(triples, format=kind, prefixes=dict(prefixes)) or b""


def _node(expanded: _Node) -> _Node:
    """One node of an expanded document with short names; `@type` takes the place of rdf:type."""
    told: _Node = {"@id": expanded["@id"]}
    for name, values in expanded.items():
        listed = cast("list[dict[str, str]]", values)
        if name == RDF.type:
            told["@type"] = [_short(each["@id"]) for each in listed]
        elif name == "@type":
            told["@type"] = [_short(each) for each in cast("list[str]", values)]
        elif name != "@id":
            told[_short(name)] = [_value(each) for each in listed]
    return told


def _value(expanded: Mapping[str, str]) -> dict[str, str]:
    return {key: _short(text) if key == "@type" else text for key, text in expanded.items()}


def _short(iri: str) -> str:
    """A name with its prefix, where the rest is one plain word."""
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and _LOCAL.match(rest):
            return f"{prefix}:{rest}"
    return iri


_WRITERS: Final[Mapping[str, Callable[[Sequence[str]], bytes]]] = MappingProxyType(
    {
        "text/turtle": _turtle,
        "application/n-triples": _ntriples,
        "application/ld+json": _json_ld,
        "application/rdf+xml": _rdf_xml,
    }
)
RDF_TYPES: Final = tuple(_WRITERS)
"""The media types that `written` knows."""
