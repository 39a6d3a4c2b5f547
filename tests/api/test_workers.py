"""Free SPARQL in children that may die."""

from __future__ import annotations

import io
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from api.pool import Pool
from api.problems import Refusal
from api.workers import Limits, Worker, answer, serve
from graph.errors import QueryError
from graph.store import OxigraphStore

if TYPE_CHECKING:
    from pathlib import Path

    from graph.release import Release

JSON = "application/sparql-results+json"
SMALL = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/keifu/ns#Report> }"
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOARDER = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
LIMITS = Limits(query_seconds=1.0, wait_seconds=0.2, result_bytes=100_000, memory_bytes=512 * 2**20)


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
    with pool._borrowed() as worker:
        os.kill(worker.process_id, signal.SIGKILL)
        worker._process.wait()
    assert count(pool) == "2"


def test_a_worker_that_dies_over_its_query_gives_no_answer(seeds_release: Release) -> None:
    worker = Worker(seeds_release.path / "store", LIMITS)
    worker.greet()
    killer = threading.Timer(0.3, worker._process.kill)
    killer.start()
    with pytest.raises(Refusal) as caught:
        worker.ask(CARTESIAN, JSON)
    assert caught.value.slug == "query-died"


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
    with pool._borrowed() as first:
        first.tired = True
    with pool._borrowed() as second:
        assert second is not first
    assert not first.alive
    pool.close()


def test_a_worker_that_cannot_open_its_store_gives_no_answer(tmp_path: Path) -> None:
    pool = Pool(tmp_path / "absent", 1, 1, LIMITS)
    assert refused(pool, SMALL).slug in {"query-died", "busy"}
    pool.close()


def test_a_result_beyond_the_cap_is_never_cut(pool: Pool) -> None:
    found = refused(pool, "SELECT * { ?s ?p ?o }")
    assert found.slug == "result-too-large"
    assert int(str(found.extra["bytes"])) > LIMITS.result_bytes


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


class _Greedy:
    def serialize(self, query: str, media_type: str, context: object) -> object:
        raise MemoryError(query, media_type, context)


def test_memory_that_runs_out_is_an_answer_too() -> None:
    header, body = answer(_Greedy(), SMALL, JSON, 10)  # type: ignore[arg-type]
    assert (header, body) == ({"error": "memory"}, b"")


def test_the_child_answers_line_by_line() -> None:
    store = OxigraphStore.of(["<http://e/s> <http://e/p> <http://e/o> .\n"])
    asked = [
        {"query": "ASK { ?s ?p ?o }", "media_type": JSON, "base": None, "dataset": None},
        {"query": "ASK {", "media_type": JSON, "base": "http://e/", "dataset": None},
        {"query": "SELECT * { ?s ?p ?o }", "media_type": "text/csv", "base": None, "dataset": [[], []]},
    ]
    requests = io.BytesIO(b"".join(json.dumps(one).encode() + b"\n" for one in asked))
    answers = io.BytesIO()
    serve(store, requests, answers, 60, 60.0)
    answers.seek(0)
    first = json.loads(answers.readline())
    assert json.loads(answers.read(first["bytes"]))["boolean"] is True
    assert json.loads(answers.readline())["error"] == "query"
    assert json.loads(answers.readline())["form"] == "select"
