"""One cell → what kind of content it is: a bare number, a sign for nothing, a name, a value with units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from loaders.form import Form
from loaders.jp.eras import find_dates, find_year_months, find_years
from loaders.jp.markers import parse_number
from loaders.jp.numbers import find_quantities
from loaders.text import Text, joined

_BARE = re.compile(r"[△▲−－-]?\s*\d[\d,.]*")
_DASHES = frozenset("-－―−‐–—ー")
_LONGEST_MARKER = 2 + len("第") + len(".")
_VALUE = re.compile(
    r"(?:約|△|▲|−|－|-)?\s*\d[\d,.]*\s*\S{0,3}(?:以上|以下|以内|未満|超|程度)?\s*(?:\([^()]*\))?"
)
_YEAR_MARK = re.compile(r"【[^【】]*年\s*度[^【】]*】")


def is_bare_number(cell: Text) -> bool:
    """Digits and nothing else: no unit, no words (77, 12,345)."""
    return _BARE.fullmatch(joined(cell.folded()).chars.strip()) is not None


def is_dash(cell: Text) -> bool:
    """A sign that stands for "nothing" or for "the period has not ended", by its column."""
    return cell.chars.strip() in _DASHES


def is_number(cell: Text) -> bool:
    """The number of an indicator alone: 5, ⑤, 第3, Ⅱ."""
    folded = joined(cell.folded()).chars.strip()
    return len(folded) <= _LONGEST_MARKER and parse_number(folded) is not None


def number_of(cell: Text) -> int:
    """The number that such a cell states; 0 when it states none."""
    marker = parse_number(joined(cell.folded()).chars.strip())
    return marker.value if marker is not None else 0


def is_name(cell: Text) -> bool:
    """Words that may name an indicator: no value, no number, no cell that ends in a year of its own.

    A bracket that never closes (指標<アウト) was torn, and what follows may be the end of another row.
    """
    folded = joined(cell.folded()).chars.strip()
    if folded.count("<") != folded.count(">"):
        return False
    return not (_VALUE.fullmatch(folded) or _YEAR_MARK.search(folded) or is_number(cell) or is_dash(cell))


def has_year_mark(cell: Text) -> bool:
    """A cell that ends in a year of its own (【28年度】): a base or a final target."""
    return _YEAR_MARK.search(joined(cell.folded()).chars) is not None


def units_of(cells: Iterable[Text], form: Form) -> frozenset[str]:
    """The units that quantities of these cells carry; years and dates are no lengths of time."""
    return frozenset(unit for cell in cells for unit in _units(joined(cell.folded()).chars, form))


def _units(chars: str, form: Form) -> Iterator[str]:
    letters = list(chars)
    for found in (*find_years(chars), *find_dates(chars), *find_year_months(chars)):
        letters[found.start : found.end] = "■" * (found.end - found.start)
    return (found.unit_code for found in find_quantities("".join(letters), form.units))
