"""What a reading asserts, as a flat set that two readings can be compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import loaders
from loaders.model import IndicatorEntry, Quantity, Report, Series

Fact = tuple[object, ...]
_BUDGET = ("initial", "supplementary", "carry_over", "total", "executed")


def read(raw: str, name: str = "report.txt") -> loaders.Reading:
    return loaders.read(raw.encode("utf-8"), name)


def read_path(path: Path) -> loaders.Reading:
    return loaders.read(path.read_bytes(), path.name)


def plain(words: str) -> str:
    """Comparing form of printed words: width, composition and the dashes of a minus do not count."""
    folded = unicodedata.normalize("NFKC", words).replace("−", "-").replace("「", "")
    return re.sub(r"\s", "", folded)


def amount(quantity: Quantity | None) -> tuple[str, str] | None:
    return None if quantity is None else (f"{quantity.value.normalize():f}", quantity.unit)


def asserted(report: Report) -> set[Fact]:
    """Every value of a report with its place; a cell without a number is no value."""
    return {fact for fact in _all(report) if None not in fact}


def _all(report: Report) -> Iterator[Fact]:
    head = report.head
    yield "head", head.number.value.normal, head.number.value.year, head.fiscal_year.value
    for column in report.budget.columns if report.budget else ():
        for kind in _BUDGET:
            money = getattr(column, kind)
            yield "budget", column.fiscal_year.value, kind, money.value if money else None
    for entry in report.entries:
        yield from _entry(entry)
    for objective in report.objectives:
        for number in objective.indicators:
            yield "objective", plain(objective.name.value), number
    for document in report.documents:
        title = plain(document.title.value)
        yield "document", title, tuple(day.value for day in document.dates)
        for path in document.excerpt.paths if document.excerpt else ():
            yield "path", title, tuple((h.value, plain(h.title)) for h in path.headings)
    yield "rating", report.rating.code if report.rating else None


def _entry(entry: IndicatorEntry) -> Iterator[Fact]:
    number = entry.number.value
    yield "entry", number, entry.is_main, plain(entry.name.value)
    for series in entry.series:
        yield "achievement", number, series.key, series.achievement.value if series.achievement else None
        yield from _values(number, series)


def _values(number: int, series: Series) -> Iterator[Fact]:
    base = series.baseline
    if base is not None:
        yield "baseline", number, series.key, base.fiscal_year, amount(base.quantity)
    for target in series.targets:
        place = (number, series.key, target.fiscal_year)
        yield "target", *place, amount(target.quantity), target.comparator
        yield "final", *place, target.is_final or None
    for actual in series.actuals:
        day = str(actual.as_of)
        yield "actual", number, series.key, actual.fiscal_year, amount(actual.quantity), day
