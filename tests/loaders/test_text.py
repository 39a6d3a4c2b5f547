"""Readable text keeps its way back to the raw characters, whatever is done to it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.jp.folding import fold
from loaders.model import Span
from loaders.text import Text, joined, lines_of

BLANKS = " \t\r\n\f\v\u3000\u00a0\u2028\u2029\u0085"
RAW = st.text(
    st.one_of(
        st.sampled_from(
            "政策港がｶﾞｱ゛①⑳㍻㌔½Ａ１1aZ（）〜－△▲/% \t\r\n\f\u3000\xa0\u3099\ufe0f\u200b\u2028🚢"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=25,
)


def whole(raw: str) -> Text:
    return Text.of(raw, 0, len(raw))


def leads_back(text: Text, raw: str) -> None:
    """Each character comes from a raw range whose folding contains it, and ranges never go back."""
    assert len(text.chars) == len(text.starts) == len(text.ends) == len(text)
    assert list(text.starts) == sorted(text.starts)
    assert list(text.ends) == sorted(text.ends)
    for char, start, end in zip(text.chars, text.starts, text.ends, strict=True):
        assert 0 <= start < end <= len(raw)
        source = raw[start:end]
        assert char in fold(source) or char == source or (char == " " and source in "\r\n\f"), (char, source)


@settings(max_examples=300, deadline=None)
@given(RAW)
def test_every_character_of_a_changed_text_leads_to_the_characters_it_came_from(raw: str) -> None:
    text = whole(raw)
    assert text.chars == raw
    for changed in (
        text,
        text.folded(),
        joined(text),
        text.squeezed(),
        joined(text.folded()),
        joined(text).folded(),
        joined(text.folded()).squeezed(),
        text.squeezed().folded(),
        text.strip().folded(),
    ):
        leads_back(changed, raw)


@settings(max_examples=150, deadline=None)
@given(RAW, st.integers(0, 30), st.integers(0, 30))
def test_a_slice_has_the_characters_and_the_ranges_of_the_slice(raw: str, start: int, end: int) -> None:
    text = whole(raw).folded()
    part = text.cut(start, end)
    assert (part.chars, part.starts, part.ends) == (
        text.chars[start:end],
        text.starts[start:end],
        text.ends[start:end],
    )
    assert text.cut(start) == text.cut(start, len(text))
    assert text.cut(0, start) + text.cut(start) == text


@settings(max_examples=150, deadline=None)
@given(RAW)
def test_folding_is_the_folding_of_the_words_and_done_once(raw: str) -> None:
    folded = whole(raw).folded()
    assert folded.chars == fold(raw)
    if fold(folded.chars) == folded.chars:
        assert folded.folded().chars == folded.chars


@settings(max_examples=150, deadline=None)
@given(RAW)
def test_stripping_takes_blanks_from_both_ends_only(raw: str) -> None:
    text = whole(raw)
    assert text.strip().chars == raw.strip(BLANKS)
    assert text.strip().strip() == text.strip()
    assert text.squeezed().chars == "".join(c for c in raw if c not in BLANKS)
    if text.strip():
        span = text.strip().span()
        assert raw[span.start : span.end] == raw.strip(BLANKS)


@settings(max_examples=200, deadline=None)
@given(RAW, st.data())
def test_runs_merge_over_blanks_and_over_nothing_else(raw: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.integers(0, max(0, len(raw) - 1)), unique=True).map(sorted))
    text = whole(raw).keep(i for i in kept if i < len(raw))
    runs = text.runs(raw)
    inside = {i for run in runs for i in range(run.start, run.end)}
    assert set(text.starts) <= inside
    assert all(raw[i] in BLANKS for i in inside - set(text.starts))
    for before, after in pairwise(runs):
        assert before.end < after.start
        assert raw[before.end : after.start].strip(BLANKS)


def test_a_run_goes_on_over_a_line_end_and_stops_at_words_left_out() -> None:
    raw = "港の\n 道<p>橋"
    assert whole(raw).squeezed().runs(raw) == (Span(0, len(raw)),)
    assert whole(raw).keep([0, 1, 4, 8]).runs(raw) == (Span(0, 5), Span(8, 9))
    assert Text.empty().runs(raw) == ()


def test_characters_of_one_raw_range_make_one_run() -> None:
    raw = "㍻30年"
    folded = whole(raw).folded()
    assert folded.chars == "平成30年"
    assert folded.cut(0, 1).runs(raw) == folded.cut(1, 2).runs(raw) == (Span(0, 1),)
    assert folded.runs(raw) == (Span(0, 4),)


@pytest.mark.parametrize(
    ("wrapped", "read"),
    [
        ("電子自\n治体", "電子自治体"),
        ("12\n,345団体", "12,345団体"),
        ("1\n2団体", "12団体"),
        ("Information\nTechnology", "Information Technology"),
        ("Information\r\nTechnology", "Information Technology"),
        ("Information\n\n\nTechnology", "Information Technology"),
        ("AP\n港", "AP港"),
        ("港\nAP", "港AP"),
        ("A\n1", "A1"),
        ("港\f道", "港道"),
        ("\n港\n", "港"),
        ("港 \n道", "港 道"),
        ("港\u2028道", "港\u2028道"),
    ],
)
def test_wrapped_lines_are_joined_with_a_blank_between_latin_words_only(wrapped: str, read: str) -> None:
    assert joined(whole(wrapped)).chars == read


@settings(max_examples=150, deadline=None)
@given(RAW)
def test_joining_leaves_out_line_ends_only_and_is_done_once(raw: str) -> None:
    flat = joined(whole(raw))
    assert not set(flat.chars) & set("\r\n\f")
    assert "".join(c for c in flat.chars if c != " ") == "".join(c for c in raw if c not in " \r\n\f")
    assert joined(flat) == flat


def test_a_match_leads_to_the_raw_characters() -> None:
    raw = "目標は（１２\n３団体）"
    found = list(joined(whole(raw).folded()).find(re.compile(r"\d+団体")))
    assert [(match[0], text.span()) for match, text in found] == [("123団体", Span(4, 10))]
    assert raw[4:10] == "１２\n３団体"


def test_a_text_without_characters_is_false() -> None:
    assert not Text.empty()
    assert not whole(" ").strip()
    assert whole("港")


@pytest.mark.parametrize(
    ("raw", "lines"),
    [("", [""]), ("甲", ["甲"]), ("甲\n", ["甲", ""]), ("\n甲\r\n乙\f丙", ["", "甲\r", "乙\f丙"])],
)
def test_lines_end_at_line_feeds_only(raw: str, lines: list[str]) -> None:
    assert [raw[span.start : span.end] for span in lines_of(raw)] == lines


@settings(max_examples=100, deadline=None)
@given(RAW)
def test_lines_and_their_ends_are_the_whole_text(raw: str) -> None:
    assert "\n".join(raw[span.start : span.end] for span in lines_of(raw)) == raw
