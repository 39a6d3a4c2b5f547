"""How fast quads become N-Quads text: ours beside rdflib and the engine's serialiser, as ratios.

Run `python bench/writing.py [QUADS]`. The three writers take turns in one run; CPU time, median of rounds.
"""

from __future__ import annotations

import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph.nquads import write
from ontology.iris import Base
from ontology.rdf import XSD, Iri, Literal, Quad, ja
from ontology.terms import KEIFU, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
DEFAULT_QUADS = 40_000


def made_up_quads(count: int, start: int) -> list[Quad]:
    """Observations of many reports: six statements each, half of them literals."""
    base = Base()
    quads: list[Quad] = []
    for number in range(start, start + count // 6):
        report = f"report/soumu/2019-{number % 400:02d}"
        graph = base.iri(f"graph/{report}")
        actual = base.iri(f"{report}/indicator/{number}/1/actual/2018")
        quads += [
            Quad(actual, RDF.type, KEIFU.Actual, graph),
            Quad(actual, KEIFU.report, base.iri(report), graph),
            Quad(actual, KEIFU.value, Literal(str(number), XSD + "decimal"), graph),
            Quad(actual, KEIFU.fiscalYear, Literal("2018", XSD + "integer"), graph),
            Quad(actual, KEIFU.text, ja(f"{number:,}団体\n（平成30年４月１日）"), graph),
            Quad(actual, RDFS.label, ja(f"クラウド導入市区町村数 {number}"), graph),
        ]
    return quads


def ours(quads: list[Quad]) -> str:
    return write(quads)


def engine(quads: list[Quad]) -> str:
    """From our values through the engine's terms, as a loader would have to."""
    made = (
        ox.Quad(ox.NamedNode(s), ox.NamedNode(p), _engine_term(o), ox.NamedNode(g)) for s, p, o, g in quads
    )
    body = ox.serialize(made, format=ox.RdfFormat.N_QUADS)
    assert body is not None
    return body.decode()


def _engine_term(term: Iri | Literal) -> ox.NamedNode | ox.Literal:
    if not isinstance(term, Literal):
        return ox.NamedNode(term)
    if term.language is not None:
        return ox.Literal(term.lexical, language=term.language)
    return ox.Literal(term.lexical, datatype=ox.NamedNode(term.datatype))


def by_rdflib(quads: list[Quad]) -> str:
    dataset = rdflib.Dataset()
    for subject, predicate, term, graph in quads:
        place = dataset.graph(rdflib.URIRef(graph))
        place.add((rdflib.URIRef(subject), rdflib.URIRef(predicate), _rdflib_term(term)))
    return dataset.serialize(format="nquads")


def _rdflib_term(term: Iri | Literal) -> rdflib.URIRef | rdflib.Literal:
    if not isinstance(term, Literal):
        return rdflib.URIRef(term)
    datatype = None if term.language else rdflib.URIRef(term.datatype)
    return rdflib.Literal(term.lexical, lang=term.language, datatype=datatype)


def cpu_seconds(writer: Callable[[list[Quad]], str], quads: list[Quad]) -> float:
    started = time.process_time()
    writer(quads)
    return time.process_time() - started


def main() -> None:
    warnings.simplefilter("ignore", DeprecationWarning)  # rdflib 7.6 about itself
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_QUADS
    writers = {"ours": ours, "pyoxigraph.serialize": engine, "rdflib": by_rdflib}
    taken: dict[str, list[float]] = {name: [] for name in writers}
    for turn in range(ROUNDS):
        quads = made_up_quads(count, turn * count)  # new names each time, or our cache would be flattered
        for name, writer in writers.items():
            taken[name].append(cpu_seconds(writer, quads))
    slowest = statistics.median(taken["rdflib"])
    print(f"{count} quads, {ROUNDS} rounds in turn, CPU time, rdflib = 1")
    for name in writers:
        print(f"{name:22} {slowest / statistics.median(taken[name]):6.1f}")


if __name__ == "__main__":
    main()
