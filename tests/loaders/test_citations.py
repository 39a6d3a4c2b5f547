"""Printed citations: sections from heading paths, editions from titles and dates, KPI tags."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.citing import Edition, Library, SectionTree, Work, cite
from loaders.citing.editions import mode_of, year_in_title
from loaders.citing.sections import Section, deepest
from loaders.citing.tags import CitedHere, TagMatch, match_tag
from loaders.model import (
    CabinetDocument,
    Confidence,
    Fact,
    Footnote,
    Heading,
    KpiTag,
    Remark,
    Report,
    SectionPath,
    Span,
)
from loaders.source import Source
from ontology.registry import Registry, load_registry
from tests.loaders.model_fixtures import Sheet, report_a, report_b

EDITION = "doc/x/2016"
GUIDELINE = "目標管理型の政策評価の実施に関するガイドライン"
PROJECT_MANAGEMENT = (
    "政府情報システムの予算要求から執行の各段階における一元的なプロジェクト管理の強化について"
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def library(registry: Registry) -> Library:
    return Library(registry, "soumu")


def path(*headings: tuple[str, int, str], at: int = 0) -> SectionPath:
    return SectionPath(
        tuple(Heading(n, v, t, Span(at + i, at + i + 1)) for i, (n, v, t) in enumerate(headings))
    )


def places(*paths: SectionPath) -> tuple[str, ...]:
    return tuple(p.removeprefix(EDITION + "/s/") for p in deepest(SectionTree(EDITION), paths))


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ([("第3章", 3, "a"), ("5.", 5, "b"), ("(3)", 3, "c"), ("⑤", 5, "d")], "3.5.3.5"),
        ([("Ⅲ.", 3, "a"), ("1.", 1, "b"), ("(4)", 4, "c")], "3.1.4"),
        ([("II.", 2, "a"), ("[重点項目3]", 3, "b"), ("(1)", 1, "c")], "2.3.1"),
        (
            [
                ("第二", 2, "a"),
                ("一.", 1, "b"),
                ("4.", 4, "c"),
                ("(3)", 3, "d"),
                ("iv)", 4, "e"),
                ("④", 4, "f"),
            ],
            "2.1.4.3.4.4",
        ),
        ([("５．", 5, "a"), ("５－３", 3, "b"), ("10", 10, "c")], "5.3.10"),
        ([("第2部", 2, "a"), ("II-1-(4)", 4, "b")], "2.2.1.4"),
        ([("[No.9-18]", 9, "a")], "9"),
        ([("1-1-3", 3, "a")], "1.1.3"),
        ([("第3章", 3, "a"), ("3-2", 2, "b")], "3.2"),
    ],
    ids=["shou", "roman", "juten", "dai-ni", "lost-part", "opened", "item-range", "no-parent", "counter"],
)
def test_a_section_path_is_the_integers_of_its_markers(
    headings: list[tuple[str, int, str]], expected: str
) -> None:
    assert places(path(*headings)) == (expected,)


def test_steps_that_are_not_printed_have_a_number_and_no_label() -> None:
    tree = SectionTree(EDITION)
    tree.add(path(("第2部", 2, "基本計画"), ("II-1-(4)", 4, "普及・活用")))
    assert [(s.numbering, s.order, s.label) for s in tree.sections.values()] == [
        ("第2部", 2, "基本計画"),
        ("II", 2, None),
        ("1", 1, None),
        ("(4)", 4, "普及・活用"),
    ]


def test_a_step_gets_its_label_where_it_is_printed_later() -> None:
    tree = SectionTree(EDITION)
    tree.add(path(("II-1", 1, "b")))
    tree.add(path(("II", 2, "a"), ("1", 1, "b")))
    assert tree.sections[f"{EDITION}/s/2"].label == "a"


def test_a_sibling_of_another_shape_gets_a_suffix() -> None:
    first = path(("1.", 1, "a"), at=0)
    second = path(("(1)", 1, "b"), at=10)
    third = path(("①", 1, "c"), at=20)
    assert places(third, second, first) == ("1", "1-b", "1-c")


def test_width_does_not_make_another_shape() -> None:
    assert places(path(("（１）", 1, "a")), path(("(1)", 1, "a"), at=10)) == ("1",)


def test_a_section_above_a_cited_one_is_not_deepest() -> None:
    assert places(path(("1.", 1, "a"), at=0), path(("1.", 1, "a"), ("(2)", 2, "b"), at=0)) == ("1.2",)


def test_ten_is_not_below_one() -> None:
    assert places(path(("1.", 1, "a"), at=0), path(("10.", 10, "b"), at=5)) == ("1", "10")


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["1.", "(1)", "①", "Ⅰ", "1-2", "II-1-(4)", "重点"]), st.integers(1, 9)),
            min_size=1,
            max_size=4,
        ),
        max_size=8,
    )
)
def test_every_section_has_one_parent_and_a_path_below_it(paths: list[list[tuple[str, int]]]) -> None:
    tree = SectionTree(EDITION)
    deepest(tree, [path(*((n, v, "t") for n, v in p), at=10 * i) for i, p in enumerate(paths)])
    for place, section in tree.sections.items():
        assert place == section.path
        assert section.parent == EDITION or section.parent in tree.sections
        assert place.startswith(section.parent)


class TestEditions:
    @pytest.mark.parametrize(
        ("title", "on", "expected"),
        [
            ("経済財政運営と改革の基本方針2016", date(2016, 6, 2), "doc/honebuto/2016"),
            ("経済財政運営と改革の基本方針2018", date(2018, 6, 5), "doc/honebuto/2018"),
            ("「日本再興戦略」改訂2015", date(2015, 6, 30), "doc/saiko-senryaku/2015"),
            ("デジタル社会の実現に向けた重点計画", date(2021, 12, 24), "doc/digital-jutenkeikaku/2021-12-24"),
            ("新経済財政再生計画 改革工程表2018", None, "doc/kaikaku-koteihyo/2018"),
            ("自治体ＤＸ推進計画", date(2020, 12, 25), "doc/municipal-dx-plan/2020-12-25"),
        ],
    )
    def test_a_known_title_is_its_edition(
        self, library: Library, title: str, on: date | None, expected: str
    ) -> None:
        edition = library.edition(title, on)
        assert edition is not None
        assert edition.path == expected
        assert edition.known

    def test_a_title_without_year_or_day_stays_with_its_work(self, library: Library) -> None:
        assert library.edition("デジタル社会の実現に向けた重点計画", None) is None
        assert library.work("デジタル社会の実現に向けた重点計画").path == "work/digital-jutenkeikaku"

    def test_a_new_year_of_a_known_work_is_a_stated_edition(self, library: Library) -> None:
        edition = library.edition("経済財政運営と改革の基本方針2031", date(2031, 6, 6), "閣議決定")
        assert edition is not None
        assert edition.path == "doc/honebuto/2031"
        assert not edition.known
        assert edition.adopted_by == "org/cabinet"
        assert edition.mode == "cabinet-decision"

    def test_an_unknown_title_keeps_its_words_under_a_hash(self, library: Library) -> None:
        edition = library.edition("孤独・孤立対策の重点計画", date(2021, 12, 28))
        assert edition is not None
        assert edition.work.path.startswith("work/soumu-")
        assert edition.path == edition.work.path.replace("work/", "doc/") + "/2021-12-28"

    def test_two_years_of_an_unknown_title_are_one_work(self, library: Library) -> None:
        first, second = library.work("ある計画2019"), library.work("ある計画 2020")
        assert first.path == second.path
        assert first.label_ja == "ある計画"

    def test_a_printed_revision_is_told_by_its_day(self, library: Library) -> None:
        assert library.revision("世界最先端IT国家創造宣言", date(2015, 6, 30)).known
        new = library.revision("経済財政運営と改革の基本方針2016", date(2016, 8, 2))
        assert new.path == "doc/honebuto/2016-08-02"

    @pytest.mark.parametrize(
        ("decider", "body", "mode"),
        [
            ("閣議決定", "org/cabinet", "cabinet-decision"),
            ("経済財政諮問会議決定", "org/cefp", "meeting-decision"),
            ("経済財政諮問会議", "org/cefp", None),
            ("政策評価各府省連絡会議了承", "org/seisaku-hyoka-renraku", "approval"),
            ("どこかの会議決定", None, "meeting-decision"),
            (None, None, None),
        ],
    )
    def test_a_printed_decider_is_a_body_and_a_mode(
        self, library: Library, decider: str | None, body: str | None, mode: str | None
    ) -> None:
        assert library.body(decider) == body
        assert mode_of(decider) == mode

    def test_a_number_inside_a_title_is_no_year(self) -> None:
        assert year_in_title("電子自治体の取組みを加速するための10の指針") is None
        assert year_in_title("総合戦略(2023改訂版)") == 2023


def tag(*texts: str) -> KpiTag:
    return KpiTag(Fact("", "".join(texts), (Span(0, 1),)), texts)


def known(path: str, work: str) -> Edition:
    return Edition(path, Work(work, work, known=True), path, known=True)


AP = known("doc/ap/2015-12-24", "work/ap")
K19, K20 = (known(f"doc/kaikaku-koteihyo/{year}", "work/kaikaku-koteihyo") for year in (2019, 2020))
SECTIONS = (
    Section("doc/ap/2015-12-24/s/3", "doc/ap/2015-12-24", "3.", 3, "主要分野毎の改革の取組"),
    Section("doc/ap/2015-12-24/s/3.3", "doc/ap/2015-12-24/s/3", "[3]", 3, "地方行財政改革・分野横断的な取組"),
    Section("doc/ap/2015-12-24/s/4", "doc/ap/2015-12-24", "4", 4, None),
)


class TestTags:
    HERE = CitedHere({"AP": AP}, (AP, K19), {AP.path: SECTIONS})

    def test_the_words_of_a_tag_find_the_section_though_a_letter_is_lost(self, library: Library) -> None:
        match = match_tag(
            tag("【AP改革項目関連：地方行政改革・分野横断的な取組⑮】", "【APのKPI】"), self.HERE, library
        )
        assert match.targets == ("doc/ap/2015-12-24/s/3.3",)
        assert match.locator == "⑮"
        assert match.doubt == "地方行政改革・分野横断的な取組 / 地方行財政改革・分野横断的な取組"

    def test_equal_words_leave_no_doubt(self, library: Library) -> None:
        match = match_tag(tag("AP：主要分野毎の改革の取組"), self.HERE, library)
        assert match == TagMatch(("doc/ap/2015-12-24/s/3",))

    def test_words_near_no_section_stay_with_the_edition(self, library: Library) -> None:
        assert match_tag(tag("AP：全く別の取組"), self.HERE, library).targets == ("doc/ap/2015-12-24",)

    def test_words_equally_near_two_sections_stay_with_the_edition(self, library: Library) -> None:
        twice = replace(SECTIONS[0], path="doc/ap/2015-12-24/s/5")
        here = CitedHere({"AP": AP}, (AP,), {AP.path: (*SECTIONS, twice)})
        match = match_tag(tag("AP：主要分野毎の改革の取組"), here, library)
        assert match.targets == ("doc/ap/2015-12-24",)

    def test_an_abbreviation_inside_a_word_is_none(self, library: Library) -> None:
        assert match_tag(tag("APIのKPI"), self.HERE, library) == TagMatch()

    def test_a_tag_without_a_year_means_the_one_edition_cited(self, library: Library) -> None:
        match = match_tag(tag("【新経済・財政再生計画　改革工程表のKPI関係】"), self.HERE, library)
        assert match.targets == (K19.path,)

    def test_with_several_editions_it_stays_with_the_work(self, library: Library) -> None:
        here = CitedHere({}, (K19, K20), {})
        match = match_tag(tag("新経済・財政再生計画 改革工程表のKPI"), here, library)
        assert match.targets == ()
        assert [work.path for work in match.works] == ["work/kaikaku-koteihyo"]

    def test_a_year_in_the_tag_tells_the_edition(self, library: Library) -> None:
        here = CitedHere({}, (K19, K20), {})
        match = match_tag(tag("新経済・財政再生計画改革工程表2020のKPI"), here, library)
        assert match.targets == (K20.path,)


class TestReports:
    def test_citations_come_in_the_order_of_the_form(self, library: Library) -> None:
        roles = [cited.role for cited in cite(*report_a(), library).cited]
        assert roles == ["basis", "basis", "basis", "kpi-tag", "material", "footnote"]

    def test_an_unresolved_document_keeps_its_words(self, library: Library) -> None:
        sheet = Sheet()
        report, source = report_b()
        row = CabinetDocument(sheet.said("施政方針演説"), ())
        cited = cite(replace(report, documents=(row,)), source, library).cited[0]
        assert cited.grounds == ()
        assert cited.targets[0].startswith("work/soumu-")
        assert cited.title == "施政方針演説"

    def test_a_doubtful_excerpt_is_not_asserted(self, library: Library) -> None:
        report, source = report_b()
        row = report.documents[1]
        assert row.excerpt is not None
        doubtful = replace(row.excerpt, text=replace(row.excerpt.text, confidence=Confidence.CANDIDATE))
        cited = cite(replace(report, documents=(replace(row, excerpt=doubtful),)), source, library)
        assert cited.cited[0].grounds == ("doc/kaikaku-koteihyo/2019",)
        assert cited.sections == {}


def prose(role: str, words: str, indicators: tuple[int, ...] = ()) -> tuple[Report, Source]:
    """Report B with one more block of prose on its page."""
    report, source = report_b()
    start = len(source.raw) + 1
    block = Fact(words, words, (Span(start, start + len(words)),))
    source = replace(source, raw=f"{source.raw}\n{words}")
    if role == "footnote":
        return replace(report, footnotes=(Footnote("※1", block),)), source
    return replace(report, remarks=(Remark("analysis", block, indicators),)), source


class TestMentions:
    @pytest.mark.parametrize(
        ("role", "words", "title", "target"),
        [
            (
                "mention",
                "今後は、電子決裁移行加速化方針(平成30年7月20日デジタル・ガバメント閣僚会議決定)が策定された",
                "電子決裁移行加速化方針",
                "doc/e-approval-policy/2018-07-20",
            ),
            (
                "mention",
                "「デジタル社会の実現に向けた重点計画」（令和３年12\n月24日閣議決定）の策定など",
                "デジタル社会の実現に向けた重点計画",
                "doc/digital-jutenkeikaku/2021-12-24",
            ),
            (
                "mention",
                f"(なお、「{PROJECT_MANAGEMENT}」(令和元年6月4日デジタル・ガバメント閣僚会議決定)に基づく。)",
                PROJECT_MANAGEMENT,
                "doc/it-project-management/2019-06-04",
            ),
            (
                "footnote",
                f"※1 「{GUIDELINE}」(平成25年12月20日政策評価各府省連絡会議了承)に基づく",
                GUIDELINE,
                "doc/evaluation-guideline/2013-12-20",
            ),
        ],
        ids=["bare-known-title", "broken-date", "nested", "note"],
    )
    def test_a_dated_title_is_a_mention(
        self, library: Library, role: str, words: str, title: str, target: str
    ) -> None:
        cited = [c for c in cite(*prose(role, words, (1,)), library).cited if c.role == role]
        assert [(c.title, c.targets) for c in cited] == [(title, (target,))]
        assert cited[0].indicators == (() if role == "footnote" else (1,))

    def test_a_title_without_a_date_names_its_work(self, library: Library) -> None:
        words = "また、「デジタル社会の実現に向けた重点計画」では、骨太の方針2019を踏まえ、"
        cited = [c for c in cite(*prose("mention", words, (2,)), library).cited if c.role == "mention"]
        assert [(c.title, c.targets, c.indicators) for c in cited] == [
            ("デジタル社会の実現に向けた重点計画", ("work/digital-jutenkeikaku",), (2,)),
            ("骨太の方針2019", ("doc/honebuto/2019",), (2,)),
        ]

    def test_a_mention_covers_its_characters_from_the_opening_mark(self, library: Library) -> None:
        report, source = prose("mention", "また「自治体ＤＸ推進計画」（令和２年12月25日総務省）など")
        cited = next(c for c in cite(report, source, library).cited if c.role == "mention")
        quotes = [source.raw[span.start : span.end] for span in cited.spans]
        assert quotes == ["「自治体ＤＸ推進計画」（令和２年12月25日総務省）"]

    @pytest.mark.parametrize(
        "words",
        [
            "クラウド化市区町村数が550団体(平成26年4月1日現在、自治体クラウド211団体)から",
            "「電子政府ランキング」(平成30年7月1日公表)では",
            "見知らぬ計画(令和3年4月1日決定)に",
            "社会資本整備重点計画では",
            "農林水産省地球温暖化対策計画では",
            "950団体 (H29.4.1時点)",
        ],
    )
    def test_other_dates_in_parentheses_are_no_mentions(self, library: Library, words: str) -> None:
        assert not [c for c in cite(*prose("mention", words), library).cited if c.role == "mention"]

    def test_a_definition_is_not_a_second_mention(self, library: Library) -> None:
        report, source = report_a()
        words = (
            "「AP」とは、「経済・財政再生アクション・プログラム」(平成27年12月24日経済財政諮問会議決定)であり"
        )
        start = len(source.raw) + 1
        source = replace(source, raw=f"{source.raw}\n{words}")
        sentence = Fact(words, words, (Span(start, start + len(words)),))
        term = replace(report.local_terms[0], sentence=sentence)
        changed = replace(report, local_terms=(term,), footnotes=(Footnote("※5", sentence),))
        assert [c.role for c in cite(changed, source, library).cited].count("footnote") == 1
