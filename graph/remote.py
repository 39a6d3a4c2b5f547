"""A SPARQL 1.1 endpoint → the same answers as an embedded store, or an error; never half an answer.

Answers are fetched as JSON or N-Triples, parsed to the end, and only then handed on: some servers end a
stopped query with status 200 and a well-formed short table.
"""

from __future__ import annotations

import ast
import http.client
import urllib.error
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, cast

import pyoxigraph as ox
from SPARQLWrapper import GET, POST, SPARQLExceptions, SPARQLWrapper

from graph.embedded import OxigraphStore, engine_errors, resolve, serialized, syntax_error, table, triples
from graph.errors import QueryError, RemoteFailed
from graph.prepare import Prepared, in_order, prepare

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from graph.answers import Serialized, Table, Triple

_JSON = "application/sparql-results+json"
_NTRIPLES = "application/n-triples"
_LONGEST_GET = 2_048


class _Response(Protocol):
    def read(self, limit: int) -> bytes: ...
    def info(self) -> http.client.HTTPMessage: ...


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """An endpoint that the operator chose; its address is configuration and never comes from a user.

    `default_graph` names the graph that holds the merged default graph, for engines whose own default
    graph is the bag of all graphs.
    """

    endpoint: str
    default_graph: str | None = None
    timeout_seconds: int = 30
    limit_bytes: int = 256 * 1024 * 1024

    def select(self, query: str) -> Table:
        """The rows of a SELECT."""
        prepared = self._expect("select", query)
        if len(prepared.defaults) > 1:
            return self._copied(prepared).select(query)
        results = self._solutions(prepared.written)
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
            return self._copied(prepared).ask(query)
        return bool(self._boolean(prepared.written))

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        prepared = self._expect("graph", query)
        if len(prepared.defaults) > 1:
            return self._copied(prepared).construct(query)
        return triples(self._triples(prepared.written))

    def serialize(self, query: str, media_type: str) -> Serialized:
        """The answer fetched whole, and written by the embedded engine's serialiser."""
        prepared = prepare(query)
        if len(prepared.defaults) > 1:
            return self._copied(prepared).serialize(query, media_type)
        if prepared.form == "graph":
            local = _memory(ox.Quad(*triple) for triple in self._triples(prepared.written))
            return local.serialize("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", media_type)
        if prepared.form == "ask":
            return serialized(self._boolean(prepared.written), media_type)
        results = self._solutions(prepared.written)
        if prepared.star is not None:
            names = in_order(prepared.text, (variable.value for variable in results.variables))
            results = self._solutions(replace(prepared, text=prepared.written).with_columns(names))
        return serialized(results, media_type)

    @staticmethod
    def _expect(form: str, query: str) -> Prepared:
        prepared = prepare(query)
        if prepared.form != form:
            raise QueryError(
                {"select": "a SELECT", "ask": "an ASK"}.get(form, "a CONSTRUCT") + " was expected"
            )
        return prepared

    def _copied(self, prepared: Prepared) -> OxigraphStore:
        """The named graphs of the query, fetched: engines make a bag of several default graphs."""
        with engine_errors(self.endpoint):
            graphs = resolve(prepared.prologue, [*prepared.defaults, *prepared.named])
        return _memory(
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for graph in graphs
            for triple in self._triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        )

    def _solutions(self, query: str) -> ox.QuerySolutions:
        results = self._results(query)
        if not isinstance(results, ox.QuerySolutions):
            raise RemoteFailed(self.endpoint, "it answered a SELECT with a truth value")
        return results

    def _boolean(self, query: str) -> ox.QueryBoolean:
        results = self._results(query)
        if not isinstance(results, ox.QueryBoolean):
            raise RemoteFailed(self.endpoint, "it answered an ASK with rows")
        return results

    def _results(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean:
        body = self._fetch(query, _JSON)
        with self._whole():
            results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if isinstance(results, ox.QuerySolutions):
                for _ in results:
                    pass
            return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)

    def _triples(self, query: str) -> list[ox.Triple]:
        body = self._fetch(query, _NTRIPLES)
        with self._whole():
            return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]

    @contextmanager
    def _whole(self) -> Generator[None]:
        try:
            yield
        except (SyntaxError, ValueError) as error:
            raise RemoteFailed(self.endpoint, f"its answer breaks off or is malformed: {error}") from error

    def _fetch(self, query: str, media_type: str) -> bytes:
        try:
            response = cast("_Response", self._request(query, media_type).query().response)
            body = response.read(self.limit_bytes + 1)
        except SPARQLExceptions.QueryBadFormed as error:
            raise syntax_error(_words(error)) from error
        except (SPARQLExceptions.SPARQLWrapperException, urllib.error.URLError) as error:
            raise RemoteFailed(self.endpoint, str(error)) from error
        except (OSError, http.client.HTTPException) as error:
            raise RemoteFailed(self.endpoint, f"the connection broke: {error!r}") from error
        if len(body) > self.limit_bytes:
            raise RemoteFailed(self.endpoint, f"its answer is larger than {self.limit_bytes} bytes")
        answered = response.info().get_content_type()
        if answered != media_type:
            raise RemoteFailed(self.endpoint, f"it answered with {answered} instead of {media_type}")
        return body

    def _request(self, query: str, media_type: str) -> SPARQLWrapper:
        wrapper = SPARQLWrapper(self.endpoint, defaultGraph=self.default_graph)
        wrapper.setOnlyConneg(True)  # else it adds format, output and results to the URL
        wrapper.setTimeout(self.timeout_seconds)
        wrapper.setMethod(GET if len(query) < _LONGEST_GET else POST)
        wrapper.setQuery(query)
        wrapper.addCustomHttpHeader("Accept", media_type)
        return wrapper


def _memory(quads: Iterable[ox.Quad]) -> OxigraphStore:
    engine = ox.Store()
    engine.bulk_extend(quads)
    return OxigraphStore(engine, "memory")


def _words(error: SPARQLExceptions.QueryBadFormed) -> str:
    """What the server wrote; the library hands it on as the repr of its bytes."""
    written = str(error.args[0]).partition("Response:\n")[2] if error.args else ""
    return cast("bytes", ast.literal_eval(written)).decode("utf-8", "replace") if written else "a bad query"
