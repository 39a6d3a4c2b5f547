"""What disagrees inside a report: both places are named, facts are flagged, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

import loaders
from loaders.model import Fact, Issue
from loaders.report import facts_of
from tests.conftest import Seeds
from tests.loaders.reading_facts import asserted, read, read_path

SAMPLES = Path(__file__).parents[1] / "samples"
TABBED = (SAMPLES / "kakuu-R5-1.tabbed.txt").read_text(encoding="utf-8")
LINEAR = (SAMPLES / "kakuu-R6-3.linear.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def a(seeds: Seeds) -> loaders.Reading:
    return read_path(seeds.a)


@pytest.fixture(scope="module")
def b(seeds: Seeds) -> loaders.Reading:
    return read_path(seeds.b)


def issues(reading: loaders.Reading, start: str) -> list[Issue]:
    return [issue for issue in reading.loss.issues if issue.slot.startswith(start)]


def quotes(reading: loaders.Reading, issue: Issue) -> list[str]:
    spans = (*([issue.span] if issue.span else []), *issue.beside)
    return [reading.source.raw[span.start : span.end] for span in spans]


def flagged(reading: loaders.Reading, flag: str) -> list[Fact[object]]:
    return [fact for fact in facts_of(reading.report) if flag in fact.flags]


def lines(reading: loaders.Reading, found: list[Issue]) -> list[int]:
    return [reading.source.line_of(issue.span.start) for issue in found if issue.span]


@pytest.mark.seeds
def test_the_suspects_of_the_first_report_are_all_told_and_nothing_else(a: loaders.Reading) -> None:
    """A13, A37: l.43, 55, 57, 63, 74, 76, each with its likely reading."""
    found = [i for i in issues(a, "text.") if i.code == "ocr-suspect"]
    told = [(a.source.line_of(i.span.start), quotes(a, i)[0], i.candidates) for i in found if i.span]
    assert told == [
        (43, "地方行政改革・分野横断的", ("地方行財政改革・分野横断的",)),
        (55, "ラスパインズ指数", ("ラスパイレス指数",)),
        (57, "ITI", ("IT",)),
        (57, "ラスバイレス指数", ("ラスパイレス指数",)),
        (57, "を", ("に", "の")),
        (63, "ランドデザイン", ("グランドデザイン",)),
        (63, "市長会・町村長会", ("市長会・町村会",)),
        (63, "会議の通告", ("会議の勧告",)),
        (74, "かつこ書き", ("かっこ書き",)),
        (76, "一", ("－",)),
    ]


@pytest.mark.seeds
def test_the_misprints_of_the_second_report_are_all_told_and_nothing_else(b: loaders.Reading) -> None:
    """B15 l.110, B16 l.121, B23 l.167: べ in hiragana."""
    told = [(b.source.line_of(i.span.start), i.code, i.candidates) for i in issues(b, "text.") if i.span]
    assert told == [
        (110, "misprint", ("。",)),
        (121, "misprint", ("地方行税政統計システム利用課室",)),
        (166, "misprint", ("データベース",)),
    ]


@pytest.mark.seeds
def test_a_suspect_flags_the_facts_that_hold_it_and_changes_no_text(a: loaders.Reading) -> None:
    texts = [str(fact.text) for fact in flagged(a, "ocr-suspect")]
    assert any("ラスパインズ指数" in text for text in texts)
    assert any("ITIに係る知識" in text for text in texts)
    assert not any("ラスパイレス" in fact.text for fact in facts_of(a.report))


@pytest.mark.seeds
def test_main_by_mark_and_main_by_prose_stand_side_by_side(a: loaders.Reading) -> None:
    """A9, l.45-47 against l.54."""
    found = [i for i in issues(a, "indicator.") if i.slot.endswith(".main")]
    assert [i.slot for i in found] == ["indicator.6.main", "indicator.7.main", "indicator.8.main"]
    assert [quotes(a, i)[0] for i in found] == ["6", "7", "8"]
    assert all(quotes(a, i)[1].startswith("測定指標5～8について") for i in found)
    assert lines(a, found) == [45, 46, 47]


@pytest.mark.seeds
def test_one_body_under_two_names_is_told_at_each_place(a: loaders.Reading) -> None:
    """A34, l.66 against l.57 and 60."""
    found = issues(a, "text.decider")
    assert [quotes(a, i) for i in found] == [
        ["デジタル・ガバメント関係会議", "デジタル・ガバメント閣僚会議"]
    ] * 3
    assert lines(a, found) == [66, 66, 66]


@pytest.mark.seeds
def test_roundings_are_flags_and_no_doubts(a: loaders.Reading, b: loaders.Reading) -> None:
    """A FY2018 65,337 against 65,336, B FY2021 431,000 against 431,001, A8 2 x 577,273."""
    assert [fact.text for fact in flagged(a, "rounding")] == [
        "65,336",
        "1,154,547千件 (平成28年度実績値比2倍) 【33年度】",
    ]
    assert [fact.text for fact in flagged(b, "rounding")] == ["431,001"]
    assert not [i for r in (a, b) for i in r.loss.issues if i.code == "sum-mismatch"]


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.txt")))
def test_a_clean_report_raises_no_doubt_about_its_words(name: str) -> None:
    assert issues(read_path(SAMPLES / name), "text.") == []


def test_the_kind_of_file_says_whether_a_word_was_misread_or_misprinted() -> None:
    overview = "港と空の道を整え、物と人の流れをよくする。"
    wrong = read(TABBED.replace(overview, "港のランドデザインを示す。"))
    assert [i.code for i in issues(wrong, "text.")] == ["ocr-suspect"]
    assert [f.text for f in flagged(wrong, "ocr-suspect")] == ["港のランドデザインを示す。"]
    assert asserted(wrong.report) == asserted(read(TABBED).report)
    linear = read(LINEAR.replace("学校図書館を地域に開き、申請の手続を早くする。", "ビックデータを用いる.。"))
    assert {i.code for i in issues(linear, "text.")} == {"misprint"}
    assert [f.flags for f in flagged(linear, "source-misprint")] == [("source-misprint",)]


def test_a_product_beyond_rounding_is_reported_with_both_places() -> None:
    before, after = "1,000件以下 【元年度】", "2,500件以下(平成29年度実績値比2倍) 【元年度】"
    assert before in TABBED
    reading = read(TABBED.replace(before, after))
    found = [i for i in reading.loss.issues if i.code == "sum-mismatch"]
    assert [quotes(reading, i) for i in found] == [[after, "1,200件 【29年度】"]]


def test_a_prose_that_calls_an_uncircled_indicator_main_is_a_conflict() -> None:
    reading = read(TABBED.replace("測定指標2、4及び6は主要", "測定指標3は主要"))
    assert [i.slot for i in reading.loss.issues if i.code == "conflict"] == ["indicator.3.main"]
    assert [i.slot for i in read(TABBED).loss.issues if i.code == "conflict"] == []


def test_a_sum_beyond_rounding_names_the_total_and_its_addends() -> None:
    assert "\t510,000\t" in TABBED
    reading = read(TABBED.replace("\t510,000\t", "\t520,000\t"))
    (issue,) = [i for i in reading.loss.issues if i.code == "sum-mismatch"]
    assert quotes(reading, issue) == ["520,000", "512,000", "▲ 2,000"]
    assert issue.candidates == ("520,000", "510,000")
    assert [str(fact.text) for fact in flagged(reading, "conflict")] == ["512,000", "▲ 2,000", "520,000"]
