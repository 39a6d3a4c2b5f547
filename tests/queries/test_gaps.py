import pytest

from graph.embedded import OxigraphStore
from queries.answer import Rows
from queries.gaps import _KINDS as KINDS
from queries.gaps import ReportSeries, fiscal_year_ja, report_series
from queries.ground import Ground

B = "https://w3id.org/keifu/"


@pytest.mark.parametrize(
    ("year", "printed"),
    [
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和2年度"),
        (2021, "令和3年度"),
        (1989, "平成元年度"),
    ],
)
def test_a_fiscal_year_is_written_as_reports_print_it(year: int, printed: str) -> None:
    assert fiscal_year_ja(year) == printed


def test_only_the_years_between_two_loaded_reports_are_missing(ground: Ground) -> None:
    (series,) = report_series(ground)
    assert series == ReportSeries("soumu-08", "総務省⑧", (2018, 2021))
    assert series.missing == (2019, 2020)


def test_a_citation_without_a_target_is_kept_with_its_text(ground: Ground) -> None:
    (gap,) = KINDS["unmatched-citations"](ground, Rows((), []))
    assert gap.where == "report/soumu/2019-08/citation/9"
    assert "名の知れない資料" in gap.text_ja


def test_a_mark_without_a_final_target_is_a_lost_cell(nquads: str) -> None:
    final = f"<{B}report/soumu/2019-08/indicator/10/1/target/2018> <{B}ns#isFinal>"
    ground = Ground(OxigraphStore.of(["\n".join(line for line in nquads.splitlines() if final not in line)]))
    (gap,) = KINDS["lost-cells"](ground, Rows((), []))
    assert gap.where == "report/soumu/2019-08/indicator/10/1"


def test_an_edition_whose_body_comes_from_the_registry_is_named(ground: Ground) -> None:
    rows = Rows(
        (),
        [
            {"document": "doc/honebuto/2016"},
            {"document": "doc/ap/2015-12-24"},
            {"edition": "doc/honebuto/2020"},
        ],
    )
    assert [gap.where for gap in KINDS["curated-links"](ground, rows)] == [
        "doc/honebuto/2016",
        "doc/honebuto/2020",
    ]


def test_a_carry_over_is_explained_only_where_one_is_shown(ground: Ground) -> None:
    assert not list(KINDS["net-figures"](ground, Rows((), [{"carryOver": None}])))
    assert len(list(KINDS["net-figures"](ground, Rows((), [{"carryOver": 1}])))) == 1


def test_a_receiver_without_reports_is_named(ground: Ground) -> None:
    (gap,) = KINDS["not-loaded"](ground, Rows((), []))
    assert (gap.where, gap.text_ja[:5]) == ("org/digital", "デジタル庁")


def test_every_gap_speaks_both_languages(ground: Ground) -> None:
    rows = Rows(
        (), [{"carryOver": 1, "basis": "basis-inferred", "document": "doc/honebuto/2016", "adoptedOn": None}]
    )
    for find in KINDS.values():
        for gap in find(ground, rows):
            assert gap.text_ja
            assert gap.text_en
