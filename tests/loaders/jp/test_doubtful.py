"""Words that are nearly known ones, signs taken for each other, one word in two forms; and what is right."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loaders.jp.doubtful import doubtful_words
from loaders.jp.near import base_form, distance, near_misses
from loaders.jp.variants import find_variants


def found(s: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(s[d.start : d.end], d.likely) for d in doubtful_words(s)]


@pytest.mark.parametrize(
    ("sentence", "printed", "likely"),
    [
        ("給与の比較により算出するラスパインズ指数の基礎", "ラスパインズ指数", "ラスパイレス指数"),
        ("算出するラスバイレス指数の基礎資料", "ラスバイレス指数", "ラスパイレス指数"),
        ("であり、ランドデザインを示して", "ランドデザイン", "グランドデザイン"),
        ("市長会・町村長会等の各階層", "市長会・町村長会", "市長会・町村会"),
        ("改革推進会議の通告がなされた", "会議の通告", "会議の勧告"),
        ("欄のかつこ書きの年度", "かつこ書き", "かっこ書き"),
        ("セキュリティ・ITIに係る知識", "ITI", "IT"),
        ("「イ」:達成、「一」:目標期間が終了", "一", "－"),
        ("推進に取り組む.。", ".。", "。"),
        ("係る調査インタ一ネット上の脅威", "インタ一ネット", "インターネット"),
        ("気象情報等のビックデータを用いる", "ビックデータ", "ビッグデータ"),
        ("基礎データべースの管理", "データべース", "データベース"),
    ],
)
def test_a_word_that_is_nearly_one_of_the_field_has_its_likely_reading(
    sentence: str, printed: str, likely: str
) -> None:
    assert found(sentence) == [(printed, (likely,))]


def test_two_objects_of_one_verb_are_one_too_many() -> None:
    assert found("事業者を確認を行ったところ") == [("を", ("に", "の"))]
    assert found("事業者に確認を行い、予算を要求した") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "ラスパイレス指数とグランドデザイン、かっこ書きの全国町村会",
        "ブランドデザインの見直し",
        "長期アウトカム目標として設定した。",
        "特にアウトカムの指標に関して",
        "外務省デジタルガバメント中長期計画",
        "行政機関の保有する個人情報の保護に関する法律",
        "地方行政、地方行財政、地方税財政",
        "行政改革推進会議の報告、会議の議論",
        "ITとICT、AIとAPI、KPIの一覧、IIIの項",
        "「一」の項に掲げる事務",
        "https://example.jp/ITI.html",
    ],
)
def test_what_is_right_raises_no_doubt(sentence: str) -> None:
    assert found(sentence) == []


def test_capitals_that_come_back_are_a_name() -> None:
    assert found("ITIの報告とITIの名簿") == []


def test_differences_of_size_and_voicing_count_half() -> None:
    assert distance("かつこ", "かっこ", 2) == distance("バス", "パス", 2) == 0.5
    assert distance("レス", "ンズ", 2) == 1.5
    assert distance("町村長会", "町村会", 2) == 1
    assert base_form("ラスパイレッス") == "ラスハイレツス"


@given(
    st.sampled_from(["ラスパイレス指数", "グランドデザイン", "経済財政諮問会議", "事前分析表"]),
    st.integers(0, 7),
    st.sampled_from("ンロ日間"),
    st.text("、。の 数", max_size=6),
)
def test_one_wrong_letter_anywhere_is_found_where_it_stands(
    word: str, at: int, letter: str, around: str
) -> None:
    at %= len(word)
    wrong = word[:at] + letter + word[at + 1 :]
    assume(wrong != word)
    text = f"{around}、{wrong}。{around}"
    (miss,) = near_misses(text, word, 1)
    assert text[miss.start : miss.end] == wrong
    assert miss.distance == 1


@given(
    st.text("ラスパイレ指数グンドデザかっこ書きつ", max_size=40),
    st.text("ァ-ー数かデ", min_size=2, max_size=8),
)
def test_a_near_miss_is_near_and_is_not_the_word(text: str, word: str) -> None:
    for miss in near_misses(text, word, 1.5):
        printed = text[miss.start : miss.end]
        assert printed != word
        assert Decimal(distance(printed, word, 1.5)) == Decimal(miss.distance) <= Decimal("1.5")


def test_the_rarer_of_two_forms_of_one_long_word_is_the_doubtful_one() -> None:
    texts = ["地方港湾施設管理台帳の整備", "地方港湾施設営理台帳の更新", "地方港湾施設管理台帳"]
    (pair,) = find_variants(["の".join(text.split("の")[:1]) + "。" for text in texts])
    assert (pair.rarer, pair.usual, pair.is_tie) == ("地方港湾施設営理台帳", "地方港湾施設管理台帳", False)
    assert [(p.text, p.start, p.end) for p in pair.rarer_at] == [(1, 0, 10)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平成二十二年四月一日施行分", "平成二十五年四月一日施行分"),
        ("半島振興対策実施地域計画", "離島振興対策実施地域計画"),
        ("地方公共団体相互間の連絡協調", "地方公共団体相互間の連絡調整"),
        ("マイクロプラスチック対策事業", "マイクロプラスチック等対策事業"),
        ("港湾施設管理台帳", "港湾施設営理台帳"),
    ],
)
def test_numerals_suffixes_ends_and_short_words_make_two_names(one: str, other: str) -> None:
    assert find_variants([one, other]) == []


@pytest.mark.parametrize(
    "unit", ["。。", "会議の", "ラスパイレ", "市長会・", "「一」", "ITI ", "データベー", "を確認"]
)
def test_time_grows_with_the_length_of_the_text_and_not_faster(unit: str) -> None:
    def seconds(times: int) -> float:
        started = time.process_time()
        doubtful_words(unit * times)
        return time.process_time() - started

    seconds(500)
    short = min(seconds(1000) for _ in range(3))
    assert min(seconds(4000) for _ in range(3)) < max(0.05, short * 4 * 2.6)
