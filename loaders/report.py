"""A read report → the loss report: where every character went, every doubt, every number that is no fact.

Each code point of the raw text has exactly one class: in the evidence of a fact, a printed label of the
form, markup (tags, rules, bullets and lone punctuation between cells), blank, or unread (READING 3.4).
Where several fit, the first of them counts.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaders.cells import Document
from loaders.jp.numbers import find_digit_runs
from loaders.model import Fact, Issue, Report, Span
from loaders.source import Source

_CLASSES = ("fact", "label", "markup", "blank", "unread")
_BLANK = re.compile(r"[\s\u3000]+")
_FILLER = re.compile(r"[\s\u3000、。，．・:：()（）「」\[\]［］\-]+\Z")


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the source that no fact, label or markup accounts for."""

    span: Span
    line: int
    text: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossReport:
    """What became of a source: characters by class (they add up to `length`), numbers, doubts."""

    source_sha256: str
    file_name: str
    length: int
    characters: dict[str, int]
    facts_by_confidence: dict[str, int]
    numbers: int
    numbers_in_facts: int
    unread: tuple[Unread, ...]
    issues: tuple[Issue, ...]

    @property
    def share_read(self) -> float:
        """The share of characters that are not blank and lie in a fact, a label or markup; 0 to 1."""
        visible = self.length - self.characters["blank"]
        return 1.0 if not visible else 1 - self.characters["unread"] / visible


def facts_of(node: object) -> Iterator[Fact[object]]:
    """Every fact of a document model, in the order of its fields."""
    if isinstance(node, Fact):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from facts_of(item)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type):
        for field in dataclasses.fields(node):
            yield from facts_of(getattr(node, field.name))


def loss_report(document: Document, report: Report, labels: Iterable[Span]) -> LossReport:
    """The account of one source."""
    source = document.source
    facts = list(facts_of(report))
    classes = _classes(source, facts, labels, document.markup)
    unread = tuple(_unread(source, classes))
    runs = find_digit_runs(source.raw)
    counted = Counter(classes)
    return LossReport(
        source_sha256=source.sha256,
        file_name=source.file_name,
        length=len(source.raw),
        characters={name: counted[i] for i, name in enumerate(_CLASSES)},
        facts_by_confidence=dict(sorted(Counter(str(f.confidence) for f in facts).items())),
        numbers=len(runs),
        numbers_in_facts=sum(all(c == 0 for c in classes[a:b]) for a, b in runs),
        unread=unread,
        issues=(*report.issues, *_orphan_numbers(unread, report.issues)),
    )


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
    for stretch in list(_unread(source, classes)):
        if _FILLER.match(stretch.text):
            _mark(classes, stretch.span, "markup")
    return classes


def _rules(raw: str) -> Iterator[Span]:
    """Rows of dashes are drawn lines."""
    for match in re.finditer(r"-{2,}", raw):
        yield Span(*match.span())


def _mark(classes: bytearray, span: Span, name: str) -> None:
    classes[span.start : span.end] = bytes([_CLASSES.index(name)]) * (span.end - span.start)


def _unread(source: Source, classes: bytearray) -> Iterator[Unread]:
    blank, unread = _CLASSES.index("blank"), _CLASSES.index("unread")
    start: int | None = None
    last = 0
    for index in range(len(classes) + 1):
        kind = classes[index] if index < len(classes) else None
        if kind == unread:
            start = index if start is None else start
            last = index + 1
        elif start is not None and kind != blank:
            yield _stretch(source, Span(start, last))
            start = None


def _stretch(source: Source, span: Span) -> Unread:
    text = source.raw[span.start : span.end]
    numbers = tuple(text[a:b] for a, b in find_digit_runs(text))
    return Unread(span, source.line_of(span.start), text, numbers)


def _orphan_numbers(unread: Iterable[Unread], known: Iterable[Issue]) -> Iterator[Issue]:
    """One line for each unread stretch that holds more than punctuation and is not reported yet."""
    reported = [issue.span for issue in known if issue.span is not None]
    for stretch in unread:
        if any(s.start <= stretch.span.start and stretch.span.end <= s.end for s in reported):
            continue
        code = "orphan-number" if stretch.numbers else "unparsed"
        yield Issue(
            "warning",
            code,
            "unread",
            f"読んでいない文字列:「{stretch.text[:40]}」",
            f"Unread text: {stretch.text[:40]!r}",
            stretch.span,
            stretch.numbers,
        )
