"""Free SPARQL → a worker that has time for it: some always ready, more while slow queries hold theirs."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from api.problems import Refusal
from api.workers import Worker
from graph.prepare import PLAIN, Context

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from api.workers import Limits, Outcome

_START_SECONDS = 10.0
"""As long as a worker may take to open its store on a machine that is busy."""


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

    def run(self, text: str, media_type: str, context: Context = PLAIN) -> Outcome:
        """Evaluate one query in a worker; `busy` when none comes free in time."""
        with self._borrowed() as worker:
            return worker.ask(text, media_type, context)

    @contextmanager
    def _borrowed(self) -> Generator[Worker]:
        worker = self._take()
        self._fill_up()
        try:
            yield worker
        except Refusal:
            # A refused query may have left the child dying; a fresh one is cheap (about 0.2 s).
            worker.tired = True
            raise
        finally:
            self._give_back(worker)

    def _take(self) -> Worker:
        with self._changed:
            came = self._changed.wait_for(self._has_news, self._limits.wait_seconds)
            if not came and self._starting:  # one is on its way, which is no reason to send anybody away
                came = self._changed.wait_for(self._has_news, _START_SECONDS)
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

    def _give_back(self, worker: Worker) -> None:
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
        with suppress(EOFError):  # whoever is given a worker that ended finds out and starts another
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
