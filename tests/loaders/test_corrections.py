"""Corrections: applied in the open, over a text that stays as it is, or refused with a clear word."""

from __future__ import annotations

import contextlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from loaders.corrected import CORRECTED, Shift
from loaders.errors import OverlapError, OverlayFileError, PrintedDiffers
from loaders.model import Correction, Span
from loaders.overlay import (
    entries_of,
    parse_accepted,
    parse_corrections,
    strangers,
    write_corrections,
)
from loaders.readers import read_document
from loaders.report import facts_of
from loaders.source import open_source
from tests.loaders.reading_facts import asserted

if TYPE_CHECKING:
    from tests.conftest import Seeds

WHEN = date(2026, 11, 23)


def correction(source: loaders.Source, printed: str, corrected: str, nth: int = 0) -> Correction:
    """A correction of the nth place where something is printed."""
    start = -1
    for _ in range(nth + 1):
        start = source.raw.index(printed, start + 1)
    span = Span(start, start + len(printed))
    return Correction(source.sha256, span, printed, corrected, "原本の写しと照合した。", "校閲係", WHEN)


@pytest.fixture(scope="module")
def whole(seeds: Seeds) -> loaders.Reading:
    return loaders.read(seeds.a.read_bytes(), seeds.a.name)


WRONG = [
    ("1,067団体", "1,O67団体"),
    ("1,506,096千件", "1,506,O96千件"),
    ("65,336", "65.336"),
    ("H30.4.1時点", "H3O.4.1時点"),
    ("56.9時間", "56 . 9峙間"),
    ("【26年度】", "【2 6年虔】"),
]


@pytest.mark.parametrize(("right", "wrong"), WRONG)
def test_a_corrected_slip_gives_the_facts_of_the_page(whole: loaders.Reading, right: str, wrong: str) -> None:
    damaged = whole.source.raw.replace(right, wrong, 1).encode()
    source = open_source(damaged, "a.txt")
    assert asserted(loaders.read(damaged, "a.txt").report) != asserted(whole.report)
    again = loaders.read(damaged, "a.txt", corrections=[correction(source, wrong, right)])
    assert asserted(again.report) == asserted(whole.report)


@pytest.mark.parametrize(("right", "wrong"), WRONG)
def test_what_rests_on_a_correction_is_flagged_and_quotes_what_is_printed(
    whole: loaders.Reading, right: str, wrong: str
) -> None:
    damaged = whole.source.raw.replace(right, wrong, 1).encode()
    given_ = correction(open_source(damaged, "a.txt"), wrong, right)
    again = loaders.read(damaged, "a.txt", corrections=[given_])
    flagged = [fact for fact in facts_of(again.report) if CORRECTED in fact.flags]
    assert flagged
    for fact in flagged:
        assert any(s.start < given_.span.end and given_.span.start < s.end for s in fact.spans)
        assert wrong in again.source.raw[fact.spans[0].start : fact.spans[-1].end]
        assert right not in fact.text


def test_evidence_of_every_fact_is_a_range_of_the_printed_text(whole: loaders.Reading) -> None:
    damaged = whole.source.raw.replace("1,067団体", "1,O6団体", 1).encode()
    source = open_source(damaged, "a.txt")
    again = loaders.read(damaged, "a.txt", corrections=[correction(source, "1,O6団体", "1,067団体")])
    assert again.source.raw == source.raw
    told = {fact.text for fact in facts_of(whole.report)}
    for fact in facts_of(again.report):
        if CORRECTED not in fact.flags:
            assert fact.text in told
            quoted = "".join(source.raw[s.start : s.end] for s in fact.spans)
            assert "".join(fact.text.split())[:20] in "".join(quoted.split()) or "<" in quoted


def test_the_loss_report_says_who_read_what_as_what_and_why(whole: loaders.Reading) -> None:
    damaged = whole.source.raw.replace("1,067団体", "1,O67団体", 1).encode()
    given_ = correction(open_source(damaged, "a.txt"), "1,O67団体", "1,067団体")
    loss = loaders.read(damaged, "a.txt", corrections=[given_]).loss
    assert loss.corrections == (given_,)
    (line,) = [issue for issue in loss.issues if issue.code == "correction-applied"]
    assert line.span == given_.span
    assert line.candidates == ("1,067団体",)
    for words in (line.message_ja, line.message_en):
        assert "1,O67団体" in words
        assert "校閲係" in words
        assert "2026-11-23" in words
        assert given_.reason in words
    assert sum(loss.characters.values()) == loss.length == len(damaged.decode())


def test_a_correction_of_another_file_changes_nothing(whole: loaders.Reading) -> None:
    other = Correction("0" * 16, Span(0, 1), "x", "y", "理由", "係", WHEN)
    assert loaders.read(whole.source.raw.encode(), whole.source.file_name, corrections=[other]) == whole
    assert strangers([other], [whole.source.sha256]) == ("0" * 16,)


def test_an_entry_that_quotes_something_else_is_refused_with_both_texts(whole: loaders.Reading) -> None:
    wrong = Correction(whole.source.sha256, Span(0, 3), "あいう", "x", "理由", "係", WHEN)
    with pytest.raises(PrintedDiffers) as error:
        loaders.read(whole.source.raw.encode(), "a.txt", corrections=[wrong])
    assert error.value.expected == "あいう"
    assert error.value.found == whole.source.raw[:3]


def test_two_corrections_of_the_same_characters_are_refused(whole: loaders.Reading) -> None:
    first, second = (correction(whole.source, printed, "x") for printed in ("1,067団体", "067団体 "))
    with pytest.raises(OverlapError, match="overlap"):
        entries_of([second, first], whole.source)


ENTRY = """[[correction]]
source = "aec283a3ce7df1c3"
start = 3
end = 5
printed = "政策"
corrected = "施策"
reason = "写しと照合"
who = "校閲係"
when = 2026-11-23
"""


def test_a_file_of_corrections_comes_back_as_it_was_written() -> None:
    read = parse_corrections(ENTRY, "c.toml")
    assert read == (Correction("aec283a3ce7df1c3", Span(3, 5), "政策", "施策", "写しと照合", "校閲係", WHEN),)
    assert parse_corrections(write_corrections(read), "again.toml") == read


PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).filter(str.strip)


@given(PLAIN, PLAIN, PLAIN, st.integers(0, 10**6))
def test_any_words_survive_the_file(printed: str, reason: str, who: str, start: int) -> None:
    given_ = Correction(
        "a" * 64, Span(start, start + len(printed)), printed, printed + "\x7f", reason, who, WHEN
    )
    assert parse_corrections(write_corrections([given_]), "c.toml") == (given_,)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('"aec283a3ce7df1c3"', '"aec2"'), "SHA-256"),
        (("start = 3", "start = 5"), "start before end"),
        (("start = 3", 'start = "3"'), "whole numbers"),
        (("end = 5", "end = 6"), "2 characters"),
        (('"施策"', '"政策"'), "what is printed"),
        (('"施策"', '"施\\t策"'), "tabs and line ends"),
        (("2026-11-23", '"きのう"'), "a day"),
        (('who = "校閲係"\n', ""), "no who"),
        (("who = ", "whom = "), "whom"),
        (('"写しと照合"', '""'), "not empty"),
        (("[[correction]]", "[[corection]]"), r"\[\[correction\]\]"),
        (("start = 3", "start = "), "no TOML"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_refused(change: tuple[str, str], words: str) -> None:
    with pytest.raises(OverlayFileError, match=words):
        parse_corrections(ENTRY.replace(*change), "c.toml")


def test_accepted_stretches_have_a_reason_and_nobody_to_sign() -> None:
    text = ENTRY.replace("[[correction]]", "[[accepted]]").replace('corrected = "施策"\n', "")
    with pytest.raises(OverlayFileError, match="when, who"):
        parse_accepted(text, "a.toml")
    plain = text.replace('who = "校閲係"\n', "").replace("when = 2026-11-23\n", "")
    (accepted,) = parse_accepted(plain, "a.toml")
    assert (accepted.span, accepted.reason) == (Span(3, 5), "写しと照合")


@st.composite
def shifted(draw: st.DrawFn) -> tuple[str, list[Correction]]:
    """A text with corrections that stand apart."""
    parts = draw(
        st.lists(st.tuples(st.text("ab", max_size=4), st.text("cd", min_size=1, max_size=3)), max_size=4)
    )
    text, given_ = "", []
    for between, printed in parts:
        start = len(text) + len(between)
        text += between + printed
        better = draw(st.text("XY", max_size=4))
        given_.append(Correction("a" * 64, Span(start, len(text)), printed, better, "r", "w", WHEN))
    return text + draw(st.text("ab", min_size=1, max_size=4)), given_


@given(shifted())
def test_every_range_of_the_view_comes_back_to_what_is_printed(drawn: tuple[str, list[Correction]]) -> None:
    text, given_ = drawn
    source = open_source(b"x", "x.txt")
    shift = Shift.of(given_)
    view = shift.view(loaders.Source(source.sha256, "x", source.kind, "utf-8", text)).raw
    for start in range(len(view)):
        for end in range(start + 1, len(view) + 1):
            back = shift.printed(Span(start, end))
            assert 0 <= back.start < back.end <= len(text)
            if not any(char in "XY" for char in view[start:end]) and not shift.touches(back):
                assert text[back.start : back.end] == view[start:end]


SAMPLE = Path(__file__).parents[1] / "samples" / "kakuu-R5-1.tabbed.txt"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2500), st.integers(1, 12), st.text("0123456789①△－【】()年度イ%団体 ", max_size=8))
def test_any_correction_leaves_every_fact_on_the_printed_text(at: int, length: int, better: str) -> None:
    data = SAMPLE.read_bytes()
    source = open_source(data, SAMPLE.name)
    printed = source.raw[at : at + length]
    if any(char in printed for char in "\t\n\r") or printed == better or not printed.strip():
        return
    given_ = Correction(source.sha256, Span(at, at + length), printed, better, "理由", "係", WHEN)
    with contextlib.suppress(loaders.ReadError):
        reading = loaders.read(data, SAMPLE.name, corrections=[given_])
        assert reading.source == source
        assert sum(reading.loss.characters.values()) == len(source.raw)
        hidden = {i for span in read_document(source).markup for i in range(span.start, span.end)}
        for fact in facts_of(reading.report):
            places = [i for s in fact.spans for i in range(s.start, s.end) if i not in hidden]
            quoted = "".join("".join(source.raw[i] for i in places).split())
            assert "".join(fact.text.split()) == quoted
