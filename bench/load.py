"""Requests per second of processor and their times, ours and three peers in one run, also under attack.

    python -m bench.load [--rounds 3] [--seconds 2] [--of FILE_OR_FOLDER ...]

Asked are a look-up (all statements about one policy and towards it), a lineage (the question `cabinet-basis`,
which ours answers by REST and the peers by the SPARQL that ours publishes for it) and a SELECT, by four
connections that are kept open. Every answer must have as many rows as everybody else's, or the run ends
with 1. Ours stands there twice, for it keeps the answers of look-ups and questions, which no peer does: as
it comes, and with nothing kept. First the servers take turns in rounds; then each is asked alone while four
queries of death are sent to it again and again, with a deadline of two seconds where it knows deadlines.
Processor time is that of the whole process tree; the client is outside of it, but shares the machine.

The peers of rdflib are installed apart (`requirements/peers.txt`, looked for as `bench/reading.py` does).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.connection import Connection
from bench.death import ROOT, free_port
from bench.reading import INSTALL, python_of_peers
from graph.release import open_release

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

CONNECTIONS: Final = 4
DEADLINE: Final = 2
PATIENCE: Final = 10.0
"""Seconds after which a request counts as not answered."""

_MEMORY: Final = 4 << 30
_BASE: Final = "https://w3id.org/keifu/"
_THING: Final = "policy/soumu/e-municipality"
_START: Final = "indicator/municipal-cloud-adopters"
_BOTH_WAYS: Final = (
    "CONSTRUCT {{ <{0}> ?p ?o . ?s ?q <{0}> }} WHERE {{ {{ <{0}> ?p ?o }} UNION {{ ?s ?q <{0}> }} }}"
)
_SELECT: Final = (
    "PREFIX keifu: <https://w3id.org/keifu/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "SELECT ?indicator ?label ?report { ?entry keifu:indicator ?indicator ; keifu:report ?report . "
    '?indicator rdfs:label ?label FILTER(LANG(?label) = "ja") } ORDER BY ?indicator ?report'
)
_CROSS: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
DEATHS: Final = (
    f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    f'SELECT (COUNT(*) AS ?n) {{ {_CROSS} FILTER(REGEX(STR(?c), "x$")) }}',
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:p>)* ?b . ?b (!<urn:p>)* ?c . ?c (!<urn:p>)* ?d }",
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(300)))} }}" for n in range(5))
    + " }",
)
"""Queries without end that hold processors and little memory, for the machine may belong to others, too."""

TASKS: Final = ("look-up", "lineage", "select")


@dataclass(frozen=True, slots=True)
class Server:
    """One server: how it is started on a port, and the address of each task and of its SPARQL endpoint."""

    name: str
    command: Callable[[int], list[str]]
    paths: Mapping[str, str]
    accept: Mapping[str, str]
    sparql: str
    ready: str
    settings: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(slots=True)
class Taken:
    """What one task took: seconds of each answer, how many were none, time by clock and processor."""

    seconds: list[float] = field(default_factory=list[float])
    unanswered: int = 0
    wall: float = 0.0
    busy: float = 0.0

    def add(self, other: Taken) -> None:
        self.seconds += other.seconds
        self.unanswered += other.unanswered
        self.wall += other.wall
        self.busy += other.busy

    def row(self) -> str:
        figures: list[float] = [float("nan")] * 4
        if self.seconds:
            cuts = statistics.quantiles([*self.seconds, self.seconds[0]], n=100, method="inclusive")
            rates = [len(self.seconds) / self.wall, len(self.seconds) / max(self.busy, 0.01)]
            figures = [*rates, cuts[49] * 1000, cuts[98] * 1000]
        return "".join(f"{figure:10.1f}" for figure in figures) + f"{self.unanswered:10}"


def servers(data: Path, lineage: str, quads: Path, store: Path) -> list[Server]:
    """Ours and the peers over the same statements."""
    oxigraph = str(Path(sys.executable).with_name("oxigraph"))
    peers = [python_of_peers(), str(Path(__file__).parent / "peers" / "rdflib_servers.py")]
    thing = _BASE + _THING
    asked = {"look-up": _BOTH_WAYS.format(thing), "lineage": lineage, "select": _SELECT}
    protocol = {
        path: {task: f"{path}?{urlencode({'query': query})}" for task, query in asked.items()}
        for path in ("/sparql", "/query")
    }
    rest = {
        "look-up": f"/{_THING}.nt",
        "lineage": f"/api/v1/questions/cabinet-basis.csv?start={_START}",
        "select": protocol["/sparql"]["select"],
    }
    plain = {**protocol["/sparql"], "look-up": f"/thing?iri={quote(thing)}"}
    types = {"look-up": "application/n-triples", "lineage": "text/csv", "select": "text/csv"}
    settings = {
        "KEIFU_QUERY_SECONDS": str(DEADLINE),
        "KEIFU_CLIENT_QUERIES": "64",
        "KEIFU_CLIENT_BURST_SECONDS": "1000000",
    }
    ours = [
        Server(
            name,
            lambda port: [sys.executable, "-m", "keifu", "serve", "--graph", str(data), "--port", str(port)],
            rest,
            types,
            "/sparql",
            "/readyz",
            {**settings, **more},
        )
        for name, more in (("keifu serve", {}), ("keifu, none kept", {"KEIFU_KEPT_BYTES": "0"}))
    ]
    return [
        *ours,
        Server(
            "oxigraph serve",
            lambda port: [
                *(oxigraph, "serve-read-only", "--location", str(store)),
                *("--bind", f"127.0.0.1:{port}", "--timeout-s", str(DEADLINE)),
            ],
            protocol["/query"],
            types,
            "/query",
            "/query?query=ASK%7B%7D",
        ),
        Server(
            "rdflib-endpoint",
            lambda port: [*peers, "endpoint", str(quads), str(port)],
            protocol["/sparql"],
            types,
            "/sparql",
            "/sparql?query=ASK%7B%7D",
        ),
        Server(
            "FastAPI + rdflib",
            lambda port: [*peers, "plain", str(quads), str(port)],
            plain,
            types,
            "/sparql",
            "/docs",
        ),
    ]


@contextmanager
def running(server: Server) -> Generator[tuple[int, int]]:
    """A server in a process of its own: its port and its process number; it takes 4 GiB at most."""
    port = free_port()
    process = subprocess.Popen(
        server.command(port),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **server.settings},
    )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        _await(f"http://127.0.0.1:{port}{server.ready}", process)
        yield port, process.pid
    finally:
        process.kill()
        process.wait()


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120
    with httpx.Client(trust_env=False, verify=False, timeout=10) as client:
        while time.monotonic() < until and process.poll() is None:
            with suppress(httpx.HTTPError):
                if client.get(address).is_success:
                    return
            time.sleep(0.1)
    message = f"{address} never became ready"
    raise TimeoutError(message)


def busy(process: int) -> float:
    """Seconds of processor of a process, its children that live, and those that it has buried."""
    total = 0
    for each in _tree(process):
        with suppress(OSError):
            times = Path(f"/proc/{each}/stat").read_text("ascii").rpartition(")")[2].split()
            total += sum(int(tick) for tick in times[11:15])
    return total / os.sysconf("SC_CLK_TCK")


def _tree(process: int) -> Generator[int]:
    yield process
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in listed.read_text("ascii").split():
                yield from _tree(int(child))


def asked(port: int, process: int, path: str, accept: str, seconds: float) -> Taken:
    """One task for some seconds by all connections at once."""
    taken, lock, over = Taken(), threading.Lock(), time.monotonic() + seconds

    def ask() -> None:
        own = Taken()
        with Connection(port, PATIENCE) as connection:
            while time.monotonic() < over:
                begun = time.monotonic()
                if connection.get(path, accept) is None:
                    own.unanswered += 1
                else:
                    own.seconds.append(time.monotonic() - begun)
        with lock:
            taken.add(own)

    begun, before = time.monotonic(), busy(process)
    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.wall, taken.busy = time.monotonic() - begun, busy(process) - before
    return taken


@contextmanager
def attacked(port: int, sparql: str) -> Generator[None]:
    """Four queries of death, each sent again as soon as it is answered or given up."""
    over = threading.Event()

    def attack(query: str) -> None:
        with Connection(port, PATIENCE) as connection:
            while not over.is_set():
                connection.get(f"{sparql}?{urlencode({'query': query})}", "text/csv")
                over.wait(0.05)

    threads = [threading.Thread(target=attack, args=(query,), daemon=True) for query in DEATHS]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        over.set()


def rows(server: Server, port: int) -> tuple[int, ...]:
    """How many lines each task's answer has, empty ones apart."""
    with Connection(port, 60) as connection:
        bodies = [connection.get(server.paths[task], server.accept[task]) or b"" for task in TASKS]
    return tuple(sum(bool(line.strip()) for line in body.splitlines()) for body in bodies)


Table = dict[tuple[str, str], Taken]


def in_turns(
    every: Sequence[Server], rounds: int, seconds: float
) -> tuple[Table, dict[str, tuple[int, ...]]]:
    """All tasks of all servers, round after round, and the rows of each server's answers."""
    table: Table = {(server.name, task): Taken() for task in TASKS for server in every}
    with ExitStack() as stack:
        up = {server.name: stack.enter_context(running(server)) for server in every}
        counted = {server.name: rows(server, up[server.name][0]) for server in every}
        for _ in range(rounds):
            for task in TASKS:
                for server in every:
                    port, process = up[server.name]
                    path, accept = server.paths[task], server.accept[task]
                    table[server.name, task].add(asked(port, process, path, accept, seconds))
    return table, counted


def under_attack(every: Sequence[Server], seconds: float) -> Table:
    """All tasks of each server while it is attacked; a server that dies answers nothing more."""
    table: Table = {}
    for task in TASKS:
        for server in every:
            with running(server) as (port, process), attacked(port, server.sparql):
                path, accept = server.paths[task], server.accept[task]
                table[server.name, task] = asked(port, process, path, accept, seconds)
    return table


def _prepared(room: Path, files: Sequence[str]) -> list[Server]:
    data, quads, store = room / "data", room / "all.nq", room / "store"
    load = [sys.executable, "-m", "keifu", "load", *files, "--into", str(data)]
    subprocess.run(load, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    release = open_release(data)
    quads.write_bytes(b"".join(path.read_bytes() for path in sorted((release.path / "quads").glob("*.nq"))))
    oxigraph = str(Path(sys.executable).with_name("oxigraph"))
    command = [oxigraph, "load", "--location", str(store), "--file", str(quads)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    found = servers(data, "", quads, store)
    with running(found[0]) as (port, _), Connection(port, 60) as connection:
        told = connection.get(f"/api/v1/questions/cabinet-basis.json?start={_START}", "application/json")
    return servers(data, str(json.loads(told or b"{}")["query"]), quads, store)


def _has_rdflib_peers() -> bool:
    command = [python_of_peers(), "-c", "import rdflib_endpoint, uvicorn"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _put(title: str, table: Table) -> None:
    heads = "".join(f"{head:>10}" for head in ("req/s", "req/CPU-s", "p50 ms", "p99 ms", "failed"))
    print(f"\n{title}\n{'task':9} {'server':18}{heads}")
    for (name, task), taken in table.items():
        print(f"{task:9} {name:18}{taken.row()}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each task in each round")
    parser.add_argument("--of", nargs="+", default=[str(ROOT / "samples")], help="what to load")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        every = _prepared(Path(room), [str(Path(each).resolve()) for each in given.of])
        if not _has_rdflib_peers():
            print(f"Without the peers of rdflib, which are not installed. To compare: {INSTALL}")
            every = every[:3]
        table, counted = in_turns(every, given.rounds, given.seconds)
        load = os.getloadavg()[0]
        print(f"load of the machine: {load:.1f} on {os.cpu_count()} processors; rows: {counted}")
        _put(f"{CONNECTIONS} connections, {given.rounds} rounds of {given.seconds:g} s in turn", table)
        table = under_attack(every, given.rounds * given.seconds)
        _put(f"the same with {len(DEATHS)} queries of death, {given.rounds * given.seconds:g} s each", table)
    return int(len({tuple(each) for each in counted.values()}) != 1)


if __name__ == "__main__":
    sys.exit(main())
