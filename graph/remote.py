"""A SPARQL 1.1 endpoint → the same answers as an embedded store, or an error; never half an answer.

Answers are fetched as JSON or N-Triples, parsed to the end, and only then handed on: some servers end a
stopped query with status 200 and a well-formed short table, or cut a long one without a word.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from graph.embedded import OxigraphStore, engine_errors, resolve, serialized, syntax_error, table, triples
from graph.errors import QueryError, RemoteFailed, RemoteRefused
from graph.hiding import only_below
from graph.prepare import Prepared, in_order, prepare

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from graph.answers import Serialized, Table, Triple
    from graph.endpoint import Endpoint

_JSON: Final = "application/sparql-results+json"
_NTRIPLES: Final = "application/n-triples"
_ALL_OF: Final = "SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
_ROUND: Final = 100
_COUNT: Final = "keifuRows"
_YES: Final = "__ASK_RETVAL"  # Virtuoso answers an ASK with a table of this one column, empty for no


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """An endpoint that evaluates whole queries; its address is configuration and never comes from a user.

    `default_graph` names the graph that holds the merged default graph, for engines whose own default
    graph is the bag of all graphs. With `below`, graphs whose IRI begins otherwise are not seen.
    """

    endpoint: Endpoint
    default_graph: str | None = None
    below: str | None = None

    def select(self, query: str) -> Table:
        """The rows of a SELECT."""
        prepared = self._expect("select", query)
        if len(prepared.defaults) > 1:
            return self.copied(prepared).select(query)
        results = self._checked(prepared)
        names = [variable.value for variable in results.variables]
        found = table(results)
        if prepared.star is None:
            return found
        order = [names.index(name) for name in in_order(prepared.text, names)]
        columns = tuple(names[place] for place in order)
        return type(found)(columns, tuple(tuple(row[place] for place in order) for row in found.rows))

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        prepared = self._expect("ask", query)
        if len(prepared.defaults) > 1:
            return self.copied(prepared).ask(query)
        return self._boolean(prepared.written)

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        prepared = self._expect("graph", query)
        if len(prepared.defaults) > 1:
            return self.copied(prepared).construct(query)
        return triples(self._triples(prepared.written))

    def serialize(self, query: str, media_type: str) -> Serialized:
        """The answer fetched whole, and written by the embedded engine's serialiser."""
        prepared = self._prepare(query)
        if len(prepared.defaults) > 1:
            return self.copied(prepared).serialize(query, media_type)
        if prepared.form == "graph":
            local = in_memory(ox.Quad(*triple) for triple in self._triples(prepared.written))
            return local.serialize("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", media_type)
        if prepared.form == "ask":
            return serialized(_truth(self._boolean(prepared.written)), media_type)
        results = self._checked(prepared)
        if prepared.star is not None:
            names = in_order(prepared.text, (variable.value for variable in results.variables))
            results = self._checked(replace(prepared, written=_named(prepared, names)))
        return serialized(results, media_type)

    def solutions(self, query: str) -> ox.QuerySolutions:
        """The solutions of a SELECT that we wrote ourselves, whole.

        Raises:
            RemoteFailed: the endpoint did not answer, or not with all of them.
        """
        try:
            return self._checked(prepare(query))
        except QueryError as error:
            raise RemoteFailed(self.endpoint.shown, f"it does not take a plain query: {error}") from error

    def copied(self, prepared: Prepared) -> OxigraphStore:
        """The graphs that a query names, fetched: engines make a bag of several default graphs."""
        graphs = resolve(prepared.prologue, [*prepared.defaults, *prepared.named])
        return in_memory(
            ox.Quad(subject, predicate, value, graph)
            for graph in graphs
            for subject, predicate, value in self.solutions(
                f"SELECT ?s ?p ?o WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
            )
        )

    def _prepare(self, query: str) -> Prepared:
        prepared = prepare(query)
        if self.below is None:
            return prepared
        with engine_errors(self.endpoint.shown):
            ox.Store().query(prepared.text)  # what is wrong is told at the place where it was written
        return prepare(only_below(prepared.written, self.below))

    def _expect(self, form: str, query: str) -> Prepared:
        prepared = self._prepare(query)
        if prepared.form != form:
            raise QueryError(
                {"select": "a SELECT", "ask": "an ASK"}.get(form, "a CONSTRUCT") + " was expected"
            )
        return prepared

    def _checked(self, prepared: Prepared) -> ox.QuerySolutions:
        """All solutions; a number of them that looks like a limit is counted once more."""
        body = self._fetch(prepared.written, _JSON)
        rows = self._whole(body)
        if rows is None:
            raise RemoteFailed(self.endpoint.shown, "it answered a SELECT with a truth value")
        if _looks_cut(rows) and not prepared.dataset:
            inner = prepared.text[len(prepared.prologue) :]
            counted = f"{prepared.prologue} SELECT (COUNT(*) AS ?{_COUNT}) WHERE {{ {{ {inner} \n}} }}"
            [[total]] = table(_parsed(self._fetch(counted, _JSON))).rows
            if str(getattr(total, "lexical", "")) != str(rows):
                raise RemoteFailed(self.endpoint.shown, f"it cut its answer at {rows} rows")
        return _parsed(body)

    def _whole(self, body: bytes) -> int | None:
        """The number of rows, all of them read; None for a truth value."""
        with self._malformed():
            results = _read(body)
            try:
                return len(list(results)) if isinstance(results, ox.QuerySolutions) else None
            finally:
                del results  # must end on its own thread, and an error would carry it to any other

    def _boolean(self, query: str) -> bool:
        body = self._fetch(query, _JSON)
        if self._whole(body) is None:
            with self._malformed():
                return bool(_read(body))
        rows = _parsed(body)
        if [variable.value for variable in rows.variables] != [_YES]:
            raise RemoteFailed(self.endpoint.shown, "it answered an ASK with rows")
        return any(getattr(value, "value", "0") != "0" for row in rows for value in row)

    def _triples(self, query: str) -> list[ox.Triple]:
        body = self._fetch(query, _NTRIPLES)
        with self._malformed():
            return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]

    @contextmanager
    def _malformed(self) -> Generator[None]:
        try:
            yield
        except (SyntaxError, ValueError) as error:
            raise RemoteFailed(
                self.endpoint.shown, f"its answer breaks off or is malformed: {error}"
            ) from error

    def _fetch(self, query: str, media_type: str) -> bytes:
        try:
            return self.endpoint.query(query, media_type, self.default_graph)
        except RemoteRefused as error:
            raise syntax_error(error.reason or "a bad query") from error


def in_memory(quads: Iterable[ox.Quad]) -> OxigraphStore:
    """A store of its own for quads that came from elsewhere."""
    engine = ox.Store()
    engine.bulk_extend(quads)
    return OxigraphStore(engine, "memory")


def _read(body: bytes) -> ox.QuerySolutions | ox.QueryBoolean:
    return ox.parse_query_results(_standard(body), format=ox.QueryResultsFormat.JSON)


def _parsed(body: bytes) -> ox.QuerySolutions:
    results = _read(body)
    assert isinstance(results, ox.QuerySolutions), "looked at before"
    return results


def _standard(body: bytes) -> bytes:
    """Results JSON as the standard has it: `typed-literal` is the word of a draft that Virtuoso keeps."""
    if b'"typed-literal"' not in body:
        return body
    found = json.loads(body)
    for binding in found["results"]["bindings"]:
        for term in cast("dict[str, dict[str, str]]", binding).values():
            if term["type"] == "typed-literal":
                term["type"] = "literal"
    return json.dumps(found).encode()


def _truth(value: bool) -> ox.QueryBoolean:  # noqa: FBT001 - the answer itself
    results = _read(json.dumps({"head": {}, "boolean": value}).encode())
    assert isinstance(results, ox.QueryBoolean), "just written so"
    return results


def _named(prepared: Prepared, names: Iterable[str]) -> str:
    return replace(prepared, text=prepared.written).with_columns(tuple(names))


def _looks_cut(rows: int) -> bool:
    """Limits of servers are round: a multiple of a hundred, or a power of two."""
    return rows >= _ROUND and (rows % _ROUND == 0 or rows & (rows - 1) == 0)
