"""総務省31-⑧, text with tabs: every value typed by hand from the report, every trap of READING 6.1 a test."""

from __future__ import annotations

from decimal import Decimal

import pytest

import loaders
from loaders.model import IndicatorEntry, Series
from loaders.report import facts_of
from tests.conftest import Seeds
from tests.loaders.reading_facts import amount, read_path

pytestmark = pytest.mark.seeds

BUDGET = {
    2016: (37_790, 14_438, 40_262, 92_490, 77_120),
    2017: (46_550, 11_362, 5_761, 63_673, 56_335),
    2018: (55_662, 1_971, 7_704, 65_336, 59_666),
    2019: (76_461, None, None, None, None),
}
# (number, series) → fiscal year, value, unit
BASELINES = {
    (1, "1"): (2014, "4", "rank"),
    (2, "1"): (2015, "412533", "thousand-cases"),
    (2, "2"): (2016, "577273", "thousand-cases"),
    (3, "1"): (2015, "920", "person"),
    (4, "1"): (2014, "40.1", "hour"),
    (5, "1"): (2014, "550", "municipality"),
    (6, "1"): (2015, None, None),
    (7, "1"): (2015, "0.2", "percent"),
    (8, "1"): (2015, None, None),
    (9, "1"): (2012, None, None),
    (10, "1"): (2016, None, None),
}
# (number, series) → fiscal year, value, comparator, final
TARGETS = {
    (1, "1"): [(2016, "4", "as-good", False), (2018, "16", "as-good", True)],
    (2, "1"): [
        (2016, "441754", "at-least", False),
        (2017, "485929", "at-least", False),
        (2018, "534521", "at-least", True),
    ],
    (2, "2"): [(2021, "1154547", "bare", True)],
    (3, "1"): [
        (2016, "1000", "at-least", False),
        (2017, "1100", "at-least", False),
        (2018, "1600", "at-least", True),
    ],
    (4, "1"): [
        (2016, "38", "at-most", False),
        (2017, "35", "at-most", False),
        (2018, "32", "at-most", True),
    ],
    (5, "1"): [(2017, "1000", "about", True)],
    (6, "1"): [(2016, None, "done", False), (2017, None, "done", False), (2018, None, "done", True)],
    (7, "1"): [(year, "0.2", "at-most", False) for year in (2016, 2017, 2018)],
    (8, "1"): [(year, None, "done", False) for year in (2016, 2017, 2018)],
    (9, "1"): [(2016, None, "done", False), (2017, None, "done", True)],
    (10, "1"): [(2017, "99.99", "at-least", False), (2018, "99.99", "at-least", True)],
}
# (number, series) → fiscal year, value, as-of day
ACTUALS = {
    (1, "1"): [(2016, "16", None), (2018, "9", None)],
    (2, "1"): [(2016, "577273", None), (2017, "821737", None)],
    (2, "2"): [(2018, "1506096", None)],
    (3, "1"): [(2016, "1104", None), (2017, "1688", None), (2018, "1688", None)],
    (4, "1"): [(2016, "56.9", None), (2017, "58.7", None), (2018, "60.3", None)],
    (5, "1"): [(2016, "842", "2016-04-01"), (2017, "950", "2017-04-01"), (2018, "1067", "2018-04-01")],
    (6, "1"): [(2016, None, None), (2017, None, None), (2018, None, None)],
    (7, "1"): [(2016, "0", None), (2017, "0", None), (2018, "0", None)],
    (8, "1"): [(2016, None, None), (2017, None, None), (2018, None, None)],
    (9, "1"): [(2016, None, None), (2017, None, None)],
    (10, "1"): [(2017, "100", None), (2018, "100", None)],
}
DOCUMENTS = [
    ("世界最先端IT国家創造宣言", ["2013-06-14", "2014-06-24"], 2),
    ("世界最先端IT国家創造宣言", ["2013-06-14", "2014-06-24", "2015-06-30"], 3),
    ("「日本再興戦略」改訂2015", ["2015-06-30"], 4),
    ("経済・財政再生アクション・プログラム", ["2015-12-24"], 1),
    ("世界最先端IT国家創造宣言", ["2013-06-14", "2014-06-24", "2015-06-30", "2016-05-20"], 6),
    ("経済財政運営と改革の基本方針2016", ["2016-06-02"], 1),
    ("世界最先端IT国家創造宣言・官民データ活用推進基本計画", ["2017-05-30"], 1),
]
NEXT_TERM = {
    1: (["remove"], ["transfer"]),
    2: (["replace"], ["environment"]),
    3: (["end", "replace"], ["achieved"]),
    4: (["end", "replace"], ["unsuitable"]),
    5: (["modify"], ["environment"]),
    6: (["continue"], []),
    7: (["remove"], ["unmeasurable"]),
    8: (["remove", "reconsider"], ["undecided"]),
    9: (["remove"], ["completed"]),
    10: (["continue"], []),
}


@pytest.fixture(scope="module")
def a(seeds: Seeds) -> loaders.Reading:
    return read_path(seeds.a)


def series_of(reading: loaders.Reading) -> dict[tuple[int, str], Series]:
    return {(e.number.value, s.key): s for e in reading.report.entries for s in e.series}


def entry(reading: loaders.Reading, number: int) -> IndicatorEntry:
    return next(e for e in reading.report.entries if e.number.value == number)


def pair(value: str | None, unit: str | None) -> tuple[str, str] | None:
    return None if value is None or unit is None else (value, unit)


def test_the_two_years_of_the_head_are_kept_apart(a: loaders.Reading) -> None:
    """A1, l.3 and 5: 平成30 is evaluated, 31 is the year of evaluation."""
    head = a.report.head
    assert (head.fiscal_year.value, head.number.value.year, head.number.value.sequence) == (2018, 2019, 8)
    assert head.number.value.normal == "総務省31-⑧"
    assert head.evaluated_in is not None
    assert (head.evaluated_in.value.year, head.evaluated_in.value.month) == (2019, 8)


def test_the_budget_is_placed_and_proven_under_bare_years(a: loaders.Reading) -> None:
    """A2 l.10, A3 l.15: 平成 is inherited, the row of executed money stands one column left."""
    budget = a.report.budget
    assert budget is not None
    kinds = ("initial", "supplementary", "carry_over", "total", "executed")
    stated = {c.fiscal_year.value: [getattr(c, kind) for kind in kinds] for c in budget.columns}
    assert {y: tuple(m and m.value // 1_000_000 for m in row) for y, row in stated.items()} == BUDGET
    assert {str(m.confidence) for row in stated.values() for m in row if m} == {"proven"}
    assert budget.scale.value == 1_000_000


def test_every_baseline_has_its_year_and_value(a: loaders.Reading) -> None:
    """A4 and A18, l.29-52: data stand one column right of their heads; l.51 has a definition, no figure."""
    found = {
        key: (s.baseline.fiscal_year, amount(s.baseline.quantity))
        for key, s in series_of(a).items()
        if s.baseline
    }
    assert found == {key: (year, pair(value, unit)) for key, (year, value, unit) in BASELINES.items()}


def test_every_target_has_its_year_value_and_comparison(a: loaders.Reading) -> None:
    """A5-A8, A10, A14-A17: pairs of rows, ranks, two series, merged and fused cells."""
    found = {
        key: [
            (t.fiscal_year, (q := amount(t.quantity)) and q[0], t.comparator, t.is_final) for t in s.targets
        ]
        for key, s in series_of(a).items()
    }
    assert found == TARGETS


def test_every_actual_has_the_year_of_its_column_and_its_own_day(a: loaders.Reading) -> None:
    """A11 and A12, l.44: cells one left; the days prove the years, and the day is kept beside the year."""
    found = {
        key: [
            (x.fiscal_year, (q := amount(x.quantity)) and q[0], str(x.as_of) if x.as_of else None)
            for x in s.actuals
        ]
        for key, s in series_of(a).items()
    }
    assert found == ACTUALS


def test_a_relative_rank_refers_to_the_year_that_it_names(a: loaders.Reading) -> None:
    """A6, l.32: 平成26年度値以上 is the baseline 4位, 平成28年度値以上 the actual 16位."""
    first, last = series_of(a)[1, "1"].targets
    assert first.reference is not None
    assert (first.reference.fiscal_year, first.reference.where) == (2014, "baseline")
    assert last.reference is not None
    assert (last.reference.fiscal_year, last.reference.where) == (2016, "actual")


def test_a_row_without_number_is_a_second_series_with_its_own_factor(a: loaders.Reading) -> None:
    """A7 and A8, l.36-37: twice 577,273 is 1,154,546, the printed 1,154,547 stays."""
    target = series_of(a)[2, "2"].targets[0]
    assert target.reference is not None
    assert (target.reference.fiscal_year, target.reference.factor) == (2016, Decimal(2))
    assert (target.column_from, target.fiscal_year) == (2018, 2021)


def test_circles_and_words_about_the_main_indicators_are_both_kept(a: loaders.Reading) -> None:
    """A9, l.38, 43, 54: ③ and ⑤ are circled, the prose calls 3 and 5 to 8 main."""
    assert [e.number.value for e in a.report.entries if e.is_main] == [3, 5]
    assert [e.number.value for e in a.report.entries if e.said_main] == [3, 5, 6, 7, 8]


def test_one_target_over_three_years_is_one_merged_cell(a: loaders.Reading) -> None:
    """A10, l.43: 約1,000団体 stands once; where it ends is not visible."""
    target = series_of(a)[5, "1"].targets[0]
    assert (target.column_from, target.column_to) == (2016, None)


def test_tags_and_kinds_are_those_printed(a: loaders.Reading) -> None:
    """A13 l.43, A19 l.32 and 38: no tag is guessed."""
    kinds = {e.number.value: e.indicator_type and e.indicator_type.value for e in a.report.entries}
    assert kinds == dict.fromkeys(range(1, 11), "output") | {1: None, 3: None, 5: "outcome"}
    tags = {e.number.value: e.tag.tags for e in a.report.entries if e.tag}
    assert tags == {5: ("【AP改革項目関連：地方行政改革・分野横断的な取組⑮】", "【APのKPI】")}


def test_lost_final_targets_are_missing_not_copied(a: loaders.Reading) -> None:
    """A15 l.46, A16 l.47: 7 lost its final target, 8 kept the year alone."""
    codes = [(i.code, i.slot, "7" in i.message_en, "8" in i.message_en) for i in a.loss.issues]
    assert ("missing-slot", "indicator.final", True, False) in codes
    assert ("missing-slot", "indicator.final", False, True) in codes
    assert ("partial-slot", "indicator.final") in [(i.code, i.slot) for i in a.loss.issues]
    finals = [k for k, s in series_of(a).items() if any(t.is_final for t in s.targets)]
    assert len(finals) == 9


def test_every_achievement_is_read(a: loaders.Reading) -> None:
    """A7, l.32-51: one mark a series, ハ for 4 alone."""
    found = {key: s.achievement.value for key, s in series_of(a).items() if s.achievement}
    assert found == dict.fromkeys(BASELINES, "i") | {(4, "1"): "ha"}


def test_documents_keep_every_date_and_all_section_paths(a: loaders.Reading) -> None:
    """A20-A24, l.20-27: one title in three editions; eighteen of the twenty-six section paths."""
    found = [
        (d.title.value, [str(x.value) for x in d.dates], len(d.excerpt.paths) if d.excerpt else 0)
        for d in a.report.documents
    ]
    assert found == DOCUMENTS


def test_objectives_are_filled_down_and_counted_once(a: loaders.Reading) -> None:
    """A5 l.32, 43, 49 and A26 l.55."""
    assert [o.indicators for o in a.report.objectives] == [(1, 2, 3, 4), (5, 6, 7, 8), (9, 10)]
    assert a.report.objectives[0].name.value.startswith("総務省所管府省共通情報システム等")
    assert [m.indicators for m in a.report.means] == [(n,) for n in range(1, 11)]
    assert a.report.means[8].name.value == "番号制度の基盤の確立"


def test_the_figures_of_the_prose_are_no_actuals(a: loaders.Reading) -> None:
    """A27 and A28, l.55: 211 + 339 = 550 and 407 + 660 = 1,067; 339 takes the unit of the whole."""
    found = [
        (
            f.subject.value,
            str(f.quantity.value),
            f.quantity.unit,
            f.fiscal_year,
            f.indicator,
            f.text.confidence,
        )
        for f in a.report.figures
    ]
    assert found == [
        ("API経由の電子申請件数前年度比", "134", "percent", 2018, 2, "read"),
        ("API経由の電子申請件数", "8570", "thousand-cases", 2018, 2, "aligned"),
        ("修了者数", "1002", "person", 2016, 3, "read"),
        ("修了者数", "1204", "person", 2017, 3, "read"),
        ("修了者数", "1752", "person", 2018, 3, "read"),
        ("クラウド化市区町村数", "550", "municipality", 2014, 5, "proven"),
        ("自治体クラウド", "211", "municipality", 2014, 5, "proven"),
        ("単独クラウド", "339", "municipality", 2014, 5, "proven"),
        ("クラウド化市区町村数", "1067", "municipality", 2018, 5, "proven"),
        ("自治体クラウド", "407", "municipality", 2018, 5, "proven"),
        ("単独クラウド", "660", "municipality", 2018, 5, "proven"),
    ]


def test_a_figure_that_repeats_a_cell_says_so(a: loaders.Reading) -> None:
    """l.55 against l.43-44; 修了者数 1,002 beside 定員 1,104 is no contradiction (A27)."""
    flags = {str(f.quantity.value): f.text.flags for f in a.report.figures}
    assert flags["550"] == flags["1067"] == ("restated",)
    assert flags["134"] == ("approximate", "relative")
    assert not any(flags[value] for value in ("1002", "1204", "1752", "211", "407", "8570"))


def test_the_next_term_is_told_for_each_of_ten_indicators(a: loaders.Reading) -> None:
    """A29, l.57: ten items in one cell of a list without items."""
    found = {
        e.number.value: (list(e.next_term.actions), list(e.next_term.reasons))
        for e in a.report.entries
        if e.next_term
    }
    assert found == NEXT_TERM
    successors = {
        e.number.value: e.next_term.successor.value
        for e in a.report.entries
        if e.next_term and e.next_term.successor
    }
    assert successors[4] == "電子決裁拡大への対応"
    assert set(successors) == {2, 3, 4, 5}


def test_a_latin_letter_in_the_stance_is_a_roman_number(a: loaders.Reading) -> None:
    """A30, l.58-59: I stands for Ⅰ."""
    assert a.report.stance is not None
    assert (a.report.stance.code, a.report.stance.text.value) == ("expand", "I 予算の拡大・拡充")


def test_units_posts_and_rating_are_read(a: loaders.Reading) -> None:
    """l.54 and 69."""
    assert a.report.rating is not None
    assert (a.report.rating.words.value, a.report.rating.code) == ("相当程度進展あり", "substantial")
    assert [u.names for u in a.report.units] == [
        ("大臣官房", "個人番号企画室"),
        ("行政管理局", "行政情報システム企画課"),
        ("自治行政局", "住民制度課"),
        ("自治行政局", "地域政策課", "地域情報政策室"),
    ]
    assert [p.post.value for p in a.report.posts] == [
        "大臣官房参事官(個人番号企画室長)",
        "行政管理局行政情報システム企画課長",
        "自治行政局住民制度課長",
        "自治行政局地域政策課地域情報政策室長",
    ]
    assert all(p.printed_name for p in a.report.posts)


def test_notes_define_the_abbreviation_and_its_decider(a: loaders.Reading) -> None:
    """A39, l.72-80."""
    assert [n.mark for n in a.report.footnotes] == ["注", "※1", "※2", "※3", "※4", "※5"]
    (term,) = a.report.local_terms
    assert (term.short, term.title.value) == ("AP", "経済・財政再生アクション・プログラム")
    assert term.on is not None
    assert str(term.on.value) == "2015-12-24"
    assert term.decider is not None
    assert term.decider.value == "経済財政諮問会議"


def test_the_policy_has_one_final_and_one_intermediate_outcome(a: loaders.Reading) -> None:
    """l.7-9."""
    policy = a.report.policy
    assert (policy.name.value, policy.former_name) == ("電子政府・電子自治体の推進", None)
    assert [o.level for o in policy.outcomes] == ["final", "intermediate"]


def test_every_number_stands_in_the_characters_that_state_it(a: loaders.Reading) -> None:
    """READING 3.1: raw[start:end] holds the printed text of each fact."""
    for fact in facts_of(a.report):
        printed = "".join("".join(a.source.raw[s.start : s.end].split()) for s in fact.spans)
        for piece in "".join(fact.text.split()).split("<p>"):
            assert fact.spans
            assert piece[:6] in printed or piece[-6:] in printed, (fact.rule, fact.text)


def test_all_is_read_but_the_rest_of_the_lost_final_target(a: loaders.Reading) -> None:
    """A16, A38: only 【30年度】 stands in no fact, and it is reported; the classes add up."""
    assert sum(a.loss.characters.values()) == a.loss.length == len(a.source.raw)
    assert [u.text for u in a.loss.unread] == ["【30年度】"]
    assert a.loss.share_read > 0.958
