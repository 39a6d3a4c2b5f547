"""What is read against the head of the report → only what does not contradict it, the rest as doubts.

A report cannot state results of a year after the one that it evaluates, its tables hold that year, and an
indicator has one number, the one by which the prose speaks of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from loaders.jp.head_years import head_years
from loaders.jp.markers import parse_number
from loaders.model import Budget, Head
from loaders.reading.facts import Reader
from loaders.reading.prose import expand
from loaders.slots import IndicatorCells, Slots
from loaders.text import joined

_PROSE = ("rating_words", "rating_reason", "analysis", "results", "next_term")
_JANUARY_TO_MARCH = 3


def check_head(reader: Reader, slots: Slots, head: Head) -> None:
    """Doubts a head whose years contradict each other: reports are made the year after."""
    made = reader.form.head.number_year.evaluated(head.number.value.year) + 1
    if reader.form.number_pattern is None:
        made = head.fiscal_year.value + 1
    month = head.evaluated_in.value if head.evaluated_in is not None else None
    dated = made if month is None else month.year - (month.month <= _JANUARY_TO_MARCH)
    if made != head.fiscal_year.value + 1 or dated != made:
        reader.doubt(
            "date-conflict", "head.year", slots.title, "評価書の番号・題名・実施時期の年が合わない。",
            "The years in the number, the title and the time of the evaluation do not fit each other.",
            str(head.fiscal_year.value), str(made), str(dated),
        )  # fmt: skip


def certain_indicators(reader: Reader, slots: Slots, evaluated: int) -> Slots:
    """The slots without indicators whose years or numbers contradict the rest of the report."""
    if not slots.indicators:
        if not any(issue.slot.startswith("indicator") for issue in reader.issues):
            reader.doubt(
                "missing-slot", "indicator", None, "測定指標の表が読めない。",
                "No table of indicators can be read.",
            )  # fmt: skip
        return slots
    if _columns_used(slots) > len(_head_years(reader, slots)):
        reader.doubt(
            "missing-slot",
            "indicator.years",
            slots.year_heads,
            "年度の見出しが足りない。測定指標の表は採用しない。",
            "There are fewer year heads than year columns; nothing of the indicator table is asserted.",
        )
        return replace(slots, indicators=())
    if slots.year_heads is not None and not _years_fit(reader, slots, evaluated):
        reader.doubt(
            "date-conflict", "indicator.years", slots.year_heads,
            "年度の見出しが評価対象の年度と合わない。測定指標の表は採用しない。",
            "The year heads do not fit the year evaluated; nothing of the indicator table is asserted.",
        )  # fmt: skip
        return replace(slots, indicators=())
    return replace(slots, indicators=tuple(_with_one_number(reader, slots)))


def _columns_used(slots: Slots) -> int:
    cells = [
        cell
        for indicator in slots.indicators
        for series in indicator.series
        for cell in (*series.targets, *series.actuals, *series.fused)
    ]
    return max((1 + max(cell.first or 0, cell.last or 0) for cell in cells), default=0)


def _head_years(reader: Reader, slots: Slots) -> list[int]:
    if slots.year_heads is None:
        return []
    heads = joined(slots.year_heads.folded()).chars
    return [y.fiscal_year for y in head_years(heads, reader.era) if y.fiscal_year is not None]


def _years_fit(reader: Reader, slots: Slots, evaluated: int) -> bool:
    years = _head_years(reader, slots)
    filled = {cell.first for cells in slots.indicators for series in cells.series for cell in series.actuals}
    last = max((years[i] for i in filled if i is not None), default=evaluated)
    return evaluated in years and last <= evaluated


def _with_one_number(reader: Reader, slots: Slots) -> Iterator[IndicatorCells]:
    numbers = [_number(cells) for cells in slots.indicators]
    counted, named = Counter(numbers), _named(reader, slots)
    for number, cells in zip(numbers, slots.indicators, strict=True):
        is_unknown = number not in named and len(named - set(numbers)) > 0
        if counted[number] == 1 and not is_unknown:
            yield cells
            continue
        reader.doubt(
            "conflict", "indicator.number", cells.number,
            f"測定指標{number}の番号が他の指標又は本文と合わない。この指標の値は採用しない。",
            f"The number {number} of this indicator is used twice or unknown to the prose.",
        )  # fmt: skip


def _number(cells: IndicatorCells) -> int:
    marker = parse_number(joined(cells.number.folded()).chars)
    assert marker is not None, "a layout only yields entries whose number it could read"
    return marker.value


def _named(reader: Reader, slots: Slots) -> set[int]:
    texts = [text for slot in _PROSE if (text := slots.single.get(slot)) is not None]
    return {
        number
        for text in texts
        for match in reader.form.indicator_reference.finditer(joined(text.folded()).chars)
        for number in expand(match["numbers"])
    }


def certain_budget(reader: Reader, slots: Slots, budget: Budget | None, evaluated: int) -> Budget | None:
    """The budget, unless it lacks the year evaluated or states money executed after it."""
    if budget is None:
        if slots.budget_years is None:
            reader.doubt("missing-slot", "budget", None, "予算表が読めない。", "No budget table can be read.")
        return None
    years = [column.fiscal_year.value for column in budget.columns]
    executed = [column.fiscal_year.value for column in budget.columns if column.executed is not None]
    if evaluated in years and max(executed, default=evaluated) <= evaluated:
        return budget
    reader.doubt(
        "date-conflict", "budget.years", slots.budget_years,
        "予算表の年度が評価対象の年度と合わない。予算表は採用しない。",
        "The years of the budget do not fit the year evaluated; nothing of the table is asserted.",
    )  # fmt: skip
    return None
