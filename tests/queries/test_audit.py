from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.audit import (
    Goal,
    Judged,
    Measured,
    SeriesFacts,
    agrees,
    flag,
    published_verdict,
    rule_of,
    series_rule,
    series_verdict,
    verdict,
)

UP, DOWN = "direction-up", "direction-down"
COMPARATORS = [
    "cmp-at-least",
    "cmp-at-most",
    "cmp-about",
    "cmp-bare",
    "cmp-as-good",
    "cmp-increase",
    "cmp-done",
]
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
DIRECTIONS = st.sampled_from([UP, DOWN, None])


def m(number: str | Decimal | None, unit: str | None = "unit-case") -> Measured:
    return Measured(None if number is None else Decimal(number), unit)


def goal(number: str | None, comparator: str = "cmp-at-least", **more: object) -> Goal:
    return Goal(m(number), comparator, **more)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("actual", "wanted", "comparator", "direction", "expected"),
    [
        ("1067", "1000", "cmp-about", UP, "met"),
        ("950", "1000", "cmp-about", UP, "missed"),
        ("9", "16", "cmp-as-good", DOWN, "met"),
        ("16", "4", "cmp-as-good", DOWN, "missed"),
        ("60.3", "32", "cmp-at-most", DOWN, "missed"),
        ("100", "100", "cmp-bare", UP, "met"),
        ("100", "100", "cmp-bare", None, "not-computable"),
        ("100", "100", "cmp-increase", None, "missed"),
        ("100.001", "100", "cmp-increase", None, "met"),
        ("1", "1", "cmp-done", UP, "not-computable"),
    ],
)
def test_one_pair_is_judged_as_the_rules_say(
    actual: str, wanted: str, comparator: str, direction: str | None, expected: str
) -> None:
    assert verdict(m(actual), goal(wanted, comparator), direction) == expected


@given(NUMBERS, st.sampled_from(COMPARATORS), DIRECTIONS)
def test_without_a_number_on_one_side_nothing_is_computed(
    number: Decimal, comparator: str, direction: str | None
) -> None:
    assert verdict(m(None), Goal(m(number), comparator), direction) == "not-computable"
    assert verdict(m(number), Goal(m(None), comparator), direction) == "not-computable"


@given(NUMBERS, NUMBERS, st.sampled_from(COMPARATORS), DIRECTIONS)
def test_different_units_are_never_compared(
    left: Decimal, right: Decimal, comparator: str, direction: str | None
) -> None:
    assert (
        verdict(m(left, "unit-person"), Goal(m(right, "unit-hour"), comparator), direction)
        == "not-computable"
    )


@given(NUMBERS, NUMBERS)
def test_at_least_and_at_most_mirror_each_other(left: Decimal, right: Decimal) -> None:
    upper = verdict(m(left), Goal(m(right), "cmp-at-least"), None)
    lower = verdict(m(-left), Goal(m(-right), "cmp-at-most"), None)
    assert upper == lower


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_better_actual_never_turns_met_into_missed(actual: Decimal, wanted: Decimal, more: Decimal) -> None:
    better = actual + abs(more)
    if verdict(m(actual), Goal(m(wanted), "cmp-about"), UP) == "met":
        assert verdict(m(better), Goal(m(wanted), "cmp-about"), UP) == "met"


@given(NUMBERS, NUMBERS, st.sampled_from(["cmp-about", "cmp-bare", "cmp-as-good"]))
def test_about_gives_no_tolerance(actual: Decimal, wanted: Decimal, comparator: str) -> None:
    assert (verdict(m(actual), Goal(m(wanted), comparator), UP) == "met") == (actual >= wanted)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_printed_number_wins_over_the_relative_one(
    printed: Decimal, relative: Decimal, factor: Decimal
) -> None:
    assert Goal(m(printed), "cmp-bare", m(relative), factor).number == m(printed)
    assert Goal(m(None), "cmp-bare", m(relative), factor).number.value == relative * factor
    assert Goal(m(None), "cmp-bare", m(relative)).number == m(relative)


def facts(
    pairs: list[Judged], *, mark: str | None = None, final: bool = True, direction: str | None = UP
) -> SeriesFacts:
    return SeriesFacts(direction, mark, final, tuple(pairs))


def test_a_series_is_judged_by_its_final_target() -> None:
    yearly = Judged(2016, m("16", "unit-rank"), Goal(m("4", "unit-rank"), "cmp-as-good"))
    final = Judged(2018, m("9", "unit-rank"), Goal(m("16", "unit-rank"), "cmp-as-good", is_final=True))
    assert series_verdict(facts([yearly, final], direction=DOWN)) == "met"
    assert series_verdict(facts([yearly], final=False, direction=DOWN)) == "missed"


def test_a_final_target_without_a_judged_actual_is_not_due_only_under_a_dash() -> None:
    assert series_verdict(facts([], mark="achievement-pending")) == "not-due"
    assert series_verdict(facts([], mark="achievement-i")) == "not-computable"
    assert series_verdict(facts([], mark="achievement-pending", final=False)) == "not-computable"


def test_without_a_final_target_the_latest_pair_counts() -> None:
    pairs = [Judged(2016, m("1"), goal("2")), Judged(2018, m("3"), goal("2"))]
    assert series_verdict(facts(pairs, final=False)) == "met"


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("achievement-i", "met"),
        ("achievement-ro", "missed"),
        ("achievement-ha", "missed"),
        ("achievement-pending", "not-due"),
        (None, "not-computable"),
    ],
)
def test_a_mark_is_read_in_the_words_of_recomputation(mark: str | None, said: str) -> None:
    assert published_verdict(mark) == said


def test_what_cannot_be_computed_contradicts_nothing() -> None:
    assert agrees("achievement-i", "not-computable")
    assert agrees(None, "missed")
    assert agrees("achievement-ha", "missed")
    assert not agrees("achievement-i", "missed")
    assert not agrees("achievement-pending", "met")


@pytest.mark.parametrize(
    ("rating", "marks", "expected"),
    [
        ("rating-substantial", ["i"] * 9 + ["ha"], "none"),
        ("rating-achieved", ["i", "pending"], "pending-included"),
        ("rating-achieved", ["i", "ro", "pending"], "marks-missed"),
        ("rating-exceeded", ["ha"], "marks-missed"),
        ("rating-achieved", ["i"], "none"),
        ("rating-substantial", ["i", "i"], "understated"),
        ("rating-slow", [], "none"),
        (None, ["i"], "none"),
    ],
)
def test_a_report_gets_its_flag(rating: str | None, marks: list[str], expected: str) -> None:
    assert flag(rating, [f"achievement-{mark}" for mark in marks]) == expected


@pytest.mark.parametrize(
    ("judged", "direction", "said"),
    [
        (Judged(2018, m("1067.0"), goal("1000", "cmp-about")), UP, "2018: 1067 ≥ 1000"),
        (Judged(2018, m("9"), goal("16", "cmp-as-good")), DOWN, "2018: 9 ≤ 16"),
        (Judged(2018, m("3"), goal("2", "cmp-increase")), None, "2018: 3 > 2"),
        (Judged(2018, m("3"), goal("2", "cmp-bare")), None, "2018: no direction"),
        (Judged(2018, m("3"), goal("2", "cmp-done")), UP, "2018: cmp-done"),
        (Judged(2018, m(None), goal("2")), UP, "2018: no number"),
        (Judged(2018, m("3", "unit-person"), goal("2")), UP, "2018: units differ"),
    ],
)
def test_the_rule_of_a_pair_is_the_condition_that_is_tested(
    judged: Judged, direction: str | None, said: str
) -> None:
    assert rule_of(judged, direction) == said


@given(NUMBERS, NUMBERS, st.sampled_from(COMPARATORS), DIRECTIONS)
def test_a_rule_has_a_sign_exactly_where_a_verdict_is_computed(
    left: Decimal, right: Decimal, comparator: str, direction: str | None
) -> None:
    pair = Judged(2018, m(left), Goal(m(right), comparator))
    computed = verdict(pair.actual, pair.goal, direction) != "not-computable"
    assert computed == any(sign in rule_of(pair, direction) for sign in "≥≤>")


def test_a_series_without_a_judged_pair_says_which_one_is_missing() -> None:
    assert series_rule(facts([])) == "final target without a judged actual"
    assert series_rule(facts([], final=False)) == "nothing judged"
    assert series_rule(facts([Judged(2018, m("3"), goal("2", is_final=True))])) == "2018: 3 ≥ 2"
