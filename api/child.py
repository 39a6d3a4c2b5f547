"""Inside a worker: a store folder and lines of requests → frames of answers. Nothing here runs in the front.

A worker gives up sockets, opens the release read-only, limits its memory, and answers one query at a time
over its pipes. It may be killed at any moment.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, cast

from api.fence import forbid_sockets, limit_memory
from api.frames import DATA, END, ERROR, HEAD, READY, frame
from api.rows import counter
from graph.errors import QueryError, QueryRefused, ReleaseDamaged
from graph.prepare import Context, Dataset

if TYPE_CHECKING:
    from typing import BinaryIO

    from graph.store import Unwritten

_PIECE_BYTES = 64 * 1024
_MOMENT_SECONDS = 0.05
_GRACE_SECONDS = 1.0
_PAGE = resource.getpagesize()


class _Answering(Protocol):
    def unwritten(self, query: str, media_type: str, context: Context) -> Unwritten: ...


class Asked:
    """One request line, read."""

    def __init__(self, line: bytes) -> None:
        told = json.loads(line)
        self.query: str = told["query"]
        self.media_type: str = told["media_type"]
        self.seconds: float = told["seconds"]
        self.most_bytes: int = told["most_bytes"]
        self.most_rows: int | None = told["most_rows"]
        self.context = Context(told["base"], _dataset(told["dataset"]))


def _dataset(told: list[list[str]] | None) -> Dataset | None:
    return None if told is None else Dataset(tuple(told[0]), tuple(told[1]))


class TooLarge(Exception):  # noqa: N818  it is what became of the answer
    """The answer has outgrown a limit: `what` of it (bytes or rows) beyond how many."""

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(what, limit)
        self.what = what
        self.limit = limit


class Sink:
    """Takes what the engine writes and sends it on as frames, until a limit is passed.

    The first piece goes at once, later ones together: a frame of a few KiB costs the front as much as one
    of many. Nothing is kept for longer than a moment of a query that goes on writing.
    """

    def __init__(self, answers: IO[bytes], asked: Asked) -> None:
        self._answers = answers
        self._asked = asked
        self._count = counter(asked.media_type)
        self._held = bytearray()
        self._sent_at = 0.0
        self.bytes = 0
        self.rows: int | None = None if self._count is None else 0

    def write(self, piece: bytes) -> int:
        """Send a piece; what it raises ends the evaluation."""
        self.bytes += len(piece)
        if self.bytes > self._asked.most_bytes:
            raise TooLarge("bytes", self._asked.most_bytes)
        if self._count is not None:
            self.rows = self._count(piece)
            most = self._asked.most_rows
            if most is not None and self.rows > most:
                raise TooLarge("rows", most)
        self._held += piece
        if len(self._held) >= _PIECE_BYTES or time.monotonic() > self._sent_at + _MOMENT_SECONDS:
            self.send()
        return len(piece)

    def send(self) -> None:
        """Send on what is held."""
        for start in range(0, len(self._held), _PIECE_BYTES):
            self._answers.write(frame(DATA, bytes(self._held[start : start + _PIECE_BYTES])))
        self._answers.flush()
        self._held.clear()
        self._sent_at = time.monotonic()

    def flush(self) -> None:
        """The engine is done."""
        self.send()


def main(arguments: list[str]) -> None:
    """Serve queries from stdin until it closes: store folder, bytes of memory."""
    from graph.store import OxigraphStore  # noqa: PLC0415  the engine must start behind the fence

    folder, memory = arguments
    forbid_sockets()  # before the engine starts its threads, which inherit it
    store = OxigraphStore.open(Path(folder))
    limit_memory(int(memory))
    sys.stdout.buffer.write(frame(READY))
    sys.stdout.buffer.flush()
    serve(store, sys.stdin.buffer, sys.stdout.buffer)


def serve(store: _Answering, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each request line; a query that outlives its seconds ends the process by SIGALRM."""
    # The default disposition ends the process in the kernel, even while the engine never yields.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for line in requests:
        asked = Asked(line)
        signal.setitimer(signal.ITIMER_REAL, asked.seconds + _GRACE_SECONDS)
        kind, told = answer(store, asked, answers)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(frame(kind, json.dumps(told).encode()))
        answers.flush()


def answer(store: _Answering, asked: Asked, answers: IO[bytes]) -> tuple[bytes, dict[str, object]]:
    """Write the head and the pieces of an answer; the kind and the words of its last frame."""
    try:
        found = store.unwritten(asked.query, asked.media_type, asked.context)
        head = {"form": found.form, "media_type": found.media_type}
        answers.write(frame(HEAD, json.dumps(head).encode()))
        answers.flush()
        sink = Sink(answers, asked)
        found.write_to(cast("BinaryIO", sink))
        sink.send()
    except QueryRefused as error:
        return ERROR, {"error": "refused", "rule": error.rule, "line": error.line, "column": error.column}
    except QueryError as error:
        return ERROR, {"error": "query", "line": error.line, "column": error.column}
    except ReleaseDamaged:
        return ERROR, {"error": "damaged"}
    except MemoryError:
        return ERROR, {"error": "memory"}
    except TooLarge as error:
        return ERROR, {"error": "too-large", "what": error.what, "limit": error.limit}
    rows = sink.rows if found.form != "ask" else None
    return END, {"rows": rows, "bytes": sink.bytes, "memory": _resident_bytes()}


def _resident_bytes() -> int:
    """Memory that this process holds; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except OSError:
        return 0
