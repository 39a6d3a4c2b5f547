"""What single questions say on a made-up release, beyond the answers of the complete reports."""

from __future__ import annotations

from decimal import Decimal

import pytest

from queries.answer import Answer, Cell
from queries.asking import ask
from queries.ground import Ground

A, B, K = "report/soumu/2019-08", "report/soumu/2022-08", "report/kokudo/2022-03"
VISITS, OUTAGE = "indicator/visits", "indicator/network-outage"
CLOUD = "indicator/municipal-cloud-adopters"


def rows(answer: Answer, *names: str) -> list[tuple[Cell, ...]]:
    return list(zip(*(answer.column(name) for name in names), strict=True))


def test_sums_that_are_off_by_less_than_rounding_can_do_agree(fuller: Ground) -> None:
    answer = ask(fuller, "report-agreement")
    sums = [row for row in rows(answer, "what", "fiscalYear", "difference", "agrees") if "sum" in str(row[0])]
    assert sums == [
        ("budget sum", 2018, Decimal(1000000), True),
        ("budget sum", 2019, Decimal(0), True),
        ("budget sum", 2021, Decimal(-1000000), True),
        ("sum of parts in prose", 2015, Decimal(-1), False),
    ]


def test_a_target_by_a_factor_may_be_off_by_the_rounding_of_what_it_refers_to(fuller: Ground) -> None:
    answer = ask(fuller, "report-agreement")
    (found,) = [
        row for row in rows(answer, "what", "left", "right", "tolerance") if row[0] == "target by factor"
    ]
    assert found == ("target by factor", Decimal(1154546), Decimal(1154547), Decimal("1.5"))


@pytest.mark.parametrize(
    ("given", "pairs"),
    [
        ({"left": A, "right": B}, {(A, B), (A, A), (B, B)}),
        ({"left": B, "right": A}, {(B, A), (A, A), (B, B)}),
        ({"left": B}, {(B, A), (B, B)}),
        ({"right": A}, {(B, A), (A, A)}),
        ({"left": K}, set()),
    ],
)
def test_agreement_can_be_kept_to_reports_each_on_its_side(
    fuller: Ground, given: dict[str, str], pairs: set[tuple[str, str]]
) -> None:
    assert set(rows(ask(fuller, "report-agreement", given), "leftReport", "rightReport")) == pairs


def test_a_share_above_the_least_one_is_a_year_and_the_net_figure_is_explained(fuller: Ground) -> None:
    given = {"policy": "policy/soumu/e-municipality", "minShare": "1"}
    answer = ask(fuller, "carried-over", given)
    assert rows(answer, "fiscalYear", "share") == [(2019, Decimal("1.014"))]
    assert "net-figures" in {gap.kind for gap in answer.gaps}


def test_a_circle_that_the_text_does_not_confirm_is_no_mismatch(fuller: Ground) -> None:
    answer = ask(fuller, "main-mark-mismatch")
    assert rows(answer, "number", "indicator", "isMain", "saidMain") == [(2, VISITS, False, True)]
    assert ask(fuller, "main-mark-mismatch", {"report": B}).rows == ()


def test_a_month_and_a_chain_of_revisions_are_no_conflict_of_dates(fuller: Ground) -> None:
    answer = ask(fuller, "date-conflicts")
    assert rows(answer, "edition", "adoptedOn", "statedDate", "report")[1:] == [
        ("doc/kaikaku-koteihyo/2018", None, "2018-12-10", A),
        ("doc/kaikaku-koteihyo/2018", None, "2018-12-20", K),
    ]
    assert answer.column("edition")[0] == "doc/honebuto/2016"
    assert ("undated", "doc/kaikaku-koteihyo/2018") in {(gap.kind, gap.where) for gap in answer.gaps}


def test_conflicts_of_dates_can_be_kept_to_one_document(fuller: Ground) -> None:
    answer = ask(fuller, "date-conflicts", {"work": "work/honebuto"})
    assert rows(answer, "statedDate", "basis") == [("2016-06-03", "basis-curated")]


def test_a_tag_shows_its_section_and_the_place_that_it_prints(fuller: Ground) -> None:
    answer = ask(fuller, "reform-kpis", {"work": "work/ap"})
    assert rows(answer, "indicator", "number", "section", "locator") == [
        (CLOUD, 5, "doc/ap/2015-12-24/s/3.3", "⑮")
    ]


def test_ratios_turn_round_where_down_is_better_and_zeros_are_counted_as_left_out(fuller: Ground) -> None:
    answer = ask(fuller, "exceeded-targets")
    assert rows(answer, "indicator", "fiscalYear", "ratio", "recomputed", "rule") == [
        (OUTAGE, 2017, Decimal(4), "met", "2017: 0.05 ≤ 0.2"),
        (VISITS, 2018, Decimal(3), "met", "2018: 3463641 ≥ 1154547"),
    ]
    (left_out,) = [gap for gap in answer.gaps if gap.kind == "left-out"]
    assert "実績値が0 1" in left_out.text_ja
    assert "ranks 2" in left_out.text_en


def test_verdicts_stand_beside_marks_with_the_condition_that_gives_them(fuller: Ground) -> None:
    answer = ask(fuller, "indicator-fates", {"report": A})
    found = {row[0]: row[1:] for row in rows(answer, "indicator", "achievement", "recomputed", "rule")}
    assert found[VISITS] == ("achievement-i", "met", "2018: 3463641 ≥ 1154547")
    assert found["indicator/un-egov-online-ranking"][:2] == ("achievement-i", "met")


def test_units_come_with_those_above_them_and_guessed_successors_only_when_asked(fuller: Ground) -> None:
    unit = "org/soumu/daijin-kanbo/kojin-bango"
    plain = ask(fuller, "unit-history", {"unit": "org/soumu", "policy": "policy/soumu/e-municipality"})
    assert len(plain.rows) == 4
    assert set(plain.column("successor")) == {None}
    guessed = ask(fuller, "unit-history", {"unit": unit, "inferred": "true"})
    assert rows(guessed, "unit", "path", "successor", "basis", "confidence") == [
        (unit, "総務省／個人番号企画室", None, None, None),
        (
            unit,
            "総務省／個人番号企画室",
            "org/soumu/jichi-gyosei/joho-kikaku",
            "basis-inferred",
            Decimal("0.5"),
        ),
    ]
    assert "organisation-orders" in {gap.where for gap in guessed.gaps}


def test_a_point_stands_beside_its_responses_and_one_without_stays(fuller: Ground) -> None:
    answer = ask(fuller, "review-responses", {"report": A})
    assert rows(answer, "event", "number", "response") == [
        ("有識者会議", None, None),
        ("秋の年次公開検証", 1, "ロードマップを公表。 ／ 説明を実施した。"),
        ("秋の年次公開検証", 2, None),
    ]
    assert ask(fuller, "review-responses", {"report": B}).rows == ()


def test_budgets_and_payees_of_a_project_never_share_a_row(fuller: Ground) -> None:
    answer = ask(fuller, "projects-payees", {"policy": "policy/soumu/e-municipality", "fy": "2023"})
    assert rows(answer, "initial", "executed", "payee", "amount") == [
        (5000000, 4000000, None, None),
        (None, None, "例示株式会社", 3000000),
    ]
    assert answer.gaps == ()


def test_without_the_review_of_projects_the_answer_names_each_table(ground: Ground) -> None:
    answer = ask(ground, "projects-payees", {"policy": "policy/soumu/e-municipality"})
    assert [gap.where for gap in answer.gaps] == [
        "rs-projects",
        "rs-budgets",
        "rs-payees",
        "corporate-numbers",
    ]
    assert "支出先（5-1）" in answer.notes_ja[-1]


def test_a_like_name_of_another_ministry_is_found_and_what_both_share(fuller: Ground) -> None:
    answer = ask(fuller, "similar-indicators", {"indicator": CLOUD, "minSimilarity": "0"})
    assert rows(answer, "indicator", "ministry", "similarity", "sharedTerms") == [
        ("indicator/cloud-bodies", "kokudo", Decimal("0.385"), "クラウド導入"),
        ("indicator/roads", "kokudo", Decimal(0), None),
    ]


def test_with_one_ministry_nothing_is_like_and_the_answer_says_why(ground: Ground) -> None:
    answer = ask(ground, "similar-indicators", {"indicator": CLOUD})
    assert answer.rows == ()
    assert "二つ以上の府省" in answer.notes_ja[-1]


def test_the_share_of_words_is_told_for_each_ministry_and_year(fuller: Ground) -> None:
    answer = ask(fuller, "non-quantified-share", {"ministry": "org/kokudo"})
    assert rows(answer, "fiscalYear", "qualitative", "share", "withoutNumber") == [(2021, 2, Decimal(1), 2)]
    assert ask(fuller, "non-quantified-share", {"fy": "2018"}).column("ministry") == ("org/soumu",)


def test_a_law_is_shown_as_a_mention_and_its_amendments_as_unknown(fuller: Ground) -> None:
    answer = ask(fuller, "legal-basis", {"indicator": "indicator/un-egov-online-ranking"})
    assert rows(answer, "lawId", "amendedOn", "role") == [("414AC0000000151", None, "role-mention")]
    assert "laws" in {gap.where for gap in answer.gaps}
    assert ask(fuller, "legal-basis", {"policy": "policy/soumu/e-municipality"}).rows == ()
