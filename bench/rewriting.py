"""A closure on a constant at the end of a sequence: as it is written, and taken first, as a ratio.

Run `python bench/rewriting.py [TRIPLES]`. Plans cite sections, sections lie in sections; asked is
what cites any part of one document. Both forms take turns in one run; CPU time, median of rounds; the rows
must be the same, or the run ends with 1. A test runs the same at a small size.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from graph.rewrite import closure_first

ROUNDS = 5
DEFAULT_TRIPLES = 100_000
SECTIONS = 100
CHAPTERS = 5
E = "http://example.org/"
QUERY = f"SELECT ?plan {{ ?plan <{E}cites>/<{E}partOf>* <{E}document/3> }}"


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU milliseconds of both forms, and whether their rows were the same."""

    rows: int
    written: float
    first: float
    same: bool

    @property
    def ratio(self) -> float:
        """How many times faster the closure is when it is taken first."""
        return self.written / self.first


def made_up(triples: int) -> ox.Store:
    """Half of the triples are sections in trees, half are citations; the same for the same number."""
    chance = random.Random(triples)
    documents = max(triples // (2 * SECTIONS), 4)
    store = ox.Store()
    store.bulk_extend(
        _quad(f"document/{document}/{section}", "partOf", _parent(chance, document, section))
        for document in range(documents)
        for section in range(1, SECTIONS)
    )
    store.bulk_extend(
        _quad(f"plan/{n}", "cites", f"document/{chance.randrange(documents)}/{chance.randrange(1, SECTIONS)}")
        for n in range(triples // 2)
    )
    return store


def _parent(chance: random.Random, document: int, section: int) -> str:
    above = f"/{chance.randrange(1, section)}" if section > CHAPTERS else ""
    return f"document/{document}{above}"


def _quad(subject: str, predicate: str, value: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(E + subject), ox.NamedNode(E + predicate), ox.NamedNode(E + value))


def measured(triples: int, rounds: int = ROUNDS) -> Measured:
    """Both forms in turns over one store."""
    store = made_up(triples)
    first = closure_first(QUERY)
    spent: dict[str, list[float]] = {QUERY: [], first: []}
    rows: dict[str, list[str]] = {}
    for _ in range(rounds):
        for query, times in spent.items():
            start = time.process_time()
            found = store.query(query)
            assert isinstance(found, ox.QuerySolutions)
            rows[query] = sorted(str(row[0]) for row in found)
            times.append((time.process_time() - start) * 1000)
    return Measured(
        rows=len(rows[first]),
        written=statistics.median(spent[QUERY]),
        first=statistics.median(spent[first]),
        same=rows[QUERY] == rows[first],
    )


def main(arguments: list[str]) -> int:
    triples = int(arguments[0]) if arguments else DEFAULT_TRIPLES
    found = measured(triples)
    print(
        f"closure on a constant, {triples} triples, {found.rows} rows: as written {found.written:.1f} ms, "
        f"taken first {found.first:.2f} ms, ratio {found.ratio:.0f}"
    )
    return 0 if found.same else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
