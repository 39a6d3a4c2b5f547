"""A query at work → the response, under one promise: who is told 200 gets all of it, or sees that it broke.

The first bytes are held back, so that a small answer has its length and an early failure its status. A
failure after that breaks the connection: the chunk that would end the body is never sent. Clients to whom
a break would look like an end (HTTP/1.0, `Connection: close`) get what fits on disk, with its length.
"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Final, NoReturn

from anyio import to_thread

from api.pool import Cancelled
from api.problems import Refusal, problem_of
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from anyio import CapacityLimiter
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from api.pool import Running

ABORT_KEY: Final = "keifu.abort"
"""Where our own server puts the function that resets a connection; see `api.connection`."""

_PIECE_BYTES = 64 * 1024
_FAREWELL_SECONDS = 5.0


class AnswerCut(Exception):  # noqa: N818  it says what was done
    """An answer ended unfinished after its start; `broken` when its connection has been reset already.

    It is none of our errors, so that no handler tries to answer it.
    """

    def __init__(self, why: str, *, broken: bool) -> None:
        super().__init__(why)
        self.why = why
        self.broken = broken


class _Unfinished(KeifuError):  # noqa: N818  the same, before the connection is broken
    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bytes that are held back, bytes that are kept whole at most, seconds that a client may stand still."""

    held_bytes: int
    spool_bytes: int
    stall_seconds: float


@dataclass(frozen=True, slots=True)
class Threads:
    """Who waits for a worker, and who reads from one: the first must never keep the second from it."""

    waiting: CapacityLimiter
    reading: CapacityLimiter


class Stream:
    """One answer on its way; `free` is called in a thread as soon as its worker is not needed any more."""

    def __init__(self, running: Running, bounds: Bounds, threads: Threads, free: Callable[[], None]) -> None:
        self._running = running
        self._bounds = bounds
        self._threads = threads
        self._free = free
        self._is_free = False

    async def deliver(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        """Evaluate and send, with the status and headers of a response that has no body.

        Raises:
            KeifuError: nothing has been sent, and this is why.
            AnswerCut: some of it has been sent, and no more will be.
            Cancelled: the client has gone.
        """
        watcher = asyncio.create_task(_watch(receive, self._running))
        try:
            if may_miss_a_cut(scope):
                with await to_thread.run_sync(self._spooled, limiter=self._threads.waiting) as file:
                    await self._send_file(response, file, send)
            else:
                first = await to_thread.run_sync(self._first, limiter=self._threads.waiting)
                await self._send_pieces(response, first, send)
        except _Unfinished as error:
            await self._cut(scope, watcher, error)
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
            if not self._is_free:
                await to_thread.run_sync(self._let_go, limiter=self._threads.reading)

    async def whole(self, begin: Callable[[], bytes], receive: Receive) -> bytes:
        """What `begin` makes of the running query in a thread, unless the client goes away meanwhile."""
        watcher = asyncio.create_task(_watch(receive, self._running))
        try:
            return await to_thread.run_sync(begin, limiter=self._threads.waiting)
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
            await to_thread.run_sync(self._let_go, limiter=self._threads.reading)

    def _let_go(self) -> None:
        self._is_free = True
        self._running.close()
        self._free()

    def _first(self) -> bytes:
        self._running.begin()
        found = self._running.read_until(self._bounds.held_bytes)
        if self._running.is_whole:
            self._let_go()
        return found

    def _next(self) -> bytes:
        found = self._running.read()
        if self._running.is_whole:
            self._let_go()
        return found

    def _spooled(self) -> IO[bytes]:
        """The whole answer in a file that has no name."""
        with ExitStack() as undone:
            file = undone.enter_context(SpooledTemporaryFile(self._bounds.held_bytes))
            self._running.begin()
            while not self._running.is_whole:
                file.write(self._running.read())
                if file.tell() > self._bounds.spool_bytes:
                    raise Refusal("result-too-large", extra={"bytes": self._bounds.spool_bytes})
            self._let_go()
            undone.pop_all()
            return file

    async def _send_file(self, response: Response, file: IO[bytes], send: Send) -> None:
        response.headers["content-length"] = str(file.tell())
        file.seek(0)
        await send(_start(response))
        while piece := file.read(_PIECE_BYTES):
            await self._send(piece, send, self._bounds.stall_seconds)
        await send({"type": "http.response.body", "body": b""})

    async def _send_pieces(self, response: Response, piece: bytes, send: Send) -> None:
        running = self._running
        if running.is_whole:
            response.headers["content-length"] = str(len(piece))
        await send(_start(response))
        while not running.is_whole:
            await self._send(piece, send, running.left)
            try:
                piece = await to_thread.run_sync(self._next, limiter=self._threads.reading)
            except Cancelled:
                raise
            except KeifuError as error:
                raise _Unfinished(problem_of(error).kind.slug) from error
        await self._send(piece, send, self._bounds.stall_seconds, more=False)

    @staticmethod
    async def _send(piece: bytes, send: Send, seconds: float, *, more: bool = True) -> None:
        try:
            async with asyncio.timeout(seconds):
                await send({"type": "http.response.body", "body": piece, "more_body": more})
        except TimeoutError as error:
            raise _Unfinished("client-too-slow") from error

    async def _cut(self, scope: Scope, watcher: asyncio.Task[None], error: _Unfinished) -> NoReturn:
        """Break the connection: at once where our server can, by an error where another one serves."""
        self._running.cancel()
        abort = scope.get("state", {}).get(ABORT_KEY)
        if abort is not None:
            abort()
            await asyncio.wait([watcher], timeout=_FAREWELL_SECONDS)
        raise AnswerCut(error.why, broken=abort is not None) from error


def may_miss_a_cut(scope: Scope) -> bool:
    """Whether a client would take the end of its connection for the end of a body."""
    if scope.get("http_version", "1.1") == "1.0":
        return True
    said = [value.lower() for name, value in scope["headers"] if name.lower() == b"connection"]
    return any(b"close" in value for value in said)


async def _watch(receive: Receive, running: Running) -> None:
    """Wait until the client goes away, and end its query then."""
    while (await receive())["type"] != "http.disconnect":
        pass
    running.cancel()


def _start(response: Response) -> dict[str, object]:
    return {
        "type": "http.response.start",
        "status": response.status_code,
        "headers": response.raw_headers,
    }
