"""The SPARQL protocol: forms by negotiation, refusals that explain themselves."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pytest
import rdflib

from api.app import create_app
from api.protocol import query_form
from tests.api.conftest import HTML, Client

if TYPE_CHECKING:
    from api.settings import Settings

SELECT = "PREFIX keifu: <https://w3id.org/keifu/ns#> SELECT ?r { ?r a keifu:Report } ORDER BY ?r"
ASK = "PREFIX keifu: <https://w3id.org/keifu/ns#> ASK { ?r a keifu:Report }"
CONSTRUCT = "PREFIX keifu: <https://w3id.org/keifu/ns#> CONSTRUCT { ?r a keifu:Report } { ?r a keifu:Report }"
REPORTS = [
    "https://w3id.org/keifu/report/soumu/2019-08",
    "https://w3id.org/keifu/report/soumu/2022-08",
]


def url(query: str, **more: str) -> str:
    return "/sparql?" + urlencode({"query": query, **more})


def slug(client: Client, path: str, status: int, **request: object) -> str:
    answer = client.ask(path, **request)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()["type"].removeprefix("/problems/")


def test_a_select_is_json_unless_asked_otherwise(client: Client) -> None:
    answer = client.ask(url(SELECT))
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert [row["r"]["value"] for row in answer.json()["results"]["bindings"]] == REPORTS


@pytest.mark.parametrize("accept", ["application/sparql-results+xml", "application/xml", "text/xml"])
def test_a_select_is_xml_under_each_of_its_names(client: Client, accept: str) -> None:
    answer = client.ask(url(SELECT), headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert len(list(ET.fromstring(answer.content).iter("{http://www.w3.org/2005/sparql-results#}uri"))) == 2


def test_a_select_is_csv_and_tsv(client: Client) -> None:
    csv = client.ask(url(SELECT), headers={"accept": "text/csv"})
    assert csv.text.split() == ["r", *REPORTS]
    tsv = client.ask(url(SELECT), headers={"accept": "text/tab-separated-values"})
    assert tsv.text.split() == ["?r", *(f"<{one}>" for one in REPORTS)]


def test_an_ask_is_a_word_in_csv(client: Client) -> None:
    assert client.ask(url(ASK), headers={"accept": "text/csv"}).text == "true"
    assert client.ask(url(ASK)).json()["boolean"] is True


@pytest.mark.parametrize(
    ("accept", "reader"),
    [
        (None, "turtle"),
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
    ],
)
def test_a_construct_is_rdf_in_each_form(client: Client, accept: str | None, reader: str) -> None:
    answer = client.ask(url(CONSTRUCT), headers={"accept": accept or "*/*"})
    assert answer.headers["content-type"].partition(";")[0] == (accept or "text/turtle")
    assert len(rdflib.Graph().parse(data=answer.text, format=reader)) == 2


@pytest.mark.parametrize("accept", ["application/ld+json", "application/json"])
def test_a_construct_is_json_ld(client: Client, accept: str) -> None:
    answer = client.ask(url(CONSTRUCT), headers={"accept": accept})
    assert answer.headers["content-type"] == accept
    assert sorted(node["@id"] for node in answer.json()) == REPORTS


def test_the_three_ways_to_ask_agree(client: Client) -> None:
    got = client.ask(url(SELECT)).content
    form = client.ask(
        "/sparql",
        method="POST",
        body=urlencode({"query": SELECT}).encode(),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    direct = client.ask(
        "/sparql",
        method="POST",
        body=SELECT.encode(),
        headers={"content-type": "application/sparql-query; charset=UTF-8"},
    )
    assert got == form.content == direct.content


def test_select_star_keeps_the_order_of_the_text(client: Client) -> None:
    query = "SELECT * { ?zeta ?alpha ?mid } LIMIT 1"
    assert client.ask(url(query)).json()["head"]["vars"] == ["zeta", "alpha", "mid"]


def test_a_short_format_name_wins_over_accept(client: Client) -> None:
    answer = client.ask(url(SELECT, format="csv"), headers={"accept": "text/html"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert client.ask(url(SELECT, format="ttl", output="json")).status_code == 200


def test_nothing_acceptable_is_406_with_the_list(client: Client) -> None:
    answer = client.ask(url(SELECT), headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["available"]
    assert client.ask("/sparql", headers={"accept": "image/png"}).status_code == 406


UPDATES = [
    "INSERT DATA { <http://e/s> <http://e/p> 1 }",
    "DELETE WHERE { ?s ?p ?o }",
    "LOAD <http://e/x>",
    "CLEAR ALL",
    "DROP GRAPH <http://e/g>",
    "# SELECT\nPREFIX a: <http://e/>\nINSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("update", UPDATES)
def test_updates_are_refused_by_every_door(client: Client, update: str) -> None:
    assert slug(client, url(update), 400) == "read-only"
    assert slug(client, "/sparql?" + urlencode({"update": update}), 400) == "read-only"
    for kind, body in (("x-www-form-urlencoded", urlencode({"update": update})), ("sparql-query", update)):
        headers = {"content-type": f"application/{kind}"}
        assert slug(client, "/sparql", 400, method="POST", body=body.encode(), headers=headers) == "read-only"
    headers = {"content-type": "application/sparql-update"}
    assert slug(client, "/sparql", 415, method="POST", body=update.encode(), headers=headers) == (
        "unsupported-media-type"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ SERVICE {0} {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE SILENT {0} {{ ?s ?p ?o }} }}",
        "SELECT * {{ BIND({0} AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        "ASK {{ ?x ?y ?z FILTER(1<2)SERVICE#>\n{0}{{}} }}",
        "ASK {{ ?x ?y 1SERVICE {0} {{}} }}",
    ],
)
def test_service_is_refused_and_calls_nobody(client: Client, query: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        text = query.format(f"<http://127.0.0.1:{listener.getsockname()[1]}/>")
        assert slug(client, url(text), 400) == "federation-disabled"
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
def test_a_dataset_clause_fetches_nothing(client: Client, clause: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        text = f"ASK {clause} <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }}"
        assert client.ask(url(text)).json()["boolean"] is False
        with pytest.raises(TimeoutError):
            listener.accept()


GRAPHS = "https://w3id.org/keifu/graph/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/keifu/ns#Report> }"


def counted(client: Client, query: str, *graphs: tuple[str, str]) -> int:
    answer = client.ask("/sparql?" + urlencode([("query", query), *graphs]))
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_graphs_of_the_request_make_the_dataset(client: Client) -> None:
    left = ("default-graph-uri", GRAPHS + "report/soumu/2019-08")
    right = ("default-graph-uri", GRAPHS + "report/soumu/2022-08")
    assert counted(client, COUNT) == 2
    assert counted(client, COUNT, left) == 1
    assert counted(client, COUNT, left, left) == 1
    assert counted(client, COUNT, left, right) == 2
    assert counted(client, COUNT, ("default-graph-uri", "http://e/absent")) == 0
    assert counted(client, COUNT, ("named-graph-uri", left[1])) == 0
    named = COUNT.replace("{ ", "{ GRAPH ?g { ") + " }"
    assert counted(client, named, ("named-graph-uri", left[1])) == 1


def test_graphs_of_the_request_win_over_those_of_the_query(client: Client) -> None:
    query = COUNT.replace("{ ?s", f"FROM <{GRAPHS}report/soumu/2019-08> {{ ?s")
    assert counted(client, query) == 1
    assert counted(client, query, ("default-graph-uri", GRAPHS + "registry")) == 0


def test_the_graphs_of_a_request_are_part_of_its_validator(client: Client) -> None:
    one, other = (client.ask(url(ASK, **{"default-graph-uri": f"http://e/{n}"})) for n in "12")
    assert one.headers["etag"] != other.headers["etag"]


def test_a_relative_iri_is_resolved_against_the_endpoint(client: Client) -> None:
    answer = client.ask(url("CONSTRUCT { <s> <p> 1 } {}", format="nt"))
    assert answer.text.startswith("<http://keifu.test/s> <http://keifu.test/p>")


def test_head_tells_the_headers_and_evaluates_nothing(client: Client) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = client.ask(url(bomb), method="HEAD", headers={"accept": "text/csv"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["etag"]
    assert "content-length" not in answer.headers
    assert client.ask(url("ASK { SERVICE <http://e/> {} }"), method="HEAD").status_code == 400


def test_a_page_of_another_site_may_ask(client: Client) -> None:
    asked = {"origin": "http://elsewhere.test", "access-control-request-method": "POST"}
    answer = client.ask("/sparql", method="OPTIONS", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Content-Type" in answer.headers["access-control-allow-headers"]
    assert "POST" not in client.ask("/policy", method="OPTIONS").headers["allow"]


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/sparql?query=", 400, "bad-parameter"),
        (url(SELECT) + "&query=" + quote(ASK), 400, "bad-parameter"),
        (url(SELECT) + "&update=x", 400, "read-only"),
        (url(SELECT, **{"default-graph-uri": "no-iri"}), 400, "bad-parameter"),
        (url(SELECT, **{"named-graph-uri": "http://e/>{"}), 400, "bad-parameter"),
        (url("SELECT {"), 400, "query-syntax"),
        (url("ASK { '\x00' ?p ?o }"), 400, "not-text"),
        (url("ASK " + "{" * 200 + "}" * 200), 400, "query-too-deep"),
    ],
)
def test_what_cannot_be_answered_says_why(client: Client, path: str, status: int, kind: str) -> None:
    assert slug(client, path, status) == kind


def test_other_methods_and_bodies_are_declined(client: Client) -> None:
    assert slug(client, "/sparql", 405, method="DELETE") == "method-not-allowed"
    assert slug(client, "/sparql", 415, method="POST", body=b"x") == "unsupported-media-type"
    utf16 = {"content-type": "application/sparql-query; charset=utf-16"}
    assert slug(client, "/sparql", 415, method="POST", body=b"x", headers=utf16) == "unsupported-media-type"
    direct = {"content-type": "application/sparql-query"}
    assert slug(client, "/sparql", 400, method="POST", body=b"\xff\xfe", headers=direct) == "not-text"
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert slug(client, "/sparql", 400, method="POST", body=b"", headers=form) == "bad-parameter"
    long = b"ASK {} #" + b"x" * 70_000
    assert slug(client, "/sparql", 413, method="POST", body=long, headers=direct) == "query-too-large"
    big = b"query=" + b"x" * 1_100_000
    assert slug(client, "/sparql", 413, method="POST", body=big, headers=form) == "query-too-large"


def test_a_query_that_never_ends_is_503_and_the_site_lives(client: Client) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = client.ask(url(bomb))
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/query-timeout")
    assert answer.headers["retry-after"]
    assert client.ask("/healthz").json() == {"status": "ok"}
    assert client.ask(url(ASK)).json()["boolean"] is True


def test_a_result_beyond_the_limit_is_413_as_long_as_nothing_was_sent(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"result_bytes": 50_000}))
    large = url("SELECT * { ?s ?p ?o . ?s a ?r }")
    assert slug(Client(app), large, 413) == "result-too-large"
    assert "The links above" in Client(app).ask(large + "&lang=en", headers=HTML).text
    app.state.site.close()


def test_a_validator_saves_the_second_answer(client: Client) -> None:
    first = client.ask(url(SELECT))
    again = client.ask(url(SELECT), headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.ask(url(SELECT), headers={"accept": "text/csv"})
    assert other.headers["etag"] != first.headers["etag"]
    fleeting = client.ask(url("SELECT (NOW() AS ?t) {}"))
    assert "etag" not in fleeting.headers
    assert fleeting.headers["cache-control"] == "no-store"


def test_without_a_query_machines_get_the_description_and_people_the_form(client: Client) -> None:
    described = rdflib.Graph().parse(data=client.ask("/sparql").text, format="turtle")
    service = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert next(described.subjects(service.endpoint, None)) == rdflib.URIRef("http://keifu.test/sparql")
    assert (None, service.feature, service.BasicFederatedQuery) not in described
    assert "<textarea" in client.page("/sparql")
    assert "?zeta" in client.page("/sparql", edit="SELECT ?zeta {}")


def test_results_are_a_page_too(client: Client) -> None:
    shown = client.ask(url(SELECT), headers=HTML).text
    assert 'href="/report/soumu/2019-08"' in shown
    assert "<pre>true</pre>" in client.ask(url(ASK), headers=HTML).text
    assert "<pre>" in client.ask(url(CONSTRUCT), headers=HTML).text
    many = "SELECT ?s ?o ?x { ?s <https://w3id.org/keifu/ns#text> ?o OPTIONAL { ?o a ?x } }"
    assert '<bdi lang="ja">' in client.ask(url(many), headers=HTML).text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("BASE <http://e/construct> PREFIX select: <http://e/ask> # DESCRIBE\n ask { }", "ASK"),
        ("describe <x>", "DESCRIBE"),
        ("", "SELECT"),
        ("PREFIX", "SELECT"),
    ],
)
def test_the_form_of_a_query_is_its_first_verb(text: str, form: str) -> None:
    assert query_form(text) == form


def test_a_problem_is_a_page_for_people(client: Client) -> None:
    answer = client.ask(url("SELECT {"), headers={**HTML, "accept-language": "en"})
    assert answer.status_code == 400
    assert "The query does not parse" in answer.text
    assert json.loads(client.ask(url("SELECT {")).content)["line"] == 1


def test_an_answer_says_that_a_closure_was_taken_first(client: Client) -> None:
    path = "?x <https://w3id.org/keifu/ns#cites>/<https://w3id.org/keifu/ns#sectionOf>* <https://w3id.org/keifu/x>"
    told = client.ask("/sparql", params={"query": f"SELECT * {{ {path} }}"})
    assert (told.status_code, told.headers["Keifu-Rewritten"]) == (200, "closure-first")
    assert "Keifu-Rewritten" not in client.ask("/sparql", params={"query": "ASK {}"}).headers
