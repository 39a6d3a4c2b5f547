"""Targets stated by reference to another value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.eras import Era, format_fiscal_year
from loaders.jp.folding import fold
from loaders.jp.relative import parse_relative


@pytest.mark.parametrize(
    ("printed", "year", "reference", "factor", "comparator", "to_year"),
    [
        pytest.param("平成26年度値以上", 2014, "year", "1", "at-least", None, id="A32"),
        pytest.param("平成28年度値以上 【30年度】", 2016, "year", "1", "at-least", None, id="A32-final"),
        pytest.param("平成28年度実績値比2倍", 2016, "year", "2", "bare", None, id="A36-final"),
        pytest.param("平成33年度に平成28年度実績値比2倍を目指す", 2016, "year", "2", "bare", 2021, id="A36"),
        pytest.param(
            "令和５年度までに令和２年度の実績値の1.5倍以上", 2020, "year", "1.5", "at-least", 2023, id="until"
        ),
        pytest.param("基準値以上", None, "baseline", "1", "at-least", None, id="baseline"),
        pytest.param("現状値を維持", None, "baseline", "1", "at-least", None, id="keep"),
        pytest.param(
            "基準年度比20％以上削減", None, "baseline", "0.8", "at-most", None, id="cut-turns-round"
        ),
        pytest.param("前年度値以上", None, "previous", "1", "at-least", None, id="previous"),
        pytest.param("前年度と同水準以上", None, "previous", "1", "at-least", None, id="same-level"),
        pytest.param("対前年度比10%増", None, "previous", "1.1", "bare", None, id="rise"),
        pytest.param("前年度比5％以上の増加", None, "previous", "1.05", "at-least", None, id="rise-at-least"),
        pytest.param("対前年度比減", None, "previous", "1", "decrease", None, id="any-fall"),
        pytest.param("対前年度増加", None, "previous", "1", "increase", None, id="any-rise"),
        pytest.param(
            "平成30年度は前年度比約134%(8,570千件)", None, "previous", "1.34", "bare", 2018, id="A55-share"
        ),
        pytest.param("基準値を上回る", None, "baseline", "1", "more", None, id="exceed"),
    ],
)
def test_a_value_by_reference_is_read(  # noqa: PLR0917
    printed: str, year: int | None, reference: str, factor: str, comparator: str, to_year: int | None
) -> None:
    found = parse_relative(fold(printed))
    assert found is not None
    assert (found.reference_year, found.reference, found.factor) == (year, reference, Decimal(factor))
    assert (found.comparator, found.to_year) == (comparator, to_year)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,000人以上",
        "平成28年度に実施",
        "前年度",
        "平成33年度",
        "基準(値) 【年度】",
        "約1,000団体",
        "前年度比1,00%",
    ],
)
def test_plain_targets_refer_to_nothing(text: str) -> None:
    assert parse_relative(text) is None


def test_the_range_holds_the_reference_and_its_goal_year() -> None:
    text = "目標:平成33年度に平成28年度実績値比2倍を目指す"
    found = parse_relative(text)
    assert found is not None
    assert text[found.start : found.end] == "平成33年度に平成28年度実績値比2倍"


def test_a_bare_year_takes_the_hint() -> None:
    found = parse_relative("26年度値以上", Era.HEISEI)
    assert found is not None
    assert found.reference_year == 2014
    assert parse_relative("26年度値以上") is None


@given(st.integers(1990, 2060), st.integers(2, 999), st.sampled_from(["以上", "以下", "未満", ""]))
def test_a_written_reference_reads_back(year: int, times: int, suffix: str) -> None:
    text = f"{format_fiscal_year(year)}実績値比{times}倍{suffix}"
    found = parse_relative(text)
    assert found is not None
    assert (found.reference_year, found.factor, found.start, found.end) == (year, times, 0, len(text))
