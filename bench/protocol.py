"""The W3C tests of protocol, service description and result formats: ours and two peers, in one run.

    python -m bench.protocol [--only NAME …]

Requests and expectations are those of the suite beside the checkout. Update tests, some of which clear all,
get a server of their own each; ours takes them on the throw-away server of its tests, because the product
has no route that writes, and must refuse them all. No test counts on a server that does not answer a
simple query. Peers: `oxigraph serve`, and rdflib-endpoint as its own command starts it, from
`requirements/peers.txt` (looked for as `bench/reading.py` does).
"""

from __future__ import annotations

import argparse
import http.client
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from bench.death import free_port
from bench.reading import INSTALL, python_of_peers
from tests.w3c.protocol import (
    DESCRIPTION_TESTS,
    ProtocolTest,
    description_failures,
    failures,
    protocol_tests,
)
from tests.w3c.results import ResultTest, result_tests, rows
from tests.w3c.servers import public_server, serving
from tests.w3c.writable import writable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from contextlib import AbstractContextManager

ROOT = Path(__file__).resolve().parents[1]
SUITE = ROOT.parent / "shared" / "suites" / "w3c"
_JSON = "application/sparql-results+json"
_READY_SECONDS = 60
_SUCCESS = 2  # the class of status that a manifest expects


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a running server takes queries and updates."""

    query: str
    update: str


@dataclass(frozen=True, slots=True)
class Server:
    """One server: how it is started over given quads, for queries and for updates."""

    name: str
    reading: Callable[[list[ox.Quad]], AbstractContextManager[Endpoints]]
    writing: Callable[[list[ox.Quad]], AbstractContextManager[Endpoints]]


@dataclass(slots=True)
class Score:
    """What one server failed, by part of the suite, and how many tests each part has."""

    totals: dict[str, int] = field(default_factory=dict[str, int])
    failed: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def add(self, part: str, name: str, lines: Sequence[str]) -> None:
        """Note one test; it failed when there are lines about it."""
        self.totals[part] = self.totals.get(part, 0) + 1
        self.failed.setdefault(part, [])
        if lines:
            self.failed[part].append(name)

    def cell(self, part: str) -> str:
        """How many of a part passed, of how many."""
        return f"{self.totals[part] - len(self.failed[part])}/{self.totals[part]}"


PARTS = ("queries", "updates", "description", "formats")


def servers(python: str) -> list[Server]:
    """Ours, and the peers."""
    oxigraph = partial(_oxigraph, str(Path(sys.executable).with_name("oxigraph")))
    endpoint = partial(_rdflib_endpoint, python)
    return [
        Server("Keifu", _ours, _ours_writable),
        Server("oxigraph serve", oxigraph, oxigraph),
        Server("rdflib-endpoint", endpoint, endpoint),
    ]


@contextmanager
def _ours(quads: list[ox.Quad]) -> Generator[Endpoints]:
    def fill(engine: ox.Store) -> None:
        engine.bulk_extend(quads)

    with tempfile.TemporaryDirectory() as folder:
        given = {"client_burst_seconds": 1000}
        with public_server(Path(folder), fill, **given) as (address, _):  # type: ignore[arg-type]
            yield Endpoints(f"{address}/sparql", f"{address}/sparql")


@contextmanager
def _ours_writable(quads: list[ox.Quad]) -> Generator[Endpoints]:
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, ox.NamedNode), "update tests presume named graphs only"
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    texts = [
        (name, ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
        for name, triples in graphs.items()
    ]
    with serving(writable(texts)) as address:
        yield Endpoints(f"{address}/sparql", f"{address}/sparql")


@contextmanager
def _oxigraph(command: str, quads: list[ox.Quad]) -> Generator[Endpoints]:
    with _on_disk(quads) as file:
        store = file.with_name("store")
        load = [command, "load", "--location", str(store), "--file", str(file)]
        subprocess.run(load, check=True, capture_output=True)
        address = f"http://127.0.0.1:{(port := free_port())}"
        serve = [command, "serve", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
        with _running(serve, f"{address}/query"):
            yield Endpoints(f"{address}/query", f"{address}/update")


@contextmanager
def _rdflib_endpoint(python: str, quads: list[ox.Quad]) -> Generator[Endpoints]:
    with _on_disk(quads) as file:
        address = f"http://127.0.0.1:{(port := free_port())}/"
        command = [python, "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1"]
        with _running([*command, "--port", str(port), "--enable-update", str(file)], address):
            yield Endpoints(address, address)


@contextmanager
def _on_disk(quads: Iterable[ox.Quad]) -> Generator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.nq"
        file.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
        yield file


@contextmanager
def _running(command: list[str], query: str) -> Generator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + _READY_SECONDS
        while not _answers(query):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} did not come up")
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(endpoint: str) -> bool:
    """Whether an endpoint says yes to a query that is true everywhere."""
    try:
        status, _, body = _get(endpoint, "ASK {}", _JSON)
    except OSError:
        return False
    return status == http.client.OK and rows(_JSON, body) is True


def _get(endpoint: str, query: str, accept: str) -> tuple[int, str, bytes]:
    target = urlsplit(endpoint)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)
    try:
        path = (target.path or "/") + "?" + urlencode({"query": query})
        connection.request("GET", path, headers={"accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


def score(server: Server, tests: Sequence[ProtocolTest], formats: Sequence[ResultTest]) -> Score:
    """Run the whole suite against one server."""
    found, fixtures = Score(), _fixtures(tests)
    with server.reading(fixtures) as at:
        for test in tests:
            if not test.updates:
                found.add("queries", test.name, failures(test, at.query, at.update))
        failed = description_failures(at.query)
        for name in DESCRIPTION_TESTS:
            found.add("description", name, [name] if name in failed else [])
    for test in tests:
        if test.updates:
            with server.writing(fixtures) as at:
                found.add("updates", test.name, failures(test, at.query, at.update))
    for data in sorted({test.data for test in formats}):
        triples = list(ox.parse(data, format=ox.RdfFormat.TURTLE))
        with server.reading(triples) as at:
            for each in formats:
                if each.data == data:
                    found.add("formats", each.name, _wrong_rows(each, at.query))
    return found


def _wrong_rows(test: ResultTest, endpoint: str) -> list[str]:
    status, media_type, body = _get(endpoint, test.query, test.media_type)
    if status != http.client.OK or media_type != test.media_type:
        return [f"{status} {media_type}"]
    try:
        equal = rows(media_type, body) == rows(media_type, test.expected)
    except (ValueError, SyntaxError, KeyError) as error:
        return [f"not readable: {error}"]
    return [] if equal else ["other rows"]


def _fixtures(tests: Iterable[ProtocolTest]) -> list[ox.Quad]:
    named = dict(pair for test in tests for pair in test.graphs)
    return [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name))
        for name, path in sorted(named.items())
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES)
    ]


def refused(tests: Sequence[ProtocolTest]) -> int:
    """How many of the update tests the product itself refuses with 4xx and a sound mind."""
    with _ours(_fixtures(tests)) as at:
        count = 0
        for test in tests:
            if test.updates:
                lines = failures(ProtocolTest(test.name, test.graphs, test.calls[:1]), at.query, at.update)
                wants_success = _SUCCESS in test.calls[0].statuses
                count += bool(lines) == wants_success and all("status 4" in line for line in lines)
        return count if _answers(at.query) else 0


def print_scores(found: dict[str, Score], refusals: int) -> None:
    """The table, and below it what failed."""
    print(f"{'server':18}" + "".join(f"{part:>14}" for part in PARTS))
    for name, one in found.items():
        print(f"{name:18}" + "".join(f"{one.cell(part):>14}" for part in PARTS))
    print(f"\nThe product itself refuses {refusals} of {found['Keifu'].totals['updates']} updates with 4xx.")
    for name, one in found.items():
        for part in PARTS:
            if one.failed[part]:
                print(f"{name} fails of {part}: {', '.join(one.failed[part])}")


def main() -> int:
    """Print the scores; 1 when ours are not whole."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", help="names of servers")
    given = parser.parse_args()
    archive, folder = SUITE / "rdf-tests.tar.xz", SUITE / "rdf-tests/sparql/sparql11/protocol"
    if not archive.is_file() or not folder.is_dir():
        print("The W3C suite is not in ../shared/suites/w3c beside the checkout.")
        return 0
    tests, formats = list(protocol_tests(folder)), list(result_tests(archive))
    python = python_of_peers()
    chosen = [one for one in servers(python) if not given.only or one.name in ("Keifu", *given.only)]
    if not _has_rdflib_endpoint(python):
        print(f"rdflib-endpoint is not installed and not compared. To compare: {INSTALL}")
        chosen = [one for one in chosen if one.name != "rdflib-endpoint"]
    found = {server.name: score(server, tests, formats) for server in chosen}
    refusals = refused(tests)
    print_scores(found, refusals)
    ours = found["Keifu"]
    return int(any(ours.failed.values()) or refusals < ours.totals["updates"])


def _has_rdflib_endpoint(python: str) -> bool:
    command = [python, "-c", "import rdflib_endpoint, uvicorn"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
