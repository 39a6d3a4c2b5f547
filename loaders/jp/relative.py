"""Folded target text → a value by reference: to a year, to the baseline, to the year before (READING 4.5)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from loaders.jp.eras import Era, YearFound, find_years
from loaders.jp.numbers import Comparator, parse_strict

Reference = Literal["year", "baseline", "previous"]

_NUMBER: Final = r"[0-9]{1,6}(?:,[0-9]{3}){0,3}(?:\.[0-9]{1,4})?"
_COMPARE: Final = r"以上|以下|以内|未満|超|程度"
_VALUE_WORDS: Final = r"(?:の|における)?(?:実績|目標|基準|達成)?(?:値|数|額|率|水準|実績|比)"
_TAIL: Final = re.compile(
    r"[ ]?(?:に対して|に対し|と比べて|と比べ|に比べて|に比べ|より|比で|比|と|の)?[ ]?約?[ ]?"
    rf"(?:(?P<times>{_NUMBER})[ ]?倍|(?P<percent>{_NUMBER})[ ]?%|(?P<same>同(?:水準|程度|等|数)))?"
    rf"(?:を?(?P<compare>{_COMPARE}))?"
    r"(?:[ ]?の?(?P<way>増加?|向上|上昇|拡大|減少?|削減|縮減|低減|短縮))?"
    rf"(?:を?(?P<late>{_COMPARE}|維持|上回|下回))?"
)
_OTHER_REFERENCE: Final = re.compile(
    r"(?P<baseline>(?:基準|現状|初期)(?:年度?)?(?:の)?(?:実績)?値?)"
    r"|(?P<previous>対?前年度?(?:の)?(?:実績|目標)?(?:値|水準|比)?)"
)
_TO_YEAR: Final = re.compile(r"末?(?:までに|まで|には|に|において|は)[、,]?[ ]?")
_DOWN: Final = frozenset("減削縮低短")
_COMPARATORS: Final[dict[str, Comparator]] = {
    "以上": "at-least",
    "維持": "at-least",
    "上回": "more",
    "超": "more",
    "以下": "at-most",
    "以内": "at-most",
    "未満": "less",
    "下回": "less",
    "程度": "about",
}
_MIRRORED: Final[dict[Comparator, Comparator]] = {
    "at-least": "at-most",
    "at-most": "at-least",
    "more": "less",
    "less": "more",
}


@dataclass(frozen=True, slots=True)
class Relative:
    """A target stated as a multiple of another value.

    `reference_year` is set for reference "year" only; `factor` multiplies the referred value; `to_year` is
    the fiscal year that the words themselves set as the goal's year.
    """

    reference_year: int | None
    reference: Reference
    factor: Decimal
    comparator: Comparator
    to_year: int | None
    start: int
    end: int


def parse_relative(s: str, era_hint: Era | None = None) -> Relative | None:
    """Reads the first value by reference in `s`, None when there is none.

    A percentage with a verb is a change (`10%増` is 1.1), without one a share (`134%` is 1.34).  With a verb
    of decrease the comparison turns round: `10%以上削減` is at most 0.9 times.

    >>> parse_relative("平成26年度値以上").comparator
    'at-least'
    """
    years = [year for year in find_years(s, era_hint) if year.kind == "fy"]
    found = [relative for year in years if (relative := _to_a_year(s, year, years))]
    found.extend(
        relative for other in _OTHER_REFERENCE.finditer(s) if (relative := _to_other(s, other, years))
    )
    return min(found, key=lambda relative: relative.start, default=None)


def _to_a_year(s: str, year: YearFound, years: list[YearFound]) -> Relative | None:
    if year.fiscal_year is None:
        return None
    words = re.compile(_VALUE_WORDS).match(s, year.end)
    if words is None:
        return None
    return _relative(s, (year.start, words.end()), "year", year.fiscal_year, years)


def _to_other(s: str, found: re.Match[str], years: list[YearFound]) -> Relative | None:
    reference: Reference = "baseline" if found["baseline"] else "previous"
    return _relative(s, found.span(), reference, None, years)


def _relative(
    s: str, span: tuple[int, int], reference: Reference, year: int | None, years: list[YearFound]
) -> Relative | None:
    start, words_end = span
    tail = _TAIL.match(s, words_end)
    if tail is None or not any(tail.groupdict().values()):
        return None
    factor = _factor(tail)
    if factor is None:
        return None
    to_year = _goal_before(s, start, years)
    begins = to_year.start if to_year else start
    return Relative(
        year,
        reference,
        factor,
        _comparator(tail),
        to_year.fiscal_year if to_year else None,
        begins,
        tail.end(),
    )


def _factor(tail: re.Match[str]) -> Decimal | None:
    if tail["times"]:
        return parse_strict(tail["times"])
    if not tail["percent"]:
        return Decimal(1)
    percent = parse_strict(tail["percent"])
    if percent is None:
        return None
    share = percent / 100
    if not tail["way"]:
        return share
    return 1 - share if tail["way"][0] in _DOWN else 1 + share


def _comparator(tail: re.Match[str]) -> Comparator:
    word = tail["compare"] or tail["late"]
    down = bool(tail["way"]) and tail["way"][0] in _DOWN
    if word:
        plain = _COMPARATORS[word]
        return _MIRRORED.get(plain, plain) if down and tail["compare"] else plain
    if tail["way"] and not tail["percent"] and not tail["times"]:
        return "decrease" if down else "increase"
    return "bare"


def _goal_before(s: str, start: int, years: list[YearFound]) -> YearFound | None:
    for year in years:
        if year.end <= start and _TO_YEAR.fullmatch(s, year.end, start):
            return year
    return None
