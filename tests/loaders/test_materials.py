"""使用した資料: items, titles, dates, deciders and parts of documents in the wordings that ministries use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.citing import Cited
from loaders.identity import resolve
from loaders.model import YearMonth
from ontology.registry import load_registry
from tests.loaders.free_text import LINEAR, consulted, materials, sample, tabbed_with

Item = tuple[str, str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "・国・地方の計画（平成29年５月19日）\n・経済・財政の方針（令和元年６月21日閣議決定）",
            [
                ("国・地方の計画", "2017-05-19", None, None),
                ("経済・財政の方針", "2019-06-21", "閣議決定", None),
            ],
        ),
        (
            "(1) ある計画（R5.6.9 閣議決定）\n(2) ある調査結果",
            [("ある計画", "2023-06-09", "閣議決定", None), ("ある調査結果", None, None, None)],
        ),
        (
            "「甲の計画」(令和3年4月1日閣議決定)、「乙の計画」(令和3年4月2日甲会議(乙部会)決定)及び丙の調査(令和3年4月3日)",
            [
                ("甲の計画", "2021-04-01", "閣議決定", None),
                ("乙の計画", "2021-04-02", "甲会議(乙部会)決定", None),
                ("丙の調査", "2021-04-03", None, None),
            ],
        ),
        ("・「甲の調査」、「乙の調査」等", [("甲の調査", None, None, None), ("乙の調査", None, None, None)]),
        (
            "○ある計画 第2章第1節（令和3年4月閣議決定）",
            [("ある計画", "2021-04", "閣議決定", "第2章第1節")],
        ),
        ("・ある計画（令和3年4月1日閣議決定）第3部", [("ある計画", "2021-04-01", "閣議決定", "第3部")]),
        ("・ある計画（改訂版）（令和3年4月1日）", [("ある計画(改訂版)", "2021-04-01", None, None)]),
        ("・ある計画（案）", [("ある計画(案)", None, None, None)]),
        ("・ある計画（令和3年2月30日閣議決定）", [("ある計画(令和3年2月30日閣議決定)", None, None, None)]),
        ("対応率100%", []),
        ("相談への回答までの日数：13.0日（H26.3.31現在）", []),
        ("ある計画2019 令和元年6月21日", []),
        ("特になし", []),
        ("―", []),
        ("各種の統計を用いて分析した。その結果を使用した。", []),
    ],
    ids=[
        "dots-in-titles",
        "numbers",
        "one-item-three-documents",
        "quoted-without-date",
        "part-before",
        "part-behind",
        "bracket-in-title",
        "draft",
        "no-such-day",
        "a-value",
        "a-value-with-its-day",
        "a-row-of-the-cabinet-table",
        "nothing",
        "dash",
        "sentences",
    ],
)
@pytest.mark.parametrize("layout", ["tabbed", "linear"])
def test_each_document_is_one_item(text: str, items: list[Item], layout: str) -> None:
    assert consulted(materials(text, layout)) == items


@settings(max_examples=40)
@given(st.integers(20, 60))
def test_where_the_lines_are_wrapped_makes_no_other_title(width: int) -> None:
    """The list of the sample, its lines joined and cut anew."""
    raw = sample(LINEAR)
    lines = raw[raw.index("・経済財政運営と改革の基本方針2023") : raw.index("\n\n担当部局課室名")]
    flat = lines.replace("\n", "")
    wrapped = "\n".join(flat[i : i + width] for i in range(0, len(flat), width))
    assert consulted(materials(wrapped, "linear")) == consulted(materials(lines, "linear"))


def cited(text: str) -> list[Cited]:
    reading = tabbed_with("政策評価を行う過程", text)
    every = resolve(reading.report, reading.source, load_registry()).citations.cited
    return [each for each in every if each.role == "material"]


def test_a_document_named_twice_is_one_citation_with_two_places() -> None:
    text = "・骨太の方針2019(令和元年6月21日閣議決定) ・ある調査 ・骨太の方針2019(令和元年6月21日閣議決定)"
    assert [(c.title, len(c.spans)) for c in cited(text)] == [("骨太の方針2019", 2), ("ある調査", 1)]


def test_two_dates_of_one_document_stay_side_by_side() -> None:
    text = "・骨太の方針2019(令和元年6月21日閣議決定) ・骨太の方針2019(令和元年6月11日閣議決定)"
    assert [(c.targets, c.dates) for c in cited(text)] == [
        (("doc/honebuto/2019",), (date(2019, 6, 21),)),
        (("doc/honebuto/2019",), (date(2019, 6, 11),)),
    ]


def test_a_month_tells_the_edition_only_when_one_fits() -> None:
    text = "・デジタル社会の実現に向けた重点計画(令和5年6月閣議決定) ・世界最先端IT国家創造宣言(令和5年6月)"
    first, second = cited(text)
    assert first.targets == ("doc/digital-jutenkeikaku/2023-06-09",)
    assert first.months == (YearMonth(2023, 6),)
    assert second.targets == ("work/it-declaration",)


def test_lookalikes_are_not_resolved() -> None:
    text = "・社会資本整備重点計画(令和3年5月28日閣議決定) ・農林水産省地球温暖化対策計画(令和3年10月27日)"
    assert not any(each.works[0].known for each in cited(text))


def test_two_deciders_are_two_bodies() -> None:
    reading = tabbed_with("政策評価を行う過程", "・ある方針(令和3年4月1日経済財政諮問会議(第5回)、閣議決定)")
    (one,) = [
        c
        for c in resolve(reading.report, reading.source, load_registry()).citations.cited
        if c.role == "material"
    ]
    (edition,) = one.editions
    assert one.decider == "経済財政諮問会議(第5回)、閣議決定"
    assert {edition.adopted_by, *edition.also_adopted_by} >= {"org/cabinet"}
