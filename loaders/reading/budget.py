"""Rows of the budget table → amounts by fiscal year, placed by their sums (READING 4.3, 7).

Where the layout shows the columns they are taken, and the sum a + b + c = total is a check. Where it does
not, every order-keeping placement of the figures is tried, and only what all placements with right sums
have in common is asserted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product

from loaders.jp.head_years import head_years
from loaders.jp.numbers import find_figures, format_number
from loaders.model import Budget, BudgetColumn, Confidence, Fact, Issue
from loaders.reading.facts import Reader
from loaders.slots import BudgetRow, Slots
from loaders.text import Text, joined

_ADDENDS = ("initial", "supplementary", "carry_over")
_TOLERANCE = 3
_LEAST_YEN = 1_000_000
_MAX_PLACEMENTS = 20_000
_MAX_BREAKS = 5
_NOTHING = frozenset("-－―−‐–—ー")
_STRANGER = re.compile(r"[\d,][^\s\d,.△▲−－‐()-]+[\d,]")
_BROKEN = re.compile(r"(?<=[\d,])\n(?=[\d,])")


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure in the printed unit."""

    value: Decimal
    text: Text


Placement = tuple[Amount | None, ...]


def read_budget(reader: Reader, slots: Slots) -> Budget | None:
    """The budget by fiscal year in yen; None when the form has no budget table."""
    if slots.budget_years is None or not slots.budget:
        return None
    heads = joined(slots.budget_years.folded())
    years = [
        (y.fiscal_year, heads.cut(y.start, y.end))
        for y in head_years(heads.chars, reader.era)
        if y.fiscal_year
    ]
    scale = _scale(reader, slots)
    if not years or scale is None:
        reader.doubt(
            "missing-slot",
            "budget",
            heads,
            "予算表の年度又は単位が読めない。",
            "Years or unit of the budget are not readable.",
        )
        return None
    if not _years_fit([year for year, _ in years], slots):
        reader.doubt(
            "ambiguous",
            "budget.years",
            heads,
            "予算表の年度の見出しが欠けている。予算表は採用しない。",
            "A year head of the budget table is missing; nothing of the table is asserted.",
        )
        return None
    rows: dict[str, list[Placement]] = {}
    for row in _without_odd_points(reader, slots.budget):
        rows.setdefault(row.kind, []).extend(_options(reader, row, len(years)))
    _report_lost_rows(reader, rows, slots)
    chosen, confidence = _choose(reader, rows, slots)
    if not _is_plausible(scale.value, chosen):
        reader.doubt(
            "ambiguous",
            "budget.scale",
            slots.budget_scale or heads,
            "予算額が円単位としては小さすぎる。単位の字が欠けた疑いがあり、予算表は採用しない。",
            "The amounts are too small for yen: the unit may have lost a letter. None of them is asserted.",
        )
        return None
    columns = tuple(
        _column(
            reader, reader.fact(year, text, "budget.years"), _Amounts(index, chosen, scale.value, confidence)
        )
        for index, (year, text) in enumerate(years)
    )
    return Budget(scale, columns)


def _without_odd_points(reader: Reader, rows: Sequence[BudgetRow]) -> Iterator[BudgetRow]:
    """The rows without figures that have a point where most of the table have none (37.722 for 37,722)."""
    figures = [f.value for row in rows for text in row.figures for f in find_figures(text.folded().chars)]
    with_point = [value for value in figures if not _is_whole(value)]
    if 2 * len(with_point) >= len([value for value in figures if value]):
        yield from rows
        return
    for row in rows:
        odd = [text for text in row.figures if _has_point(text)]
        for text in odd:
            reader.doubt(
                "ambiguous",
                f"budget.{row.kind}",
                text,
                "予算額の一つだけに小数点がある。桁区切りの読み違いの疑いがあり、採用しない。",
                "This amount alone has a decimal point, which may be a comma; it is not asserted.",
            )
        if not odd:
            yield row
        elif row.cells is not None:
            cells = tuple(None if cell is None or _has_point(cell) else cell for cell in row.cells)
            yield replace(row, cells=cells)


def _has_point(text: Text) -> bool:
    return any(not _is_whole(figure.value) for figure in find_figures(text.folded().chars))


def _is_whole(value: Decimal) -> bool:
    """Whether a figure was printed without decimals; 37.0 was printed with one."""
    return value.as_tuple().exponent == 0


def _years_fit(years: Sequence[int], slots: Slots) -> bool:
    """No year left out, as many cells to a row as years, and no row with more figures than years."""
    if any(row.cells is not None and len(row.cells) != len(years) for row in slots.budget):
        return False
    shown = [row for row in slots.budget if row.cells is None and len(row.figures) > 1]
    return list(years) == list(range(years[0], years[0] + len(years))) and all(
        len(row.figures) <= len(years) for row in shown
    )


def _is_plausible(scale: int, chosen: Mapping[str, Placement]) -> bool:
    """Whether a budget printed in yen reaches a million in some year; (千円) that lost its 千 does not."""
    figures = [abs(amount.value) for placement in chosen.values() for amount in placement if amount]
    return scale > 1 or not figures or max(figures) >= _LEAST_YEN


def _scale(reader: Reader, slots: Slots) -> Fact[int] | None:
    text = slots.budget_scale
    if text is None:
        return None
    folded = text.folded().squeezed()
    for unit, factor in sorted(reader.form.money.items(), key=lambda pair: -len(pair[0])):
        if (at := folded.chars.rfind(f"({unit})")) >= 0:
            return reader.fact(factor, folded.cut(at + 1, at + 1 + len(unit)), "budget.scale")
    return None


def _options(reader: Reader, row: BudgetRow, width: int) -> Iterator[Placement]:
    """Every placement of a row's figures over the years; one when the layout shows the columns."""
    if row.cells is not None:
        yield tuple(_single(reader, cell) if cell else None for cell in row.cells)
        return
    for figures in _readings(row):
        if len(figures) <= width:
            for places in combinations(range(width), len(figures)):
                placed = dict(zip(places, figures, strict=True))
                yield tuple(placed.get(i) for i in range(width))


def _readings(row: BudgetRow) -> Iterator[list[Amount]]:
    """The figures of a row; where a line ends between two digits, once as one figure and once as two."""
    texts = [text.folded() for text in row.figures]
    breaks = [(t, m.start()) for t, text in enumerate(texts) for m in _BROKEN.finditer(text.chars)]
    for joins in product((False, True), repeat=min(len(breaks), _MAX_BREAKS)):
        dropped = {place for place, join in zip(breaks, joins, strict=False) if join}
        kept = [t.keep(i for i in range(len(t)) if (n, i) not in dropped) for n, t in enumerate(texts)]
        if not any(_is_damaged(text) for text in kept):
            yield [amount for text in kept for amount in _amounts(text)]


def _is_damaged(text: Text) -> bool:
    """Whether digits are left that are no figure, or a stranger stands between two digits (69,7度0)."""
    rest = list(text.chars)
    for amount in find_figures(text.chars):
        rest[amount.start : amount.end] = " " * (amount.end - amount.start)
    return _STRANGER.search(text.chars) is not None or any(one.isdigit() for one in rest)


def _amounts(text: Text) -> list[Amount]:
    folded = text if text.chars.isascii() else text.folded()
    return [Amount(f.value, folded.cut(f.start, f.end)) for f in find_figures(folded.chars)]


def _single(reader: Reader, cell: Text) -> Amount | None:
    if cell.chars.strip() in _NOTHING:
        reader.label(cell)
        return None
    found = _amounts(cell)
    if len(found) == 1 and not _is_damaged(cell.folded()):
        return found[0]
    reader.doubt(
        "unparsed", "budget", cell, "予算欄の数字が読めない。", "A cell of the budget is no single figure."
    )
    return None


def _choose(
    reader: Reader, rows: Mapping[str, list[Placement]], slots: Slots
) -> tuple[dict[str, Placement], Confidence]:
    kinds = sorted(kind for kind in rows if kind != "executed")
    size = 1
    for kind in kinds:
        size *= max(1, len(rows[kind]))
    tries = product(*(rows[k] or [()] for k in kinds)) if size <= _MAX_PLACEMENTS else iter(())
    fitting = [c for c in tries if _is_right(dict(zip(kinds, c, strict=True)))]
    right = [c for c in fitting if _is_filled(dict(zip(kinds, c, strict=True)))] or fitting
    if right:
        chosen, confidence = _common(reader, kinds, right, slots), Confidence.PROVEN
    elif _has_run_together(reader, rows):
        chosen, confidence = {}, Confidence.READ
        _report_sums(reader, slots, chosen)
        reader.doubt(
            "ambiguous",
            "budget",
            slots.budget_years,
            "予算表の行が欠け、和も合計と合わない。二つの行がつながった疑いがあり、予算表は採用しない。",
            "A row of the budget is missing and the sums do not hold: two rows may have run together. "
            "None of its amounts is asserted.",
        )
    else:
        chosen, confidence = _only_placements(rows, kinds, slots), Confidence.READ
        _report_sums(reader, slots, chosen)
    chosen.update(_executed(reader, rows.get("executed", []), chosen.get("total"), slots))
    return chosen, confidence


def _has_run_together(reader: Reader, rows: Mapping[str, list[Placement]]) -> bool:
    """Whether a row that the form prints is missing where the sums do not hold, or cannot be formed."""
    parts = (*_ADDENDS, "total", "executed")
    return any(kind not in rows and reader.form.prints(f"budget.{kind}") for kind in parts)


def _only_placements(
    rows: Mapping[str, list[Placement]], kinds: Sequence[str], slots: Slots
) -> dict[str, Placement]:
    """What the columns show without sums; in drawn text the first row fills all years."""
    unseen = {row.kind for row in slots.budget if row.cells is None}
    if all(row.cells is None for row in slots.budget):
        unseen -= {_ADDENDS[0]}
    return {kind: rows[kind][0] for kind in kinds if len(rows[kind]) == 1 and kind not in unseen}


def _executed(
    reader: Reader, options: Sequence[Placement], total: Placement | None, slots: Slots
) -> dict[str, Placement]:
    """Money is executed in just the years that have a total; a row that fits them in one way is placed."""
    filled = [t is not None for t in total] if total else []
    fitting = [o for o in options if [a is not None for a in o] == filled]
    if len(fitting) == 1:
        return {"executed": fitting[0]}
    text = next((f for row in slots.budget if row.kind == "executed" for f in row.figures), None)
    if text is not None:
        reader.doubt(
            "ambiguous",
            "budget.executed",
            text,
            "執行額の行が合計のある年度と合わない。値は採用しない。",
            "The row of executed money does not fit the years that have a total; it is not asserted.",
        )
    return {}


def _is_right(chosen: Mapping[str, Placement]) -> bool:
    """Sums hold within one printed unit per addend; a blank cell adds nothing."""
    total = chosen.get("total")
    if not total:
        return False
    for index, stated in enumerate(total):
        if stated is None:
            continue
        placed = [row[index] for kind in _ADDENDS if (row := chosen.get(kind))]
        if abs(sum(amount.value for amount in placed if amount is not None) - stated.value) > _TOLERANCE:
            return False
    return True


def _is_filled(chosen: Mapping[str, Placement]) -> bool:
    """Whether every addend is printed in each year that has a total: then no figure may be elsewhere."""
    total = chosen.get("total") or ()
    rows = [chosen.get(kind) or (None,) * len(total) for kind in _ADDENDS]
    return all(all(row[i] for row in rows) for i, stated in enumerate(total) if stated is not None)


def _common(
    reader: Reader, kinds: Sequence[str], right: Sequence[tuple[Placement, ...]], slots: Slots
) -> dict[str, Placement]:
    chosen: dict[str, Placement] = {}
    for index, kind in enumerate(kinds):
        columns = list(zip(*(placement[index] for placement in right), strict=True))
        agreed = [len({amount.value if amount else None for amount in column}) == 1 for column in columns]
        first = right[0][index]
        chosen[kind] = tuple(a if sure else None for a, sure in zip(first, agreed, strict=True))
        if all(agreed):
            continue
        text = next(row.figures[0] for row in slots.budget if row.kind == kind)
        reader.doubt(
            "ambiguous",
            f"budget.{kind}",
            text,
            "列の位置を一つに決められない数字がある。その値は採用しない。",
            "Several placements of this row satisfy the sums; where they differ nothing is asserted.",
        )
    return chosen


def _report_lost_rows(reader: Reader, rows: Mapping[str, list[Placement]], slots: Slots) -> None:
    for kind in (*_ADDENDS, "total", "executed"):
        if kind not in rows:
            reader.doubt(
                "missing-slot",
                f"budget.{kind}",
                slots.budget_years,
                "予算表の行が原文にない。",
                "A row of the budget is not in the source.",
            )


def _report_sums(reader: Reader, slots: Slots, chosen: Mapping[str, Placement]) -> None:
    """Each sum that does not hold, with its addends; where no columns are seen, the row of totals."""
    for row in slots.budget:
        if row.kind != "total" or not row.figures:
            continue
        stated = chosen.get("total")
        if row.cells is None or stated is None:
            _report_sum(
                reader,
                row.figures[0],
                [r.figures[0] for r in slots.budget if r.kind in _ADDENDS and r.figures],
            )
            continue
        for index, total in enumerate(stated):
            addends = [a for kind in _ADDENDS if (cells := chosen.get(kind)) and (a := cells[index])]
            found = sum((a.value for a in addends), Decimal(0))
            if total is not None and abs(found - total.value) > _TOLERANCE:
                _report_sum(reader, total.text, [a.text for a in addends], format_number(found))


def _report_sum(reader: Reader, total: Text, addends: Sequence[Text], *found: str) -> None:
    is_at = f" ({found[0]})" if found else ""
    reader.issues.append(
        Issue(
            "warning",
            "sum-mismatch",
            "budget.total",
            f"当初・補正・繰越しの和{is_at.strip()}が合計と合わない。両方を残す。",
            f"Initial, supplementary and carry-over{is_at} do not add up to the total; both are kept.",
            total.strip().span(),
            (reader.printed(total), *found),
            tuple(addend.strip().span() for addend in addends if addend.strip()),
        )
    )


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The placed figures of one column, with their scale in yen."""

    index: int
    chosen: Mapping[str, Placement]
    scale: int
    confidence: Confidence

    def fact(self, reader: Reader, kind: str) -> Fact[int] | None:
        placement = self.chosen.get(kind)
        found = placement[self.index] if placement else None
        if found is None:
            return None
        return reader.fact(int(found.value * self.scale), found.text, "budget.sum", self.confidence)


def _column(reader: Reader, year: Fact[int], amounts: _Amounts) -> BudgetColumn:
    return BudgetColumn(
        year,
        amounts.fact(reader, "initial"),
        amounts.fact(reader, "supplementary"),
        amounts.fact(reader, "carry_over"),
        amounts.fact(reader, "total"),
        amounts.fact(reader, "executed"),
    )
