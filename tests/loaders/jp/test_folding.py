"""Folding keeps circles, drops what cannot be seen, and every folded character knows its source."""

import unicodedata
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.folding import CIRCLED, fold, fold_with_map
from loaders.jp.radicals import RADICALS


class Seeds(Protocol):
    @property
    def paths(self) -> tuple[Path, Path]: ...


PRINTED = st.text(
    alphabet=st.sampled_from(
        "０１9①➀⑧❶㉑㊱ｶﾞﾊﾟがぱか\u3099は\u309aㇰ－―−ー一"
        "〜～~（）：　\u00a0\u200b\u202e\ufe0f\u2ed1⺠⼀髙㍻½Ⅲⅰ㌔\n\t\u1100\u1161"
    )
    | st.characters(),
    max_size=60,
)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        pytest.param("（総務省R4－⑧）", "(総務省R4-⑧)", id="B3-number-keeps-its-circle"),
        pytest.param(" ➀", " ➀", id="B185-dingbat-circle"),
        pytest.param("合計（a＋b＋c）", "合計(a+b+c)", id="B12"),
        pytest.param("政策８：電子自治体の推進", "政策8:電子自治体の推進", id="B16"),
        pytest.param("Ⅲ．未来への投資", "III.未来への投資", id="B101"),
        pytest.param("約1,600～1,700団体", "約1,600~1,700団体", id="range-stays-a-range"),
        pytest.param("1〜4", "1~4", id="wave-dash"),
        pytest.param("△ 13,745 ▲", "△ 13,745 ▲", id="signs-stay"),
        pytest.param("データ―ベース", "データ―ベース", id="horizontal-bar-is-no-long-vowel"),
        pytest.param("㍻30年", "平成30年", id="ligature"),
        pytest.param("½", "1⁄2", id="fraction"),
        pytest.param("ｶﾞｲﾄﾞﾗｲﾝ", "ガイドライン", id="half-width-kana"),
        pytest.param("か\u3099", "が", id="decomposed-kana"),
        pytest.param("⺠間の⻑と⼀⼈", "民間の長と一人", id="radicals-of-pdf"),
        pytest.param("電\u200b子\ufeff自\u00ad治\u202e体", "電子自治体", id="invisible"),
        pytest.param("葛\U000e0100城", "葛城", id="variation-selector"),
        pytest.param("区　　分\u00a0令和", "区  分 令和", id="blanks-become-spaces"),
        pytest.param("髙﨑", "髙﨑", id="variants-of-names-stay"),
    ],
)
def test_printed_forms_fold_for_comparing(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_dashes_are_not_folded_into_each_other() -> None:
    assert fold("― − ー 一 – — － -") == "― − ー 一 – — - -"


def test_all_circled_numbers_survive() -> None:
    circled = "".join(sorted(CIRCLED))
    assert fold(circled) == circled


def test_every_radical_folds_to_an_ideograph_and_none_is_left() -> None:
    assigned = [chr(code) for code in range(0x2E80, 0x2FE0) if unicodedata.category(chr(code)) != "Cn"]
    assert [char for char in assigned if ord(fold(char)) in range(0x2E80, 0x2FE0)] == []
    assert len(RADICALS) == 115


def test_a_folded_range_leads_back_to_its_characters() -> None:
    printed = "㍻\u200b３０年度のｶﾞｲﾄﾞ"
    folded, starts, ends = fold_with_map(printed)
    at = folded.index("ガイド")
    assert printed[starts[at] : ends[at + 2]] == "ｶﾞｲﾄﾞ"
    year = folded.index("30年度")
    assert printed[starts[year] : ends[year + 3]] == "３０年度"


@given(PRINTED)
def test_each_folded_character_has_a_range_and_ranges_never_go_back(printed: str) -> None:
    folded, starts, ends = fold_with_map(printed)
    assert len(folded) == len(starts) == len(ends)
    assert all(0 <= start < end <= len(printed) for start, end in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert ends == sorted(ends)


@given(PRINTED)
def test_folding_twice_changes_nothing(printed: str) -> None:
    assert fold(fold(printed)) == fold(printed)


@given(PRINTED, st.integers(0, 60), st.integers(0, 60))
def test_folding_a_source_range_gives_the_folded_range(printed: str, first: int, last: int) -> None:
    folded, starts, ends = fold_with_map(printed)
    low, high = sorted((min(first, len(folded)), min(last, len(folded))))
    whole = low < high and (low == 0 or starts[low] != starts[low - 1])
    if whole and (high == len(folded) or starts[high] != starts[high - 1]):
        assert fold(printed[starts[low] : ends[high - 1]]) == folded[low:high]


@pytest.mark.seeds
def test_the_reports_fold_with_every_digit_still_there(seeds: Seeds) -> None:
    for path in seeds.paths:
        raw = path.read_bytes().decode()
        folded, starts, _ = fold_with_map(raw)
        assert [starts[at] for at, char in enumerate(folded) if char in CIRCLED] == [
            at for at, char in enumerate(raw) if char in CIRCLED
        ]
        digits = [unicodedata.digit(char) for char in raw if char.isdecimal()]
        assert [int(char) for char in folded if char.isdecimal()] == digits


def test_circled_numbers_are_exactly_the_blocks_of_the_standard() -> None:
    blocks = [(0x2460, 0x2473), (0x24EA, 0x24FF), (0x2776, 0x2793), (0x3251, 0x325F), (0x32B1, 0x32BF)]
    assert {ord(char) for char in CIRCLED} == {code for low, high in blocks for code in range(low, high + 1)}
    assert fold("⑴⒈㉀") == "(1)1.(祭)"


def test_only_characters_that_cannot_be_seen_are_dropped() -> None:
    dropped = {code for code in range(0x2000, 0x2070) if not fold(chr(code))}
    assert dropped == {
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0x2066, 0x2070),
    }
