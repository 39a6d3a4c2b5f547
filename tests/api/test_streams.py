"""Answers on their way, over real connections: whole with a length, whole in chunks, or visibly broken."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest

from tests.w3c.servers import LIMITS, public_server

if TYPE_CHECKING:
    from tests.w3c.servers import FixtureSite

MIB = 2**20
ENDLESS = "SELECT ?o ?x { ?s ?p ?o . ?x ?y ?z . ?q ?r ?t }"
SILENT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?x ?y ?z . ?q ?r ?t . ?k ?l ?m }"


def rows(count: int) -> str:
    """A query of so many rows of two KiB each."""
    return f"SELECT ?o {{ ?s ?p ?o . ?x ?y ?z }} LIMIT {count}"


def fill(engine: ox.Store) -> None:
    engine.bulk_extend(
        ox.Quad(ox.NamedNode(f"http://e/{n}"), ox.NamedNode("http://e/p"), ox.Literal(f"{n:04}" * 500))
        for n in range(400)
    )


@dataclass(frozen=True, slots=True)
class Served:
    """A server, and how it stands with its workers."""

    address: str
    site: FixtureSite

    def connect(
        self, query: str, *lines: str, version: str = "1.1", accept: str = "text/csv", **more: str
    ) -> socket.socket:
        """A connection on which a query has been asked."""
        target = urlsplit(self.address)
        found = socket.create_connection((target.hostname or "", target.port or 0), timeout=20)
        path = "/sparql?" + urlencode({"query": query, **more})
        head = (f"GET {path} HTTP/{version}", f"Host: {target.netloc}", f"Accept: {accept}", *lines, "", "")
        found.sendall("\r\n".join(head).encode())
        return found

    def ask(self, query: str, *lines: str, **request: str) -> Answer:
        """The answer to a query, read to its end or until it breaks."""
        lines = (*lines, "Connection: keep-alive")
        with self.connect(query, *lines, **request) as connection:  # type: ignore[arg-type]
            return read(connection)

    def wait_until(self, busy: int, seconds: float) -> bool:
        """Whether so many workers are at work before the time is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.site.pool._busy == busy:
                return True
            time.sleep(0.02)
        return False

    def counts(self, outcome: str) -> bool:
        """Whether a query with this outcome is counted, which may come just after its end."""
        for _ in range(100):
            if f'keifu_queries_total{{outcome="{outcome}"}}' in self.site.meters.text({}):
                return True
            time.sleep(0.02)
        return False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over one connection; `whole` when its end was said and not only reached."""

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool


def read(connection: socket.socket, each: Callable[[], None] = lambda: None) -> Answer:
    """Read one answer; `each` is called before every reading."""
    raw, held = bytearray(), b""
    try:
        while not _ended(raw):
            each()
            held = connection.recv(MIB)
            if not held:
                break
            raw += held
    except ConnectionResetError:
        pass
    head, _, body = bytes(raw).partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if headers.get("transfer-encoding") == "chunked":
        body, whole = _joined(body)
    else:
        whole = len(body) == int(headers["content-length"])
    return Answer(int(first.split()[1]), headers, body, whole)


def _ended(raw: bytearray) -> bool:
    if raw.endswith(b"\r\n0\r\n\r\n"):
        return True
    head, found, _ = bytes(raw[:4096]).partition(b"\r\n\r\n")
    _, named, rest = head.lower().partition(b"content-length: ")
    return bool(found and named) and len(raw) - len(head) - 4 >= int(rest.split(b"\r\n")[0])


def _joined(body: bytes) -> tuple[bytes, bool]:
    pieces: list[bytes] = []
    place = 0
    while (end := body.find(b"\r\n", place)) >= 0:
        size = int(body[place:end], 16)
        if size == 0:
            return b"".join(pieces), True
        pieces.append(body[end + 2 : end + 2 + size])
        place = end + 2 + size + 2
    return b"".join(pieces), False


@contextmanager
def served(folder: Path, limits: object = LIMITS, **settings: object) -> Generator[Served]:
    with public_server(folder, fill, limits, client_burst_seconds=1000, **settings) as (address, site):  # type: ignore[arg-type]
        site.pool.run("ASK {}", "text/csv")
        yield Served(address, site)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Answers may have 4 MiB, of which 1 MiB is kept for those who could not see a cut."""
    limits = replace(LIMITS, silent_seconds=2, total_seconds=3, result_bytes=4 * MIB)
    with served(tmp_path_factory.mktemp("streams"), limits, spool_bytes=MIB, client_queries=8) as found:
        yield found


def test_a_small_answer_tells_its_length(server: Served) -> None:
    found = server.ask(rows(10))
    assert (found.status, found.whole) == (200, True)
    assert "transfer-encoding" not in found.headers
    assert found.body.count(b"\r\n") == 11


def test_a_large_answer_comes_in_chunks_and_tells_its_end(server: Served) -> None:
    found = server.ask(rows(500))
    assert (found.status, found.whole) == (200, True)
    assert "content-length" not in found.headers
    assert found.body.count(b"\r\n") == 501


@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json"])
def test_an_answer_beyond_the_limit_is_visibly_cut(server: Served, accept: str) -> None:
    found = server.ask(ENDLESS, accept=accept)
    assert (found.status, found.whole) == (200, False)
    assert MIB < len(found.body) <= 4 * MIB
    assert server.wait_until(0, 2)
    assert server.counts("result-too-large")


def test_a_compressed_answer_that_is_cut_has_no_trailer(server: Served) -> None:
    found = server.ask(ENDLESS, "Accept-Encoding: gzip")
    assert found.headers["content-encoding"] == "gzip"
    assert not found.whole
    reader = zlib.decompressobj(31)
    reader.decompress(found.body)
    assert not reader.eof
    whole = server.ask(rows(500), "Accept-Encoding: gzip")
    assert whole.whole
    assert zlib.decompress(whole.body, 31) == server.ask(rows(500)).body


def test_a_failure_before_the_first_row_has_its_status(server: Served) -> None:
    found = server.ask(SILENT)
    assert (found.status, found.whole) == (503, True)
    assert json.loads(found.body)["type"] == "/problems/query-timeout"


def test_a_worker_that_dies_in_the_middle_breaks_the_connection(server: Served) -> None:
    with server.connect(ENDLESS) as connection:
        connection.recv(1000)
        time.sleep(0.3)
        for worker in at_work():
            os.kill(worker, signal.SIGKILL)
        assert not read_on(connection)
    assert server.wait_until(0, 2)


def read_on(connection: socket.socket) -> bool:
    """Whether what is left of an answer in chunks has an end."""
    tail = b""
    try:
        while piece := connection.recv(MIB):
            tail = (tail + piece)[-7:]
    except ConnectionResetError:
        return False
    return tail.endswith(b"\r\n0\r\n\r\n")


@pytest.mark.parametrize("lines", [("1.0", ()), ("1.1", ("Connection: close",))])
def test_who_could_not_see_a_cut_gets_a_length_or_413(
    server: Served, lines: tuple[str, tuple[str, ...]]
) -> None:
    version, more = lines
    with server.connect(rows(400), *more, version=version) as connection:
        found = read(connection)
    assert (found.status, found.whole, found.body.count(b"\r\n")) == (200, True, 401)
    with server.connect(rows(1000), *more, version=version) as connection:
        large = read(connection)
    assert (large.status, large.whole) == (413, True)
    assert json.loads(large.body)["bytes"] == MIB
    assert server.wait_until(0, 2)


@pytest.mark.parametrize("query", [SILENT, ENDLESS])
def test_a_client_that_goes_away_frees_its_worker(server: Served, query: str) -> None:
    with server.connect(query):
        assert server.wait_until(1, 2)
        time.sleep(0.2)
    assert server.wait_until(0, 1)
    assert server.ask(rows(1)).status == 200
    assert server.counts("client-gone")
    assert 'status="500"' not in server.site.meters.text({})


def test_a_slow_reader_is_cut_at_the_total_deadline(tmp_path: Path) -> None:
    limits = replace(LIMITS, silent_seconds=1, total_seconds=1.5, result_bytes=1000 * MIB)
    with served(tmp_path, limits) as server:
        begun = time.monotonic()
        with server.connect(ENDLESS) as connection:
            connection.recv(1000)
            time.sleep(0.5)
            assert server.wait_until(1, 0.1)
            assert server.wait_until(0, 2.5)
            assert 1.4 <= time.monotonic() - begun < 2.7
            assert not read_on(connection)
        assert server.counts("client-too-slow")


def test_memory_of_the_front_does_not_grow_with_the_answer(tmp_path: Path) -> None:
    limits = replace(LIMITS, silent_seconds=20, total_seconds=60)
    with served(tmp_path, limits) as server, server.connect(rows(54_000)) as connection:
        before, highest, received = resident(), 0, 0
        tail = b""
        while not tail.endswith(b"\r\n0\r\n\r\n"):
            piece = connection.recv(MIB)
            assert piece
            received += len(piece)
            tail = (tail + piece)[-7:]
            highest = max(highest, resident())
    assert received > 100 * MIB
    assert highest - before < 30 * MIB


def at_work() -> list[int]:
    """Child processes that are in the middle of a query: their priority has been lowered."""
    listed = Path("/proc/self/task").glob("*/children")
    children = [int(each) for path in listed for each in path.read_text("ascii").split()]
    return [each for each in children if os.getpriority(os.PRIO_PROCESS, each) > 0]


def resident() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


def test_a_client_may_ask_for_less_time(server: Served) -> None:
    begun = time.monotonic()
    assert server.ask(SILENT, timeout="0.5").status == 503
    assert time.monotonic() - begun < 1.9
    assert server.ask(rows(1), timeout="0").status == 200
    found = server.ask(rows(1), timeout="soon")
    assert (found.status, json.loads(found.body)["parameter"]) == (400, "timeout")


def test_many_answers_at_once_are_each_whole(server: Served) -> None:
    wanted = server.ask(rows(200)).body
    found: list[Answer] = []
    threads = [threading.Thread(target=lambda: found.append(server.ask(rows(200)))) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert all(each.body == wanted and each.whole for each in found if each.status == 200)
    assert {each.status for each in found} <= {200, 503}
