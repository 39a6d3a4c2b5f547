"""A throw-away server that also takes updates: our protocol reader over a store in memory.

The product has no route that writes. This one exists so that the update half of the protocol tests can
be driven through the same reading of requests, the same negotiation and the same refusals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.problems import MEDIA_TYPE, Refusal, body_of, problem_of
from api.protocol import FORM_TYPE, QUERY_TYPE, UPDATE_TYPE, operation
from api.sparql import chosen_media_type, with_charset
from graph.embedded import OxigraphStore, engine_errors
from graph.prepare import Context, Dataset
from graph.tokens import tokens
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from api.protocol import Operation

_LIMIT_BYTES = 1_000_000


def writable(graphs: Iterable[tuple[str, bytes]] = ()) -> Starlette:
    """A server at `/sparql` over these named graphs (IRI, N-Triples)."""
    engine = ox.Store()
    for name, triples in graphs:
        engine.load(triples, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    endpoint = _Endpoint(engine)
    app = Starlette(routes=[Route("/sparql", endpoint.answer, methods=["GET", "POST"])])
    app.add_exception_handler(KeifuError, _problem)
    return app


class _Endpoint:
    def __init__(self, engine: ox.Store) -> None:
        self._engine = engine

    async def answer(self, request: Request) -> Response:
        call = await operation(request, _LIMIT_BYTES, (FORM_TYPE, QUERY_TYPE, UPDATE_TYPE))
        base = str(request.url.replace(query=""))
        if call.update is not None:
            with engine_errors("memory"):
                self._engine.update(_with_dataset(call.update, call.dataset), base_iri=base)
            return Response(status_code=204)
        return self._query(request, call, Context(base, call.dataset))

    def _query(self, request: Request, call: Operation, context: Context) -> Response:
        media_type, written = chosen_media_type(
            request.headers.get("accept"), call.format, call.query or "SELECT"
        )
        found = OxigraphStore(self._engine, "memory").serialize(call.query or "", written, context)
        return Response(found.body, 200, media_type=with_charset(media_type))


def _with_dataset(update: str, dataset: Dataset | None) -> str:
    """The update with USING clauses for the graphs of the request before each WHERE of its operations."""
    if dataset is None:
        return update
    words = [token for token in tokens(update) if token.kind == "word"]
    if any(word.text.upper() in {"USING", "WITH"} for word in words):
        raise Refusal("bad-parameter", extra={"parameter": "using-graph-uri"})
    using = "".join(f" USING <{iri}>" for iri in dataset.defaults)
    using += "".join(f" USING NAMED <{iri}>" for iri in dataset.named) + " "
    for word in reversed(words):
        if word.text.upper() == "WHERE":
            update = update[: word.start] + using + update[word.start :]
    return update


async def _problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, KeifuError), "registered for KeifuError only"
    problem = problem_of(error)
    return JSONResponse(body_of(problem, "en", "urn:test"), problem.kind.status, media_type=MEDIA_TYPE)
