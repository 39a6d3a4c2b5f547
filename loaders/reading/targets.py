"""Target cells → targets with their year, comparison and reference (ONTOLOGY 7, rules 1 and 2)."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from loaders.jp.relative import Relative, parse_relative
from loaders.model import Actual, Baseline, Quantity, Reference, Series, Span, Target
from loaders.reading.amounts import (
    Clause,
    has_unread_number,
    marked_year,
    named_years,
    only_quantity,
    quantities,
    without_year_mark,
)
from loaders.reading.facts import Reader
from loaders.slots import YearCell
from loaders.text import Text

_SAME_WORDS = 0.9
_RANK = "rank"
_FURTHEST = 20
_COMPARATORS: Mapping[str, str] = {
    "at-least": "at-least",
    "at-most": "at-most",
    "less": "less-than",
    "more": "more-than",
    "about": "about",
    "increase": "increase",
    "decrease": "decrease",
    "bare": "bare",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A target before its reference is resolved."""

    target: Target
    relative: Relative | None
    words: str


def read_targets(
    reader: Reader,
    yearly: Sequence[tuple[YearCell, Clause]],
    final: Clause | None,
    years: Sequence[int],
) -> tuple[Draft, ...]:
    """The targets of one series; a final target that says the same as a yearly one is one with it."""
    last = _final(reader, final, years) if final is not None else None
    drafts = [_yearly(reader, cell, clause, years, last) for cell, clause in yearly]
    if last is None:
        return tuple(drafts)
    for index in _of_the_same_year(drafts, last, [cell for cell, _ in yearly]):
        if _is_same_goal(drafts[index], last):
            drafts[index] = _one(drafts[index], last)
            return tuple(drafts)
    clash = any(d.target.fiscal_year == last.target.fiscal_year for d in drafts)
    if clash:
        reader.doubt(
            "conflict",
            "indicator.final",
            final.text if final else None,
            "年度ごとの目標と最終目標が異なる。",
            "The final target differs from the yearly target of the same year; both are kept.",
        )
    return (*drafts, replace(last, target=replace(last.target, conflicts_with_yearly=clash)))


def _is_merged(cell: YearCell) -> bool:
    return cell.rule == "cell.merged"


def _yearly(
    reader: Reader, cell: YearCell, clause: Clause, years: Sequence[int], last: Draft | None
) -> Draft:
    first = years[cell.first or 0]
    to = years[cell.last] if cell.last is not None else None
    year = last.target.fiscal_year if last is not None and _is_merged(cell) else first
    draft = _draft(reader, clause, year, final=False)
    target = replace(draft.target, column_from=first, column_to=to)
    return replace(draft, target=target)


def _final(reader: Reader, clause: Clause, years: Sequence[int]) -> Draft | None:
    year = marked_year(reader, clause.text, max(years, default=0) + _FURTHEST)
    if year is None:
        year = _goal_year(reader, clause, None)
    if year is None:
        reader.doubt(
            "missing-slot",
            "indicator.final",
            clause.text,
            "最終目標の年度がない。",
            "The final target has no year.",
        )
        return None
    draft = _draft(reader, clause, year, final=True)
    return replace(draft, target=replace(draft.target, fiscal_year=year, is_final=True))


def _draft(reader: Reader, clause: Clause, column_year: int, *, final: bool) -> Draft:
    words = without_year_mark(clause.text)
    relative = parse_relative(words.chars, reader.era)
    amount = (
        None
        if relative and not quantities(reader, clause.text)
        else only_quantity(reader, "indicator.target", clause)
    )
    goal = column_year if final else _goal_year(reader, clause, relative) or column_year
    comparator = _comparator(
        amount.comparator if amount else None, amount.quantity if amount else None, relative
    )
    if comparator == "done" and has_unread_number(reader, words):
        comparator = "bare"
    target = Target(
        fiscal_year=goal,
        text=reader.words(clause.text, "target.cell"),
        comparator=comparator,
        is_final=False,
        quantity=amount.quantity if amount else None,
    )
    return Draft(target, relative, words.squeezed().chars.rstrip("。"))


def _goal_year(reader: Reader, clause: Clause, relative: Relative | None) -> int | None:
    """The year that the text names as the one to be reached, not the one that it refers to."""
    if relative is not None:
        return relative.to_year
    years = named_years(reader, clause.text)
    chars = clause.text.folded().chars
    goals = [y.fiscal_year for y in years if chars[y.end : y.end + 2].startswith(("末", "に", "まで"))]
    return goals[-1] if goals else None


def _comparator(printed: str | None, quantity: Quantity | None, relative: Relative | None) -> str:
    if quantity is None and relative is None:
        return "done"
    if quantity is None and relative is not None:
        return _COMPARATORS[relative.comparator]
    if quantity is not None and quantity.unit == _RANK and printed == "at-least":
        return "as-good"
    return _COMPARATORS[printed or "bare"]


def _of_the_same_year(drafts: Sequence[Draft], last: Draft, cells: Sequence[YearCell]) -> list[int]:
    """Yearly targets that may be the final one; a lone one may stand in another column."""
    same = [
        i
        for i, (draft, cell) in enumerate(zip(drafts, cells, strict=True))
        if draft.target.fiscal_year == last.target.fiscal_year or _is_merged(cell)
    ]
    return same or [i for i, draft in enumerate(drafts) if len(drafts) == 1 and draft.words == last.words]


def _is_same_goal(yearly: Draft, last: Draft) -> bool:
    one, other = yearly.target, last.target
    if one.quantity is not None and other.quantity is not None:
        has_same_value = one.quantity.value == other.quantity.value
        return (
            has_same_value
            and one.quantity.unit == other.quantity.unit
            and _stated(one.comparator, other.comparator) == _stated(other.comparator, one.comparator)
        )
    if (
        one.quantity is None
        and other.quantity is None
        and (yearly.relative is None) == (last.relative is None)
    ):
        return difflib.SequenceMatcher(None, yearly.words, last.words, autojunk=False).ratio() >= _SAME_WORDS
    return yearly.relative is not None or last.relative is not None


def _one(yearly: Draft, last: Draft) -> Draft:
    target = yearly.target
    relative = yearly.relative or last.relative
    quantity = target.quantity or last.target.quantity
    merged = replace(
        target,
        fiscal_year=last.target.fiscal_year,
        is_final=True,
        quantity=quantity,
        final_text=last.target.text,
        comparator=_stated(target.comparator, last.target.comparator),
    )
    return Draft(merged, relative, yearly.words)


def _stated(yearly: str, last: str) -> str:
    return last if yearly == "done" else yearly


def resolve(
    drafts: Sequence[Draft], own: Series, others: Sequence[Series], reader: Reader
) -> Iterator[Target]:
    """The targets with relative values resolved: the printed value wins, the relation is kept beside it."""
    for draft in drafts:
        if draft.relative is None:
            yield draft.target
            continue
        found = _reference(draft.relative, draft.target, own, others)
        if found is None:
            text = draft.target.text
            reader.doubt(
                "missing-slot",
                "indicator.target.reference",
                _at(reader, text.spans[0]),
                "参照する年度の値がこの評価書にない。",
                "The value that this target refers to is not in the report.",
            )
            rank = draft.target.comparator == "at-least" and _unit_of(own) == _RANK
            yield replace(draft.target, comparator="as-good") if rank else draft.target
            continue
        yield _resolved(draft.target, draft.relative, *found)


def _unit_of(series: Series) -> str | None:
    observed = (series.baseline, *series.actuals)
    return next((o.quantity.unit for o in observed if o is not None and o.quantity is not None), None)


def _at(reader: Reader, span: Span) -> Text:
    return reader.document.text(span)


def _resolved(target: Target, relative: Relative, where: str, key: str, source: Baseline | Actual) -> Target:
    reference = Reference(source.fiscal_year, where, Decimal(relative.factor), key)
    if target.quantity is not None or source.quantity is None or relative.factor != 1:
        return replace(target, reference=reference)
    unit = source.quantity.unit
    comparator = (
        "as-good" if unit == _RANK and target.comparator in {"at-least", "bare"} else target.comparator
    )
    value = Quantity(source.quantity.value * Decimal(relative.factor), unit)
    return replace(
        target, quantity=value, reference=reference, reference_spans=source.text.spans, comparator=comparator
    )


def _reference(
    relative: Relative, target: Target, own: Series, others: Sequence[Series]
) -> tuple[str, str, Baseline | Actual] | None:
    year = relative.reference_year
    if relative.reference == "previous":
        year = (target.column_from or target.fiscal_year) - 1
    for series in (own, *others):
        if series.baseline is not None and (
            relative.reference == "baseline" or series.baseline.fiscal_year == year
        ):
            return "baseline", series.key, series.baseline
        for actual in series.actuals:
            if actual.fiscal_year == year:
                return "actual", series.key, actual
    return None
