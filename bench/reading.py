"""How fast each kind of file becomes a text view: MB/s, pages/s, and our PDF tables beside pdfplumber's.

Run `python bench/reading.py`. The report of `samples/` is drawn in every kind (a browser prints the PDF);
then all readers take turns in one run; CPU time, median of rounds. `apart` is a reader in a process of its
own, as files are really read: time by the clock, most of it the start of the process. Compare ratios.
"""

from __future__ import annotations

import io
import logging
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from loaders.source import open_source
from loaders.views.child import read_here
from loaders.views.commas import read_csv
from loaders.views.view import render
from tests.loaders.drawn import as_csv, as_docx, as_html, as_pdf, as_xlsx, drawing

try:
    import pdfplumber
except ModuleNotFoundError:
    pdfplumber = None

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5


def drawn() -> dict[str, bytes]:
    parts = drawing(ROOT / "samples" / "soumu-31-8.tabbed.txt")
    page = as_html(parts)
    return {
        "xlsx": as_xlsx(parts),
        "docx": as_docx(parts),
        "html": page.encode("utf-8"),
        "csv": as_csv(parts),
        "pdf": as_pdf(page),
    }


def reader(kind: str, data: bytes) -> Callable[[], object]:
    if kind == "csv":
        return lambda: render(read_csv(data.decode("utf-8-sig")))
    return lambda: read_here(kind, data)


def plumbed(data: bytes) -> object:
    assert pdfplumber is not None
    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it complains of every drawn font
    files = drawn()
    works = {kind: reader(kind, data) for kind, data in files.items()}
    if pdfplumber is not None:
        works["pdfplumber"] = lambda: plumbed(files["pdf"])
    took: dict[str, list[float]] = {name: [] for name in works}
    whole: dict[str, list[float]] = {kind: [] for kind in files}
    for _ in range(ROUNDS):
        for name, work in works.items():
            took[name].append(cpu(work))
        for kind, data in files.items():
            whole[kind].append(wall(lambda data=data: open_source(data, "report")))
    median = {name: statistics.median(times) for name, times in took.items()}
    print("reader       ms CPU   MB/s   ms apart (wall)")
    for kind, data in files.items():
        apart = statistics.median(whole[kind]) * 1000
        print(f"{kind:10} {median[kind] * 1000:8.1f} {len(data) / median[kind] / 1e6:6.2f} {apart:9.0f}")
    pages = len({locator.page for locator in read_here("pdf", files["pdf"]).locators})
    print(f"pdf: {pages / median['pdf']:.1f} pages/s of CPU")
    if pdfplumber is not None:
        print(f"pdfplumber (tables only) takes {median['pdfplumber'] / median['pdf']:.1f} times as long")


if __name__ == "__main__":
    main()
