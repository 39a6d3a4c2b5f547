"""Errors become problems that explain themselves and give nothing away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.pages.mistakes import marked
from api.problems import Refusal, body_of, kinds, problem_of
from graph.errors import GraphError, QueryError, QueryRefused, ReleaseDamaged, ReleaseMissing
from ontology.errors import KeifuError
from queries.errors import NothingFound, ParameterError, UnknownQuestion

if TYPE_CHECKING:
    from tests.api.conftest import Client

HTML = {"accept": "text/html"}


@pytest.mark.parametrize(
    ("error", "slug", "status"),
    [
        (ReleaseMissing("/srv/secret"), "no-release", 503),
        (ReleaseDamaged("ab12", "/srv/secret/x", "short"), "release-damaged", 503),
        (UnknownQuestion("cabinet-bases"), "not-found", 404),
        (NothingFound("policy/x"), "not-found", 404),
        (ParameterError("start", "x", "type", "iri"), "bad-parameter", 400),
        (QueryError("expected one of FROM", 2, 7), "query-syntax", 400),
        (QueryError("aggregate without group"), "query-syntax", 400),
        (QueryRefused("federation-disabled", "SERVICE", 1, 9), "federation-disabled", 400),
        (QueryRefused("read-only", "LOAD", 1, 1), "read-only", 400),
        (QueryRefused("dataset-too-large", "FROM", 1, 1), "dataset-too-large", 413),
        (GraphError("/srv/secret"), "internal", 500),
        (KeifuError("/srv/secret"), "internal", 500),
        (Refusal("busy"), "busy", 503),
    ],
)
def test_each_error_has_its_problem(error: KeifuError, slug: str, status: int) -> None:
    problem = problem_of(error)
    body = body_of(problem, "ja", "urn:uuid:0")
    assert (problem.kind.slug, body["status"]) == (slug, status)
    assert "secret" not in str(body)
    assert body["type"] == f"/problems/{slug}"


def test_a_syntax_error_tells_line_and_column() -> None:
    body = body_of(problem_of(QueryError("x", 2, 7)), "en", "")
    assert (body["line"], body["column"]) == (2, 7)
    assert body["detail"] == "Cannot read on from line 2, column 7."
    assert body["detail_ja"] == "2行目の7文字目から先を読めません。"


def test_every_kind_speaks_both_languages() -> None:
    for kind in kinds().values():
        assert 400 <= kind.status <= 503
        assert all((kind.title_ja, kind.title_en, kind.help_ja, kind.help_en))
        assert kind.title_en.isascii()
        assert not kind.title_ja.isascii()


BROKEN = "SELECT ?x WHERE {\n  ?x a keifu:Indicator ?\n}"


def test_a_query_that_cannot_be_read_is_shown_again_with_its_place(client: Client) -> None:
    answer = client.ask("/sparql", headers=HTML, params={"query": BROKEN, "format": "html"})
    assert answer.status_code == 400
    assert "<mark>?</mark>" in answer.text
    assert f">{BROKEN}</textarea>" in answer.text


@pytest.mark.parametrize(
    ("text", "line", "column", "at"),
    [("ab\ncd", 2, 2, "d"), ("ab\ncd", 1, 3, "⏎"), ("ab", 9, 9, "⏎"), ("a\r\nb", 1, 1, "a"), ("", 1, 1, "⏎")],
)
def test_the_place_is_marked_to_the_end_of_its_line(text: str, line: int, column: int, at: str) -> None:
    found = marked(text, line, column)
    assert found.at == at
    assert found.before + ("" if at == "⏎" else at) in text


def test_a_hostile_query_stays_text_on_the_page_of_its_mistake(client: Client) -> None:
    page = client.ask("/sparql", headers=HTML, params={"query": "</textarea><script>", "format": "html"}).text
    assert "<script>" not in page
