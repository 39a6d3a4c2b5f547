"""Resolved citations → Citation nodes, `mandatedBy`, `kpiOf`, `consulted` and `revises`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from loaders.quads.literals import code, day, month, plain
from ontology.rdf import ja
from ontology.terms import KEIFU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.citing import Cited
    from loaders.model import Span
    from loaders.quads.frame import Frame, Said
    from ontology.rdf import Quad


_PROSE = frozenset({"mention", "footnote"})


def citations(frame: Frame) -> Iterator[Quad]:
    """Writes every citation in the order of the form, with the links that it grounds."""
    for number, cited in enumerate(frame.resolved.citations.cited, 1):
        said = list(_said(frame, cited))
        yield from frame.node(frame.own(f"citation/{number}"), KEIFU.Citation, said, _places(frame, cited))
        yield from _links(frame, cited)
    yield from _headings(frame)


def _places(frame: Frame, cited: Cited) -> tuple[Span, ...]:
    """A name alone proves little: what prose names without a date is quoted by its first sentence."""
    if cited.role not in _PROSE or cited.dates or cited.months or not cited.spans:
        return cited.spans
    return (frame.sentence(min(cited.spans)),)


def _headings(frame: Frame) -> Iterator[Quad]:
    """A heading that names a programme: the section is about it."""
    for path, programmes in sorted(frame.resolved.citations.headings.items()):
        yield from (frame.link(path, KEIFU.mentions, programme) for programme in programmes)


def _said(frame: Frame, cited: Cited) -> Iterator[Said]:
    yield KEIFU.citationRole, code("role", cited.role)
    yield KEIFU.text, ja(cited.text)
    yield from ((KEIFU.about, frame.iri(path)) for path in _about(frame, cited))
    yield from ((KEIFU.cites, frame.iri(path)) for path in cited.targets)
    yield KEIFU.statedTitle, None if cited.title is None else plain(cited.title)
    yield KEIFU.statedDecider, None if cited.decider is None else plain(cited.decider)
    yield KEIFU.locator, None if cited.locator is None else plain(cited.locator)
    yield from ((KEIFU.statedDate, day(on)) for on in cited.dates)
    yield from ((KEIFU.statedDate, month(of)) for of in cited.months)
    yield from frame.mentioned(cited.spans)


def _about(frame: Frame, cited: Cited) -> tuple[str, ...]:
    if cited.role == "basis":
        return (frame.resolved.policy.path,)
    indicators = frame.resolved.indicators
    return tuple(indicators[number].path for number in cited.indicators if number in indicators)


def _links(frame: Frame, cited: Cited) -> Iterator[Quad]:
    """A cabinet row grounds the policy, a KPI tag its indicator; a material is only consulted."""
    if cited.role == "basis":
        for ground in cited.grounds:
            yield frame.link(frame.resolved.policy.path, KEIFU.mandatedBy, ground)
    if cited.role == "kpi-tag":
        for indicator in _about(frame, cited):
            for ground in cited.grounds:
                yield frame.link(indicator, KEIFU.kpiOf, ground)
    if cited.role == "material":
        for target in cited.targets:
            yield frame.link(frame.resolved.path, KEIFU.consulted, target)
    for earlier, later in pairwise(cited.editions):
        if earlier.path != later.path:
            yield frame.link(later.path, KEIFU.revises, earlier.path)
