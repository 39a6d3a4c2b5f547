"""Pages that are only a picture: refused with the way to read them, or read by Tesseract as candidates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from keifu.cli import main
from loaders import DecodeError, LimitError, Reading, Scans, read
from loaders.model import Confidence
from loaders.report import facts_of
from loaders.source import Kind, open_source
from loaders.trusting import stated
from loaders.views import child, pages, tesseract
from loaders.views.pages import MAX_PICTURES, open_pages
from loaders.views.raster import Bar, Picture, parted
from loaders.views.scanned import scanned_page
from loaders.views.view import Locator, Trust
from tests.generated.making import made
from tests.generated.paper import page_of_drawing, printer
from tests.generated.scans import scanned
from tests.generated.tables import head, number, people, title

if TYPE_CHECKING:
    from collections.abc import Iterable

SEED = 3
WAYS = ("--ocr", "keifu[ocr]", "tesseract-ocr tesseract-ocr-jpn")


@pytest.fixture(scope="module")
def scan() -> bytes:
    """The head of a made-up report as a scanner gives it."""
    report = made(SEED)
    drawing = (title(report), number(report), head(report), people(report))
    with printer() as browser:
        return scanned(browser.pdf(page_of_drawing(drawing, "ruled")))


@pytest.fixture(scope="module")
def reading(scan: bytes) -> Reading:
    return read(scan, "scan.pdf", scans=Scans.RECOGNISED)


@pytest.mark.browser
def test_a_scan_is_refused_with_the_switch_the_extra_and_the_program_that_read_it(scan: bytes) -> None:
    with pytest.raises(DecodeError, match="page 1 holds only a picture of the page") as caught:
        open_source(scan, "scan.pdf")
    assert all(way in str(caught.value) for way in WAYS)


@pytest.mark.browser
def test_without_tesseract_the_message_says_what_to_install(
    scan: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DecodeError, match="needs the program Tesseract: apt-get install tesseract-ocr t"):
        child.read_here("scanned-pdf", scan)
    assert tesseract.version() == tesseract.ABSENT


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo eng", "no data for Japanese: apt-get install tesseract-ocr tesseract-ocr-jpn"),
        ("[ $1 = --list-langs ] && echo jpn && exit 0; exit 4", "ended with code 4"),
    ],
)
def test_a_tesseract_that_cannot_read_japanese_is_told(
    script: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(DecodeError, match=words):
        tesseract.recognised(Picture(1, 1, b"\xff", 300))


def test_without_the_pdf_library_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> object:
        raise ModuleNotFoundError("pypdfium2")

    monkeypatch.setattr(child.importlib, "import_module", absent)
    assert child.answer_of("scanned-pdf", b"") == {
        "decode": "reading scanned-pdf needs an extra: pip install 'keifu[ocr]'",
        "offset": None,
    }


@pytest.mark.browser
def test_the_words_of_a_scanned_page_are_found_in_their_cells(reading: Reading) -> None:
    report = made(SEED)
    assert reading.source.kind is Kind.SCANNED_PDF
    assert reading.source.encoding.endswith(tesseract.version())
    assert reading.report.policy.name.value == report.policy
    assert reading.report.head.number.value.ministry == report.ministry
    assert reading.report.head.fiscal_year.value == report.year
    assert reading.report.budget is not None
    found = [column.fiscal_year.value for column in reading.report.budget.columns]
    assert found == [money.year for money in report.budget]
    rows = [line.split("\t") for line in reading.source.raw.splitlines()]
    assert ["政策の概要", report.overview] in [[cell for cell in row if cell] for row in rows]


@pytest.mark.browser
def test_every_recognised_value_is_a_candidate_and_the_loss_report_says_why(reading: Reading) -> None:
    assert {fact.confidence for fact in facts_of(reading.report)} == {Confidence.CANDIDATE}
    assert "recognised-text" in {issue.code for issue in reading.loss.issues}


@pytest.mark.browser
def test_the_same_scan_gives_the_same_text(scan: bytes, reading: Reading) -> None:
    assert open_source(scan, "again.pdf", Scans.RECOGNISED).raw == reading.source.raw


@pytest.mark.browser
def test_a_release_states_no_figure_of_a_scan_and_reads_it_again_as_it_was(
    scan: bytes, samples: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, data = tmp_path / "scan.pdf", tmp_path / "data"
    file.write_bytes(scan)
    assert main(["load", str(file), "--into", str(data)]) == 3
    told = capfd.readouterr().err
    assert all(way in told for way in WAYS)
    assert main(["load", str(file), "--ocr", "--into", str(data)]) == 0
    assert "its values are candidates and none is stated" in capfd.readouterr().err
    assert main(["load", str(samples / "soumu-31-8.tabbed.txt"), "--into", str(data)]) == 0
    release = (data / "releases" / "current").resolve()
    kinds = {each["kind"] for each in json.loads((release / "manifest.json").read_text())["sources"]}
    assert kinds == {"scanned-pdf", "tabbed-text"}
    (graph,) = (each for each in (release / "quads").glob("report.*.nq") if "soumu" not in each.name)
    quads = graph.read_text()
    assert "/ns#label" in quads or "/report/" in quads
    assert not [name for name in ("BudgetYear", "Citation", "amount", "value>") if name in quads]


def test_nothing_recognised_is_stated_but_what_names_the_report(root: Path) -> None:
    whole = read((root / "tests/samples/kakuu-R6-3.tabbed.txt").read_bytes(), "report")
    assert stated(whole.report, whole.source) is whole.report
    pictured = Locator(0, len(whole.source.raw), 1, "page 1", trust=Trust.RECOGNISED)
    kept = stated(whole.report, _with(whole, (pictured,)))
    assert (kept.head.number, kept.policy.name, kept.units) == (
        whole.report.head.number,
        whole.report.policy.name,
        whole.report.units,
    )
    assert (kept.budget, kept.entries, kept.documents, kept.objectives, kept.policy.overview) == (
        None, (), (), (), None,
    )  # fmt: skip
    assert kept.issues == whole.report.issues


def test_facts_of_other_pages_are_stated_without_what_they_refer_to(root: Path) -> None:
    whole = read((root / "tests/samples/kakuu-R6-3.tabbed.txt").read_bytes(), "report")
    name = whole.report.objectives[0].name.spans[0]
    pictured = Locator(name.start, name.end, 1, "page 1", trust=Trust.RECOGNISED)
    kept = stated(whole.report, _with(whole, (pictured,)))
    assert len(kept.objectives) == len(whole.report.objectives) - 1
    assert len(kept.entries) == len(whole.report.entries)
    assert None in {entry.objective for entry in kept.entries}
    assert kept.budget == whole.report.budget


def _with(reading: Reading, locators: tuple[Locator, ...]) -> object:
    from dataclasses import replace  # noqa: PLC0415

    return replace(reading.source, locators=locators)


def _picture(rows: Iterable[str]) -> Picture:
    """A picture of which each letter is a pixel, # for ink; a hundred pixels to the inch."""
    lines = list(rows)
    pixels = b"".join(bytes(0 if each == "#" else 255 for each in line) for line in lines)
    return Picture(len(lines[0]), len(lines), pixels, 100)


def test_rules_of_a_picture_are_found_and_taken_away() -> None:
    box = ["#" * 60, *["#" + " " * 28 + "#" + " " * 29 + "#"] * 30, "#" * 60]
    box[10] = "#" + " " * 10 + "####" + " " * 14 + "#" + " " * 29 + "#"
    found = parted(_picture(box))
    assert found.lying == (Bar(0, 0, 0, 60), Bar(31, 31, 0, 60))
    assert [bar.first for bar in found.standing] == [0, 29, 59]
    assert [at for at, grey in enumerate(found.rest.pixels) if grey == 0] == [
        10 * 60 + 11 + n for n in range(4)
    ]


def test_the_stroke_of_a_large_letter_and_a_black_area_are_no_rules() -> None:
    stroke = [" " * 40, *[" " * 20 + "#" + " " * 19] * 25, " " * 40]
    area = ["#" * 40] * 12
    for rows in (stroke, area):
        found = parted(_picture(rows))
        assert (found.lying, found.standing) == ((), ())
        assert found.rest == _picture(rows)


@pytest.mark.browser
def test_more_pictures_than_can_be_read_are_refused(scan: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_PICTURES", 0)
    assert MAX_PICTURES == 60
    with pytest.raises(LimitError, match="1 pictures of pages"):
        open_pages(scan, scanned_page)
