"""Quads → checked N-Quads text, one sorted line each; and back again through the engine's parser."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology.errors import TermError
from ontology.rdf import XSD, BlankNode, Iri, Literal, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What every IRI of ours looks like; anything else is put before the engine's own IRI parser.
_PLAIN_IRI = re.compile(
    r"[a-z][a-z0-9+]*:(?://[a-z0-9.\-]+)?(?:/[A-Za-z0-9._~\-/]*)?(?:#[A-Za-z0-9._~\-/]*)?\Z"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPECIAL = re.compile('[\x00-\x1f"\\\\\x7f\ud800-\udfff]')
_STRING = XSD + "string"
_NAMED_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_CONTROLS = [*range(0x20), 0x7F]
_ESCAPES = str.maketrans({chr(c): f"\\u{c:04X}" for c in _CONTROLS} | _NAMED_ESCAPES)


@lru_cache(maxsize=1 << 16)
def _iri(iri: str) -> str:
    if not _PLAIN_IRI.match(iri):
        _ask_engine(iri)
    return f"<{iri}>"


def _ask_engine(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError as refusal:  # a lone surrogate arrives here too: UnicodeEncodeError is a ValueError
        raise TermError(f"not an absolute IRI: {iri!r}") from refusal


@lru_cache(maxsize=1 << 10)
def _tail(datatype: str, language: str | None) -> str:
    if language is not None:
        return "@" + _tag(language)
    return "" if datatype == _STRING else "^^" + _iri(datatype)


def _tag(language: str) -> str:
    try:
        # Tags are case-insensitive; RDF lets a store lower them, Oxigraph does, so we do it first.
        return str(ox.Literal("", language=language.lower()).language)
    except ValueError as refusal:
        raise TermError(f"not a language tag: {language!r}") from refusal


def _literal(literal: Literal) -> str:
    text = literal.lexical
    if _SPECIAL.search(text):
        text = _escaped(text)
    return f'"{text}"{_tail(literal.datatype, literal.language)}'


def _escaped(text: str) -> str:
    if _SURROGATE.search(text):
        raise TermError(f"a lone surrogate in {text!r}")
    return text.translate(_ESCAPES)


def term(value: Iri | Literal) -> str:
    """The N-Quads form of one term.

    Raises:
        TermError: the term holds a character that no RDF file can carry.
    """
    return _literal(value) if isinstance(value, Literal) else _iri(value)


def line(quad: Quad) -> str:
    """One quad as one line, without the line end; language tags in lower case.

    Raises:
        TermError: a term of the quad cannot be written.
    """
    return f"{_iri(quad.subject)} {_iri(quad.predicate)} {term(quad.object)} {_iri(quad.graph)} ."


def triple_line(quad: Quad) -> str:
    """The quad's triple as one line of the default graph, without the line end."""
    return f"{_iri(quad.subject)} {_iri(quad.predicate)} {term(quad.object)} ."


def write(quads: Iterable[Quad]) -> str:
    """All quads as canonical text: each once, sorted by code point, one line each."""
    return join({line(quad) for quad in quads})


def write_merged(quads: Iterable[Quad]) -> str:
    """The triples of all quads as text of the default graph: each once, whatever graphs state it."""
    return join({triple_line(quad) for quad in quads})


def join(lines: Iterable[str]) -> str:
    """Lines sorted by code point and ended by a line feed each."""
    return "".join(f"{one}\n" for one in sorted(lines))


def parse(text: str) -> Iterator[Quad]:
    """Read N-Quads back; every line must name its graph, and none may hold a blank node.

    Raises:
        TermError: text that is no N-Quads, a line without a graph, or a blank node.
    """
    try:
        for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS):
            yield from_engine(quad)
    except (SyntaxError, UnicodeEncodeError) as refusal:
        raise TermError(f"no N-Quads: {refusal}") from refusal


def from_engine(quad: ox.Quad) -> Quad:
    """A quad of the engine as a value of ours.

    Raises:
        TermError: the quad lies in the default graph, or holds a blank node or a triple term.
    """
    subject, graph, value = quad.subject, quad.graph_name, quad.object
    if not (isinstance(subject, ox.NamedNode) and isinstance(graph, ox.NamedNode)):
        raise TermError(f"neither blank nodes nor the default graph are written by us: {quad}")
    return Quad(Iri(subject.value), Iri(quad.predicate.value), _object(value), Iri(graph.value))


def _object(value: object) -> Iri | Literal:
    ours = value_from_engine(value)
    if isinstance(ours, BlankNode):
        raise TermError(f"a blank node: {ours}")
    return ours


def value_from_engine(value: object) -> Iri | Literal | BlankNode:
    """A term of the engine as a value of ours.

    Raises:
        TermError: a triple term of RDF 1.2, which Keifu does not use.
    """
    match value:
        case ox.NamedNode():
            return Iri(value.value)
        case ox.Literal():
            return Literal(value.value, value.datatype.value, value.language)
        case ox.BlankNode():
            return BlankNode(value.value)
        case _:
            raise TermError(f"a term that RDF 1.1 does not know: {value}")
