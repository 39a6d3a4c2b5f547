"""Figures of the prose beside the table: what repeats a cell, what contradicts it, what changes nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from loaders.model import Figure
from tests.loaders.reading_facts import asserted, read

SAMPLE = (Path(__file__).parents[1] / "samples" / "kakuu-R5-1.tabbed.txt").read_text(encoding="utf-8")
TABLE = asserted(read(SAMPLE).report)
OPENING = "・測定指標2については、予約制が効いた。"


def with_sentence(sentence: str) -> loaders.Reading:
    assert OPENING in SAMPLE
    return read(SAMPLE.replace(OPENING, f"・測定指標2については、{sentence}"))


def figures(sentence: str) -> list[tuple[str, str, int | None, tuple[str, ...]]]:
    return [_told(figure) for figure in with_sentence(sentence).report.figures]


def _told(figure: Figure) -> tuple[str, str, int | None, tuple[str, ...]]:
    return figure.subject.value, str(figure.quantity.value), figure.fiscal_year, figure.text.flags


def test_a_value_that_repeats_a_cell_is_a_figure_that_is_restated() -> None:
    assert figures("平均待ち時間は、3年度47.7時間、4年度45.0時間に短くなった。") == [
        ("平均待ち時間", "47.7", 2021, ("restated",)),
        ("平均待ち時間", "45.0", 2022, ("restated",)),
    ]


def test_another_value_of_the_same_year_is_a_conflict_with_both_places() -> None:
    reading = with_sentence("平均待ち時間は、4年度46.0時間であった。")
    assert [_told(f) for f in reading.report.figures] == [("平均待ち時間", "46.0", 2022, ("conflict",))]
    (issue,) = [i for i in reading.loss.issues if i.slot == "indicator.2.figure"]
    assert issue.code == "conflict"
    assert issue.span is not None
    assert [reading.source.raw[s.start : s.end] for s in (issue.span, *issue.beside)] == [
        "4年度46.0時間",
        "45.0時間",
    ]
    assert asserted(reading.report) == TABLE


def test_another_quantity_in_the_same_paragraph_is_no_conflict() -> None:
    assert figures("待ち行列の解消に要した時間は、4年度46.0時間であった。") == [
        ("待ち行列の解消に要した時間", "46.0", 2022, ())
    ]


def test_the_parts_of_a_dated_value_are_proven_by_their_sum_alone() -> None:
    sentence = "岸壁の利用件数が900件(令和4年4月1日現在、公共岸壁{}件、民間岸壁300)であった。"
    for part, confidence in (("600", "proven"), ("700", "aligned")):
        found = with_sentence(sentence.format(part)).report.figures
        assert [(f.subject.value, str(f.quantity.value)) for f in found] == [
            ("岸壁の利用件数", "900"),
            ("公共岸壁", part),
            ("民間岸壁", "300"),
        ]
        assert found[2].text.confidence == confidence
        assert {str(f.as_of) for f in found} == {"2022-04-01"}


def test_what_is_planned_for_years_to_come_is_no_figure() -> None:
    assert figures("利用件数は、令和9年度500件である。") == []


WORDS = st.text("港空道件数率はが、平成30令和4年度12,5%時間()現在増加の", max_size=30)


@settings(max_examples=25, deadline=None)
@given(WORDS)
def test_no_sentence_of_the_prose_changes_a_value_of_the_table(words: str) -> None:
    assert asserted(with_sentence(f"{words}。").report) == TABLE


@pytest.mark.parametrize("number", ["7", "1,234", "第3", "⑤", "(2)", "100件"])
def test_a_stray_number_in_prose_is_no_figure(number: str) -> None:
    assert figures(f"予約制が効いた{number}。") == []


def test_every_figure_stands_where_it_says() -> None:
    reading = with_sentence("利用者数は、元年度１，２００人、2年度1,300人である。")
    values = [f.quantity.value for f in reading.report.figures]
    assert [str(v) for v in values] == ["1200", "1300"]
    for figure in reading.report.figures:
        (span,) = figure.text.spans
        assert re.sub(r"\s", "", reading.source.raw[span.start : span.end]) == figure.text.text
