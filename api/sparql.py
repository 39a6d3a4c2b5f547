"""`/sparql`: one query in, one answer out, by the SPARQL 1.1 Protocol (query part)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import astuple
from types import MappingProxyType
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import Response

from api.answering import Answering, with_charset
from api.answers import HEAD_KEY, read
from api.journal import note_query
from api.negotiate import choose
from api.pages.workbench import editor, service_description
from api.problems import Refusal
from api.protocol import FORM_TYPE, QUERY_TYPE, operation, query_form
from api.void import public_root
from api.workers import Job
from graph.errors import QueryError
from graph.prepare import Context
from graph.refuse import refuse
from graph.rewrite import is_edited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.answers import Asked
    from api.protocol import Operation

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
_VOID_LINK = '</.well-known/void>; rel="describedby"'
_FLEETING = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


async def sparql(request: Request) -> Response:
    """GET ?query=, POST of a form, POST of the query itself; nothing else, and never an update."""
    limit: int = request.app.state.site.settings.body_bytes
    call = await operation(request, limit, (FORM_TYPE, QUERY_TYPE))
    if call.update is not None:
        raise Refusal("read-only")
    asked = read(request, call.as_of)
    if call.query is None:
        return _without_query(asked, call)
    limiter = asked.site.threads
    if limiter.available_tokens < 1:
        raise Refusal("busy", headers={"Retry-After": "2"})
    return await to_thread.run_sync(_prepared, asked, call, call.query, limiter=limiter)


def _without_query(asked: Asked, call: Operation) -> Response:
    media_type = choose(asked.request.headers.get("accept"), ["text/turtle", "text/html"])
    if call.format == "html" or call.edit or media_type == "text/html":
        return Response(editor(asked, call.edit), media_type="text/html; charset=utf-8")
    if media_type is None:
        raise Refusal("not-acceptable", extra={"available": ["text/turtle", "text/html"]})
    headers = {"Vary": "Accept, Accept-Language", "Link": _VOID_LINK, "Keifu-Release": asked.data.id}
    return Response(
        service_description(asked, endpoint(asked)), 200, headers, media_type="text/turtle; charset=utf-8"
    )


def _prepared(asked: Asked, call: Operation, text: str) -> Response:
    """All that needs no worker: refusals, negotiation, validators. What is left evaluates when it is sent."""
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
        job = Job(text, _default(text), context, call.seconds, asked.site.settings.page_bytes)
        return Answering(asked, job, headers, media_type)
    return Answering(asked, Job(text, written, context, call.seconds), headers, media_type)


def _headless(headers: dict[str, str], media_type: str) -> Response:
    """What HEAD is told: nothing is evaluated, so no length is known."""
    response = Response(None, 200, headers, media_type)
    del response.headers["content-length"]
    return response


def endpoint(asked: Asked) -> str:
    """The public address of this endpoint, which is the base of relative IRIs."""
    return public_root(asked) + "sparql"


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
        "Link": '</sparql>; rel="service-desc", ' + _VOID_LINK,
        **_told_of_rewriting(text),
    }
    if _FLEETING.search(text):
        return {**common, "Cache-Control": "no-store"}
    said = [context.base, None if context.dataset is None else astuple(context.dataset)]
    parts = json.dumps([asked.data.id, asked.site.build, text, media_type, asked.language, said])
    tag = hashlib.sha256(parts.encode()).hexdigest()[:32]
    return {**common, "Cache-Control": asked.lasting, "ETag": f'W/"{tag}"'}


def _told_of_rewriting(text: str) -> dict[str, str]:
    """A header where the store evaluates a query in another order than it is written, to the same rows."""
    try:
        return {"Keifu-Rewritten": "closure-first"} if is_edited(text) else {}
    except QueryError:
        return {}  # the worker says what is wrong with it, and where
