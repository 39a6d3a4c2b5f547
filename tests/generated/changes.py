"""Changes of a drawn report: rows and cells that move, vanish or come twice, words in other widths.

A change keeps the facts or takes some away; only a damaging one (`Change.damages`) alters characters of a
cell, and what is then read as it is printed is not wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from tests.generated.facts import Made
from tests.generated.printed import wide
from tests.generated.tables import tables
from tests.loaders.drawn import Drawing, Sheet

Cells = dict[tuple[int, int], tuple[str, int, int]]
_TABLES = (2, 4, 5, 6, 9)
_BUDGET, _INDICATORS = 2, 5
_FIRST, _YEARS = 3, 5
_STRAYS = ("77", "12,345", "3", "0.5")
_DASHES = ("－", "―", "-")


@dataclass(frozen=True, slots=True)
class Change:
    """A way to change a drawing; `damages` when it alters characters of a cell."""

    name: str
    apply: Callable[[Random, Made], Drawing]
    damages: bool = False


def small(made: Made, most: int = 3) -> Made:
    """The report with its first objective and one cabinet document: quick to draw and to read."""
    entries = tuple(i for i in made.indicators if i.objective == 1)[:most]
    prose = replace(
        made.prose,
        analysis=made.prose.analysis[: len(entries)],
        next_term=made.prose.next_term[: len(entries)],
        reasons=f"測定指標1～{len(entries)}の結果を合わせて判断した。",
        main=f"測定指標{entries[0].number}は主要なものであると考えており、その進み方を重く見た。",
    )
    return replace(
        made, objectives=made.objectives[:1], indicators=entries, plans=made.plans[:2], prose=prose
    )


def _cells(sheet: Sheet) -> Cells:
    return {place: (text, *sheet.spans[place]) for place, text in sheet.texts.items()}


def _sheet(cells: Cells) -> Sheet:
    sheet = Sheet()
    for (row, column), (text, rows, columns) in sorted(cells.items()):
        sheet.put(row, column, text, rows, columns)
    return sheet


def _with(drawing: Drawing, at: int, *parts: Sheet | str) -> Drawing:
    return (*drawing[:at], *parts, *drawing[at + 1 :])


def _at(drawing: Drawing, index: int) -> Sheet:
    part = drawing[index]
    assert isinstance(part, Sheet)
    return part


def _unspanned(sheet: Sheet, row: int) -> Cells:
    """The cells with none that crosses the border above or below a row: its text stays in the first row."""
    cells: Cells = {}
    for (top, column), (text, rows, columns) in _cells(sheet).items():
        edges = sorted({top, *(edge for edge in (row, row + 1) if top < edge < top + rows), top + rows})
        for start, end in pairwise(edges):
            cells[start, column] = (text if start == top else "", end - start, columns)
    return cells


def _erased(chance: Random, made: Made) -> Drawing:
    drawing = tables(made)
    index = chance.choice(_TABLES)
    sheet = _at(drawing, index)
    place = chance.choice(sorted(place for place, text in sheet.texts.items() if text))
    cells = _cells(sheet)
    cells[place] = ("", *cells[place][1:])
    return _with(drawing, index, _sheet(cells))


def _shifted(chance: Random, made: Made) -> Drawing:
    drawing = tables(made)
    sheet = _at(drawing, _INDICATORS)
    row, step = chance.randrange(_FIRST, sheet.rows), chance.choice((-1, 1))
    cells = _unspanned(sheet, row)
    first = 0 if chance.random() < 0.3 else _YEARS
    moving = {place: cells.pop(place) for place in sorted(cells) if place[0] == row and place[1] >= first}
    for (_, column), cell in sorted(moving.items(), key=lambda pair: -step * pair[0][1]):
        if column + step >= 0:
            cells.setdefault((row, column + step), (cell[0], 1, 1))
    return _with(drawing, _INDICATORS, _sheet(cells))


def _strayed(chance: Random, made: Made) -> Drawing:
    """A bare number in a blank field of the indicators, or in a line of its own."""
    return _filled(chance, made, chance.choice(_STRAYS))


def _dashed(chance: Random, made: Made) -> Drawing:
    return _filled(chance, made, chance.choice(_DASHES))


def _filled(chance: Random, made: Made, words: str) -> Drawing:
    drawing = tables(made)
    sheet = _at(drawing, _INDICATORS)
    blanks = sorted(place for place, text in sheet.texts.items() if not text)
    if not blanks:
        return _with(drawing, _INDICATORS, sheet, words)
    cells = _cells(sheet)
    place = chance.choice(blanks)
    cells[place] = (words, *cells[place][1:])
    return _with(drawing, _INDICATORS, _sheet(cells))


def _lined(chance: Random, made: Made) -> Drawing:
    drawing = tables(made)
    at = chance.randrange(1, len(drawing))
    return (*drawing[:at], chance.choice(_STRAYS), *drawing[at:])


def _without_row(chance: Random, made: Made) -> Drawing:
    return _rows_changed(chance, made, lambda rows, row: rows[:row] + rows[row + 1 :])


def _row_twice(chance: Random, made: Made) -> Drawing:
    return _rows_changed(chance, made, lambda rows, row: [*rows[: row + 1], *rows[row:]])


Rows = list[dict[int, tuple[str, int, int]]]


def _rows_changed(chance: Random, made: Made, change: Callable[[Rows, int], Rows]) -> Drawing:
    drawing = tables(made)
    index = chance.choice((_BUDGET, _INDICATORS, _INDICATORS))
    sheet = _at(drawing, index)
    cells = _cells(sheet)
    for row in range(sheet.rows):
        cells = _unspanned(_sheet(cells), row)
    rows: Rows = [{c: cell for (r, c), cell in cells.items() if r == row} for row in range(sheet.rows)]
    changed = change(rows, chance.randrange(sheet.rows))
    new = {(r, c): cell for r, row in enumerate(changed) for c, cell in row.items()}
    return _with(drawing, index, _sheet(new))


def _torn(chance: Random, made: Made) -> Drawing:
    """The table of indicators in two, as a page break leaves it, the head on both or on the first alone."""
    drawing = tables(made)
    sheet = _at(drawing, _INDICATORS)
    rows = range(_FIRST + 1, sheet.rows)
    borders = [row for row in rows if (row - _FIRST) % 2 == 0]
    row = chance.choice(borders or rows) if chance.random() < 0.5 else chance.choice(rows)
    cells = _unspanned(sheet, row)
    head = {place: cell for place, cell in cells.items() if place[0] < _FIRST}
    upper = {place: cell for place, cell in cells.items() if place[0] < row}
    shift = chance.choice((0, _FIRST))
    lower = {(r - row + shift, c): cell for (r, c), cell in cells.items() if r >= row}
    return _with(drawing, _INDICATORS, _sheet(upper), _sheet(lower | (head if shift else {})))


def _permuted(chance: Random, made: Made) -> Drawing:
    order = list(range(len(made.indicators)))
    chance.shuffle(order)
    return tables(_reordered(made, order))


def _reordered(made: Made, order: list[int]) -> Made:
    """Rows in another order, each with its number; the prose keeps its own."""
    numbered = [replace(made.indicators[i], number=made.indicators[i].number) for i in order]
    prose = replace(
        made.prose,
        analysis=tuple(made.prose.analysis[i] for i in order),
        next_term=tuple(made.prose.next_term[i] for i in order),
    )
    return replace(made, indicators=tuple(numbered), prose=prose)


def _widened(_: Random, made: Made) -> Drawing:
    return _worded(tables(made), wide)


def _worded(drawing: Drawing, change: Callable[[str], str]) -> Drawing:
    return tuple(_words(part, change) for part in drawing)


def _words(part: Sheet | str, change: Callable[[str], str]) -> Sheet | str:
    if isinstance(part, str):
        return change(part)
    return _sheet({place: (change(text), *size) for place, (text, *size) in _cells(part).items()})  # pyright: ignore[reportArgumentType]


def _relabelled(chance: Random, made: Made) -> Drawing:
    old, new = chance.choice(_LABELS)
    return _worded(tables(made), lambda text: text.replace(old, new) if text.startswith(old) else text)


_LABELS = (
    ("基準(値)", "基準値欄"), ("達成 (※3)", "達成状況"), ("執行額", "執行済額"), ("合計(a+b+c)", "計"),
    ("測定指標 (数字", "評価指標 (数字"), ("年度ごとの目標", "各年の目標"), ("区 分", "内訳"),
    ("目標(値) 【", "最終目標 【"), ("当初予算(a)", "当初"), ("施策手段", "手段の欄"),
)  # fmt: skip


def _executed_left(_: Random, made: Made) -> Drawing:
    """The row of executed money one column to the left, with its label."""
    drawing = tables(made)
    cells = _unspanned(_at(drawing, _BUDGET), 8)
    moving = {c: cells.pop((8, c)) for r, c in sorted(cells) if r == 8}
    for column, (text, _rows, _columns) in moving.items():
        if text:
            cells[8, max(0, column - 1)] = (text, 1, 1)
    return _with(drawing, _BUDGET, _sheet(cells))


def _swapped_columns(chance: Random, made: Made) -> Drawing:
    """Two year columns of the indicators have changed places, heads and cells."""
    drawing = tables(made)
    sheet = _at(drawing, _INDICATORS)
    cells = _cells(sheet)
    last = _YEARS + len(made.years) - 1
    one = chance.randrange(_YEARS, last)
    swap = {one: one + 1, one + 1: one}
    merged = {r for (r, c), (_, _, columns) in cells.items() if columns > 1 and c <= one < c + columns}
    moved = {(r, swap.get(c, c) if r not in merged else c): cell for (r, c), cell in cells.items()}
    return _with(drawing, _INDICATORS, _sheet(moved))


def _damaged(chance: Random, made: Made) -> Drawing:
    """One digit of one cell is lost, doubled or another."""
    drawing = tables(made)
    index = chance.choice(_TABLES)
    cells = _cells(_at(drawing, index))
    places = sorted(place for place, cell in cells.items() if any(char.isdigit() for char in cell[0]))
    if not places:
        return drawing
    place = chance.choice(places)
    text, *size = cells[place]
    at = chance.choice([i for i, char in enumerate(text) if char.isdigit()])
    instead = chance.choice(("", text[at] * 2, chance.choice("0123456789"), "O"))
    cells[place] = (text[:at] + instead + text[at + 1 :], *size)  # pyright: ignore[reportArgumentType]
    return _with(drawing, index, _sheet(cells))


CHANGES = (
    Change("cell erased", _erased),
    Change("row shifted", _shifted),
    Change("stray number in a blank", _strayed),
    Change("stray number in a line", _lined),
    Change("dash in a blank", _dashed),
    Change("row lost", _without_row),
    Change("row twice", _row_twice),
    Change("page break", _torn),
    Change("order of indicators", _permuted),
    Change("widths", _widened),
    Change("label with other words", _relabelled),
    Change("executed row one left", _executed_left),
    Change("year columns swapped", _swapped_columns),
    Change("digit damaged", _damaged, damages=True),
)
