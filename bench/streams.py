"""A large answer over HTTP against the same one written by the engine alone: processor, first byte, memory.

    python -m bench.streams [--rows 200000] [--rounds 5]

Rounds of both ways are interleaved. Seconds of processor are compared, because those of the wall depend on
what else the machine does; the client is not counted.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from bench.death import load_samples, serving
from graph.release import open_release

if TYPE_CHECKING:
    from graph.store import OxigraphStore

QUERY = "SELECT ?s ?o ?x { ?s ?p ?o . ?x ?y ?z } LIMIT %d"
_JSON = "application/sparql-results+json"
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Served:
    """One answer over HTTP: seconds of processor of front and worker, seconds to the first byte, bytes."""

    front: float
    worker: float
    first: float
    bytes: int
    grown: int


class Null:
    """Takes all that is written, as a file does."""

    def __init__(self) -> None:
        self.bytes = 0

    def write(self, piece: bytes) -> int:
        self.bytes += len(piece)
        return len(piece)

    def flush(self) -> None: ...


def alone(store: OxigraphStore, query: str) -> tuple[float, int]:
    """Seconds of processor that the engine needs to write an answer to nowhere, and its bytes."""
    sink, begun = Null(), time.process_time()
    store.unwritten(query, _JSON).write_to(sink)  # type: ignore[arg-type]
    return time.process_time() - begun, sink.bytes


def served(address: str, process: int, query: str) -> Served:
    """Ask a server for the same answer, and read it to its end."""
    target = urlsplit(address)
    front, workers = _spent(process)
    memory = highest = _resident(process)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=120)
    begun = time.perf_counter()
    connection.request("GET", "/sparql?" + urlencode({"query": query}), headers={"accept": _JSON})
    answer = connection.getresponse()
    received = len(answer.read(1))
    first = time.perf_counter() - begun
    while piece := answer.read(1 << 20):
        received += len(piece)
        highest = max(highest, _resident(process))
    connection.close()
    time.sleep(0.5)  # the worker was slow by its own account and is waited for
    now, done = _spent(process)
    return Served(now - front, done - workers, first, received, highest - memory)


def _spent(process: int) -> tuple[float, float]:
    """Seconds of processor of a process, and of those of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    own, children = (sum(map(int, fields[at : at + 2])) / _TICKS for at in (11, 13))
    return own, children


def _resident(process: int) -> int:
    return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * _PAGE


def main() -> int:
    """Print the medians of all rounds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    query = QUERY % given.rows
    settings = {"KEIFU_CLIENT_BURST_SECONDS": "10000", "KEIFU_TOTAL_SECONDS": "120"}
    with tempfile.TemporaryDirectory() as folder:
        load_samples(Path(folder))
        store = open_release(Path(folder)).store()
        native: list[float] = []
        asked: list[Served] = []
        with serving(Path(folder), **settings) as (address, process):
            for _ in range(given.rounds):
                seconds, size = alone(store, query)
                native.append(seconds)
                asked.append(served(address, process.pid, query))
    if any(each.bytes != size for each in asked):
        print("the two ways do not give the same number of bytes")
        return 1
    _report(size, statistics.median(native), asked)
    return 0


def _report(size: int, native: float, asked: list[Served]) -> None:
    front = statistics.median(each.front for each in asked)
    worker = statistics.median(each.worker for each in asked)
    first = statistics.median(each.first for each in asked)
    print(f"{size / 1e6:.0f} MB of JSON; medians of {len(asked)} rounds")
    print(f"engine alone      {native:6.2f} s of processor, {size / 1e6 / native:6.1f} MB/s")
    print(f"worker, with start{worker:6.2f} s of processor ({worker / native:.2f} times the engine alone)")
    print(f"front             {front:6.2f} s of processor ({front / native:.2f} times the engine alone)")
    grown = max(each.grown for each in asked) >> 20
    print(f"first byte after  {first * 1000:6.1f} ms; front grew by {grown} MiB at most")


if __name__ == "__main__":
    sys.exit(main())
