"""Folded prose → the figures that it states, with what each counts and the year that the sentence gives.

A figure is found only by one of a few closed sentence patterns, in which words that count something, the
year and the number stand beside each other: 修了者数は、平成28年度1,002名、29年度1,204名. Whatever stands in
another relation stays text: an unread number is in the report, a wrong one would be in the graph.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Final

from loaders.jp.eras import Era, find_dates, find_year_months, find_years, fiscal_year_of
from loaders.jp.names import is_part_of_name
from loaders.jp.numbers import Quantity, find_quantities

__all__ = ["Statement", "find_statements"]

_YEAR, _DAY, _MONTH, _VALUE = "\ue000", "\ue001", "\ue002", "\ue003"
_BREAKS: Final = rf"、。,()「」『』【】\[\]:;\s\d①-⑳※{_YEAR}{_DAY}{_MONTH}{_VALUE}"
_WORD: Final = rf"[^{_BREAKS}]"
_START: Final = r"(?:\A|(?<=[、。()「」【】:\s①-⑳]))(?:・|なお|また|このうち|さらに|このほか)?"
_OF_YEAR: Final = rf"{_YEAR}(?:末|中)?(?:時点)?(?:の|における|において|は|には|においては|に|で|も)?、?"
_AT: Final = r"(?:末時点|時点|末)?(?:は|には|に|の|では|で|が|において|:)?[ ]?"
_IS: Final = r"(?:については|に関しては|は|が|も|:)?、?[ ]?"
_SEPARATOR: Final = re.compile(r"[ ]?(?:、|,|及び|並びに|から、?|と|→)[ ]?")
_ENDS: Final = re.compile(
    r"と(?:なっ|な[りる]|いう)|であ|で[、。推]|だった|に(?:達|上[りっる]|増|減|のぼ|とどま|伸|拡)"
    r"|まで(?:増|減|伸|拡)|を(?:達成|記録)|(?:の)?[増減]|[、。)]|\Z"
)
_FIRST: Final = re.compile(r"[のもとをにへでよりばても]")
_JOINED: Final = r"[はが]|ると|れば|して|せて|ため|ので|から|より|まで"
_ROUGHLY: Final = ("近く", "弱", "強", "余", "台", "ほど", "目", "~", " ~")
_DIGITS: Final = re.compile(r"[\d,.]+")
_GROWS: Final = re.compile(r"(?:の)?[増減]")
_TORN: Final = re.compile(r"(?:[\d.,]\s+|[.,第])\Z")
_BOUNDS: Final = frozenset({"at-least", "at-most", "less", "more"})
_SHORTEST_SUBJECT: Final = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as a sentence states it; ranges count characters of the folded text.

    `subject` are the ranges of the words that say what is counted; `start` to `end` the words that state
    the value, its year included. `fiscal_year` is None when the sentence gives none. `rule` is yearly,
    dated, pace, plain, or nested for a value in the brackets of a compared one; `flags` are approximate and
    relative (READING 3.3). `bracket` is the range behind the day of a dated value, where its parts may stand.
    """

    subject: tuple[tuple[int, int], ...]
    start: int
    end: int
    value: Decimal
    unit: str
    fiscal_year: int | None
    as_of: date | None
    rule: str
    flags: tuple[str, ...] = ()
    bracket: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The sentence patterns, with the words that the data file lists."""

    head: re.Pattern[str]
    aside: re.Pattern[str]
    pace: re.Pattern[str]
    item: re.Pattern[str]
    goal: re.Pattern[str]
    plan: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Shape:
    """The text with each year, day, month and quantity as one character, and the way back."""

    chars: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    values: Mapping[int, Quantity]
    years: Mapping[int, int]
    days: Mapping[int, date]


@dataclass(frozen=True, slots=True)
class _Head:
    """The subject of a sentence in a shape, with the year that stands before it."""

    subject: tuple[int, int]
    lead: int | None


def find_statements(s: str, units: Mapping[str, str], era: Era | None = None) -> list[Statement]:
    """Finds the figures that `s` states, in order; `units` are printed units and their codes.

    >>> found = find_statements("修了者数は、平成28年度1,002名、29年度1,204名で推移", {"名": "person"})
    >>> [(str(f.value), f.fiscal_year) for f in found]
    [('1002', 2016), ('1204', 2017)]
    """
    shape, grammar = _shaped(s, units, era), _grammar()
    found: dict[tuple[int, Decimal], Statement] = {}
    for statement in _all(shape, grammar):
        found.setdefault((statement.end, statement.value), statement)
    return sorted(found.values(), key=lambda each: (each.start, each.end))


@cache
def _grammar() -> _Grammar:
    file = resources.files("loaders.jp").joinpath("words/measures.toml")
    lists: Mapping[str, list[str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {key: "|".join(sorted(map(re.escape, lists[key]), key=len, reverse=True)) for key in lists}
    subject = (
        rf"{_START}(?:(?P<lead>{_YEAR})(?<={_YEAR}){_OF_YEAR.removeprefix(_YEAR)})?"
        rf"(?P<subject>{_WORD}{{0,40}}?(?:{words['endings']}))"
    )
    start = rf"(?=(?:{_YEAR}|{_VALUE}|{words['compared']}))"
    beside = rf"(?P<beside>{_YEAR})(?:末|実績|時点|現在)*"
    day = rf"(?P<day>{_DAY})[ ]?(?:現在|時点)?(?P<rest>、[^()]*)?"
    return _Grammar(
        head=re.compile(rf"{subject}{_IS}{start}"),
        aside=re.compile(rf"{subject}(?:は|が|も){_WORD}{{0,25}}\((?={_YEAR})"),
        pace=re.compile(
            rf"{subject}(?:の(?:いずれ|それぞれ)の指標)?(?:については|についても|は|が|も|を|:)、?{_WORD}{{0,12}}?"
            rf"(?P<pace>{words['paces']})(?P<value>{_VALUE})"
        ),
        item=re.compile(
            rf"(?:(?P<year>{_YEAR}){_AT})?(?P<compared>{words['compared']})?(?P<value>{_VALUE})"
            rf"(?:[ ]?\([ ]?(?:{beside}|{day}|(?P<inner>{_VALUE}))[ ]?\))?"
        ),
        goal=re.compile(rf"{_WORD}{{0,12}}?(?:{words['goals']})"),
        plan=re.compile(rf"{_JOINED}|{words['goals']}|\A(?:{words['compared']})\Z"),
    )


def _shaped(s: str, units: Mapping[str, str], era: Era | None) -> _Shape:
    tokens: dict[int, tuple[int, str, object]] = {}
    for day in find_dates(s, era):
        tokens[day.start] = (day.end, _DAY, day.value)
    for month in find_year_months(s, era):
        tokens.setdefault(month.start, (month.end, _MONTH, None))
    covered = [(start, end) for start, (end, _, _) in tokens.items()]
    for year in find_years(s, era):
        if not any(a <= year.start < b for a, b in covered):
            token = _YEAR if year.fiscal_year is not None else _MONTH
            tokens[year.start] = (year.end, token, year.fiscal_year)
    hidden = list(s)
    for start, (end, _, _) in tokens.items():
        hidden[start:end] = "■" * (end - start)
    for quantity in find_quantities("".join(hidden), units):
        if _is_plain(s, quantity):
            grows = quantity.comparator in {"increase", "decrease"}
            tokens[quantity.start] = (quantity.end - grows, _VALUE, quantity)
    return _cut(s, tokens)


def _is_plain(s: str, quantity: Quantity) -> bool:
    """Whether a quantity is a whole number token above zero that neither names nor numbers anything."""
    at = next((i for i in range(quantity.start, quantity.end) if s[i].isdigit()), quantity.start)
    digits = _DIGITS.match(s, at)
    end = digits.end() if digits else at
    before = s[max(0, quantity.start - 4) : quantity.start]
    return (
        quantity.value >= 0
        and quantity.comparator not in _BOUNDS
        and _TORN.search(before) is None
        and not s.startswith(_ROUGHLY, quantity.end)
        and not before.rstrip().endswith("~")
        and not is_part_of_name(s, at, end)
    )


def _cut(s: str, tokens: Mapping[int, tuple[int, str, object]]) -> _Shape:
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    found: dict[int, object] = {}
    at = 0
    while at < len(s):
        end, char, value = tokens.get(at, (at + 1, s[at], None))
        if at in tokens:
            found[len(chars)] = value
        chars.append(char)
        starts.append(at)
        ends.append(end)
        at = end
    return _Shape(
        "".join(chars),
        tuple(starts),
        tuple(ends),
        {at: value for at, value in found.items() if isinstance(value, Quantity)},
        {at: value for at, value in found.items() if isinstance(value, int)},
        {at: value for at, value in found.items() if isinstance(value, date)},
    )


def _all(shape: _Shape, grammar: _Grammar) -> Iterator[Statement]:
    for match in grammar.head.finditer(shape.chars):
        if (head := _head(match, grammar)) is not None:
            yield from _items(shape, grammar, head, match.end())
    for match in grammar.aside.finditer(shape.chars):
        if (head := _head(match, grammar)) is not None:
            yield from _items(shape, grammar, head, match.end())
    for match in grammar.pace.finditer(shape.chars):
        head = _head(match, grammar)
        if head is not None and head.lead is None and grammar.goal.match(shape.chars, match.end()) is None:
            yield _pace(shape, match, head)


def _head(match: re.Match[str], grammar: _Grammar) -> _Head | None:
    """The subject, unless it is a clause of its own or what somebody plans."""
    words = match["subject"]
    if len(words) < _SHORTEST_SUBJECT or _FIRST.match(words) or grammar.plan.search(words):
        return None
    return _Head(match.span("subject"), match.start("lead") if match["lead"] else None)


def _items(shape: _Shape, grammar: _Grammar, head: _Head, at: int) -> list[Statement]:
    """The values of one subject, all of them or none: a goal at their end is a goal for each."""
    found: list[Statement] = []
    end = at
    while item := grammar.item.match(shape.chars, at):
        end = item.end()
        statements = list(_item(shape, head, item))
        if not statements:
            return []
        found += statements
        separator = _SEPARATOR.match(shape.chars, end)
        if separator is None:
            break
        at = separator.end()
    if grammar.goal.match(shape.chars, end) is not None:
        return []
    is_whole = all(each.fiscal_year is not None for each in found) or (
        len(found) == 1 and _ENDS.match(shape.chars, end) is not None
    )
    return found if is_whole else []


def _item(shape: _Shape, head: _Head, item: re.Match[str]) -> Iterator[Statement]:
    years = _years(shape, head, item)
    if len(years) > 1:
        return
    year = next(iter(years), None)
    day = shape.days[item.start("day")] if item["day"] else None
    first = head.lead if head.lead is not None and not item["year"] and day is None else item.start()
    last = item.end() if item["beside"] or item["day"] else item.end("value")
    subject = [head.subject, *([item.span("compared")] if item["compared"] else [])]
    stated = _statement(shape, subject, (first, last), shape.values[item.start("value")])
    if item["compared"] or _GROWS.match(shape.chars, last):
        stated = replace(stated, flags=(*stated.flags, "relative"))
    bracket = (shape.starts[item.start("rest")], shape.ends[item.end("rest") - 1]) if item["rest"] else None
    rule = "dated" if day else "yearly" if year is not None else "plain"
    yield replace(stated, fiscal_year=year, as_of=day, rule=rule, bracket=bracket)
    if item["inner"] and item["compared"]:
        inner = _statement(shape, [head.subject], (first, item.end()), shape.values[item.start("inner")])
        yield replace(inner, fiscal_year=year, rule="nested")


def _years(shape: _Shape, head: _Head, item: re.Match[str]) -> set[int]:
    """The years that stand beside a value: its own, else the one before the subject."""
    own = {shape.years[item.start(name)] for name in ("year", "beside") if item[name]}
    if item["day"]:
        own.add(fiscal_year_of(shape.days[item.start("day")]))
    return own or ({shape.years[head.lead]} if head.lead is not None else set())


def _pace(shape: _Shape, match: re.Match[str], head: _Head) -> Statement:
    place = (match.start("pace"), match.end("value"))
    stated = _statement(shape, [head.subject], place, shape.values[match.start("value")])
    return replace(stated, rule="pace", flags=(*stated.flags, "relative"))


def _statement(
    shape: _Shape, subject: list[tuple[int, int]], place: tuple[int, int], value: Quantity
) -> Statement:
    """A value without a year, at its place in the text."""
    return Statement(
        subject=tuple((shape.starts[a], shape.ends[b - 1]) for a, b in subject),
        start=shape.starts[place[0]],
        end=shape.ends[place[1] - 1],
        value=value.value,
        unit=value.unit_code,
        fiscal_year=None,
        as_of=None,
        rule="plain",
        flags=("approximate",) if value.approx else (),
    )
