from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import networkx as nx
import pytest

import keifu
from graph.errors import QueryError, ReleaseMissing
from keifu.errors import AmbiguousName
from ontology.rdf import XSD, BlankNode, Iri, Literal
from queries.errors import NothingFound, ParameterError, UnknownQuestion

from keifu.values import plain_cell  # isort: skip

if TYPE_CHECKING:
    from pathlib import Path

    from keifu.face import Keifu

CLOUD = "indicator/municipal-cloud-adopters"


def test_a_folder_without_a_release_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="empty"):
        keifu.open(tmp_path / "empty")


def test_without_a_folder_the_one_of_the_environment_is_opened(opened: Keifu) -> None:
    assert keifu.open().release.id == opened.release.id


def test_a_kept_release_can_be_opened_by_its_id(data: Path, opened: Keifu) -> None:
    assert keifu.open(data, opened.release.id).release.path == opened.release.path


def test_without_folder_and_environment_the_working_folder_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KEIFU_DATA")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReleaseMissing, match="keifu-data"):
        keifu.open()


@pytest.mark.parametrize(
    "text",
    [
        CLOUD,
        "https://w3id.org/keifu/indicator/municipal-cloud-adopters",
        "クラウド導入市区町村数",
        "ｸﾗｳﾄﾞ導入 市区町村数",
    ],
)
def test_a_thing_is_found_by_path_iri_or_name(opened: Keifu, text: str) -> None:
    assert opened.find(text) == CLOUD


@pytest.mark.parametrize("text", ["総務省R4-⑧", "総務省Ｒ４－８", "総務省R4-8", "report/soumu/2022-08"])
def test_a_report_is_found_by_its_printed_number_in_any_width(opened: Keifu, text: str) -> None:
    assert opened.find(text) == "report/soumu/2022-08"


@pytest.mark.parametrize("text", ["存在しない指標", "indicator/none", "", "<>"])
def test_a_thing_that_is_not_there_is_told(opened: Keifu, text: str) -> None:
    with pytest.raises(NothingFound):
        opened.find(text)


def test_a_name_of_several_things_lists_them_all(opened: Keifu) -> None:
    with pytest.raises(AmbiguousName) as caught:
        opened.find("世界最先端IT国家創造宣言")
    assert len(caught.value.candidates) > 1
    assert list(caught.value.candidates) == sorted(caught.value.candidates)


def test_a_question_gives_rows_of_plain_values(opened: Keifu) -> None:
    rows = opened.ask("indicator-series", indicator="クラウド導入市区町村数", parts=False)
    actual = {row["fiscalYear"]: row["value"] for row in rows if row["kind"] == "Actual"}
    assert actual == {
        2016: Decimal(842),
        2017: Decimal(950),
        2018: Decimal(1067),
        2019: Decimal(1182),
        2020: Decimal(1279),
        2021: Decimal(1404),
    }
    assert date(2018, 4, 1) in rows.column("asOf")


def test_a_series_is_the_question_of_that_name(opened: Keifu) -> None:
    assert opened.series(CLOUD) == opened.ask("indicator-series", indicator=CLOUD)


@pytest.mark.parametrize("year", [2018, "平成30", "H30", "平成30年度", "２０１８"])
def test_a_fiscal_year_is_taken_in_any_writing(opened: Keifu, year: str | int) -> None:
    asked = opened.answer("dropped-after-miss", {"fy": year})
    assert [*asked.rows] == [*opened.answer("dropped-after-miss", {"fy": 2018}).rows]


def test_a_year_that_is_none_is_refused_by_the_question(opened: Keifu) -> None:
    with pytest.raises(ParameterError):
        opened.ask("dropped-after-miss", fy="soon")


def test_a_question_that_is_not_there_is_told_with_its_neighbours(opened: Keifu) -> None:
    with pytest.raises(UnknownQuestion) as caught:
        opened.ask("indicator-serie")
    assert "indicator-series" in caught.value.near


def test_an_unknown_parameter_is_told(opened: Keifu) -> None:
    with pytest.raises(ParameterError):
        opened.ask("indicator-series", indicator=CLOUD, colour="red")


def test_the_questions_are_listed_with_their_parameters(opened: Keifu) -> None:
    listed = {row["slug"]: row["parameters"] for row in opened.questions()}
    assert listed["indicator-series"] == "indicator parts"


def test_sparql_gives_paths_numbers_days_and_truth(opened: Keifu) -> None:
    rows = opened.query(
        """PREFIX keifu: <https://w3id.org/keifu/ns#>
        SELECT ?entry ?number ?main ?none ?text
        { ?entry keifu:report <https://w3id.org/keifu/report/soumu/2019-08> ; keifu:number ?number ;
          keifu:isMain ?main ; keifu:text ?text FILTER(?number = 5) }"""
    )
    assert rows[0] == {
        "entry": "report/soumu/2019-08/indicator/5",
        "number": 5,
        "main": True,
        "none": None,
        "text": "クラウド導入市区町村数",
    }


def test_sparql_that_does_not_parse_is_told(opened: Keifu) -> None:
    with pytest.raises(QueryError):
        opened.query("SELECT WHERE")


def test_a_literal_that_is_not_what_it_says_stays_text(opened: Keifu) -> None:
    assert plain_cell(opened.ground, Literal("soon", XSD + "date")) == "soon"
    assert plain_cell(opened.ground, Literal("much", XSD + "decimal")) == "much"
    assert plain_cell(opened.ground, BlankNode("b0")) == "b0"
    assert plain_cell(opened.ground, Iri("https://example.org/x")) == "https://example.org/x"


def test_a_lineage_is_a_networkx_graph_whose_edges_point_up(opened: Keifu) -> None:
    graph = opened.lineage(CLOUD, up=1, down=0).to_networkx()
    assert isinstance(graph, nx.MultiDiGraph)
    kpi = [end for _, end, data in graph.out_edges(CLOUD, data=True) if data["relation"] == "kpiOf"]
    assert sorted(kpi) == ["doc/ap/2015-12-24/s/3.3", "doc/kaikaku-koteihyo/2019"]


def test_a_report_stands_for_the_policy_that_it_evaluates(opened: Keifu) -> None:
    assert opened.lineage("総務省R4-⑧").start == "policy/soumu/e-municipality"


def test_the_rows_of_a_lineage_carry_reports_and_passages(opened: Keifu) -> None:
    lineage = opened.lineage(CLOUD, up=1, down=0)
    row = next(row for row in lineage.rows() if row["upper"] == "doc/ap/2015-12-24/s/3.3")
    assert (row["lower"], row["relation"], row["tie"]) == (CLOUD, "kpiOf", "indicator")
    assert row["reports"] == "report/soumu/2019-08"
    assert set(str(row["evidence"]).split()) <= set(lineage.passages())


@pytest.mark.parametrize(
    ("form", "begin"),
    [
        ("tree", "起点"),
        ("json", "{"),
        ("svg", "<svg"),
        ("mermaid", "flowchart"),
        ("graphml", "<graphml"),
        ("gexf", "<?xml"),
    ],
)
def test_a_lineage_is_exported_in_every_form(opened: Keifu, form: str, begin: str) -> None:
    assert opened.lineage(CLOUD, up=1, down=0).export(form).lstrip().startswith(begin)


def test_a_notebook_shows_the_drawing(opened: Keifu) -> None:
    lineage = opened.lineage(CLOUD, up=1, down=0)
    assert lineage._repr_html_() == lineage.svg()
    assert lineage.text().startswith("起点")


def test_a_passage_is_quoted_exactly_with_its_place(opened: Keifu, samples: Path) -> None:
    answer = opened.answer("policy-names", {"policy": "電子自治体の推進"})
    for row in opened.passages(answer.passages):
        raw = (samples / str(row["file"])).read_text(encoding="utf-8")
        start, end = int(str(row["start"])), int(str(row["end"]))
        assert raw[start:end] == row["quote"]
        assert raw.count("\n", 0, start) + 1 == row["line"]


def test_search_finds_in_any_width_and_says_why(opened: Keifu) -> None:
    hits = opened.search("ｸﾗｳﾄﾞ導入市区町村数", limit=1)
    assert hits[0]["path"] == CLOUD
    assert hits.note.startswith("1 of ")
