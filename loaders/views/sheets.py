"""A workbook (xlsx, xlsm, xls, ods) → its visible sheets as tables, one table for each sheet.

Values, sheets and merged ranges come from calamine. A merged range is one cell, its text at the anchor;
those of an ods are read from its content. Calamine gives stored values; number formats are read from the
parts of an xlsx, so that 0.355 shown as 35.5% is 35.5%, and an ods holds what it shows. Formats of xls are
not known: its numbers are given in plain digits, as candidates, and a note says so. Formulas count with their
stored results; a workbook that was never calculated has none, and a field with an error value is empty.
Pictures, drawings and comments are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from loaders.errors import DecodeError, LimitError
from loaders.views.containers import Container
from loaders.views.kinds import BinaryKind
from loaders.views.numbers import shown
from loaders.views.office import formats_of, sheet_parts
from loaders.views.opened import open_parts
from loaders.views.view import Grid, Note, Piece, Trust, View, check_cells

MAX_SHEETS = 256

_MOST_NAMED = 10
_PLAIN_NUMBERS = Note(
    "plain-numbers",
    "この形式では数値の表示形式が分からない。格納された値をそのまま読み、候補とした。",
    "Number formats of this kind are not known; stored values were read as they are, as candidates.",
)


@dataclass(frozen=True, slots=True)
class _Styled:
    """The number format of each styled field of a sheet; codes by the number of the style.

    `texts` are what fields show where the file says so, `spans` the last fields of merged ranges, and `trust`
    is that of numbers.
    """

    styles: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    codes: Sequence[str | None] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    spans: Mapping[tuple[int, int], tuple[int, int]] = field(
        default_factory=dict[tuple[int, int], tuple[int, int]]
    )
    trust: Trust = Trust.DRAWN

    def code(self, row: int, column: int) -> str | None:
        """The format code of a field, None for a general one."""
        style = self.styles.get((row, column), 0)
        return self.codes[style] if style < len(self.codes) else None

    def hides(self, row: int, column: int, end: tuple[int, int]) -> bool:
        """Whether nothing is shown of the fields from one to another."""
        rows, columns = range(row, end[0] + 1), range(column, end[1] + 1)
        return all(r in self.hidden_rows for r in rows) or all(c in self.hidden_columns for c in columns)


def read_xlsx(data: bytes) -> View:
    """The visible sheets of an xlsx or xlsm.

    Raises:
        DecodeError: damaged or encrypted. LimitError: more cells, sheets or bytes than a report has.
    """
    container = Container.open(data)
    codes = formats_of(container)
    parts = sheet_parts(container)
    for part in parts.values():
        check_cells(part.area)
    styled = {
        name: _Styled(part.styles, codes, part.hidden_rows, part.hidden_columns)
        for name, part in parts.items()
    }
    return _view(data, styled)


def read_ods(data: bytes) -> View:
    """The visible sheets of an ods; see the module for merged ranges and numbers.

    Raises:
        DecodeError: damaged or encrypted. LimitError: more cells, sheets or bytes than a report has.
    """
    container = Container.open(data)
    manifest = container.part("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest:
        raise DecodeError("", "encrypted with a password; open it, remove the password and save it again")
    known = {
        name: _Styled(texts=part.texts, spans=part.spans, trust=Trust.UNFORMATTED)
        for name, part in open_parts(container.part("content.xml")).items()
    }
    return _view(data, known)


def read_xls(data: bytes) -> View:
    """The visible sheets of an old workbook; see the module for numbers.

    Raises:
        DecodeError: damaged or encrypted. LimitError: more cells or sheets than a report has.
    """
    return _view(data, {}, _Styled(trust=Trust.UNFORMATTED))


READERS = {BinaryKind.XLSX: read_xlsx, BinaryKind.ODS: read_ods, BinaryKind.XLS: read_xls}


def _view(data: bytes, styled: Mapping[str, _Styled], other: _Styled | None = None) -> View:
    """The view of a workbook; `other` is what is known of sheets that are not in `styled`."""
    unknown: list[str] = []
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        parts = tuple(_grids(book, styled, other or _Styled(), unknown))
        return View(parts, (*_plain(parts), *_unshown(unknown), *_hidden(book, styled)))
    except LimitError:
        raise
    except Exception as error:
        raise DecodeError("", f"{_reason(error)}; open it and save it again") from error


def _plain(parts: Sequence[Grid]) -> Iterator[Note]:
    if any(cell.trust is Trust.UNFORMATTED for part in parts for cell in part.cells):
        yield _PLAIN_NUMBERS


def _unshown(places: Sequence[str]) -> Iterator[Note]:
    if places:
        listed = ", ".join(places[:_MOST_NAMED]) + (" …" if len(places) > _MOST_NAMED else "")
        yield Note(
            "unknown-formats",
            f"表示形式が分からず、表示される数値が決まらないため読んでいない: {listed}",
            f"Number formats that show another number than is stored were not understood; not read: {listed}",
        )


def _reason(error: Exception) -> str:
    words = str(error)
    is_locked = "password" in words.lower() or "encrypt" in words.lower()
    return "encrypted with a password" if is_locked else f"a damaged workbook ({words})"


def _hidden(book: CalamineWorkbook, styled: Mapping[str, _Styled]) -> Iterator[Note]:
    """What a workbook holds and does not show."""
    sheets = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
    fields = [name for name, each in sorted(styled.items()) if each.hidden_rows or each.hidden_columns]
    if sheets:
        names = ", ".join(sheets)
        yield Note(
            "hidden-sheets",
            f"非表示のシートは読んでいない: {names}",
            f"Hidden sheets were not read: {names}",
        )
    for name in sorted(set(fields) - set(sheets)):
        rows, columns = len(styled[name].hidden_rows), len(styled[name].hidden_columns)
        yield Note(
            "hidden-fields",
            f"シート {name} の非表示の行({rows})と列({columns})は読んでいない。",
            f"Hidden rows ({rows}) and columns ({columns}) of the sheet {name} were not read.",
        )


def _grids(
    workbook: CalamineWorkbook, styled: Mapping[str, _Styled], other: _Styled, unknown: list[str]
) -> Iterator[Grid]:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    if len(names) > MAX_SHEETS:
        raise LimitError("", MAX_SHEETS, len(names), "sheets")
    total = 0
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        total += sheet.total_height * sheet.total_width
        check_cells(total)
        yield _grid(sheet, styled.get(name, other), unknown)


def _grid(sheet: CalamineSheet, styled: _Styled, unknown: list[str]) -> Grid:
    rows = sheet.to_python(skip_empty_area=False)
    columns = max((len(row) for row in rows), default=0)
    merged = {**dict(sheet.merged_cell_ranges or ()), **styled.spans}
    hidden = set(_covered(merged, len(rows), columns))
    cells: list[Piece] = []
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value != "" and (r, c) not in hidden:
                end = merged.get((r, c), (r, c))
                if styled.hides(r, c, end):
                    continue
                text = styled.texts.get((r, c)) or shown(value, styled.code(r, c))
                if not text:
                    unknown.append(f"{sheet.name}!{address(r, c)}")
                    continue
                place = f"{sheet.name}!{address(r, c)}" + ("" if end == (r, c) else f":{address(*end)}")
                is_number = isinstance(value, float | int | date) and (r, c) not in styled.texts
                trust = styled.trust if is_number else Trust.DRAWN
                cells.append(Piece(text, place, r, c, end[0] - r + 1, end[1] - c + 1, trust=trust))
    return Grid(len(rows), columns, tuple(cells))


def _covered(
    merged: Mapping[tuple[int, int], tuple[int, int]], rows: int, columns: int
) -> Iterator[tuple[int, int]]:
    """The fields of merged ranges but their anchors, as far as the sheet is used."""
    for (top, left), (bottom, right) in merged.items():
        for row in range(top, min(bottom + 1, rows)):
            for column in range(left, min(right + 1, columns)):
                if (row, column) != (top, left):
                    yield row, column


def address(row: int, column: int) -> str:
    """A field in the manner of a sheet, counted from 0.

    >>> address(0, 0), address(9, 27)
    ('A1', 'AB10')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
