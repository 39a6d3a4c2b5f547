"""The prose of a report → the figures that its sentences state, each with what it counts and its year.

Which sentences state a figure is for loaders/jp/statements.py to know; here they get their places, the
indicator that their paragraph is about, and the parts of a dated value: 「550団体(平成26年4月1日現在、
…211団体、…339)」. The parts take the unit of the whole; that they add up to it proves the reading
(READING 6.1 A28).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from loaders.jp.eras import fiscal_year_of
from loaders.jp.numbers import parse_strict
from loaders.jp.statements import Statement, find_statements
from loaders.model import Confidence, Fact, Figure, IndicatorEntry, Quantity, Series
from loaders.reading.facts import Reader
from loaders.reading.prose import Segment, segments
from loaders.slots import Slots
from loaders.text import Text, joined

_PROSE = (
    "overview", "rating_words", "rating_reason", "analysis", "results", "next_term", "budget_request",
    "system", "expert",
)  # fmt: skip
_PART = re.compile(
    r"、\s*(?P<name>[^\d、()]{2,30}?)\s*(?P<value>\d[\d,]*)\s*(?P<unit>[^\d、()]{0,4})(?=[、)]|\Z)"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with its prose and the indicator that the paragraph is about."""

    prose: Text
    statement: Statement
    indicator: int | None

    @property
    def quantity(self) -> Quantity:
        """The value in its unit."""
        return Quantity(self.statement.value, self.statement.unit)

    @property
    def text(self) -> Text:
        """The words that state the value."""
        return self.prose.cut(self.statement.start, self.statement.end)

    def parts(self) -> Iterator[tuple[Text, Text, Quantity]]:
        """Name, words and value of each part that stands behind the day in brackets."""
        if self.statement.bracket is None:
            return
        for part in _PART.finditer(self.prose.chars, *self.statement.bracket):
            value = parse_strict(part["value"])
            if value is not None:
                text = self.prose.cut(part.start("name"), part.end())
                yield self.prose.cut(*part.span("name")), text, Quantity(value, self.statement.unit)


def statements_of(reader: Reader, slots: Slots, evaluated: int) -> tuple[Said, ...]:
    """Every statement of the prose, in printed order, each once; later years than the report's are plans."""
    found: dict[int, Said] = {}
    texts = [text for slot in _PROSE if (text := slots.single.get(slot)) is not None]
    for text in (*texts, *slots.notes):
        for each in _of_prose(reader, text):
            year = each.statement.fiscal_year
            if year is None or year <= evaluated + 1:
                found.setdefault(each.text.ends[-1], each)
    return tuple(found[at] for at in sorted(found))


def _of_prose(reader: Reader, text: Text) -> Iterator[Said]:
    flat = joined(text.folded())
    about = list(segments(reader, text))
    for statement in find_statements(flat.chars, reader.units, reader.era):
        yield Said(flat, statement, _indicator(about, flat.starts[statement.start]))


def _indicator(about: Sequence[Segment], at: int) -> int | None:
    """The one indicator whose paragraph holds a raw offset."""
    numbers = {s.numbers for s in about if s.text and s.text.starts[0] <= at <= s.text.starts[-1]}
    only = next(iter(numbers)) if len(numbers) == 1 else ()
    return only[0] if len(only) == 1 else None


def read_figures(reader: Reader, found: Sequence[Said]) -> Iterator[Figure]:
    """The figures of the prose: the stated values, then the parts of each."""
    for each in found:
        parts = list(each.parts())
        adds_up = bool(parts) and sum(q.value for _, _, q in parts) == each.quantity.value
        sure = Confidence.ALIGNED if each.statement.rule == "nested" else Confidence.READ
        yield _whole(reader, each, Confidence.PROVEN if adds_up else sure)
        for name, text, quantity in parts:
            yield Figure(
                reader.fact(reader.printed(name), name, "prose.figure"),
                reader.fact(
                    reader.printed(text),
                    text,
                    "prose.figure",
                    Confidence.PROVEN if adds_up else Confidence.ALIGNED,
                ),
                quantity,
                each.statement.fiscal_year,
                each.statement.as_of,
                each.indicator,
            )


def _whole(reader: Reader, each: Said, confidence: Confidence) -> Figure:
    statement = each.statement
    subject = Text.empty()
    for start, end in statement.subject:
        subject = subject + each.prose.cut(start, end)
    return Figure(
        reader.fact(reader.printed(subject), subject, "prose.figure"),
        reader.fact(reader.printed(each.text), each.text, "prose.figure", confidence, statement.flags),
        each.quantity,
        statement.fiscal_year,
        statement.as_of,
        each.indicator,
    )


def with_stated_days(
    reader: Reader, entries: Sequence[IndicatorEntry], found: Sequence[Said]
) -> Iterator[IndicatorEntry]:
    """Baselines whose day only the prose gives (550団体 as of 平成26年4月1日) with that day."""
    for entry in entries:
        days = [s for s in found if s.indicator == entry.number.value and s.statement.as_of is not None]
        yield replace(entry, series=tuple(_with_day(reader, s, days) for s in entry.series))


def _with_day(reader: Reader, series: Series, days: Sequence[Said]) -> Series:
    base = series.baseline
    if base is None or base.as_of is not None or base.quantity is None:
        return series
    for each in days:
        on = each.statement.as_of
        same = (each.quantity.value, each.quantity.unit) == (base.quantity.value, base.quantity.unit)
        if same and on is not None and fiscal_year_of(on) == base.fiscal_year:
            day: Fact[date] = reader.fact(on, each.text, "prose.as-of")
            return replace(series, baseline=replace(base, as_of=day))
    return series
