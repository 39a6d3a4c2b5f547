"""One indicator under two names in one report: told once, with both places, when the registry knows both."""

from __future__ import annotations

import pytest

from loaders.identity import resolve
from loaders.model import Issue
from loaders.quads import doubts
from ontology.registry import load_registry
from tests.conftest import ROOT, Seeds
from tests.loaders.reading_facts import read, read_path

SAMPLE = (ROOT / "samples" / "soumu-31-8.tabbed.txt").read_text(encoding="utf-8")


def named(raw: str) -> list[Issue]:
    reading = read(raw)
    found = doubts(resolve(reading.report, reading.source, load_registry()))
    return [issue for issue in found if issue.slot.endswith(".name")]


@pytest.mark.seeds
def test_other_names_of_the_complete_reports(seeds: Seeds) -> None:
    """31-⑧ l.55 クラウド化市区町村数; B16, B18: R4-⑧ l.121 and 131."""
    told = [
        (issue.candidates[0], issue.candidates[1], reading.source.line_of(issue.span.start))
        for reading in map(read_path, seeds.paths)
        for issue in doubts(resolve(reading.report, reading.source, load_registry()))
        if issue.slot.endswith(".name") and issue.span is not None
    ]
    assert told == [
        ("クラウド化市区町村数", "クラウド導入市区町村数", 55),
        ("自治体クラウド導入市区町村数", "自治体クラウド導入団体", 131),
        (
            "地方行税制統計システム利用課室からの新規要望",
            "地方行税政統計システム利用課室からの新規要望への対応率",
            121,
        ),
    ]


def test_both_places_are_named() -> None:
    (issue,) = named(SAMPLE)
    assert (issue.severity, issue.code, issue.slot) == ("info", "conflict", "indicator.5.name")
    assert issue.span is not None
    places = [SAMPLE[span.start : span.end] for span in (issue.span, *issue.beside)]
    assert places == ["クラウド化市区町村数", "クラウド導入市区町村数"]


def test_a_report_that_keeps_to_one_name_has_no_such_line() -> None:
    assert named(SAMPLE.replace("クラウド化市区町村数", "クラウド導入市区町村数")) == []


def test_a_name_inside_a_longer_word_is_none() -> None:
    assert len(named(SAMPLE.replace("クラウド化市区町村数", "新クラウド化市区町村数"))) == 0
