"""The free text of the two complete reports and of the made-up ones against facts typed by eye."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

import loaders
from loaders.model import Remark, Report
from tests.conftest import Seeds
from tests.loaders.free_text import SAMPLES, consulted, events, pairs, sample
from tests.loaders.reading_facts import plain, read, read_path
from tests.loaders.test_mutations import decomposed, rewrapped, wide, with_crlf


@pytest.fixture(scope="module")
def a(seeds: Seeds) -> loaders.Reading:
    return read_path(seeds.a)


@pytest.fixture(scope="module")
def b(seeds: Seeds) -> loaders.Reading:
    return read_path(seeds.b)


@pytest.fixture(scope="module", params=["kakuu-R6-3.tabbed.txt", "kakuu-R6-3.linear.txt"])
def third(request: pytest.FixtureRequest) -> Report:
    return read_path(SAMPLES / request.param).report


def of_kind(report: Report, kind: str) -> list[Remark]:
    return [remark for remark in report.remarks if remark.kind == kind]


def ends(words: str) -> tuple[str, str]:
    return plain(words)[:12], plain(words)[-12:]


@pytest.mark.seeds
class TestReviews:
    def test_three_points_and_one_opinion_have_one_response_each(self, a: loaders.Reading) -> None:
        """31-⑧ l.63: (1) to (3) of the list, and the opinion of the meeting, which has no number."""
        told = [
            (
                None,
                "e-Govの電子申請サービ",
                "言及すべきではないか",
                "政策の分析(達成・未達成",
                "」欄に記載した。",
            ),
            (
                1,
                "自治体クラウドの推進は、",
                "加速化する必要がある。",
                "カスタマイズの抑制を行い",
                "を取りまとめ、公表。",
            ),
            (
                2,
                "自治体業務の標準化・共通",
                "窓口を設置すべきである。",
                "市長会、町村会等の地方公",
                "つながっているところ。",
            ),
            (
                3,
                "個別自治体の情報システム",
                "見える化を行うべきである。",
                "平成30年3月30日に",
                "調査結果」を公表した。",
            ),
        ]
        for (number, point, (response,)), (expected, *words) in zip(pairs(a.report), told, strict=True):
            assert number == expected
            assert point.startswith(words[0])
            assert point.endswith(words[1])
            assert response.startswith(words[2])
            assert response.endswith(words[3])

    def test_the_second_response_has_four_paragraphs(self, a: loaders.Reading) -> None:
        response = a.report.review_responses[2]
        openings = [
            "市長会、町村会等の",
            "また、市長会、町村会の",
            "都道府県に対しては、",
            "自治体クラウドグループにおいて",
        ]
        places = [response.text.value.index(words) for words in openings]
        assert places == sorted(places)
        assert places[0] == 0
        assert "(3)" not in response.text.value

    def test_the_occasions_are_told_apart(self, a: loaders.Reading) -> None:
        """The meeting of 令和元年7月, and 秋のレビュー of 平成28年 with its own theme (READING A33)."""
        meeting, *autumn = events(a.report)
        assert meeting is not None
        assert meeting.startswith("令和元年7月に開催された")
        assert meeting.endswith("の合同会合")
        assert autumn == ["平成28年秋の年次公開検証(秋のレビュー)"] * 3
        themes = [p.theme.value if p.theme else None for p in a.report.review_points]
        assert themes == [None, *["自治体クラウドの導入等を推進"] * 3]

    def test_no_point_holds_the_name_of_the_speaker(self, a: loaders.Reading) -> None:
        assert "先生" not in a.report.review_points[0].text.value
        assert all("先生" not in (event or "") for event in events(a.report))

    def test_the_cell_stays_one_remark(self, a: loaders.Reading) -> None:
        (remark,) = of_kind(a.report, "expert")
        assert ends(remark.text.value) == ("令和元年7月に開催された", "費の調査結果」を公表した。"[-12:])

    def test_a_plan_to_ask_states_no_point(self, b: loaders.Reading) -> None:
        assert b.report.review_points == b.report.review_responses == ()
        assert len(of_kind(b.report, "expert")) == 1


@pytest.mark.seeds
class TestMaterials:
    DGMC = "デジタル・ガバメント関係会議決定"

    def test_ten_items_with_title_date_and_decider_as_printed(self, a: loaders.Reading) -> None:
        declaration = "世界最先端デジタル国家創造宣言・官民データ活用推進基本計画"
        management = (
            "政府情報システムの予算要求から執行の各段階における一元的なプロジェクト管理の強化について"
        )
        two = "サイバーセキュリティ対策推進会議(CISO等連絡会議)、各府省情報化統括責任者(CIO)連絡会議決定"
        assert [item[:3] for item in consulted(a.report)] == [
            (management, "2019-06-04", self.DGMC),
            ("デジタル・ガバメント実行計画", "2018-07-20", self.DGMC),
            ("電子決裁移行加速化方針", "2018-07-20", self.DGMC),
            (declaration, "2018-06-15", "閣議決定"),
            ("政府機関におけるセキュリティ・IT人材育成総合強化方針", "2016-03-29", two),
            ("経済財政運営と改革の基本方針2018", "2018-06-05", "閣議決定"),
            (declaration, "2018-06-15", "閣議決定"),
            ("国・地方IT化・BPR推進チーム報告書", "2017-05-19", None),
            ("電子自治体の取組みを加速するための10の指針", "2014-03-24", None),
            ("新経済財政再生計画改革工程表2018", "2018-12-10", "経済財政諮問会議"),
        ]

    def test_a_dash_names_no_material(self, b: loaders.Reading) -> None:
        assert consulted(b.report) == []
        (remark,) = of_kind(b.report, "other")
        assert remark.stated_none


@pytest.mark.seeds
class TestRemarks:
    def test_the_reasons_are_five_paragraphs_with_their_indicators(self, a: loaders.Reading) -> None:
        """31-⑧ l.54: 1～4 and 1から3まで are ranges; the conclusion names no indicator."""
        reasons = of_kind(a.report, "rating-reason")
        assert [r.indicators for r in reasons] == [(1, 2, 3, 4), (5, 6, 7, 8), (9,), (10,), ()]
        assert reasons[0].text.value.endswith("目標達成に及んでいない。")
        assert reasons[-1].text.value.startswith("従って、本政策は")

    def test_the_reasons_of_the_second_report_are_two(self, b: loaders.Reading) -> None:
        assert [r.indicators for r in of_kind(b.report, "rating-reason")] == [(1,), (2,)]

    def test_the_analysis_is_one_remark_for_each_objective_and_indicator(self, a: loaders.Reading) -> None:
        """31-⑧ l.55: the third objective is headed twice and is one."""
        analysis = of_kind(a.report, "analysis")
        assert [r.objectives for r in analysis if r.objectives] == [(1,), (2,), (3,)]
        third = next(r for r in analysis if r.objectives == (3,))
        assert "システムの構築が完了。" in third.text.value
        assert "目標を達成することができた。" in third.text.value
        asides = [r for r in analysis if r.text.value.startswith("なお、API")]
        assert [r.indicators for r in asides] == [(2,)]
        of_one = [r.indicators for r in analysis if r.indicators and r not in asides]
        assert of_one == [(number,) for number in range(1, 11)]

    def test_the_analysis_of_the_second_report(self, b: loaders.Reading) -> None:
        analysis = of_kind(b.report, "analysis")
        assert [r.objectives for r in analysis if r.objectives] == [(1,)]
        assert [r.indicators for r in analysis if r.indicators] == [(1,), (2,)]

    def test_the_aside_of_the_budget_request_is_a_statement_of_its_own(self, a: loaders.Reading) -> None:
        whole, aside = of_kind(a.report, "budget-request")
        assert aside.text.value.startswith("なお、一部経費については、「政府情報システムの")
        assert aside.text.value.endswith("一括要求・一括計上。")
        assert aside.text.value in whole.text.value

    def test_the_reflection_speaks_of_staff_and_of_nothing_else(
        self, a: loaders.Reading, b: loaders.Reading
    ) -> None:
        """31-⑧ l.61: 定員 only; R4-⑧ l.278: a dash."""
        assert [(r.topics, r.stated_none) for r in of_kind(a.report, "system")] == [(("staff",), False)]
        assert [(r.topics, r.stated_none) for r in of_kind(b.report, "system")] == [((), True)]

    def test_no_act_stands_in_quotation_marks_of_its_own(
        self, a: loaders.Reading, b: loaders.Reading
    ) -> None:
        assert a.report.legal_acts == b.report.legal_acts == ()


class TestMadeUpReports:
    def test_both_layouts_pair_points_and_responses_whatever_their_order(self, third: Report) -> None:
        assert pairs(third) == [
            (None, "手引を図書館ごとに作り分けるべきではないか", ("次期の測定指標に反映した。",)),
            (
                1,
                "手続ごとに利用率を示すべきである(例:申請、届出を分ける。",
                ("手続ごとの利用率を公表した。",),
            ),
            (
                2,
                "デジタル手続法の対象でない手続も、マイナンバーカードで申請できるようにすべきである。",
                ("総合行政ネットワークを使う手続から試した。また、市町村の窓口にも照会した。",),
            ),
        ]
        review = "令和5年度の公開プロセス(架空省行政事業レビュー)"
        assert events(third) == ["令和6年7月の架空省政策評価懇談会", review, review]

    def test_both_layouts_list_the_same_materials(self, third: Report) -> None:
        honebuto = ("経済財政運営と改革の基本方針2023", "2023-06-16", "閣議決定", None)
        two = "架空読書推進会議(読書本部)、架空省庁連絡会議(担当課長等)決定"
        assert consulted(third) == [
            honebuto,
            ("学びの場・国の読書計画", "2022-03", two, "第3章第2節"),
            ("デジタル社会の実現に向けた重点計画", "2023-06", "閣議決定", None),
            ("学校図書館の開放に関する調査", "2024-03-29", None, None),
            honebuto,
            ("令和5年度事前分析表", None, None, None),
        ]

    def test_both_layouts_have_the_same_remarks(self, third: Report) -> None:
        assert [r.indicators for r in of_kind(third, "rating-reason")] == [(1,), (2, 3, 4)]
        assert [r.objectives for r in of_kind(third, "analysis") if r.objectives] == [(1,), (2,)]
        assert [r.topics for r in of_kind(third, "system")] == [("tax", "staff")]
        _, aside = of_kind(third, "budget-request")
        assert plain(aside.text.value) == "なお、調査費(委託分)は前年度と同額とした。"

    def test_headings_of_single_items_pair_them(self) -> None:
        report = read_path(SAMPLES / "kakuu-R5-1.tabbed.txt").report
        assert pairs(report) == [
            (None, "待ち時間は船の大きさごとに示すべき", ("測定指標2の測り方を見直した。",)),
            (
                1,
                "岸壁の改良の順を公表すべきである(例:改良計画の一覧)。",
                ("架空の港の整備に関する法律」(令和元年法律第900号)に基づく一覧を公表した。",),
            ),
            (2, "荷役の機械化を急ぐべきである。", ("支援を始めた。その手引も配った。",)),
        ]
        assert events(report)[0] == "令和5年6月に開かれた架空港湾学会の意見交換会(港の部)"
        (act,) = report.legal_acts
        assert (act.name.value, act.number.value if act.number else None) == (
            "架空の港の整備に関する法律",
            "令和元年法律第900号",
        )

    def test_an_opinion_and_what_followed_may_be_two_sentences(self) -> None:
        report = read_path(SAMPLES / "souzou-H28-3.linear.txt").report
        assert pairs(report) == [(None, "夜間の窓口を先に増やすべきである", ("手引に夜間の例を加えた。",))]
        assert events(report) == ["想像庁の有識者会議(平成28年7月)"]
        assert [r.indicators for r in of_kind(report, "rating-reason")] == [(1,), (2, 3)]

    def test_ranges_inside_a_list_of_indicators_are_expanded(self) -> None:
        report = read_path(SAMPLES / "kakuu-R5-1.tabbed.txt").report
        assert [r.indicators for r in of_kind(report, "rating-reason")] == [(2, 4, 6), (1, 3, 5, 7, 8, 9)]


@pytest.mark.parametrize("seed", range(4))
def test_blocks_in_another_order_state_nothing_else(seed: int) -> None:
    """A cell may be drawn anywhere on the page: then less may be read, but nothing wrong."""
    raw = sample("kakuu-R6-3.linear.txt")
    straight = read(raw).report
    blocks = raw.split("\n\n")
    Random(seed).shuffle(blocks)
    mixed = read("\n\n".join(blocks)).report
    assert set(consulted(mixed)) <= set(consulted(straight))
    assert {point for _, point, _ in pairs(mixed)} <= {point for _, point, _ in pairs(straight)}
    assert linked(mixed) <= linked(straight)
    assert by_objective(mixed) == by_objective(straight)


@pytest.mark.parametrize("change", [wide, decomposed, with_crlf], ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", ["kakuu-R6-3.tabbed.txt", "kakuu-R6-3.linear.txt"])
def test_width_composition_and_line_ends_change_nothing(name: str, change: Callable[[str], str]) -> None:
    straight, changed = read(sample(name)).report, read(change(sample(name))).report
    assert pairs(changed) == pairs(straight)
    assert events(changed) == events(straight)
    assert consulted(changed) == consulted(straight)
    assert subjects(changed) == subjects(straight)


@pytest.mark.parametrize("width", [12, 25, 60, 10**6])
def test_lines_wrapped_elsewhere_state_nothing_else(width: int) -> None:
    raw = sample("kakuu-R6-3.linear.txt")
    straight, wrapped = read(raw).report, read(rewrapped(width)(raw)).report
    assert pairs(wrapped) == pairs(straight)
    assert consulted(wrapped) == consulted(straight)
    assert set(subjects(wrapped)) <= set(subjects(straight))


def subjects(report: Report) -> list[tuple[object, ...]]:
    return [(r.kind, r.indicators, r.objectives, r.topics, plain(r.text.value)) for r in report.remarks]


def linked(report: Report) -> set[tuple[str, str]]:
    return {(point, response) for _, point, responses in pairs(report) for response in responses}


def by_objective(report: Report) -> dict[str, list[str]]:
    """What is said of each objective, as its sentences: the order of blocks is that of the page."""
    names = {objective.number: plain(objective.name.value) for objective in report.objectives}
    return {
        names[remark.objectives[0]]: sorted(plain(remark.text.value).split("。"))
        for remark in of_kind(report, "analysis")
        if remark.objectives
    }
