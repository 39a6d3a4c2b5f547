"""The account of a source, its JSON, its form file, and any bytes at all."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from loaders.cells import Block, Table
from loaders.errors import FormFileError
from loaders.form import load_form
from loaders.layouts.evidence import is_bare_number, is_dash, is_name, is_number, number_of, units_of
from loaders.plain import loss_json, report_json
from loaders.readers import read_document
from loaders.report import facts_of
from loaders.source import open_source
from loaders.text import Text
from tests.loaders.reading_facts import read, read_path

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_every_character_has_one_class(name: str) -> None:
    reading = read_path(SAMPLES / name)
    assert sum(reading.loss.characters.values()) == reading.loss.length == len(reading.source.raw)
    assert list(reading.loss.characters) == ["fact", "label", "markup", "blank", "unread"]


@pytest.mark.parametrize("name", NAMES)
def test_cells_blocks_and_layout_cover_the_source_once(name: str) -> None:
    document = read_document(open_source((SAMPLES / name).read_bytes(), name))
    seen = bytearray(len(document.source.raw))
    spans = [*document.layout]
    for part in document.parts:
        spans += [part.span] if isinstance(part, Block) else []
        spans += [cell.span for row in part.rows for cell in row] if isinstance(part, Table) else []
    for span in spans:
        assert not any(seen[span.start : span.end]), span
        seen[span.start : span.end] = b"\1" * (span.end - span.start)
    assert all(seen)


@pytest.mark.parametrize("name", NAMES)
def test_json_holds_every_fact_with_its_range(name: str) -> None:
    reading = read_path(SAMPLES / name)
    plain = report_json(reading.report, reading.source)
    assert set(plain) == {"source", "report"}
    report = plain["report"]
    assert isinstance(report, dict)
    assert "issues" not in report
    assert _spans(plain)
    for start, end in _spans(plain):
        assert 0 <= start < end <= len(reading.source.raw)


def _spans(node: object) -> list[tuple[int, int]]:
    if isinstance(node, list):
        return [span for item in node for span in _spans(item)]
    if not isinstance(node, dict):
        return []
    own = [(s[0], s[1]) for s in node.get("spans", ()) if isinstance(s, list)]
    return own + [span for value in node.values() for span in _spans(value)]


def test_each_line_of_the_loss_report_names_its_place_in_both_languages() -> None:
    reading = read_path(SAMPLES / "kakuu-R6-3.linear.txt")
    plain = loss_json(reading.loss, reading.source)
    issues = plain["issues"]
    assert isinstance(issues, list)
    assert issues
    for issue in issues:
        assert isinstance(issue, dict)
        assert issue["ja"]
        assert issue["en"]
        if "start" in issue:
            start, end = issue["start"], issue["end"]
            assert isinstance(start, int)
            assert isinstance(end, int)
            assert issue["quote"] == reading.source.raw[start:end]


def test_a_report_without_its_tables_says_which_are_missing() -> None:
    raw = "主要な政策に係る評価書(令和4年度実施政策)\n(架空省R5-①)\n\n政策名 政策1:空の道\n"
    reading = read(raw)
    slots = {issue.slot for issue in reading.loss.issues if issue.code == "missing-slot"}
    assert {"indicator", "budget", "rating", "units"} <= slots


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading_or_one_error(data: bytes) -> None:
    with contextlib.suppress(loaders.ReadError):
        reading = loaders.read(data, "any.bin")
        assert sum(reading.loss.characters.values()) == len(reading.source.raw)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 2500), st.integers(1, 200), st.text("0123456789①△－【】()「」\t\n年度イ%団体", max_size=8)
)
def test_a_damaged_report_gives_a_reading_or_one_error(at: int, length: int, put: str) -> None:
    raw = (SAMPLES / "kakuu-R5-1.tabbed.txt").read_text(encoding="utf-8")
    try:
        reading = read(raw[:at] + put + raw[at + length :])
    except loaders.ReadError:
        return
    for fact in facts_of(reading.report):
        for span in fact.spans:
            assert 0 <= span.start < span.end <= len(reading.source.raw)


def test_a_form_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(FormFileError, match=r"there is no form 'no-such-form'; known: .*evaluation-report"):
        load_form("no-such-form")


def cell(words: str) -> Text:
    return Text.of(words, 0, len(words))


@pytest.mark.parametrize("words", ["77", "12,345", "△ 3", "４５"])
def test_bare_numbers_are_told_from_values(words: str) -> None:
    assert is_bare_number(cell(words))
    assert not is_name(cell(words))


@pytest.mark.parametrize(
    "words", ["45団体", "842団体 (H28.4.1時点)", "約1,000団体", "－", "550団体 【26年度】", "⑤"]
)
def test_a_value_is_no_name(words: str) -> None:
    assert not is_name(cell(words))


@pytest.mark.parametrize("words", ["電子決裁に要する期間", "24時間対応の窓口の数", "5G基地局の整備数"])
def test_words_may_begin_with_a_number(words: str) -> None:
    assert is_name(cell(words))


def test_numbers_dashes_and_units_are_known_by_their_form() -> None:
    assert [number_of(cell(x)) for x in ("⑤", " 2", "第3", "Ⅱ", "数")] == [5, 2, 3, 2, 0]
    assert is_number(cell("10"))
    assert is_dash(cell("―"))
    assert units_of([cell("平成28年度に45団体")], load_form()) == {"municipality"}
