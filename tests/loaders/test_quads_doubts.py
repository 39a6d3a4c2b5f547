"""What matching could not settle is a line of the loss report, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.identity import resolve
from loaders.model import CabinetDocument, Fact, Issue, Report, Span
from loaders.quads import doubts
from loaders.source import Source
from ontology.registry import Registry, load_registry
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
