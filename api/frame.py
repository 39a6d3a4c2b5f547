"""ASGI middleware: suffixes become a choice of form, HEAD becomes GET without a body, headers guard pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from api.answers import PATH_KEY, SECURITY_HEADERS, SUFFIX_KEY
from api.negotiate import split_suffix

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_AS_THEY_ARE = ("/static/", "/openapi.json", "/context.jsonld", "/healthz")


class Frame:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, rewritten, and its answer back, guarded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headless = scope["method"] == "HEAD"
        await self._app(_rewritten(scope), receive, _Sender(send, headless=headless))


def _rewritten(scope: Scope) -> Scope:
    path: str = scope["path"]
    bare, suffix = (path, None) if path.startswith(_AS_THEY_ARE) else split_suffix(path)
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    return {**scope, "path": bare, "method": method, PATH_KEY: bare, SUFFIX_KEY: suffix}


class _Sender:
    def __init__(self, send: Send, *, headless: bool) -> None:
        self._send = send
        self._headless = headless

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        elif self._headless and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)
