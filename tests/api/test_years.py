"""Fiscal years as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.years import era_year, western_year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2018", 2018),
        ("H30", 2018),
        ("h30年度", 2018),
        ("平成30年度", 2018),
        ("平成３０年", 2018),
        ("31年度", None),
        ("令和元年度", 2019),
        ("R1", 2019),
        ("昭和元年", 1926),
        ("M元", 1868),
        (" ２０２１ ", 2021),
        ("", None),
        ("八年", None),
        ("99999", None),
        ("H30.4", None),
    ],
)
def test_years_are_read_in_either_calendar(text: str, year: int | None) -> None:
    assert western_year(text) == year


@given(st.integers(1869, 2100))
def test_the_era_name_of_a_year_reads_back(year: int) -> None:
    assert western_year(era_year(year)) == year


@given(st.text(max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = western_year(text)
    assert found is None or 1868 <= found <= 2200
