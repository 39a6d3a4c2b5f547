"""Files that are damaged, locked, too large or made to harm end as one ReadError that says what to do."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from loaders.errors import DecodeError, LimitError, ReadError
from loaders.source import open_source
from loaders.views import apart, child, commas, pages, pdf, rules
from loaders.views.apart import read_apart
from loaders.views.child import answer_of, read_here
from loaders.views.containers import Container
from loaders.views.view import Trust, flat


def zipped(parts: dict[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def saved(book: Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def small_book() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "施策"
    return saved(book)


def small_docx() -> bytes:
    data = io.BytesIO()
    Document().save(data)
    return data.getvalue()


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R>>endobj\n"
    b"4 0 obj<</Length 17>>stream\n0 0 100 100 re f\n\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


LOCKED_PDF = PDF.replace(
    b"trailer<</Root 1 0 R>>",
    b"5 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 5 0 R/ID[<00><00>]>>",
)


def with_encrypted_flag(data: bytes) -> bytes:
    """Sets the flag of the first entry in its local and its central header."""
    raw = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(mark) + offset
        raw[at : at + 2] = struct.pack("<H", struct.unpack("<H", raw[at : at + 2])[0] | 1)
    return bytes(raw)


def compound(*names: str) -> bytes:
    streams = b"".join(name.encode("utf-16-le") + bytes(8) for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + streams


DAMAGED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t", "empty"),
    "nul": (b"a\x00b", "NUL"),
    "gzip": (b"\x1f\x8b\x08rest", "unpack"),
    "picture": (b"\x89PNG\r\n", "picture"),
    "rtf": (b"{\\rtf1}", "docx"),
    "truncated workbook": (small_book()[:-200], "truncated"),
    "truncated docx": (small_docx()[:500], "truncated"),
    "only magic": (b"PK\x03\x04", "truncated"),
    "other container": (zipped({"a.txt": "x"}), "unpack"),
    "locked entries": (with_encrypted_flag(small_book()), "password"),
    "locked workbook": (compound("EncryptedPackage"), "password"),
    "old word": (compound("WordDocument"), "docx"),
    "other compound": (compound("Odd"), "xlsx"),
    "broken old workbook": (compound("Workbook"), "save it again"),
    "broken parts": (zipped({"xl/workbook.xml": "<a"}), "save it again"),
    "broken docx": (zipped({"word/document.xml": "<a"}), "save it again"),
    "type definition": (zipped({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "type definition"),
    "type definition in UTF-16": (
        zipped({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>".encode("utf-16")}),
        "type definition",
    ),
    "pdf without pages": (
        PDF.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0"),
        "save it again",
    ),
    "locked ods": (
        zipped(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": "<manifest:encryption-data/>",
            }
        ),
        "password",
    ),
    "truncated pdf": (PDF[:-20], "truncated"),
    "broken pdf": (b"%PDF-1.4\nrubbish\n%%EOF", "save it again"),
    "locked pdf": (LOCKED_PDF, "password"),
    "pdf without text layer": (PDF, "--ocr"),
    "pdf without anything": (PDF.replace(b"0 0 100 100 re f\n", b" " * 17), "without any text"),
    "page without text": (b"<!DOCTYPE html><script>x</script>", "no text"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_file_that_cannot_be_read_says_what_to_do(name: str) -> None:
    data, words = DAMAGED[name]
    with pytest.raises(DecodeError) as caught:
        open_source(data, "file.bin")
    assert caught.value.file_name == "file.bin"
    assert words in caught.value.reason


def bomb() -> bytes:
    return zipped({"xl/workbook.xml": b"<a/>", "xl/big.xml": bytes(64 * 1024 * 1024)})


def far_sheet() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "z"
    return saved(book)


def many_sheets() -> bytes:
    book = Workbook()
    for number in range(300):
        book.create_sheet(f"s{number}")["A1"] = "x"
    return saved(book)


SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_of(rows: str) -> bytes:
    """A workbook with one sheet of these rows, written by no program."""
    return zipped(
        {
            "xl/_rels/workbook.xml.rels": f"<Relationships><Relationship Id='r1' Type='{LINK}/worksheet'"
            " Target='worksheets/sheet1.xml'/></Relationships>",
            "xl/workbook.xml": f"<workbook xmlns='{SHEET}' xmlns:r='{LINK}'><sheets>"
            "<sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{SHEET}'><sheetData>{rows}"
            "</sheetData></worksheet>",
        }
    )


def pdf_of(content: bytes, count: int = 1) -> bytes:
    """A PDF of a page that draws this."""
    packed = zlib.compress(content, 9)
    kids = b"3 0 R " * count
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids["
        + kids
        + b"]/Count %d>>endobj\n" % count
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1"
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n"
        % len(packed)
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


LARGE: dict[str, tuple[bytes, str]] = {
    "zip bomb": (bomb(), "100:1"),
    "zip of many entries": (
        zipped({f"xl/{n}": b"" for n in range(5000)} | {"xl/workbook.xml": b""}),
        "entries",
    ),
    "huge sheet": (far_sheet(), "cells"),
    "many sheets": (many_sheets(), "sheets"),
    "a column beyond the last": (sheet_of("<row r='1'><c r='ZZZZ1'><v>1</v></c></row>"), "columns"),
    "a row beyond the last": (sheet_of("<row r='1'><c r='A99999999'><v>1</v></c></row>"), "rows"),
    "many pages": (pdf_of(b"", 5000), "pages"),
    "nested tags": (b"<!DOCTYPE html>" + b"<div>" * 10_000 + b"x", "nested"),
    "nested tables": (b"<html>" + b"<table><tr><td>" * 10_000, "nested"),
    "wide table": (
        b"<html><table>" + b"<tr>" + b"<td rowspan=65534 colspan=1000>x" * 2 + b"<tr><td>y" * 2000,
        "cells",
    ),
    "large file": (b"%PDF-" + bytes(33 * 1024 * 1024), "bytes"),
    "large text": (b"a" * (9 * 1024 * 1024), "bytes"),
}


CHILDREN = {
    "xlsx": (
        "zip bomb",
        "zip of many entries",
        "huge sheet",
        "many sheets",
        "a column beyond the last",
        "a row beyond the last",
        "type definition",
        "type definition in UTF-16",
        "broken parts",
    ),
    "docx": ("truncated docx", "broken docx"),
    "ods": ("locked ods", "other container"),
    "xls": ("broken old workbook",),
    "pdf": ("locked pdf", "truncated pdf", "broken pdf", "pdf without text layer", "pdf without anything"),
    "html": ("nested tags", "wide table"),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_file_beyond_a_limit_is_refused_with_figures(name: str) -> None:
    data, words = LARGE[name]
    with pytest.raises(LimitError) as caught:
        open_source(data, "file.bin")
    assert caught.value.found > caught.value.limit
    assert words in caught.value.what
    assert "file.bin" in str(caught.value)


BINARY = {
    name: (child_kind, data)
    for name, (data, _) in {**DAMAGED, **LARGE}.items()
    for child_kind in ("xlsx", "docx", "ods", "xls", "pdf", "html")
    if name in CHILDREN.get(child_kind, ())
}


@pytest.mark.parametrize("name", BINARY)
def test_the_reader_itself_refuses_and_says_why(name: str) -> None:
    kind, data = BINARY[name]
    answer = answer_of(kind, data)
    assert "decode" in answer or "limit" in answer


def test_the_child_answers_on_its_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(child, "_limit", lambda: None)  # the limits would stay with the tests
    monkeypatch.setattr(sys, "argv", ["child", "xlsx"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(small_book())))
    child.main()
    sys.stdout.flush()
    assert json.loads(capfdbinary.readouterr().out)["text"] == "施策\n"


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_PAGES", 0)
    with pytest.raises(LimitError, match="pages"):
        read_here("pdf", PDF)


def test_a_pdf_of_too_many_characters_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_CHARACTERS", 3)
    with pytest.raises(LimitError, match="characters"):
        read_here("pdf", pdf_of(b"BT /F1 9 Tf 10 10 Td (abcd) Tj ET"))


@pytest.mark.parametrize(
    ("limit", "content", "words"),
    [
        ("MAX_RULES", b"0 0 90 1 re f 0 9 90 1 re f", "rules"),
        ("MAX_SEGMENTS", b"0 0 90 1 re f", "outlines"),
    ],
)
def test_a_page_of_too_many_rules_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, content: bytes, words: str
) -> None:
    monkeypatch.setattr(rules, limit, 1)
    with pytest.raises(LimitError, match=words):
        read_here("pdf", pdf_of(b"BT /F1 9 Tf 10 10 Td (abcd) Tj ET " + content))


def test_a_pdf_in_which_nothing_is_found_is_told_so() -> None:
    assert "without any page" in pdf._reason(Exception("Failed to load document (PDFium: Success)."))


def test_too_many_shapes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_SHAPES", 1)
    with pytest.raises(LimitError, match="shapes"):
        read_here("pdf", pdf_of(b"0 0 90 1 re f 0 9 90 1 re f"))


def test_an_answer_that_is_too_long_is_a_limit(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(child, "MAX_ANSWER", 10)
    monkeypatch.setattr(sys, "argv", ["child", "xlsx"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(small_book())))
    child.main()
    sys.stdout.flush()
    assert json.loads(capfdbinary.readouterr().out)["what"] == "bytes of text with places"


GREEDY = {
    "memory": "x = bytearray(child.MAX_MEMORY)",
    "time": "resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
    "files": "open(sys.argv[1], 'wb').truncate(child.MAX_ANSWER + 1)",
}


@pytest.mark.parametrize("what", GREEDY)
def test_the_child_ends_when_it_takes_too_much(what: str, tmp_path: Path) -> None:
    code = f"import resource, sys\nfrom loaders.views import child\nchild._limit()\n{GREEDY[what]}\n"
    command = [sys.executable, "-c", code, tmp_path / "f"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode != 0


def test_too_many_records_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commas, "MAX_CELLS", 1)
    with pytest.raises(LimitError, match="records"):
        commas.read_csv("a,b\nc,d\ne,f\n")


def test_an_extra_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(child._READERS, "pdf", ("loaders.views.nothing_here", "read_pdf", "pdf"))
    assert answer_of("pdf", PDF) == {
        "decode": "reading pdf needs an extra: pip install 'keifu[pdf]'",
        "offset": None,
    }


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(LimitError, match="seconds"):
        read_apart("pdf", PDF, seconds=0.001)


def test_a_reader_that_ends_without_an_answer_is_an_error() -> None:
    with pytest.raises(DecodeError, match="ended with code"):
        read_apart("nothing", b"")


def test_the_child_gives_what_the_reader_gives(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    data = small_book()
    assert read_apart("xlsx", data) == read_here("xlsx", data)
    assert capfdbinary.readouterr().out == b""
    assert apart.MAX_SECONDS <= 60


def test_a_part_that_is_not_there_is_none() -> None:
    assert Container.open(small_book()).part("nothing") is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([small_book(), small_docx(), PDF]), st.data())
def test_flipped_bytes_give_a_view_or_one_read_error(data: bytes, draw: st.DataObject) -> None:
    raw = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 8))):
        raw[draw.draw(st.integers(0, len(raw) - 1))] = draw.draw(st.integers(0, 255))
    try:
        source = open_source(bytes(raw), "x")
    except ReadError:
        return
    assert all(locator.end <= len(source.raw) for locator in source.locators)


@given(st.text())
def test_a_cell_is_one_line_without_controls(text: str) -> None:
    one = flat(text)
    assert not set(one) & set("\t\n\r\x0b\x0c\x85\u2028\u2029\x00")
    assert flat(one) == one


def two_pages(first: bytes, second: bytes) -> bytes:
    """A PDF of two pages, each with what it draws."""
    fonts = b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents %d 0 R" + fonts + b">>endobj\n"
    drawn = b"%d 0 obj<</Length %d>>stream\n%b\nendstream endobj\n"
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj\n"
        + page % (3, 5)
        + page % (4, 6)
        + drawn % (5, len(first), first)
        + drawn % (6, len(second), second)
        + b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


WORDS = b"BT /F1 9 Tf 20 100 Td (1,067) Tj ET"


def test_a_page_without_a_text_layer_among_others_is_told() -> None:
    rendered = read_here("pdf", two_pages(WORDS, b"0 0 100 100 re f"))
    assert rendered.text == "1,067\n"
    assert [(note.code, note.message_en[:7]) for note in rendered.notes] == [
        ("no-text-layer", "Page 2:"),
        ("no-tables", "No tabl"),
    ]


def test_the_words_of_a_recognised_page_are_told_and_not_trusted() -> None:
    rendered = read_here("pdf", two_pages(WORDS, WORDS.replace(b"BT ", b"BT 3 Tr ")))
    assert [note.code for note in rendered.notes] == ["recognised-text", "no-tables"]
    assert [each.trust for each in rendered.locators] == [Trust.DRAWN, Trust.RECOGNISED]


def test_invisible_words_on_a_page_of_visible_ones_are_not_read() -> None:
    hidden = b"BT 3 Tr /F1 9 Tf 20 50 Td (9,999) Tj ET"
    assert read_here("pdf", two_pages(WORDS + b" " + hidden, WORDS)).text == "1,067\n\n1,067\n"


def test_clipped_words_and_words_beside_the_page_are_not_read() -> None:
    clipped = b"q 0 0 10 10 re W n BT /F1 9 Tf 20 50 Td (9,999) Tj ET Q"
    beside = b"BT /F1 9 Tf 300 50 Td (8,888) Tj ET"
    assert (
        read_here("pdf", two_pages(clipped + b" " + WORDS, beside + b" " + WORDS)).text == "1,067\n\n1,067\n"
    )


def test_the_message_about_a_scan_names_the_way_to_read_it() -> None:
    with pytest.raises(DecodeError, match=r"With --ocr the picture is read .* 'keifu\[ocr\]'") as caught:
        read_here("pdf", two_pages(b"0 0 9 9 re f", b"0 0 9 9 re f"))
    assert "pages 1, 2" in caught.value.reason
