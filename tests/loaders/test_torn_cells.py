"""Numbers and rows that a bad copy tore: what is left open is told of and never asserted."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import loaders
from loaders.jp.eras import Era
from loaders.jp.head_years import head_years

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Reading
    from loaders.model import Series


def read(text: str) -> Reading:
    return loaders.read(text.encode(), "torn.txt")


def series_of(reading: Reading, number: int, key: str = "1") -> Series:
    entry = next(e for e in reading.report.entries if e.number.value == number)
    return next(s for s in entry.series if s.key == key)


def values(reading: Reading, number: int) -> dict[int, Decimal | None]:
    actuals = series_of(reading, number).actuals
    return {a.fiscal_year: None if a.quantity is None else a.quantity.value for a in actuals}


@pytest.fixture(scope="module")
def tabbed(samples: Path) -> str:
    return (samples / "soumu-31-8.tabbed.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def linear(samples: Path) -> str:
    return (samples / "soumu-R4-8.linear.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("torn", ["1, 688人", "1 ,688人", "1 688人", "1,6 88人"])
def test_a_blank_inside_a_count_leaves_it_unread_with_a_doubt(tabbed: str, torn: str) -> None:
    reading = read(tabbed.replace("1,688人\t1,688人", f"{torn}\t1,688人"))
    assert values(reading, 3) == {2016: Decimal(1104), 2017: None, 2018: Decimal(1688)}
    assert ("ambiguous", "indicator.actual") in {(i.code, i.slot) for i in reading.loss.issues}


def test_a_blank_inside_a_decimal_leaves_it_unread(tabbed: str) -> None:
    assert values(read(tabbed.replace("58.7時間", "58. 7時間")), 4)[2017] is None


def test_a_blank_inside_a_number_of_linear_text_leaves_it_unread(linear: str) -> None:
    assert values(read(linear.replace("1,279団体", "1, 279団体")), 1)[2020] is None


def test_a_dash_before_a_count_is_no_sign(linear: str) -> None:
    moved = linear.replace("－クラウド導入市区町村数：1,182団体", "クラウド導入市区町村数：－1,182団体")
    assert moved != linear
    assert values(read(moved), 1)[2019] is None


def test_a_lost_yearly_target_moves_no_other_one_into_its_year(tabbed: str) -> None:
    reading = read(tabbed.replace("38時間以内\t", "", 1))
    targets = series_of(reading, 4).targets
    assert [(t.fiscal_year, t.is_final) for t in targets] == [(2018, True)]
    assert ("ambiguous", "indicator.targets") in {(i.code, i.slot) for i in reading.loss.issues}


def test_a_lost_base_takes_no_target_for_it(tabbed: str) -> None:
    assert series_of(read(tabbed.replace("40.1時間 【26年度】\t", "", 1)), 4).baseline is None


def test_an_unread_target_does_not_make_an_indicator_qualitative(tabbed: str) -> None:
    torn = tabbed.replace("1,000人以上", "1, 000人以上").replace("1,100人以上", "1, 100人以上")
    reading = read(torn.replace("1,600人以上", "1, 600人以上"))
    entry = next(e for e in reading.report.entries if e.number.value == 3)
    assert entry.measure_kind is None
    assert {t.comparator for s in entry.series for t in s.targets} == {"bare"}


def test_blank_lines_between_all_lines_take_no_heading_for_the_budget_stance(linear: str) -> None:
    reading = read(linear.replace("\n", "\n\n"))
    assert reading.report.stance is not None
    assert reading.report.stance.code == "maintain"


def test_a_title_cut_by_blank_lines_makes_no_document_of_its_half(linear: str) -> None:
    whole = {d.title.value for d in read(linear).report.documents}
    reading = read(linear.replace("\n", "\n\n"))
    assert {d.title.value for d in reading.report.documents} <= whole
    paths = {
        (d.title.value, tuple(h.value for h in p.headings))
        for d in reading.report.documents
        if d.excerpt is not None
        for p in d.excerpt.paths
    }
    right = {
        (d.title.value, tuple(h.value for h in p.headings))
        for d in read(linear).report.documents
        if d.excerpt is not None
        for p in d.excerpt.paths
    }
    assert {p for p in paths if not any(r[0] == p[0] and r[1][: len(p[1])] == p[1] for r in right)} == set()


@pytest.mark.parametrize(
    ("heads", "era", "years"),
    [
        ("30年度、令和元年度、2年度", Era.REIWA, [2018, 2019, 2020]),
        ("30年度、元年度、2年度", Era.REIWA, [2018, 2019, 2020]),
        ("30年度、令和元年度、令和2年度", Era.REIWA, [2018, 2019, 2020]),
        ("28年度、29年度、30年度", Era.HEISEI, [2016, 2017, 2018]),
        ("令和元年度、令和2年度", Era.REIWA, [2019, 2020]),
        ("28年度、30年度", Era.HEISEI, [2016, 2018]),
    ],
)
def test_heads_are_consecutive_years_across_a_change_of_era(heads: str, era: Era, years: list[int]) -> None:
    assert [y.fiscal_year for y in head_years(heads, era)] == years


def test_a_kind_in_front_of_a_name_belongs_to_the_cell_that_a_page_cut(tabbed: str) -> None:
    name = "電子決裁に要する期間 <アウトプット指標>"
    assert name in tabbed
    reading = read(tabbed.replace(name, "<アウトプット指標> 電子決裁に要する期間"))
    entry = next(e for e in reading.report.entries if e.number.value == 4)
    assert (entry.name.value, entry.indicator_type) == ("電子決裁に要する期間", None)
    assert ("ambiguous", "indicator.name") in {(i.code, i.slot) for i in reading.loss.issues}


def row_of(text: str, number: str) -> str:
    return next(line for line in text.split("\n") if line.split("\t")[2:3] == [number])


def test_a_row_that_runs_into_the_row_of_another_indicator_states_no_value(tabbed: str) -> None:
    upper, other = row_of(tabbed, "③"), row_of(tabbed, "4")
    between = tabbed[tabbed.index(upper) : tabbed.index(other) + len(other)]
    joined = "\t".join([*upper.split("\t")[:8], *other.split("\t")[3:]])
    reading = read(tabbed.replace(between, joined))
    assert (values(reading, 3), series_of(reading, 3).targets) == ({}, ())
    assert "ambiguous" in {issue.code for issue in reading.loss.issues}


def test_a_row_that_ends_before_its_final_target_states_no_target(tabbed: str) -> None:
    upper = row_of(tabbed, "4")
    cells = upper.split("\t")
    torn = "\t".join([*cells[:4], cells[4].partition("【")[0], "60.3時間"])
    after = tabbed[tabbed.index(upper) + len(upper) :].partition("\n")[2]
    lower = after.partition("\n")[0]
    reading = read(tabbed.replace(f"{upper}\n{lower}\n", f"{torn}\n"))
    assert (values(reading, 4), series_of(reading, 4).targets) == ({}, ())


def test_half_a_comparing_word_leaves_the_number_unread(tabbed: str) -> None:
    whole = row_of(tabbed, "③")
    cells = whole.split("\t")
    torn = "\t".join([*cells[:7], cells[7].removesuffix("上"), *cells[8:]])
    targets = series_of(read(tabbed.replace(whole, torn)), 3).targets
    last = [each for each in targets if each.fiscal_year == 2018]
    assert [each.quantity for each in last if each.text.text.endswith("以")] == [None]
    assert [each.quantity is not None for each in last if each.is_final] == [True]


def test_a_row_longer_than_the_table_states_no_value(tabbed: str) -> None:
    upper, other = row_of(tabbed, "③"), row_of(tabbed, "4")
    between = tabbed[tabbed.index(upper) : tabbed.index(other) + len(other)]
    joined = "\t".join([*upper.split("\t")[:7], *other.split("\t")[1:]])
    reading = read(tabbed.replace(between, joined))
    assert (values(reading, 3), series_of(reading, 3).targets) == ({}, ())


def test_a_unit_of_money_that_lost_its_letters_leaves_the_budget_unread(tabbed: str) -> None:
    reading = read(tabbed.replace("(百万円)", "(円)"))
    assert reading.report.budget is None
    assert ("ambiguous", "budget.scale") in {(i.code, i.slot) for i in reading.loss.issues}


def test_a_damaged_head_of_a_year_leaves_the_indicators_of_linear_text_unread(linear: str) -> None:
    head = next(line for line in linear.split("\n") if line.startswith("施策手段") and "年度" in line)
    reading = read(linear.replace(head, head.replace("年度", "年", 1)))
    assert all(not s.targets and not s.actuals for entry in reading.report.entries for s in entry.series)
    assert ("missing-slot", "indicator.years") in {(i.code, i.slot) for i in reading.loss.issues}


def test_linear_text_without_heads_of_years_tells_no_base_from_a_final_target(linear: str) -> None:
    head = next(line for line in linear.split("\n") if line.startswith("施策手段") and "年度" in line)
    reading = read(linear.replace(head, "施策手段"))
    every = [s for entry in reading.report.entries for s in entry.series]
    assert all(s.baseline is None and not s.targets and not s.actuals for s in every)


def test_a_letter_inside_an_amount_leaves_its_row_unread(linear: str) -> None:
    reading = read(linear.replace("76,461", "76,4字1", 1))
    budget = reading.report.budget
    assert budget is not None
    assert [column.initial for column in budget.columns] == [None] * len(budget.columns)


def test_an_amount_with_a_blank_between_its_digits_is_not_its_last_digit(tabbed: str) -> None:
    budget = read(tabbed.replace("\t46,550\t", "\t46,5 0\t")).report.budget
    assert budget is not None
    assert budget.columns[1].initial is None


def test_torn_numbers_leave_a_known_unit_as_it_is(tabbed: str) -> None:
    torn = tabbed.replace("1,104人\t1,688人\t1,688人", "1,1 4人\t1,6 8人\t1,688人")
    baseline = series_of(read(torn), 3).baseline
    assert baseline is not None
    assert baseline.quantity is not None
    assert baseline.quantity.unit == "person"
