"""N-Quads texts → answers by rdflib: the slow, independent second opinion, for tests and for doubts."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

import rdflib
from pyparsing import ParseBaseException
from rdflib.plugins.sparql import prepareQuery
from rdflib.term import BNode, URIRef

from graph.answers import Serialized, Table, Triple, Value
from graph.embedded import resolve
from graph.errors import QueryError
from graph.nquads import term
from graph.prepare import Prepared, in_order, prepare
from ontology.rdf import RDF_LANG_STRING, XSD, BlankNode, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from typing import Literal as OneOf

    from rdflib.query import Result

_TABLES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
}
_GRAPHS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
}
_TSV = "text/tab-separated-values"


class MemoryStore:
    """An rdflib Dataset whose default graph is what the texts put there, never a union."""

    def __init__(self, dataset: rdflib.Dataset) -> None:
        self._dataset = dataset

    @classmethod
    def of(cls, nquads_texts: Iterable[str]) -> MemoryStore:
        """A store of these texts; lines without a graph make its default graph."""
        dataset = rdflib.Dataset(default_union=False)
        # One parse for all: each further one empties the default graph (rdflib 7.6).
        with _quiet():
            dataset.parse(data="\n".join(nquads_texts), format="nquads")
        return cls(dataset)

    def select(self, query: str) -> Table:
        """The rows of a SELECT; decimals in the canonical form that the embedded engine stores."""
        columns, result = self._run(query, "SELECT")
        variables = [rdflib.Variable(name) for name in columns]
        return Table(
            columns, tuple(tuple(_cell(row.get(name)) for name in variables) for row in result.bindings)
        )

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        return bool(self._run(query, "ASK")[1].askAnswer)

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, each once, sorted."""
        _, result = self._run(query, "CONSTRUCT", "DESCRIBE")
        triples = {(_cell(s), _cell(p), _cell(o)) for s, p, o in cast("Iterable[tuple[object, ...]]", result)}
        return sorted(cast("set[Triple]", triples), key=str)

    def serialize(self, query: str, media_type: str) -> Serialized:
        """The answer as rdflib writes it."""
        columns, result = self._run(query, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        form = _form(result)
        if form == "select" and media_type == _TSV:
            return Serialized("select", media_type, _tsv(self.select(query)))
        if form == "ask" and media_type in {_TSV, "text/csv"}:
            return Serialized("ask", media_type, str(bool(result.askAnswer)).lower().encode())
        name = (_GRAPHS if form == "graph" else _TABLES).get(media_type)
        if name is None:
            raise QueryError(f"{media_type} does not fit this form of query")
        if form == "select":
            result.vars = [rdflib.Variable(name) for name in columns]
        with _quiet():
            return Serialized(form, media_type, result.serialize(format=name) or b"")

    def _run(self, query: str, *forms: str) -> tuple[tuple[str, ...], Result]:
        prepared = prepare(query)
        dataset = self._merge(prepared) if prepared.dataset else self._dataset
        try:
            with _quiet():
                result = dataset.query(prepareQuery(prepared.text))
                _pull(result)
        except ParseBaseException as error:
            raise QueryError(error.msg, error.lineno, error.column) from error
        except Exception as error:  # rdflib raises bare Exception for an undeclared prefix, among others
            raise QueryError(str(error)) from error
        if result.type not in forms:
            raise QueryError(f"{' or '.join(forms)} was expected")
        names = tuple(str(name) for name in result.vars or ())
        return (in_order(prepared.text, names) if prepared.star is not None else names), result

    def _merge(self, prepared: Prepared) -> rdflib.Dataset:
        merged = rdflib.Dataset(default_union=False)
        for graph in resolve(prepared.prologue, prepared.defaults):
            for triple in self._dataset.graph(URIRef(graph.value)):
                merged.default_graph.add(triple)
        for graph in resolve(prepared.prologue, prepared.named):
            for triple in self._dataset.graph(URIRef(graph.value)):
                merged.graph(URIRef(graph.value)).add(triple)
        return merged


@contextmanager
def _quiet() -> Generator[None]:
    """Within it rdflib may call those of its own attributes that it calls deprecated (7.6)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _pull(result: Result) -> None:
    """Make rdflib evaluate now: it is lazy, and what goes wrong belongs to the query."""
    if result.type == "SELECT":
        len(result.bindings)


def _form(result: Result) -> OneOf["select", "ask", "graph"]:
    match result.type:
        case "SELECT":
            return "select"
        case "ASK":
            return "ask"
        case _:
            return "graph"


def _cell(cell: object) -> Value | None:
    match cell:
        case None:
            return None
        case URIRef():
            return Iri(str(cell))
        case BNode():
            return BlankNode(str(cell))
        case rdflib.Literal():
            return _literal(cell)
        case _:
            raise QueryError(f"no term of RDF: {cell!r}")


def _literal(found: rdflib.Literal) -> Literal:
    if found.language is not None:
        return Literal(str(found), RDF_LANG_STRING, found.language.lower())
    datatype = str(found.datatype or XSD + "string")
    return Literal(canonical(str(found), datatype), datatype)


def canonical(lexical: str, datatype: str) -> str:
    """The form in which the embedded engine stores a number or truth value; others as they are.

    >>> canonical("1067.0", XSD + "decimal"), canonical("007", XSD + "integer")
    ('1067', '7')
    """
    if datatype == XSD + "boolean":
        return {"1": "true", "0": "false"}.get(lexical, lexical)
    if datatype not in {XSD + "decimal", XSD + "integer"}:
        return lexical
    try:
        number = format(Decimal(lexical), "f")
    except InvalidOperation:
        return lexical
    shortest = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if shortest in {"-0", ""} else shortest


def _tsv(table: Table) -> bytes:
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join(_tsv_cell(cell) for cell in row) for row in table.rows]
    return "".join(f"{line}\n" for line in lines).encode()


def _tsv_cell(cell: Value | None) -> str:
    if cell is None:
        return ""
    return f"_:{cell}" if isinstance(cell, BlankNode) else term(cell)
