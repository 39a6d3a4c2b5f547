"""Folded text → figures of money, quantities with a unit, ratios, and all number tokens (READING 5.3)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from loaders.jp.folding import CIRCLED, fold
from loaders.jp.names import is_part_of_name

__all__ = [
    "Comparator",
    "Figure",
    "Quantity",
    "Ratio",
    "find_digit_runs",
    "find_figures",
    "find_quantities",
    "find_ratios",
    "format_number",
    "is_part_of_name",
    "parse_strict",
]

Comparator = Literal["at-least", "at-most", "less", "more", "about", "increase", "decrease", "bare"]
"""What the printed words compare; on a ranking the caller turns 以上 round by the indicator's direction."""

_BREAK: Final = r"[ ]?\n[ ]?"
_RUN: Final = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][.,])[0-9]+"
    rf"(?:\.[0-9]+|(?:{_BREAK})?,(?:{_BREAK})?[0-9]+|{_BREAK}[0-9]+)*"
)
_STRICT: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_FIGURE_SIGN: Final = re.compile(r"[△▲−\-－][ \t]{0,3}\Z")
_QUANTITY_SIGN: Final = re.compile(r"(?:[△▲−][ ]{0,2}|(?:\A|(?<=[\s(:、,「]))-)\Z")
_APPROX: Final = re.compile(r"(?:約|およそ|概ね|おおむね)[ ]?\Z")
_SMALL_POWERS: Final = {"千": 1_000, "百": 100, "十": 10}
_LARGE_POWERS: Final = {"兆": 10**12, "億": 10**8, "万": 10**4}
_SUFFIX: Final = re.compile(
    r"(?P<about>程度|前後)?[ ]?(?:を)?(?P<compare>以上|以下|以内|未満|超|上回|下回|増|減)?"
)
_SUFFIXES: Final[Mapping[str, Comparator]] = {
    "以上": "at-least",
    "以下": "at-most",
    "以内": "at-most",
    "未満": "less",
    "下回": "less",
    "超": "more",
    "上回": "more",
    "増": "increase",
    "減": "decrease",
}
_RATIO: Final = re.compile(
    r"\([ ]?(?P<numerator>[0-9][0-9,]{0,14})[ ]?[/⁄][ ]?(?P<denominator>[0-9][0-9,]{0,14})[ ]?\)"
)
_CIRCLED_CLASS: Final = "".join(sorted(CIRCLED))
_TOKENS: Final = re.compile(
    rf"(?:[△▲−\-－－+][ \t]?)?\d+(?:[.,．，]\d+)*"
    rf"|[{_CIRCLED_CLASS}]|[Ⅰ-Ⅿⅰ-ⅿ]+"
    rf"|(?<=第)[〇一二三四五六七八九十百]+|(?<![〇一二三四五六七八九十百])[〇一二三四五六七八九十百]++(?=[.．]\s)"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A bare figure of a budget slot in the printed unit; `value` is signed, `sign` is the printed sign."""

    start: int
    end: int
    value: Decimal
    sign: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """A count in parentheses as `(46/46)`."""

    start: int
    end: int
    numerator: Decimal
    denominator: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.  The range runs from 約 or the sign to the comparing suffix."""

    start: int
    end: int
    value: Decimal
    unit_text: str
    unit_code: str
    approx: bool
    comparator: Comparator
    ratio: Ratio | None


@dataclass(frozen=True, slots=True)
class _Number:
    start: int
    end: int
    value: Decimal


def parse_strict(s: str) -> Decimal | None:
    """Reads a number whose commas stand at thousands or nowhere; None for anything else.

    >>> parse_strict("1,067"), parse_strict("40.1"), parse_strict("10,67")
    (Decimal('1067'), Decimal('40.1'), None)
    """
    return Decimal(s.replace(",", "")) if _STRICT.fullmatch(s) else None


def format_number(value: Decimal) -> str:
    """Writes a number with commas at thousands, as the reports print it.

    >>> format_number(Decimal("76461"))
    '76,461'
    """
    return f"{value:,f}"


def find_figures(s: str) -> list[Figure]:
    """Finds the figures of a budget slot, in order; △ ▲ − － - before a figure mean less than zero.

    A token that breaks the comma grammar gives no figure.  Digits broken by one line end are joined when
    only the whole is a number.

    >>> [str(figure.value) for figure in find_figures("△ 13,745 △ 357,936 0")]
    ['-13745', '-357936', '0']
    """
    return [_figure(s, number) for number in _numbers(s)]


def _figure(s: str, number: _Number) -> Figure:
    sign = _FIGURE_SIGN.search(s, max(0, number.start - 4), number.start)
    if sign is None:
        return Figure(number.start, number.end, number.value, "")
    return Figure(sign.start(), number.end, -number.value, sign[0].strip())


def _numbers(s: str) -> Iterator[_Number]:
    for run in _RUN.finditer(s):
        for start, end, text in _pieces(run):
            value = parse_strict(text)
            if value is not None:
                yield _Number(start, end, value)


def _pieces(run: re.Match[str]) -> Iterator[tuple[int, int, str]]:
    """Cuts a run at line ends, save where two neighbours are a number only together."""
    lines = [(found.start() + run.start(), found[0]) for found in re.finditer(r"[^\s][^\s]*", run[0])]
    index = 0
    while index < len(lines):
        start, text = lines[index]
        end = start + len(text)
        if index + 1 < len(lines) and _belongs_together(text, lines[index + 1][1]):
            index += 1
            start_of_rest, rest = lines[index]
            text, end = text + rest, start_of_rest + len(rest)
        yield start, end, text
        index += 1


def _belongs_together(first: str, rest: str) -> bool:
    return (parse_strict(first) is None or rest.startswith(",")) and parse_strict(first + rest) is not None


def find_ratios(s: str) -> list[Ratio]:
    """Finds ratios in parentheses, in order; a part that breaks the comma grammar makes no ratio."""
    return [ratio for found in _RATIO.finditer(s) if (ratio := _ratio(found))]


def _ratio(found: re.Match[str]) -> Ratio | None:
    numerator, denominator = parse_strict(found["numerator"]), parse_strict(found["denominator"])
    if numerator is None or denominator is None:
        return None
    return Ratio(*found.span(), numerator, denominator)


def find_quantities(s: str, units: Mapping[str, str]) -> list[Quantity]:
    """Finds numbers followed by one of `units` (printed unit → code), longest unit first, in order.

    A blank or a line end may stand before and inside the unit.  Multiplying units such as 千件 stay units;
    kanji powers are read only where no unit begins.  In `1,600~1,700団体` both numbers take the unit.

    >>> units = {"円": "yen", "時間": "hour"}
    >>> [(str(found.value), found.unit_text) for found in find_quantities("約3千億円、40.1時間以内", units)]
    [('300000000000', '円'), ('40.1', '時間')]
    """
    return _Quantities(s, tuple(sorted(units.items()))).found()


@lru_cache(maxsize=64)
def _unit_pattern(units: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    codes = {fold(printed): code for printed, code in units}
    gap = r"[ \t]{0,2}(?:\n[ \t]{0,2}){0,2}"
    ordered = sorted(codes, key=lambda printed: (-len(printed), printed))
    choices = "|".join(gap.join(re.escape(char) for char in printed) for printed in ordered)
    return re.compile(rf"[ ]?(?:{gap}(?P<unit>{choices}))" if ordered else r"(?!)"), codes


@dataclass(frozen=True, slots=True)
class _Quantities:
    s: str
    units: tuple[tuple[str, str], ...]

    def found(self) -> list[Quantity]:
        quantities: list[Quantity] = []
        numbers = list(_numbers(self.s))
        done = 0
        for number, following in zip(numbers, [*numbers[1:], None], strict=False):
            if number.start >= done:
                quantity = self._quantity(number)
                quantities.extend([quantity] if quantity else self._range(number, following))
                done = quantities[-1].end if quantities else 0
        return quantities

    def _quantity(self, number: _Number) -> Quantity | None:
        unit = self._unit(number.end)
        if unit is None:
            number = _composite(self.s, number)
            unit = self._unit(number.end)
        return None if unit is None else self._with_words(number, *unit)

    def _unit(self, at: int) -> tuple[str, int] | None:
        pattern, _ = _unit_pattern(self.units)
        found = pattern.match(self.s, at)
        return None if found is None else ("".join(found["unit"].split()), found.end())

    def _range(self, number: _Number, following: _Number | None) -> list[Quantity]:
        """Both ends of a range: the first takes the unit of the second, the second the 約 of the first."""
        if following is None or self.s[number.end : following.start].strip(" 約") != "~":
            return []
        upper = self._quantity(following)
        if upper is None:
            return []
        start, negative, approx = _prefix(self.s, number)
        word: Comparator = "about" if approx else "bare"
        value = -number.value if negative else number.value
        lower = Quantity(start, number.end, value, upper.unit_text, upper.unit_code, approx, word, None)
        return [lower, replace(upper, approx=True, comparator=_blurred(upper)) if approx else upper]

    def _with_words(self, number: _Number, unit: str, end: int) -> Quantity:
        _, codes = _unit_pattern(self.units)
        start, negative, approx = _prefix(self.s, number)
        ratio = _RATIO.match(self.s, _skip_blank(self.s, end))
        after, comparator, roughly = _suffix(self.s, end, approx=approx)
        value = -number.value if negative else number.value
        return Quantity(
            start, after, value, unit, codes[unit], roughly, comparator, _ratio(ratio) if ratio else None
        )


def _blurred(quantity: Quantity) -> Comparator:
    return "about" if quantity.comparator == "bare" else quantity.comparator


def _skip_blank(s: str, at: int) -> int:
    found = re.compile(r"[ ]?(?:\n[ ]{0,2})?").match(s, at)
    return found.end() if found else at


def _prefix(s: str, number: _Number) -> tuple[int, bool, bool]:
    start = number.start
    sign = _QUANTITY_SIGN.search(s, max(0, start - 4), start)
    start = sign.start() if sign else start
    approx = _APPROX.search(s, max(0, start - 6), start)
    return (approx.start() if approx else start), sign is not None, approx is not None


def _suffix(s: str, at: int, *, approx: bool) -> tuple[int, Comparator, bool]:
    found = _SUFFIX.match(s, at)
    if found is None or not (found["about"] or found["compare"]):
        return at, "about" if approx else "bare", approx
    roughly = approx or found["about"] is not None
    end = found.end() if found["compare"] else found.end("about")
    fallback: Comparator = "about" if roughly else "bare"
    return end, _SUFFIXES.get(found["compare"] or "", fallback), roughly


def _composite(s: str, first: _Number) -> _Number:
    """Extends a number over kanji powers: `3千億`, `5億3,000万`, `2百万`."""
    total, group, at, last = Decimal(0), first.value, first.end, 10**16
    pending: _Number | None = first
    while at < len(s):
        char = s[at]
        if char in _SMALL_POWERS and pending is not None:
            group = group * _SMALL_POWERS[char]
            at += 1
        elif char in _LARGE_POWERS and pending is not None and _LARGE_POWERS[char] < last:
            total, last, group, pending = (
                total + group * _LARGE_POWERS[char],
                _LARGE_POWERS[char],
                Decimal(0),
                None,
            )
            at += 1
        elif pending is None and (more := _number_at(s, at)):
            pending, group, at = more, more.value, more.end
        else:
            break
    return _Number(first.start, at, total + group)


def _number_at(s: str, at: int) -> _Number | None:
    found = _STRICT.match(s, at)
    return None if found is None else _Number(at, found.end(), Decimal(found[0].replace(",", "")))


def find_digit_runs(s: str) -> list[tuple[int, int]]:
    """Finds every maximal number token, for the report of losses; works on printed and on folded text.

    A token is a run of digits of any width with sign, commas and decimal point, a circled number, a Roman
    numeral of its own characters (in folded text these are Latin letters and no longer numbers), or a kanji
    numeral in number position (after 第, or before a point and a blank).

    >>> [s for s in [("△ 13,745 ⑤ 第二")] for s in [s[a:b] for a, b in find_digit_runs(s)]]
    ['△ 13,745', '⑤', '二']
    """
    return [found.span() for found in _TOKENS.finditer(s)]
