"""Points of reviewers and responses: wordings, numbering, order, brackets that do not close, and doubts."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loaders.free_text import Part, events, expert, pairs

POINTS = [
    "順を示すべきである。",
    "手引（「案」を配るべきである。",
    "費用を見える化すべきである。",
    "急ぐべきである。",
]
DONE = ["順を公表した。", "手引を配った（「案」のまま。", "費用を公表した。", "急いで行った。"]
SHAPES = {"({n})": "(", "（{n}）": "（", "{c}": "①", "{n}．": "．"}


def circled(number: int) -> str:
    return chr(0x2460 + number - 1)


def marked(shape: str, number: int, text: str) -> str:
    return shape.format(n=number, c=circled(number)) + text


def listed(shape: str, points: list[int], responses: list[int], heads: tuple[str, str]) -> str:
    return "\n".join(
        [
            heads[0],
            *(marked(shape, n, POINTS[n - 1]) for n in points),
            heads[1],
            *(marked(shape, n, DONE[n - 1]) for n in responses),
        ]
    )


def linked(report: Part) -> dict[str, tuple[str, ...]]:
    return {point: responses for _, point, responses in pairs(report)}


def squeezed(words: str) -> str:
    return unicodedata.normalize("NFKC", words).replace("「", "")


@settings(max_examples=60)
@given(
    st.permutations([1, 2, 3, 4]),
    st.permutations([1, 2, 3, 4]),
    st.sampled_from(sorted(SHAPES)),
    st.sampled_from(
        [("○主な指摘", "○対応状況の概要"), ("【御意見】", "【対応】"), ("＜指摘事項＞", "＜対応方針＞")]
    ),
    st.sampled_from(["tabbed", "linear"]),
)
def test_responses_find_their_points_in_any_order_and_width(
    points: list[int], responses: list[int], shape: str, heads: tuple[str, str], layout: str
) -> None:
    report = expert(listed(shape, points, responses, heads), layout)
    assert linked(report) == {squeezed(POINTS[n - 1]): (squeezed(DONE[n - 1]),) for n in points}
    assert [number for number, _, _ in pairs(report)] == points


@pytest.mark.parametrize("layout", ["tabbed", "linear"])
def test_a_response_without_a_point_of_its_number_is_a_doubt_and_no_fact(layout: str) -> None:
    report = expert(listed("({n})", [1, 2], [1, 3], ("○主な指摘", "○対応状況")), layout)
    assert [responses for _, _, responses in pairs(report)] == [("順を公表した。",), ()]
    doubts = [issue for issue in report.issues if issue.slot == "expert.response"]
    assert [issue.code for issue in doubts] == ["ambiguous"]


def test_bullets_on_both_sides_are_not_paired_by_their_order() -> None:
    report = expert(
        "○主な指摘\n・順を示すべきである。\n・急ぐべきである。\n○対応\n・順を公表した。\n・急いだ。"
    )
    assert [(number, responses) for number, _, responses in pairs(report)] == [(None, ()), (None, ())]
    assert [i.code for i in report.issues if i.slot == "expert.response"] == ["ambiguous", "ambiguous"]


def test_one_response_to_one_point_needs_no_number() -> None:
    report = expert("○主な意見\n順を示すべきである。\n○対応\n順を公表した。")
    assert linked(report) == {"順を示すべきである。": ("順を公表した。",)}


def test_points_and_responses_may_alternate_without_numbers() -> None:
    report = expert(
        "【指摘】順を示すべきである。\n【対応】順を公表した。\n【指摘】急ぐべきである。\n【対応】急いだ。"
    )
    assert linked(report) == {
        "順を示すべきである。": ("順を公表した。",),
        "急ぐべきである。": ("急いだ。",),
    }


def test_marks_of_another_shape_inside_an_item_are_part_of_it() -> None:
    report = expert(
        "○主な指摘\n(1)次を行うべきである。①順を示すこと。②急ぐこと。\n(2)測るべきである。\n○対応\n(2)測った。"
    )
    assert [point for _, point, _ in pairs(report)] == [
        "次を行うべきである。1順を示すこと。2急ぐこと。",
        "測るべきである。",
    ]


def test_a_number_inside_a_sentence_opens_no_item() -> None:
    report = expert("○主な指摘\n(1)別紙の(2)に示す順を守るべきである。\n(2)急ぐべきである。")
    assert [number for number, _, _ in pairs(report)] == [1, 2]


def test_the_heading_may_name_the_occasion() -> None:
    report = expert("○令和4年秋の行政事業レビューにおける主な指摘\n(1)急ぐべきである。")
    assert events(report) == ["令和4年秋の行政事業レビュー"]


def test_an_announcement_may_stand_for_the_heading() -> None:
    report = expert(
        "令和4年5月の政策評価審議会では熱心な議論があった。令和4年6月の検討会において以下の指摘を受けた。\n(1)急ぐべきである。\n(2)測るべきである。"
    )
    assert [number for number, _, _ in pairs(report)] == [1, 2]
    assert events(report) == ["令和4年6月の検討会"] * 2


@pytest.mark.parametrize(
    ("sentence", "event", "point", "response"),
    [
        (
            "令和3年7月の有識者会議において、委員から、目標が低いのではないかとの御指摘をいただき、目標値を見直した。",
            "令和3年7月の有識者会議",
            "目標が低いのではないか",
            "目標値を見直した。",
        ),
        (
            "外部有識者から、住民の意見を聴くべきという助言を受け、調査を行った。",
            None,
            "住民の意見を聴くべき",
            "調査を行った。",
        ),
        (
            "また、「懇談会」にて座長より、指標の数を減らすべき旨の意見があり、指標8を統合した。",
            "「懇談会」",
            "指標の数を減らすべき",
            "指標8を統合した。",
        ),
        (
            "令和3年7月の検討会において、目標が低いことから、見直すべきとの意見を受け、目標値を改めた。",
            "令和3年7月の検討会",
            "目標が低いことから、見直すべき",
            "目標値を改めた。",
        ),
        (
            "令和3年7月の検討会において、急ぐべきとの意見が示された。",
            "令和3年7月の検討会",
            "急ぐべき",
            None,
        ),
    ],
    ids=["meeting", "speaker-only", "lead-in", "reason-first", "no-response"],
)
def test_an_opinion_in_a_sentence_is_a_point(
    sentence: str, event: str | None, point: str, response: str | None
) -> None:
    report = expert(sentence)
    assert pairs(report) == [(None, point, (response,) if response else ())]
    assert events(report) == [event and event.replace("「", "")]


@pytest.mark.parametrize(
    "text",
    [
        "有識者の助言を受けた。",
        "CIOアドバイザーからのご意見やよろず相談を活用していく予定である。",
        "令和6年7月の懇談会の意見を反映した。",
        "―",
        "特になし",
        "○指摘を受けた事項については、引き続き検討する。",
        "住民の意見を踏まえ、手引を作った。",
    ],
)
def test_what_says_no_content_is_no_point(text: str) -> None:
    report = expert(text)
    assert report.review_points == report.review_responses == ()


@settings(max_examples=60)
@given(st.text(alphabet="(（)）「」①②12○【】指摘対応。、・\n順を示すべきとの意見があり", max_size=120))
def test_any_text_is_read_without_error_and_links_only_to_its_points(text: str) -> None:
    report = expert(text.replace("\t", ""))
    for response in report.review_responses:
        assert response.responds_to
        assert all(1 <= place <= len(report.review_points) for place in response.responds_to)


def test_marks_without_end_are_read_in_time_that_grows_with_their_number() -> None:
    report = expert("○主な指摘" + "(" * 3000 + "①" * 3000 + "「" * 3000)
    assert len(report.review_points) <= 3001
