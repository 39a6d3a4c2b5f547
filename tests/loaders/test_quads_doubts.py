"""What matching could not settle is a line of the loss report, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.identity import resolve
from loaders.model import CabinetDocument, Fact, Issue, Report, Span
from loaders.quads import doubts, report_quads
from loaders.source import Source
from ontology.iris import Base
from ontology.rdf import Literal
from ontology.registry import Registry, load_registry
from ontology.terms import KEIFU
from tests.loaders.model_fixtures import quantity, report_a, report_b


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def found(report: tuple[Report, Source], registry: Registry) -> dict[str, Issue]:
    return {issue.code: issue for issue in doubts(resolve(*report, registry))}


def test_a_tag_tied_by_nearly_equal_words_is_suspect(registry: Registry) -> None:
    issue = found(report_a(), registry)["ocr-suspect"]
    assert "地方行政改革・分野横断的な取組 / 地方行財政改革・分野横断的な取組" in issue.message_ja
    assert issue.span == Span(3388, 3446)


def test_a_date_unlike_that_of_the_registry_is_a_conflict(registry: Registry) -> None:
    issue = found(report_a(), registry)["date-conflict"]
    assert issue.candidates == ("2018-06-05", "2018-06-15")


def test_a_report_that_agrees_with_the_registry_leaves_no_doubt(registry: Registry) -> None:
    assert found(report_b(), registry) == {}


def test_a_document_without_year_or_day_grounds_nothing(registry: Registry) -> None:
    report, source = report_b()
    row = CabinetDocument(Fact("施政方針演説", "施政方針演説", (Span(0, 1),)), ())
    issues = doubts(resolve(replace(report, documents=(row,)), source, registry))
    ambiguous = {issue.slot: issue.candidates[0] for issue in issues if issue.code == "ambiguous"}
    assert ambiguous["citation.basis"].startswith("work/soumu-")
    assert ambiguous["citation.kpi-tag"] == "work/kaikaku-koteihyo"
    assert [issue.slot for issue in issues if issue.code == "unmatched"] == ["work"]


def test_a_unit_without_a_concept_is_told(registry: Registry) -> None:
    report, source = report_b()
    entry = report.entries[0]
    actual = replace(entry.series[0].actuals[0], quantity=quantity("1", "furlong"))
    series = replace(entry.series[0], actuals=(actual,), baseline=None)
    changed = replace(report, entries=(replace(entry, series=(series,)), *report.entries[1:]))
    assert found((changed, source), registry)["unknown-vocabulary"].slot == "indicator.1.unit"


def test_a_comparison_without_a_concept_is_told(registry: Registry) -> None:
    report, source = report_b()
    entry = report.entries[1]
    series = entry.series[0]
    target = replace(series.targets[0], comparator="no-such-comparison")
    odd = replace(entry, series=(replace(series, targets=(target,)),))
    changed = replace(report, entries=(report.entries[0], odd))
    assert found((changed, source), registry)["unknown-vocabulary"].slot == "indicator.2.target"
    assert list(report_quads(resolve(changed, source, registry), Base()))


def test_a_year_printed_twice_keeps_its_first_value(registry: Registry) -> None:
    report, source = report_b()
    entry = report.entries[1]
    series = entry.series[0]
    first, *others = series.actuals
    again = replace(others[0], fiscal_year=first.fiscal_year, quantity=quantity("7", "percent"))
    twice = (replace(series.targets[0], text=others[0].text), *series.targets)
    odd = replace(entry, series=(replace(series, actuals=(again, first), targets=twice),))
    changed = replace(report, entries=(report.entries[0], odd))
    issues = [i for i in doubts(resolve(changed, source, registry)) if i.code == "conflict"]
    assert [issue.slot for issue in issues] == ["indicator.2.cells"] * 2
    base = Base()
    actual = base.iri("report/soumu/2022-08/indicator/2/1/actual/2019")
    values = [
        q.object
        for q in report_quads(resolve(changed, source, registry), base)
        if q.subject == actual and q.predicate == KEIFU.value
    ]
    assert [value.lexical for value in values if isinstance(value, Literal)] == ["100"]


def test_a_final_target_unlike_the_yearly_one_is_a_node_of_its_own(registry: Registry) -> None:
    report, source = report_b()
    entry = report.entries[1]
    series = entry.series[0]
    yearly = replace(series.targets[0], is_final=False, final_text=None, column_from=None, column_to=None)
    last = replace(series.targets[0], quantity=quantity("99", "percent"), conflicts_with_yearly=True)
    odd = replace(entry, series=(replace(series, targets=(yearly, last)),))
    changed = replace(report, entries=(report.entries[0], odd))
    base = Base()
    place = "report/soumu/2022-08/indicator/2/1/target/2021"
    final = {
        base.path(q.subject): q.object.lexical
        for q in report_quads(resolve(changed, source, registry), base)
        if q.predicate == KEIFU.isFinal and place in q.subject and isinstance(q.object, Literal)
    }
    assert final == {place: "false", f"{place}-final": "true"}
