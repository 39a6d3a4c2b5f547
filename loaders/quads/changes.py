"""Stated renames, transfers and plans for the next term → Change nodes and the `succeeds` they cover."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from loaders.citing.facts import spans_of
from loaders.quads.literals import boolean, code
from ontology.rdf import ja
from ontology.terms import CODE, KEIFU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.identity import Moved
    from loaders.model import FormerName, NextTerm, Span
    from loaders.quads.frame import Frame, Said
    from ontology.rdf import Quad


def changes(frame: Frame) -> Iterator[Quad]:
    """Writes the changes that the report states: the rename, then transfers, then the next term."""
    stated = [*_rename(frame), *_transfers(frame), *_next_term(frame)]
    for number, (said, spans) in zip(count(1), stated, strict=False):
        basis: Said = (KEIFU.basis, CODE.basis_stated)
        yield from frame.node(frame.own(f"change/{number}"), KEIFU.Change, [*said, basis], spans)
    yield from _succession(frame)


_Stated = tuple[list["Said"], tuple["Span", ...]]


def _rename(frame: Frame) -> Iterator[_Stated]:
    former, old = frame.resolved.report.policy.former_name, frame.resolved.former_policy
    if former is None or old is None or old.path == frame.resolved.policy.path:
        return
    said: list[Said] = [
        (KEIFU.changeType, CODE.change_rename),
        (KEIFU.before, frame.iri(old.path)),
        (KEIFU.after, frame.iri(frame.resolved.policy.path)),
        (KEIFU.text, ja(former.sentence.text)),
    ]
    yield said, _rename_spans(former)


def _rename_spans(former: FormerName) -> tuple[Span, ...]:
    return spans_of(former.name, former.sentence)


def _succession(frame: Frame) -> Iterator[Quad]:
    old = frame.resolved.former_policy
    if old is not None and old.path != frame.resolved.policy.path:
        yield frame.link(frame.resolved.policy.path, KEIFU.succeeds, old.path)


def _transfers(frame: Frame) -> Iterator[_Stated]:
    for moved in sorted(frame.resolved.moved, key=lambda m: (m.printed.spans, m.objective.path)):
        said: list[Said] = [
            (KEIFU.changeType, CODE.change_transfer),
            (KEIFU.before, frame.iri(moved.objective.path)),
            (KEIFU.toOrganization, frame.iri(moved.receiver.path)),
            (KEIFU.text, ja(moved.transfer.sentence.text)),
        ]
        yield said, _transfer_spans(moved)


def _transfer_spans(moved: Moved) -> tuple[Span, ...]:
    return spans_of(moved.printed, moved.transfer.to_organization, moved.transfer.sentence)


def _next_term(frame: Frame) -> Iterator[_Stated]:
    """An announcement without a known verb stays a Remark: a Change needs its type."""
    for entry in sorted(frame.resolved.report.entries, key=lambda e: e.number.value):
        next_term = entry.next_term
        if next_term is not None and next_term.actions:
            indicator = frame.resolved.indicators[entry.number.value].path
            yield list(_announced(frame, indicator, next_term)), _next_spans(next_term)


def _announced(frame: Frame, indicator: str, next_term: NextTerm) -> Iterator[Said]:
    yield from ((KEIFU.changeType, code("change", action)) for action in next_term.actions)
    yield from ((KEIFU.reason, code("reason", reason)) for reason in next_term.reasons)
    yield KEIFU.before, frame.iri(indicator)
    yield KEIFU.text, ja(next_term.text.text)
    yield KEIFU.afterText, None if next_term.successor is None else ja(next_term.successor.text)
    yield KEIFU.planned, boolean(truth=True)


def _next_spans(next_term: NextTerm) -> tuple[Span, ...]:
    return spans_of(next_term.text, next_term.successor)


def transferred_objectives(frame: Frame) -> Iterator[Quad]:
    """Writes `objectiveOf` of the objectives that moved away: they belonged to the policy before."""
    for moved in frame.resolved.moved:
        if moved.objective.parent is not None:
            yield frame.link(moved.objective.path, KEIFU.objectiveOf, moved.objective.parent)
