"""The chart of one indicator: places in time, signs, axes, agreement of reports."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.drawing import SeriesPoint, draw_series_svg
from queries.drawing.points import day_of, pairs, prepare, said_short, sort_key
from queries.drawing.scale import axis_of, number_text, value_scale, year_name, year_of
from queries.drawing.spots import Area, Want, find_spots
from tests.queries.drawing_fixtures import REPORT_LABELS, A, B

SVG = "{http://www.w3.org/2000/svg}"
PART = "うち自治体クラウド"
Kind = Literal["baseline", "target", "actual"]


def point(
    kind: Kind, year: int | None, day: str, value: str, report: str, *, unit: str = "団体", **more: str
) -> SeriesPoint:
    return SeriesPoint(
        kind,
        year,
        date.fromisoformat(day) if day else None,
        Decimal(value) if value else None,
        unit,
        "",
        report,
        more.get("final", "") == "yes",
        more.get("label", value),
        more.get("series", ""),
    )


CLOUD = (
    point("baseline", 2014, "2014-04-01", "550", A),
    point("actual", 2016, "2016-04-01", "842", A),
    point("actual", 2017, "2017-04-01", "950", A),
    point("actual", 2018, "2018-04-01", "1067", A, label="1,067団体"),
    point("target", 2017, "", "1000", A, final="yes", label="約1,000団体"),
    point("baseline", 2018, "", "1067", B),
    point("actual", 2019, "2019-04-01", "1182", B),
    point("actual", 2020, "2020-04-01", "1279", B),
    point("actual", 2021, "2021-04-01", "1404", B),
    point("target", 2023, "", "1600", B, final="yes", label="約1,600団体"),
    point("actual", 2019, "2019-04-01", "497", B, series=PART),
    point("actual", 2020, "2020-04-01", "611", B, series=PART),
)
RANK = (
    point("baseline", 2014, "", "4", A, unit="位"),
    point("actual", 2016, "", "16", A, unit="位"),
    point("actual", 2018, "", "9", A, unit="位"),
    point("target", 2016, "", "4", A, unit="位", label="平成26年度値以上"),
    point("target", 2018, "", "16", A, unit="位", label="平成28年度値以上", final="yes"),
)


def dots(points: tuple[SeriesPoint, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    known = sorted(points, key=sort_key)
    chart = prepare(known, known, axis_of(points[0].unit), {}, "ja")
    return {(dot.point.kind, str(dot.value)): (dot.x, dot.y) for dot in chart.dots}


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_the_value_of_the_first_of_april_stands_beside_the_target_of_the_year_before() -> None:
    found = dots(CLOUD)
    assert found["actual", "1067"][0] - found["target", "1000"][0] in {0, 1}
    assert found["actual", "950"][0] < found["target", "1000"][0] - 30
    assert found["actual", "1067"][1] < found["target", "1000"][1]


def test_a_value_without_a_day_stands_at_the_end_of_its_fiscal_year() -> None:
    assert day_of(point("actual", 2018, "", "1", A)) == date(2019, 3, 31)
    assert day_of(point("target", None, "", "1", A)) is None
    assert year_of(date(2019, 3, 31)) == 2018
    assert year_of(date(2018, 4, 1)) == 2018


def test_the_chart_names_reports_values_and_years_in_both_calendars() -> None:
    svg = draw_series_svg(CLOUD, title="クラウド導入市区町村数", direction="up", report_labels=REPORT_LABELS)
    found = texts(svg)
    assert {"総務省31-⑧", "総務省R4-⑧", "約1,600団体", "H30 (2018)", "R1 (2019)"} <= set(found)
    assert "（団体） ↑ 高いほどよい" in found
    assert "評価書間で一致" in found
    assert f"実績（{PART}）" in found


def test_a_difference_between_reports_is_written_out() -> None:
    other = (*CLOUD, point("actual", 2016, "", "843", B))
    assert "評価書間の差 1" in texts(draw_series_svg(other))
    same_day = (*CLOUD, point("actual", 2017, "2017-04-01", "952", B))
    assert "評価書間の差 2" in texts(draw_series_svg(same_day))


def test_the_pairs_are_of_one_year_one_series_and_two_reports() -> None:
    known = sorted(CLOUD, key=sort_key)
    chart = prepare(known, known, "zero", {}, "ja")
    assert [(one.value, two.value) for one, two in pairs(chart)] == [(Decimal(1067), Decimal(1067))]


def test_ranks_are_upside_down_and_say_so() -> None:
    found = dots(RANK)
    assert found["baseline", "4"][1] < found["actual", "9"][1] < found["actual", "16"][1]
    assert "（位） 軸は逆向き（上ほど上位）" in texts(draw_series_svg(RANK))
    assert {"平成26年度値以上", "平成28年度値以上", "1"} <= set(texts(draw_series_svg(RANK)))


def test_counts_start_at_zero_and_ratios_do_not() -> None:
    counts = value_scale([Decimal(550), Decimal(1404)], "zero", 0, 100)
    assert counts.low == 0
    ratios = value_scale([Decimal("99.99"), Decimal(100)], "free", 0, 100)
    assert 0 < ratios.low < Decimal("99.99")
    points = (
        point("target", 2018, "", "99.99", A, unit="％"),
        point("actual", 2018, "", "100", A, unit="％"),
        point("actual", 2017, "", "100", A, unit="％"),
    )
    assert any("軸は0から始まらない" in words for words in texts(draw_series_svg(points)))


def test_negative_values_stay_on_the_chart() -> None:
    scale = value_scale([Decimal(-13745), Decimal(13555)], "zero", 10, 110)
    assert 10 <= scale.y(Decimal(13555)) < scale.y(Decimal(0)) < scale.y(Decimal(-13745)) <= 110


def test_one_value_alone_makes_a_chart_on_every_kind_of_axis() -> None:
    for unit in ("団体", "％", "位"):
        svg = draw_series_svg([point("actual", 2018, "", "0", A, unit=unit)])
        assert len(list(ET.fromstring(svg).iter(f"{SVG}circle"))) >= 1


@pytest.mark.parametrize(("join", "dashed"), [("stated", False), ("inferred", True)])
def test_a_joint_between_reports_carries_a_tick_and_is_dashed_when_inferred(
    join: Literal["stated", "inferred"], *, dashed: bool
) -> None:
    lines = [path.attrib for path in ET.fromstring(draw_series_svg(CLOUD, join=join)).iter(f"{SVG}path")]
    assert len([line for line in lines if line["d"].endswith("v12")]) == 1
    assert any(line.get("stroke-dasharray") == "5 4" for line in lines) is dashed


def test_no_line_runs_over_a_break_or_an_unjoined_report() -> None:
    broken = SeriesPoint(
        "actual", 2021, date(2021, 4, 1), Decimal(1404), "団体", "", B, False, "1,404", "", break_before=True
    )
    kept = [p for p in CLOUD if str(p.value) != "1404"]
    assert texts(draw_series_svg([*kept, broken])).count("//") == 1
    assert texts(draw_series_svg(CLOUD, join="none")).count("//") == 1


def test_final_and_yearly_targets_differ_in_outline() -> None:
    root = ET.fromstring(draw_series_svg(RANK))
    groups = [group for group in root.iter(f"{SVG}g") if group.attrib.get("data-kind") == "target"]
    signs = [group.find(f"{SVG}path") for group in groups]
    assert len({sign.attrib["fill"] for sign in signs if sign is not None}) == 2


def test_a_target_of_no_year_is_a_level_line() -> None:
    svg = draw_series_svg([*CLOUD, point("target", None, "", "1741", B, label="全市区町村")])
    assert "全市区町村" in texts(svg)
    assert 'stroke-dasharray="8 4"' in svg


def test_an_indicator_without_numbers_is_a_strip_of_cells() -> None:
    words = "平成29年12月にシステムの構築が完了"
    qualitative = [
        point("actual", 2017, "", "", A, unit="", label=words),
        point("target", None, "", "", A, unit=""),
    ]
    svg = draw_series_svg(qualitative)
    assert "H29 (2017) 実績" in texts(svg)
    assert "".join(texts(svg)).count("システムの構築が") == 1
    assert "数値のない指標" in draw_series_svg([])


def test_the_description_names_first_last_and_targets() -> None:
    root = ET.fromstring(draw_series_svg(CLOUD))
    said = root.findtext(f"{SVG}desc") or ""
    assert said.startswith("最初 842（2016-04-01）、最後 1404（2021-04-01）")
    assert "目標 約1,600団体（R5 (2023)）" in said


def test_the_order_of_rows_changes_nothing_and_hostile_words_stay_words() -> None:
    assert draw_series_svg(CLOUD) == draw_series_svg(CLOUD[::-1])
    evil = point("actual", 2018, "", "1", A, unit="<i>", label="<script>\u202e]]>", series="\u0000")
    root = ET.fromstring(draw_series_svg([evil], title='"><script>', direction="down"))
    assert "script" not in {element.tag for element in root.iter()}


def test_a_point_without_label_is_written_with_its_unit() -> None:
    assert "1,404団体" in texts(draw_series_svg([point("actual", 2021, "", "1404", A, label="")]))


def test_an_english_unit_stands_behind_a_blank_and_no_label_is_cut() -> None:
    points = [
        point("actual", 2020, "", "1279", A, unit="municipality", label="1,279municipality"),
        point(
            "target", 2023, "", "1600", A, unit="municipality", label="about 1,600municipality", final="yes"
        ),
        point("actual", 2021, "", "1404", A, unit="municipality", label=""),
    ]
    svg = draw_series_svg(points, language="en")
    assert {"1,279 mun.", "about 1,600 mun.", "1,404 mun."} <= set(texts(svg))
    assert "1,279 municipality" in svg
    assert "…" not in svg


@pytest.mark.parametrize(
    ("unit", "label", "short"),
    [
        ("percent", "99.99percent", "99.99%"),
        ("hour", "60.3hour", "60.3 hour"),
        ("団体", "1,404団体", "1,404団体"),
        ("large administrative area", "about 1,600large administrative area", "about 1,600"),
        ("", "平成28年度値以上", "平成28年度値以上"),
        ("位", "", "1,404位"),
        ("位", "システムの構築が完了したことを確認した", "システムの構築が完了し…"),
    ],
)
def test_the_words_beside_a_sign_fit_their_room(unit: str, label: str, short: str) -> None:
    assert said_short(point("actual", 2020, "", "1404", A, unit=unit, label=label), 1200) == short


def test_labels_of_the_seeds_do_not_hide_each_other() -> None:
    wants = [Want(100, 100, 40, -1), Want(100, 104, 40, -1), Want(102, 102, 60, 1)]
    spots = find_spots(wants, [Area(94, 94, 106, 110)], Area(0, 0, 400, 300))
    assert all(one.overlap(two) == 0 for place, one in enumerate(spots) for two in spots[place + 1 :])


@pytest.mark.parametrize(
    ("year", "name"), [(2018, "H30 (2018)"), (1989, "H1 (1989)"), (1988, "S63 (1988)"), (1850, "1850")]
)
def test_years_are_named_in_both_calendars(year: int, name: str) -> None:
    assert year_name(year) == name


def test_numbers_are_written_without_needless_zeros() -> None:
    assert number_text(Decimal("1506096.0")) == "1,506,096"
    assert number_text(Decimal("0.20")) == "0.2"
    assert number_text(Decimal(-13745)) == "-13,745"


@given(
    st.lists(
        st.builds(
            SeriesPoint,
            st.sampled_from(["baseline", "target", "actual"]),
            st.none() | st.integers(1950, 2060),
            st.none() | st.dates(date(1950, 1, 1), date(2060, 1, 1)),
            st.none() | st.decimals(-(10**9), 10**9, places=2, allow_nan=False),
            st.sampled_from(["団体", "％", "位", ""]),
            st.just(""),
            st.sampled_from([A, B]),
            st.booleans(),
            st.text(max_size=30),
            st.sampled_from(["", PART]),
        ),
        max_size=20,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_rows_give_a_well_formed_chart(points: list[SeriesPoint]) -> None:
    root = ET.fromstring(draw_series_svg(points))
    assert root.attrib["width"] == "800"


@given(st.lists(st.decimals(-(10**7), 10**7, places=3, allow_nan=False), min_size=1, max_size=9))
def test_every_value_lies_between_the_ends_of_its_axis(values: list[Decimal]) -> None:
    for axis in ("zero", "free"):
        scale = value_scale(values, axis, 50, 300)
        assert all(50 <= scale.y(value) <= 300 for value in values)
        assert 2 <= len(scale.ticks()) <= 9
