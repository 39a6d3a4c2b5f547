"""A reading of a report → its cells, by the same places as the truth."""

from __future__ import annotations

import re

from loaders.model import Quantity, Report, Series
from tests.generated.truth import BUDGET_KINDS, Cells, Pairs, plain

_REMARKS = frozenset({"budget-request", "expert", "other", "system"})
_TAIL = re.compile(r"(?:【[^【】]*年度】|\([^()]*(?:現在|時点)\))\Z")


def asserted(report: Report) -> Cells:
    """Every cell that a reading asserts, by the same places."""
    cells: Cells = {}
    for part in (_head, _budget, _plans, _indicators, _judgement, _prose, _people):
        for place, value in part(report):
            cells[(*place, "again") if place in cells else place] = value
    return cells


def _head(report: Report) -> Pairs:
    number, policy = report.head.number.value, report.policy
    yield ("head", "number"), (number.ministry, number.year, number.sequence)
    yield ("head", "year"), report.head.fiscal_year.value
    if report.head.evaluated_in is not None:
        yield (
            ("head", "evaluated"),
            (report.head.evaluated_in.value.year, report.head.evaluated_in.value.month),
        )
    if policy.number is not None:
        yield ("policy", "number"), policy.number.value
    for kind, fact in (("name", policy.name), ("field", policy.field), ("overview", policy.overview)):
        if fact is not None:
            yield ("policy", kind), plain(fact.value)
    for index, outcome in enumerate(policy.outcomes):
        yield ("policy", "outcome", index), (outcome.level, plain(outcome.text.value))


def _budget(report: Report) -> Pairs:
    for column in report.budget.columns if report.budget else ():
        for kind in BUDGET_KINDS:
            amount = getattr(column, kind)
            if amount is not None:
                yield ("budget", column.fiscal_year.value, kind), amount.value


def _plans(report: Report) -> Pairs:
    for index, document in enumerate(report.documents):
        yield ("document", index, "title"), plain(document.title.value)
        yield ("document", index, "dates"), tuple(day.value for day in document.dates)
        if document.excerpt is not None:
            yield ("document", index, "excerpt"), plain(document.excerpt.text.value)
            for number, path in enumerate(document.excerpt.paths):
                yield (
                    ("document", index, "path", number),
                    tuple((heading.value, plain(heading.title)) for heading in path.headings),
                )


def _indicators(report: Report) -> Pairs:
    objectives = {each.number: each.name.value for each in report.objectives}
    means = {each.number: each.name.value for each in report.means}
    for entry in report.entries:
        number = entry.number.value
        yield ("indicator", number, "main"), entry.is_main
        yield ("indicator", number, "name"), plain(entry.name.value)
        if entry.objective is not None:
            yield ("indicator", number, "objective"), plain(objectives[entry.objective])
        if entry.means is not None:
            yield ("indicator", number, "means"), plain(means[entry.means])
        if entry.indicator_type is not None:
            yield ("indicator", number, "type"), entry.indicator_type.value
        if entry.tag is not None:
            yield ("indicator", number, "tag"), plain(entry.tag.text.value)
        for series in entry.series:
            yield from _series(number, series)


def _series(number: int, series: Series) -> Pairs:
    key = series.key
    if series.achievement is not None:
        yield ("mark", number, key), series.achievement.value
    base = series.baseline
    if base is not None:
        yield ("baseline", number, key), (base.fiscal_year, _amount(base.quantity, base.text.value))
    for target in series.targets:
        words = target.text.value
        amount = _amount(target.quantity, words)
        value = amount if target.quantity is None else (target.comparator, amount)
        if target.column_from is not None:
            yield ("target", number, key, target.column_from), value
        if target.is_final:
            yield ("final", number, key), (target.fiscal_year, value)
    for actual in series.actuals:
        day = None if actual.as_of is None else str(actual.as_of)
        amount = _amount(actual.quantity, actual.text.value)
        yield ("actual", number, key, actual.fiscal_year), (amount, day)


def _amount(quantity: Quantity | None, words: str) -> object:
    if quantity is None:
        return _TAIL.sub("", plain(words))
    ratio = None if quantity.numerator is None else (quantity.numerator, quantity.denominator)
    return quantity.value, quantity.unit, ratio


def _judgement(report: Report) -> Pairs:
    if report.rating is not None:
        yield ("rating",), report.rating.code
        if report.rating.reason is not None:
            yield ("rating", "reason"), plain(report.rating.reason.value)
    if report.stance is not None:
        year = report.stance.request_year
        yield ("stance",), (report.stance.code, year and year.value)


def _prose(report: Report) -> Pairs:
    for entry in report.entries:
        if entry.next_term is not None:
            yield ("next-term", entry.number.value), entry.next_term.actions
    for remark in report.remarks:
        if remark.kind in _REMARKS:
            yield ("remark", remark.kind), plain(remark.text.value)
        for number in remark.indicators if remark.kind == "analysis" else ():
            yield ("analysis", number), _behind_reference(plain(remark.text.value))


def _people(report: Report) -> Pairs:
    for index, unit in enumerate(report.units):
        yield ("unit", index), plain("".join(unit.names))
    for post in report.posts:
        name = post.printed_name
        yield ("post", plain(post.post.value)), plain(name.value) if name else ""
    for note in report.footnotes:
        yield ("note", note.mark), plain(note.text.value)


def _behind_reference(words: str) -> str:
    return re.sub(r"\A測定指標\d+(?:については、|[::])", "", words)
