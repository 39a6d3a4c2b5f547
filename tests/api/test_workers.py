"""Free SPARQL in children that may die."""

from __future__ import annotations

import io
import json
import os
import signal
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.child import Asked, answer, serve
from api.frames import DATA, END, ERROR, Frames, frame
from api.pool import Cancelled, Pool
from api.problems import Refusal
from api.workers import Job, Limits, Worker
from graph.errors import QueryError
from graph.store import OxigraphStore, Unwritten

if TYPE_CHECKING:
    from pathlib import Path

    from graph.release import Release

JSON = "application/sparql-results+json"
SMALL = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/keifu/ns#Report> }"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOARDER = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
LIMITS = Limits(
    silent_seconds=1.0,
    total_seconds=1.5,
    wait_seconds=0.2,
    result_bytes=100_000,
    memory_bytes=512 * 2**20,
)
EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture(scope="module")
def pool(seeds_release: Release) -> Iterator[Pool]:
    found = Pool(seeds_release.path / "store", 1, 1, LIMITS)
    yield found
    found.close()


def refused(pool: Pool, query: str, media_type: str = JSON) -> Refusal:
    with pytest.raises(Refusal) as caught:
        pool.run(query, media_type)
    return caught.value


def count(pool: Pool) -> str:
    found = pool.run(SMALL, JSON)
    assert found.form == "select"
    return json.loads(found.body)["results"]["bindings"][0]["n"]["value"]


def test_a_query_is_answered_whole(pool: Pool) -> None:
    assert count(pool) == "2"


def test_a_query_that_never_ends_is_killed_and_the_next_one_is_answered(pool: Pool) -> None:
    start = time.monotonic()
    assert refused(pool, CARTESIAN).slug == "query-timeout"
    assert time.monotonic() - start < 3
    assert count(pool) == "2"


def test_a_query_that_hoards_memory_ends_its_worker_only(pool: Pool) -> None:
    assert refused(pool, HOARDER).slug in {"query-died", "query-timeout"}
    assert count(pool) == "2"


def test_a_worker_that_died_unasked_is_replaced(pool: Pool) -> None:
    worker = pool.take()
    os.kill(worker.process_id, signal.SIGKILL)
    worker._process.wait()
    pool.give_back(worker)
    assert count(pool) == "2"


def test_a_worker_that_dies_over_its_query_gives_no_answer(seeds_release: Release) -> None:
    worker = Worker(seeds_release.path / "store", LIMITS)
    worker.greet()
    worker.wake()
    threading.Timer(0.2, worker.kill).start()
    with pytest.raises(Refusal) as caught:
        worker.begin(Job(CARTESIAN, JSON))
    assert caught.value.slug == "query-died"
    worker.close()


def test_short_queries_do_not_wait_behind_slow_ones(seeds_release: Release) -> None:
    pool = Pool(seeds_release.path / "store", 1, 4, LIMITS)
    slow = [threading.Thread(target=refused, args=(pool, CARTESIAN)) for _ in range(3)]
    for each in slow:
        each.start()
        time.sleep(0.5)
    assert count(pool) == "2"
    for each in slow:
        each.join()
    assert count(pool) == "2"
    pool.close()


def test_a_worker_that_was_slow_is_not_used_again(seeds_release: Release) -> None:
    pool = Pool(seeds_release.path / "store", 1, 2, LIMITS)
    first = pool.take()
    first.tired = True
    pool.give_back(first)
    second = pool.take()
    assert second is not first
    pool.give_back(second)
    assert not first.alive
    pool.close()


def test_a_worker_that_cannot_open_its_store_gives_no_answer(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "absent", 1, 1, LIMITS)
    assert refused(pool, SMALL).slug in {"query-died", "busy"}
    pool.close()


def test_a_result_beyond_the_cap_is_never_cut(pool: Pool) -> None:
    found = refused(pool, "SELECT * { ?s ?p ?o }")
    assert found.slug == "result-too-large"
    assert found.extra["bytes"] == LIMITS.result_bytes


def test_a_query_that_does_not_parse_tells_where(pool: Pool) -> None:
    with pytest.raises(QueryError) as caught:
        pool.run("SELECT * {\n ?s ?p }", JSON)
    assert caught.value.line == 2


def test_one_worker_serves_one_query_at_a_time_and_others_are_told_to_wait(pool: Pool) -> None:
    found: list[Refusal] = []
    slow = threading.Thread(target=lambda: found.append(refused(pool, CARTESIAN)))
    slow.start()
    time.sleep(0.2)
    assert refused(pool, SMALL).slug == "busy"
    slow.join()
    assert found[0].slug == "query-timeout"


def test_a_closed_pool_keeps_no_worker(seeds_release: Release) -> None:
    one = Pool(seeds_release.path / "store", 2, 2, LIMITS)
    one.close()
    assert refused(one, SMALL).slug == "busy"


def test_rows_beyond_the_cap_are_never_sent_as_if_they_were_all(seeds_release: Release) -> None:
    pool = Pool(seeds_release.path / "store", 1, 1, replace(LIMITS, result_rows=10))
    found = refused(pool, "SELECT ?s { ?s ?p ?o } LIMIT 11")
    assert (found.slug, found.extra) == ("result-too-large", {"rows": 10})
    assert pool.run("SELECT ?s { ?s ?p ?o } LIMIT 10", JSON).body
    pool.close()


def test_an_answer_comes_in_pieces_and_tells_its_end(seeds_release: Release) -> None:
    pool = Pool(seeds_release.path / "store", 1, 1, replace(LIMITS, result_bytes=10_000_000))
    running = pool.running(Job("SELECT * { ?s ?p ?o } LIMIT 5000", "text/csv"))
    assert running.begin() == "select"
    pieces = [running.read(1)]
    while not running.is_whole:
        pieces.append(running.read(1))
    assert (len(pieces) > 10, running.rows) == (True, 5000)
    running.close()
    pool.close()


def test_a_query_that_shows_rows_for_ever_is_stopped_at_its_total_deadline(seeds_release: Release) -> None:
    pool = Pool(seeds_release.path / "store", 1, 1, replace(LIMITS, result_bytes=10**12))
    running = pool.running(Job(EVERYTHING, JSON))
    running.begin()
    begun = time.monotonic()
    with pytest.raises(Refusal) as caught:
        running.read_until(10**12)
    assert caught.value.slug == "query-timeout"
    assert LIMITS.silent_seconds < time.monotonic() - begun < LIMITS.total_seconds + 1
    assert running.left < 0
    running.close()
    pool.close()


def test_a_client_may_wish_less_time_and_never_more(pool: Pool) -> None:
    for seconds, least in ((0.3, 0.3), (100.0, LIMITS.silent_seconds)):
        assert count(pool) == "2"
        begun = time.monotonic()
        running = pool.running(Job(CARTESIAN, JSON, seconds=seconds))
        with pytest.raises(Refusal):
            running.whole()
        running.close()
        assert least <= time.monotonic() - begun < least + 0.9


def test_a_query_that_is_cancelled_tells_nothing_else_and_frees_its_place(pool: Pool) -> None:
    running = pool.running(Job(CARTESIAN, JSON))
    threading.Timer(0.2, running.cancel).start()
    with pytest.raises(Cancelled):
        running.whole()
    running.close()
    unstarted = pool.running(Job(SMALL, JSON))
    unstarted.cancel()
    with pytest.raises(Cancelled):
        unstarted.whole()
    unstarted.close()
    assert count(pool) == "2"


class _Greedy:
    def unwritten(self, query: str, media_type: str, context: object) -> Unwritten:
        raise MemoryError(query, media_type, context)


def line(query: str, **more: object) -> bytes:
    asked = {
        "query": query,
        "media_type": JSON,
        "base": None,
        "dataset": None,
        "seconds": 60.0,
        "most_bytes": 90,
        "most_rows": None,
    }
    return json.dumps({**asked, **more}).encode() + b"\n"


def frames(answers: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    while answers:
        kind, length = struct.unpack_from(">cI", answers)
        found.append((kind, answers[5 : 5 + length]))
        answers = answers[5 + length :]
    return found


def test_memory_that_runs_out_is_an_answer_too() -> None:
    assert answer(_Greedy(), Asked(line(SMALL)), io.BytesIO()) == (ERROR, {"error": "memory"})


def test_the_child_answers_line_by_line_in_frames() -> None:
    store = OxigraphStore.of(["<http://e/s> <http://e/p> <http://e/o> .\n"])
    asked = (
        line("ASK { ?s ?p ?o }"),
        line("ASK {", base="http://e/"),
        line("SELECT * { ?s ?p ?o }", media_type="text/csv", dataset=[[], []]),
        line("SELECT * { ?s ?p ?o }"),
        line("SELECT * { ?s ?p ?o }", most_bytes=10_000, most_rows=0),
    )
    answers = io.BytesIO()
    serve(store, io.BytesIO(b"".join(asked)), answers)
    found = frames(answers.getvalue())
    assert b"".join(kind for kind, _ in found) == b"hdexhdehxhx"
    assert json.loads(found[1][1])["boolean"] is True
    assert json.loads(found[3][1])["error"] == "query"
    assert json.loads(found[6][1])["rows"] == 1
    assert json.loads(found[8][1]) == {"error": "too-large", "what": "bytes", "limit": 90}
    assert json.loads(found[10][1]) == {"error": "too-large", "what": "rows", "limit": 0}


def test_a_pipe_that_ends_within_a_frame_is_no_answer() -> None:
    for sent in (b"", b"d\0", b"d\0\0\0\x05abc", b"d\xff\xff\xff\xff"):
        reading, writing = os.pipe()
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            os.write(writing, sent)
            os.close(writing)
            with pytest.raises(EOFError):
                Frames(pipe).next(1)


def test_frames_are_waited_for_only_so_long() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        found = Frames(pipe)
        assert not found.is_at_hand()
        with pytest.raises(TimeoutError):
            found.next(0.01)
        os.write(writing, frame(DATA, b"abc") + frame(END))
        assert found.is_at_hand()
        assert [found.next(1), found.next(1)] == [(DATA, b"abc"), (END, b"")]
        os.close(writing)
