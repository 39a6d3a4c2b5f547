"""Which target each actual is judged against: the five rules of the vocabulary on real cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.model import Actual, Fact, IndicatorEntry, Quantity, Series, Span, Target
from loaders.quads.judging import is_yearly, judgements
from tests.loaders.model_fixtures import (
    Sheet,
    access_entry,
    approval_entry,
    cloud_entry,
    pair_entry,
    quantity,
    ranking_entry,
    request_entry,
)

Pair = tuple[str, int, str, int]


def text(words: str = "x") -> Fact[str]:
    return Fact(words, words, (Span(0, 1),))


def pairs(entry: IndicatorEntry, parts: frozenset[str] = frozenset()) -> set[Pair]:
    indicator_of = {s.key: "part" if s.key in parts else "whole" for s in entry.series}
    return {
        (j.actual_key, j.actual_year, j.target_key, j.target.fiscal_year)
        for j in judgements(entry, indicator_of)
    }


def entry_of(*series: Series) -> IndicatorEntry:
    return IndicatorEntry(Fact(1, "1", (Span(0, 1),)), "1", False, text(), "quantitative", series)


def marked(mark: str | None) -> Fact[str] | None:
    return None if mark is None else Fact(mark, mark, (Span(0, 1),))


def target(year: int, *, final: bool = False, both: bool = False, merged_from: int | None = None) -> Target:
    return Target(
        year,
        text(),
        "at-least",
        is_final=final or both,
        final_text=text() if both else None,
        column_from=merged_from,
    )


def test_one_day_after_the_target_year_counts_as_its_end() -> None:
    assert pairs(cloud_entry(Sheet())) == {("1", 2018, "1", 2017)}


def test_one_actual_may_be_judged_by_two_series() -> None:
    found = pairs(access_entry(Sheet()))
    assert {pair for pair in found if pair[1] == 2018} == {("2", 2018, "1", 2018), ("2", 2018, "2", 2021)}
    assert ("1", 2016, "1", 2016) in found
    assert ("1", 2017, "1", 2017) in found


def test_every_year_with_a_target_of_its_own_is_judged() -> None:
    assert pairs(approval_entry(Sheet())) == {("1", y, "1", y) for y in (2016, 2017, 2018)}


def test_a_blank_year_is_not_judged() -> None:
    assert pairs(ranking_entry(Sheet())) == {("1", 2016, "1", 2016), ("1", 2018, "1", 2018)}


def test_a_target_merged_over_the_years_judges_only_its_last_year() -> None:
    assert pairs(request_entry(Sheet())) == {("1", 2021, "1", 2021)}


def test_a_period_that_has_not_ended_judges_nothing() -> None:
    assert pairs(pair_entry(Sheet()), frozenset({"1a"})) == set()


def test_a_part_is_never_judged_by_the_target_of_its_whole() -> None:
    whole = Series("1", targets=(target(2018, final=True),), achievement=marked("i"))
    part = Series("1a", actuals=(Actual(2018, text()),), part_name=text())
    assert pairs(entry_of(whole, part), frozenset({"1a"})) == set()
    assert pairs(entry_of(whole, part)) == {("1a", 2018, "1", 2018)}


@pytest.mark.parametrize("mark", [None, "pending"])
def test_without_a_verdict_a_final_target_judges_nothing(mark: str | None) -> None:
    series = Series(
        "1", targets=(target(2018, final=True),), actuals=(Actual(2018, text()),), achievement=marked(mark)
    )
    assert pairs(entry_of(series)) == set()


@pytest.mark.parametrize("mark", ["i", "ro", "ha"])
def test_with_a_verdict_the_latest_actual_is_judged_when_no_other_fits(mark: str) -> None:
    actuals = (Actual(2016, text()), Actual(2017, text()))
    series = Series("1", targets=(target(2021, final=True),), actuals=actuals, achievement=marked(mark))
    assert pairs(entry_of(series)) == {("1", 2017, "1", 2021)}


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2018, 5, 1), 2018),  # 31 days after 31 March
        (date(2018, 5, 2), 2017),  # 32 days: the column of the year counts
        (date(2018, 2, 28), 2018),  # 31 days before
    ],
)
def test_thirty_one_days_are_near(as_of: date, expected: int) -> None:
    actuals = (Actual(2017, text(), as_of=date(2017, 4, 1)), Actual(2018, text(), as_of=as_of))
    series = Series("1", targets=(target(2017, final=True),), actuals=actuals, achievement=marked("i"))
    assert pairs(entry_of(series)) == {("1", expected, "1", 2017)}


def test_the_nearest_of_two_near_days_is_judged() -> None:
    actuals = (Actual(2017, text(), as_of=date(2018, 3, 31)), Actual(2018, text(), as_of=date(2018, 4, 1)))
    series = Series("1", targets=(target(2017, final=True),), actuals=actuals, achievement=marked("i"))
    assert pairs(entry_of(series)) == {("1", 2017, "1", 2017)}


def test_values_in_different_units_are_not_compared() -> None:
    bad = Actual(2018, text(), quantity("5", "person"))
    goal = replace(target(2018, both=True), quantity=quantity("4", "hour"))
    assert pairs(entry_of(Series("1", targets=(goal,), actuals=(bad,), achievement=marked("i")))) == set()


def test_where_both_rules_meet_one_actual_the_final_target_stands() -> None:
    near = Actual(2018, text(), as_of=date(2018, 4, 1))
    series = Series(
        "1", targets=(target(2017, final=True), target(2018)), actuals=(near,), achievement=marked("i")
    )
    assert pairs(entry_of(series)) == {("1", 2018, "1", 2017)}


def test_a_merged_cell_is_no_yearly_target() -> None:
    assert is_yearly(target(2018))
    assert is_yearly(target(2018, both=True, merged_from=2018))
    assert not is_yearly(target(2018, both=True, merged_from=2016))
    assert not is_yearly(target(2018, final=True))


years = st.integers(2015, 2021)


@given(
    st.lists(
        st.builds(
            Series,
            key=st.sampled_from(["1", "2", "3"]),
            targets=st.lists(
                st.builds(
                    target, years, final=st.booleans(), both=st.booleans(), merged_from=st.none() | years
                ),
                max_size=3,
            ).map(tuple),
            actuals=st.lists(
                st.builds(
                    Actual,
                    years,
                    st.just(text()),
                    st.none() | st.builds(Quantity, st.just(Decimal(1)), st.sampled_from(["person", "hour"])),
                    st.none() | st.dates(date(2015, 1, 1), date(2022, 12, 31)),
                ),
                max_size=4,
                unique_by=lambda a: a.fiscal_year,
            ).map(tuple),
            achievement=st.sampled_from([None, "i", "ha", "pending"]).map(marked),
        ),
        unique_by=lambda s: s.key,
    )
)
def test_an_actual_meets_at_most_one_target_of_each_series(series: list[Series]) -> None:
    found = judgements(entry_of(*series), {s.key: "whole" for s in series})
    meetings = [(j.actual_key, j.actual_year, j.target_key) for j in found]
    assert len(meetings) == len(set(meetings))
    assert judgements(entry_of(*reversed(series)), {s.key: "whole" for s in series}) == found
