"""RDF terms as plain values: what loaders write, stores load and queries return."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

from ontology.errors import TermError

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*\Z")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*\Z")


class Iri(str):
    """An absolute IRI; checked when made, so that a writer never has to ask again."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """The same text as an IRI; TermError when it is none."""
        if not _ABSOLUTE.match(text):
            raise TermError(f"not an absolute IRI: {text!r}")
        return super().__new__(cls, text)


class BlankNode(str):
    """A blank node in an answer of free SPARQL; Keifu itself writes none."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal with its lexical form as written; `language` only with rdf:langString."""

    lexical: str
    datatype: str = XSD + "string"
    language: str | None = None

    def __post_init__(self) -> None:
        if self.language is not None and not _LANGUAGE.match(self.language):
            raise TermError(f"not a language tag: {self.language!r}")
        if (self.language is not None) != (self.datatype == RDF_LANG_STRING):
            raise TermError(f"language tag and datatype disagree: {self!r}")


Term = Iri | Literal | BlankNode


class Quad(NamedTuple):
    """One statement in one named graph."""

    subject: Iri
    predicate: Iri
    object: Iri | Literal
    graph: Iri


def ja(text: str) -> Literal:
    """A Japanese text as written."""
    return Literal(text, RDF_LANG_STRING, "ja")


def en(text: str) -> Literal:
    """An English text."""
    return Literal(text, RDF_LANG_STRING, "en")
