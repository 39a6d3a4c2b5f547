"""Blocks of prose → Remark nodes, numbered in the order of the form so that no layout changes a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loaders.citing.facts import stated
from loaders.quads.literals import boolean, code, plain
from ontology.iris import normal_name
from ontology.rdf import ja
from ontology.terms import KEIFU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.model import Fact, Report, Span
    from loaders.quads.frame import Frame, Said
    from ontology.rdf import Quad

_FORM_ORDER = (
    "overview",
    "budget-note",
    "rating-reason",
    "analysis",
    "next-action",
    "budget-request",
    "system",
    "expert",
    "other",
    "footnote",
)
_ABOUT_POLICY = frozenset(_FORM_ORDER) - {"other", "footnote"}


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    text: Fact[str]
    indicators: tuple[int, ...] = ()
    mark: str | None = None
    is_none: bool = False
    objectives: tuple[int, ...] = ()

    @property
    def place(self) -> tuple[int, str, tuple[Span, ...], str]:
        mark = normal_name(self.mark or "")
        return (_FORM_ORDER.index(self.kind), mark, self.text.spans, f"{self.objectives}{self.text.text}")


def remarks(frame: Frame) -> Iterator[Quad]:
    """Writes every block of prose once."""
    blocks = {
        (block.kind, block.text.spans, block.objectives): block for block in _blocks(frame.resolved.report)
    }
    for number, block in enumerate(sorted(blocks.values(), key=lambda b: b.place), 1):
        said: list[Said] = [
            (KEIFU.remarkKind, code("remark", block.kind)),
            (KEIFU.text, ja(block.text.text)),
            (KEIFU.mark, None if block.mark is None else plain(block.mark)),
            (KEIFU.isNone, boolean(truth=True) if block.is_none else None),
            *((KEIFU.about, frame.iri(path)) for path in _about(frame, block)),
            *frame.mentioned(block.text.spans),
        ]
        yield from frame.node(frame.own(f"remark/{number}"), KEIFU.Remark, said, block.text.spans)


def _blocks(report: Report) -> Iterator[_Block]:
    """Gives the blocks named by their part of the form, then those that reading found by themselves.

    A part that reading gives as remarks already (paragraphs of reasons) is not given again as a whole.
    """
    given = {(remark.kind, number) for remark in report.remarks for number in (*remark.indicators, None)}
    reason = None if report.rating is None else report.rating.reason
    for kind, text in (("overview", report.policy.overview), ("rating-reason", reason)):
        if text is not None and (kind, None) not in given:
            yield _Block(kind, text)
    yield from (_Block("other", level.text) for level in report.policy.above)
    if report.overall is not None and report.overall.reason is not None:
        yield _Block("rating-reason", report.overall.reason)
    for entry in report.entries:
        number = entry.number.value
        if entry.next_term is not None and ("next-action", number) not in given:
            yield _Block("next-action", entry.next_term.text, (number,))
    yield from (_Block(_note_kind(note.mark), note.text, (), note.mark) for note in report.footnotes)
    for remark in report.remarks:
        if stated(remark.text) is not None:
            yield _Block(
                remark.kind,
                remark.text,
                remark.indicators,
                is_none=remark.stated_none,
                objectives=remark.objectives,
            )


def _note_kind(mark: str) -> str:
    """The note marked 注 is that of the budget table; the others are marked ※ (31-⑧ l.17, R4-⑧ l.5)."""
    return "budget-note" if mark.strip("()（）").startswith("注") else "footnote"


def _about(frame: Frame, block: _Block) -> tuple[str, ...]:
    known = frame.resolved.indicators
    indicators = tuple(known[number].path for number in block.indicators if number in known)
    objectives = frame.resolved.objectives
    above = tuple(objectives[number].path for number in block.objectives if number in objectives)
    if indicators or above:
        return (*indicators, *above)
    return (frame.resolved.policy.path,) if block.kind in _ABOUT_POLICY else ()
