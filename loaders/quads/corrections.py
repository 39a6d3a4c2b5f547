"""Corrections of a source → their nodes in graph/corrections, beside what is printed, never in its place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.model import Span
from loaders.quads.literals import day, plain
from ontology.iris import GRAPH_CORRECTIONS
from ontology.rdf import en, ja
from ontology.terms import DCTERMS, KEIFU, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from loaders.model import Correction
    from loaders.quads.frame import Frame
    from ontology.rdf import Iri, Literal, Quad

_PASSAGE = re.compile(r"/p/([0-9]+)-([0-9]+)\Z")


def corrections(frame: Frame, own: Iterable[Quad]) -> Iterator[Quad]:
    """Writes each correction with its passage, and a link to every node of the report that rests on it.

    `own` are the quads of the report, in which the evidence of its nodes stands.
    """
    there = replace(frame, graph=frame.iri(GRAPH_CORRECTIONS))
    given = frame.resolved.report.corrections
    places = _places(own) if given else []
    for correction in given:
        span = correction.span
        path = f"{frame.resolved.source_path}/c/{span.start}-{span.end}"
        resting = sorted({node for node, s in places if s.start < span.end and span.start < s.end})
        yield from there.node(path, KEIFU.Correction, _said(correction), [span])
        yield from there.say(path, [(KEIFU.corrects, node) for node in resting])


def _said(correction: Correction) -> list[tuple[Iri, Iri | Literal | None]]:
    printed, better = correction.printed, correction.corrected
    return [
        (RDFS.label, ja(f"「{printed}」→「{better}」")),
        (RDFS.label, en(f"“{printed}” → “{better}”")),
        (KEIFU.correctedText, plain(correction.corrected)),
        (SKOS.editorialNote, ja(correction.reason)),
        (DCTERMS.creator, plain(correction.who)),
        (DCTERMS.created, day(correction.when)),
    ]


def _places(own: Iterable[Quad]) -> list[tuple[Iri, Span]]:
    """Every node of the report with the range of each of its passages."""
    found: list[tuple[Iri, Span]] = []
    for quad in own:
        match = _PASSAGE.search(str(quad.object)) if quad.predicate == KEIFU.evidence else None
        if match is not None:
            found.append((quad.subject, Span(int(match[1]), int(match[2]))))
    return found
