"""What operators see: readiness, limits, meters, a journal without clients; and fair shares of workers."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from api.app import create_app
from api.fairness import Allowance, Fairness, client_of
from api.meters import Meters
from api.problems import Refusal
from tests.api.conftest import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.settings import Settings

ASK = "/sparql?query=" + quote("ASK { ?s ?p ?o }")
BOMB = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


@pytest.fixture
def own(settings: Settings) -> Iterator[Client]:
    """A site of its own, so that its counts are those of one test."""
    app = create_app(
        settings.model_copy(
            update={"query_seconds": 0.5, "client_burst_seconds": 0.4, "client_seconds_per_minute": 6.0}
        )
    )
    yield Client(app)
    app.state.site.close()


def test_a_ready_server_names_its_release(client: Client) -> None:
    told = client.ask("/readyz").json()
    assert (told["status"], told["workers_free"]) == ("ready", 1)
    assert told["release"] == client.ask(ASK).headers["keifu-release"]


def test_a_server_without_a_release_lives_and_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    empty = Client(create_app(settings.model_copy(update={"graph": tmp_path})))
    assert empty.ask("/healthz").json() == {"status": "ok"}
    answer = empty.ask("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "ReleaseMissing")
    assert "keifu_release_info{" not in empty.ask("/metrics").text


def test_limits_are_told(client: Client, settings: Settings) -> None:
    told = client.ask("/limits").json()
    assert told["query_seconds"] == settings.query_seconds
    assert told["query_depth"] == 100


def test_queries_are_counted_by_what_became_of_them(own: Client) -> None:
    for path in (ASK, "/sparql?query=" + quote("ASK {"), BOMB):
        own.ask(path)
    text = own.ask("/metrics").text
    assert 'keifu_queries_total{outcome="ok"} 1' in text
    assert 'keifu_queries_total{outcome="query-syntax"} 1' in text
    assert 'keifu_queries_total{outcome="query-timeout"} 1' in text
    assert 'keifu_requests_total{part="sparql",status="503"} 1' in text
    assert 'keifu_query_seconds_bucket{le="+Inf"} 3' in text
    started = next(line for line in text.split("\n") if line.startswith("keifu_workers_started_total "))
    assert int(started.split()[1]) >= 2


def test_meters_answer_to_this_machine_or_to_a_token(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"metrics_token": "秘密"}))
    guarded = Client(app)
    assert guarded.ask("/metrics").status_code == 404
    bad = {"authorization": "Bearer wrong"}
    assert guarded.ask("/metrics", headers=bad).status_code == 404
    app.state.site.close()


def test_who_used_up_its_seconds_waits_and_look_ups_go_on(own: Client) -> None:
    assert own.ask(BOMB).status_code == 503
    answer = own.ask(ASK)
    assert (answer.status_code, answer.json()["type"]) == (429, "/problems/query-seconds-used-up")
    assert int(answer.headers["retry-after"]) >= 1
    assert own.ask("/api/v1/policies").status_code == 200


class _Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_seconds_come_back_with_time() -> None:
    clock = _Clock()
    fairness = Fairness(Allowance(30.0, 2.0, 1), clock)
    with fairness.running("a"):
        clock.now += 5
    with pytest.raises(Refusal) as refused, fairness.running("a"):
        pass
    assert refused.value.headers["Retry-After"] == "2"
    with fairness.running("b"):
        pass
    clock.now += 3.5
    with fairness.running("a"):
        pass


def test_a_client_runs_only_so_many_at_once() -> None:
    fairness = Fairness(Allowance(60.0, 100.0, 1))
    with fairness.running("a"):
        with pytest.raises(Refusal) as refused, fairness.running("a"):
            pass
        assert refused.value.slug == "too-many-queries"
        with fairness.running("b"):
            pass
    with fairness.running("a"):
        pass


def test_accounts_that_are_full_again_are_forgotten() -> None:
    clock = _Clock()
    fairness = Fairness(Allowance(60.0, 2.0, 1), clock)
    for number in range(10_050):
        with fairness.running(str(number)):
            clock.now += 0.01
    assert fairness.known < 10_000


def request_from(address: str, told: str) -> Request:
    headers = [(b"x-forwarded-for", told.encode("latin-1", "replace"))] if told else []
    return Request({"type": "http", "headers": headers, "client": (address, 1), "path": "/", "method": "GET"})


@pytest.mark.parametrize(
    ("address", "told", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "nobody", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_our_proxies_are_believed(address: str, told: str, client: str) -> None:
    assert client_of(request_from(address, told), ("10.0.0.1", "10.0.0.2")) == client


def test_a_journal_line_holds_the_query_and_not_the_client(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    app = create_app(settings.model_copy(update={"log": "json"}))
    answer = Client(app).ask("/sparql?query=" + quote('ASK { \'\x1b[31m\r\n{"status":1}\u202e'))
    line = out.getvalue()
    assert line.count("\n") == 1
    assert line.isascii()
    told = json.loads(line)
    assert (told["status"], told["path"], told["bytes"]) == (400, "/sparql", len(answer.content))
    assert told["query"].startswith("ASK { '")
    assert told["request"] == answer.json()["instance"]
    assert "127.0.0.1" not in line
    app.state.site.close()


@given(st.text(), st.text())
def test_no_label_breaks_the_lines_of_the_meters(part: str, status: str) -> None:
    meters = Meters()
    meters.count("keifu_requests_total", part=part, status=status)
    lines = [line for line in meters.text({}).split("\n") if line.startswith("keifu_requests_total{")]
    assert len(lines) == 1
    assert lines[0].endswith("} 1")


def test_every_answer_of_sparql_tells_what_its_client_may_still_use(own: Client) -> None:
    first = own.ask(ASK)
    assert first.headers["ratelimit-policy"] == (
        '"query-seconds";q=0;w=4;qu="query-seconds", "queries-at-once";q=2;qu="concurrent-requests"'
    )
    assert own.ask(BOMB).status_code == 503
    used_up = own.ask(ASK)
    assert used_up.status_code == 429
    assert used_up.headers["ratelimit"].startswith('"query-seconds";r=0;t=')
    assert "RateLimit" in used_up.headers["access-control-expose-headers"]


def test_what_is_left_is_told_in_whole_seconds_and_in_how_many_all_is_back() -> None:
    clock = _Clock()
    fairness = Fairness(Allowance(6.0, 120.0, 2), clock)
    assert fairness.headers("a")["RateLimit"] == '"query-seconds";r=120;t=0'
    with fairness.running("a"):
        clock.now += 30.5
    assert fairness.headers("a")["RateLimit"] == '"query-seconds";r=92;t=275'
    clock.now += 10
    assert fairness.headers("a")["RateLimit"] == '"query-seconds";r=93;t=265'
    assert fairness.headers("a")["RateLimit-Policy"].startswith('"query-seconds";q=120;w=1200;')
