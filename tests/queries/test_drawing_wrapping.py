"""Labels in boxes: 禁則, what stays together, how the fourth line ends."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.drawing.wrapping import ELLIPSIS, NO_END, NO_START, cells, clean, ems, wrap

BOX = 1384
LABELS = (
    "世界最先端IT国家創造宣言・官民データ活用推進基本計画",
    "総務省所管府省共通情報システム等の適切な構築・運用等を通じた電子政府の推進を図ること",
    "IT・データを活用した地域（離島を含む。）の活性化",
    "国際連合「電子政府ランキング」における行政オンラインサービスの充実度ランキング",
    "電子政府の総合窓口(e-Gov)へのアクセス件数",
    "次世代型行政サービスの強力な推進―デジタル・ガバメントの断行",
    "地方公共団体の情報化を推進し、便利な行政サービスを提供するとともに、効率的で災害に強い電子自治体を実現すること",
)


@pytest.mark.parametrize("label", LABELS)
def test_no_line_of_a_real_label_breaks_the_rules_of_kinsoku(label: str) -> None:
    lines = wrap(label, BOX)
    assert not [line for line in lines if line[0] in NO_START]
    assert not [line for line in lines if line[-1] in NO_END]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_fits_in_four_lines_loses_no_character(label: str) -> None:
    lines = wrap(label, BOX, most=9)
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")


@pytest.mark.parametrize(
    ("label", "whole"),
    [
        ("アクセス件数は1,506,096千件となった平成30年度", "1,506,096千件"),
        ("政策の根拠となる文書の中の第3章の部分", "第3章"),
        ("経済財政運営と改革の基本方針2019の関係部分", "2019"),
        ("地方公共団体におけるマイナンバー制度の利用", "マイナンバー"),
        ("行政手続のオンライン化とSociety 5.0の実現", "Society"),
        ("電子決裁に要する期間を32時間以内とする目標", "32時間以内"),
    ],
)
@pytest.mark.parametrize("limit", [800, 1000, 1200, 1384])
def test_numbers_with_units_latin_and_katakana_words_stay_whole(label: str, whole: str, limit: int) -> None:
    assert any(whole in line for line in wrap(label, limit))


def test_a_kept_name_wins_over_every_other_break() -> None:
    plain = "自治体におけるマイナンバーカードの普及"
    assert any("マイナンバーカード" in line for line in wrap(plain, 1000, ("マイナンバーカード",)))


def test_a_token_wider_than_the_line_is_split() -> None:
    lines = wrap("ア" * 30, 1000)
    assert len(lines) == 3
    assert all(ems(line) <= 1000 for line in lines)


def test_a_split_word_does_not_begin_a_line_with_a_small_letter() -> None:
    lines = wrap("アイウエオカキクケッコサシスセソ", 1000)
    assert not [line for line in lines if line[0] in NO_START]


@pytest.mark.parametrize("label", ["1,234,567,890,123,456", "「「「「「「「「「策", "政、、、、、、、、、"])
def test_a_run_that_no_rule_lets_break_is_split_all_the_same(label: str) -> None:
    lines = wrap(label, 500)
    assert "".join(lines) == label
    assert all(ems(line) <= 500 for line in lines)


def test_a_split_run_moves_its_last_character_down_for_kinsoku() -> None:
    assert wrap("マイナンバーカード", 500, ("マイナンバーカード",)) == ("マイナン", "バーカード")


def test_the_fourth_line_of_a_long_label_ends_in_an_ellipsis() -> None:
    lines = wrap("政策の概要と基本目標を定める計画の本文" * 30, BOX)
    assert len(lines) == 4
    assert lines[-1].endswith(ELLIPSIS)
    assert all(ems(line) <= BOX for line in lines)


def test_an_empty_label_has_no_line() -> None:
    assert wrap("", BOX) == ()
    assert wrap(" \u202e\u0000 ", BOX) == ()


def test_a_break_stands_rather_after_a_particle_than_between_two_kanji() -> None:
    assert wrap("国・地方を通じた行政情報システムの改革", BOX) == (
        "国・地方を通じた",
        "行政情報システムの改革",
    )


def test_ambiguous_width_counts_two_and_combining_marks_nothing() -> None:
    assert cells("①Ⅲ○－") == 8
    assert cells("か\u3099") == 2
    assert cells("abc") == 3


def test_clean_removes_controls_bidi_marks_and_lone_surrogates() -> None:
    assert clean("a\u0000b\u202ec\ud800d\u2066e\u200b") == "abcde"
    assert clean(" 二　つ\n語\t") == "二 つ 語"


@given(st.text(max_size=600), st.integers(300, 3000))
def test_every_line_of_any_text_fits_and_no_more_than_four_come(text: str, limit: int) -> None:
    lines = wrap(text, limit)
    assert len(lines) <= 4
    assert all(line and ems(line) <= limit for line in lines)


@given(st.text(alphabet="、。（「1,3a漢ー ", max_size=90), st.integers(300, 900))
def test_every_line_fits_when_little_may_break(text: str, limit: int) -> None:
    lines = wrap(text, limit)
    assert all(line and ems(line) <= limit for line in lines)


@given(st.text(alphabet="あ漢、。（）ー字ァabc1２ 「」", max_size=80))
def test_what_is_drawn_is_the_beginning_of_the_label(text: str) -> None:
    drawn = "".join(wrap(text, BOX)).replace(" ", "")
    assert clean(text).replace(" ", "").startswith(drawn.removesuffix(ELLIPSIS))


@given(st.text(max_size=100))
def test_cleaned_text_holds_nothing_that_xml_forbids(text: str) -> None:
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs"} for c in clean(text))
