"""The text of one value cell → its clauses and their quantities: whole, うち… parts, dates, years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loaders.jp.eras import Era, YearFound, find_dates, find_year_months, find_years
from loaders.jp.numbers import Quantity as Found
from loaders.jp.numbers import find_quantities, find_ratios
from loaders.model import PRINTED_UNIT, Quantity
from loaders.reading.facts import Reader
from loaders.text import Text, joined

_YEAR_MARK = re.compile(r"【[^【】]*】")
_AS_OF = re.compile(r"\([^()]*?(?:現在|時点)\)")
_RATIO = re.compile(r"\(\s*[\d,]+\s*/\s*[\d,]+\s*\)")
_PART = re.compile(r"うち、?(?P<name>[^\d:。、()]{2,40}?)(?:数)?\s*(?:は|:|が)?\s*(?=約?\s*\d)")
_NOTE = re.compile(r"※[^※]*\Z")
_BARE_NUMBER = re.compile(r"\d[\d,.]*")
_HIDDEN = "■"
_UNIT_WORD = re.compile(
    r"(?<![第\d.,])\d[\d,.]*\s?(?P<unit>[\u30a0-\u30ff\u4e00-\u9fffA-Za-z/]{1,6}?)"
    r"(?=以上|以下|以内|未満|超|程度|\s|[、。)]|\Z)"
)
_LONGEST_VALUE = 60
_TORN = re.compile(r"(?:[\d.,]\s+|[.,])\Z")
_BELOW_ZERO = frozenset({"percent", "point", "yen", "thousand-yen", "million-yen", "hundred-million-yen"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of a cell: its words, the shared tail (as-of date, year, ratio), what it counts."""

    text: Text
    part_name: Text | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity with the words that compare it, and the text that states it."""

    quantity: Quantity
    comparator: str
    text: Text


def clauses(cell: Text) -> list[Clause]:
    """The whole first, then each うち… part; the tail of the cell belongs to each of them.

    >>> from loaders.text import Text
    >>> cell = Text.of("導入数:9団体うち共同数:4団体(R2.4.1現在)", 0, 26)
    >>> [c.text.chars for c in clauses(cell)]
    ['導入数:9団体(R2.4.1現在)', 'うち共同数:4団体(R2.4.1現在)']
    """
    flat = joined(cell.folded())
    parts = list(_PART.finditer(flat.chars))
    if not parts:
        return [Clause(flat)]
    tail_start = min(
        (m.start() for m in _tails(flat.chars) if m.start() > parts[-1].end()), default=len(flat)
    )
    tail, body = flat.cut(tail_start), flat.cut(0, tail_start)
    result = [Clause(_trimmed(body.cut(0, parts[0].start())) + tail)]
    for part, end in zip(parts, [*(p.start() for p in parts[1:]), len(body)], strict=True):
        result.append(Clause(_trimmed(body.cut(part.start(), end)) + tail, flat.cut(*part.span("name"))))
    return result


def _tails(chars: str) -> Iterator[re.Match[str]]:
    for pattern in (_YEAR_MARK, _AS_OF, _RATIO):
        yield from pattern.finditer(chars)


def _trimmed(text: Text) -> Text:
    stripped = text.strip()
    end = len(stripped.chars.rstrip("、,。 "))
    return stripped.cut(0, end)


def quantities(reader: Reader, text: Text) -> list[Amount]:
    """Every quantity of a text; years and dates are none."""
    folded = joined(text.folded())
    hidden = _without_years(folded.chars, reader)
    found = [f for f in find_quantities(hidden, reader.units) if not _is_torn(hidden, f)]
    return [Amount(_quantity(f, hidden), f.comparator, folded.cut(f.start, f.end)) for f in found]


def _is_torn(chars: str, found: Found) -> bool:
    """Whether a number is damaged: a blank inside it, a dash that is no sign, half a 以上 behind it.

    As in 1, 688人; －1,182団体; 53%以. Counts, ranks and hours are never below zero: there the dash is the
    mark of the achievement column.
    """
    below_zero = found.value < 0 and found.unit_code not in _BELOW_ZERO
    is_cut_off = chars.startswith("以", found.end)
    return below_zero or is_cut_off or _TORN.search(chars, 0, found.start) is not None


def only_quantity(reader: Reader, slot: str, clause: Clause) -> Amount | None:
    """The one quantity of a clause; none without a doubt when several differ or the unit is not known."""
    found = quantities(reader, clause.text)
    if len({(a.quantity.value, a.quantity.unit) for a in found}) > 1:
        reader.doubt(
            "ambiguous",
            slot,
            clause.text,
            "一つの欄に二つ以上の数値がある。値は採用しない。",
            "This cell states more than one quantity; none is asserted.",
            *(a.text.chars for a in found),
        )
        return None
    if not found:
        _doubt_number(reader, slot, clause)
    return found[0] if found else None


def recurring_units(reader: Reader, cells: Iterable[Text]) -> dict[str, str]:
    """Words that stand behind the number in two or more short cells of one row, and are no known unit.

    A unit that no list has is known by its coming back: 「200室以上」, 「180室」. Its code
    is the printed word.
    """
    seen: Counter[str] = Counter()
    for cell in cells:
        for clause in clauses(cell):
            if not quantities(reader, clause.text):
                seen.update(_unit_words(reader, clause))
    return {word: PRINTED_UNIT + word for word, count in sorted(seen.items()) if count > 1}


def _unit_words(reader: Reader, clause: Clause) -> set[str]:
    body = _without_years(joined(clause.text.folded()).chars, reader)
    for aside in (_YEAR_MARK, _AS_OF, _RATIO, _NOTE):
        body = aside.sub("", body)
    found = {word for word in _UNIT_WORD.findall(body) if not find_quantities(f"1{word}", reader.units)}
    return found if len(_BARE_NUMBER.findall(body)) == 1 else set()


def _doubt_number(reader: Reader, slot: str, clause: Clause) -> None:
    hidden = _without_years(joined(clause.text.folded()).chars, reader)
    if any(_is_torn(hidden, f) for f in find_quantities(hidden, reader.units)):
        reader.doubt(
            "ambiguous",
            slot,
            clause.text,
            "数字の途中に空白があるか、符号が読めない。値は採用しない。",
            "A blank stands inside this number, or its sign is not certain; no value is asserted.",
        )
        return
    _doubt_unit(reader, slot, clause)


def has_unread_number(reader: Reader, text: Text) -> bool:
    """Whether a text holds a number that is no year, date or ratio and was not read as a quantity."""
    body = _without_years(joined(text.folded()).chars, reader)
    for aside in (_YEAR_MARK, _AS_OF, _RATIO, _NOTE):
        body = aside.sub("", body)
    return not quantities(reader, text) and _BARE_NUMBER.search(body) is not None


def _doubt_unit(reader: Reader, slot: str, clause: Clause) -> None:
    body = _without_years(joined(clause.text.folded()).chars, reader)
    for aside in (_YEAR_MARK, _RATIO, _NOTE):
        body = aside.sub("", body)
    if (number := _BARE_NUMBER.search(body)) and len(body.strip()) <= _LONGEST_VALUE:
        reader.doubt(
            "unknown-vocabulary",
            slot,
            clause.text,
            f"単位が分からない:「{body[number.start() : number.end() + 6]}」。様式の [units] に加える。",
            f"The unit of {number[0]!r} is not known; add it to [units] of the form file.",
        )


def _quantity(found: Found, chars: str) -> Quantity:
    ratio = found.ratio
    if ratio is None:
        others = find_ratios(chars)
        ratio = others[0] if len(others) == 1 else None
    if ratio is None:
        return Quantity(found.value, found.unit_code)
    return Quantity(found.value, found.unit_code, Decimal(ratio.numerator), Decimal(ratio.denominator))


def _without_years(chars: str, reader: Reader) -> str:
    """The text with years and dates hidden, so that 30年 is no length of time; same length."""
    spans = [(y.start, y.end) for y in find_years(chars, reader.era)]
    spans += [(d.start, d.end) for d in find_dates(chars, reader.era)]
    spans += [(m.start, m.end) for m in find_year_months(chars, reader.era)]
    letters = list(chars)
    for start, end in spans:
        letters[start:end] = _HIDDEN * (end - start)
    return "".join(letters)


def marked_year(reader: Reader, text: Text, latest: int | None = None) -> int | None:
    """The fiscal year of 【…年度】; a bare year that would be after `latest` is of an earlier era.

    A report of 令和4年度 still prints 【29年度】 for 平成29年度.
    """
    folded = joined(text.folded()).chars
    for mark in _YEAR_MARK.finditer(folded):
        years = find_years(mark[0], reader.era)
        if years and years[0].fiscal_year is not None:
            return _not_after(years[0], years[0].fiscal_year, latest)
    return None


def _not_after(found: YearFound, year: int, latest: int | None) -> int:
    if latest is None or year <= latest or not found.inherited or found.era is None:
        return year
    eras = list(Era)
    in_era = year - found.era.western(0)
    earlier = [era.western(in_era) for era in eras[: eras.index(found.era)]]
    return next((other for other in reversed(earlier) if other <= latest), year)


def named_years(reader: Reader, text: Text) -> list[YearFound]:
    """Every fiscal year that a text names outside of 【】."""
    chars = _YEAR_MARK.sub(lambda m: _HIDDEN * len(m[0]), joined(text.folded()).chars)
    return [y for y in find_years(chars, reader.era) if y.fiscal_year is not None]


def as_of(reader: Reader, text: Text) -> date | None:
    """The day of 「(H30.4.1時点)」 or 「(…現在)」."""
    for mark in _AS_OF.finditer(joined(text.folded()).chars):
        found = find_dates(mark[0], reader.era)
        if len(found) == 1:
            return found[0].value
    return None


def without_year_mark(text: Text) -> Text:
    """The words of a cell before 【…年度】 and the note behind it."""
    flat = joined(text.folded())
    mark = next(iter(_YEAR_MARK.finditer(flat.chars)), None)
    return flat.cut(0, mark.start()).strip() if mark else flat.strip()
