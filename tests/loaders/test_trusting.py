"""No fact is surer than its place; a rectangle of a range is that of its lines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from loaders import Reading, read
from loaders.model import Confidence
from loaders.report import facts_of
from loaders.source import Kind, Locator, Source
from loaders.trusting import trusted
from loaders.views.view import Area, Trust


@pytest.fixture(scope="module")
def reading(root: Path) -> Reading:
    return read((root / "tests/samples/kakuu-R6-3.tabbed.txt").read_bytes(), "report")


def placed(source: Source, trust: Trust, end: int | None = None) -> Source:
    whole = Locator(0, len(source.raw) if end is None else end, 1, "page 1", trust=trust)
    return replace(source, locators=(whole,))


def test_a_report_from_drawn_cells_stays_as_it_is(reading: Reading) -> None:
    assert trusted(reading.report, placed(reading.source, Trust.DRAWN)) is reading.report


def test_placed_cells_are_aligned_at_most_and_candidates_stay(reading: Reading) -> None:
    before = [fact.confidence for fact in facts_of(reading.report)]
    after = [
        fact.confidence for fact in facts_of(trusted(reading.report, placed(reading.source, Trust.PLACED)))
    ]
    assert Confidence.READ in before
    assert Confidence.PROVEN in before
    assert after == [each if each is Confidence.CANDIDATE else Confidence.ALIGNED for each in before]


def test_recognised_characters_are_candidates(reading: Reading) -> None:
    report = trusted(reading.report, placed(reading.source, Trust.RECOGNISED))
    assert {fact.confidence for fact in facts_of(report)} == {Confidence.CANDIDATE}


def test_only_facts_of_the_doubtful_stretch_are_lowered(reading: Reading) -> None:
    (number, *_) = reading.report.head.number.spans
    report = trusted(reading.report, placed(reading.source, Trust.RECOGNISED, number.end))
    assert report.head.number.confidence is Confidence.CANDIDATE
    assert report.policy.name.confidence is reading.report.policy.name.confidence


def test_a_range_stands_in_one_rectangle_on_each_of_its_pages() -> None:
    areas = (Area(0, 3, 1, 10, 20, 40, 30), Area(3, 6, 1, 10, 30, 50, 40), Area(6, 9, 2, 10, 5, 30, 15))
    source = Source("0" * 64, "f", Kind.PDF, "v", "一二三四五六七八九", (Locator(0, 9, 1, "", areas=areas),))
    assert source.areas_of(1, 5) == (Area(1, 5, 1, 10, 20, 50, 40),)
    assert source.areas_of(4, 8) == (Area(4, 8, 1, 10, 30, 50, 40), Area(4, 8, 2, 10, 5, 30, 15))
    assert source.areas_of(9, 10) == ()
