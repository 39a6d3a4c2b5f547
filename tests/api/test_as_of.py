"""The last releases stay answerable by their ids, by SPARQL and by REST; others are said to be gone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from api.app import create_app
from api.settings import Settings
from graph.release import build_release
from ontology.rdf import ja
from ontology.terms import ORG, RDF, RDFS
from tests.api.conftest import Client
from tests.graph.conftest import at, given, small_rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <http://www.w3.org/ns/org#OrganizationalUnit> }"


@pytest.fixture(scope="module")
def ids() -> list[str]:
    """The ids of all releases that were built, oldest first."""
    return []


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, ids: list[str]) -> Iterator[Client]:
    """A site over four releases, of which three are kept; each has one office more."""
    folder = tmp_path_factory.mktemp("as_of")
    app = create_app(Settings(graph=folder, workers=1))
    for n in range(4):
        paths = [f"org/soumu/x{each}" for each in range(n + 1)]
        more = [at("graph/registry", path, RDF.type, ORG.OrganizationalUnit) for path in paths]
        more += [at("graph/registry", path, RDFS.label, ja(path)) for path in paths]
        ids.append(build_release(folder, given(*more), small_rulebook()).release.id)
        Client(app).ask("/healthz")
    yield Client(app)
    app.state.site.close()


def counted(client: Client, **more: str) -> int:
    answer = client.ask("/sparql?" + urlencode({"query": COUNT, **more}))
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_a_query_is_answered_over_the_release_that_it_names(client: Client, ids: list[str]) -> None:
    assert [counted(client, as_of=each) for each in ids[1:]] == [2, 3, 4]
    assert counted(client) == 4


def test_an_answer_over_a_named_release_never_changes(client: Client, ids: list[str]) -> None:
    query = urlencode({"query": "ASK {}", "as_of": ids[1]})
    for path in (f"/sparql?{query}", f"/api/v1/policies?as_of={ids[1]}"):
        answer = client.ask(path)
        assert answer.headers["keifu-release"] == ids[1]
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert client.ask(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    current = client.ask("/sparql?query=ASK%20%7B%7D")
    assert current.headers["cache-control"] == "public, max-age=300"
    assert current.headers["etag"] != answer.headers["etag"]


def test_a_form_may_name_a_release_too(client: Client, ids: list[str]) -> None:
    body = urlencode({"query": COUNT, "as_of": ids[2]}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "text/csv"}
    assert client.ask("/sparql", method="POST", body=body, headers=headers).text.split() == ["n", "3"]


def test_rest_and_pages_answer_over_the_release_that_is_named(client: Client, ids: list[str]) -> None:
    told = [client.ask(f"/api/v1/orgs?as_of={each}").json() for each in (ids[1], ids[3])]
    assert [(one["release"], one["total"]) for one in told] == [(ids[1], 2), (ids[3], 4)]
    assert client.ask(f"/org/soumu/x2.json?as_of={ids[3]}").status_code == 200
    assert client.ask(f"/org/soumu/x2.json?as_of={ids[1]}").status_code == 404
    page = client.page("/orgs", as_of=ids[1])
    assert f"as_of={ids[1]}" in page


@pytest.mark.parametrize("path", ["/sparql?query=ASK%20%7B%7D&", "/api/v1/policies?", "/policies?"])
def test_a_release_that_is_not_kept_is_gone(client: Client, ids: list[str], path: str) -> None:
    answer = client.ask(f"{path}as_of={ids[0]}")
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/release-gone")
    assert answer.json()["current"] == ids[3]
    assert sorted(answer.json()["kept"]) == sorted(ids[1:])
    assert client.ask(f"{path}as_of=../../x").status_code == 400


def test_all_pages_of_a_list_are_of_one_release(client: Client, ids: list[str]) -> None:
    first = client.ask(f"/api/v1/orgs?limit=1&as_of={ids[2]}").json()
    second = client.ask("/api/v1/orgs?" + urlencode({"limit": "1", "cursor": first["next"]})).json()
    assert (second["release"], second["total"]) == (ids[2], 3)
    gone = client.ask("/api/v1/orgs?" + urlencode({"cursor": f"{ids[0]}.1"}))
    assert gone.status_code == 410
