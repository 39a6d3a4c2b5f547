"""Spans and values → quads of one graph: the few sentence shapes from which every module builds.

Public graphs never cover the printed name of an officer: `Frame.evidence` cuts those ranges out.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from loaders.citing.blocks import blocks_of
from loaders.citing.facts import stated
from loaders.model import Span
from loaders.quads.literals import integer, plain
from loaders.quads.sentences import sentence_around
from loaders.views.view import Area
from ontology.iris import Base, report_graph
from ontology.rdf import Iri, Literal, Quad
from ontology.terms import KEIFU, OA, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.identity import Resolved

Said = tuple[Iri, Iri | Literal | None]
"""A predicate with its object; None says nothing."""


def region_of(area: Area) -> str:
    """A rectangle as the fragment of a PDF address, RFC 8118: page, then left, top, width, height in points.

    >>> region_of(Area(812, 820, 2, 412.5, 96, 457.3, 107.2))
    'page=2&viewrect=412.5,96.0,44.8,11.2'
    """
    width, height = max(0.0, area.right - area.left), max(0.0, area.bottom - area.top)
    return f"page={area.page}&viewrect={area.left:.1f},{area.top:.1f},{width:.1f},{height:.1f}"


@dataclass(frozen=True)
class Frame:
    """One resolved report under one base, writing into one graph."""

    resolved: Resolved
    base: Base
    graph: Iri

    @classmethod
    def of_report(cls, resolved: Resolved, base: Base) -> Frame:
        """Gives the frame that writes into the report's own graph."""
        return cls(resolved, base, base.iri(report_graph(resolved.path)))

    def iri(self, path: str) -> Iri:
        """Gives the IRI of a relative path."""
        return self.base.iri(path)

    def own(self, tail: str) -> str:
        """Gives the path of a node below the report."""
        return f"{self.resolved.path}/{tail}"

    def say(self, path: str, said: Iterable[Said]) -> Iterator[Quad]:
        """Writes what is said of one subject; objects that are None are left out."""
        subject = self.iri(path)
        return (
            Quad(subject, predicate, target, self.graph) for predicate, target in said if target is not None
        )

    def link(self, subject: str, predicate: Iri, target: str) -> Quad:
        """Writes one link between two relative paths."""
        return Quad(self.iri(subject), predicate, self.iri(target), self.graph)

    def node(self, path: str, kind: Iri, said: Iterable[Said], spans: Iterable[Span]) -> Iterator[Quad]:
        """Writes a node of the report: its class, its report, what is said of it, and its evidence."""
        yield from self.say(path, [(RDF.type, kind), (KEIFU.report, self.iri(self.resolved.path))])
        yield from self.say(path, said)
        yield from self.evidence(path, spans)

    def evidence(self, path: str, spans: Iterable[Span]) -> Iterator[Quad]:
        """Writes `evidence` with one Passage per span, without the names of officers."""
        for piece in sorted({piece for span in spans for piece in self.public(span)}):
            yield self.link(path, KEIFU.evidence, self.passage_path(piece))
            yield from self.passage(piece)

    def passage_path(self, span: Span) -> str:
        """Gives the path of a passage."""
        return f"{self.resolved.source_path}/p/{span.start}-{span.end}"

    def passage(self, span: Span) -> Iterator[Quad]:
        """Writes a Passage; `oa:exact` is the raw text character for character."""
        source = self.resolved.source
        locator = source.locator_of(span.start)
        areas = source.areas_of(span.start, span.end)
        page = areas[0].page if areas else locator.page if locator is not None else None
        return self.say(
            self.passage_path(span),
            [
                (RDF.type, KEIFU.Passage),
                (KEIFU.source, self.iri(self.resolved.source_path)),
                (OA.exact, plain(source.raw[span.start : span.end])),
                (OA.start, integer(span.start)),
                (OA.end, integer(span.end)),
                (KEIFU.line, integer(bisect_right(self._line_starts, span.start))),
                (KEIFU.page, integer(page) if page is not None else None),
                *((KEIFU.region, plain(region_of(area))) for area in areas),
            ],
        )

    def public(self, span: Span) -> tuple[Span, ...]:
        """Gives the parts of a span that cover no printed name of an officer."""
        names = [name for name in self._names if name.start < span.end and span.start < name.end]
        if not names:
            return (span,)
        edges = [span.start, *(edge for name in names for edge in (name.start, name.end)), span.end]
        pieces = (self._trimmed(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))
        return tuple(piece for piece in pieces if piece.start < piece.end)

    def mentioned(self, spans: Iterable[Span]) -> Iterator[Said]:
        """Says which programmes are named inside these ranges."""
        inside = tuple(spans)
        paths = {path for path, place in self._named if any(within(place, span) for span in inside)}
        return ((KEIFU.mentions, self.iri(path)) for path in sorted(paths))

    def named_first(self, spans: Iterable[Span], *, besides: Iterable[Span]) -> tuple[Span, ...]:
        """Gives the first sentence in `spans` that names each programme, unless `besides` names it."""
        inside, known = tuple(spans), tuple(besides)
        told = {path for path, place in self._named if any(within(place, span) for span in known)}
        found: dict[str, Span] = {}
        for path, place in self._named:
            if path not in told and any(within(place, span) for span in inside):
                found[path] = min(place, found.get(path, place))
        return tuple(sorted({self.sentence(place) for place in found.values()}))

    def sentence(self, place: Span) -> Span:
        """Gives the sentence in which something is named."""
        return sentence_around(self.resolved.source.raw, place, self._block_spans)

    @cached_property
    def _named(self) -> tuple[tuple[str, Span], ...]:
        raw = self.resolved.source.raw
        return tuple(
            (named.path, Span(spans[0].start, spans[-1].end))
            for named in self.resolved.citations.programmes
            for spans in (named.spans(raw),)
            if len(spans) == 1
        )

    @cached_property
    def _block_spans(self) -> tuple[Span, ...]:
        blocks = blocks_of(self.resolved.report)
        return tuple(sorted({span for fact in blocks if stated(fact) is not None for span in fact.spans}))

    def _trimmed(self, start: int, end: int) -> Span:
        piece = self.resolved.source.raw[start : max(start, end)]
        left = len(piece) - len(piece.lstrip())
        return Span(start + left, max(start + left, start + len(piece.rstrip())))

    @cached_property
    def _names(self) -> tuple[Span, ...]:
        printed = (post.printed_name for post in self.resolved.report.posts)
        return tuple(sorted(span for name in printed if name is not None for span in name.spans))

    @cached_property
    def _line_starts(self) -> list[int]:
        raw = self.resolved.source.raw
        return [0, *(at + 1 for at, char in enumerate(raw) if char == "\n")]


def within(place: Span, around: Span) -> bool:
    """Tells whether one range lies inside another one."""
    return around.start <= place.start and place.end <= around.end
