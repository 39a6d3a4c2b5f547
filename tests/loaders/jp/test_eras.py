"""Years and dates: eras without an upper bound, inherited eras, broken lines, and back again."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.eras import (
    DateFound,
    Era,
    YearFound,
    document_year,
    find_dates,
    find_year_months,
    find_years,
    fiscal_year_of,
    fiscal_year_range,
    format_date,
    format_fiscal_year,
)
from loaders.jp.folding import fold
from loaders.jp.year_names import era_of


class Seeds(Protocol):
    @property
    def a(self) -> Path: ...
    @property
    def b(self) -> Path: ...
    @property
    def paths(self) -> tuple[Path, Path]: ...


def fiscal_years(printed: str, hint: Era | None = None) -> list[int | None]:
    return [year.fiscal_year for year in find_years(fold(printed), hint) if year.kind == "fy"]


def dates(printed: str, hint: Era | None = None) -> list[str]:
    return [found.value.isoformat() for found in find_dates(fold(printed), hint)]


@pytest.mark.parametrize(
    ("printed", "years"),
    [
        pytest.param("主要な政策に係る評価書(平成30年度実施政策)", [2018], id="A3"),
        pytest.param("令和元年度 令和２年度 令和３年度 令和４年度", [2019, 2020, 2021, 2022], id="B31"),
        pytest.param("平成33年度に平成28年度実績値比2倍を目指す", [2021, 2016], id="A36-beyond-the-era"),
        pytest.param("(平成32年度予算概算要求に向けた考え方)", [2020], id="A58"),
        pytest.param(
            "平成28年度1,002名、29年度1,204名、30年度1,752名", [2016, 2017, 2018], id="A55-inherited"
        ),
        pytest.param("要望への対応率：平成30年\n度100％", [2018], id="B178-broken-line"),
        pytest.param("平成31年度と令和元年度", [2019, 2019], id="two-names-of-one-year"),
        pytest.param("㍻３０年度", [2018], id="ligature-full-width"),
        pytest.param("平成三十年度", [2018], id="kanji"),
        pytest.param("昭和64年度 大正15年度 明治45年度", [1989, 1926, 1912], id="older-eras"),
        pytest.param("H28年度、R 4年度", [2016, 2022], id="letters"),
        pytest.param("2018年度", [2018], id="western"),
        pytest.param("平成28～30年度", [2016, 2018], id="range-shares-its-mark"),
        pytest.param("令和元・2年度", [2019, 2020], id="pair-shares-its-mark"),
        pytest.param("平成元年度", [1989], id="first-year"),
        pytest.param("平成0年度", [], id="year-zero-is-none"),
        pytest.param("ABCH28年度", [], id="letter-inside-a-word-is-no-era"),
        pytest.param("第30年度", [], id="ordinal"),
    ],
)
def test_fiscal_years_are_read_in_order(printed: str, years: list[int | None]) -> None:
    assert fiscal_years(printed) == years


def test_bare_years_take_the_hint_when_nothing_precedes_them() -> None:
    assert fiscal_years("28年度\t29年度", Era.HEISEI) == [2016, 2017]
    assert fiscal_years("4位 【26年度】", Era.HEISEI) == [2014]


def test_a_bare_year_without_any_era_is_found_but_not_dated() -> None:
    assert find_years("【26年度】") == [YearFound(1, 5, None, None, "fy", None, inherited=True)]


def test_an_era_of_another_sentence_yields_to_the_hint() -> None:
    text = "令和元年に公表した。30年度の実績"
    assert fiscal_years(text, Era.HEISEI) == [2018]
    assert fiscal_years("令和元年の公表時、2年度は", Era.HEISEI) == [2020]


def test_an_era_of_another_sentence_serves_when_there_is_no_hint() -> None:
    assert fiscal_years("平成28年に開始した。30年度の実績") == [2018]


@pytest.mark.parametrize("text", ["10年以内", "3年間", "20年後", "100年"])
def test_lengths_of_time_are_no_years(text: str) -> None:
    assert find_years(text, Era.HEISEI) == []


def test_a_bare_calendar_year_needs_its_month() -> None:
    found = find_years("平成28年7月、29年12月に構築が完了")
    assert [(year.calendar_year, year.kind, year.inherited) for year in found] == [
        (2016, "cy", False),
        (2017, "cy", True),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param(
            "平成25年6月14日(平成26年6月24日 改定)(平成27年6月30日改定)",
            ["2013-06-14", "2014-06-24", "2015-06-30"],
            id="A21-growing-list",
        ),
        pytest.param("842団体 (H28.4.1時点)", ["2016-04-01"], id="A44"),
        pytest.param("（H31.4.1現在）", ["2019-04-01"], id="B149"),
        pytest.param("（R2.4.1現在）", ["2020-04-01"], id="B155"),
        pytest.param("（令和３年12\n月24日閣議決定）", ["2021-12-24"], id="B261-broken-line"),
        pytest.param("令和元年12月５日", ["2019-12-05"], id="B99"),
        pytest.param("2018年6月15日", ["2018-06-15"], id="western"),
        pytest.param("2024.6.21", ["2024-06-21"], id="western-points"),
        pytest.param("2018-06-15", ["2018-06-15"], id="iso"),
        pytest.param("R6.6.21閣議決定", ["2024-06-21"], id="RS-letter"),
        pytest.param("平成25.6.14", ["2013-06-14"], id="name-with-points"),
        pytest.param("(令和5年(2023年)12月26日閣議決定)", ["2023-12-26"], id="RS-doubled-year"),
        pytest.param("2011（平成23）年11 月2日", ["2011-11-02"], id="RS-doubled-year-before-its-mark"),
        pytest.param("令和5年(2022年)12月26日", [], id="two-countings-that-disagree"),
        pytest.param("令和5年(予定)12月26日", [], id="a-remark-inside-a-date"),
        pytest.param("令和5年度12月21日", [], id="RS-misprint-is-no-date"),
        pytest.param("平成30年2月30日", [], id="no-such-day"),
        pytest.param("1.2.3", [], id="no-version"),
        pytest.param("H31.4.1.2", [], id="no-address"),
    ],
)
def test_dates_are_read(printed: str, expected: list[str]) -> None:
    assert dates(printed) == expected


def test_a_range_holds_the_whole_date_and_no_more() -> None:
    text = "(H30.4.1時点)"
    assert find_dates(text) == [DateFound(1, 8, date(2018, 4, 1))]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("令和元年8月", [(2019, 8)], id="A69"),
        pytest.param("令和４年８月", [(2022, 8)], id="B259"),
        pytest.param("来年９月から令和３\n年３月末まで", [(2021, 3)], id="B105-broken-line"),
        pytest.param("平成30年7月20日", [], id="a-full-date-is-no-month"),
        pytest.param("8月", [], id="month-alone"),
    ],
)
def test_months_are_read(printed: str, expected: list[tuple[int, int]]) -> None:
    assert [(found.year, found.month) for found in find_year_months(fold(printed))] == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("31", (2019, Era.HEISEI), id="A5"),
        pytest.param("R4", (2022, Era.REIWA), id="B3"),
        pytest.param("25", (2013, Era.HEISEI), id="H26-monitoring"),
        pytest.param("H26", (2014, Era.HEISEI), id="letter"),
        pytest.param("令和4", (2022, Era.REIWA), id="name"),
        pytest.param("令和元年度", (2019, Era.REIWA), id="first"),
        pytest.param("2024", (2024, None), id="western"),
        pytest.param("4", None, id="either-era"),
        pytest.param("19", None, id="still-either"),
        pytest.param("65", None, id="no-era-was-that-long"),
        pytest.param("⑧", None, id="sequence"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_year_of_a_document_number_is_certain_or_absent(
    printed: str, expected: tuple[int, Era | None] | None
) -> None:
    assert document_year(printed) == expected


@given(st.integers(1868, 2200))
def test_a_written_fiscal_year_reads_back(fiscal_year: int) -> None:
    text = format_fiscal_year(fiscal_year)
    assert [(y.start, y.end, y.fiscal_year) for y in find_years(text)] == [(0, len(text), fiscal_year)]


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_a_written_date_reads_back(day: date) -> None:
    text = format_date(day)
    assert find_dates(f"({text}閣議決定)") == [DateFound(1, 1 + len(text), day)]


@given(st.dates())
def test_a_day_lies_in_its_fiscal_year(day: date) -> None:
    year = fiscal_year_of(day)
    if 1 <= year < 9999:
        first, last = fiscal_year_range(year)
        assert first <= day <= last


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(1926, 12, 24), "大正15年12月24日"),
        (date(1926, 12, 25), "昭和元年12月25日"),
        (date(1912, 7, 29), "明治45年7月29日"),
        (date(1912, 7, 30), "大正元年7月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(1868, 1, 24), "1868年1月24日"),
    ],
)
def test_an_era_begins_on_its_day(day: date, text: str) -> None:
    assert format_date(day) == text


def test_years_before_the_eras_have_no_name() -> None:
    with pytest.raises(ValueError, match="1867"):
        format_fiscal_year(1867)
    with pytest.raises(KeyError):
        era_of("慶応")


@given(st.sampled_from(list(Era)), st.integers(1, 99), st.sampled_from(["年度", "年"]))
def test_the_name_of_an_era_changes_nothing_but_the_name(era: Era, year: int, mark: str) -> None:
    (found,) = find_years(f"{era.value}{year}{mark}")
    assert (found.fiscal_year or found.calendar_year) == era.western(year)


def _covered(spans: Iterable[tuple[int, int]], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


@pytest.mark.seeds
def test_every_era_expression_of_the_reports_is_read(seeds: Seeds) -> None:
    named, bare, letters = 0, 0, 0
    for path in seeds.paths:
        text = fold(path.read_bytes().decode())
        years = find_years(text, Era.HEISEI)
        dated = {year.start for year in years if year.fiscal_year or year.calendar_year}
        for found in re.finditer("平成|令和", text):
            assert found.start() in dated, text[found.start() : found.start() + 12]
            named += 1
        for found in re.finditer(r"(?<![0-9成和])[0-9]{2}年度", text):
            assert found.start() in dated, text[found.start() : found.start() + 12]
            bare += 1
        spans = [(day.start, day.end) for day in find_dates(text)]
        for found in re.finditer(r"[HR][0-9]{1,2}\.[0-9]", text):
            assert _covered(spans, found.start())
            letters += 1
    assert (named, bare, letters) == NAMED_BARE_LETTERS


NAMED_BARE_LETTERS = (92, 32, 6)


@pytest.mark.seeds
def test_the_years_of_the_indicator_tables_lie_between_2012_and_2023(seeds: Seeds) -> None:
    for path in seeds.paths:
        years = find_years(fold(path.read_bytes().decode()), Era.HEISEI)
        assert {year.fiscal_year or year.calendar_year for year in years} <= set(range(2012, 2024))


@pytest.mark.seeds
def test_all_dates_of_b_are_these(seeds: Seeds) -> None:
    assert dates(seeds.b.read_bytes().decode()) == [
        "2021-06-18",
        "2019-12-19",
        "2019-06-21",
        "2020-07-17",
        "2020-07-17",
        "2019-12-05",
        "2019-04-01",
        "2020-04-01",
        "2021-04-01",
        "2013-12-20",
        "2020-12-25",
        "2021-12-24",
    ]
