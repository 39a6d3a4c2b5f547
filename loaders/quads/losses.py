"""The account of a reading → its own graph, graph/loss/…, which is never part of the default graph.

No answer changes by what could not be read; whoever asks for the graph gets every line of the loss report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.model import Span
from loaders.quads.frame import Frame
from loaders.quads.literals import code, integer, is_code, plain
from ontology.iris import loss_graph, loss_path
from ontology.rdf import en, ja
from ontology.terms import KEIFU, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.identity import Resolved
    from loaders.model import Issue
    from loaders.report import LossReport
    from ontology.iris import Base
    from ontology.rdf import Iri, Quad

_OF_THE_SOURCE = "source"


def loss_quads(resolved: Resolved, loss: LossReport, base: Base) -> Iterator[Quad]:
    """Writes how many characters were read and one node for each line of the loss report, by its place."""
    frame = replace(Frame.of_report(resolved, base), graph=base.iri(loss_graph(resolved.path)))
    yield from frame.say(
        resolved.source_path,
        [
            (KEIFU.characters, integer(loss.length)),
            (KEIFU.unreadCharacters, integer(loss.characters["unread"])),
        ],
    )
    for number, issue in enumerate(in_order(loss), start=1):
        yield from _issue(frame, f"{loss_path(resolved.path)}/{number}", issue)


def in_order(loss: LossReport) -> list[Issue]:
    """The lines of the loss report by their place in the source; those without a place come last."""
    last = Span(loss.length, loss.length)
    return sorted(loss.issues, key=lambda issue: issue.span or last)


def _issue(frame: Frame, path: str, issue: Issue) -> Iterator[Quad]:
    yield from frame.node(
        path,
        KEIFU.ReadingIssue,
        [
            (RDFS.label, ja(issue.message_ja)),
            (RDFS.label, en(issue.message_en)),
            (KEIFU.issueCode, _code(issue)),
            (KEIFU.severity, code("severity", issue.severity)),
            (KEIFU.slot, plain(issue.slot)),
            *((KEIFU.candidate, plain(each)) for each in issue.candidates),
        ],
        [*([] if issue.span is None else [issue.span]), *issue.beside],
    )


def _code(issue: Issue) -> Iri:
    """The concept of an issue; what the reader of a kind of file saw has words of its own and one concept."""
    if is_code("issue", issue.code):
        return code("issue", issue.code)
    return code("issue", "source-note" if issue.slot == _OF_THE_SOURCE else "other")
