"""Figures, quantities, ratios and number tokens, by a strict comma grammar."""

from decimal import Decimal
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.folding import fold
from loaders.jp.numbers import (
    find_digit_runs,
    find_figures,
    find_quantities,
    find_ratios,
    format_number,
    is_part_of_name,
    parse_strict,
)

UNITS = {
    "団体": "municipality",
    "千件": "thousand-cases",
    "件": "case",
    "人": "person",
    "名": "person",
    "時間": "hour",
    "位": "rank",
    "％": "percent",
    "円": "yen",
    "百万円": "million-yen",
}


class Seeds(Protocol):
    @property
    def a(self) -> Path: ...
    @property
    def b(self) -> Path: ...
    @property
    def paths(self) -> tuple[Path, Path]: ...


def figures(printed: str) -> list[int]:
    return [int(figure.value) for figure in find_figures(fold(printed))]


def quantities(printed: str) -> list[tuple[str, str, str]]:
    return [(str(q.value), q.unit_code, q.comparator) for q in find_quantities(fold(printed), UNITS)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("当初予算(a)\t37,790\t46,550\t55,662\t76,461", [37790, 46550, 55662, 76461], id="A11"),
        pytest.param("△ 13,745 △ 357,936 △ 1,582,692", [-13745, -357936, -1582692], id="B10"),
        pytest.param("▲13,745", [-13745], id="black-triangle"),
        pytest.param("−13,745", [-13745], id="minus"),
        pytest.param("－ 13,745", [-13745], id="full-width-hyphen"),
        pytest.param("-23,940", [-23940], id="H26"),
        pytest.param("0", [0], id="B8-lone-zero"),
        pytest.param("76461", [76461], id="no-comma"),
        pytest.param("13,7\n45", [13745], id="broken-inside-a-group"),
        pytest.param("12,\n345", [12345], id="broken-after-the-comma"),
        pytest.param("1,279\n,000", [1279000], id="broken-before-the-comma"),
        pytest.param("76\n461", [76, 461], id="two-numbers-of-two-lines"),
        pytest.param("1,067\n407", [1067, 407], id="both-lines-complete"),
        pytest.param("1,06 12", [12], id="broken-comma-grammar-gives-nothing"),
        pytest.param("1,2,3", [], id="a-list-is-no-figure"),
        pytest.param("H28.4.1", [], id="a-date-is-no-figure"),
        pytest.param("3.\n10", [3, 10], id="a-heading-does-not-join"),
        pytest.param("", [], id="empty"),
    ],
)
def test_figures_of_a_budget_slot(printed: str, expected: list[int]) -> None:
    assert figures(printed) == expected


def test_a_figure_holds_its_printed_sign_and_range() -> None:
    (figure,) = find_figures("(c) △ 13,745 ")
    assert (figure.start, figure.end, figure.sign) == (4, 12, "△")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("4位 【26年度】", [("4", "rank", "bare")], id="A32"),
        pytest.param("441,754千件以上", [("441754", "thousand-cases", "at-least")], id="A34"),
        pytest.param(
            "1,154,547千件 (平成28年度実績値比2倍) 【33年度】",
            [("1154547", "thousand-cases", "bare")],
            id="A36",
        ),
        pytest.param("38時間以内", [("38", "hour", "at-most")], id="A40"),
        pytest.param("40.1時間 【26年度】", [("40.1", "hour", "bare")], id="A40-baseline"),
        pytest.param("約1,000団体", [("1000", "municipality", "about")], id="A43"),
        pytest.param("・不稼働率：0.2%以下 【27年度】", [("0.2", "percent", "at-most")], id="A46"),
        pytest.param("99.99%以上", [("99.99", "percent", "at-least")], id="A51"),
        pytest.param(
            "自治体クラウド407 団体、", [("407", "municipality", "bare")], id="A55-blank-before-unit"
        ),
        pytest.param("毎年度100団体程度増加", [("100", "municipality", "increase")], id="B131"),
        pytest.param("団体数：497団\n\n体\n（H31.4.1現在）", [("497", "municipality", "bare")], id="B146"),
        pytest.param("２万円の前払い", [("20000", "yen", "bare")], id="B106"),
        pytest.param("100％（45／45）", [("100", "percent", "bare")], id="B179"),
        pytest.param("5億3,000万円", [("530000000", "yen", "bare")], id="mixed-powers"),
        pytest.param("約3千億円", [("300000000000", "yen", "about")], id="power-of-powers"),
        pytest.param("2兆5億円超", [("2000500000000", "yen", "more")], id="skipped-powers"),
        pytest.param("12百万円未満", [("12", "million-yen", "less")], id="longest-unit-first"),
        pytest.param("△3.5％減", [("-3.5", "percent", "decrease")], id="signed"),
        pytest.param("(-5件)", [("-5", "case", "bare")], id="hyphen-after-a-bracket"),
        pytest.param("31-8件", [("8", "case", "bare")], id="hyphen-between-numbers-is-no-sign"),
        pytest.param(
            "約1,600～1,700団体",
            [("1600", "municipality", "about"), ("1700", "municipality", "about")],
            id="both-ends-of-a-range",
        ),
        pytest.param("1,00件", [], id="broken-comma-grammar-gives-nothing"),
        pytest.param("一人ひとり", [], id="B23-kanji-one-counts-nothing"),
        pytest.param("Society5.0時間", [], id="glued-to-a-name"),
        pytest.param("1,2件", [], id="a-list-is-no-quantity"),
        pytest.param("3~", [], id="open-range"),
        pytest.param("3~4", [], id="range-without-unit"),
    ],
)
def test_quantities_with_their_units(printed: str, expected: list[tuple[str, str, str]]) -> None:
    assert quantities(printed) == expected


def test_the_range_runs_from_about_to_the_comparing_word() -> None:
    text = "末までに約1,600団体以上、うち"
    (found,) = find_quantities(text, UNITS)
    assert text[found.start : found.end] == "約1,600団体以上"
    assert (found.approx, found.comparator, found.unit_text) == (True, "at-least", "団体")


def test_a_ratio_behind_a_quantity_belongs_to_it() -> None:
    (found,) = find_quantities(fold("対応率100%\n（46／46）"), UNITS)
    assert found.ratio is not None
    assert (found.ratio.numerator, found.ratio.denominator) == (46, 46)


def test_ratios_are_found_alone_too() -> None:
    (found,) = find_ratios(fold("（1,045／1,100）"))
    assert (found.numerator, found.denominator) == (1045, 1100)
    assert find_ratios("(1,04/5) (a/b)") == []


def test_no_units_give_no_quantities() -> None:
    assert find_quantities("5件", {}) == []


@pytest.mark.parametrize(
    ("text", "number", "answer"),
    [
        pytest.param("第2章 Society 5.0時代", "5.0", True, id="B58"),
        pytest.param("第2章 Society", "2", True, id="ordinal"),
        pytest.param("電子自治体の取組みを加速するための10の指針", "10", True, id="A66"),
        pytest.param("3つのアクションプラン", "3", True, id="A22"),
        pytest.param(
            "<https://www.e-gov.go.jp/doc/pdf/060331/H31TouitsuKensyuPlan.pdf>", "060331", True, id="A55-url"
        ),
        pytest.param("H31TouitsuKensyuPlan", "31", True, id="identifier"),
        pytest.param("経済財政運営と改革の基本方針2018(", "2018", True, id="A66-title-year"),
        pytest.param("チーム報告書」84に基づく", "84", True, id="A26-footnote"),
        pytest.param("COVID-19対策", "19", True, id="hyphenated-name"),
        pytest.param("クラウド導入市区町村数:1,279団体", "1,279", False, id="B151"),
        pytest.param("H28.4.1", "28", False, id="date"),
        pytest.param("計画」3年", "3", False, id="unit-after-a-quote"),
        pytest.param("人口2000人", "2000", False, id="four-digits-with-unit"),
    ],
)
def test_numbers_of_names_are_told_from_counts(text: str, number: str, answer: bool) -> None:  # noqa: FBT001
    start = text.index(number)
    assert is_part_of_name(text, start, start + len(number)) is answer


def test_number_tokens_of_all_kinds_are_found() -> None:
    text = "△ 13,745 ⑤ Ⅲ 第二 ３．５％ ➀ 一. 施策 40.1"
    runs = [text[start:end] for start, end in find_digit_runs(text)]
    assert runs == ["△ 13,745", "⑤", "Ⅲ", "二", "３．５", "➀", "一", "40.1"]


amounts = st.decimals(min_value=0, max_value=10**12, places=0) | st.decimals(
    min_value=0, max_value=10**6, places=2
)


@given(amounts)
def test_a_written_number_reads_back(value: Decimal) -> None:
    assert parse_strict(format_number(value)) == value


@given(
    amounts,
    st.sampled_from(["", "約"]),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from(["", "以上", "未満"]),
)
def test_a_written_quantity_reads_back(value: Decimal, about: str, unit: str, suffix: str) -> None:
    text = f"{about}{format_number(value)}{fold(unit)}{suffix}"
    (found,) = find_quantities(text, UNITS)
    assert (found.start, found.end, found.value, found.unit_code) == (0, len(text), value, UNITS[unit])
    assert found.approx is bool(about)


@given(st.lists(st.integers(-(10**9), 10**9), max_size=6))
def test_written_figures_read_back(values: list[int]) -> None:
    text = " ".join(("△ " if value < 0 else "") + f"{abs(value):,}" for value in values)
    assert [int(figure.value) for figure in find_figures(text)] == values


@given(st.integers(1000, 10**9), st.data())
def test_digits_broken_by_one_line_end_are_joined_when_only_the_whole_is_a_number(
    value: int, data: st.DataObject
) -> None:
    text = f"{value:,}"
    at = data.draw(st.integers(1, len(text) - 1))
    first, rest = text[:at], text[at:]
    joined = int(find_figures(f"{first}\n{rest}")[0].value)
    ambiguous = parse_strict(first) is not None and not rest.startswith(",")
    assert joined == (int(first.replace(",", "")) if ambiguous else value)


@given(st.text(alphabet=st.sampled_from("0123456789,.△①Ⅲ第二 \n件%年") | st.characters(), max_size=60))
def test_every_digit_stands_in_exactly_one_token(text: str) -> None:
    runs = find_digit_runs(text)
    owned = [at for start, end in runs for at in range(start, end)]
    assert len(owned) == len(set(owned))
    assert {at for at, char in enumerate(text) if char.isdecimal()} <= set(owned)


@pytest.mark.seeds
def test_all_budget_rows_of_the_reports_give_sixteen_figures(seeds: Seeds) -> None:
    lines_a = fold(seeds.a.read_bytes().decode()).split("\n")[10:15]
    lines_b = fold(seeds.b.read_bytes().decode()).split("\n")
    rows_b = [lines_b[line - 1] for line in (36, 38, 10, 12, 14)]
    for rows in (lines_a, rows_b):
        assert sum(len(find_figures(row)) for row in rows) == 16


@pytest.mark.seeds
def test_the_actuals_of_b_are_six_counts(seeds: Seeds) -> None:
    lines = fold(seeds.b.read_bytes().decode()).split("\n")
    found = find_quantities("\n".join(lines[144:161]), UNITS)
    assert [int(q.value) for q in found] == [1182, 497, 1279, 611, 1404, 713]
