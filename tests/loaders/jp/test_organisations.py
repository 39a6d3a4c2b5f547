"""Responsible units as paths, posts apart from the printed names of their holders."""

from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.jp.folding import fold
from loaders.jp.organisations import Post, parse_posts, parse_units, split_unit

UNITS_A = (
    "大臣官房(個人番号企画室)、行政管理局(行政情報システム企画課)、"
    "自治行政局(住民制度課、地域政策課地域情報政策室)"
)


class Seeds(Protocol):
    @property
    def a(self) -> Path: ...
    @property
    def b(self) -> Path: ...


@pytest.mark.parametrize(
    ("printed", "paths"),
    [
        pytest.param(
            UNITS_A,
            [
                ("大臣官房", "個人番号企画室"),
                ("行政管理局", "行政情報システム企画課"),
                ("自治行政局", "住民制度課"),
                ("自治行政局", "地域政策課", "地域情報政策室"),
            ],
            id="A69",
        ),
        pytest.param(
            "自治行政局（住民制度課デジタル基盤推進室、地域政策課地域情報化企画室） ",
            [
                ("自治行政局", "住民制度課", "デジタル基盤推進室"),
                ("自治行政局", "地域政策課", "地域情報化企画室"),
            ],
            id="B255",
        ),
        pytest.param(
            "情報流通行政局郵政行政部郵便課", [("情報流通行政局", "郵政行政部", "郵便課")], id="three-levels"
        ),
        pytest.param(
            "総合通信基盤局（電気通信事業部（事業政策課、料金サービス課）、電波部（電波政策課））",
            [
                ("総合通信基盤局", "電気通信事業部", "事業政策課"),
                ("総合通信基盤局", "電気通信事業部", "料金サービス課"),
                ("総合通信基盤局", "電波部", "電波政策課"),
            ],
            id="nested",
        ),
        pytest.param("自治行政局（地域\n政策課）", [("自治行政局", "地域政策課")], id="broken-line"),
        pytest.param(
            "情報流通行政局郵便局活性化推進室", [("情報流通行政局", "郵便局活性化推進室")], id="post-office"
        ),
        pytest.param(
            "省エネルギー・新エネルギー部省エネルギー課",
            [("省エネルギー・新エネルギー部", "省エネルギー課")],
            id="middle-dot-is-part-of-a-name",
        ),
        pytest.param("課題、内部", [("内部",)], id="a-word-with-課-is-no-unit"),
        pytest.param("", [], id="empty"),
        pytest.param(")(", [], id="unbalanced"),
    ],
)
def test_units_are_paths_from_the_highest_level_down(printed: str, paths: list[tuple[str, ...]]) -> None:
    assert [unit.names for unit in parse_units(fold(printed))] == paths


def test_the_range_of_a_unit_is_its_printed_member() -> None:
    found = parse_units(UNITS_A)
    assert [UNITS_A[unit.start : unit.end] for unit in found][2:] == [
        "住民制度課",
        "地域政策課地域情報政策室",
    ]


def test_posts_of_a_are_told_from_names_by_blanks() -> None:
    text = (
        "大臣官房参事官(個人番号企画室長) 山田 太郎 行政管理局行政情報システム企画課長 鈴木 花子"
        " 自治行政局住民制度課長 佐藤 次郎 自治行政局地域政策課地域情報政策室長 高橋 三郎"
    )
    posts = parse_posts(text)
    assert [(post.unit_names, post.title, post.name) for post in posts] == [
        (("大臣官房",), "参事官", "山田 太郎"),
        (("行政管理局", "行政情報システム企画課"), "課長", "鈴木 花子"),
        (("自治行政局", "住民制度課"), "課長", "佐藤 次郎"),
        (("自治行政局", "地域政策課", "地域情報政策室"), "室長", "高橋 三郎"),
    ]
    assert posts[0].concurrent == Post(("大臣官房", "個人番号企画室"), "室長")
    assert {post.concurrent for post in posts[1:]} == {None}


def test_post_and_name_have_ranges_of_their_own() -> None:
    text = fold("作成責任者名\n自治行政局住民制度課デジタル基盤推進室長　山田　太郎\n")
    (post,) = parse_posts(text)
    assert text[post.post_start : post.post_end] == "自治行政局住民制度課デジタル基盤推進室長"
    assert text[post.name_start : post.name_end] == "山田 太郎"
    assert "山田" not in post.post


@pytest.mark.parametrize(
    ("text", "title", "units"),
    [
        ("大臣官房総括審議官", "総括審議官", ("大臣官房",)),
        ("総務省行政管理局長", "局長", ("総務省", "行政管理局")),
        ("自治行政局住民制度課長補佐", "課長補佐", ("自治行政局", "住民制度課")),
        ("行政管理局管理官", "管理官", ("行政管理局",)),
        ("行政管理局対策チーム長", "長", ("行政管理局", "対策チーム")),
        ("統計研究センター長", "センター長", ("統計研究センター",)),
    ],
)
def test_titles_of_other_posts(text: str, title: str, units: tuple[str, ...]) -> None:
    (post,) = parse_posts(text)
    assert (post.title, post.unit_names) == (title, units)
    assert (post.name, post.name_start) == ("", post.name_end)


@pytest.mark.parametrize("text", ["", "山田 太郎", "社長 山田", "令和元年8月", "(室長)"])
def test_text_without_a_unit_and_title_holds_no_post(text: str) -> None:
    assert parse_posts(text) == []


names = st.sampled_from(["住民制度課", "地域政策課", "行政情報システム企画課", "電波政策課"])
rooms = st.sampled_from(["", "地域情報政策室", "デジタル基盤推進室"])


@given(st.lists(st.tuples(names, rooms), min_size=1, max_size=4), st.sampled_from(["自治行政局", "大臣官房"]))
def test_a_written_list_of_units_reads_back(members: list[tuple[str, str]], bureau: str) -> None:
    text = f"{bureau}({'、'.join(division + room for division, room in members)})"
    expected = [tuple(filter(None, (bureau, *member))) for member in members]
    assert [unit.names for unit in parse_units(text)] == expected


@given(st.text(alphabet=st.sampled_from("局課室部長官房省庁(、) 自治") | st.characters(), max_size=40))
def test_splitting_loses_nothing(name: str) -> None:
    assert "".join(split_unit(name)) == name


@pytest.mark.seeds
def test_both_reports_give_their_units_and_posts(seeds: Seeds) -> None:
    lines_a = fold(seeds.a.read_bytes().decode()).split("\n")[68].split("\t")
    lines_b = fold(seeds.b.read_bytes().decode()).split("\n")
    assert len(parse_units(lines_a[1].replace("<p>", "").replace("</p>", ""))) == 4
    assert [post.title for post in parse_posts(lines_a[3])] == ["参事官", "課長", "課長", "室長"]
    posts = parse_posts("\n".join(lines_b[255:257]))
    assert [(post.unit_names[-1], len(post.name.split())) for post in posts] == [
        ("デジタル基盤推進室", 2),
        ("地域情報化企画室", 2),
    ]
