"""Rows of the indicator table → cells of each indicator, whatever their shift (READING 6.1 A3-A18, 7).

An upper row holds number, name, baseline, yearly targets, final target and achievement; the lower row holds
the actuals. Rows are anchored on the number cell or on the achievement mark, actuals on their dates. A row
that fits neither kind, or whose units are not those of the row above, ends the indicator: its values and
those of the rows that hang on it are not asserted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.form import Form
from loaders.jp.eras import Era
from loaders.jp.head_years import head_years
from loaders.layouts import grid_doubts as doubts
from loaders.layouts.evidence import (
    has_year_mark,
    is_bare_number,
    is_dash,
    is_name,
    is_number,
    number_of,
    units_of,
)
from loaders.layouts.placement import Placed, place_actuals
from loaders.model import Issue, Span
from loaders.slots import IndicatorCells, SeriesCells, YearCell
from loaders.text import Text

_IN_ORDER = (
    "objective", "means", "indicator", "baseline", "yearly_targets", "final_target", "achievement",
)  # fmt: skip
TABLE_SLOTS = frozenset({*_IN_ORDER, "yearly_actuals"})
_OPENING = (
    12  # as many equal characters: the cells of the years repeat one wording, and 【年度】 is glued to it
)
Cells = tuple[Text, ...]
Labelled = tuple[Cells, tuple[str | None, ...]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a data row keeps its parts; counted from the number cell."""

    number: int
    objective: int | None
    means: int | None
    years: tuple[int, ...]

    @property
    def first_year(self) -> int:
        """The column of the first year."""
        return self.number + 3

    @property
    def final(self) -> int:
        """The column of the final target."""
        return self.first_year + len(self.years)


@dataclass(slots=True)
class IndicatorTable:
    """What was found: cells by indicator, the heads of the year columns, doubts, signs for nothing."""

    indicators: list[IndicatorCells] = field(default_factory=list[IndicatorCells])
    heads: Text | None = None
    issues: list[Issue] = field(default_factory=list[Issue])
    labels: list[Span] = field(default_factory=list[Span])


def place_indicators(rows: Sequence[Labelled], form: Form, era: Era | None) -> IndicatorTable:
    """The cells of each indicator in printed order; no indicator when the heads do not fit the columns."""
    table = IndicatorTable()
    start = next(
        (i for i, (_, slots) in enumerate(rows) if "indicator" in slots and "baseline" in slots), None
    )
    if start is None:
        return table
    body = list(_table_rows(rows[start + 1 :]))
    heads = [cells for cells in body if is_year_heads(cells)]
    data = [cells for cells in body if not is_year_heads(cells)]
    columns = _columns(rows[start], data, heads[0], era) if heads else None
    if columns is None:
        return table
    if not _heads_fit(rows[start], columns, heads, data, form):
        table.issues.append(doubts.heads_lost(next(cell for cell in heads[0] if cell)))
        return table
    _Collector(columns, form, table).collect(data)
    table.heads = _whole([cell for cell in heads[0] if cell])
    return table


def _whole(cells: Sequence[Text]) -> Text:
    whole = cells[0]
    for cell in cells[1:]:
        whole = whole + cell
    return whole


def _table_rows(rows: Sequence[Labelled]) -> Iterator[Cells]:
    """The rows down to the next label; one without any cell stands for a row that was lost."""
    for cells, slots in rows:
        if any(slot is not None and slot not in TABLE_SLOTS for slot in slots):
            return
        if not cells or (any(cells) and not any(slots)):
            yield cells


def is_year_heads(cells: Cells) -> bool:
    """A row that holds fiscal years and nothing else."""
    texts = [cell.folded().squeezed().chars for cell in cells if cell]
    return len(texts) > 0 and all(
        text.endswith("年度") and len(text) <= len("令和元年度") + 1 for text in texts
    )


def _columns(header: Labelled, data: Sequence[Cells], heads: Cells, era: Era | None) -> Columns | None:
    places = Counter(place for cells in data if (place := _number_column(cells)) is not None)
    if not places:
        return None
    number = min(place for place, count in places.items() if count == max(places.values()))
    at = header[1].index("indicator")
    years = _fiscal_years(heads, era)
    return Columns(
        number, _offset(header, "objective", at, number), _offset(header, "means", at, number), years
    )


def _offset(header: Labelled, slot: str, at: int, number: int) -> int | None:
    return number - (at - header[1].index(slot)) if slot in header[1] else None


def _fiscal_years(heads: Cells, era: Era | None) -> tuple[int, ...]:
    words = "、".join(cell.folded().squeezed().chars for cell in heads if cell)
    return tuple(found.fiscal_year or 0 for found in head_years(words, era))


def _number_column(cells: Cells) -> int | None:
    """The first column whose cell is only a number and stands before a name."""
    return next((i for i in range(len(cells) - 1) if _is_anchor(cells, i)), None)


def _is_anchor(cells: Cells, column: int) -> bool:
    if not 0 <= column < len(cells) - 1 or not cells[column] or not cells[column + 1]:
        return False
    return is_number(cells[column]) and is_name(cells[column + 1])


def _heads_fit(
    header: Labelled, columns: Columns, heads: Sequence[Cells], data: Sequence[Cells], form: Form
) -> bool:
    """As many heads as columns between base and final target, no year left out, no column elsewhere."""
    signs = [_sign_column(cells, form) for cells in data if _is_anchor(cells, columns.number)]
    usual = Counter(sign for sign in signs if sign is not None).most_common(1)
    printed = [slot for slot in header[1] if slot in _IN_ORDER]
    words = {tuple(cell.folded().squeezed().chars for cell in cells if cell) for cells in heads}
    years = columns.years
    return (
        (not usual or usual[0][0] == columns.final + 1)
        and list(years) == list(range(years[0], years[0] + len(years)))
        and printed == sorted(printed, key=_IN_ORDER.index)
        and len(words) == 1
    )


def _sign_column(cells: Cells, form: Form) -> int | None:
    """The column of the last cell, when it holds a sign of the achievement column."""
    last = max((i for i, cell in enumerate(cells) if cell), default=None)
    return last if last is not None and cells[last].folded().chars.strip() in form.achievement else None


@dataclass(frozen=True, slots=True)
class _Shifted:
    """The cells of a row by the column in which they should stand; a sign for nothing is no content."""

    cells: Cells
    shift: int

    def __getitem__(self, column: int | None) -> Text | None:
        if column is None or not 0 <= column + self.shift < len(self.cells):
            return None
        cell = self.cells[column + self.shift]
        return None if not cell or is_dash(cell) else cell


@dataclass(slots=True)
class _Collector:
    """Walks over the rows; `current` is the indicator that further rows may belong to."""

    columns: Columns
    form: Form
    table: IndicatorTable
    current: IndicatorCells | None = None
    objective: Text | None = None
    means: Text | None = None
    last: tuple[str, ...] = ()
    number: int = 0

    def collect(self, data: Sequence[Cells]) -> None:
        """Fills the table from the rows in printed order."""
        rows = [self._without_strays(cells) for cells in data if not self._is_repeated(cells)]
        index = 0
        while index < len(rows):
            lower = rows[index + 1] if index + 1 < len(rows) else None
            index += self._take(rows[index], lower)
        self._close()

    def _is_repeated(self, cells: Cells) -> bool:
        """A row with the words of the row before it was printed twice."""
        words = tuple(cell.chars for cell in cells)
        is_same, self.last = words == self.last, words
        return is_same

    def _take(self, cells: Cells, lower: Cells | None) -> int:
        """Takes one row, or two when the next one holds its actuals; returns how many."""
        anchor, sign = self._anchor(cells), self._sign(cells)
        if anchor is None and sign is None:
            self._close(lost=not cells or self._is_lower(cells))
            if self._is_lower(cells):
                self.table.issues.append(doubts.no_targets(cells))
            return 1
        has_lower = lower is not None and self._is_lower(lower)
        shift = anchor - self.columns.number if anchor is not None else (sign or 0) - self.columns.final - 1
        if anchor is None and (self.current is None or any(cells[: self.columns.number + 2])):
            self._close(lost=True)
            self.table.issues.append(doubts.no_number(cells))
            return 1 + has_lower
        fits = lower is None or not has_lower or self._is_alike(cells, lower)
        if not fits:
            assert lower is not None
            self.table.issues.append(doubts.other_units(lower))
        self._add(cells, shift, anchor, lower if has_lower and fits else None)
        if not fits:
            self._close(lost=True)
        return 1 + has_lower

    def _add(self, cells: Cells, shift: int, anchor: int | None, lower: Cells | None) -> None:
        at = _Shifted(cells, shift)
        sign = self._sign(cells)
        series = self._series(at, None if sign is None else sign - shift, lower)
        if anchor is None:
            assert self.current is not None
            if self._is_alike(cells, self._cells_of(self.current)):
                self.current = replace(self.current, series=(*self.current.series, series))
            else:
                self._close()
                self.table.issues.append(doubts.no_number(cells))
            return
        before, self.number = self.number, number_of(cells[anchor])
        self._close(lost=self.number != before + 1)
        self.objective = at[self.columns.objective] or self.objective
        self.means = at[self.columns.means] or self.means
        self.current = IndicatorCells(cells[anchor], cells[anchor + 1], self.objective, self.means, (series,))

    def _close(self, *, lost: bool = False) -> None:
        """Ends the indicator; where a row was lost, an objective or means may have been lost with it."""
        if self.current is not None:
            self.table.indicators.append(self.current)
        self.current = None
        if lost:
            self.objective = self.means = None

    def _anchor(self, cells: Cells) -> int | None:
        """The column of the number; a row that is shifted shows it by its sign of achievement."""
        number = self.columns.number
        near = (number, number - 1, number + 1) if _sign_column(cells, self.form) is not None else (number,)
        return next((column for column in near if _is_anchor(cells, column)), None)

    def _sign(self, cells: Cells) -> int | None:
        """The column of the achievement sign; a dash may also stand for a blank cell further left."""
        column = _sign_column(cells, self.form)
        if column is None:
            return None
        anchor = self._anchor(cells)
        if anchor is None and is_dash(cells[column]) and not self._has_goal(cells):
            return None
        if is_dash(cells[column]) and column and cells[column - 1].chars.strip() in self.form.achievement:
            return column - 1
        usual = self.columns.final + 1 + (anchor - self.columns.number if anchor is not None else 0)
        lowest = usual if is_dash(cells[column]) else usual - 1
        return column if lowest <= column <= usual + 1 else None

    def _has_goal(self, cells: Cells) -> bool:
        """A further series has a base or a final target; a row of actuals may only end in a dash."""
        ends = (self.columns.number + 2, self.columns.final)
        return any(i < len(cells) and has_year_mark(cells[i]) for i in ends)

    def _is_lower(self, cells: Cells) -> bool:
        filled = [i for i, cell in enumerate(cells) if cell]
        return (
            self._anchor(cells) is None
            and self._sign(cells) is None
            and len(filled) > 0
            and filled[0] >= self.columns.first_year - 2
        )

    def _is_alike(self, upper: Cells, lower: Cells) -> bool:
        one, other = units_of(upper, self.form), units_of(lower, self.form)
        return not one or not other or not one.isdisjoint(other)

    def _cells_of(self, cells: IndicatorCells) -> Cells:
        first = cells.series[0]
        years = (cell.text for cell in (*first.targets, *first.actuals, *first.fused))
        return tuple(cell for cell in (first.baseline, *years, first.final) if cell is not None)

    def _without_strays(self, cells: Cells) -> Cells:
        """Drops bare numbers where the other value cells of the row carry units or words."""
        anchor = self._anchor(cells)
        start = self.columns.number + 2 if anchor is None else anchor + 2
        values = [cell for cell in cells[start:] if cell and not is_dash(cell)]
        all_bare = all(is_bare_number(cell) for cell in values)
        kept = list(cells)
        for column, cell in enumerate(cells):
            is_value = column >= start
            if cell and column != anchor and is_bare_number(cell) and not (is_value and all_bare):
                if anchor is None and column == self.columns.number and self._sign(cells) is not None:
                    continue
                kept[column] = Text.empty()
                self.table.issues.append(doubts.stray_number(cell))
        self.table.labels.extend(cell.span() for cell in cells if cell and is_dash(cell))
        return tuple(kept)

    def _series(self, at: _Shifted, sign: int | None, lower: Cells | None) -> SeriesCells:
        columns = self.columns
        mark = at.cells[sign + at.shift] if sign is not None else self._unknown_mark(at)
        years = [(i, text) for i in range(len(columns.years)) if (text := at[columns.first_year + i])]
        final = at[columns.final] if columns.final != sign else None
        baseline = at[columns.number + 2]
        if sign is None and (self._is_torn(at) or (lower is None and self._has_swallowed(at, years))):
            self.table.issues.append(doubts.short_row(at.cells))
            return SeriesCells(baseline=_marked(baseline))
        has_moved = sign is not None and sign > columns.final + 1
        if has_moved or (lower is not None and any(has_year_mark(text) for _, text in years)):
            self.table.issues.append(doubts.short_row(at.cells))
            final = years[-1][1] if self._is_short(sign, years) else _marked(final)
            baseline, years = _marked(baseline), []
        if lower is None and years:
            fused = tuple(YearCell(text, i, i, "cell.fused") for i, text in years)
            return SeriesCells(baseline=baseline, fused=fused, final=final, achievement=mark)
        cells = [YearCell(text, i, i, "row.upper") for i, text in years]
        values = [(i, cell) for i, cell in enumerate(lower or ()) if cell]
        targets = tuple(self._merged(cells, len(values), final))
        placed = place_actuals(values, columns.first_year, columns.years, {i for i, _ in years})
        self.table.issues.extend(placed.issues)
        return SeriesCells(
            baseline=baseline, targets=targets, actuals=_year_cells(placed), final=final, achievement=mark
        )

    def _is_torn(self, at: _Shifted) -> bool:
        """A row without a mark that runs into another row, or whose cells end before the final target."""
        columns = self.columns
        beyond = at[columns.final + 1]
        is_longer = any(at.cells[columns.final + 2 + at.shift :])
        is_mark = beyond is None or not (has_year_mark(beyond) or units_of((beyond,), self.form))
        baseline = at[columns.number + 2]
        ends = at[columns.final] is None and baseline is not None and not has_year_mark(baseline)
        return is_longer or not is_mark or (ends and len(at.cells) <= columns.final + at.shift)

    def _has_swallowed(self, at: _Shifted, years: Sequence[tuple[int, Text]]) -> bool:
        """Figures of years without final target, mark or actuals: the row ran into that of the actuals."""
        ends = (at[self.columns.final], at[self.columns.final + 1])
        return len(years) > 1 and ends == (None, None) and not any(" " in text.chars for _, text in years)

    def _unknown_mark(self, at: _Shifted) -> Text | None:
        """What stands in the column of the mark and is none that the form knows."""
        return at[self.columns.final + 1] if self.form.prints("achievement") and at.shift == 0 else None

    def _is_short(self, sign: int | None, years: Sequence[tuple[int, Text]]) -> bool:
        """A cell is lost and the others moved up: the final target with its 【year】 stands under a year."""
        if sign != self.columns.final or len(years) < 1 or not has_year_mark(years[-1][1]):
            return False
        opening = years[-1][1].chars[:_OPENING]
        return not any(len(opening) == _OPENING and text.chars.startswith(opening) for _, text in years[:-1])

    def _merged(self, targets: list[YearCell], filled: int, final: Text | None) -> Iterator[YearCell]:
        """One target in the first column under which every year is filled was merged over the years."""
        width = len(self.columns.years)
        single = len(targets) == 1 and targets[0].first == 0 and width > 1
        for target in targets:
            if not (single and filled == width):
                yield target
            elif final is not None:
                yield YearCell(target.text, 0, None, "cell.merged")
            else:
                self.table.issues.append(doubts.year_not_known(target.text))


def _marked(cell: Text | None) -> Text | None:
    """A base or a final target only with its year: another cell may have moved there."""
    return cell if cell is not None and has_year_mark(cell) else None


def _year_cells(placed: Placed) -> tuple[YearCell, ...]:
    return tuple(
        YearCell(text, column, column, placed.rule) for column, text in placed.cells if not is_dash(text)
    )
