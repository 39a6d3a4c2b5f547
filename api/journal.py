"""ASGI middleware: one line of JSON for each request, on standard error; never who asked."""

from __future__ import annotations

import hashlib
import json
import sys
import time
from typing import TYPE_CHECKING, TextIO
from uuid import uuid4

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.meters import Meters

REQUEST_KEY = "keifu.request"
NOTES_KEY = "keifu.notes"
_FAILED = 500
_CLIENT_GONE = 499  # nobody was answered, because nobody was there; as other servers write it
_LONGEST_QUERY = 2048


class Journal:
    """Gives each request an id, counts it, and writes what became of it."""

    def __init__(self, app: ASGIApp, meters: Meters, out: TextIO | None) -> None:
        self._app = app
        self._meters = meters
        self._out = out

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and note its answer, also when it breaks off."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        notes: dict[str, str | int | float] = {}
        told = _Told(send)
        known = {**scope, REQUEST_KEY: f"urn:uuid:{uuid4()}", NOTES_KEY: notes}
        begun = time.monotonic()
        status = _FAILED
        try:
            await self._app(known, receive, told)
            status = told.status or _CLIENT_GONE
        except BaseException:
            status = told.status or _FAILED
            raise
        finally:
            path: str = scope["path"]
            self._meters.count("keifu_requests_total", part=_part(path), status=str(status))
            if self._out is not None:
                line = {
                    "time": time.time(),
                    "request": known[REQUEST_KEY],
                    "method": scope["method"],
                    "path": path,
                    "status": status,
                    "ms": round((time.monotonic() - begun) * 1000, 1),
                    "bytes": told.bytes,
                    **notes,
                }
                # All but ASCII is escaped: no line feed, colour or change of direction gets into a log.
                self._out.write(json.dumps(line) + "\n")
                self._out.flush()


def note(scope: Scope, name: str, value: str | int) -> None:
    """Note one more member of the line of a request."""
    notes = scope.get(NOTES_KEY)
    if isinstance(notes, dict):
        notes[name] = value


def note_query(scope: Scope, text: str) -> None:
    """Note the hash and the beginning of a query beside the request that it came with."""
    notes = scope.get(NOTES_KEY)
    if isinstance(notes, dict):
        notes["query_hash"] = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]
        notes["query"] = text[:_LONGEST_QUERY]


def log_stream(kind: str) -> TextIO | None:
    """Where the lines of a kind of log go: `json` to standard error, `none` nowhere."""
    return sys.stderr if kind == "json" else None


def _part(path: str) -> str:
    """The first part of a path when it is one of the site's; a made-up address adds no label."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in _PARTS else "other"


_PARTS = frozenset(
    (
        *("sparql", "api", "static", "healthz", "readyz", "metrics", "limits", "search", "lineage"),
        *("policy", "indicator", "objective", "means", "report", "doc", "work", "org", "source", "questions"),
    )
)


class _Told:
    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None
        self.bytes = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.bytes += len(message.get("body", b""))
        await self._send(message)
