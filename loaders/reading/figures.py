"""Numbers in prose that carry a day: 「550団体(平成26年4月1日現在、…211団体、…339)」 → figures.

The parts in the brackets take the unit of the whole; that they add up to it proves the reading
(READING 6.1 A28).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from loaders.jp.eras import find_dates, fiscal_year_of
from loaders.jp.numbers import parse_strict
from loaders.model import Confidence, Fact, Figure, IndicatorEntry, Quantity, Series
from loaders.reading.amounts import Amount, quantities
from loaders.reading.facts import Reader
from loaders.reading.prose import Segment
from loaders.text import Text

_DATED = re.compile(r"\((?P<day>[^()、]*?)(?:現在|時点)(?P<parts>(?:、[^()]*)?)\)")
_PART = re.compile(
    r"、\s*(?P<name>[^\d、()]{2,30}?)\s*(?P<value>\d[\d,]*)\s*(?P<unit>[^\d、()]{0,4})(?=[、)]|\Z)"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A dated quantity with the parts that follow it in brackets."""

    whole: Amount
    on: date
    text: Text
    parts: tuple[tuple[Text, Text, Quantity], ...]


def clusters(reader: Reader, segment: Segment) -> Iterator[Cluster]:
    """Each quantity that is followed by its day in brackets."""
    for amount in quantities(reader, segment.text):
        flat = segment.text
        after = flat.starts.index(amount.text.starts[-1]) + 1
        match = _DATED.match(flat.chars, after)
        dates = find_dates(match["day"], reader.era) if match else []
        if match is None or len(dates) != 1:
            continue
        start = flat.starts.index(amount.text.starts[0])
        parts = tuple(_parts(flat, match, amount.quantity.unit))
        yield Cluster(amount, dates[0].value, flat.cut(start, match.end()), parts)


def _parts(flat: Text, match: re.Match[str], unit: str) -> Iterator[tuple[Text, Text, Quantity]]:
    for part in _PART.finditer(flat.chars, match.start("parts"), match.end("parts")):
        value = parse_strict(part["value"])
        if value is not None:
            text = flat.cut(part.start("name"), part.end())
            yield flat.cut(*part.span("name")), text, Quantity(value, unit)


def read_figures(reader: Reader, found: Sequence[Segment]) -> Iterator[Figure]:
    """The parts of dated quantities as figures; the whole is a cell of the table and no figure."""
    for segment in found:
        for cluster in clusters(reader, segment):
            total = sum(q.value for _, _, q in cluster.parts)
            confidence = Confidence.PROVEN if total == cluster.whole.quantity.value else Confidence.ALIGNED
            for name, text, quantity in cluster.parts:
                yield Figure(
                    reader.fact(reader.printed(name), name, "prose.figure"),
                    reader.fact(reader.printed(text), text, "prose.figure", confidence),
                    quantity,
                    fiscal_year_of(cluster.on),
                    cluster.on,
                    segment.numbers[0] if len(segment.numbers) == 1 else None,
                )


def with_stated_days(
    reader: Reader, entries: Sequence[IndicatorEntry], found: Sequence[Segment]
) -> Iterator[IndicatorEntry]:
    """Baselines whose day only the prose gives (550団体 as of 平成26年4月1日) with that day."""
    for entry in entries:
        days = [c for s in found if s.numbers == (entry.number.value,) for c in clusters(reader, s)]
        yield replace(entry, series=tuple(_with_day(reader, s, days) for s in entry.series))


def _with_day(reader: Reader, series: Series, days: Sequence[Cluster]) -> Series:
    base = series.baseline
    if base is None or base.as_of is not None or base.quantity is None:
        return series
    for cluster in days:
        same = (cluster.whole.quantity.value, cluster.whole.quantity.unit) == (
            base.quantity.value,
            base.quantity.unit,
        )
        if same and fiscal_year_of(cluster.on) == base.fiscal_year:
            day: Fact[date] = reader.fact(cluster.on, cluster.text, "prose.as-of")
            return replace(series, baseline=replace(base, as_of=day))
    return series
