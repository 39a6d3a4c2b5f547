"""ASGI middleware: bodies of text are sent compressed to clients that take gzip, piece by piece.

The promise of `api.streams` holds through it: the trailer that ends a gzip body is written only after the
last piece. A validator names its coding, for a byte for byte equal answer is what it stands for.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final, Protocol

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders

from api.streams import may_miss_a_cut

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LEAST_BYTES: Final = 1024
_IN_THREAD_BYTES: Final = 32 * 1024
_LEVEL: Final = 5
_GZIP_WINDOW: Final = 31
_TEXT = re.compile(r"text/|image/svg|application/(?:.+\+)?(?:json|xml)|application/(?:n-|trig|sparql)")
_MARK: Final = "-gzip"
_TAGGED = re.compile(_MARK + r'(?=")')
_TAG_END = re.compile(r'"$')
_UNCODED = frozenset({204, 206, 304})


class _Squeeze(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class Coding:
    """Stands around the application, inside of what changes its requests."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its validators without their coding, and compress the answer."""
        if scope["type"] != "http" or not takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            await self._app(scope, receive, _Plain(send) if scope["type"] == "http" else send)
            return
        # Who could not see a cut is told the length of what was spooled, which compression would hide.
        whole_only = may_miss_a_cut(scope)
        asked = Headers(scope=scope).get("if-none-match", "")
        await self._app(_without_coding(scope, asked), receive, _Coded(send, asked, whole_only=whole_only))


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header takes gzip, and does not like plain bytes better."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, rest = part.partition(";")
        weights[name.strip()] = _weight(rest)
    gzip = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _without_coding(scope: Scope, asked: str) -> Scope:
    if _MARK not in asked:
        return scope
    plain = _TAGGED.sub("", asked).encode("latin-1")
    headers = [
        (name, plain if name.lower() == b"if-none-match" else value) for name, value in scope["headers"]
    ]
    return {**scope, "headers": headers}


def _is_text(headers: MutableHeaders) -> bool:
    coded = "content-encoding" in headers or "no-transform" in headers.get("cache-control", "")
    return not coded and _TEXT.match(headers.get("content-type", "")) is not None


class _Plain:
    """Sends as it is, and tells caches that another client would have got another coding."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if _is_text(headers) or message["status"] in _UNCODED:
                headers.add_vary_header("Accept-Encoding")
        await self._send(message)


class _Coded:
    """Holds the start back until the first piece shows whether compression is worth it."""

    def __init__(self, send: Send, asked: str, *, whole_only: bool) -> None:
        self._send = send
        self._asked = asked
        self._whole_only = whole_only
        self._start: Message | None = None
        self._squeeze: _Squeeze | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] != "http.response.body":
            await self._send(message)
        else:
            if self._start is not None:
                await self._begin(self._start, message)
                self._start = None
            await self._go_on(message)

    async def _begin(self, start: Message, first: Message) -> None:
        headers = MutableHeaders(scope=start)
        body, more = first.get("body", b""), first.get("more_body", False)
        if start["status"] in _UNCODED:
            headers.add_vary_header("Accept-Encoding")
            if _MARK in self._asked and start["status"] not in {204, 206}:
                self._tag(headers)
        elif _is_text(headers):
            headers.add_vary_header("Accept-Encoding")
            if (more and not self._whole_only) or (not more and len(body) >= _LEAST_BYTES):
                self._squeeze = zlib.compressobj(_LEVEL, wbits=_GZIP_WINDOW)
                self._tag(headers)
                headers["Content-Encoding"] = "gzip"
                del headers["content-length"]
        if self._squeeze is not None and not more:
            first["body"] = await self._coded(self._squeeze, body, more=False)
            headers["content-length"] = str(len(first["body"]))
            self._squeeze = None
        await self._send(start)

    @staticmethod
    def _tag(headers: MutableHeaders) -> None:
        if "etag" in headers:
            headers["etag"] = _TAG_END.sub(_MARK + '"', headers["etag"])

    async def _go_on(self, message: Message) -> None:
        if self._squeeze is not None:
            more = message.get("more_body", False)
            body = await self._coded(self._squeeze, message.get("body", b""), more=more)
            message = {**message, "body": body}
        await self._send(message)

    @staticmethod
    async def _coded(squeeze: _Squeeze, body: bytes, *, more: bool) -> bytes:
        def coded() -> bytes:
            return squeeze.compress(body) + (b"" if more else squeeze.flush())

        return coded() if len(body) < _IN_THREAD_BYTES else await to_thread.run_sync(coded)
