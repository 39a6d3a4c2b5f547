"""The words of a plan → the decided documents that it names, with the day or month that it prints.

Two ways of naming: 「題名」（令和５年６月16日閣議決定）, with or without quotation marks, and
2023年７月に閣議決定された新たな国土形成計画. A decision without a day or a title is no citation.
"""

from __future__ import annotations

import re
from typing import TypeVar

from loaders.jp.eras import find_dates, find_year_months
from loaders.model import Confidence, Fact, YearMonth
from loaders.model.plans import PlanCitation
from loaders.plans.words import plan_words
from loaders.text import Text, joined

_V = TypeVar("_V")

RULE = "plan.citation"
_LEAD = re.compile(
    r".*(?:については|において|おいては|では|として|とともに|に基づき|に基づく|及び|並びに|による|、)(?=.)"
)


def find_citations(text: Text, raw: str) -> tuple[PlanCitation, ...]:
    """Finds every decided document that a folded text names, in printed order."""
    squeezed = text.squeezed()
    words = plan_words()
    found = [
        _citation(match, squeezed, raw)
        for pattern in (words.cited_before, words.cited_behind)
        for match in pattern.finditer(squeezed.chars)
    ]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.text.spans))


def _citation(match: re.Match[str], text: Text, raw: str) -> PlanCitation | None:
    is_quoted = match["quoted"] is not None
    start, end = match.span("quoted" if is_quoted else "bare")
    if not is_quoted and (lead := _LEAD.match(text.chars, start, end)) is not None:
        start = lead.end()
    day = text.cut(*match.span("day"))
    dates, months = find_dates(day.chars), find_year_months(day.chars)
    if not (dates or months):
        return None
    opens = min(start - is_quoted, match.start("day"))
    return PlanCitation(
        title=_fact(text.cut(start, end), raw),
        text=_fact(text.cut(opens, match.end()), raw),
        decider=_fact(text.cut(*match.span("decider")), raw),
        on=_valued(day, raw, dates[0].value) if dates else None,
        month=_valued(day, raw, YearMonth(months[0].year, months[0].month)) if months and not dates else None,
    )


def _fact(text: Text, raw: str) -> Fact[str]:
    printed = _printed(text, raw)
    return Fact(printed, printed, text.runs(raw), Confidence.READ, RULE)


def _valued(text: Text, raw: str, value: _V) -> Fact[_V]:
    return Fact(value, _printed(text, raw), text.runs(raw), Confidence.READ, RULE)


def _printed(text: Text, raw: str) -> str:
    span = text.span()
    return joined(Text.of(raw, span.start, span.end)).chars.strip()
