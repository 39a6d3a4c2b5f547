"""One reader, one file, in a process of its own → seconds of CPU, peak memory, pages, as one line of JSON.

Run by bench/reading.py: `measure_one.py READER FILE`. What is imported before the work does not count in the
seconds; the peak is that of the whole process, with the interpreter and the packages of the reader.
"""

from __future__ import annotations

import importlib
import json
import logging
import re
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]

if TYPE_CHECKING:
    from collections.abc import Callable


def ours(kind: str, file: Path) -> Callable[[], int]:
    sys.path.insert(0, str(ROOT))
    data = file.read_bytes()
    if kind == "csv":
        commas, view = (
            importlib.import_module("loaders.views.commas"),
            importlib.import_module("loaders.views.view"),
        )
        return lambda: len(view.render(commas.read_csv(data.decode("utf-8-sig"))).locators)
    child = importlib.import_module("loaders.views.child")
    child.read_here(kind, data)  # once before, so that nothing is imported while the clock runs
    return lambda: len(child.read_here(kind, data).locators)


def pdfplumber_tables(file: Path) -> Callable[[], int]:
    pdfplumber = importlib.import_module("pdfplumber")

    def work() -> int:
        with pdfplumber.open(file) as document:
            return sum(len(row) for page in document.pages for t in page.extract_tables() for row in t)

    return work


def camelot_tables(file: Path) -> Callable[[], int]:
    camelot = importlib.import_module("camelot")

    def work() -> int:
        found = camelot.read_pdf(str(file), pages="all", flavor="lattice", suppress_stdout=True)
        return sum(table.df.size for table in found)

    return work


PEERS = {"pdfplumber": pdfplumber_tables, "camelot": camelot_tables}


def main() -> None:
    reader, file = sys.argv[1], Path(sys.argv[2])
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        work = PEERS[reader](file) if reader in PEERS else ours(reader, file)
    except ModuleNotFoundError as error:
        print(json.dumps({"absent": error.name}))
        return
    start = time.process_time()
    cells = work()
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "cells": cells}))


def peak_megabytes() -> float:
    """The most memory that this process took; `ru_maxrss` would begin with that of its parent."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii"))
        if found is not None:
            return int(found[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


if __name__ == "__main__":
    main()
