"""Sentences that state a figure, sentences that do not, and what no sentence may do to a value."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.eras import Era
from loaders.jp.numbers import format_number
from loaders.jp.statements import Statement, find_statements

UNITS = {
    "名": "person",
    "人": "person",
    "件": "case",
    "千件": "thousand-cases",
    "%": "percent",
    "団体": "body",
}
SUBJECTS = ["修了者数", "新規の申請件数", "港の利用率", "相談窓口の設置数", "参加自治体の割合"]


def found(s: str) -> list[tuple[str, str, int | None]]:
    return [(subject_of(s, f), str(f.value), f.fiscal_year) for f in statements(s)]


def statements(s: str) -> list[Statement]:
    return find_statements(s, UNITS, Era.HEISEI)


def subject_of(s: str, statement: Statement) -> str:
    return "+".join(s[a:b] for a, b in statement.subject)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "なお、当該定員に対して、修了者数は、平成28年度1,002名、29年度1,204名、30年度1,752名で推移しており、",
            [("修了者数", "1002", 2016), ("修了者数", "1204", 2017), ("修了者数", "1752", 2018)],
        ),
        (
            "(なお、電子申請件数は年々増加しており(平成30年度は前年度比約134%(8,570千件))、それに",
            [("電子申請件数+前年度比", "134", 2018), ("電子申請件数", "8570", 2018)],
        ),
        (
            "導入数が550団体(平成26年4月1日現在、共同211団体、単独339) から、1,067団体(平成30年4月1日現在)へ",
            [("導入数", "550", 2014), ("導入数", "1067", 2018)],
        ),
        ("令和元年度の申請件数は8,570千件であった。", [("申請件数", "8570", 2019)]),
        ("令和元年度は、申請件数が約8,570千件に達した。", [("申請件数", "8570", 2019)]),
        (
            "利用率は、81.3%(2022年度)、98.8%(2023年度)である。",
            [("利用率", "81.3", 2022), ("利用率", "98.8", 2023)],
        ),
        ("件数は100件(28年度)から、200件(30年度)に増加。", [("件数", "100", 2016), ("件数", "200", 2018)]),
        ("対応率100%となっており、", [("対応率", "100", None)]),
        ("導入団体数についても期間中に毎年度100団体程度増加しており、", [("導入団体数", "100", None)]),
    ],
)
def test_the_subject_the_value_and_the_year_are_those_of_the_sentence(
    sentence: str, expected: list[tuple[str, str, int | None]]
) -> None:
    assert found(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "申請件数は、令和5年度に100件を目指す。",
        "申請件数は平成30年度までに100件とする目標。",
        "導入団体数は、令和5年度末までに約1,600団体、うち共同導入は約1,100団体。",
        "申請件数は28年度から30年度に100件増えた。",
        "利用率は99.99%以上である。",
        "執行率は30%~50%で推移",
        "来場者数が8千人近くまで回復",
        "Society 5.0の件数",
        "電子自治体の取組みを加速するための10の指針",
        "第2部の件数は第3件であった",
        "測定指標1~4件について、目標を達成した。",
        "https://example.jp/率100%の件数は",
        "稼働率が100%となった場合の削減額",
        "目標件数は、28年度100件、29年度200件",
        "システムの基本設計が0.2%となっており、",
        "参加者は増え件数は多かった。100件。",
        "1, 688人の利用者数は1, 688人であった。",
        "件数は平成28年度100件(29年度)であった。",
    ],
)
def test_goals_names_ranges_and_words_that_count_nothing_state_no_figure(sentence: str) -> None:
    assert found(sentence) == []


def test_what_is_rough_or_relative_says_so() -> None:
    flags = [f.flags for f in statements("申請件数は増えており(平成30年度は前年度比約134%(8,570千件))、")]
    assert flags == [("approximate", "relative"), ()]
    assert [f.flags for f in statements("窓口数は、平成30年度50件増加した。")] == [("relative",)]


def test_the_place_holds_the_year_and_the_value() -> None:
    sentence = "修了者数は、平成28年度1,002名、29年度1,204名であった。"
    assert [sentence[f.start : f.end] for f in statements(sentence)] == ["平成28年度1,002名", "29年度1,204名"]


YEARS = st.integers(1, 31)
VALUES = st.integers(0, 10_000_000).map(Decimal) | st.decimals(0, 1000, places=1)
LISTS = st.lists(st.tuples(YEARS, VALUES), min_size=1, max_size=5, unique_by=lambda pair: pair[0])


@given(
    st.sampled_from(SUBJECTS),
    st.sampled_from(sorted(UNITS)),
    LISTS,
    st.sampled_from(["{y}{v}", "{y}は{v}", "{y}に{v}", "{v}({y})"]),
    st.tuples(st.sampled_from(["は、", "は", "が"]), st.sampled_from(["、", "及び", "から、"])),
)
def test_what_is_written_by_the_pattern_is_read_back(
    subject: str, unit: str, values: list[tuple[int, Decimal]], item: str, words: tuple[str, str]
) -> None:
    particle, separator = words
    written = [item.format(y=f"平成{year}年度", v=format_number(value) + unit) for year, value in values]
    sentence = f"前年と比べると、{subject}{particle}{separator.join(written)}であった。"
    read = [(subject_of(sentence, f), f.value, f.unit, f.fiscal_year) for f in statements(sentence)]
    assert read == [(subject, value, UNITS[unit], 1988 + year) for year, value in values]


@given(st.text("修了者数は、平成元28年度1,002名%()。が前比現在から「」目標 ", max_size=40))
def test_any_sentence_gives_values_that_stand_in_it(sentence: str) -> None:
    for statement in statements(sentence):
        digits = sentence[statement.start : statement.end].replace(",", "")
        assert f"{statement.value:f}" in digits
        assert all(0 <= a < b <= len(sentence) for a, b in statement.subject)


@pytest.mark.parametrize(
    "unit",
    [
        "修了者数は",
        "平成30年度は",
        "率率率率",
        "(平成30年度",
        "、数が1件",
        "は増加しており(",
    ],
)
def test_time_grows_with_the_length_of_the_text_and_not_faster(unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        started = time.process_time()
        statements(text)
        return time.process_time() - started

    seconds(200)
    short = min(seconds(400) for _ in range(3))
    assert min(seconds(1600) for _ in range(3)) < max(0.05, short * 4 * 2.6)
