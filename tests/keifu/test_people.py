"""What a terminal shows is said in words; what programs read keeps the codes."""

from __future__ import annotations

import doctest
import json
from typing import TYPE_CHECKING

import pytest

from keifu import people
from keifu.evidence import told_by_quotes
from keifu.people import for_people, readable

if TYPE_CHECKING:
    from keifu.face import Keifu
    from tests.keifu.conftest import Command

CODES = ("basis-", "achievement-", "change-", "reason-", "unit-", "cmp-", "rating-", "role-", "type-")


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(people).failed == 0


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "slug", ["indicator-fates", "verdict-consistency", "legal-basis", "missing-reports", "dropped-after-miss"]
)
def test_no_code_is_left_in_what_people_read(opened: Keifu, slug: str, language: str) -> None:
    shown = for_people(opened.answer(slug, {}), opened.ground, language)
    cells = [
        str(cell)
        for row in shown.rows
        for cell, column in zip(row, shown.columns, strict=True)
        if column.type in {"code", "text"} and cell is not None
    ]
    assert cells
    assert [cell for cell in cells if cell.startswith(CODES)] == []


def test_marks_come_with_their_letters_and_ministries_with_their_names(opened: Keifu) -> None:
    fates = for_people(opened.answer("indicator-fates", {}), opened.ground, "ja")
    assert "ハ 未達成で近くない" in fates.column("achievement")
    missing = for_people(opened.answer("missing-reports", {}), opened.ground, "ja")
    assert set(missing.column("ministry")) == {"総務省"}


def test_words_that_are_quoted_below_need_no_column(opened: Keifu) -> None:
    answer = opened.answer("indicator-series", {"indicator": "クラウド導入市区町村数"})
    assert "text" in told_by_quotes(answer, opened.passages(answer.passages))


PLANS = ("ask", "plan-lineage", "--param", "work=work/digital-jutenkeikaku")


def test_the_table_says_words_and_csv_and_json_keep_codes(run: Command) -> None:
    table = run(*PLANS).out
    assert "curated" in table
    assert "basis-curated" not in table
    assert "basis-curated" in run(*PLANS, "--format", "csv").out
    assert json.loads(run(*PLANS, "--format", "json").out)["rows"][0]["basis"] == "basis-curated"


def test_an_empty_answer_says_what_was_asked_and_what_to_try_and_prints_no_table(run: Command) -> None:
    ran = run("ask", "dropped-after-miss", "--param", "fy=2001")
    assert (ran.code, ran.out) == (4, "")
    assert "has no rows (fy=2001)" in ran.err
    assert "try: without --param fy" in ran.err


def test_tags_that_a_text_kept_are_not_shown_and_the_exact_quote_keeps_them(run: Command) -> None:
    assert readable("した。</p> <p>また、LGWANの<ul class='x'>整備") == "した。 また、LGWANの 整備"
    assert readable("<https://www.e-gov.go.jp/>") == "<https://www.e-gov.go.jp/>"
    assert "</p>" not in run("ask", "review-responses").out
