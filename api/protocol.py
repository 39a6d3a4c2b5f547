"""A request by the SPARQL 1.1 Protocol → the one operation that it asks for, or the refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from api.problems import Refusal
from graph.prepare import Dataset
from graph.tokens import token_at
from ontology.errors import TermError
from ontology.rdf import Iri

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
_DIRECT = {QUERY_TYPE: "query", UPDATE_TYPE: "update"}
_QUERY_DATASET = ("default-graph-uri", "named-graph-uri")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_SECONDS = re.compile(r"(?:[0-9]{1,9}(?:\.[0-9]{1,9})?)?\Z")
_UPDATE_DATASET = ("using-graph-uri", "using-named-graph-uri")


@dataclass(frozen=True, slots=True)
class Operation:
    """What one request asks: a query, an update, or neither (the description of the service).

    `dataset` is None where the request names no graph; `format` is our own short name of a form, and
    `edit` a text for the page with the editor. `seconds` is the deadline that the client wishes, `as_of`
    the release.
    """

    query: str | None
    update: str | None
    dataset: Dataset | None
    format: str | None
    edit: str
    seconds: float | None = None
    as_of: str | None = None


async def operation(request: Request, limit: int, accepted: Sequence[str]) -> Operation:
    """Read URL and body (of at most `limit` bytes, in one of the `accepted` media types).

    Raises:
        Refusal: more than one query or update, both, an empty one, a body that is no UTF-8 text, too
            large or of another type, or a graph that is no absolute IRI.
    """
    pairs = parse_qsl(request.url.query, keep_blank_values=True)
    in_address = {name for name, _ in pairs}
    if request.method == "POST":
        pairs += await _body(request, limit, accepted)
    held: dict[str, list[str]] = {}
    for name, value in pairs:
        held.setdefault(name, []).append(value)
    _one_operation(request, held, in_address)
    query, update = _text(held, "query"), _text(held, "update")
    names = _QUERY_DATASET if update is None else _UPDATE_DATASET
    dataset = _dataset(held, *names)
    return Operation(
        query,
        update,
        dataset,
        held.get("format", [None])[-1],
        held.get("edit", [""])[-1],
        _seconds(held.get("timeout", [""])[-1]),
        held.get("as_of", [None])[-1],
    )


def _seconds(text: str) -> float | None:
    """The deadline that a client wishes; none and 0 mean the usual one, as other endpoints take it."""
    if not _SECONDS.match(text):
        raise _bad("timeout は秒数です。", "timeout is a number of seconds.", "timeout")
    return float(text or 0) or None


def _one_operation(request: Request, held: Mapping[str, Sequence[str]], in_address: set[str]) -> None:
    asked = [*held.get("query", ()), *held.get("update", ())]
    if "update" in in_address:
        raise Refusal("read-only")
    if len(asked) > 1:
        raise _bad("query は一つだけ指定してください。", "Exactly one query, please.")
    if any(not text.strip() for text in asked) or (request.method == "POST" and not asked):
        raise _bad("query が空です。", "The query is empty.")


def _text(held: Mapping[str, Sequence[str]], name: str) -> str | None:
    return held[name][0].removeprefix("\ufeff") if name in held else None


def _bad(ja: str, en: str, parameter: str = "query") -> Refusal:
    return Refusal("bad-parameter", ja, en, extra={"parameter": parameter})


def _dataset(held: Mapping[str, Sequence[str]], default: str, named: str) -> Dataset | None:
    if default not in held and named not in held:
        return None
    return Dataset(_iris(held, default), _iris(held, named))


def _iris(held: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    """The graphs of one parameter, each once: a graph that is named twice is still one graph."""
    found = dict.fromkeys(held.get(name, ()))
    for text in found:
        try:
            Iri(text)
        except TermError as error:
            raise _bad(f"{name} は絶対 IRI です。", f"{name} is an absolute IRI.", name) from error
    return tuple(found)


async def _body(request: Request, limit: int, accepted: Sequence[str]) -> list[tuple[str, str]]:
    media_type, _, rest = request.headers.get("content-type", "").lower().partition(";")
    charset = next(
        (part.split("=")[1].strip(' "') for part in rest.split(";") if "charset=" in part), "utf-8"
    )
    if media_type.strip() not in accepted or charset not in ("utf-8", "utf8"):
        raise Refusal("unsupported-media-type", extra={"accepted": list(accepted)})
    text = await _decoded(request, limit)
    direct = _DIRECT.get(media_type.strip())
    return parse_qsl(text, keep_blank_values=True) if direct is None else [(direct, text)]


async def _decoded(request: Request, limit: int) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise Refusal("query-too-large")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("not-text") from error


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
