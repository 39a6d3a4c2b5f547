"""A bare name never stands alone as evidence: the sentence around its first place does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.model import Span
from loaders.quads.sentences import sentence_around

PROSE = "達成した。なお、デジタル手続法を踏まえた(進展する。)。次は検討する。"


def around(raw: str, name: str, *blocks: Span) -> str:
    start = raw.index(name)
    found = sentence_around(raw, Span(start, start + len(name)), blocks or (Span(0, len(raw)),))
    return raw[found.start : found.end]


def test_a_sentence_runs_from_the_full_stop_before_to_the_full_stop_behind_with_its_bracket() -> None:
    assert around(PROSE, "デジタル手続法") == "なお、デジタル手続法を踏まえた(進展する。)"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("番号\tLGWANの整備\t30年度", "LGWANの整備"),
        ("<p>導入する</p> <p>LGWANを\n使う</p>", "LGWANを\n使う"),
        ("見出し\n\n LGWANを使う\n\n次", "LGWANを使う"),
        ("・一つ目\n・LGWANの監視\n・三つ目", "・LGWANの監視"),
        ("<アウトプット指標> LGWAN", "<アウトプット指標> LGWAN"),
    ],
)
def test_cells_tags_blank_lines_and_bullets_end_a_sentence_too(raw: str, expected: str) -> None:
    assert around(raw, "LGWAN") == expected


def test_the_sentence_stays_in_the_narrowest_part_that_holds_the_name() -> None:
    raw = "指標 マイナンバーカードの設計を開始 稼働"
    cell = Span(raw.index("マ"), raw.index("始") + 1)
    assert around(raw, "カード", Span(0, len(raw)), cell) == "マイナンバーカードの設計を開始"


def test_a_name_that_no_part_holds_is_quoted_as_it_is() -> None:
    assert around("これはLGWANです。", "LGWAN", Span(0, 2)) == "LGWAN"


@given(st.text(alphabet="あ。\n\t <>p・", max_size=40), st.data())
def test_the_sentence_always_holds_the_name_and_has_no_blank_edge(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw)))
    text = raw[:start] + "名" + raw[start:]
    found = sentence_around(text, Span(start, start + 1), [Span(0, len(text))])
    assert found.start <= start < found.end
    assert text[found.start : found.end] == text[found.start : found.end].strip()
