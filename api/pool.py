"""Free SPARQL → a worker that has time for it: some always ready, more while slow queries hold theirs."""

from __future__ import annotations

import threading
import time
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from api.problems import Refusal
from api.workers import START_SECONDS, Job, Outcome, Worker
from graph.errors import QueryError
from graph.prepare import PLAIN, Context
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from api.workers import Limits

_READ_BYTES = 64 * 1024


class Cancelled(KeifuError):  # noqa: N818  it says what was done, and nothing went wrong
    """Nobody waits for this answer any more."""


class Pool:
    """Workers over one release: `ready` wait for a query whenever there is room for `most` of them.

    A slow query keeps its worker and loses its priority, and another worker is started in its place, so
    that a short query does not wait behind slow ones. A worker that was slow or died is not used again.
    """

    def __init__(self, store: Path, ready: int, most: int, limits: Limits) -> None:
        self._store = store
        self._ready = ready
        self._most = max(ready, most)
        self._limits = limits
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._busy = 0
        self._starting = 0
        self._closed = False
        self.started = 0
        for _ in range(ready):
            self.started += 1
            self._idle.append(Worker(store, limits))

    @property
    def free(self) -> int:
        """How many workers wait for a query at this moment."""
        return len(self._idle)

    def running(self, job: Job) -> Running:
        """A query that has not begun yet; whoever asks for it closes it."""
        return Running(self, job)

    def run(self, text: str, media_type: str, context: Context = PLAIN) -> Outcome:
        """Evaluate one query in a worker, whole; `busy` when none comes free in time."""
        with closing(self.running(Job(text, media_type, context))) as running:
            return running.whole()

    def take(self) -> Worker:
        """A worker for one query; `give_back` is owed for it.

        Raises:
            Refusal: `busy`, when none comes free in time.
        """
        worker = self._take()
        self._fill_up()
        return worker

    def _take(self) -> Worker:
        with self._changed:
            came = self._changed.wait_for(self._has_news, self._limits.wait_seconds)
            if not came and self._starting:  # one is on its way, which is no reason to send anybody away
                came = self._changed.wait_for(self._has_news, START_SECONDS)
            if not came or self._closed:
                raise Refusal("busy", headers={"Retry-After": "2"})
            self._busy += 1
            worker = self._idle.pop(0)  # the one that has waited longest has surely opened its store
        if not worker.alive:
            worker.close()
            worker = self._new()
        return worker

    def _has_news(self) -> bool:
        return bool(self._idle) or self._closed

    def give_back(self, worker: Worker) -> None:
        """Keep a worker for the next query, unless it is tired; start another where one is missing."""
        with self._changed:
            self._busy -= 1
            kept = not self._closed and not worker.tired and len(self._idle) < self._ready
            if kept:
                self._idle.append(worker)
            wanted = self._claim()
            self._changed.notify()
        if not kept:
            worker.close()
        self._start_some(wanted)

    def _fill_up(self) -> None:
        """Start workers in the background until enough wait, or as many run as may."""
        with self._changed:
            wanted = self._claim()
        self._start_some(wanted)

    def _claim(self) -> int:
        """How many workers to start now; they count as starting from here on. The lock is held."""
        waiting = len(self._idle) + self._starting
        wanted = max(0, min(self._ready - waiting, self._most - waiting - self._busy))
        wanted = 0 if self._closed else wanted
        self._starting += wanted
        return wanted

    def _start_some(self, wanted: int) -> None:
        for _ in range(wanted):
            threading.Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        worker = self._new()
        with suppress(EOFError, TimeoutError):  # whoever is given one that ended starts another
            worker.greet()
        with self._changed:
            self._starting -= 1
            if not self._closed:
                self._idle.append(worker)
                self._changed.notify()
                return
        worker.close()

    def _new(self) -> Worker:
        with self._changed:
            self.started += 1
        return Worker(self._store, self._limits)

    def close(self) -> None:
        """End the workers that wait; those at work end after their query."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
            self._changed.notify_all()
        for worker in idle:
            worker.close()


class Running:
    """One query at work: begun, read piece by piece, and closed, each in a thread that may wait.

    Only `cancel` may be called from elsewhere meanwhile.
    """

    def __init__(self, pool: Pool, job: Job) -> None:
        self._pool = pool
        self._job = job
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._cancelled = False
        self._begun: float | None = None
        self._seconds = 0.0
        self._last: Mapping[str, int | None] | None = None
        self._clean = False

    @property
    def is_whole(self) -> bool:
        """Whether the worker has said that nothing is missing."""
        return self._last is not None

    @property
    def rows(self) -> int | None:
        """The rows of the whole answer; None before its end, and where its format does not tell."""
        return None if self._last is None else self._last["rows"]

    @property
    def seconds(self) -> float:
        """How long a worker was held by the query, once it is closed; waiting for one is not counted."""
        return self._seconds

    @property
    def left(self) -> float:
        """Seconds that the query may still take."""
        return 0.0 if self._worker is None else self._worker.left

    def begin(self) -> str:
        """Wait for a worker and until the query parses: the form of the answer.

        Raises:
            Refusal: no worker came free, or the query was stopped.
            QueryError: it does not parse.
            Cancelled: nobody waits any more.
        """
        worker = self._pool.take()
        with self._lock:
            self._worker = worker
        with self._unless_cancelled():
            worker.wake()
            self._begun = time.monotonic()
            try:
                return worker.begin(self._job)
            except QueryError:  # it does not parse, which does a worker no harm
                self._clean = True
                raise

    def read(self, most: int = _READ_BYTES) -> bytes:
        """The next pieces of the answer, about `most` bytes; less than one only at its end.

        Raises:
            Refusal, QueryError: the answer ends here, unfinished.
            Cancelled: nobody waits any more.
        """
        assert self._worker is not None, "begun first"
        with self._unless_cancelled():
            found, self._last = self._worker.read(most)
        return found

    @contextmanager
    def _unless_cancelled(self) -> Generator[None]:
        """Of a query that was cancelled only this is told, whatever its worker died of."""
        if self._cancelled:
            raise Cancelled
        try:
            yield
        except KeifuError:
            if self._cancelled:
                raise Cancelled from None
            raise

    def read_until(self, enough: int) -> bytes:
        """Pieces until there are more than `enough` bytes, or the answer is whole.

        Raises:
            As `read`.
        """
        found = bytearray()
        while len(found) <= enough and not self.is_whole:
            found += self.read()
        return bytes(found)

    def whole(self) -> Outcome:
        """The whole answer; its size is bounded by the limits of job and pool."""
        form = self.begin()
        body = bytearray()
        while not self.is_whole:
            body += self.read()
        return Outcome(form, self._job.media_type, bytes(body))

    def cancel(self) -> None:
        """End the query from another thread: who waits for it is told so."""
        with self._lock:
            self._cancelled = True
            if self._worker is not None and not self.is_whole:
                self._worker.tired = True
                self._worker.kill()

    def close(self) -> None:
        """Give the worker back; one that is not done is ended."""
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.tired = worker.tired or not (self.is_whole or self._clean)
            self._seconds = 0.0 if self._begun is None else time.monotonic() - self._begun
            self._pool.give_back(worker)
