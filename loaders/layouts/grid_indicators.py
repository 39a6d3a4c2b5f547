"""Rows of the indicator table → cells of each indicator, whatever their shift (READING 6.1 A3-A18, 7).

An upper row holds number, name, baseline, yearly targets, final target and achievement; the lower row holds
the actuals. Rows are anchored on the number cell or on the achievement mark, actuals on their dates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.form import Form
from loaders.jp.eras import Era, find_years
from loaders.jp.markers import parse_number
from loaders.layouts.placement import Placed, place_actuals
from loaders.model import Issue, Span
from loaders.slots import IndicatorCells, SeriesCells, YearCell
from loaders.text import Text

TABLE_SLOTS = frozenset(
    {
        "objective",
        "means",
        "indicator",
        "baseline",
        "yearly_targets",
        "yearly_actuals",
        "final_target",
        "achievement",
    }
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


def place_indicators(
    rows: Sequence[Labelled], form: Form, era: Era | None
) -> tuple[tuple[IndicatorCells, ...], Text | None, tuple[Issue, ...]]:
    """The cells of each indicator in printed order, the heads of the year columns, and what was doubtful."""
    start = next(
        (i for i, (_, slots) in enumerate(rows) if "indicator" in slots and "baseline" in slots), None
    )
    if start is None:
        return (), None, ()
    body = list(_table_rows(rows[start + 1 :]))
    heads = next((cells for cells in body if _is_year_heads(cells)), None)
    data = [cells for cells in body if cells is not heads]
    if heads is None:
        return (), None, ()
    columns = _columns(rows[start], data, heads, era)
    if columns is None:
        return (), None, ()
    issues: list[Issue] = []
    if not _heads_fit(columns, data, form):
        return (), None, (_heads_lost(heads),)
    found = tuple(_entries(data, columns, form, issues))
    year_heads = [cell for cell in heads if cell]
    whole = year_heads[0]
    for cell in year_heads[1:]:
        whole = whole + cell
    return found, whole, tuple(issues)


def _table_rows(rows: Sequence[Labelled]) -> Iterator[Cells]:
    for cells, slots in rows:
        if any(slot is not None and slot not in TABLE_SLOTS for slot in slots):
            return
        if any(cells) and not any(slots):
            yield cells


def _is_year_heads(cells: Cells) -> bool:
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
    return tuple(found.fiscal_year or 0 for found in find_years(words, era))


def _number_column(cells: Cells) -> int | None:
    """The column of the cell that is only a number and stands before a name."""
    for column, cell in enumerate(cells[:-1]):
        if cell and cells[column + 1] and _is_number(cell):
            return column
    return None


def _is_number(cell: Text) -> bool:
    folded = cell.folded().chars
    marker = parse_number(folded)
    return marker is not None and len(folded.strip()) <= 2 + len("第")


def _entries(
    data: Sequence[Cells], columns: Columns, form: Form, issues: list[Issue]
) -> Iterator[IndicatorCells]:
    current: IndicatorCells | None = None
    objective = means = None
    for index, cells in enumerate(data):
        lower = data[index + 1] if index + 1 < len(data) else None
        has_lower = lower is not None and _number_column(lower) is None and not _has_mark(lower, form)
        anchor = _number_column(cells)
        if anchor is None and not _has_mark(cells, form):
            continue
        shift = (anchor if anchor is not None else _mark_column(cells, form)) - (
            columns.number if anchor is not None else columns.final + 1
        )
        at = _Shifted(cells, shift)
        if anchor is None and any(cells[: columns.number + 2]):
            issues.append(_no_number(cells))
            if current is not None:
                yield current
            current = None
            continue
        series = _series(at, columns, lower if has_lower else None, form, issues)
        if anchor is None:
            if current is not None:
                current = replace(current, series=(*current.series, series))
            continue
        if current is not None:
            yield current
        objective = at[columns.objective] or objective
        means = at[columns.means] or means
        current = IndicatorCells(cells[anchor], cells[anchor + 1], objective, means, (series,))
    if current is not None:
        yield current


@dataclass(frozen=True, slots=True)
class _Shifted:
    cells: Cells
    shift: int

    def __getitem__(self, column: int | None) -> Text | None:
        if column is None or not 0 <= column + self.shift < len(self.cells):
            return None
        return self.cells[column + self.shift] or None


def _has_mark(cells: Cells, form: Form) -> bool:
    last = next((cell for cell in reversed(cells) if cell), None)
    return last is not None and last.folded().chars.strip() in form.achievement


def _mark_column(cells: Cells, form: Form) -> int:
    return max(i for i, cell in enumerate(cells) if cell and cell.folded().chars.strip() in form.achievement)


def _series(
    at: _Shifted, columns: Columns, lower: Cells | None, form: Form, issues: list[Issue]
) -> SeriesCells:
    mark_column = _mark_column(at.cells, form) - at.shift if _has_mark(at.cells, form) else None
    mark = at[mark_column]
    years = [(i, text) for i in range(len(columns.years)) if (text := at[columns.first_year + i])]
    final = at[columns.final] if columns.final != mark_column else None
    baseline = at[columns.number + 2]
    if lower is None and years:
        fused = tuple(YearCell(text, i, i, "cell.fused") for i, text in years)
        return SeriesCells(baseline=baseline, fused=fused, final=final, achievement=mark)
    cells = [YearCell(text, i, i, "row.upper") for i, text in years]
    targets = tuple(_merged(cells, lower, columns, final, issues))
    placed = place_actuals(_lower_cells(lower), columns.first_year, columns.years, {i for i, _ in years})
    issues.extend(placed.issues)
    return SeriesCells(
        baseline=baseline, targets=targets, actuals=_year_cells(placed), final=final, achievement=mark
    )


def _lower_cells(lower: Cells | None) -> list[tuple[int, Text]]:
    return [(i, cell) for i, cell in enumerate(lower or ()) if cell]


def _year_cells(placed: Placed) -> tuple[YearCell, ...]:
    return tuple(YearCell(text, column, column, placed.rule) for column, text in placed.cells)


def _merged(
    targets: list[YearCell], lower: Cells | None, columns: Columns, final: Text | None, issues: list[Issue]
) -> Iterator[YearCell]:
    """One target in the first column, over actuals of every year, was a cell merged over the years."""
    single = len(targets) == 1 and targets[0].first == 0 and len(columns.years) > 1
    filled = len(_lower_cells(lower)) == len(columns.years)
    for target in targets:
        if not (single and filled):
            yield target
        elif final is not None:
            yield YearCell(target.text, 0, None, "cell.merged")
        else:
            issues.append(_year_not_known(target.text))


def _heads_fit(columns: Columns, data: Sequence[Cells], form: Form) -> bool:
    """As many heads as there are columns between the base and the final target, and no year left out."""
    marks = Counter(_mark_column(cells, form) for cells in data if _has_mark(cells, form))
    usual = marks.most_common(1)[0][0] if marks else columns.final + 1
    years = columns.years
    return usual == columns.final + 1 and list(years) == list(range(years[0], years[0] + len(years)))


def _heads_lost(heads: Cells) -> Issue:
    return Issue(
        "error",
        "ambiguous",
        "indicator.years",
        "年度の見出しが列の数と合わない。測定指標の表は採用しない。",
        "The year heads do not fit the columns of the indicator table; nothing of the table is asserted.",
        next(cell.span() for cell in heads if cell),
    )


def _no_number(cells: Cells) -> Issue:
    filled = [cell for cell in cells if cell]
    return Issue(
        "error",
        "missing-slot",
        "indicator.number",
        "測定指標の番号又は名称がない行。この行と次の実績の行の値は採用しない。",
        "This row has no number or no name of an indicator; its values are not asserted.",
        Span(filled[0].span().start, filled[-1].span().end),
    )


def _year_not_known(text: Text) -> Issue:
    return Issue(
        "warning",
        "ambiguous",
        "indicator.target",
        "年度ごとの目標が最初の列だけにあり、どの年度の目標か分からない。",
        "One target stands in the first year column only; the year that it is for is not certain.",
        text.span(),
    )
