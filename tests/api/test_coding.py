"""Compression: who takes it gets it, validators and caches are told, and nobody else notices."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from api.coding import takes_gzip

if TYPE_CHECKING:
    from tests.api.conftest import Client

LARGE = "/sparql?" + urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 100"})
SMALL = "/sparql?" + urlencode({"query": "ASK {}"})


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("GZIP;q=0.5", True),
        ("*", True),
        ("x-gzip", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("br", False),
        ("gzip;q=nonsense", False),
        ("identity;q=1, gzip;q=0.5", False),
    ],
)
def test_only_who_takes_gzip_gets_it(header: str, *, taken: bool) -> None:
    assert takes_gzip(header) is taken


@pytest.mark.parametrize("path", [LARGE, "/api/v1/indicators", "/static/style.css", "/openapi.json"])
def test_the_same_body_comes_compressed(client: Client, path: str) -> None:
    plain = client.ask(path, headers={"accept-encoding": "identity"})
    coded = client.ask(path, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert coded.headers["content-encoding"] == "gzip"
    assert coded.content == plain.content
    for each in (plain, coded):
        assert "Accept-Encoding" in each.headers["vary"]
    if "content-length" in coded.headers:
        assert int(coded.headers["content-length"]) < len(plain.content)


def test_what_is_small_stays_as_it_is(client: Client) -> None:
    answer = client.ask(SMALL, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert int(answer.headers["content-length"]) == len(answer.content)


@pytest.mark.parametrize("path", [LARGE, "/api/v1/indicators"])
def test_a_validator_names_its_coding_and_both_save_the_second_answer(client: Client, path: str) -> None:
    coded = client.ask(path, headers={"accept-encoding": "gzip"}).headers["etag"]
    plain = client.ask(path, headers={"accept-encoding": "identity"}).headers["etag"]
    assert coded == plain[:-1] + '-gzip"'
    again = client.ask(path, headers={"accept-encoding": "gzip", "if-none-match": coded})
    assert (again.status_code, again.headers["etag"], again.content) == (304, coded, b"")
    assert "Accept-Encoding" in again.headers["vary"]
    assert client.ask(path, headers={"if-none-match": plain}).status_code == 304
    other = client.ask(path, headers={"accept-encoding": "identity", "if-none-match": coded})
    assert other.status_code == 200


def test_a_problem_is_readable_compressed_too(client: Client) -> None:
    answer = client.ask("/sparql?query=ASK", headers={"accept-encoding": "gzip"})
    assert answer.status_code == 400
    assert answer.json()["type"] == "/problems/query-syntax"
