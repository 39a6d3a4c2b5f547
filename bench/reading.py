"""How fast each kind of file becomes a text view, and how our PDF tables compare with pdfplumber and camelot.

Run `python bench/reading.py [ROUNDS]`. The report of `samples/` is drawn in every kind of file; a browser
prints it as a ruled page, and a fictional report as a spreadsheet with merged cells. Each reader works in a
process of its own, all in turn, round after round: CPU seconds of the work alone (median), peak memory of the
process. `apart` is the way files are really read, by the clock, most of it the start of the process. Compare
ratios.

The peers are in no lock of Keifu, for camelot brings OpenCV. They are looked for in this Python, then in
`.venv-peers` (or the Python named by KEIFU_PEERS); the output says how to install them when they are absent.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from loaders.source import open_source
from loaders.views.child import read_here
from tests.generated.drawings import drawn as made_up
from tests.generated.making import made
from tests.loaders.drawn import as_csv, as_docx, as_html, as_pdf, as_xlsx, drawing

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
PEERS = ("pdfplumber", "camelot")
INSTALL = (
    "python3 -m venv .venv-peers && "
    ".venv-peers/bin/python -m pip install --require-hashes -r requirements/peers.txt"
)
PDFS = ("printed", "merged")


def drawn() -> dict[str, bytes]:
    """The files by name; the name before a dot is the reader's."""
    parts = drawing(ROOT / "samples" / "soumu-31-8.tabbed.txt")
    page = as_html(parts)
    ((_, merged),) = made_up([made(1)], "merged")
    return {
        "xlsx": as_xlsx(parts),
        "docx": as_docx(parts),
        "html": page.encode("utf-8"),
        "csv": as_csv(parts),
        "pdf.printed": as_pdf(page),
        "pdf.merged": merged,
    }


def python_of_peers() -> str:
    """This Python, or that of the folder where the peers may have been installed."""
    named = os.environ.get("KEIFU_PEERS")
    beside = ROOT / ".venv-peers" / "bin" / "python"
    return named or (str(beside) if beside.is_file() else sys.executable)


def measured(reader: str, file: Path) -> dict[str, float] | None:
    """One turn of one reader; None when its package is not installed."""
    python = python_of_peers() if reader in PEERS else sys.executable
    script = Path(__file__).with_name("readers") / "measure_one.py"
    done = subprocess.run(
        [python, str(script), reader, str(file)], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return None if "absent" in found else found


def rounds(files: Mapping[str, Path], count: int) -> dict[tuple[str, str], list[dict[str, float]]]:
    """All turns by reader and file; absent readers have none."""
    turns = [(name.partition(".")[0], name) for name in files]
    turns += [(peer, f"pdf.{name}") for name in PDFS for peer in PEERS]
    took: dict[tuple[str, str], list[dict[str, float]]] = {turn: [] for turn in turns}
    for number in range(count):
        for reader, name in turns:
            if reader in PEERS and number and not took[reader, name]:
                continue  # absent
            found = measured(reader, files[name])
            took[reader, name] += [] if found is None else [found]
    return took


def wall(data: bytes) -> float:
    start = time.perf_counter()
    open_source(data, "report")
    return time.perf_counter() - start


def pages(data: bytes) -> int:
    return len({locator.page for locator in read_here("pdf", data).locators})


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    data = drawn()
    with tempfile.TemporaryDirectory() as room:
        files = {name: Path(room, name) for name in data}
        for name, path in files.items():
            path.write_bytes(data[name])
        took = rounds(files, count)
        print(f"{count} rounds in turn; CPU of the work alone, peak memory of the whole process")
        print("reader      file          ms CPU    MB/s  pages/s  peak MB  ms apart (wall)  times ours")
        for (reader, name), runs in took.items():
            print_row(reader, name, data[name], runs, took)
    if any(not took[peer, f"pdf.{name}"] for peer in PEERS for name in PDFS):
        print(f"Peers that are not installed are not compared. To compare: {INSTALL}")


def print_row(
    reader: str,
    name: str,
    data: bytes,
    runs: list[dict[str, float]],
    took: Mapping[tuple[str, str], list[dict[str, float]]],
) -> None:
    if not runs:
        print(f"{reader:11} {name:12} not installed")
        return
    seconds = statistics.median(run["seconds"] for run in runs)
    peak = max(run["megabytes"] for run in runs)
    is_pdf = name.startswith("pdf")
    speed = f"{pages(data) / seconds:8.1f}" if is_pdf else " " * 8
    apart = f"{wall(data) * 1000:16.0f}" if reader not in PEERS else " " * 16
    ratio = ""
    if reader in PEERS:
        own = statistics.median(run["seconds"] for run in took["pdf", name])
        memory = max(run["megabytes"] for run in took["pdf", name])
        ratio = f"  {seconds / own:5.1f} CPU, {peak / memory:4.1f} memory"
    rate = len(data) / seconds / 1e6
    print(f"{reader:11} {name:12} {seconds * 1000:8.1f} {rate:7.2f} {speed} {peak:8.0f} {apart}{ratio}")


if __name__ == "__main__":
    main()
