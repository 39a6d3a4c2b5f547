"""Words in a graph of many Japanese labels: does the index find what a scan finds, and how fast?

Run `python -m bench.search --labels 1000000 --seed 1`. Labels are made up from words of the field and from
syllables (`search_words.toml`), with years and letters written in every way. The index of a release is built
from them; each query of a fixed list is then asked of the index (the 20 best hits, the number of all, the
facets), of a plain scan, and of Oxigraph with FILTER(CONTAINS(...)) over the same labels on disk (their
number alone, letter for letter: an easier job). All take turns in one run; the exit code is 1 when index and
scan differ.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from graph.finding.folding import readings
from graph.finding.gathering import things_of_quads
from graph.finding.index import Index, write_index
from graph.finding.things import Thing, Wanted
from graph.nquads import join, triple_line
from ontology.iris import Base
from ontology.rdf import Quad, ja
from ontology.terms import KEIFU, RDF, RDFS

BASE = Base()
QUERIES = (
    *(
        "骨太",
        "移管",
        "自治",
        "自治体",
        "電子決裁",
        "ＫＰＩ",
        "令和3年度",
        "税",
        "くらうど",
        "廣域連合",
        "R3年度",
    ),
    *("電子自治体クラウドの推進", "1,067団体", "税制 令和3年度", "存在しない言葉", "年度"),
)
WORDS = tomllib.loads((Path(__file__).parent / "search_words.toml").read_text(encoding="utf-8"))
OLD_LETTERS = str.maketrans("広県会体学国総", "廣縣會體學國總")
SYLLABLES = (
    "アイウカキクケコサシスタチツテトナニハヒフホマミムメモヤユラリルレロワンガギグゲゴザジダデドバビブパピプ"
)
KINDS = ("policy/soumu", "objective/soumu/e", "means/soumu", "indicator", "programme", "org/soumu")
CLASSES = (KEIFU.Policy, KEIFU.Objective, KEIFU.Means, KEIFU.Indicator, KEIFU.Programme, KEIFU.Programme)
COUNT = 'SELECT (COUNT(*) AS ?n) {{ ?s <{label}> ?l FILTER(CONTAINS(?l, "{word}")) }}'


def label(chance: random.Random) -> str:
    """One made-up name of about 25 characters."""

    def one(kind: str) -> str:
        return chance.choice(WORDS[kind])

    def sometimes(part: float) -> bool:
        return chance.random() < part

    text = one("topics") + one("links") + one("topics")
    if sometimes(0.5):
        text += one("links") + "".join(chance.choices(SYLLABLES, k=chance.randint(3, 6)))
    text += one("links") + one("objects")
    text += f"（{one('years')}）" if sometimes(0.3) else ""
    text += f"{chance.randrange(1, 3_000_000):,}団体" if sometimes(0.1) else ""
    return text.translate(OLD_LETTERS) if sometimes(0.02) else text


def graph(labels: int, seed: int) -> Iterator[Quad]:
    """A registry of so many things with a label each; the same seed gives the same quads."""
    chance = random.Random(seed)
    registry = BASE.iri("graph/registry")
    for number in range(labels):
        kind = chance.randrange(len(KINDS))
        node = BASE.iri(f"{KINDS[kind]}/{number}")
        yield Quad(node, RDF.type, CLASSES[kind], registry)
        yield Quad(node, RDFS.label, ja(label(chance)), registry)


class Scanned:
    """Every label in all its readings, to be looked through one after the other."""

    def __init__(self, things: list[Thing]) -> None:
        self._held = [
            (thing.path, [r for text in thing.texts for r in readings(text.text)]) for thing in things
        ]

    def paths(self, wanted: Wanted) -> frozenset[str]:
        """The paths of all things that hold every word."""
        words = wanted.words
        return frozenset(
            path
            for path, held in self._held
            if words and all(any(form in reading for form in forms for reading in held) for forms in words)
        )


@dataclass(frozen=True, slots=True)
class Line:
    """What one query gave: hits of index and scan, hits letter for letter, milliseconds of each."""

    query: str
    hits: int
    equal: bool
    contains: int
    index_ms: float
    scan_ms: float
    contains_ms: float

    @property
    def ratio(self) -> float:
        """How many times as long CONTAINS takes."""
        return self.contains_ms / max(self.index_ms, 0.01)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that one call takes in this process, threads of the engine included."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def measure(index: Index, scan: Scanned, store: ox.Store, rounds: int) -> Iterator[Line]:
    """All queries, each way in turn, so that what else runs on the machine meets all of them."""
    for query in QUERIES:
        wanted = Wanted(query)
        ours, theirs = list[float](), list[float]()
        for _ in range(rounds):
            ours.append(timed(partial(index.find, wanted, 20)))
            theirs.append(timed(partial(contains, store, query)))
        start = time.process_time()
        scanned = scan.paths(wanted)
        took = (time.process_time() - start) * 1000
        equal = scanned == index.paths(wanted) and index.find(wanted, 1).total == len(scanned)
        yield Line(query, len(scanned), equal, contains(store, query), median(ours), took, median(theirs))


def contains(store: ox.Store, query: str) -> int:
    """The number of labels that hold the text as it was typed."""
    found = store.query(COUNT.format(label=RDFS.label, word=query))
    assert isinstance(found, ox.QuerySolutions)
    return next(int(row["n"].value) for row in found)


def build(folder: Path, labels: int, seed: int) -> tuple[list[Thing], dict[str, float]]:
    """The index and the store in a folder; what they took in seconds."""
    quads = list(graph(labels, seed))
    start = time.process_time()
    things = things_of_quads(quads, BASE)
    gathered = time.process_time()
    write_index(folder / "index" / "search.sqlite", things, "bench")
    indexed = time.process_time()
    store = ox.Store(str(folder / "store"))
    store.bulk_load(join(triple_line(quad) for quad in quads).encode(), format=ox.RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    loaded = time.process_time()
    return things, {"gather": gathered - start, "index": indexed - gathered, "store": loaded - indexed}


def memory_of_searching(path: Path) -> tuple[float, float]:
    """MB of a process of its own before its first search and at most, after all queries."""
    told = subprocess.run(
        [sys.executable, "-m", "bench.search", "--only-search", str(path)],
        cwd=Path(__file__).resolve().parents[1],
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = told.stdout.split()
    return float(before), float(after)


def only_search(path: Path) -> None:
    """Search once for everything, and tell the memory before and after."""
    index = Index.open(path, "bench")
    assert index is not None
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    for query in QUERIES:
        index.find(Wanted(query), 20)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def table(lines: list[Line]) -> str:
    """The lines as Markdown."""
    heads = ("words", "hits", "= scan", "CONTAINS", "index ms", "scan ms", "CONTAINS ms", "ratio")
    rows = [heads, ("---", *["--:"] * (len(heads) - 1))]
    for line in lines:
        figures = (
            f"{line.index_ms:.1f}",
            f"{line.scan_ms:,.0f}",
            f"{line.contains_ms:,.0f}",
            f"{line.ratio:,.0f}",
        )
        rows.append(
            (line.query, f"{line.hits:,}", "yes" if line.equal else "NO", f"{line.contains:,}", *figures)
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def run(labels: int, seed: int, rounds: int) -> int:
    """Build, measure, print; 1 when a hit set is not that of the scan."""
    with tempfile.TemporaryDirectory(prefix="keifu-search-") as room:
        folder = Path(room)
        things, seconds = build(folder, labels, seed)
        path = folder / "index" / "search.sqlite"
        index = Index.open(path, "bench", 60.0)
        assert index is not None
        lines = list(measure(index, Scanned(things), ox.Store.read_only(str(folder / "store")), rounds))
        print(f"{labels:,} labels, seed {seed}, {rounds} rounds, medians of processor time\n")
        print(table(lines), flush=True)
        size = path.stat().st_size
        stored = sum(file.stat().st_size for file in (folder / "store").iterdir())
        before, after = memory_of_searching(path)
    middle, ratio = median(line.index_ms for line in lines), median(line.ratio for line in lines)
    print(f"median: index {middle:.1f} ms, CONTAINS / index {ratio:.0f}")
    print("seconds to build: " + ", ".join(f"{name} {took:.1f}" for name, took in seconds.items()))
    print(f"on disk: index {size / 1e6:.0f} MB, store {stored / 1e6:.0f} MB")
    print(f"memory of a process that searches: {before:.0f} MB before, {after:.0f} MB at most")
    return 0 if all(line.equal for line in lines) else 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only-search", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only_search:
        only_search(given.only_search)
        return 0
    return run(given.labels, given.seed, given.rounds)


if __name__ == "__main__":
    sys.exit(main())
