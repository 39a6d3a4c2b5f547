"""HTML pages, docx files and tables with commas."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from loaders import read
from loaders.source import Kind, open_source
from loaders.views.child import read_here
from loaders.views.commas import is_csv
from loaders.views.kinds import is_html
from tests.loaders.drawn import as_docx, drawing


def page(body: str) -> str:
    return read_here("html", f"<!DOCTYPE html><html><body>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", "a\tb\n\tc\n"),
        ("<table><tr><td rowspan=0>a<td>b<tr><td>c</table>", "a\tb\n\tc\n"),
        ("<table><tr><td colspan=3>a<td>b</table>", "a\t\t\tb\n"),
        ("<table><tr><td colspan=x>a<td>b</table>", "a\tb\n"),
        ("<table><caption>題</caption><tr><th>a<th>b</table>", "題\n\na\tb\n"),
        ("<p>学校\n   図書館 <b>の</b>数</p>", "学校図書館 の数\n"),
        ("<p>one\ntwo</p>", "one two\n"),
        ("<table><tr><td>4位<br>【26年度】<td><p>一</p><p>二</p></table>", "4位 【26年度】\t一 二\n"),
        ("<p>前<script>x</script><span hidden>y</span><i style='display: none'>z</i>後</p>", "前後\n"),
        ("<p><ruby>架空<rt>かくう</rt></ruby>省</p>", "架空省\n"),
        ("一<br>二", "一\n\n二\n"),
        ("<table><tr><td>外<table><tr><td>a<td>b</table></table>", "外\n\na\tb\n"),
        ("<table></table><p>x</p>", "x\n"),
        ("<p>&lt;施策目標&gt;一</p>", "<施策目標>一\n"),
    ],
)
def test_a_page_is_read_as_it_is_shown(body: str, text: str) -> None:
    assert page(body) == text


def test_a_place_in_a_page_is_a_selector() -> None:
    rendered = read_here("html", b"<html><body><p>x</p><table><tr><td>a<td>b</table></body></html>")
    assert rendered.locators[2].place == (
        "html>body>table:nth-of-type(1)>tbody:nth-of-type(1)>tr:nth-of-type(1)>td:nth-of-type(2)"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><p>x", True),
        ("\ufeff <!-- c --><?xml version='1.0'?> <HTML>", True),
        ("<table><tr><td>a</table>", True),
        ("<p>政策</p>\t政策8", False),
        ("<!-- open", False),
        ("政策 <table>", False),
    ],
)
def test_html_is_known_by_its_beginning(text: str, *, expected: bool) -> None:
    assert is_html(text) is expected


def saved(document: object) -> bytes:
    data = io.BytesIO()
    document.save(data)  # pyright: ignore[reportAttributeAccessIssue]
    return data.getvalue()


def with_body(xml: str) -> bytes:
    document = Document()
    body = document.element.body
    body.insert(0, parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent>{xml}</w:sdtContent></w:sdt>"))
    return saved(document)


def test_merged_cells_of_a_docx_span_rows_and_columns() -> None:
    document = Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(2, 0)).text = "左"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "上"
    table.cell(1, 1).text = "中"
    rendered = read_here("docx", saved(document))
    assert rendered.text == "左\t上\t\n\t中\t\n"
    assert [(each.rows, each.columns) for each in rendered.locators] == [(3, 1), (1, 2), (1, 1)]
    assert rendered.locators[1].place == "body>tbl[1]>tr[1]>tc[2]"


def test_tracked_changes_are_read_as_accepted_and_noted() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    xml = (
        f"<w:p>{run.format('目標')}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:ins>{run.format('新')}</w:ins><w:r><w:br/><w:noBreakHyphen/></w:r></w:p>"
    )
    rendered = read_here("docx", with_body(xml))
    assert rendered.text == "目標新 -\n"
    assert [note.code for note in rendered.notes] == ["tracked-changes"]


def test_a_text_box_follows_its_paragraph_and_is_noted() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>箱</w:t></w:r></w:p></w:txbxContent>"
    xml = f"<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>文</w:t><w:pict>{box}</w:pict></w:r></w:p>"
    rendered = read_here("docx", with_body(xml))
    assert rendered.text == "文\n\n箱\n"
    assert [note.code for note in rendered.notes] == ["text-box", "automatic-numbers"]


def test_a_table_inside_a_cell_is_text_of_the_cell() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p>{}</w:tc>"
    deleted = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    continued = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    xml = f"<w:tbl>{continued}<w:tr>{cell.format('外', inner)}{cell.format('隣', '')}</w:tr>{deleted}</w:tbl>"
    rendered = read_here("docx", with_body(xml))
    assert rendered.text == "外 内\t隣\n"
    assert [note.code for note in rendered.notes] == ["tracked-changes", "nested-table"]


def test_notes_of_the_reader_stand_in_the_loss_report(root: Path) -> None:
    path = root / "tests/samples/kakuu-R6-3.tabbed.txt"
    document = Document(io.BytesIO(as_docx(drawing(path))))
    paragraph = document.paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}/>"))
    codes = [issue.code for issue in read(saved(document), "x").loss.issues]
    assert "tracked-changes" in codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\r\nc,d\r\n", True),
        ('題\r\n\r\na,b,c\r\n"1,2",x,\r\n1,2,3\r\n', True),
        ("当初予算 1,200,000 1,350,000\n合計 1,270,000\n", False),
        ("施策;1,067\r\n目標;2\r\n", True),
        ("a,b\n", False),
        ('a,b\n"c,d', False),
        ("", False),
        ("a\nb\n", False),
    ],
)
def test_a_table_with_commas_is_known_by_its_even_records(text: str, *, expected: bool) -> None:
    assert is_csv(text) is expected


def test_a_table_with_commas_in_utf8_has_records_and_fields_as_places() -> None:
    source = open_source('施策,"目標\u2028値"\r\n"一\r\n二",f\r\n'.encode(), "x")
    assert source.kind is Kind.CSV
    assert source.raw == "施策\t目標 値\n一 二\tf\n"
    assert [locator.place for locator in source.locators] == ["R1C1", "R1C2", "R2C1", "R2C2"]
    assert all(re.fullmatch(r"R\d+C\d+", locator.place) for locator in source.locators)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_quoted_line_ends_stay_inside_their_cell_with_every_separator(separator: str) -> None:
    text = separator.join(("施策", '"一\n二""三"', "f")) + "\r\n" + separator.join(("x", '"1,067"', ""))
    source = open_source(text.encode(), "x")
    assert source.kind is Kind.CSV
    assert source.raw == '施策\t一 二"三\tf\nx\t1,067\t\n'


def test_quotes_of_a_text_with_tabs_are_quotes() -> None:
    source = open_source('題\t"引用"\n本文\t二\n'.encode(), "x")
    assert source.kind is Kind.TABBED
    assert source.raw == '題\t"引用"\n本文\t二\n'


def test_footnotes_and_comments_are_told_and_not_read() -> None:
    xml = (
        "<w:p><w:r><w:t>目標</w:t><w:footnoteReference w:id='1'/></w:r>"
        "<w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    rendered = read_here("docx", with_body(xml))
    assert rendered.text == "目標\n"
    assert [note.code for note in rendered.notes] == ["comments", "footnotes"]
