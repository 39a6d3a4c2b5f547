"""A report as read → the same with what disagrees inside it: roundings, main marks, words that look wrong.

Both statements stay; a flag stands on the facts and a line in the loss report names both places.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from loaders.jp.folding import fold
from loaders.jp.numbers import format_number
from loaders.model import (
    Actual,
    Baseline,
    BudgetColumn,
    Fact,
    IndicatorEntry,
    Issue,
    Quantity,
    Report,
    Series,
    Span,
    Target,
)
from loaders.reading.facts import Reader
from loaders.reading.suspects import read_suspects

T = TypeVar("T")
_ADDENDS = 3
_FLAGS = {
    "ocr-suspect": "ocr-suspect",
    "misprint": "source-misprint",
    "conflict": "conflict",
    "sum-mismatch": "conflict",
}


def with_checks(reader: Reader, report: Report) -> Report:
    """The report with its flags; every contradiction is added to the doubts of the reader."""
    issues = [*_main_marks(report), *read_suspects(reader)]
    report = _with_roundings(reader, report)
    reader.issues.extend(issues)
    told = [*issues, *(issue for issue in reader.issues if issue.code == "sum-mismatch")]
    marks = {span: _FLAGS[i.code] for i in told for span in (i.span, *i.beside) if span is not None}
    return flagged(report, marks)


def flagged(report: Report, marks: Mapping[Span, str]) -> Report:
    """The same report in which every fact that holds one of the places has its flag."""
    changed = _flagged(report, marks)
    assert isinstance(changed, Report)
    return changed


def _flagged(node: object, marks: Mapping[Span, str]) -> object:
    if isinstance(node, Fact):
        found = {flag for span, flag in marks.items() if any(_holds(own, span) for own in node.spans)}
        new = tuple(sorted(found - set(node.flags)))
        return dataclasses.replace(node, flags=(*node.flags, *new)) if new else node
    if isinstance(node, tuple):
        items = tuple(_flagged(item, marks) for item in node)
        return items if any(a is not b for a, b in zip(items, node, strict=True)) else node
    if not dataclasses.is_dataclass(node) or isinstance(node, type):
        return node
    fields = {f.name: getattr(node, f.name) for f in dataclasses.fields(node)}
    fresh = {name: _flagged(value, marks) for name, value in fields.items()}
    changed = {name: value for name, value in fresh.items() if value is not fields[name]}
    return dataclasses.replace(node, **changed) if changed else node


def _holds(own: Span, span: Span) -> bool:
    return own.start <= span.start and span.end <= own.end


def _main_marks(report: Report) -> Iterator[Issue]:
    """Indicators that the prose calls main and the table does not circle (31-⑧ l.45-47 and 54)."""
    for entry in report.entries:
        if entry.said_main is not None and entry.said_main.value and not entry.is_main:
            number = entry.number.value
            yield Issue(
                "warning", "conflict", f"indicator.{number}.main",
                f"測定指標{number}は本文では主要とされるが、表の番号に○がない。両方を残す。",
                f"The prose calls indicator {number} main, the table does not circle it; both are kept.",
                entry.number.spans[0], (entry.number_text, entry.said_main.text), entry.said_main.spans,
            )  # fmt: skip


def _with_roundings(reader: Reader, report: Report) -> Report:
    budget = report.budget
    if budget is not None:
        scale = budget.scale.value
        columns = tuple(_rounded_sum(column, scale) for column in budget.columns)
        budget = dataclasses.replace(budget, columns=columns)
    entries = tuple(_with_products(reader, entry) for entry in report.entries)
    return dataclasses.replace(report, budget=budget, entries=entries)


def _rounded_sum(column: BudgetColumn, scale: int) -> BudgetColumn:
    """A total that is off by no more than the rounding of its addends says so."""
    addends = [fact.value for fact in (column.initial, column.supplementary, column.carry_over) if fact]
    total = column.total
    if total is None or not addends or not 0 < abs(sum(addends) - total.value) <= _ADDENDS * scale:
        return column
    return dataclasses.replace(column, total=_with_flag(total, "rounding"))


def _with_products(reader: Reader, entry: IndicatorEntry) -> IndicatorEntry:
    by_key = {series.key: series for series in entry.series}
    series = tuple(
        dataclasses.replace(s, targets=tuple(_product(reader, entry, t, by_key) for t in s.targets))
        for s in entry.series
    )
    return dataclasses.replace(entry, series=series)


def _product(reader: Reader, entry: IndicatorEntry, target: Target, by_key: Mapping[str, Series]) -> Target:
    """A goal that is a multiple of another value: 2 x 577,273 is 1,154,546, printed is 1,154,547 (A l.36)."""
    reference, stated = target.reference, target.quantity
    source = (
        _observed(by_key.get(reference.series_key), reference.fiscal_year, reference.where)
        if reference
        else None
    )
    if reference is None or stated is None or source is None or source.quantity is None:
        return target
    if source.quantity.unit != stated.unit or target.reference_spans:
        return target
    off = abs(source.quantity.value * reference.factor - stated.value)
    step = Decimal((0, (1,), min(0, _exponent(source.quantity.value))))
    if not off:
        return target
    if off <= step * max(reference.factor, Decimal(1)):
        return _with_flag_on_value(target, stated, "rounding")
    reader.issues.append(_wrong_product(entry, _value_text(target, stated), source, reference.factor))
    return _with_flag_on_value(target, stated, "conflict")


def _value_text(target: Target, stated: Quantity) -> Fact[str]:
    """Where the value is printed: the cell of the final target when the yearly one only has the relation."""
    last, digits = target.final_text, format_number(stated.value)
    return last if last is not None and digits not in fold(target.text.text) else target.text


def _with_flag_on_value(target: Target, stated: Quantity, flag: str) -> Target:
    text = _with_flag(_value_text(target, stated), flag)
    if target.final_text is not None and text.spans == target.final_text.spans:
        return dataclasses.replace(target, final_text=text)
    return dataclasses.replace(target, text=text)


def _observed(series: Series | None, year: int, where: str) -> Baseline | Actual | None:
    if series is None:
        return None
    if where == "baseline":
        return series.baseline
    return next((actual for actual in series.actuals if actual.fiscal_year == year), None)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _wrong_product(
    entry: IndicatorEntry, text: Fact[str], source: Baseline | Actual, factor: Decimal
) -> Issue:
    printed, base = text.text, source.text.text
    return Issue(
        "warning", "sum-mismatch", f"indicator.{entry.number.value}.target",
        f"目標「{printed}」は「{base}」の{factor}倍と合わない。両方を残す。",
        f"The goal {printed!r} is not {factor} times {base!r}; both are kept.",
        text.spans[0], (printed, base), source.text.spans,
    )  # fmt: skip


def _with_flag(fact: Fact[T], flag: str) -> Fact[T]:
    return dataclasses.replace(fact, flags=(*fact.flags, flag))
