"""Changed copies of made-up reports: every reader on thousands of them, and never a wrong number.

Run `python -m bench.mutations --documents 10000 --reader tabbed --seed 1`; without `--reader` every reader is
measured. A document is a made-up report of known truth, changed once: cells, rows and labels of its tables
(tests/generated/changes.py) or the characters and bytes of its file (tests/generated/damages.py). Changed
PDFs are made from a stock of printed ones. What is a wrong number is defined in tests/generated/verdicts.py.
The complete reports in `../shared/seeds`, where they are, stand in the stock of the text readers.

Readers run here in one worker process instead of one process for each file; what would end there as a
refused file (an exception of a library, a crash of the process) is counted as `guarded`. Ends with 1 on a
wrong number, an exception or a document that takes over 10 seconds.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import loaders.source
from bench.proof import show_progress
from loaders import DecodeError, LimitError, ReadError, read
from loaders.views.child import read_here
from loaders.views.view import Rendered
from tests.generated.changes import CHANGES, small
from tests.generated.damages import DAMAGES
from tests.generated.drawings import TABULAR, as_file, stated
from tests.generated.facts import Made
from tests.generated.making import made
from tests.generated.paper import LAYOUTS, page_of_drawing, printer
from tests.generated.tables import tables
from tests.generated.verdicts import Original, judged, original

READERS = tuple(sorted(DAMAGES))
OUTCOMES = ("same", "reported", "silent", "refused", "guarded", "wrong", "exception", "slow")
_BAD = frozenset({"wrong", "exception", "slow"})
_BATCH = 50
_REPORTS = 40
_PRINTED = 48
_LEAST_PRINTED = 8
_DRAWN = 0.7  # of the tables: changed before they are drawn; the others are changed as files
_COMPLETE = 0.1  # of the texts: one of the complete reports
_SLOWEST = 10
_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one changed document."""

    seed: int
    change: str
    outcome: str
    details: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """Outcomes by kind of change."""

    reader: str
    outcomes: Counter[str] = field(default_factory=Counter[str])
    by_change: dict[str, Counter[str]] = field(default_factory=dict[str, Counter[str]])
    shown: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    def add(self, result: Result) -> None:
        """Counts one document; keeps the first bad ones."""
        self.outcomes[result.outcome] += 1
        self.by_change.setdefault(result.change, Counter()).update([result.outcome])
        if result.outcome in _BAD | {"silent"} and len(self.shown) < _SHOWN:
            details = " | ".join(result.details[:2])
            self.shown.append(f"{result.outcome}: seed {result.seed}, {result.change}: {details}")


class TooSlowError(Exception):
    """A document took longer than any may."""


class GuardedError(DecodeError):
    """A library failed where a reader runs apart and the file would be refused."""


def _in_this_process(kind: str, data: bytes) -> Rendered:
    try:
        return read_here(kind, data)
    except (DecodeError, LimitError, TooSlowError):  # the last is ours, not the library's
        raise
    except Exception as error:
        raise GuardedError("", repr(error)) from error


def _too_slow(*_: object) -> None:
    raise TooSlowError


@dataclass(frozen=True, slots=True)
class Stock:
    """A file to be changed: its bytes, what it is held against, whether a drawn change damaged it."""

    data: bytes
    first: Original
    change: str = ""
    damages: bool = False


@cache
def _facts(number: int) -> Made:
    return small(made(number))


@cache
def _first(reader: str, number: int) -> Original:
    kind = "tabbed" if reader == "pdf" else reader
    facts = _facts(number)
    return original(read(as_file(facts, kind), "report"), stated(facts, kind))


@cache
def _complete(reader: str) -> tuple[Stock, ...]:
    """The complete report that is a text of this reader."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "seeds"
    name = {"tabbed": "000_*.txt", "lines": "001_*.txt"}.get(reader)
    paths = sorted(folder.glob(name)) if name else []
    return tuple(Stock(path.read_bytes(), original(read(path.read_bytes(), "report"))) for path in paths)


def _changed(reader: str, seed: int, printed: Sequence[Stock]) -> Stock:
    """One changed document; the same seed gives the same one."""
    chance = Random(seed)
    number = chance.randrange(1, _REPORTS)
    if reader in TABULAR and chance.random() < _DRAWN:
        change = chance.choice(CHANGES)
        data = TABULAR[reader](change.apply(chance, _facts(number)))
        return Stock(data, _first(reader, number), change.name, change.damages)
    damage = chance.choice(DAMAGES[reader])
    if reader == "pdf":
        stock = chance.choice(printed)
    elif chance.random() < _COMPLETE and _complete(reader):
        stock = _complete(reader)[0]
    else:
        stock = Stock(as_file(_facts(number), reader), _first(reader, number))
    return Stock(damage.apply(chance, stock.data), stock.first, damage.name, stock.damages or damage.damages)


def examine(reader: str, seeds: Sequence[int], printed: Sequence[Stock]) -> list[Result]:
    """The results of some documents, read in this process."""
    loaders.source.read_apart = _without_apart
    signal.signal(signal.SIGALRM, _too_slow)
    return [_examined(reader, seed, printed) for seed in seeds]


def _without_apart(kind: str, data: bytes, _seconds: float = 0) -> Rendered:
    return _in_this_process(kind, data)


def _examined(reader: str, seed: int, printed: Sequence[Stock]) -> Result:
    stock = _changed(reader, seed, printed)
    signal.alarm(_SLOWEST)
    try:
        verdict = judged(stock.first, read(stock.data, "report"), damages=stock.damages)
    except GuardedError as error:
        return Result(seed, stock.change, "guarded", (str(error),))
    except ReadError:
        return Result(seed, stock.change, "refused")
    except TooSlowError:
        return Result(seed, stock.change, "slow")
    except Exception:  # noqa: BLE001 - that none comes is what is measured
        return Result(seed, stock.change, "exception", (traceback.format_exc()[-600:],))
    finally:
        signal.alarm(0)
    return Result(seed, stock.change, verdict.outcome, verdict.figures)


def _batches(reader: str, seeds: range, printed: Sequence[Stock]) -> Iterator[list[Result]]:
    """The results batch by batch; a document that ends the worker is found and counted as guarded."""
    pool = ProcessPoolExecutor(1)
    for start in range(seeds.start, seeds.stop, _BATCH):
        batch = range(start, min(start + _BATCH, seeds.stop))
        try:
            yield pool.submit(examine, reader, batch, printed).result()
        except BrokenProcessPool:
            for seed in batch:
                pool = ProcessPoolExecutor(1)
                try:
                    yield pool.submit(examine, reader, [seed], printed).result()
                except BrokenProcessPool:
                    yield [Result(seed, "", "guarded", ("the process ended",))]
                pool.shutdown()
            pool = ProcessPoolExecutor(1)
    pool.shutdown()


def printed_stock(size: int) -> list[Stock]:
    """Printed reports in every layout, one half of them with a changed drawing."""
    stock: list[Stock] = []
    with printer() as browser:
        for index in range(size):
            chance = Random(index)
            number = chance.randrange(1, _REPORTS)
            change = chance.choice([c for c in CHANGES if not c.damages]) if index % 2 else None
            drawing = change.apply(chance, _facts(number)) if change else tables(_facts(number))
            page = page_of_drawing(drawing, LAYOUTS[index // 2 % len(LAYOUTS)])
            stock.append(Stock(browser.pdf(page), _first("pdf", number), change.name if change else ""))
    return stock


def measure(reader: str, seeds: range) -> Tally:
    """Reads changed documents of one reader and counts what becomes of them."""
    tally = Tally(reader)
    size = min(_PRINTED, max(_LEAST_PRINTED, len(seeds) // 25))
    printed = printed_stock(size) if reader == "pdf" else []
    start = time.perf_counter()
    for results in _batches(reader, seeds, printed):
        for result in results:
            tally.add(result)
        show_progress(reader, tally.outcomes.total(), len(seeds))
    tally.seconds = time.perf_counter() - start
    return tally


def _line(name: str, counted: Counter[str]) -> str:
    return f"{name:24}{counted.total():8}" + "".join(f"{counted[outcome]:10}" for outcome in OUTCOMES)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", choices=READERS, action="append")
    chosen = parser.parse_args()
    seeds = range(chosen.seed, chosen.seed + chosen.documents)
    tallies = [measure(reader, seeds) for reader in chosen.reader or READERS]
    print(f"{'reader':24}{'files':>8}" + "".join(f"{outcome:>10}" for outcome in OUTCOMES))
    for tally in tallies:
        print(_line(f"{tally.reader} ({tally.seconds:.0f} s)", tally.outcomes))
        for change, counted in sorted(tally.by_change.items()):
            print(_line(f"  {change}", counted))
    for tally in tallies:
        for shown in tally.shown:
            print(tally.reader, shown)
    return int(any(tally.outcomes[bad] for tally in tallies for bad in _BAD))


if __name__ == "__main__":
    sys.exit(main())
