import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.finding import folding
from graph.finding.folding import fold, marks, readings

TEXTS = st.text(
    alphabet="電ｸﾄﾞウド➀①1１0ⅢA aＡ　㈱國国廣ヶ〇三十第元年度月日令和平成HhRr.,/-−～〜\u3099\u200b\ufe0f㍻",
    max_size=14,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＬＧＷＡＮ", "lgwan"),
        ("ｸﾗｳﾄﾞ", "クラウド"),
        ("くらうど", "クラウド"),
        ("クラウド　導入\n市区町村数", "クラウド導入市区町村数"),
        ("➀①❶", "111"),
        ("㈱・㌔・㍻", "(株)・キロ・平成"),
        ("廣島縣龍ケ崎市", "広島県竜ケ崎市"),
        ("渡邊・髙橋・﨑", "渡辺・高橋・崎"),
        ("葛\U000e0100城", "葛城"),
        ("か\u3099\u200bく", "ガク"),
        ("三ヶ月", "三ケ月"),
        ("\ud800電", "電"),
    ],
)
def test_one_letter_is_one_however_it_is_written(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("令和3年度", "Ｒ３年度"),
        ("令和三年度", "2021年度"),
        ("㋿３年度", "FY2021"),
        ("平成31年度", "令和元年度"),
        ("H30.4.1", "平成３０年０４月０１日"),
        ("2018/4/1", "平成30年4月1日"),
        ("第三章", "第３章"),
        ("第十一条", "第11条"),
        ("第二四半期", "第2四半期"),
        ("1,506,096千件", "１５０６０９６千件"),
        ("昭和63年", "S63年"),
    ],
)
def test_one_year_and_one_number_are_one_in_the_second_reading(one: str, other: str) -> None:
    assert readings(one)[-1] == readings(other)[-1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平成30年度", "令和30年度"),
        ("12021件", "令和3年"),
        ("斉藤", "斎藤"),
        ("H264", "平成26"),
        ("1,06", "106"),
    ],
)
def test_what_is_not_the_same_stays_apart(one: str, other: str) -> None:
    assert set(readings(one)).isdisjoint(readings(other))


@given(TEXTS)
def test_letters_folded_one_by_one_and_together_are_the_same(text: str) -> None:
    assert "".join(piece for piece, _, _ in folding._pieces(text)) == fold(text)
    assert [start for _, start, _ in folding._pieces(text)] == sorted(
        {start for _, start, _ in folding._pieces(text)}
    )


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=20))
def test_no_text_is_too_odd_to_be_folded(text: str) -> None:
    assert all(unicodedata.category(char)[0] != "Z" for char in fold(text))
    assert all(reading.isprintable() or folding.YEAR_MARK in reading or reading for reading in readings(text))


@given(TEXTS, TEXTS, TEXTS)
def test_a_word_is_marked_where_it_stands(before: str, word: str, after: str) -> None:
    text = before + "。" + word + "。" + after
    if fold(word):
        found = marks(text, [(fold(word),)])
        assert found
        for start, end in found:
            assert fold(word) in fold(text[start:end])


def test_a_year_is_marked_as_it_is_printed() -> None:
    text = "R4-⑧（令和３年度実施政策）及び平成30年度"
    assert [text[a:b] for a, b in marks(text, [readings("2021年度"), readings("H30")])] == [
        "令和３年度",
        "平成30",
    ]


def test_marks_never_overlap() -> None:
    assert marks("電子自治体", [("電子自治",), ("自治体",)]) == ((0, 4),)


def test_every_letter_has_one_usual_form(root: Path) -> None:
    groups = tomllib.loads((root / "graph/finding/letters.toml").read_text("utf-8"))["same"]
    usual = [group["usual"] for group in groups]
    others = [letter for group in groups for letter in group["others"]]
    assert len(usual) == len(set(usual))
    assert len(others) == len(set(others))
    assert set(usual).isdisjoint(others)
    assert all(
        len(letter) == 1 and unicodedata.normalize("NFKC", letter) == letter for letter in usual + others
    )


def test_the_version_of_the_rules_changes_with_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    before = folding.folding_version()
    folding.folding_version.cache_clear()
    monkeypatch.setattr(folding, "_letters", lambda: {ord("國"): ord("国")})
    assert folding.folding_version() != before
    folding.folding_version.cache_clear()
