from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keifu.widths import cut, lines, pad, pad_left, width, wrap

TEXTS = st.text(alphabet=st.sampled_from("aZ0 あア漢字ｱ⑤①Ⅲ－―…、。（）％e\u0301\u200b"), max_size=30)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", 0),
        ("KPI", 3),
        ("指標", 4),
        ("ｸﾗｳﾄﾞ", 5),
        ("⑤", 1),
        ("が", 2),
        ("か\u3099", 2),
        ("１，０６７団体", 14),
    ],
)
def test_a_kanji_takes_two_places_and_a_combining_mark_none(text: str, places: int) -> None:
    assert width(text) == places


@given(TEXTS, st.integers(min_value=1, max_value=40))
def test_a_cut_text_never_takes_more_places_than_there_are(text: str, places: int) -> None:
    assert width(cut(text, places)) <= places


@given(TEXTS)
def test_a_text_that_fits_is_left_as_it_is(text: str) -> None:
    assert cut(text, width(text)) == text


@given(TEXTS, st.integers(min_value=0, max_value=10))
def test_padding_fills_up_to_the_asked_places(text: str, more: int) -> None:
    places = width(text) + more
    assert width(pad(text, places)) == width(pad_left(text, places)) == places


def test_columns_stand_under_their_heads_when_japanese_and_latin_mix() -> None:
    table = [*lines(("年度", "value"), [("2018", "1067"), ("令和元年度", "9")], (False, True), None)]
    assert table == [
        "年度        value",
        "──────────  ─────",
        "2018         1067",
        "令和元年度      9",
    ]


def test_without_a_terminal_nothing_is_cut() -> None:
    long = "経済財政運営と改革の基本方針" * 20
    assert long in "\n".join(lines(("title",), [(long,)], (False,), None))


def test_on_a_narrow_terminal_the_widest_column_gives_way() -> None:
    table = [*lines(("id", "title"), [("a-1", "経済財政運営と改革の基本方針2016")], (False, False), 20)]
    assert all(width(line) <= 20 for line in table)
    assert table[2:] == ["a-1  経済財政運営と", "     改革の基本方針", "     2016"]


def test_columns_keep_a_few_places_on_an_impossible_terminal() -> None:
    table = [*lines(("first", "second"), [("abcdefgh", "ijklmnop")], (False, False), 3)]
    assert table[-2:] == ["abcdef  ijklmn", "gh      op"]


def test_a_long_cell_runs_on_over_three_lines_and_is_then_cut() -> None:
    long = "経済財政運営と改革の基本方針" * 4
    table = [*lines(("id", "title"), [("a-1", long)], (False, False), 25)]
    assert len(table) == 5
    assert table[-1].endswith("…")


@given(TEXTS, st.integers(min_value=2, max_value=20))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, places: int) -> None:
    pieces = wrap(text, places, 60)
    assert all(width(piece) <= places for piece in pieces)
    assert "".join(pieces).replace(" ", "") == text.replace(" ", "")


def test_latin_words_are_not_broken_where_a_blank_is_near() -> None:
    assert wrap("final target without actual", 14, 3) == ["final target", "without actual"]


def test_a_table_without_rows_is_its_header() -> None:
    assert [*lines(("a", "b"), [], (False, False), None)] == ["a  b", "─  ─"]
