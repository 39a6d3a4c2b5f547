import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.export.separated import MARK, for_spreadsheets, guarded, to_csv, unguarded

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
LINES = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
BEGINS = st.sampled_from(["", "'", "''", *FORMULA, "'=", "-1", "-1.5", "+1", "1,067団体", "△3"])
CELLS = st.builds(str.__add__, BEGINS, LINES)


@given(CELLS)
def test_no_cell_begins_a_formula_unless_it_is_a_number(cell: str) -> None:
    safe = guarded(cell)
    assert not safe.startswith(FORMULA) or float(safe) <= 0


@given(CELLS)
def test_what_the_guard_was_given_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@pytest.mark.parametrize("cell", ["-13745000000", "-0.5", "1404", "2018-04-01", "本文", ""])
def test_numbers_days_and_plain_texts_are_left_alone(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize(
    "cell", ["=1+1", "+81", "-", "－", "＝A1", "@SUM(A1)", "\t=1", "\r=1", "-1+1", "- 5"]
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_the_form_for_spreadsheets_holds_the_cells_of_the_raw_one(rows: list[tuple[str, str]]) -> None:
    raw = to_csv(("a", "b"), rows)
    safe = for_spreadsheets(raw)
    assert safe.startswith(MARK)
    back = [*csv.reader(io.StringIO(safe.removeprefix(MARK), newline=""))]
    assert [tuple(map(unguarded, row)) for row in back[1:]] == rows
    assert [*csv.reader(io.StringIO(raw, newline=""))][1:] == [list(row) for row in rows]


def test_a_cell_with_the_separator_of_another_country_stays_one_cell() -> None:
    assert for_spreadsheets(to_csv(("a",), [("x;=1+1",)])) == f'{MARK}"a"\r\n"x;=1+1"\r\n'


def test_numbers_keep_every_digit_and_blanks_are_blank() -> None:
    row = (Decimal("1E+3"), Decimal("40.10"), -5, None, True, date(2018, 4, 1))
    assert to_csv("abcdef", [row]) == "a,b,c,d,e,f\n1000,40.10,-5,,true,2018-04-01\n"
