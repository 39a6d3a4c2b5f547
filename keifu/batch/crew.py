"""Files → outcomes, read by several processes at once; a file that crashes, hangs or swells costs one line.

Each worker lives in a session of its own, so that an interrupt of the terminal reaches only us, and we end
the worker with whatever it started.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from keifu.batch.frozen import NotThawed, thaw
from keifu.batch.worker import OUTCOME, receive, send
from keifu.errors import ReaderFailed
from loaders.errors import LimitError
from loaders.source import SCAN_SECONDS, Scans
from loaders.views.apart import APART_ALREADY

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from keifu.batch.frozen import Outcome
    from keifu.sources import GivenFile

MAX_SECONDS: Final = 120.0
"""By the clock, for one file; where scanned pages are recognised, `SCAN_SECONDS`."""

COMMAND: Final = (sys.executable, "-P", "-m", "keifu.batch.worker")

Failure = ReaderFailed | LimitError


@dataclass(frozen=True, slots=True)
class Done:
    """One file with its outcome and the bytes to keep, or with why it has none."""

    file: GivenFile
    outcome: Outcome | None
    frozen: bytes = b""
    failure: Failure | None = None


def processors() -> int:
    """How many processes can run at once here."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return count or 1


def read_files(
    given: Sequence[GivenFile], jobs: int, seconds: float = MAX_SECONDS, forms: tuple[str, ...] = ()
) -> Generator[Done]:
    """Reads files with `jobs` processes and gives each as it is done, in no order.

    `forms` are form files of the user.

    When the iteration is left early, by an interrupt too, all processes are ended.
    """
    waiting: queue.SimpleQueue[GivenFile] = queue.SimpleQueue()
    for file in given:
        waiting.put(file)
    done: queue.SimpleQueue[Done] = queue.SimpleQueue()
    members = [_Member(threading.Event(), seconds, forms) for _ in range(max(1, min(jobs, len(given))))]
    with _crew(members, waiting, done):
        for _ in given:
            yield done.get()


@contextmanager
def _crew(
    members: Sequence[_Member], waiting: queue.SimpleQueue[GivenFile], done: queue.SimpleQueue[Done]
) -> Generator[None]:
    threads = [threading.Thread(target=member.work, args=(waiting, done), daemon=True) for member in members]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for member in members:
            member.stop.set()
        for member in members:
            member.end()
        for thread in threads:
            thread.join()


@dataclass(slots=True)
class _Member:
    """One thread with its process; a process that failed is replaced for the next file."""

    stop: threading.Event
    seconds: float
    forms: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def work(self, waiting: queue.SimpleQueue[GivenFile], done: queue.SimpleQueue[Done]) -> None:
        """Reads until nothing waits."""
        while not self.stop.is_set():
            try:
                file = waiting.get_nowait()
            except queue.Empty:
                break
            done.put(self._read(file))
        self.end()

    def end(self) -> None:
        """Ends the process with whatever it started."""
        with self.lock:
            process, self.process = self.process, None
        if process is not None:
            _kill(process)

    def _read(self, file: GivenFile) -> Done:
        late = threading.Event()
        process = self._started()
        if process is None:
            return Done(file, None, failure=ReaderFailed(file.name, "stopped"))
        limit = self.seconds if file.scans is Scans.REFUSED else max(self.seconds, SCAN_SECONDS)
        timer = threading.Timer(limit, _end_late, (process, late))
        timer.daemon = True
        timer.start()
        try:
            answer = _asked(process, file, self.forms)
        finally:
            timer.cancel()
        if answer is None:
            self.end()
            if late.is_set():
                most = int(limit)
                failure: Failure = LimitError(file.name, most, most + 1, "seconds of reading")
            else:
                failure = ReaderFailed(file.name, f"the reader ended with code {process.wait()}")
            return Done(file, None, failure=failure)
        return _done(file, answer)

    def _started(self) -> subprocess.Popen[bytes] | None:
        with self.lock:
            if self.process is None and not self.stop.is_set():
                self.process = _start()
            return self.process


def _start() -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.Popen(  # noqa: S603 - our own module, the bytes are data
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": root, APART_ALREADY: "1"},
    )


def _asked(process: subprocess.Popen[bytes], file: GivenFile, forms: tuple[str, ...]) -> bytes | None:
    sink, source = process.stdin, process.stdout
    assert sink is not None
    assert source is not None
    try:
        send(sink.write, file.name.encode("utf-8", "surrogateescape"))
        send(sink.write, file.data)
        send(sink.write, json.dumps(forms).encode())
        send(sink.write, file.scans.encode())
        sink.flush()
        return receive(source.read)
    except (OSError, ValueError):
        return None


def _done(file: GivenFile, answer: bytes) -> Done:
    body = answer[1:]
    if answer[:1] != OUTCOME:
        return Done(file, None, failure=ReaderFailed(file.name, body.decode("utf-8", "replace")))
    try:
        return Done(file, thaw(body), body)
    except NotThawed as error:
        return Done(file, None, failure=ReaderFailed(file.name, str(error)))


def _end_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    process.wait()
