"""One free SPARQL query → the pieces of its answer, from a child process that may be killed at any moment.

The engine can neither be stopped nor be trusted to survive every query, so the front never evaluates a
text from outside. An answer is whole only when the child has said so in a last frame; a pipe that ends
without one is a failure, whatever came before.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from api.frames import DATA, END, ERROR, HEAD, READY, Clock, Frames
from api.problems import Refusal
from graph.errors import QueryError, QueryRefused
from graph.prepare import PLAIN, Context

if TYPE_CHECKING:
    from collections.abc import Mapping

START_SECONDS: Final = 10.0
"""As long as a worker may take to open its store on a machine that is busy."""

_PATIENCE_SECONDS = 0.25
_LEAST_WAIT_SECONDS = 0.01
_LOW_PRIORITY = 10
_PLACE = ("line", "column")
_MOST_QUERIES = 1000
_MOST_GROWTH_BYTES = 100 * 1024 * 1024
_START = "import sys; from api.child import main; main(sys.argv[1:])"


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of wall clock for a query and for the queue; bytes and rows of an answer; bytes of memory.

    `silent_seconds` is how long a query may show nothing, `total_seconds` how long it may take in all.
    """

    silent_seconds: float
    total_seconds: float
    wait_seconds: float
    result_bytes: int
    memory_bytes: int
    result_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One query as a worker is asked it; `seconds` and `most_bytes` may only lower the limits of the pool."""

    text: str
    media_type: str
    context: Context = PLAIN
    seconds: float | None = None
    most_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A whole answer: `form` is select, ask or graph."""

    form: str
    media_type: str
    body: bytes


def _busy_seconds(process_id: int) -> float:
    """Seconds of processor that a child has used, or seconds of the clock where the system does not tell.

    On a machine with other work every query takes long, and a worker given up for that makes more work.
    """
    try:
        told = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return time.monotonic()
    user, system = told.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


class Worker:
    """One child process over one store folder; `tired` when it should not be asked again."""

    def __init__(self, store: Path, limits: Limits) -> None:
        root = Path(__file__).resolve().parents[1]
        self._limits = limits
        self._greeted = False
        self._asked = 0
        self._base_bytes = 0
        self._slow_from = 0.0
        self.tired = False
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter, our own text
            [sys.executable, "-P", "-c", _START, str(store), str(limits.memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"PYTHONPATH": str(root), "PATH": os.environ.get("PATH", "")},
            cwd="/",
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests = self._process.stdin
        self._answers = self._process.stdout
        self._frames = Frames(self._answers)
        self._clock = Clock(limits.silent_seconds, limits.total_seconds)

    @property
    def alive(self) -> bool:
        """Whether the child still runs."""
        return self._process.poll() is None

    @property
    def process_id(self) -> int:
        """The number by which the system knows the child."""
        return self._process.pid

    @property
    def left(self) -> float:
        """Seconds that the query at work may still take."""
        return self._clock.left

    def kill(self) -> None:
        """End the child at once; whoever reads from it is told so by the end of the pipe."""
        self._process.kill()

    def close(self) -> None:
        """End the child, wait for it, and close its pipes; nobody may be reading from it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with suppress(OSError):
                pipe.close()

    def greet(self) -> None:
        """Wait until the child has opened the store; EOFError or TimeoutError when it did not."""
        if not self._greeted:
            kind, _ = self._frames.next(START_SECONDS)
            if kind != READY:
                raise EOFError
            self._greeted = True

    def wake(self) -> None:
        """As `greet`, for one who wants to ask now.

        Raises:
            Refusal: the worker ended, or it does not come to work.
        """
        try:
            self.greet()
        except (OSError, EOFError) as error:
            self.tired = True
            self.kill()
            raise Refusal("query-died", headers={"Retry-After": "5"}) from error

    def begin(self, job: Job) -> str:
        """Send a query to a worker that is awake, and wait until it parses: the form of its answer.

        Raises:
            QueryError: it does not parse.
            Refusal: it was stopped, or its worker ended.
        """
        try:
            self._send(job)
        except (OSError, EOFError) as error:
            raise self._death(error) from error
        kind, payload = self._next()
        if kind != HEAD:
            raise self._reason(kind, payload)
        return str(json.loads(payload)["form"])

    def read(self, most: int) -> tuple[bytes, Mapping[str, int | None] | None]:
        """Pieces that have come, at least one byte and about `most` of them; at the end the last words.

        Raises:
            Refusal, QueryError: the answer ends here, unfinished.
        """
        found = bytearray()
        while not found or (len(found) < most and self._has_more()):
            kind, payload = self._next()
            if kind == END:
                return bytes(found), self._ended(json.loads(payload))
            if kind != DATA:
                raise self._reason(kind, payload)
            found += payload
        return bytes(found), None

    def _has_more(self) -> bool:
        try:
            return self._frames.is_at_hand()
        except (OSError, EOFError):
            return False  # what was found is passed on; the next reading meets the end of the pipe

    def _send(self, job: Job) -> None:
        limits, dataset = self._limits, job.context.dataset
        seconds = min(limits.total_seconds, job.seconds or limits.total_seconds)
        self._clock = Clock(limits.silent_seconds, seconds)
        asked = {
            "query": job.text,
            "media_type": job.media_type,
            "base": job.context.base,
            "dataset": None if dataset is None else [list(dataset.defaults), list(dataset.named)],
            "seconds": seconds,
            "most_bytes": min(limits.result_bytes, job.most_bytes or limits.result_bytes),
            "most_rows": limits.result_rows,
        }
        self._asked += 1
        self._slow_from = _busy_seconds(self.process_id) + _PATIENCE_SECONDS
        line = memoryview(json.dumps(asked).encode() + b"\n")
        while line:
            line = line[self._requests.write(line) :]

    def _next(self) -> tuple[bytes, bytes]:
        """The next frame within the deadlines; a query that is not quick loses its priority on the way."""
        silent_until = time.monotonic() + self._clock.silent_seconds
        try:
            while True:
                patience = min(silent_until - time.monotonic(), self._clock.left)
                if patience <= 0:  # also when there is more at hand: over is over
                    raise TimeoutError
                if self.tired:
                    return self._frames.next(patience)
                quick = self._slow_from - _busy_seconds(self.process_id)
                if quick <= 0:
                    self._hold_back()
                    continue
                with suppress(TimeoutError):
                    return self._frames.next(min(max(quick, _LEAST_WAIT_SECONDS), patience))
        except (OSError, EOFError) as error:
            raise self._death(error) from error

    def _hold_back(self) -> None:
        """Let short queries of other workers go first; this child cannot be raised again and is tired."""
        self.tired = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._process.pid, _LOW_PRIORITY)

    def _ended(self, told: Mapping[str, int | None]) -> Mapping[str, int | None]:
        memory = told.get("memory") or 0
        self._base_bytes = self._base_bytes or memory
        grown = memory - self._base_bytes > _MOST_GROWTH_BYTES
        self.tired = self.tired or grown or self._asked >= _MOST_QUERIES
        return told

    def _death(self, error: Exception) -> Refusal:
        self.tired = True
        self.kill()
        if isinstance(error, TimeoutError):
            clock = self._clock
            seconds = clock.total_seconds if clock.left <= 0 else clock.silent_seconds
            return Refusal(
                "query-timeout",
                f"{seconds:g} 秒で打ち切りました。",
                f"Stopped after {seconds:g} seconds.",
                headers={"Retry-After": "5"},
            )
        return Refusal("query-died", headers={"Retry-After": "5"})

    def _reason(self, kind: bytes, payload: bytes) -> Refusal | QueryError:
        """Why there is no answer, or no more of it."""
        told: dict[str, object] = json.loads(payload) if kind == ERROR else {}
        line, column = (each if isinstance(each := told.get(name), int) else None for name in _PLACE)
        match told.get("error"):
            case "query":
                return QueryError("", line, column)
            case "refused":
                return QueryRefused(str(told["rule"]), "", line or 1, column or 1)
            case "too-large":
                return Refusal("result-too-large", extra={str(told["what"]): int(str(told["limit"]))})
            case "damaged":
                return Refusal("release-damaged")
            case _:
                return Refusal("query-died")
