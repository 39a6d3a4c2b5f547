"""A document of rows and cells → slots: labels are found by their words, contents beside or below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.cells import Block, Document, Table
from loaders.form import Form, RowKind
from loaders.jp.eras import find_dates, find_years
from loaders.jp.numbers import find_figures
from loaders.layouts.evidence import is_number
from loaders.layouts.grid_columns import place_columns
from loaders.layouts.grid_doubts import ragged_row
from loaders.layouts.grid_indicators import TABLE_SLOTS, place_indicators
from loaders.layouts.heading import era_of_title, find_title, is_budget_label, scale_of
from loaders.layouts.unknown_labels import UNKNOWN, is_label_like, unknown_beside, unknown_label
from loaders.model import Issue, Span
from loaders.slots import BudgetRow, CabinetRow, Slots
from loaders.text import Text

_SINGLE = frozenset(
    {
        "policy_name",
        "field",
        "overview",
        "outcomes",
        "rating_words",
        "rating_reason",
        "analysis",
        "results",
        "next_term",
        "stance",
        "budget_request",
        "system",
        "expert",
        "materials",
        "units",
        "posts",
        "evaluated_in",
        "overall",
        "level.1",
        "level.2",
        "level.3",
        "reference",
    }
)

_FEW = 2
_YEARS = re.compile(r"\d|年\s*度")
_PARTS = (
    ("cabinet", frozenset({"cabinet", "cabinet_title", "cabinet_date", "cabinet_excerpt"})),
    ("budget", frozenset({"budget", "budget_years", "budget_state"})),
)


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of one row and the slot that each cell is the label of.

    The columns of a ragged row are doubtful: a cell of it is lost, and which others moved is not to be seen.
    """

    cells: tuple[Text, ...]
    slots: tuple[str | None, ...]
    is_ragged: bool = False

    def filled(self) -> list[int]:
        """The columns that hold text."""
        return [i for i, cell in enumerate(self.cells) if cell]

    def column(self, slot: str) -> int | None:
        """The column of a label, None when it is not in this row."""
        return self.slots.index(slot) if slot in self.slots else None


def place_grid(document: Document, form: Form) -> Slots:
    """The slots of a document with rows and cells."""
    rows, unknown = _with_unknown(tuple(_without_marks(tuple(_rows(document, form)), form)), form)
    blocks = [document.text(part.span) for part in document.parts if isinstance(part, Block)]
    title, number = find_title(document.source, [*blocks, *(c for row in rows for c in row.cells if c)], form)
    rows, ragged = _without_ragged(rows)
    years = next((row for row in rows if row.column("budget_years") is not None), None)
    year_columns = _year_columns(years) if years else []
    place_rows = place_columns if form.row_kind is RowKind.ACTUALS else place_indicators
    table = place_rows([(row.cells, row.slots) for row in rows], form, era_of_title(title))
    return Slots(
        title=title,
        number=number,
        single=dict(_singles(rows)),
        year_heads=table.heads,
        budget_years=_joined_cells([years.cells[i] for i in year_columns])
        if years and year_columns
        else None,
        budget_scale=scale_of(
            [c for row in rows for c, s in zip(row.cells, row.slots, strict=True) if is_budget_label(s)], form
        ),
        budget=tuple(_budget(rows, year_columns)) if year_columns else (),
        cabinet=tuple(_cabinet(rows)),
        indicators=tuple(table.indicators),
        notes=tuple(blocks),
        labels=(*_label_spans(rows), *table.labels),
        issues=(*unknown, *ragged, *table.issues),
    )


def _without_marks(rows: tuple[Row, ...], form: Form) -> Iterator[Row]:
    """The rows, in which a mark of the table that is worded like its head (達成) is no label."""
    is_below = False
    for row in rows:
        slots = {slot for slot in row.slots if slot is not None}
        is_below = is_below or {"indicator", "baseline"} <= slots
        is_mark = is_below and slots == {"achievement"} and len(row.filled()) > _FEW
        column = row.column("achievement")
        if is_mark and column is not None and row.cells[column].folded().squeezed().chars in form.achievement:
            yield replace(row, slots=(None,) * len(row.slots))
        else:
            yield row


def _with_unknown(rows: tuple[Row, ...], form: Form) -> tuple[tuple[Row, ...], list[Issue]]:
    """The rows with every cell marked that is a label by its place and none of the form."""
    found = {slot for row in rows for slot in row.slots if slot is not None}
    columns = {row.filled()[0] for row in rows if row.filled() and row.slots[row.filled()[0]] is not None}
    marked: list[Row] = []
    issues: list[Issue] = []
    for row, place in zip(rows, _places(rows), strict=True):
        slots = list(row.slots)
        for column in _unknown(row, place, columns, form):
            slots[column] = UNKNOWN
            issues.append(unknown_label(row.cells[column], form, found))
        marked.append(replace(row, slots=tuple(slots)))
    return tuple(marked), issues


def _without_ragged(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], list[Issue]]:
    """The rows, with an empty one for each whose columns say what its figures are and are doubtful.

    These are heads and indicators. A ragged row of the budget stays, its figures are placed by their sums.
    """
    kept: list[Row] = []
    issues: list[Issue] = []
    is_indicator = False
    for row in rows:
        slots = {slot for slot in row.slots if slot is not None}
        is_indicator = slots <= TABLE_SLOTS and (is_indicator or {"indicator", "baseline"} <= slots)
        is_budget = any(slot.startswith(("budget.", "budget_years")) for slot in slots)
        is_lost = row.is_ragged and (is_indicator or "budget_years" in slots)
        if row.is_ragged and row.filled() and (is_indicator or is_budget):
            issues.append(ragged_row("budget" if is_budget else "indicator", row.cells))
        kept.append(Row((), ()) if is_lost else row)
    return tuple(kept), issues


def _places(rows: tuple[Row, ...]) -> Iterator[str]:
    """What each row is part of: the heads or the body of the indicators, the cabinet table, the budget."""
    place = ""
    table = _rows_of_numbers(rows)
    for index, row in enumerate(rows):
        slots = {slot for slot in row.slots if slot is not None}
        if {"indicator", "baseline"} <= slots or len(slots & TABLE_SLOTS) > _FEW:
            yield "heads"
            place = "indicators"
            continue
        if place == "indicators" and slots <= TABLE_SLOTS:
            place = "indicators" if slots or index in table else ""
            yield place
            continue
        if slots:
            place = next((part for slot in sorted(slots) for part, own in _PARTS if slot in own), "")
            place = "budget" if any(slot.startswith("budget.") for slot in slots) else place
            yield ""
            continue
        yield place


def _rows_of_numbers(rows: tuple[Row, ...]) -> set[int]:
    """Rows with the number of an indicator, all above them and the one below, down to the last of a run."""
    found: set[int] = set()
    start = 0
    for index, row in enumerate(rows):
        if any(row.slots):
            start = index + 1
        elif any(is_number(cell) for cell in row.cells if cell):
            found |= {*range(start, index + 2)}
        elif any(_YEARS.search(cell.folded().chars) for cell in row.cells if cell):
            found |= {*range(start, index + 1)}
    return found


def _unknown(row: Row, place: str, columns: set[int], form: Form) -> list[int]:
    if place in {"indicators", "cabinet"}:
        return []
    if place == "heads":
        return [i for i in row.filled() if row.slots[i] is None and is_label_like(row.cells[i], form)]
    if place == "budget" and not any(row.slots):
        first, *others = row.filled() or [0]
        has_figures = any(find_figures(row.cells[i].folded().chars) for i in others)
        return [first] if has_figures and is_label_like(row.cells[first], form) else []
    return unknown_beside(row.cells, row.slots, columns, form)


def _rows(document: Document, form: Form) -> Iterator[Row]:
    for part in document.parts:
        if isinstance(part, Table):
            for index, row in enumerate(part.rows):
                cells = tuple(document.text(cell.span) for cell in row)
                slots = tuple(form.label_of(cell) if cell else None for cell in cells)
                yield Row(cells, slots, index in part.ragged)


def _label_spans(rows: tuple[Row, ...]) -> Iterator[Span]:
    for row in rows:
        for cell, slot in zip(row.cells, row.slots, strict=True):
            if slot is not None and slot != UNKNOWN:
                yield cell.span()


def _singles(rows: tuple[Row, ...]) -> Iterator[tuple[str, Text]]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        for column, slot in enumerate(row.slots):
            if slot not in _SINGLE or slot in seen:
                continue
            content = _beside(row, column) or _below(rows, index)
            if content is not None:
                seen.add(slot)
                yield slot, content
                yield f"{slot}_label", row.cells[column]


def _beside(row: Row, column: int) -> Text | None:
    """The first text beside a label; a second one has a label that the form does not know, and is unread."""
    for cell, slot in zip(row.cells[column + 1 :], row.slots[column + 1 :], strict=True):
        if slot is not None:
            return None
        if cell:
            return cell
    return None


def _below(rows: tuple[Row, ...], index: int) -> Text | None:
    """The next row, when it holds nothing but one text: 31-⑧ l.58-59 prints the stance below its label."""
    if len(rows[index].filled()) != 1 or index + 1 == len(rows):
        return None
    row = rows[index + 1]
    filled = row.filled()
    return row.cells[filled[0]] if len(filled) == 1 and not any(row.slots) else None


def _joined_cells(cells: list[Text]) -> Text:
    whole = cells[0]
    for cell in cells[1:]:
        whole = whole + cell
    return whole


def _year_columns(row: Row) -> list[int]:
    return [i for i, cell in enumerate(row.cells) if cell and find_years(cell.folded().chars)] or [
        i for i, cell in enumerate(row.cells) if "年度" in cell.folded().squeezed().chars
    ]


def _budget(rows: tuple[Row, ...], columns: list[int]) -> Iterator[BudgetRow]:
    columns = _moved(rows, columns)
    usual = _usual_width(rows)
    for row in rows:
        for column, slot in enumerate(row.slots):
            if slot is None or not slot.startswith("budget."):
                continue
            after = next((i for i, s in enumerate(row.slots) if i > column and s is not None), len(row.cells))
            figures = [i for i in row.filled() if column < i < after]
            texts = tuple(row.cells[i] for i in figures)
            if set(figures) <= set(columns) and len(row.cells) == usual and not row.is_ragged:
                cells = tuple((row.cells[i] or None) if i < len(row.cells) else None for i in columns)
                yield BudgetRow(slot.removeprefix("budget."), cells, texts)
            else:
                yield BudgetRow(slot.removeprefix("budget."), None, texts)


def _usual_width(rows: tuple[Row, ...]) -> int:
    """How many cells most rows of the budget have: one with fewer lost a border, and its figures moved."""
    widths = Counter(len(row.cells) for row in rows if any((s or "").startswith("budget") for s in row.slots))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _moved(rows: tuple[Row, ...], columns: list[int]) -> list[int]:
    """The year columns; one further where the heads stand one cell off and only so all rows fit them."""
    placed = [
        (label, {i for i in row.filled() if i > label})
        for row in rows
        for label, slot in enumerate(row.slots)
        if slot is not None and slot.startswith("budget.") and slot != "budget.executed" and not row.is_ragged
    ]
    for step in (0, 1, -1):
        moved = [column + step for column in columns]
        if all(figures <= set(moved) and label not in moved for label, figures in placed):
            return moved
    return columns


def _cabinet(rows: tuple[Row, ...]) -> Iterator[CabinetRow]:
    start = next((i for i, row in enumerate(rows) if row.column("cabinet_title") is not None), None)
    if start is None:
        return
    for row in rows[start + 1 :]:
        if any(row.slots):
            return
        filled = row.filled()
        dated = next((i for i in filled if i != filled[0] and _is_dates(row.cells[i])), None)
        if dated is not None and (title := [row.cells[i] for i in filled if i < dated]):
            rest = [row.cells[i] for i in filled if i > dated]
            yield CabinetRow(title[-1], row.cells[dated], _joined_cells(rest) if rest else None)


def _is_dates(cell: Text) -> bool:
    """A cell of dates begins with one; 「842団体 (H28.4.1時点)」 is no row of this table."""
    chars = cell.folded().chars
    found = find_dates(chars)
    return len(found) > 0 and not chars[: found[0].start].strip()
