"""Figures of the prose beside the cells of the table → figures that repeat a cell, and contradictions.

Nothing is corrected: a figure that says what a cell says is flagged `restated`; one that says another value
of the same thing and the same year is flagged `conflict`, and the issue names both places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.jp.folding import fold
from loaders.model import Actual, Baseline, Fact, Figure, IndicatorEntry, Issue, Quantity
from loaders.reading.facts import Reader

_RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Cell:
    """A stated value of the table with the name that it is counted under."""

    name: str
    fiscal_year: int
    quantity: Quantity
    text: Fact[str]


def with_agreement(
    reader: Reader, figures: Sequence[Figure], entries: Sequence[IndicatorEntry]
) -> Iterator[Figure]:
    """The figures, flagged where a cell of their indicator says the same value or another one."""
    cells = {entry.number.value: tuple(_cells(entry)) for entry in entries}
    for figure in figures:
        near = cells.get(figure.indicator, ()) if figure.indicator is not None else ()
        if any(_says(figure, cell) for cell in near):
            yield _flagged(figure, "restated")
        elif other := next((cell for cell in near if _contradicts(figure, cell)), None):
            reader.issues.append(_conflict(figure, other))
            yield _flagged(figure, "conflict")
        else:
            yield figure


def _cells(entry: IndicatorEntry) -> Iterator[Cell]:
    for series in entry.series:
        name = entry.name.value if series.part_name is None else series.part_name.value
        observed: list[Baseline | Actual] = [*([series.baseline] if series.baseline else []), *series.actuals]
        for each in observed:
            if each.quantity is not None:
                yield Cell(_comparing(name), each.fiscal_year, each.quantity, each.text)


def _says(figure: Figure, cell: Cell) -> bool:
    """The same value, and the year is the same or only the cell gives one."""
    return (
        _RELATIVE not in figure.text.flags
        and figure.fiscal_year in {None, cell.fiscal_year}
        and (figure.quantity.value, figure.quantity.unit) == (cell.quantity.value, cell.quantity.unit)
    )


def _contradicts(figure: Figure, cell: Cell) -> bool:
    """Another value in the same unit of the same year, for a subject that the cell's name ends with.

    修了者数 is not 研修の定員: two quantities may well differ (READING 6.1 A27).
    """
    return (
        not {_RELATIVE, "approximate"} & set(figure.text.flags)
        and figure.fiscal_year == cell.fiscal_year
        and figure.quantity.unit == cell.quantity.unit
        and figure.quantity.value != cell.quantity.value
        and cell.name.endswith(_comparing(figure.subject.value))
    )


def _comparing(words: str) -> str:
    return "".join(fold(words).split())


def _flagged(figure: Figure, flag: str) -> Figure:
    return replace(figure, text=replace(figure.text, flags=(*figure.text.flags, flag)))


def _conflict(figure: Figure, cell: Cell) -> Issue:
    said, printed = figure.text.text, cell.text.text
    return Issue(
        "warning",
        "conflict",
        f"indicator.{figure.indicator}.figure",
        f"本文の「{said}」({figure.subject.text})と表の「{printed}」({cell.fiscal_year}年度)が異なる。両方を残す。",
        f"The prose says {said!r}, the table {printed!r} for fiscal year {cell.fiscal_year}; both are kept.",
        figure.text.spans[0],
        (said, printed),
        cell.text.spans,
    )
