"""Every number of a source has one level; in a numeric cell it is a value or it is in the report."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from tests.conftest import Seeds
from tests.loaders.reading_facts import asserted, read, read_path

SAMPLES = Path(__file__).parents[1] / "samples"
TABBED = (SAMPLES / "kakuu-R5-1.tabbed.txt").read_text(encoding="utf-8")
TABLE = asserted(read(TABBED).report)


def named(reading: loaders.Reading) -> list[tuple[int, str]]:
    return [(token.line, token.text) for token in reading.loss.numbers_reported]


@pytest.mark.seeds
def test_all_numbers_of_the_complete_reports_are_accounted_for_by_level(seeds: Seeds) -> None:
    a, b = read_path(seeds.a), read_path(seeds.b)
    assert [sum(r.loss.numbers_by_level.values()) for r in (a, b)] == [345, 157]
    assert named(a) == [(47, "30")]  # what the source lost of the final target of indicator 8
    assert named(b) == [(8, "0")]
    for reading in (a, b):
        assert reading.loss.numbers_by_level["report"] == 1
        assert reading.loss.numbers_by_level["value"] > reading.loss.numbers / 2


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_the_levels_add_up_and_what_is_reported_has_a_doubt(name: str) -> None:
    loss = read_path(SAMPLES / name).loss
    assert list(loss.numbers_by_level) == ["value", "heading", "marker", "text", "markup", "report"]
    assert sum(loss.numbers_by_level.values()) == loss.numbers
    assert len(loss.numbers_reported) == loss.numbers_by_level["report"]
    places = [issue.span for issue in loss.issues if issue.span is not None]
    for token in loss.numbers_reported:
        assert any(p.start <= token.span.start and token.span.end <= p.end for p in places), token


def test_a_number_with_an_unknown_unit_in_a_numeric_cell_is_no_text() -> None:
    assert named(read(TABBED)) == [(43, "3"), (43, "5")]
    changed = read(TABBED.replace("\t52.0時間", "\t52.0刻限"))
    assert "52.0" in [text for _, text in named(changed)]


def test_a_dash_of_the_cell_before_is_no_sign() -> None:
    assert not any("－" in text for _, text in named(read(TABBED)))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 99_999), st.sampled_from(["予約制が効いた", "順位が上がった", "必要な額を要求した"]))
def test_a_stray_number_in_prose_is_text_and_changes_no_value(number: int, words: str) -> None:
    before, after = read(TABBED), read(TABBED.replace(words, f"{words}{number}"))
    assert asserted(after.report) == TABLE
    assert after.loss.numbers_by_level == {
        **before.loss.numbers_by_level,
        "text": before.loss.numbers_by_level["text"] + 1,
    }


def test_a_stray_number_between_the_tables_is_in_the_report() -> None:
    assert "77" in [text for _, text in named(read(TABBED.replace("\n\n施策目標\t", "\n\n77\n\n施策目標\t")))]
