"""Each rule by which a row of actuals is given its year columns, with cells made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loaders.layouts.placement import Placed, place_actuals
from loaders.text import Text

YEARS = (2018, 2019, 2020, 2021)
FIRST = 5
ALL = frozenset(range(4))


def row(*cells: str, at: int = FIRST) -> list[tuple[int, Text]]:
    """The cells of a row from column `at` on; a cell without words is not printed."""
    made: list[tuple[int, Text]] = []
    offset = 0
    for column, words in enumerate(cells, start=at):
        text = Text(
            words,
            tuple(range(offset, offset + len(words))),
            tuple(range(offset + 1, offset + len(words) + 1)),
        )
        offset += len(words) + 1
        if words:
            made.append((column, text))
    return made


def place(cells: Sequence[tuple[int, Text]], targets: frozenset[int] = ALL) -> Placed:
    return place_actuals(cells, FIRST, YEARS, targets)


def columns(placed: Placed) -> dict[int, str]:
    return {column: text.chars for column, text in placed.cells}


def asserts_nothing(placed: Placed, code: str) -> None:
    assert placed.cells == ()
    assert placed.rule == "row.ambiguous"
    assert [(issue.severity, issue.code, issue.slot) for issue in placed.issues] == [
        ("warning", code, "indicator.actuals")
    ]
    assert placed.issues[0].span is not None


# Nothing to place.


@pytest.mark.parametrize("cells", [[], row("－", "―", "-", "－")], ids=["no cell", "signs for nothing"])
def test_a_row_that_states_nothing_has_no_actuals_and_no_doubt(cells: list[tuple[int, Text]]) -> None:
    assert place(cells) == Placed((), "row.empty")


# Dates.


DATED = (
    "550団体(H31.3.31時点)",
    "700団体(令和2年3月31日現在)",
    "800団体(R3.3.31時点)",
    "842団体(R4.3.31時点)",
)


def test_dates_that_agree_with_the_heads_place_the_row() -> None:
    placed = place(row(*DATED))
    assert placed.rule == "row.place.dates"
    assert columns(placed) == dict(enumerate(DATED))
    assert not placed.issues


@pytest.mark.parametrize("shift", [-1, 1, -2])
def test_dates_bring_a_shifted_row_back(shift: int) -> None:
    placed = place(row(*DATED, at=FIRST + shift))
    assert placed.rule == "row.place.dates"
    assert columns(placed) == dict(enumerate(DATED))


def test_dates_place_cells_whatever_the_targets_above_them_are() -> None:
    placed = place(row("", "", *DATED[2:], at=FIRST + 1), frozenset({0, 1}))
    assert columns(placed) == {2: DATED[2], 3: DATED[3]}


def test_dates_in_year_columns_that_say_otherwise_leave_the_row_open() -> None:
    asserts_nothing(place(row("", *DATED[2:])), "date-conflict")
    asserts_nothing(place(row(DATED[1], DATED[0], *DATED[2:])), "date-conflict")


def test_months_are_dates_and_january_to_march_is_of_the_year_before() -> None:
    cells = row(
        "3月まで港(平成31年3月)", "道(令和元年10月)", "橋(令和3年1月)", "空(令和3年4月)", at=FIRST - 1
    )
    assert place(cells).rule == "row.place.dates"
    assert sorted(columns(place(cells))) == [0, 1, 2, 3]


def test_two_days_of_one_year_are_one_year_and_of_two_years_none() -> None:
    one = place(row("3港(平成30年5月1日、平成31年2月1日)", "", "", "", at=FIRST))
    assert (one.rule, list(columns(one))) == ("row.place.dates", [0])
    two = place(row("3港(平成30年5月1日、令和元年5月1日)", "4港", "5港", "6港"))
    assert two.rule == "row.place.full"


@pytest.mark.parametrize(
    "cells", [("3港(平成24年5月1日)", "4港", "5港", "6港"), ("3港(H30.5.1)", "4港", "", "")]
)
def test_dates_of_other_years_or_of_some_cells_only_do_not_decide(cells: tuple[str, ...]) -> None:
    assert place(row(*cells)).rule != "row.place.dates"


def test_two_cells_of_the_same_year_do_not_decide() -> None:
    cells = row("3港(平成30年5月1日)", "4港(平成30年6月1日)")
    assert place(cells, frozenset({0, 1})).rule == "row.place.position"


# A row that fills every year.


@pytest.mark.parametrize("shift", [-3, -1, 0, 1, 4])
def test_a_row_that_fills_every_year_is_placed_wherever_it_stands(shift: int) -> None:
    placed = place(row("1港", "2港", "3港", "4港", at=FIRST + shift))
    assert placed.rule == "row.place.full"
    assert columns(placed) == {0: "1港", 1: "2港", 2: "3港", 3: "4港"}


def test_a_sign_for_nothing_fills_its_year_and_is_no_actual() -> None:
    placed = place(row("1港", "－", "3港", "4港"))
    assert placed.rule == "row.place.full"
    assert columns(placed) == {0: "1港", 2: "3港", 3: "4港"}


def test_as_many_cells_as_years_with_a_gap_are_no_full_row() -> None:
    asserts_nothing(place(row("1港", "2港", "", "3港", "4港", at=FIRST - 1)), "ambiguous")


def test_a_sign_in_front_of_values_in_year_columns_does_not_shift_them() -> None:
    asserts_nothing(place(row("－", "1港", "2港", "3港", at=FIRST - 1)), "ambiguous")


# The pattern of the targets.


def test_values_where_the_targets_stand_are_placed() -> None:
    placed = place(row("", "2港", "3港", ""), frozenset({1, 2}))
    assert placed.rule == "row.place.position"
    assert columns(placed) == {1: "2港", 2: "3港"}


@pytest.mark.parametrize("targets", [{0, 1}, {1}, {1, 2, 3}, {3}, {0}, set[int]()])
def test_values_beside_the_targets_are_left_open_with_the_shifts_that_fit(targets: set[int]) -> None:
    placed = place(row("", "2港", "3港", ""), frozenset(targets))
    asserts_nothing(placed, "ambiguous")
    assert placed.issues[0].candidates == ("shift +0", "shift +1", "shift -1")


def test_values_outside_of_the_year_columns_are_placed_when_one_shift_fits() -> None:
    placed = place(row("1港", "2港", "3港", at=FIRST - 2))
    assert placed.rule == "row.place.shift"
    assert columns(placed) == {0: "1港", 1: "2港", 2: "3港"}
    right = place(row("1港", "2港", "3港", at=FIRST + 3))
    assert columns(right) == {1: "1港", 2: "2港", 3: "3港"}


def test_values_outside_of_the_year_columns_with_a_gap_are_left_open() -> None:
    asserts_nothing(place(row("", "1港", "", "2港", at=FIRST + 1)), "ambiguous")


def test_values_outside_of_the_year_columns_are_left_open_when_two_shifts_fit() -> None:
    placed = place(row("1港", "2港", at=FIRST - 1))
    asserts_nothing(placed, "ambiguous")
    assert placed.issues[0].candidates == ("shift +1", "shift +2")


def test_values_that_no_shift_brings_into_the_year_columns_are_left_open() -> None:
    placed = place(row("1港", "2港", at=FIRST + 6))
    asserts_nothing(placed, "ambiguous")
    assert placed.issues[0].candidates == ()


# Days against the columns.


def test_the_day_after_the_end_of_the_year_is_of_the_year_when_all_are() -> None:
    cells = ("550団体(H31.4.1時点)", "700団体(R2.4.1時点)", "800団体(R3.4.1時点)", "842団体(R4.4.1時点)")
    placed = place(row(*cells))
    assert placed.rule == "row.place.full"
    assert columns(placed) == dict(enumerate(cells))


def test_days_of_the_year_and_of_the_year_after_in_one_row_leave_it_open() -> None:
    cells = ("550団体(H30.10.1時点)", "700団体", "800団体(R3.4.1時点)", "842団体")
    placed = place(row(*cells))
    asserts_nothing(placed, "date-conflict")
    assert placed.issues[0].candidates == cells


def test_a_day_that_lies_far_from_its_column_leaves_a_full_row_open() -> None:
    asserts_nothing(place(row("1港", "2港", "3港", "4港(H28.4.1現在)")), "date-conflict")


def test_a_day_that_is_no_day_of_the_count_does_not_contradict_a_column() -> None:
    assert place(row("1港(平成24年5月1日開港)", "2港", "3港", "4港")).rule == "row.place.full"


def test_the_doubt_reaches_from_the_first_cell_to_the_last() -> None:
    placed = place(row("1港", "2港", at=FIRST - 1))
    span = placed.issues[0].span
    assert span is not None
    assert (span.start, span.end) == (0, 5)
