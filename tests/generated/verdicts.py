"""A reading of a changed drawing beside the truth: the same facts, fewer with a word, or a wrong number.

What counts as a wrong number. A figure is a number with its place: which amount of the budget of which year,
which baseline, target or actual of which indicator, series and year, in which unit, of which day. The figures
of the unchanged drawing are the truth. A figure that the reading of the changed one asserts and the truth
does not hold is wrong, with one exception: where the change damaged characters, a figure is read as printed,
and not wrong, when its number stands digit by digit in its own evidence, and that evidence is not what the
drawing printed at any place, or is what it printed at this place but for the damage. A target by reference
(基準値以上) follows the value that it refers to and is not judged where characters were damaged. So a damaged
number may be asserted as it now stands, an undamaged one never at another place, and none may be made up.

Fewer facts than the truth without any line in the loss report that the unchanged drawing does not cause are
`silent`; a refused file is `refused`.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from loaders import Reading
from loaders.model import Report, Series
from tests.generated.facts import Made
from tests.generated.outcomes import FIGURES
from tests.generated.readings import asserted
from tests.generated.truth import BUDGET_KINDS, Cells, Place, plain, truth

_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class Original:
    """The figures of an unchanged drawing, and its reading: what is printed at each place, and the doubts."""

    figures: Cells
    texts: dict[Place, str]
    codes: Counter[str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome` is same, reported, silent or wrong; the figures that are wrong or were lost."""

    outcome: str
    figures: tuple[str, ...] = ()


def original(reading: Reading, facts: Made | None = None) -> Original:
    """What readings of changed copies are held against; without facts the reading itself is the truth."""
    stated = figures(truth(facts)) if facts is not None else figures(asserted(reading.report))
    return Original(stated, texts(reading.report), _codes(reading))


def judged(first: Original, reading: Reading, *, damages: bool) -> Verdict:
    """The verdict on the reading of a changed copy."""
    found, printed = figures(asserted(reading.report)), texts(reading.report)
    strange = sorted((p for p, v in found.items() if first.figures.get(p) != v), key=str)
    by_reference = set(_by_reference(reading.report)) if damages else set[Place]()
    wrong = [
        p
        for p in strange
        if p not in by_reference and not (damages and _as_printed(first, p, found[p], printed))
    ]
    if wrong:
        return Verdict("wrong", tuple(f"{p}: {found[p]!r} read from {printed.get(p)!r}" for p in wrong))
    if strange or found.keys() >= first.texts.keys():
        return Verdict("same" if not strange else "reported")
    if _codes(reading) - first.codes:
        return Verdict("reported")
    return Verdict("silent", tuple(sorted(str(place) for place in first.texts.keys() - found.keys())))


def figures(cells: Cells) -> Cells:
    """The cells that are numbers, words in their place left out."""
    return {p: v for p, v in cells.items() if p[0] in FIGURES and _numbers(v)}


def _numbers(value: object) -> list[Decimal]:
    """The numbers in the value of a cell: an amount in yen, or the Decimal inside of nested tuples."""
    if isinstance(value, tuple):
        return [number for item in value for number in _numbers(item) if isinstance(item, (tuple, Decimal))]
    if isinstance(value, int):
        return [Decimal(value)]
    return [value] if isinstance(value, Decimal) else []


def _codes(reading: Reading) -> Counter[str]:
    return Counter(f"{issue.code} {issue.slot}" for issue in reading.loss.issues)


def texts(report: Report) -> dict[Place, str]:
    """What is printed in the cell of each figure, in comparing form."""
    known = figures(asserted(report))
    return {place: plain(text) for place, text in _texts(report) if place in known}


def _texts(report: Report) -> Iterator[tuple[Place, str]]:
    for column in report.budget.columns if report.budget else ():
        for kind in BUDGET_KINDS:
            amount = getattr(column, kind)
            if amount is not None:
                yield ("budget", column.fiscal_year.value, kind), amount.text
    for entry in report.entries:
        for series in entry.series:
            for place, text in _series_texts(series):
                yield (place[0], entry.number.value, series.key, *place[1:]), text


def _series_texts(series: Series) -> Iterator[tuple[Place, str]]:
    if series.baseline is not None:
        yield ("baseline",), series.baseline.text.text
    for target in series.targets:
        if target.column_from is not None:
            yield ("target", target.column_from), target.text.text
        if target.is_final:
            yield ("final",), (target.final_text or target.text).text
    for actual in series.actuals:
        yield ("actual", actual.fiscal_year), actual.text.text


def _by_reference(report: Report) -> Iterator[Place]:
    for entry in report.entries:
        for series in entry.series:
            for target in series.targets:
                if target.reference is not None:
                    yield "target", entry.number.value, series.key, target.column_from
                    yield "final", entry.number.value, series.key


def _as_printed(first: Original, place: Place, value: object, printed: dict[Place, str]) -> bool:
    text = printed.get(place, "")
    is_damaged = text not in first.texts.values() or _is_damage_of(text, first.texts.get(place, ""))
    digits = re.sub(r"[^\d.]", " ", text.replace(",", ""))
    return is_damaged and all(_shown(number, digits) for number in _numbers(value)[:1])


def _is_damage_of(text: str, before: str) -> bool:
    if text == before or not before:
        return False
    return before.startswith(text) or difflib.SequenceMatcher(None, text, before).ratio() >= _NEAR


def _shown(number: Decimal, digits: str) -> bool:
    plainly = f"{abs(number):f}"
    whole = plainly.rstrip("0").rstrip(".") or "0"
    return plainly in digits or whole in digits
