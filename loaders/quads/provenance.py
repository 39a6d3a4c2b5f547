"""A source file and the run that read it → the provenance graph; no clock, so loading twice says the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaders.quads.literals import plain
from ontology.iris import GRAPH_PROVENANCE, report_graph
from ontology.rdf import en
from ontology.terms import KEIFU, OWL, PROV, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.quads.frame import Frame
    from ontology.rdf import Quad

LOADER_VERSION = "0.1.0"
"""Version of the readers; a release that was read by another version is another release."""


def provenance(frame: Frame) -> Iterator[Quad]:
    """Writes the Source, the extraction, and from what the report's graph is derived."""
    there = replace(frame, graph=frame.iri(GRAPH_PROVENANCE))
    resolved = frame.resolved
    source, graph = resolved.source_path, report_graph(resolved.path)
    extraction = resolved.path.replace("report/", "extraction/", 1)
    software = f"software/loaders-{LOADER_VERSION}"
    yield from there.say(
        source,
        [
            (RDF.type, KEIFU.Source),
            (KEIFU.sha256, plain(resolved.source.sha256)),
            (KEIFU.fileName, plain(resolved.source.file_name)),
        ],
    )
    yield there.link(graph, PROV.wasDerivedFrom, source)
    yield there.link(graph, PROV.wasGeneratedBy, extraction)
    yield from there.say(extraction, [(RDF.type, PROV.Activity)])
    yield there.link(extraction, PROV.used, source)
    yield there.link(extraction, PROV.wasAssociatedWith, software)
    yield from there.say(
        software,
        [
            (RDF.type, PROV.SoftwareAgent),
            (RDFS.label, en(f"Keifu loaders {LOADER_VERSION}")),
            (OWL.versionInfo, plain(LOADER_VERSION)),
        ],
    )
