"""JSON under /api/v1: packets, pages of lists, the OpenAPI document."""

from __future__ import annotations

import csv
import html
import io
from typing import TYPE_CHECKING

import pytest

from queries.catalog import load_catalog
from queries.export.catalog import load_tables

if TYPE_CHECKING:
    from tests.api.conftest import Client

V1 = "/api/v1"
CLOUD = "indicator/municipal-cloud-adopters"
LISTS = ("policies", "indicators", "documents", "orgs", "reports")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_packet_and_its_csv_is_whole(client: Client, name: str) -> None:
    told = client.ask(f"{V1}/{name}?limit=1").json()
    assert {"release", "released", "canonical", "license", "sources", "total", "next"} <= set(told)
    assert len(told["items"]) == 1
    rows = list(csv.reader(io.StringIO(client.ask(f"{V1}/{name}.csv?limit=1").text)))
    assert len(rows) - 1 == told["total"]


def test_pages_of_a_list_add_up(client: Client) -> None:
    whole = client.ask(f"{V1}/documents?limit=1000").json()
    found, cursor = [], ""
    while cursor is not None:
        told = client.ask(f"{V1}/documents", params={"limit": "7", "cursor": cursor}).json()
        found += told["items"]
        cursor = told["next"]
    assert found == whole["items"]


def test_a_cursor_of_another_release_is_gone(client: Client) -> None:
    answer = client.ask(f"{V1}/documents?cursor=0000000000000000.7")
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/release-gone")
    assert client.ask(f"{V1}/documents?cursor=x").status_code == 400
    assert client.ask(f"{V1}/documents?limit=0").status_code == 400


@pytest.mark.parametrize("slug", load_catalog().slugs)
def test_every_question_is_an_operation(client: Client, slug: str) -> None:
    question = load_catalog()[slug]
    given = {name: one.example for name, one in question.parameters.items() if one.required}
    told = client.ask(f"{V1}/questions/{slug}", params=given).json()
    assert told["complete"] is True
    assert told["question"] == slug
    assert isinstance(told["known_gaps"], list)
    assert told["total"] == len(told["items"])
    assert "SELECT" in told["query"]
    rows = client.ask(f"{V1}/questions/{slug}.csv", params=given)
    assert rows.status_code == 200
    page = client.ask(f"/questions/{slug}", params=given, headers={"accept": "text/html"})
    assert (page.status_code, question.header.title_ja in page.text) == (200, True)


def test_the_query_of_an_answer_runs_as_it_stands(client: Client) -> None:
    told = client.ask(f"{V1}/questions/indicator-series", params={"indicator": CLOUD}).json()
    again = client.ask("/sparql", params={"query": told["query"]}).json()
    assert len(again["results"]["bindings"]) == told["total"] == 15


def test_an_answer_says_how_near_its_ties_are(client: Client) -> None:
    told = client.ask(f"{V1}/questions/cabinet-basis", params={"start": CLOUD}).json()
    assert told["grain"] == ["indicator", "policy"]
    assert told["hops"] == 1
    assert told["stated"] is True
    quotes = [passage["quote"] for source in told["sources"] for passage in source["passages"]]
    assert any("KPI" in quote for quote in quotes)


def test_unknown_questions_and_missing_parameters_are_told(client: Client) -> None:
    assert client.ask(f"{V1}/questions/cabinet-bases").status_code == 404
    answer = client.ask(f"{V1}/questions/cabinet-basis")
    assert (answer.status_code, answer.json()["parameter"]) == (400, "start")
    assert client.ask(f"{V1}/questions").json()["total"] == len(load_catalog())


@pytest.mark.parametrize(
    ("path", "kind"), [(f"{V1}/questions/indicator-series", "json"), ("/questions/indicator-series", "html")]
)
@pytest.mark.parametrize("given", ["policy/soumu/e-government", "https://w3id.org/keifu/org/cabinet"])
def test_a_thing_of_another_class_is_refused_with_both_classes(
    client: Client, path: str, kind: str, given: str
) -> None:
    answer = client.ask(path, params={"indicator": given})
    found = "Policy" if "policy" in given else "Organization"
    assert answer.status_code == 400
    assert found in answer.text
    assert "Indicator" in answer.text
    if kind == "json":
        assert (answer.json()["parameter"], answer.json()["type"]) == ("indicator", "/problems/bad-parameter")


@pytest.mark.parametrize("slug", load_catalog().slugs)
def test_a_hostile_value_is_answered_or_refused_in_json(client: Client, slug: str) -> None:
    question = load_catalog()[slug]
    given = {name: one.example for name, one in question.parameters.items() if one.required}
    for name in question.parameters:
        for value in ("\\u0022 } DROP ALL #", "http://[", "x/> ; DROP ALL <y"):
            answer = client.ask(f"{V1}/questions/{slug}", params={**given, name: value})
            assert answer.status_code in {200, 400, 404}
            assert answer.json().get("parameter", name) == name


@pytest.mark.parametrize("form", ["json", "svg", "csv", "graphml", "gexf", "mmd", "txt"])
def test_a_lineage_comes_in_each_graph_form(client: Client, form: str) -> None:
    answer = client.ask(f"{V1}/lineage.{form}", params={"from": CLOUD})
    assert answer.status_code == 200
    assert "クラウド" in html.unescape(answer.text)


def test_a_lineage_tells_its_levels_and_sources(client: Client) -> None:
    told = client.ask(f"{V1}/lineage", params={"from": CLOUD}).json()
    assert {"indicator", "policy"} <= set(told["grain"])
    assert told["nodes"]
    assert told["edges"]
    assert told["sources"]
    assert client.ask(f"{V1}/lineage").status_code == 400
    assert client.ask(f"{V1}/lineage?from=indicator/none").status_code == 404


def test_search_finds_and_proves(client: Client) -> None:
    told = client.ask(f"{V1}/search?q=ｸﾗｳﾄﾞ&limit=3").json()
    assert told["total"] >= len(told["items"]) > 0
    assert client.ask(f"{V1}/search").status_code == 400
    assert client.ask(f"{V1}/search?q=x&limit=5000").status_code == 400


def test_evidence_gives_the_quote_of_a_value(client: Client) -> None:
    node = "report/soumu/2019-08/indicator/5/1/actual/2018"
    told = client.ask(f"{V1}/evidence", params={"node": "https://w3id.org/keifu/" + node}).json()
    (passage,) = told["sources"][0]["passages"]
    assert (passage["start"], passage["end"], passage["quote"]) == (3529, 3548, "1,067団体 (H30.4.1時点)")
    assert client.ask(f"{V1}/evidence?node=indicator/none").status_code == 404
    assert client.ask(f"{V1}/evidence").status_code == 400


def test_releases_and_coverage_tell_what_is_loaded_and_what_is_not(client: Client) -> None:
    (release,) = client.ask(f"{V1}/releases").json()["items"]
    assert release["current"] is True
    assert len(release["files"]) == 2
    cells = client.ask(f"{V1}/coverage").json()["items"]
    assert [(cell["fiscal_year"], cell["status"]) for cell in cells] == [
        (2018, "loaded"),
        (2019, "not-loaded"),
        (2020, "not-loaded"),
        (2021, "loaded"),
    ]


def test_the_openapi_document_holds_each_operation_with_words_and_problems(client: Client) -> None:
    document = client.ask("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    paths = {path.removeprefix(V1) for path in document["paths"]}
    wanted = {
        f"/{name}"
        for name in (*LISTS, "questions", "lineage", "search", "evidence", "releases", "coverage", "tables")
    }
    named = {f"/questions/{slug}" for slug in load_catalog().slugs} | {
        f"/tables/{name}" for name in load_tables()
    }
    assert paths == wanted | named
    for operations in document["paths"].values():
        operation = operations["get"]
        assert " / " in operation["summary"]
        assert {"200", "400", "404", "406"} <= set(operation["responses"])
        assert "application/problem+json" in operation["responses"]["400"]["content"]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_pages_that_load_from_other_hosts_do_not_exist(client: Client, path: str) -> None:
    assert client.ask(path).status_code == 404
