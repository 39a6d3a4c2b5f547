import time
from decimal import Decimal

import pytest

from graph.embedded import OxigraphStore
from graph.store import Store
from ontology.iris import Base
from queries.answer import Answer, Cell
from queries.asking import ask, cell
from queries.catalog import Question, load_catalog
from queries.errors import ParameterError, UnknownQuestion
from queries.evidence import evidence
from queries.ground import Ground, ground_of

CATALOG = load_catalog()
NOT_LOADED = {"diet-mentions", "by-cabinet", "release-diff", "statistics-check"}
"""What no release holds, whatever reports are loaded."""
FOUND = [question for question in CATALOG if question.slug not in NOT_LOADED]
AFTERWARDS = {"similar-indicators"}
"""Questions that leave rows out after the SPARQL."""
BY_SLUG = pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)
LIMIT_SECONDS = 2
A, B = "report/soumu/2019-08", "report/soumu/2022-08"
CLOUD = "indicator/municipal-cloud-adopters"


def required(question: Question) -> dict[str, str]:
    own = {"plan-lineage": {"work": "work/it-declaration"}}
    plain = {name: value.example for name, value in question.parameters.items() if value.required}
    return own.get(question.slug, plain)


@pytest.fixture(scope="module")
def turned(fuller_nquads: str) -> Ground:
    """The fuller release, its statements loaded in the other order."""
    return Ground(
        OxigraphStore.of(["\n".join(reversed(fuller_nquads.splitlines())) + "\n"]), release="fixture"
    )


def rows(answer: Answer, *names: str) -> list[tuple[Cell, ...]]:
    return list(zip(*(answer.column(name) for name in names), strict=True))


@BY_SLUG
def test_both_stores_give_the_same_answer(
    question: Question, fuller_embedded: Ground, fuller_oracle: Ground
) -> None:
    given = required(question)
    assert ask(fuller_embedded, question, given) == ask(fuller_oracle, question, given)


@pytest.mark.parametrize("question", FOUND, ids=lambda question: question.slug)
def test_each_question_finds_rows_and_every_row_its_quote(
    question: Question, fuller_embedded: Ground
) -> None:
    answer = ask(fuller_embedded, question, required(question))
    assert answer.rows
    assert answer.complete
    quotes = evidence(fuller_embedded, answer.passages)
    for number, row in enumerate(answer.rows):
        shown = [
            str(row[n] or "").split() for n, column in enumerate(answer.columns) if column.type == "passage"
        ]
        if shown and not {"basis-curated", "not loaded"} & set(row):
            assert shown[0], number
            assert all(quotes[path].exact for path in shown[0])


@pytest.mark.parametrize("slug", sorted(NOT_LOADED))
def test_a_question_without_its_data_names_what_is_missing(slug: str, fuller_embedded: Ground) -> None:
    answer = ask(fuller_embedded, slug, required(CATALOG[slug]))
    assert answer.rows == ()
    assert [gap.kind for gap in answer.gaps] == ["not-loaded"]
    assert answer.gaps[0].where in {"diet", "cabinets", "two-releases", "statistics"}
    assert "読み込まれていない" in answer.notes_ja[-1]


@BY_SLUG
def test_each_example_of_an_optional_parameter_gives_an_answer(question: Question, embedded: Ground) -> None:
    for name, parameter in question.parameters.items():
        if not parameter.required:
            assert ask(embedded, question, {**required(question), name: parameter.example}).complete


@BY_SLUG
def test_the_completed_query_gives_the_same_rows_again(question: Question, fuller_embedded: Ground) -> None:
    answer = ask(fuller_embedded, question, required(question))
    table = fuller_embedded.store.select(answer.sparql)
    columns = {column.name: column for column in answer.columns}
    assert table.columns == question.projected
    again = {
        tuple(
            cell(fuller_embedded, columns[name], value)
            for name, value in zip(table.columns, row, strict=True)
        )
        for row in table.rows
    }
    assert again >= set(zip(*map(answer.column, table.columns), strict=True))
    if question.slug not in AFTERWARDS:
        assert len(table.rows) == len(answer.rows)


@BY_SLUG
def test_an_empty_release_says_at_once_that_nothing_is_loaded(question: Question, empty: Ground) -> None:
    started = time.monotonic()
    answer = ask(empty, question, required(question))
    assert time.monotonic() - started < LIMIT_SECONDS
    assert answer.rows == ()
    assert any("読み込まれていない" in note for note in answer.notes_ja)
    assert ("not-loaded", "reports") in {(gap.kind, gap.where) for gap in answer.gaps}


@BY_SLUG
def test_an_answer_does_not_change_when_inferred_and_officers_graphs_are_taken_out(
    question: Question, fuller_embedded: Ground, fuller_nquads: str
) -> None:
    kept = [line for line in fuller_nquads.splitlines() if "/graph/inferred/" not in line]
    officer = (
        "<https://w3id.org/keifu/signature/1> <https://w3id.org/keifu/ns#report> <https://w3id.org/keifu/report/soumu/2019-08>"
        " <https://w3id.org/keifu/graph/officers> ."
    )
    without = Ground(OxigraphStore.of(["\n".join([*kept, officer]) + "\n"]), release="fixture")
    given = required(question)
    assert ask(without, question, given).rows == ask(fuller_embedded, question, given).rows


@BY_SLUG
def test_the_order_of_loading_does_not_change_an_answer(
    question: Question, fuller_embedded: Ground, turned: Ground
) -> None:
    given = required(question)
    assert ask(turned, question, given) == ask(fuller_embedded, question, given)


def test_a_document_tied_to_the_indicator_comes_before_one_tied_to_the_policy(ground: Ground) -> None:
    answer = ask(ground, "cabinet-basis", {"start": CLOUD})
    ties = answer.column("tie")
    assert ties == ("indicator",) * 2 + ("policy",) * 5
    assert rows(answer, "document", "hops", "via")[1] == ("doc/ap/2015-12-24", 3, "kpiOf,sectionOf,sectionOf")
    assert not answer.notes_ja


def test_where_only_the_policy_is_grounded_the_answer_says_so(ground: Ground) -> None:
    answer = ask(ground, "cabinet-basis", {"start": CLOUD, "body": "org/cabinet"})
    assert set(answer.column("tie")) == {"policy"}
    assert "この指標そのものではない" in answer.notes_ja[0]
    assert "not this indicator" in answer.notes_en[0]


def test_a_policy_is_not_told_that_it_is_no_indicator(ground: Ground) -> None:
    answer = ask(ground, "cabinet-basis", {"start": "policy/soumu/e-municipality"})
    assert not answer.notes_ja


def test_the_basis_can_be_kept_to_one_report(ground: Ground) -> None:
    answer = ask(ground, "cabinet-basis", {"start": CLOUD, "report": A})
    assert set(answer.column("report")) == {A}
    assert answer.sources == ("graph/report/soumu/2019-08",)


def test_a_chapter_reaches_the_indicators_by_six_steps(ground: Ground) -> None:
    answer = ask(ground, "section-reach", {"section": "doc/honebuto/2020/s/3"})
    found = {(row[0], row[1]) for row in rows(answer, "indicator", "hops")}
    assert found == {
        (None, 4),
        (CLOUD, 6),
        ("indicator/joint-cloud-adopters", 6),
        ("indicator/tax-statistics-request-rate", 6),
    }


def test_a_whole_series_of_documents_can_be_asked_and_counts_to_its_editions(ground: Ground) -> None:
    answer = ask(ground, "section-reach", {"section": "work/honebuto"})
    assert {row[0] for row in rows(answer, "report")} == {A, B}
    assert min(answer.column("hops")) == 5


def test_values_of_both_reports_stand_in_one_series_with_the_parts(ground: Ground) -> None:
    answer = ask(ground, "indicator-series", {"indicator": CLOUD})
    assert len(answer.rows) == 11
    alone = ask(ground, "indicator-series", {"indicator": CLOUD, "parts": "false"})
    assert set(alone.column("indicator")) == {CLOUD}
    assert Decimal(1067) in alone.column("value")


def test_the_same_indicator_is_compared_aspect_by_aspect(ground: Ground) -> None:
    answer = ask(ground, "indicator-compare", {"indicator": CLOUD, "left": A, "right": B})
    same = {
        (aspect, indicator): verdict
        for aspect, indicator, verdict in rows(answer, "aspect", "indicator", "same")
    }
    assert same["name", CLOUD] is True
    assert same["number", CLOUD] is False
    assert same["value 2018", CLOUD] is True
    assert same["value 2018", "indicator/joint-cloud-adopters"] is True
    assert same["target", "indicator/joint-cloud-adopters"] is None
    assert "登録簿" in answer.notes_ja[0]


@pytest.mark.parametrize("verdict", ["published", "recomputed"])
def test_one_indicator_was_dropped_right_after_a_miss(ground: Ground, verdict: str) -> None:
    answer = ask(ground, "dropped-after-miss", {"verdict": verdict})
    assert rows(answer, "indicator", "lastActual", "target", "nextAction") == [
        ("indicator/e-approval-duration", Decimal("60.3"), Decimal(32), "change-end change-replace")
    ]


def test_a_year_without_a_miss_says_that_nothing_was_found(ground: Ground) -> None:
    answer = ask(ground, "dropped-after-miss", {"fy": "2021"})
    assert answer.rows == ()
    assert answer.notes_ja[-1].startswith("読み込んだ評価書の中に")


def test_a_guessed_successor_comes_only_when_asked_and_then_last(ground: Ground) -> None:
    stated = ask(ground, "indicator-fates", {})
    assert "basis-inferred" not in stated.column("basis")
    asked = ask(ground, "indicator-fates", {"inferred": "true"})
    assert asked.rows[: len(stated.rows)] == stated.rows
    assert rows(asked, "indicator", "successor", "basis")[-1] == (
        "indicator/local-admin-database",
        "indicator/tax-statistics-request-rate",
        "basis-inferred",
    )
    assert "推定" in asked.notes_ja[-1]
    assert any(gap.kind == "low-confidence" for gap in asked.gaps)


def test_the_same_indicator_in_a_later_report_is_a_successor_by_the_registry(ground: Ground) -> None:
    answer = ask(ground, "indicator-fates", {"report": A})
    assert (CLOUD, CLOUD, "basis-curated") in rows(answer, "indicator", "successor", "basis")


def test_transferred_goals_take_their_indicators_with_them_without_a_date(ground: Ground) -> None:
    answer = ask(ground, "transferred-goals", {"to": "org/digital"})
    assert set(answer.column("on")) == {None}
    assert rows(answer, "number", "report", "statedIn") == [(1, A, B), (4, A, B), (10, A, B)]
    assert {gap.kind for gap in answer.gaps} == {"missing-reports", "undated", "not-loaded"}


def test_both_names_of_a_policy_lead_to_its_rename(ground: Ground) -> None:
    new = ask(ground, "policy-names", {"policy": "policy/soumu/e-municipality"})
    old = ask(ground, "policy-names", {"policy": "policy/soumu/e-government"})
    assert new.rows == old.rows
    assert rows(new, "firstReport", "lastReport") == [(B, A)]


def test_the_budget_of_a_renamed_policy_includes_its_earlier_name(ground: Ground) -> None:
    answer = ask(ground, "budget-execution", {"policy": "policy/soumu/e-municipality"})
    assert rows(answer, "fiscalYear", "rate", "current")[:3] == [
        (2018, Decimal("0.913"), True),
        (2019, None, False),
        (2019, Decimal("0.938"), True),
    ]
    alone = ask(
        ground, "budget-execution", {"policy": "policy/soumu/e-municipality", "predecessors": "false"}
    )
    assert alone.column("fiscalYear") == (2022,)


def test_marks_and_recomputed_verdicts_stand_side_by_side(ground: Ground) -> None:
    answer = ask(ground, "verdict-consistency", {})
    assert rows(
        answer, "report", "i", "ha", "pending", "recomputedMet", "recomputedMissed", "notDue", "flag"
    ) == [
        (A, 4, 1, 0, 3, 1, 0, "none"),
        (B, 1, 0, 1, 1, 0, 2, "pending-included"),
    ]


def test_a_rank_that_fell_is_found_though_it_was_called_achieved(ground: Ground) -> None:
    answer = ask(ground, "achieved-below-base", {})
    assert rows(answer, "baseline", "lastActual", "target") == [(Decimal(4), Decimal(9), Decimal(16))]


def test_a_value_is_traced_to_its_characters(ground: Ground) -> None:
    answer = ask(ground, "source-of-value", {"node": f"{A}/indicator/5/1/actual/2018"})
    assert rows(answer, "fileName", "start", "end", "line", "exact", "loader") == [
        ("000_62d7159f10255d34.txt", 3529, 3548, 44, "1,067団体 (H30.4.1時点)", "Keifu loaders 0.1.0")
    ]


def test_the_years_between_two_reports_are_named_as_missing(ground: Ground) -> None:
    answer = ask(ground, "missing-reports", {"ministry": "soumu"})
    assert rows(answer, "fiscalYear", "status") == [
        (2018, "loaded"),
        (2019, "not loaded"),
        (2020, "not loaded"),
        (2021, "loaded"),
    ]
    assert [gap.where for gap in answer.gaps] == ["reports-due", "soumu-08/2019", "soumu-08/2020"]
    assert "令和元年度" in answer.gaps[1].text_ja


def test_labels_come_in_english_where_a_person_wrote_one(ground: Ground) -> None:
    answer = ask(ground, "policy-names", {"policy": "policy/soumu/e-municipality"}, language="en")
    assert answer.column("laterLabel") == ("e-municipality",)
    series = ask(ground, "cabinet-basis", {"start": CLOUD}, language="en")
    assert "経済財政諮問会議" in series.column("adoptedByLabel")
    strange = ask(ground, "policy-names", {"policy": "policy/soumu/e-municipality"}, language='x"')
    assert strange.column("laterLabel") == ("電子自治体の推進",)


def test_an_unknown_question_or_parameter_is_an_error(embedded: Ground) -> None:
    with pytest.raises(UnknownQuestion):
        ask(embedded, "nothing")
    with pytest.raises(ParameterError):
        ask(embedded, "policy-names", {"policy": "a b"})


def test_a_column_that_is_not_there_is_an_error(embedded: Ground) -> None:
    with pytest.raises(ValueError, match="nothing"):
        ask(embedded, "missing-reports").column("nothing")


def test_a_ground_is_made_of_a_store_a_release_or_itself(embedded: Ground) -> None:
    class Published:
        id = "abc"
        base = "https://example.org/k/"

        def store(self) -> Store:
            return embedded.store

    assert ground_of(embedded) is embedded
    assert ground_of(embedded.store) == Ground(embedded.store)
    assert ground_of(Published()) == Ground(embedded.store, Base("https://example.org/k/"), "abc")


def test_another_base_changes_nothing_but_the_base(nquads: str) -> None:
    other = "https://example.org/k/"
    moved = nquads.replace("https://w3id.org/keifu/", other).replace(
        other + "ns#", "https://w3id.org/keifu/ns#"
    )
    moved = moved.replace(other + "code#", "https://w3id.org/keifu/code#")
    ground = Ground(OxigraphStore.of([moved]), Base(other))
    here = Ground(OxigraphStore.of([nquads]))
    for question in CATALOG:
        assert ask(ground, question, required(question)).rows == ask(here, question, required(question)).rows
