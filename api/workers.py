"""Free SPARQL → bytes, evaluated in child processes that may be killed at any moment.

The engine can neither be stopped nor be trusted to survive every query, so the front never
evaluates a text from outside. A worker gives up sockets, opens the release read-only, limits its
memory, and answers one query at a time over its pipes. An answer counts only when its announced
number of bytes has arrived.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from api.fence import forbid_sockets, limit_memory
from api.problems import Refusal
from graph.errors import QueryError, ReleaseDamaged
from graph.prepare import PLAIN, Context, Dataset

if TYPE_CHECKING:
    from graph.store import Serialized

_PATIENCE_SECONDS = 0.25
_LOW_PRIORITY = 10
_READY = b"ready\n"
_START = "import sys; from api.workers import main; main(sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of wall clock for a query and for the queue; bytes of an answer and of memory."""

    query_seconds: float
    wait_seconds: float
    result_bytes: int
    memory_bytes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole answer: `form` is select, ask or graph."""

    form: str
    media_type: str
    body: bytes


class _Serializer(Protocol):
    def serialize(self, query: str, media_type: str, context: Context) -> Serialized: ...


# ---- inside the child ------------------------------------------------------------------------


def main(arguments: list[str]) -> None:
    """Serve queries from stdin until it closes: store folder, memory, result bytes, seconds."""
    from graph.store import OxigraphStore  # noqa: PLC0415  the front must not pay for it

    folder, memory, result_bytes, seconds = arguments
    forbid_sockets()  # before the engine starts its threads, which inherit it
    store = OxigraphStore.open(Path(folder))
    limit_memory(int(memory))
    sys.stdout.buffer.write(_READY)
    sys.stdout.buffer.flush()
    serve(store, sys.stdin.buffer, sys.stdout.buffer, int(result_bytes), float(seconds))


def serve(store: _Serializer, requests: IO[bytes], answers: IO[bytes], limit: int, seconds: float) -> None:
    """Answer each request line; a query that outlives `seconds` ends the process by SIGALRM."""
    # The default disposition ends the process in the kernel, even while the engine never yields.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for line in requests:
        asked = json.loads(line)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        header, body = answer(store, asked["query"], asked["media_type"], limit, _context(asked))
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(json.dumps(header).encode() + b"\n" + body)
        answers.flush()


def _context(asked: dict[str, str | list[list[str]] | None]) -> Context:
    base, dataset = asked["base"], asked["dataset"]
    assert base is None or isinstance(base, str), "the front sends a text or nothing"
    if not isinstance(dataset, list):
        return Context(base)
    defaults, named = dataset
    return Context(base, Dataset(tuple(defaults), tuple(named)))


def answer(
    store: _Serializer, text: str, media_type: str, limit: int, context: Context = PLAIN
) -> tuple[dict[str, object], bytes]:
    """The header and the body that tell the front what became of one query."""
    try:
        found = store.serialize(text, media_type, context)
    except QueryError as error:
        return {"error": "query", "line": error.line, "column": error.column}, b""
    except ReleaseDamaged:
        return {"error": "damaged"}, b""
    except MemoryError:
        return {"error": "memory"}, b""
    if len(found.body) > limit:
        return {"error": "too-large", "bytes": len(found.body)}, b""
    return {"form": found.form, "media_type": found.media_type, "bytes": len(found.body)}, found.body


# ---- in the front ----------------------------------------------------------------------------


class Worker:
    """One child process over one store folder; `tired` once a query was slow: then it is replaced."""

    def __init__(self, store: Path, limits: Limits) -> None:
        root = Path(__file__).resolve().parents[1]
        given = [
            str(store),
            str(limits.memory_bytes),
            str(limits.result_bytes),
            str(limits.query_seconds + 1),
        ]
        self._limits = limits
        self._greeted = False
        self.tired = False
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter, our own text
            [sys.executable, "-P", "-c", _START, *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(root), "PATH": os.environ.get("PATH", "")},
            cwd="/",
        )

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the child and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    @property
    def process_id(self) -> int:
        """The number by which the system knows the child."""
        return self._process.pid

    def ask(self, text: str, media_type: str, context: Context = PLAIN) -> Outcome:
        """The whole answer, or the refusal that says why there is none."""
        late = threading.Event()
        timers = (
            threading.Timer(_PATIENCE_SECONDS, self._hold_back),
            threading.Timer(self._limits.query_seconds, self._stop, (late,)),
        )
        for timer in timers:
            timer.start()
        try:
            return self._exchange(text, media_type, context)
        except (OSError, EOFError) as error:
            self.close()
            raise self._death(late=late.is_set()) from error
        finally:
            for timer in timers:
                timer.cancel()

    def _hold_back(self) -> None:
        """Let short queries of other workers go first; this child cannot be raised again and is tired."""
        self.tired = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)

    def _stop(self, late: threading.Event) -> None:
        late.set()
        self._process.kill()

    def greet(self) -> None:
        """Wait until the child has opened the store; EOFError when it ended instead."""
        if not self._greeted:
            if self._process.stdout is None or self._process.stdout.readline() != _READY:
                raise EOFError
            self._greeted = True

    def _exchange(self, text: str, media_type: str, context: Context) -> Outcome:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise EOFError
        self.greet()
        requests.write(_request(text, media_type, context) + b"\n")
        requests.flush()
        header = answers.readline()
        if not header.endswith(b"\n"):
            raise EOFError
        told = json.loads(header)
        if "error" in told:
            raise _refusal(told)
        body = answers.read(told["bytes"])
        if len(body) != told["bytes"]:
            raise EOFError
        return Outcome(told["form"], told["media_type"], body)

    def _death(self, *, late: bool) -> Refusal:
        if late:
            seconds = self._limits.query_seconds
            return Refusal(
                "query-timeout",
                f"{seconds:g} 秒で打ち切りました。",
                f"Stopped after {seconds:g} seconds.",
                headers={"Retry-After": "5"},
            )
        return Refusal("query-died", headers={"Retry-After": "5"})


def _request(text: str, media_type: str, context: Context) -> bytes:
    named = context.dataset
    dataset = None if named is None else [list(named.defaults), list(named.named)]
    asked = {"query": text, "media_type": media_type, "base": context.base, "dataset": dataset}
    return json.dumps(asked).encode()


def _refusal(told: dict[str, object]) -> Refusal | QueryError:
    match told["error"]:
        case "query":
            line, column = told.get("line"), told.get("column")
            return QueryError(
                "", line if isinstance(line, int) else None, column if isinstance(column, int) else None
            )
        case "too-large":
            return Refusal("result-too-large", extra={"bytes": int(str(told["bytes"]))})
        case "damaged":
            return Refusal("release-damaged")
        case _:
            return Refusal("query-died")
