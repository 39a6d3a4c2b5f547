"""A read report → the loss report: where every character went, every doubt, every number that is no fact.

Each code point of the raw text has exactly one class: in the evidence of a fact, layout (a printed label of
the form, markup such as tags, rules, bullets and lone punctuation between cells, or blank), or unread
(READING 3.4). Where several fit, the first of them counts. Every unread stretch has an issue that says why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from loaders.accounting import Layout, NumberToken, by_level, number_tokens, reported
from loaders.cells import Document
from loaders.jp.numbers import find_digit_runs
from loaders.model import Correction, Fact, Issue, Report, Span
from loaders.sections import SectionCount, count_sections, facts_of, placed_facts
from loaders.source import Source

__all__ = ["LossReport", "Unread", "facts_of", "loss_report", "with_doubts"]

_CLASSES = ("fact", "label", "markup", "blank", "unread")
_BLANK = re.compile(r"[\s\u3000]+")
_FILLER = re.compile(r"[\s\u3000、。，．・:：()（）「」\[\]［］\-]+\Z")


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the source that no fact, label or markup accounts for, and the issue that says why."""

    span: Span
    line: int
    text: str
    numbers: tuple[str, ...]
    reason: Issue


@dataclass(frozen=True, slots=True)
class LossReport:
    """What became of a source: characters by class (they add up to `length`), facts, numbers, doubts.

    `facts_by_section` has the parts of the form in its order, `facts_by_rule` the ids of `loaders.rules`,
    `numbers_by_level` the levels of `loaders.accounting`; `numbers_reported` are those that nothing claims.
    """

    source_sha256: str
    file_name: str
    length: int
    characters: dict[str, int]
    facts_by_confidence: dict[str, int]
    facts_by_section: tuple[SectionCount, ...]
    facts_by_rule: dict[str, int]
    numbers: int
    numbers_in_facts: int
    numbers_by_level: dict[str, int]
    numbers_reported: tuple[NumberToken, ...]
    unread: tuple[Unread, ...]
    issues: tuple[Issue, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def visible(self) -> int:
        """How many characters are not blank."""
        return self.length - self.characters["blank"]

    @property
    def share_read(self) -> float:
        """The share of characters that are not blank and lie in a fact, a label or markup; 0 to 1."""
        return 1.0 if not self.visible else 1 - self.characters["unread"] / self.visible


def loss_report(document: Document, report: Report, labels: Iterable[Span]) -> LossReport:
    """The account of one source."""
    source, labels = document.source, tuple(labels)
    placed = list(placed_facts(report))
    facts = [each.fact for each in placed]
    classes = _classes(source, facts, labels, document.markup)
    tokens = number_tokens(source, report, placed, Layout(labels, document.markup))
    counted = Counter(classes)
    unread = tuple(_named(source, stretch, report.issues) for stretch in _unread(classes))
    told = set(report.issues)
    return LossReport(
        source_sha256=source.sha256,
        file_name=source.file_name,
        length=len(source.raw),
        characters={name: counted[i] for i, name in enumerate(_CLASSES)},
        facts_by_confidence=dict(sorted(Counter(str(f.confidence) for f in facts).items())),
        facts_by_section=count_sections(placed),
        facts_by_rule=dict(sorted(Counter(f.rule for f in facts).items())),
        numbers=len(tokens),
        numbers_in_facts=sum(not any(classes[t.span.start : t.span.end]) for t in tokens),
        numbers_by_level=by_level(tokens),
        numbers_reported=reported(tokens),
        unread=unread,
        issues=(*report.issues, *(each.reason for each in unread if each.reason not in told)),
        corrections=report.corrections,
    )


def with_doubts(loss: LossReport, doubts: Sequence[Issue]) -> LossReport:
    """The account with the doubts of later steps, such as the matching of citations, behind its own."""
    known = set(loss.issues)
    return replace(loss, issues=(*loss.issues, *(issue for issue in doubts if issue not in known)))


def _classes(
    source: Source, facts: Iterable[Fact[object]], labels: Iterable[Span], markup: Iterable[Span]
) -> bytearray:
    """One class index per code point; written from the weakest class to the strongest."""
    classes = bytearray([_CLASSES.index("unread")]) * len(source.raw)
    for match in _BLANK.finditer(source.raw):
        _mark(classes, Span(*match.span()), "blank")
    for span in (*markup, *_rules(source.raw)):
        _mark(classes, span, "markup")
    for span in labels:
        _mark(classes, span, "label")
    for fact in facts:
        for span in fact.spans:
            _mark(classes, span, "fact")
    for span in list(_unread(classes)):
        if _FILLER.match(source.raw[span.start : span.end]):
            _mark(classes, span, "markup")
    return classes


def _rules(raw: str) -> Iterator[Span]:
    """Rows of dashes are drawn lines."""
    for match in re.finditer(r"-{2,}", raw):
        yield Span(*match.span())


def _mark(classes: bytearray, span: Span, name: str) -> None:
    classes[span.start : span.end] = bytes([_CLASSES.index(name)]) * (span.end - span.start)


def _unread(classes: bytearray) -> Iterator[Span]:
    """The stretches of unread characters; blanks between two of them do not part them."""
    blank, unread = _CLASSES.index("blank"), _CLASSES.index("unread")
    start: int | None = None
    last = 0
    for index in range(len(classes) + 1):
        kind = classes[index] if index < len(classes) else None
        if kind == unread:
            start = index if start is None else start
            last = index + 1
        elif start is not None and kind != blank:
            yield Span(start, last)
            start = None


def _named(source: Source, span: Span, known: Iterable[Issue]) -> Unread:
    """The stretch with the doubt of a reader that covers it; when there is none, with a reason of its own."""
    text = source.raw[span.start : span.end]
    numbers = tuple(text[a:b] for a, b in find_digit_runs(text))
    reason = next((issue for issue in known if _covers(issue, span)), None) or _reason(span, text, numbers)
    return Unread(span, source.line_of(span.start), text, numbers, reason)


def _covers(issue: Issue, span: Span) -> bool:
    place = issue.span
    return place is not None and place.start <= span.start and span.end <= place.end


def _reason(span: Span, text: str, numbers: tuple[str, ...]) -> Issue:
    shown = " ".join(text.split())[:40]
    if numbers and not any(char.isalpha() for char in text):
        why_ja, why_en = "どの欄の数字か決まらない", "a number that no slot of the form claims"
    else:
        why_ja, why_en = "様式のどの見出しにも欄にも当たらない", "words of no label and no slot of the form"
    return Issue(
        "warning",
        "orphan-number" if numbers else "unparsed",
        "unread",
        f"読んでいない文字列「{shown}」: {why_ja}。",
        f"Unread text {shown!r}: {why_en}.",
        span,
        numbers,
    )
