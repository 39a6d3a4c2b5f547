"""ASGI middleware: suffixes become a choice of form, HEAD becomes GET without a body, headers guard pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from api.answers import HEAD_KEY, PATH_KEY, SECURITY_HEADERS, SUFFIX_KEY
from api.negotiate import split_suffix

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_AS_THEY_ARE = ("/static/", "/openapi.json", "/context.jsonld", "/healthz", "/readyz", "/metrics", "/limits")


class Frame:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, rewritten, and its answer back, guarded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "OPTIONS":
            await _Sender(send, headless=False).answer(_options(scope["path"]))
            return
        headless = scope["method"] == "HEAD"
        await self._app(_rewritten(scope), receive, _Sender(send, headless=headless))


def _rewritten(scope: Scope) -> Scope:
    path: str = scope["path"]
    bare, suffix = (path, None) if path.startswith(_AS_THEY_ARE) else split_suffix(path)
    headless = scope["method"] == "HEAD"
    method = "GET" if headless else scope["method"]
    return {
        **scope,
        "path": bare,
        "method": method,
        PATH_KEY: bare,
        SUFFIX_KEY: suffix,
        HEAD_KEY: headless,
    }


def _options(path: str) -> dict[str, str]:
    """What a browser asks before it lets a page of another site ask: which methods and headers may be."""
    methods = "GET, HEAD, OPTIONS" + (", POST" if path.rstrip("/") == "/sparql" else "")
    return {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }


class _Sender:
    def __init__(self, send: Send, *, headless: bool) -> None:
        self._send = send
        self._headless = headless

    async def answer(self, headers: dict[str, str]) -> None:
        """Answer with headers alone."""
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await self({"type": "http.response.start", "status": 204, "headers": raw})
        await self({"type": "http.response.body", "body": b""})

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        elif self._headless and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)
