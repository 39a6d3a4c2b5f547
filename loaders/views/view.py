"""Tables and paragraphs with their places → one text, and where each stretch of it stands in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from loaders.errors import LimitError

MAX_CELLS = 1_000_000
# Nothing of these may stand inside a cell: they end lines or cells, or are no characters at all.
_CONTROLS = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff"
_BREAK = re.compile(f"[{_CONTROLS}]")
_GAP = re.compile(f"[\\s{_CONTROLS}]+")


class Trust(StrEnum):
    """How a stretch of text came to its cell.

    Drawn: rules or the file say so. Placed: columns and rows follow from where the words stand, so that no
    fact of it is more than aligned. Torn: a page break may have made two cells of one. Recognised: a program
    read it from a picture. Unformatted: a number as it is stored, where it is not known as what number it is
    shown. Every fact of these three is a candidate.
    """

    DRAWN = "drawn"
    PLACED = "placed"
    TORN = "torn"
    RECOGNISED = "recognised"
    UNFORMATTED = "unformatted"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a page (points from the top left) and the characters, `start` to `end`, in it."""

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Locator:
    """Where the characters from `start` to `end` of the text view stand in the file.

    `page` counts from 1 and is None where a kind has no pages. `place` is written in the manner of the kind:
    予算!B3:E3, html>body>table[2]>tr[5]>td[1], page 2 [71.5 204.0 311.2 220.4] (points from the top left).
    `rows` and `columns` are what a cell spans; `level` is that of a heading that its markup says, else 0.
    `areas` are the lines of a cell of a PDF, in reading order. `ragged` says that the cell stands in a row
    that does not fill its table (loaders/views/ragged.py), so that its column is doubtful.
    """

    start: int
    end: int
    page: int | None
    place: str
    rows: int = 1
    columns: int = 1
    level: int = 0
    areas: tuple[Area, ...] = ()
    trust: Trust = Trust.DRAWN
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader saw and could not show in the text: a line of the loss report."""

    code: str
    message_ja: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell by the row and column of its first field, counted from 0; a paragraph has both 0.

    `level` is 0, or the level of a heading. The offsets of `areas` count in `text`, which is one line then.
    """

    text: str
    place: str
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 1
    page: int | None = None
    level: int = 0
    areas: tuple[Area, ...] = ()
    trust: Trust = Trust.DRAWN
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its size in fields, and its cells; no field belongs to two cells."""

    rows: int
    columns: int
    cells: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What a file shows: tables and paragraphs in printed order, and what could not be shown.

    `program` names what recognised characters in pictures, with its version; it is empty when nothing did.
    """

    parts: tuple[Grid | Piece, ...]
    notes: tuple[Note, ...] = ()
    program: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text of a view; the locators are in the order of their starts, `program` is that of the view."""

    text: str
    locators: tuple[Locator, ...]
    notes: tuple[Note, ...]
    program: str = ""


def flat(text: str) -> str:
    """The text on one line: every run of blanks that holds a break or a control character is one blank."""
    return _GAP.sub(lambda gap: " " if _BREAK.search(gap[0]) else gap[0], text).strip()


def check_cells(found: int) -> None:
    """Refuses a table of too many fields.

    Raises:
        LimitError: more than `MAX_CELLS`.
    """
    if found > MAX_CELLS:
        raise LimitError("", MAX_CELLS, found, "cells")


def render(view: View) -> Rendered:
    """The text of a view and its locators.

    Raises:
        LimitError: all tables together have more than `MAX_CELLS` fields.
    """
    check_cells(sum(part.rows * part.columns for part in view.parts if isinstance(part, Grid)))
    writer = _Writer()
    for part in view.parts:
        if isinstance(part, Grid):
            writer.table(part)
        else:
            writer.paragraph(part)
    return Rendered("".join(writer.pieces), tuple(writer.locators), view.notes, view.program)


class _Writer:
    """Collects text and locators; `at` is the offset that the next character gets."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.locators: list[Locator] = []
        self.at = 0

    def paragraph(self, piece: Piece) -> None:
        """A line of its own, parted by a blank line; nothing when there is no text."""
        if flat(piece.text):
            self._part()
            self._cell(piece)
            self._write("\n")

    def table(self, grid: Grid) -> None:
        """A line for each row, with the TABs of all its columns; rows and columns at the end may be empty."""
        by_row: dict[int, list[Piece]] = {}
        for cell in grid.cells:
            if flat(cell.text):
                by_row.setdefault(cell.row, []).append(cell)
        if by_row:
            self._part()
        for row in range(min(by_row, default=0), max(by_row, default=-1) + 1):
            self._row(sorted(by_row.get(row, ()), key=lambda cell: cell.column), grid.columns)

    def _row(self, cells: Sequence[Piece], columns: int) -> None:
        column = 0
        for cell in cells:
            self._write("\t" * (cell.column - column))
            column = cell.column
            self._cell(cell)
        self._write("\t" * (columns - 1 - column) + "\n")

    def _cell(self, piece: Piece) -> None:
        text = flat(piece.text)
        areas = tuple(
            replace(area, start=area.start + self.at, end=area.end + self.at)
            for area in (piece.areas if text == piece.text else ())
        )
        self.locators.append(
            Locator(
                self.at,
                self.at + len(text),
                piece.page,
                piece.place,
                piece.rows,
                piece.columns,
                piece.level,
                areas,
                piece.trust,
                piece.ragged,
            )
        )
        self._write(text)

    def _part(self) -> None:
        if self.pieces:
            self._write("\n")

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.at += len(text)


def place_spans(cells: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """The row and column of each cell of a table that lists its cells by row.

    A cell is given as (row, rows, columns); it takes the first field of its row that no cell above covers,
    as in HTML.

    Raises:
        LimitError: the cells cover more than `MAX_CELLS` fields.
    """
    taken: set[tuple[int, int]] = set()
    places: list[tuple[int, int]] = []
    next_free: dict[int, int] = {}
    for row, rows, columns in cells:
        check_cells(len(taken) + rows * columns)
        column = next_free.get(row, 0)
        while (row, column) in taken:
            column += 1
        places.append((row, column))
        taken.update((r, c) for r in range(row, row + rows) for c in range(column, column + columns))
        next_free[row] = column + columns
    return places
