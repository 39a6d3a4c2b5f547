"""A reading → what was read from where: its facts and its doubts in the order of the source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keifu.plain import plain
from loaders.model import PRINTED_UNIT, BudgetColumn, Fact, Quantity, Span
from loaders.sections import placed_facts, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keifu.plain import Plain
    from loaders import Reading
    from loaders.model import Issue
    from loaders.sections import Placed

HEADER = ("line", "part", "sure", "rule", "printed → value")
_LONGEST_PRINTED = 44
_LONGEST_VALUE = 40
_LONGEST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing that was read, or one doubt, with its place; `kind` is "fact" or "issue".

    `part` is the part of the form or the code of the issue, `sure` the confidence class or the severity,
    `rule` the rule or the slot. `value` of an issue are its words.
    """

    kind: str
    span: Span | None
    line: int | None
    page: int | None
    part: str
    sure: str
    rule: str
    path: str
    printed: str
    value: str
    flags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Plain]:
        """The record with its place as start and end."""
        place = None if self.span is None else [self.span.start, self.span.end]
        whole = plain(self)
        assert isinstance(whole, dict)
        return whole | {"span": plain(place)}

    def row(self, tongue: str) -> tuple[str, ...]:
        """One line of a table; a doubt is marked with an exclamation mark, a fact by its part of the form."""
        where = "" if self.line is None else str(self.line)
        where = where if self.page is None else f"p{self.page} {where}"
        if self.kind == "issue":
            return where, f"! {self.part}", self.sure, self.rule, _short(self.value, _LONGEST_WORDS)
        names = {section.name: section.ja if tongue == "ja" else section.en for section in sections()}
        flags = f" ({', '.join(self.flags)})" if self.flags else ""
        value = f" → {_short(self.value, _LONGEST_VALUE)}" if self.value else ""
        printed = f"「{_short(self.printed, _LONGEST_PRINTED)}」"
        return where, names.get(self.part, self.part), self.sure, self.rule, printed + value + flags


def explained(reading: Reading, tongue: str) -> list[Explained]:
    """Every fact and every line of the loss report, by its first character; what has no place comes last."""
    every = [*_facts(reading), *_issues(reading, tongue)]
    last = Span(reading.loss.length, reading.loss.length)
    return sorted(every, key=lambda each: (each.span or last, each.kind, each.path))


def _facts(reading: Reading) -> Iterator[Explained]:
    for placed in placed_facts(reading.report):
        fact = placed.fact
        span = min(fact.spans) if fact.spans else None
        yield Explained(
            "fact",
            span,
            *_place(reading, span),
            placed.section,
            str(fact.confidence),
            fact.rule,
            placed.path,
            fact.text,
            _value(placed),
            fact.flags,
        )


def _issues(reading: Reading, tongue: str) -> Iterator[Explained]:
    for issue in reading.loss.issues:
        span = issue.span
        quote = "" if span is None else reading.source.raw[span.start : span.end]
        words = issue.message_ja if tongue == "ja" else issue.message_en
        yield Explained(
            "issue",
            span,
            *_place(reading, span),
            issue.code,
            issue.severity,
            issue.slot,
            "",
            quote,
            words + _candidates(issue),
        )


def _candidates(issue: Issue) -> str:
    listed = " / ".join(_short(each, _LONGEST_VALUE) for each in issue.candidates)
    return f" [{listed}]" if listed else ""


def _place(reading: Reading, span: Span | None) -> tuple[int | None, int | None]:
    """Line and page of the first character."""
    if span is None:
        return None, None
    locator = reading.source.locator_of(span.start)
    return reading.source.line_of(span.start), None if locator is None else locator.page


def _value(placed: Placed) -> str:
    """What was made of the printed text: a typed value, the number of a cell; nothing when it is the text."""
    fact, record = placed.fact, placed.record
    quantity = getattr(record, "quantity", None)
    if isinstance(quantity, Quantity) and getattr(record, "text", None) is fact:
        return f"{quantity.value:f} {quantity.unit.removeprefix(PRINTED_UNIT)}{_year(record)}"
    if isinstance(fact.value, str):
        return "" if fact.value == fact.text else fact.value
    value = plain(fact.value)
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values() if each not in (None, []))
    leaf = placed.path.rpartition(".")[2]
    return f"{value} {leaf}{_year(record)}" if isinstance(record, BudgetColumn) else str(value)


def _year(record: object) -> str:
    """The fiscal year that a record is of, as it is said behind its value."""
    year = getattr(record, "fiscal_year", None)
    year = year.value if isinstance(year, Fact) else year
    return "" if year is None else f", FY{year}"


def _short(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"
