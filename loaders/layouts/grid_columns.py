"""Rows of an indicator table with one row to an indicator → cells of each, by the columns of the heads.

The year columns hold actuals. Nothing is moved here: a row that does not fit its heads is not asserted, since
no second row shows what moved. The number stands in a cell of its own or at the head of the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.form import Form
from loaders.jp.eras import Era
from loaders.jp.head_years import head_years
from loaders.layouts import grid_doubts as doubts
from loaders.layouts.evidence import is_dash, is_number
from loaders.layouts.grid_indicators import TABLE_SLOTS, IndicatorTable, Labelled, is_year_heads
from loaders.model import Span
from loaders.slots import IndicatorCells, SeriesCells, YearCell
from loaders.text import Text, joined

Cells = tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Heads:
    """The column of each part; `years` are columns, `number` is None where it stands before the name."""

    at: dict[str, int]
    number: int | None
    years: tuple[int, ...]

    def cell(self, cells: Cells, slot: str) -> Text | None:
        """The cell of a part, None where it is blank or the form has no such part."""
        column = self.at.get(slot)
        return cells[column] if column is not None and column < len(cells) and cells[column] else None

    def known(self) -> set[int]:
        """Every column that belongs to a part."""
        return {*self.at.values(), *self.years, *(() if self.number is None else (self.number,))}


def place_columns(rows: Sequence[Labelled], form: Form, era: Era | None) -> IndicatorTable:
    """The cells of each indicator in printed order; none when heads and columns do not fit."""
    table = IndicatorTable()
    start = next(
        (i for i, (_, slots) in enumerate(rows) if "indicator" in slots and "baseline" in slots), None
    )
    if start is None:
        return table
    body = list(_body(rows[start + 1 :]))
    heads = next((cells for cells in body if is_year_heads(cells)), None)
    found = _heads(rows[start], heads, era) if heads is not None else None
    if heads is None or found is None:
        table.issues.append(doubts.heads_lost(next(cell for cell in rows[start][0] if cell)))
        return table
    objective = means = None
    for cells in body:
        if is_year_heads(cells):
            continue
        objective = found.cell(cells, "objective") or objective
        means = found.cell(cells, "means") or means
        _take(cells, found, form, table, (objective, means))
    table.heads = _whole([cell for cell in heads if cell])
    return table


def _body(rows: Sequence[Labelled]) -> Iterator[Cells]:
    for cells, slots in rows:
        if any(slot is not None and slot not in TABLE_SLOTS for slot in slots):
            return
        if any(cells) and not any(slots):
            yield cells


def _heads(header: Labelled, heads: Cells, era: Era | None) -> _Heads | None:
    """The columns, when the year heads stand below the label of the actuals and leave no year out."""
    at = {slot: i for i, slot in enumerate(header[1]) if slot is not None}
    years = tuple(i for i, cell in enumerate(heads) if cell)
    first = at.pop("yearly_actuals", None)
    following = [i for i in at.values() if first is not None and i > first]
    end = min(following, default=len(heads))
    words = "、".join(heads[i].folded().squeezed().chars for i in years)
    stated = [year.fiscal_year for year in head_years(words, era)]
    in_order = (
        bool(stated) and stated[0] is not None and stated == [stated[0] + i for i in range(len(stated))]
    )
    if first is None or years != tuple(range(first, end)) or len(stated) != len(years) or not in_order:
        return None
    beside = at["indicator"] + 1
    has_number = beside < len(header[0]) and not header[0][beside] and beside not in {*at.values(), *years}
    if not has_number:
        return _Heads(at, None, years)
    return _Heads({**at, "indicator": beside}, at["indicator"], years)


def _take(
    cells: Cells, heads: _Heads, form: Form, table: IndicatorTable, above: tuple[Text | None, Text | None]
) -> None:
    number, name = _number_and_name(cells, heads, form)
    if number is not None and (before := _before(number, heads.cell(cells, "indicator"))) is not None:
        table.labels.append(before)
    strays = [cell for i, cell in enumerate(cells) if cell and i not in heads.known()]
    if number is None or name is None or strays:
        table.issues.append(doubts.row_does_not_fit(cells))
        return
    values = [(i, cells[column]) for i, column in enumerate(heads.years) if column < len(cells)]
    table.labels.extend(cell.span() for _, cell in values if cell and is_dash(cell))
    actuals = tuple(
        YearCell(cell, i, i, "row.place.position") for i, cell in values if cell and not is_dash(cell)
    )
    series = SeriesCells(
        baseline=_stated(heads.cell(cells, "baseline")),
        actuals=actuals,
        final=_stated(heads.cell(cells, "final_target")),
        achievement=heads.cell(cells, "achievement"),
    )
    table.indicators.append(IndicatorCells(number, name, *above, (series,)))


def _before(number: Text, cell: Text | None) -> Span | None:
    """The words of the form before a number that is glued to its name: 業績指標 in 業績指標５散歩道."""
    if cell is None or cell.starts[0] >= number.starts[0]:
        return None
    return Span(cell.starts[0], number.starts[0])


def _stated(cell: Text | None) -> Text | None:
    return None if cell is None or is_dash(cell) else cell


def _number_and_name(cells: Cells, heads: _Heads, form: Form) -> tuple[Text | None, Text | None]:
    name = heads.cell(cells, "indicator")
    if heads.number is not None:
        number = cells[heads.number] if heads.number < len(cells) else None
        return (number if number and is_number(number) else None), name
    if name is None:
        return None, None
    flat = joined(name.folded())
    match = form.indicator_pattern.match(flat.chars)
    if match is None:
        return None, name
    return flat.cut(*match.span("number")), flat.cut(*match.span("name"))


def _whole(cells: Sequence[Text]) -> Text:
    whole = cells[0]
    for cell in cells[1:]:
        whole = whole + cell
    return whole
