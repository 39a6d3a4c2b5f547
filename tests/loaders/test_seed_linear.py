"""総務省R4-⑧, text in drawing order: every value typed by hand, every trap of READING 6.2 a test."""

from __future__ import annotations

import pytest

import loaders
from loaders.model import Series
from loaders.report import facts_of
from tests.conftest import Seeds
from tests.loaders.reading_facts import amount, read_path

pytestmark = pytest.mark.seeds

BUDGET = {
    2019: (76_461, 13_555, -13_745, 76_271, 71_574),
    2020: (418_996, 311_293, -357_936, 372_353, 366_315),
    2021: (133_986, 1_879_706, -1_582_692, 431_001, 238_163),
    2022: (106_687, None, None, None, None),
}
DOCUMENTS = [
    ("デジタル社会の実現に向けた重点計画", "2021-06-18", [[2, 1], [2, 2, 5], [2, 4]]),
    ("新経済・財政再生計画改革工程表2019", "2019-12-19", [[5, 3, 10]]),
    ("経済財政運営と改革の基本方針2019", "2019-06-21", [[2, 1, 1, 5, 1]]),
    ("世界最先端デジタル国家創造宣言・官民データ活用推進基本計画", "2020-07-17", [[1, 1, 7, 1, 3]]),
    ("経済財政運営と改革の基本方針2020", "2020-07-17", [[3, 1, 1, 3]]),
    ("安心と成長の未来を拓く総合経済対策", "2019-12-05", [[3, 5]]),
]
# (number, series) → baseline, target with comparison, actuals of FY2019-2021
SERIES = {
    (1, "1"): ("1067", (2023, "1600", "about"), ("1182", "1279", "1404")),
    (1, "1a"): ("407", (2023, "1100", "about"), ("497", "611", "713")),
    (2, "1"): ("100", (2021, "100", "bare"), ("100", "100", "100")),
}
DAYS = ("2019-04-01", "2020-04-01", "2021-04-01")


@pytest.fixture(scope="module")
def b(seeds: Seeds) -> loaders.Reading:
    return read_path(seeds.b)


def series_of(reading: loaders.Reading) -> dict[tuple[int, str], Series]:
    return {(e.number.value, s.key): s for e in reading.report.entries for s in e.series}


def codes(reading: loaders.Reading) -> list[tuple[str, str]]:
    return [(issue.code, issue.slot) for issue in reading.loss.issues]


def test_a_former_name_covers_the_years_that_the_note_states(b: loaders.Reading) -> None:
    """B1, l.5-6: one note, two statements."""
    former = b.report.policy.former_name
    assert former is not None
    assert (former.name.value, former.fiscal_years) == ("電子政府・電子自治体の推進", (2019, 2020, 2021))
    assert former.sentence.value.endswith("となっている。")


def test_a_lone_zero_is_a_candidate_of_nothing(b: loaders.Reading) -> None:
    """B2, l.8."""
    assert [u.text for u in b.loss.unread] == ["0"]
    assert ("orphan-number", "unplaced") in codes(b)


def test_the_budget_is_proven_by_its_sums(b: loaders.Reading) -> None:
    """B3 and B4, l.10-14, 31, 36-38: rows far from their heads, three figures under four years."""
    budget = b.report.budget
    assert budget is not None
    kinds = ("initial", "supplementary", "carry_over", "total", "executed")
    stated = {c.fiscal_year.value: [getattr(c, kind) for kind in kinds] for c in budget.columns}
    assert {y: tuple(m and m.value // 1_000_000 for m in row) for y, row in stated.items()} == BUDGET
    assert {str(m.confidence) for row in stated.values() for m in row if m} == {"proven"}


def test_policy_and_field_on_one_line_are_cut_at_their_labels(b: loaders.Reading) -> None:
    """B5, l.16."""
    policy = b.report.policy
    assert policy.field is not None
    assert (policy.name.value, policy.field.value) == ("電子自治体の推進", "電子自治体")
    assert [o.level for o in policy.outcomes] == ["final", "intermediate", "intermediate"]


def test_the_head_is_read(b: loaders.Reading) -> None:
    """l.2-3 and 259."""
    head = b.report.head
    assert (head.fiscal_year.value, head.number.value.year, head.number.value.normal) == (
        2021,
        2022,
        "総務省R4-⑧",
    )
    assert head.evaluated_in is not None
    assert (head.evaluated_in.value.year, head.evaluated_in.value.month) == (2022, 8)


def test_each_document_has_its_date_and_its_own_excerpt(b: loaders.Reading) -> None:
    """B7-B14, l.47-110: an excerpt printed far from its title, numbers of every shape, Society 5.0."""
    found = [
        (
            d.title.value,
            *(str(x.value) for x in d.dates),
            [[h.value for h in p.headings] for p in (d.excerpt.paths if d.excerpt else ())],
        )
        for d in b.report.documents
    ]
    assert found == DOCUMENTS


def test_numbers_inside_titles_number_nothing(b: loaders.Reading) -> None:
    """B11 and B14, l.58-63, 95-96."""
    titles = {h.title for d in b.report.documents if d.excerpt for p in d.excerpt.paths for h in p.headings}
    assert "Society 5.0の実現" in titles
    assert "次世代型行政サービスの強力な推進―デジタル・ガバメントの断行" in titles


def test_every_value_of_the_indicators_is_read(b: loaders.Reading) -> None:
    """B20-B22, B26-B29, l.139-212: pieces of cells by their ends, years by their days."""
    found = {}
    for key, series in series_of(b).items():
        assert series.baseline is not None
        (target,) = series.targets
        assert target.is_final
        assert [x.fiscal_year for x in series.actuals] == [2019, 2020, 2021]
        assert (target.column_from, target.column_to) == (2019, 2021)
        values = tuple((amount(x.quantity) or ("", ""))[0] for x in series.actuals)
        goal = (target.fiscal_year, (amount(target.quantity) or ("", ""))[0], target.comparator)
        found[key] = ((amount(series.baseline.quantity) or ("", ""))[0], goal, values)
        assert series.baseline.fiscal_year == 2018
    assert found == SERIES


def test_days_belong_to_the_actuals_of_indicator_one(b: loaders.Reading) -> None:
    """B22, l.146-161."""
    found = {key: tuple(str(x.as_of) for x in s.actuals) for key, s in series_of(b).items()}
    assert found == {(1, "1"): DAYS, (1, "1a"): DAYS, (2, "1"): ("None",) * 3}


def test_a_share_keeps_its_counts(b: loaders.Reading) -> None:
    """B26 and B27, l.178-212: 45 of 45, 46 of 46."""
    series = series_of(b)[2, "1"]
    assert series.baseline is not None
    quantities = [series.baseline.quantity, *(x.quantity for x in series.actuals)]
    assert [(q.numerator, q.denominator) for q in quantities if q] == [(45, 45), *[(46, 46)] * 3]


def test_a_dash_before_the_actual_is_the_achievement(b: loaders.Reading) -> None:
    """B21 l.145, B29 l.203."""
    found = {key: s.achievement.value for key, s in series_of(b).items() if s.achievement}
    assert found == {(1, "1"): "pending", (1, "1a"): "pending", (2, "1"): "i"}


def test_lost_and_damaged_cells_are_named(b: loaders.Reading) -> None:
    """B23 l.163-169, B24: the means of 1 and the cell of the objective are not in the text."""
    assert {("missing-slot", "indicator.means"), ("missing-slot", "objective")} <= set(codes(b))
    assert ("partial-slot", "indicator.means") in codes(b)
    (means,) = b.report.means
    assert (means.partial, means.indicators) == (True, (2,))


def test_numbers_tags_and_kinds_are_those_printed(b: loaders.Reading) -> None:
    """B25 l.170 and 185, B28 l.189-190."""
    one, two = b.report.entries
    assert [(e.number.value, e.is_main, e.number_text) for e in (one, two)] == [
        (1, True, "➀"),
        (2, False, "2"),
    ]
    assert one.tag is not None
    assert one.tag.tags == ("【新経済・財政再生計画　改革工程表のKPI関係】",)
    assert [e.indicator_type and e.indicator_type.value for e in (one, two)] == ["outcome", "output"]
    part = series_of(b)[1, "1a"].part_name
    assert part is not None
    assert part.value == "自治体クラウド導入団体"


def test_the_heading_names_the_objective_and_what_it_covers(b: loaders.Reading) -> None:
    """B17, l.128-129."""
    (objective,) = b.report.objectives
    assert objective.indicators == (1, 2)
    assert objective.name.value.endswith("効率的な電子自治体を実現すること")


def test_two_objectives_were_moved_to_one_body(b: loaders.Reading) -> None:
    """B19, l.136-137."""
    (transfer,) = b.report.transfers
    assert transfer.to_organization.value == "デジタル庁"
    assert [o.value[:12] for o in transfer.objectives] == [
        "総務省所管府省共通情報シ",
        "番号制度の円滑な実施より",
    ]


def test_notes_are_known_by_their_marks(b: loaders.Reading) -> None:
    """B30 and B31, l.214-241."""
    assert [n.mark for n in b.report.footnotes] == ["注", "※2", "※1", "※3", "※4"]


def test_a_long_dash_means_nothing(b: loaders.Reading) -> None:
    """B32, l.253 and 278."""
    assert {r.kind for r in b.report.remarks if r.stated_none} == {"system", "other"}


def test_units_and_posts_are_cut_at_their_label(b: loaders.Reading) -> None:
    """B33, l.255-257."""
    assert [u.names for u in b.report.units] == [
        ("自治行政局", "住民制度課", "デジタル基盤推進室"),
        ("自治行政局", "地域政策課", "地域情報化企画室"),
    ]
    assert [p.post.value for p in b.report.posts] == [
        "自治行政局住民制度課デジタル基盤推進室長",
        "自治行政局地域政策課地域情報化企画室長",
    ]


def test_the_next_term_stands_before_its_label(b: loaders.Reading) -> None:
    """B34, l.261-264 and 285-287."""
    found = {
        e.number.value: (e.next_term.actions, e.next_term.reasons) for e in b.report.entries if e.next_term
    }
    assert found == {1: (("remove", "replace"), ("environment",)), 2: (("continue",), ())}


def test_rating_and_stance_are_read(b: loaders.Reading) -> None:
    """l.117 and 268."""
    assert b.report.rating is not None
    assert (b.report.rating.words.value, b.report.rating.code) == ("目標達成", "achieved")
    assert b.report.stance is not None
    assert b.report.stance.code == "maintain"


def test_figures_without_a_year_stay_in_the_document_model(b: loaders.Reading) -> None:
    """l.121, 131, 134: the sentences give no year; the rate repeats the cells of the table."""
    found = [
        (f.subject.value, f.text.text, str(f.quantity.value), f.fiscal_year, f.indicator, f.text.flags)
        for f in b.report.figures
    ]
    both = "クラウド導入市区町村数・自治体クラウド導入市区町村数"
    assert found == [
        ("対応率", "100％", "100", None, 2, ("restated",)),
        (both, "毎年度100団体程度", "100", None, 1, ("approximate", "relative")),
        ("対応率", "100％", "100", None, 2, ("restated",)),
    ]


def test_misprints_stay_as_printed(b: loaders.Reading) -> None:
    """B15 l.110, B16 l.121."""
    words = "".join(fact.text for fact in facts_of(b.report))
    assert "取り組む.。" in words
    assert "地方行税制統計システム" in words


def test_all_but_the_lone_zero_is_read(b: loaders.Reading) -> None:
    """B2, B35: labels printed one character a line are labels; the classes add up."""
    assert sum(b.loss.characters.values()) == b.loss.length == len(b.source.raw)
    assert b.loss.share_read > 0.999
