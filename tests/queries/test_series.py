from datetime import date
from decimal import Decimal

from graph.embedded import OxigraphStore
from ontology.iris import Base
from queries.ground import Ground
from queries.series import SeriesTable, series

CLOUD = "indicator/municipal-cloud-adopters"
A, B = "report/soumu/2019-08", "report/soumu/2022-08"


def table(ground: Ground, indicator: str = CLOUD) -> SeriesTable:
    return series(ground.store, Base().iri(indicator))


def changed(nquads: str, old: str, new: str) -> Ground:
    assert old in nquads
    return Ground(OxigraphStore.of([nquads.replace(old, new)]))


def test_the_values_of_two_reports_make_one_table(ground: Ground) -> None:
    found = table(ground)
    actual = [(p.fiscal_year, p.value) for p in found.points if p.indicator == CLOUD and p.kind == "actual"]
    assert actual == [(2016, 842), (2017, 950), (2018, 1067), (2021, 1404)]
    assert (found.label, found.direction) == ("クラウド導入市区町村数", "direction-up")


def test_the_actual_of_the_next_day_is_judged_against_the_target_of_the_year_before(ground: Ground) -> None:
    point = next(p for p in table(ground).points if p.observation.endswith("5/1/actual/2018"))
    assert point.against == (f"{A}/indicator/5/1/target/2017",)
    assert point.as_of == date(2018, 4, 1)
    assert point.passages == ("source/aec283a3ce7df1c3/p/3529-3548",)
    target = next(p for p in table(ground).points if p.observation == point.against[0])
    assert (target.is_final, target.comparator, target.column) == (True, "cmp-about", "2016")


def test_published_and_recomputed_verdicts_stand_side_by_side(ground: Ground) -> None:
    assert [(run.series, run.published, run.recomputed) for run in table(ground).runs] == [
        (f"{A}/indicator/5/1", "achievement-i", "met"),
        (f"{B}/indicator/1/1", "achievement-pending", "not-due"),
        (f"{B}/indicator/1/1a", "achievement-pending", "not-due"),
    ]


def test_two_reports_join_where_the_baseline_repeats_the_actual_and_the_note_says_so(ground: Ground) -> None:
    (join,) = table(ground).joins
    assert (join.earlier, join.later, join.fiscal_year) == (A, B, 2018)
    assert "1,067" in join.note_ja
    assert "平成30年度" in join.note_ja
    assert "名称が同じ" in join.note_ja
    assert not table(ground).breaks


def test_another_value_for_the_same_year_breaks_the_line(nquads: str) -> None:
    old = '1/1/baseline/2018> <https://w3id.org/keifu/ns#value> "1067"'
    if old not in nquads:
        old = '1/1/baseline/2018> <https://w3id.org/keifu/ns#value> "1067.0"'
    found = table(changed(nquads, old, old.replace("1067", "1066")))
    (broken,) = found.breaks
    assert broken.reason == "value"
    assert not found.joins


def test_another_unit_breaks_the_line(nquads: str) -> None:
    old = (
        "1/1/baseline/2018> <https://w3id.org/keifu/ns#unit> <https://w3id.org/keifu/code#unit-municipality>"
    )
    found = table(changed(nquads, old, old.replace("unit-municipality", "unit-person")))
    assert [broken.reason for broken in found.breaks] == ["unit"]


def test_without_a_common_year_there_is_no_join(nquads: str) -> None:
    old = '1/1/baseline/2018> <https://w3id.org/keifu/ns#fiscalYear> "2018"'
    found = table(changed(nquads, old, old.replace('"2018"', '"2019"')))
    assert [broken.reason for broken in found.breaks] == ["no-common-year"]


def test_an_indicator_without_values_gives_an_empty_table(ground: Ground) -> None:
    found = table(ground, "indicator/nothing")
    assert (found.points, found.joins, found.breaks, found.runs) == ((), (), (), ())
    assert (found.label, found.direction) == ("indicator/nothing", None)


def test_words_without_a_number_are_points_without_a_value(ground: Ground) -> None:
    (point,) = table(ground, "indicator/local-admin-database").points
    assert point.value is None
    assert point.text == "管理・統計処理等の実施。"


def test_decimals_keep_their_exact_value(ground: Ground) -> None:
    values = {point.value for point in table(ground, "indicator/e-approval-duration").points}
    assert values == {Decimal("40.1"), Decimal(32), Decimal("58.7"), Decimal("60.3")}
