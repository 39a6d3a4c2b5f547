"""What may be said: vocabulary, codes, shapes, checks, and the registry of people-kept facts."""

from ontology.errors import KeifuError, OntologyError, TermError
from ontology.iris import Base
from ontology.rdf import BlankNode, Iri, Literal, Quad, Term, en, ja
from ontology.registry import Registry, load_registry
from ontology.terms import CODE, KEIFU

__all__ = [
    "CODE",
    "KEIFU",
    "Base",
    "BlankNode",
    "Iri",
    "KeifuError",
    "Literal",
    "OntologyError",
    "Quad",
    "Registry",
    "Term",
    "TermError",
    "en",
    "ja",
    "load_registry",
]

__keifu__ = "0.1.0"  # the mark by which keifu/guard.py knows its own
