"""How much of made-up reports with known truth each reader gets: cells exact, unread, wrong.

Run `python -m bench.proof --reports 200 --layout ruled --seed 1`; without `--layout` every way to draw a
report is measured. Reports are numbered from the seed on, so that one that fails can be drawn again alone:
`--reports 1 --seed NUMBER --keep DIR` leaves its file. A cell is wrong when the reading asserts anything
but what was drawn, unread when it asserts nothing, silent when moreover the loss report has no line about
that part of the form. Ends with 1 if any cell is wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from loaders import ReadError, read
from tests.generated.drawings import DRAWINGS, drawn, stated
from tests.generated.making import made
from tests.generated.outcomes import Outcome, compared

_SHOWN = 12


@dataclass(slots=True)
class Tally:
    """The outcomes of one way to draw reports."""

    drawing: str
    exact: int = 0
    unread: Counter[str] = field(default_factory=Counter[str])
    silent: Counter[str] = field(default_factory=Counter[str])
    wrong: list[str] = field(default_factory=list[str])
    wrong_figures: int = 0
    reports: int = 0
    whole: int = 0
    failed: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    def add(self, seed: int, outcome: Outcome) -> None:
        """Counts the cells of one report."""
        self.exact += outcome.exact
        self.unread.update(str(place[0]) for place in outcome.unread)
        self.silent.update(str(place[0]) for place in outcome.silent)
        self.wrong_figures += len(outcome.wrong_figures())
        self.whole += not outcome.unread and not outcome.wrong
        self.wrong += [f"seed {seed} {p}: {f!r} read, {t!r} drawn" for p, t, f in outcome.wrong]

    def line(self) -> str:
        """The figures of this way to draw as one line of the table."""
        unread = self.unread.total()
        cells = self.exact + unread + len(self.wrong)
        share = f"{100 * self.exact / max(1, cells):.2f} %"
        return (
            f"{self.drawing:9}{self.reports:8}{cells:9}{share:>10}{unread:8}{self.silent.total():8}"
            f"{len(self.wrong):7}{self.wrong_figures:9}{self.whole:8}{len(self.failed):8}{self.seconds:9.0f}"
        )


HEAD = "drawing   reports    cells     exact  unread  silent  wrong  figures   whole  failed  seconds"


def measure(drawing: str, seeds: range, keep: Path | None = None) -> Tally:
    """Draws, reads and compares; a report that the reader refuses counts as failed."""
    tally = Tally(drawing)
    start = time.perf_counter()
    for report, data in drawn(map(made, seeds), drawing):
        tally.reports += 1
        if keep is not None:
            suffix = drawing if drawing in {"csv", "docx", "html", "xlsx"} else "pdf"
            (keep / f"{drawing}-{report.seed}.{suffix}").write_bytes(data)
        try:
            tally.add(report.seed, compared(stated(report, drawing), read(data, "report")))
        except ReadError as error:
            tally.failed.append(f"seed {report.seed}: {error}")
        show_progress(drawing, tally.reports, len(seeds))
    tally.seconds = time.perf_counter() - start
    return tally


def show_progress(what: str, done: int, whole: int) -> None:
    """A line on the standard error: rewritten on a terminal, now and then elsewhere."""
    is_last = done == whole
    if sys.stderr.isatty():
        print(f"\r{what} {done}/{whole}", end="\n" if is_last else "", file=sys.stderr, flush=True)
    elif is_last or done % 50 == 0:
        print(f"{what} {done}/{whole}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=DRAWINGS, action="append")
    parser.add_argument("--keep", type=Path, help="a folder for the files drawn")
    chosen = parser.parse_args()
    seeds = range(chosen.seed, chosen.seed + chosen.reports)
    tallies = [measure(drawing, seeds, chosen.keep) for drawing in chosen.layout or DRAWINGS]
    print(HEAD, *(tally.line() for tally in tallies), sep="\n")
    for tally in tallies:
        for heading, counted in (("unread", tally.unread), ("silent", tally.silent)):
            if counted:
                print(
                    f"{tally.drawing} {heading}: " + ", ".join(f"{k} {n}" for k, n in counted.most_common())
                )
        for line in (*tally.failed, *tally.wrong)[:_SHOWN]:
            print(tally.drawing, line)
    return int(any(tally.wrong for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
