"""`/sparql`: one query in, one whole answer out, by the SPARQL 1.1 Protocol (query part)."""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import astuple
from types import MappingProxyType
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import Response

from api.answers import HEAD_KEY, read
from api.fairness import client_of
from api.journal import note_query
from api.negotiate import choose
from api.pages.workbench import editor, result_page, service_description
from api.problems import Refusal
from api.protocol import FORM_TYPE, QUERY_TYPE, operation
from graph.errors import QueryError
from graph.prepare import Context
from graph.refuse import refuse
from graph.rewrite import is_edited
from graph.tokens import token_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.answers import Asked
    from api.protocol import Operation
    from api.workers import Outcome

_TABLES = MappingProxyType(
    {
        "application/sparql-results+json": "application/sparql-results+json",
        "application/sparql-results+xml": "application/sparql-results+xml",
        "text/csv": "text/csv",
        "text/tab-separated-values": "text/tab-separated-values",
        "text/html": "text/html",
        "application/json": "application/sparql-results+json",
        "application/xml": "application/sparql-results+xml",
        "text/xml": "application/sparql-results+xml",
    }
)
_GRAPHS = MappingProxyType(
    {
        "text/turtle": "text/turtle",
        "application/n-triples": "application/n-triples",
        "application/rdf+xml": "application/rdf+xml",
        "application/n-quads": "application/n-quads",
        "application/trig": "application/trig",
        "text/n3": "text/n3",
        "application/ld+json": "application/ld+json",
        "text/html": "text/html",
        "application/json": "application/ld+json",
        "application/xml": "application/rdf+xml",
        "text/xml": "application/rdf+xml",
    }
)
"""Media type as asked for → media type that the engine writes. The first one is the default."""

_SHORT = MappingProxyType(
    {
        "json": "application/json",
        "xml": "application/xml",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
        "html": "text/html",
    }
)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_FLEETING = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


async def sparql(request: Request) -> Response:
    """GET ?query=, POST of a form, POST of the query itself; nothing else, and never an update."""
    limit: int = request.app.state.site.settings.body_bytes
    call = await operation(request, limit, (FORM_TYPE, QUERY_TYPE))
    if call.update is not None:
        raise Refusal("read-only")
    asked = read(request)
    if call.query is None:
        return _without_query(asked, call)
    limiter = asked.site.threads
    if limiter.available_tokens < 1:
        raise Refusal("busy", headers={"Retry-After": "2"})
    return await to_thread.run_sync(_answer, asked, call, call.query, limiter=limiter)


def _without_query(asked: Asked, call: Operation) -> Response:
    media_type = choose(asked.request.headers.get("accept"), ["text/turtle", "text/html"])
    if call.format == "html" or call.edit or media_type == "text/html":
        return Response(editor(asked, call.edit), media_type="text/html; charset=utf-8")
    if media_type is None:
        raise Refusal("not-acceptable", extra={"available": ["text/turtle", "text/html"]})
    return Response(service_description(asked, endpoint(asked)), media_type="text/turtle; charset=utf-8")


def _answer(asked: Asked, call: Operation, text: str) -> Response:
    _check_size(asked, text)
    note_query(asked.request.scope, text)
    refuse(text)
    media_type, written = chosen_media_type(asked.request.headers.get("accept"), call.format, text)
    context = Context(endpoint(asked), call.dataset)
    headers = _headers(asked, text, media_type, context)
    if "ETag" in headers and headers["ETag"] in asked.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if asked.request.scope.get(HEAD_KEY):
        return _headless(headers, with_charset(media_type))
    if media_type == "text/html":
        outcome = _run(asked, text, _default(text), context)
        return Response(result_page(asked, text, outcome), 200, headers, with_charset(media_type))
    outcome = _run(asked, text, written, context)
    return Response(outcome.body, 200, headers, with_charset(media_type))


def _run(asked: Asked, text: str, media_type: str, context: Context) -> Outcome:
    """Evaluate in a worker, within what this client may use, and count what became of it."""
    site, begun = asked.site, time.monotonic()
    outcome = "failed"
    try:
        with site.fairness.running(client_of(asked.request, site.settings.trusted_proxies)):
            found = asked.data.pool.run(text, media_type, context)
        outcome = "ok"
    except Refusal as refusal:
        outcome = refusal.slug
        raise
    except QueryError:
        outcome = "query-syntax"
        raise
    else:
        return found
    finally:
        site.meters.count("keifu_queries_total", outcome=outcome)
        site.meters.took(time.monotonic() - begun)


def with_charset(media_type: str) -> str:
    """The Content-Type of a body that we always write in UTF-8."""
    return media_type + ("; charset=utf-8" if media_type.startswith("text/") else "")


def _headless(headers: dict[str, str], media_type: str) -> Response:
    """What HEAD is told: nothing is evaluated, so no length is known."""
    response = Response(None, 200, headers, media_type)
    del response.headers["content-length"]
    return response


def endpoint(asked: Asked) -> str:
    """The public address of this endpoint, which is the base of relative IRIs."""
    public = asked.site.settings.public_base or str(asked.request.base_url)
    return public.rstrip("/") + "/sparql"


def _check_size(asked: Asked, text: str) -> None:
    size, limit = len(text.encode(errors="surrogatepass")), asked.site.settings.query_bytes
    if size > limit:
        raise Refusal("query-too-large", extra={"bytes": size, "limit": limit})


def _offered(text: str) -> Mapping[str, str]:
    return _TABLES if query_form(text) in ("SELECT", "ASK") else _GRAPHS


def _default(text: str) -> str:
    return next(iter(_offered(text).values()))


def chosen_media_type(accept: str | None, short_name: str | None, text: str) -> tuple[str, str]:
    """The media type to answer with, and the one that the engine writes for it.

    A short name of ours wins over the Accept header; another one is ignored, because clients send them.

    Raises:
        Refusal: nothing that the form of the query has is acceptable.
    """
    offered = _offered(text)
    short = _SHORT.get(short_name or "")
    found = short if short in offered else choose(accept, tuple(offered))
    if found is None:
        raise Refusal("not-acceptable", extra={"available": list(offered)})
    return found, offered[found]


def _headers(asked: Asked, text: str, media_type: str, context: Context) -> dict[str, str]:
    common = {
        "Vary": "Accept, Accept-Language",
        "Keifu-Release": asked.data.id,
        "Link": '</sparql>; rel="service-desc"',
        **_told_of_rewriting(text),
    }
    if _FLEETING.search(text):
        return {**common, "Cache-Control": "no-store"}
    said = [context.base, None if context.dataset is None else astuple(context.dataset)]
    parts = json.dumps([asked.data.id, asked.site.build, text, media_type, asked.language, said])
    tag = hashlib.sha256(parts.encode()).hexdigest()[:32]
    return {**common, "Cache-Control": "public, max-age=300", "ETag": f'W/"{tag}"'}


def _told_of_rewriting(text: str) -> dict[str, str]:
    """A header where the store evaluates a query in another order than it is written, to the same rows."""
    try:
        return {"Keifu-Rewritten": "closure-first"} if is_edited(text) else {}
    except QueryError:
        return {}  # the worker says what is wrong with it, and where


def query_form(text: str) -> str:
    r"""SELECT, ASK, CONSTRUCT or DESCRIBE: the first of these that is a token; SELECT when there is none.

    Before it only a prologue may stand, in which these letters can occur in names, IRIs and comments
    alone. A text without any of them does not parse, and the engine says where.

    >>> query_form("PREFIX ask: <http://e/select> # ASK\nconstruct {} where {}")
    'CONSTRUCT'
    """
    start = 0
    while start < len(text):
        token = token_at(text, start)
        if token.kind == "word" and token.text.upper() in _FORMS:
            return token.text.upper()
        start = token.end
    return "SELECT"
