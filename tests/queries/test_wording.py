"""Fixed words of answers are shown to people in their language and kept for programs."""

from __future__ import annotations

import doctest

import pytest

from graph.release import Release
from queries import wording
from queries.asking import ask
from queries.catalog import Question, load_catalog
from queries.ground import Ground, ground_of, lexical
from queries.wording import said, slot_words, truth, worded

CATALOG = load_catalog()
SLOTS = """SELECT DISTINCT ?slot { GRAPH ?any { ?issue keifu:slot ?slot } } ORDER BY ?slot"""


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(wording).failed == 0


@pytest.mark.parametrize(
    ("column", "cell", "ja", "en"),
    [
        ("relation", "succeeds", "引き継ぐ", "succeeds"),
        ("flag", "none", "なし", "none"),
        ("flag", "pending-included", "期間中の指標を含む", "targets still running are included"),
        ("recomputed", "met not-due", "達成、年度未到来", "met, not due"),
        ("via", "measures,kpiOf", "測定 → KPIとして記載", "measures → KPI of"),
        ("rule", "final target without a judged actual", "最終目標に対応する実績がまだない", None),
        ("aspect", "value 2018", "2018年度の値", "value, FY2018"),
    ],
)
def test_a_word_is_said_in_both_languages(column: str, cell: str, ja: str, en: str | None) -> None:
    assert said(column, cell, "ja") == ja
    assert said(column, cell, "en") == (en or cell)


def test_a_word_that_nobody_wrote_down_is_shown_as_it_is() -> None:
    assert said("relation", "sails", "ja") == "sails"
    assert slot_words("budget.2019.surprise", "ja") == "予算2019：surprise"
    assert not worded("quote")
    assert (truth(True, "ja"), truth(False, "en")) == ("はい", "no")


@pytest.fixture(scope="module")
def ground(seeds_release: Release) -> Ground:
    return ground_of(seeds_release)


@pytest.mark.seeds
@pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)
def test_no_fixed_word_of_an_answer_is_left_without_japanese(question: Question, ground: Ground) -> None:
    given = {name: one.example for name, one in question.parameters.items() if one.required}
    answer = ask(ground, question, given)
    names = [column.name for column in answer.columns if worded(column.name) and column.type == "text"]
    bare = [
        (name, cell)
        for name in names
        for cell in set(answer.column(name))
        if isinstance(cell, str) and said(name, cell, "ja") == cell
    ]
    assert bare == []


@pytest.mark.seeds
def test_no_slot_of_the_loss_report_is_shown_as_a_code(ground: Ground) -> None:
    slots = [lexical(value) for (value,) in ground.rows(SLOTS)]
    assert slots
    assert [slot for slot in slots if slot_words(slot, "ja").isascii()] == []
