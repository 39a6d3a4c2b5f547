"""Made-up reports with known truth: every drawing of one is read back, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from bench.mutations import measure
from loaders import Reading, read
from tests.generated.changes import small
from tests.generated.drawings import FILES, TABULAR, as_file, stated
from tests.generated.facts import Made, Value
from tests.generated.making import made
from tests.generated.outcomes import compared
from tests.generated.paper import LAYOUTS, Printer, page_of, printer
from tests.generated.readings import asserted
from tests.generated.truth import truth
from tests.generated.verdicts import judged, original

SEEDS = (7, 22)


def reading(facts: Made, kind: str = "tabbed") -> Reading:
    return read(as_file(facts, kind), "report")


@pytest.fixture(scope="module")
def browser() -> Iterator[Printer]:
    with printer() as opened:
        yield opened


def test_a_seed_gives_the_same_report_each_time_and_another_seed_another() -> None:
    assert made(5) == made(5)
    assert made(5) != made(6)


def test_reports_differ_in_what_real_ones_differ_in() -> None:
    reports = [made(seed) for seed in range(120)]
    runs = [run for report in reports for entry in report.indicators for run in entry.runs]
    assert {len(report.years) for report in reports} == {3, 4, 5}
    assert {len(report.objectives) for report in reports} == {1, 2, 3, 4}
    assert {report.knows_reiwa for report in reports} == {True, False}
    assert {report.money_unit for report in reports} == {"百万円", "千円", "億円"}
    assert any(run.merged for run in runs)
    assert any(run.part for run in runs)
    assert any(len(entry.runs) == 2 for report in reports for entry in report.indicators)
    assert {run.mark for run in runs} == {"イ", "ロ", "ハ", "－"}
    assert any(isinstance(run.final, str) for run in runs)
    assert any(isinstance(run.final, Value) and run.final.relative for run in runs)


@pytest.mark.parametrize("kind", sorted(TABULAR))
@pytest.mark.parametrize("seed", SEEDS)
def test_no_cell_of_a_drawn_table_is_read_wrong_and_hardly_one_not_at_all(seed: int, kind: str) -> None:
    facts = made(seed) if kind == "tabbed" else small(made(seed))
    outcome = compared(facts, reading(facts, kind))
    assert outcome.wrong == []
    assert outcome.silent == []
    assert outcome.exact >= 0.98 * outcome.cells


@pytest.mark.parametrize("seed", range(1, 13))
def test_no_cell_of_a_text_in_drawing_order_is_read_wrong(seed: int) -> None:
    facts = made(seed)
    outcome = compared(stated(facts, "lines"), reading(facts, "lines"))
    assert outcome.wrong == []
    assert outcome.silent == []


@pytest.mark.browser
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_printed_report_gives_the_facts_of_its_text(browser: Printer, layout: str) -> None:
    facts = small(made(7))
    found = read(browser.pdf(page_of(facts, layout)), "report")
    assert compared(facts, found).wrong == []
    assert asserted(found.report) == asserted(reading(facts).report)


@pytest.mark.parametrize("kind", ["xlsx", "docx", "html", "csv"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_kind_of_file_gives_the_facts_of_the_text(seed: int, kind: str) -> None:
    facts = small(made(seed))
    assert asserted(reading(facts, kind).report) == asserted(reading(facts).report)


def test_cells_that_a_reading_changes_loses_or_makes_up_are_counted() -> None:
    facts = small(made(3))
    found = reading(facts)
    report = found.report
    assert report.budget is not None
    first, *others = report.budget.columns
    assert first.initial is not None
    wrong = replace(first, initial=replace(first.initial, value=1), executed=None)
    changed = replace(report, budget=replace(report.budget, columns=(wrong, *others)))
    outcome = compared(facts, replace(found, report=changed))
    assert [place[:1] for place, _, _ in outcome.wrong_figures()] == [("budget",)]
    assert outcome.unread == [("budget", first.fiscal_year.value, "executed")]
    assert outcome.silent == outcome.unread


def test_the_truth_is_made_of_facts_and_not_of_a_reading() -> None:
    facts = small(made(3))
    assert truth(facts)["policy", "name"] == facts.policy
    assert len(truth(facts)) > 40


def test_a_number_at_another_place_is_wrong_and_a_damaged_one_is_read_as_printed() -> None:
    facts = small(made(3))
    first = original(reading(facts), facts)
    text = as_file(facts, "tabbed").decode()
    bases = [run.baseline for entry in facts.indicators for run in entry.runs]
    base = next(value for value in bases if isinstance(value, Value) and value.part is None)
    damaged = text.replace(f"{base.number}{base.unit} 【", f"{base.number + Decimal(7)}{base.unit} 【", 1)
    assert damaged != text
    again = read(damaged.encode(), "report")
    assert judged(first, again, damages=True).outcome == "reported"
    assert judged(first, again, damages=False).outcome == "wrong"
    assert judged(first, reading(facts), damages=False).outcome == "same"


@pytest.mark.parametrize(("reader", "size"), [("tabbed", 60), ("lines", 60), ("csv", 20), ("html", 20)])
def test_changed_copies_are_never_read_wrong(reader: str, size: int) -> None:
    tally = measure(reader, range(1, 1 + size))
    bad = [tally.outcomes[outcome] for outcome in ("wrong", "exception", "slow", "guarded")]
    assert bad == [0, 0, 0, 0], tally.shown
    assert tally.outcomes.total() == size


@pytest.mark.parametrize("reader", ["xlsx", "docx"])
def test_changed_office_files_are_never_read_wrong(reader: str) -> None:
    tally = measure(reader, range(1, 13))
    assert [tally.outcomes[outcome] for outcome in ("wrong", "exception", "slow")] == [0, 0, 0], tally.shown


def test_every_kind_of_file_is_drawn() -> None:
    assert set(FILES) == {"csv", "docx", "html", "lines", "tabbed", "xlsx"}
    assert set(LAYOUTS) == {"linear", "merged", "ruled", "unruled"}
