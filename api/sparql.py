"""`/sparql`: one query in, one whole answer out, by the SPARQL 1.1 Protocol (query part)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.answers import read
from api.negotiate import choose
from api.pages.workbench import editor, result_page, service_description
from api.problems import Refusal
from graph.refuse import refuse
from graph.tokens import token_at

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.answers import Asked
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
_FORM_TYPE = "application/x-www-form-urlencoded"
_QUERY_TYPE = "application/sparql-query"
_DATASET = ("default-graph-uri", "named-graph-uri")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_FLEETING = re.compile(r"\b(NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Call:
    """One protocol operation, read from URL and body."""

    query: str | None
    format: str | None
    edit: str


async def sparql(request: Request) -> Response:
    """GET ?query=, POST of a form, POST of the query itself; nothing else, and never an update."""
    call = await _call(request)
    asked = read(request)
    if call.query is None:
        return _without_query(asked, call)
    return await run_in_threadpool(_answer, asked, call)


async def _call(request: Request) -> Call:
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method == "POST":
        pairs += await _body(request)
    held: dict[str, list[str]] = {}
    for name, value in pairs:
        held.setdefault(name, []).append(value)
    if "update" in held:
        raise Refusal("read-only")
    if len(held.get("query", [])) > 1:
        raise _bad("query は一つだけ指定してください。", "Exactly one query, please.")
    if any(held.get(name) for name in _DATASET):
        raise Refusal("dataset-unsupported")
    query = held["query"][0].removeprefix("\ufeff") if "query" in held else None
    if (query is not None and not query.strip()) or (query is None and request.method == "POST"):
        raise _bad("query が空です。", "The query is empty.")
    return Call(query, held.get("format", [None])[-1], held.get("edit", [""])[-1])


def _bad(ja: str, en: str) -> Refusal:
    return Refusal("bad-parameter", ja, en, extra={"parameter": "query"})


async def _body(request: Request) -> list[tuple[str, str]]:
    media_type, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = next(
        (part.split("=")[1].strip(' "') for part in rest.split(";") if "charset=" in part), "utf-8"
    )
    if media_type.strip() not in (_FORM_TYPE, _QUERY_TYPE) or charset not in ("utf-8", "utf8"):
        raise Refusal("unsupported-media-type", extra={"accepted": [_FORM_TYPE, _QUERY_TYPE]})
    text = await _text(request)
    if media_type.strip() == _QUERY_TYPE:
        return [("query", text)]
    return parse_qsl(text, keep_blank_values=True)


async def _text(request: Request) -> str:
    limit: int = request.app.state.site.settings.body_bytes
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal("query-too-large")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("not-text") from error


def _without_query(asked: Asked, call: Call) -> Response:
    media_type = choose(asked.request.headers.get("accept"), ["text/turtle", "text/html"])
    if call.format == "html" or call.edit or media_type == "text/html":
        return Response(editor(asked, call.edit), media_type="text/html; charset=utf-8")
    if media_type is None:
        raise Refusal("not-acceptable", extra={"available": ["text/turtle", "text/html"]})
    return Response(service_description(asked), media_type="text/turtle; charset=utf-8")


def _answer(asked: Asked, call: Call) -> Response:
    text = call.query or ""
    _check_size(asked, text)
    refuse(text)
    written = _TABLES if query_form(text) in ("SELECT", "ASK") else _GRAPHS
    media_type = _media_type(asked, call, tuple(written))
    headers = _headers(asked, text, media_type)
    if "ETag" in headers and headers["ETag"] in asked.request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if media_type == "text/html":
        first = next(iter(written.values()))
        return Response(
            result_page(asked, text, _run(asked, text, first)), 200, headers, "text/html; charset=utf-8"
        )
    outcome = _run(asked, text, written[media_type])
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return Response(outcome.body, 200, headers, media_type + charset)


def _check_size(asked: Asked, text: str) -> None:
    size, limit = len(text.encode(errors="surrogatepass")), asked.site.settings.query_bytes
    if size > limit:
        raise Refusal("query-too-large", extra={"bytes": size, "limit": limit})


def _run(asked: Asked, text: str, media_type: str) -> Outcome:
    return asked.data.pool.run(text, media_type)


def _media_type(asked: Asked, call: Call, offered: tuple[str, ...]) -> str:
    short = _SHORT.get(call.format or "")
    if short in offered:
        return short
    found = choose(asked.request.headers.get("accept"), offered)
    if found is None:
        raise Refusal("not-acceptable", extra={"available": list(offered)})
    return found


def _headers(asked: Asked, text: str, media_type: str) -> dict[str, str]:
    common = {
        "Vary": "Accept, Accept-Language",
        "Keifu-Release": asked.data.id,
        "Link": '</sparql>; rel="service-desc"',
    }
    if _FLEETING.search(text):
        return {**common, "Cache-Control": "no-store"}
    parts = json.dumps([asked.data.id, asked.site.build, text, media_type, asked.language])
    tag = hashlib.sha256(parts.encode()).hexdigest()[:32]
    return {**common, "Cache-Control": "public, max-age=300", "ETag": f'W/"{tag}"'}


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
