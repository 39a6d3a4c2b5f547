"""Workbooks: places, merged ranges, number formats, and what is not shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from loaders.source import Kind, open_source
from loaders.views.child import read_here
from loaders.views.numbers import shown
from loaders.views.view import Locator, Trust


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = "予算"
    fill(page)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def view(fill: Callable[[Worksheet], None]) -> str:
    return read_here("xlsx", workbook(fill)).text


def test_a_merged_range_is_one_cell_at_its_anchor() -> None:
    def fill(page: Worksheet) -> None:
        page["B2"] = "年度ごとの目標"
        page["B3"] = "28年度"
        page["C3"] = "29年度"
        page.merge_cells("B2:C2")

    rendered = read_here("xlsx", workbook(fill))
    assert rendered.text == "\t年度ごとの目標\t\n\t28年度\t29年度\n"
    assert rendered.locators[0] == Locator(1, 8, None, "予算!B2:C2", 1, 2)
    assert [locator.place for locator in rendered.locators[1:]] == ["予算!B3", "予算!C3"]


def test_a_line_break_in_a_cell_is_one_blank() -> None:
    def fill(page: Worksheet) -> None:
        page["A1"] = "4位\n 【26年度】"
        page["B1"] = "a\tb"

    assert view(fill) == "4位 【26年度】\ta b\n"


def test_numbers_are_shown_by_their_formats() -> None:
    def fill(page: Worksheet) -> None:
        for column, (value, code) in enumerate(
            [(0.355, "0.0%"), (-13745, '#,##0;"△ "#,##0'), (1067, '#,##0"団体"'), (37790, "General")], start=1
        ):
            page.cell(1, column, value).number_format = code

    assert view(fill) == "35.5%\t△ 13,745\t1,067団体\t37790\n"


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1234567.0, "#,##0", "1,234,567"),
        (40.1, "0.00", "40.10"),
        (40.1, "0.0##", "40.1"),
        (40.0, "0.##", "40"),
        (0.125, "0%", "13%"),
        (-5.0, "0", "-5"),
        (0.0, '0;-0;"－"', "－"),
        (5.0, '[Red]0_ ;"▲"0', "5"),
        (1234567.0, "#,##0,", "1,235"),
        (13745000.0, '#,##0,,"百万円"', "14百万円"),
        (13745000.0, "[>0]#,##0,;0", ""),
        (0.355, "?/?%", ""),
        (5.0, "0.00E+00", "5"),
        (5.0, "[<10]0;00", "5"),
        (12.0, None, "12"),
        (1e21, None, "1000000000000000000000"),
        (0.1, None, "0.1"),
        (True, None, "TRUE"),
        ("words", "0", "words"),
        (date(2023, 6, 16), 'ggge"年"m"月"d"日"', "令和5年6月16日"),
        (date(1989, 1, 8), "ge.m.d", "H1.1.8"),
        (date(2023, 6, 6), "yyyy/mm/dd", "2023/06/06"),
        (date(2023, 6, 6), "yy-m-d", "23-6-6"),
        (date(2023, 6, 6), None, "2023年6月6日"),
    ],
)
def test_a_value_is_shown_as_its_format_says(value: object, code: str | None, text: str) -> None:
    assert shown(value, code) == text


def test_a_hidden_sheet_is_not_read_and_sheets_follow_each_other() -> None:
    def fill(page: Worksheet) -> None:
        page["A1"], page["B1"] = "一", "二"
        book = page.parent
        assert isinstance(book, Workbook)
        hidden = book.create_sheet("隠し")
        hidden["A1"] = "見えない"
        hidden.sheet_state = "hidden"
        book.create_sheet("次")["A1"] = "三"

    assert view(fill) == "一\t二\n\n三\n"


def test_text_that_looks_like_markup_or_a_rule_is_text() -> None:
    def fill(page: Worksheet) -> None:
        page["A1"], page["B1"] = "<p>施策</p>", "----"
        page["A2"], page["B2"] = "-----", "--"

    source = open_source(workbook(fill), "odd.txt")
    assert source.kind is Kind.XLSX
    assert "<p>施策</p>\t----" in source.raw


def test_an_old_workbook_keeps_its_merged_cells_and_says_that_formats_are_unknown() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 1, "見出し")
    sheet.write(1, 0, 0.5)
    sheet.write(1, 1, "右")
    data = io.BytesIO()
    book.save(data)
    source = open_source(data.getvalue(), "old")
    assert source.kind is Kind.XLS
    assert source.raw == "見出し\t\n0.5\t右\n"
    assert source.locators[0].place == "表!A1:B1"
    assert [note.code for note in source.notes] == ["plain-numbers"]


def test_a_number_of_an_old_workbook_is_a_candidate_for_its_format_is_not_known() -> None:
    """0.5 may be shown as 50%, 13745000 as 13,745 thousand."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write(0, 0, 0.5)
    sheet.write(0, 1, "50%")
    data = io.BytesIO()
    book.save(data)
    rendered = read_here("xls", data.getvalue())
    assert [each.trust for each in rendered.locators] == [Trust.UNFORMATTED, Trust.DRAWN]


def test_a_field_whose_format_shows_another_number_is_told_and_not_read() -> None:
    def fill(page: Worksheet) -> None:
        page["A1"], page["B1"] = 13745000, 5
        page["A1"].number_format = "[>=1000]#,##0,;0"

    rendered = read_here("xlsx", workbook(fill))
    assert rendered.text == "\t5\n"
    assert [note.code for note in rendered.notes] == ["unknown-formats"]
    assert "!A1" in rendered.notes[0].message_en


def test_an_open_document_is_read_as_it_shows_its_numbers() -> None:
    """A row that repeats, a field that repeats, a merged range, and a value without its text."""
    cells = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="percentage"'
        ' office:value="0.355" table:number-columns-repeated="2"><text:p>35.5%</text:p></table:table-cell>'
        "</table:table-row><table:table-row>"
        '<table:table-cell office:value-type="float" office:value="13745000"'
        ' table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>△ 13,745</text:p>'
        '</table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float"'
        ' office:value="7"/></table:table-row>'
    )
    head, rest = ODS.split("<table:table-row>", 1)
    rendered = read_here("ods", open_document(head + cells + rest[rest.index("</table:table>") :]))
    assert rendered.text == "35.5%\t35.5%\t\n35.5%\t35.5%\t\n△ 13,745\t\t7\n"
    assert [each.place for each in rendered.locators][4] == "表!A3:B3"
    assert [each.trust for each in rendered.locators][-1] is Trust.UNFORMATTED
    assert [note.code for note in rendered.notes] == ["plain-numbers"]


def open_document(content: str, manifest: str = "<m/>") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return data.getvalue()


ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="表"><table:table-row>'
    '<table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>左</text:p>'
    "</table:table-cell><table:covered-table-cell/>"
    '<table:table-cell office:value-type="string"><text:p>右</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)


def test_an_open_document_keeps_its_text_in_place() -> None:
    source = open_source(open_document(ODS), "sheet")
    assert source.kind is Kind.ODS
    assert source.raw == "左\t\t右\n"


def test_hidden_rows_columns_and_sheets_are_told_and_not_read() -> None:
    def fill(page: Worksheet) -> None:
        for column, words in enumerate(("一", "二", "三"), start=1):
            page.cell(1, column, words)
            page.cell(2, column, column * 1067)
        page["A3"], page["C3"] = "合わせて", "後"
        page.merge_cells("A3:B3")
        page.row_dimensions[2].hidden = True
        page.column_dimensions["B"].hidden = True
        book = page.parent
        assert isinstance(book, Workbook)
        book.create_sheet("下書き").sheet_state = "hidden"

    rendered = read_here("xlsx", workbook(fill))
    assert rendered.text == "一\t\t三\n\t\t\n合わせて\t\t後\n"
    assert [note.code for note in rendered.notes] == ["hidden-sheets", "hidden-fields"]
    assert "下書き" in rendered.notes[0].message_ja
    assert "予算" in rendered.notes[1].message_en
