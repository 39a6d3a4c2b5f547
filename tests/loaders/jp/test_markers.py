"""Cells with one mark: indicator numbers with or without circle, achievement signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.folding import CIRCLED, fold
from loaders.jp.markers import (
    NumberMarker,
    circled_value,
    kanji_value,
    parse_achievement,
    parse_number,
    roman_value,
)


@pytest.mark.parametrize(
    ("printed", "value", "circled"),
    [
        pytest.param("1", 1, False, id="A32"),
        pytest.param("③", 3, True, id="A38"),
        pytest.param("⑤", 5, True, id="A43"),
        pytest.param("10", 10, False, id="A51"),
        pytest.param(" 2", 2, False, id="B170"),
        pytest.param(" ➀", 1, True, id="B185"),
        pytest.param("❷", 2, True, id="negative-circle"),
        pytest.param("㉑", 21, True, id="circle-over-20"),
        pytest.param("㊿", 50, True, id="circle-50"),
        pytest.param("⓪", 0, True, id="circle-0"),
        pytest.param("１０", 10, False, id="full-width"),
        pytest.param("第３", 3, False, id="ordinal"),
        pytest.param("Ⅳ", 4, False, id="roman-character"),
        pytest.param("I", 1, False, id="A59-latin"),
        pytest.param("二十一", 21, False, id="kanji"),
        pytest.param("5.", 5, False, id="with-point"),
    ],
)
def test_a_number_cell_is_read_with_its_circle(printed: str, value: int, circled: bool) -> None:  # noqa: FBT001
    found = parse_number(fold(printed))
    assert found is not None
    assert (found.value, found.circled) == (value, circled)


@pytest.mark.parametrize(
    "cell", ["", " ", "4位", "1,000", "情報", "クラウド", "0.2", "5-3", "イ", "IIX", "千十千"]
)
def test_a_cell_with_anything_else_is_no_number(cell: str) -> None:
    assert parse_number(cell) is None


def test_the_range_leaves_out_the_blanks() -> None:
    assert parse_number(" \n⑤ ") == NumberMarker(5, circled=True, start=2, end=3)


@pytest.mark.parametrize(
    ("sign", "code"),
    [
        ("イ", "i"),
        (" イ\n", "i"),
        ("ロ", "ro"),
        ("ハ", "ha"),
        ("－", "pending"),
        ("-", "pending"),
        ("―", "pending"),
        ("一", "pending"),
    ],
)
def test_achievement_signs_have_codes(sign: str, code: str) -> None:
    assert parse_achievement(sign) == code


@pytest.mark.parametrize("text", ["", "イロ", "ニ", "目標達成", "－クラウド導入市区町村数", "1"])
def test_other_text_is_no_achievement(text: str) -> None:
    assert parse_achievement(text) is None


def test_circles_of_all_blocks_carry_their_number() -> None:
    values = sorted({value for char in CIRCLED if (value := circled_value(char)) is not None})
    assert values == list(range(51))
    assert circled_value("12") is None
    assert circled_value("") is None


def _kanji(value: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    ten = "" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十"
    return ten + (digits[ones] if ones else "")


@given(st.integers(1, 99))
def test_kanji_numerals_come_back(value: int) -> None:
    assert kanji_value(_kanji(value)) == value


def _roman(value: int) -> str:
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return tens[value // 10] + ones[value % 10]


@given(st.integers(1, 99))
def test_roman_numerals_come_back_in_both_cases(value: int) -> None:
    assert roman_value(_roman(value)) == roman_value(_roman(value).lower()) == value


@pytest.mark.parametrize("text", ["", "IIII", "VX", "iV", "M", "A"])
def test_malformed_roman_numerals_have_no_value(text: str) -> None:
    assert roman_value(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二〇", 20),
        ("百二十三", 123),
        ("千", 1000),
        ("一二", 12),
        ("十百", None),
        ("二三十", None),
        ("", None),
    ],
)
def test_kanji_numerals_follow_their_grammar(text: str, value: int | None) -> None:
    assert kanji_value(text) == value


@given(st.text(max_size=12))
def test_any_cell_gives_a_valid_range_or_nothing(cell: str) -> None:
    found = parse_number(fold(cell))
    assert found is None or 0 <= found.start < found.end <= len(fold(cell))
    parse_achievement(cell)
