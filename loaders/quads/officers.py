"""Printed names of officers → Signature nodes in the officers graph, and nowhere else (ONTOLOGY 8)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.citing.facts import stated
from loaders.quads.literals import plain
from ontology.iris import GRAPH_OFFICERS
from ontology.terms import KEIFU, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.quads.frame import Frame
    from ontology.rdf import Quad


def signatures(frame: Frame) -> Iterator[Quad]:
    """Writes one Signature per printed name; its passages stand in the officers graph too."""
    there = replace(frame, graph=frame.iri(GRAPH_OFFICERS))
    posts = zip(frame.resolved.report.posts, frame.resolved.posts, strict=True)
    signed = sorted(posts, key=lambda pair: pair[0].post.spans)
    for number, (printed, post) in enumerate(signed, 1):
        name = stated(printed.printed_name)
        if name is None:
            continue
        path = frame.own(f"signature/{number}")
        yield from there.say(
            path,
            [
                (RDF.type, KEIFU.Signature),
                (KEIFU.report, frame.iri(frame.resolved.path)),
                (KEIFU.post, frame.iri(post.path)),
                (KEIFU.printedName, plain(name.text)),
            ],
        )
        for span in name.spans:
            yield there.link(path, KEIFU.evidence, there.passage_path(span))
            yield from there.passage(span)
