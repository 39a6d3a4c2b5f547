"""The same report drawn as xlsx, html, docx, csv and pdf, from its TAB-separated text.

`drawing` lays the cells of a tabbed text out as the printed form has them: merged labels, two rows for each
series of an indicator, a target over several years as one merged cell, actuals under their years.
"""

from __future__ import annotations

import csv
import html
import io
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import sync_playwright

from loaders import read
from loaders.model import Report

_TAGS = re.compile(r"</?(?:p|ul|ol|li|br)(?:\s[^<>]*)?/?>\s*", re.IGNORECASE)
_BREAK = re.compile(r"\s*</p>\s*<p>\s*")
_RULE = re.compile(r"[\s|+:-]*-{2,}[\s|+:-]*\Z")
_FIRST_YEAR = 5


@dataclass
class Sheet:
    """A table: texts by row and column, and the merged ranges (row, column, rows, columns)."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0

    def put(self, row: int, column: int, text: str, rows: int = 1, columns: int = 1) -> None:
        """A cell, or an empty field that is drawn as a cell."""
        self.texts[row, column] = text
        self.spans[row, column] = (rows, columns)
        self.rows = max(self.rows, row + rows)
        self.columns = max(self.columns, column + columns)

    def covered(self) -> set[tuple[int, int]]:
        """The fields of merged cells but their first."""
        return {
            (r, c)
            for (row, column), (rows, columns) in self.spans.items()
            for r in range(row, row + rows)
            for c in range(column, column + columns)
            if (r, c) != (row, column)
        }

    def grid(self) -> list[list[tuple[str, int, int] | None]]:
        """Every field: its text and span, or None when a merged cell covers it."""
        covered = self.covered()
        return [
            [
                None if (r, c) in covered else (self.texts.get((r, c), ""), *self.spans.get((r, c), (1, 1)))
                for c in range(self.columns)
            ]
            for r in range(self.rows)
        ]


Drawing = tuple[Sheet | str, ...]


@cache
def drawing(path: Path) -> Drawing:
    """The parts of a tabbed report in printed order."""
    report = read(path.read_bytes(), path.name).report
    parts: list[Sheet | str] = []
    runs: list[list[list[str]]] = []
    for line in path.read_text("utf-8").split("\n"):
        if "\t" in line and not _RULE.match(line):
            cells = [_words(cell) for cell in line.split("\t")]
            if runs and (runs[-1] is not None) and parts and parts[-1] is _OPEN:
                runs[-1].append(cells)
            else:
                runs.append([cells])
                parts.append(_OPEN)
        elif line.strip() and not _RULE.match(line):
            parts.append(line.strip())
        elif parts and parts[-1] is _OPEN:
            parts.append("")
    return _sheets(parts, runs, report)


_OPEN = Sheet()


def _words(cell: str) -> str:
    text = _TAGS.sub("", _BREAK.sub("\n", cell)).strip()
    return re.sub(r" (?=【\S{1,4}年度】)", "\n", text)


def _sheets(parts: list[Sheet | str], runs: list[list[list[str]]], report: Report) -> Drawing:
    drawn: list[Sheet | str] = []
    waiting = list(runs)
    table: list[list[str]] = []
    for part in parts:
        if part is _OPEN:
            run = waiting.pop(0)
            goes_on = bool(table) and (not run[0][0] or (_is_data(run[0]) and not _is_head(run[0])))
            if table and not goes_on:
                drawn.append(_sheet(table, report))
                table = []
            table.extend(run)
        elif part:
            if table:
                drawn.append(_sheet(table, report))
                table = []
            drawn.append(part)
    if table:
        drawn.append(_sheet(table, report))
    return tuple(drawn)


def _is_data(row: list[str]) -> bool:
    return len(row) > _FIRST_YEAR + 3


def _is_head(row: list[str]) -> bool:
    return any(cell.startswith("測定指標") for cell in row)


def _sheet(table: list[list[str]], report: Report) -> Sheet:
    if _is_head(table[0]):
        return _indicators(table, report)
    return _labels(table)


def _labels(table: list[list[str]]) -> Sheet:
    sheet = Sheet()
    width = max(len(row) for row in table)
    rows = [["", *row] if row[0] == "執行額" else row for row in table]
    is_budget = any("区" in cell and "分" in cell and len(cell) < 5 for row in rows for cell in row)
    years = next((i for i, row in enumerate(rows) if any(c.replace(" ", "") == "区分" for c in row)), None)
    for r, row in enumerate(rows):
        figures = is_budget and years is not None and r >= years
        filled = [c for c, cell in enumerate(row) if cell]
        for index, c in enumerate(filled):
            after = filled[index + 1] if index + 1 < len(filled) else width
            down = 1
            while c < 2 and r + down < len(rows) and not any(rows[r + down][: c + 1]):
                down += 1
            across = after - c if not figures or (index == 0 and c == 1) or row[c] == "区 分" else 1
            if figures and c == 0:
                across = 1
            sheet.put(r, c, row[c], down, across)
    return sheet


def _indicators(table: list[list[str]], report: Report) -> Sheet:
    sheet = Sheet()
    heads = [cell for cell in table[2] if cell]
    years, start = len(heads), 3
    labels = [cell for cell in table[0] if cell]
    objective, means, indicator, baseline, targets, final, achieved = labels
    for column, text in (
        (0, objective),
        (1, means),
        (4, baseline),
        (5 + years, final),
        (6 + years, achieved),
    ):
        sheet.put(0, column, text, 3)
    sheet.put(0, 2, indicator, 3, 2)
    sheet.put(0, _FIRST_YEAR, targets, 1, years)
    sheet.put(1, _FIRST_YEAR, next(cell for cell in table[1] if cell), 1, years)
    for index, head in enumerate(heads):
        sheet.put(2, _FIRST_YEAR + index, head)
    first_year = report.head.fiscal_year.value - years + 1
    series = [each for entry in report.entries for each in entry.series]
    row, at = 3, start
    while at < len(table):
        has_row = at + 1 < len(table) and not any(table[at + 1][:4]) and not _is_signed(table[at + 1])
        read_series = series.pop(0)
        actuals = {a.fiscal_year - first_year: a.text.text for a in read_series.actuals}
        targets = table[at][_FIRST_YEAR : _FIRST_YEAR + years]
        if actuals and not has_row:  # target and actual stand in one cell of the text, in two of the form
            stated = {(t.column_from or 0) - first_year: t.text.text for t in read_series.targets}
            targets = [stated.get(index, "") for index in range(years)]
        _upper(sheet, row, table[at], targets, is_full=has_row and len(actuals) == years)
        for column in (4, 5 + years, 6 + years):
            rows, columns = sheet.spans[row, column]
            sheet.spans[row, column] = (rows + bool(actuals), columns)
        if actuals:
            for index in range(years):
                sheet.put(row + 1, _FIRST_YEAR + index, actuals.get(index, ""))
        row += 1 + bool(actuals)
        at += 1 + has_row
    _fill_down(sheet, row)
    return sheet


def _is_signed(row: list[str]) -> bool:
    return row[-1] in {"イ", "ロ", "ハ", "－"}


def _upper(sheet: Sheet, row: int, cells: list[str], targets: list[str], *, is_full: bool) -> None:
    years = len(targets)
    is_merged = is_full and bool(targets[0]) and not any(targets[1:])
    for column in range(4):
        if cells[column]:
            sheet.put(row, column, cells[column])
    sheet.put(row, 4, cells[4])
    for index, text in enumerate(targets[:1] if is_merged else targets):
        sheet.put(row, _FIRST_YEAR + index, text, 1, years if is_merged else 1)
    final = "" if len(cells) < 7 + years else cells[5 + years]
    sheet.put(row, 5 + years, final)
    sheet.put(row, 6 + years, cells[-1])


def _fill_down(sheet: Sheet, end: int) -> None:
    for column in range(4):
        starts = sorted(r for r, c in sheet.texts if c == column and r >= 3)
        for start, after in zip(starts, [*starts[1:], end], strict=True):
            sheet.spans[start, column] = (after - start, 1)


def as_xlsx(drawn: Drawing) -> bytes:
    """One sheet, the tables below each other with a blank row between; figures are stored as numbers."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    top = 1
    for part in drawn:
        if isinstance(part, str):
            page.cell(top, 1, part)
            page.merge_cells(start_row=top, start_column=1, end_row=top, end_column=12)
            top += 2
            continue
        for (r, c), text in part.texts.items():
            _xlsx_cell(page.cell(top + r, 1 + c), text)
        for (r, c), (rows, columns) in part.spans.items():
            if rows * columns > 1:
                page.merge_cells(
                    start_row=top + r, start_column=1 + c, end_row=top + r + rows - 1, end_column=c + columns
                )
        top += part.rows + 1
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def on_squared_paper(drawn: Drawing) -> Drawing:
    """The same tables on fine columns: each column is two or three columns of the sheet, merged."""
    return tuple(part if isinstance(part, str) else _squared(part) for part in drawn)


def _squared(sheet: Sheet) -> Sheet:
    fine = Sheet()
    starts = [column * 2 + (column + 1) // 2 for column in range(sheet.columns + 1)]
    covered = sheet.covered()
    for row in range(sheet.rows):
        for column in range(sheet.columns):
            if (row, column) not in covered:
                rows, columns = sheet.spans.get((row, column), (1, 1))
                width = starts[column + columns] - starts[column]
                fine.put(row, starts[column], sheet.texts.get((row, column), ""), rows, width)
    return fine


def _xlsx_cell(cell: object, text: str) -> None:
    if re.fullmatch(r"△? ?[\d,]{3,}", text):
        number = int(re.sub(r"[△ ,]", "", text))
        cell.value = -number if "△" in text else number  # pyright: ignore[reportAttributeAccessIssue]
        cell.number_format = '#,##0;"△ "#,##0'  # pyright: ignore[reportAttributeAccessIssue]
    elif text:
        cell.value = text  # pyright: ignore[reportAttributeAccessIssue]


_STYLE = """
@page { size: A3 landscape; margin: 10mm }
body { font: 9pt 'Noto Sans CJK JP' } table { border-collapse: collapse; width: 100%; margin: 6pt 0 }
td { border: 0.75pt solid black; padding: 2pt 3pt; vertical-align: top } p { margin: 4pt 0 }
"""


def as_html(drawn: Drawing) -> str:
    """Paragraphs and tables with rowspan and colspan."""
    body = "\n".join(f"<p>{html.escape(p)}</p>" if isinstance(p, str) else _html_table(p) for p in drawn)
    head = f"<meta charset='utf-8'><title>評価書</title><style>{_STYLE}</style>"
    head += "<script>var x = '<td>1</td>'</script>"
    return f"<!DOCTYPE html>\n<html lang='ja'><head>{head}</head>\n<body>\n{body}\n</body></html>\n"


def _html_table(sheet: Sheet) -> str:
    rows: list[str] = []
    for row in sheet.grid():
        cells = "".join(_html_cell(*cell) for cell in row if cell is not None)
        rows.append(f"<tr>{cells}</tr>")
    return "<table>" + "\n".join(rows) + "</table>"


def _html_cell(text: str, rows: int, columns: int) -> str:
    words = html.escape(text).replace("\n", "<br>")
    return f"<td rowspan='{rows}' colspan='{columns}'>{words}</td>"


def as_docx(drawn: Drawing) -> bytes:
    """Paragraphs and tables with gridSpan and vMerge."""
    document = Document()
    for part in drawn:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(part.rows, part.columns)
        fields = [list(row.cells) for row in table.rows]
        for (r, c), (rows, columns) in part.spans.items():
            if rows * columns > 1:
                fields[r][c].merge(fields[r + rows - 1][c + columns - 1])
        for (r, c), text in part.texts.items():
            fields[r][c].text = text
        document.add_paragraph("")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def as_csv(drawn: Drawing) -> bytes:
    """All tables in one, as a sheet is saved: of a merged cell the first field has the text."""
    width = max(part.columns for part in drawn if isinstance(part, Sheet))
    data = io.StringIO(newline="")
    writer = csv.writer(data, lineterminator="\r\n")
    for part in drawn:
        rows = [[part]] if isinstance(part, str) else _texts(part)
        writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    return b"\xef\xbb\xbf" + data.getvalue().encode("utf-8")


def _texts(sheet: Sheet) -> list[list[str]]:
    return [[cell[0] if cell else "" for cell in row] for row in sheet.grid()]


def as_pdf(page: str) -> bytes:
    """A page of HTML as a browser prints it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        try:
            view = browser.new_page()
            view.set_content(page)
            return view.pdf(prefer_css_page_size=True)
        finally:
            browser.close()
