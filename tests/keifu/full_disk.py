"""Loads into a disk that is full, told as JSON: `python full_disk.py FOLDER SAMPLE SAMPLE tmpfs|limit`.

With `tmpfs` a small disk is mounted on the folder, which takes a mount namespace of our own; with `limit` the
size of the files is limited instead, where the system lets nobody mount.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import httpx

from bench.death import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL, LARGE = "10m", "64m"  # room for one release of the samples, and for more
LARGEST_FILE = 20_000


def load(data: Path, report: str, largest: int | None = None) -> dict[str, object]:
    """One load, its files limited to a size if one is given: exit code, words, and what lies there then."""
    done = subprocess.run(
        [sys.executable, "-m", "keifu", "load", report, "--into", str(data)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        preexec_fn=None
        if largest is None
        else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest,) * 2),
    )
    releases = data / "releases"
    return {
        "code": done.returncode,
        "said": done.stderr,
        "current": str((releases / "current").readlink()),
        "names": sorted(path.name for path in releases.iterdir()),
    }


def mounted(folder: Path, size: str, *more: str) -> None:
    options = ",".join([f"size={size}", *more])
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)


@contextmanager
def filled_while_building(folder: Path) -> Iterator[None]:
    """Somebody else takes all room that is left as soon as a release has begun to be written."""
    ballast, over = folder / "ballast", threading.Event()

    def fill() -> None:
        while not over.is_set() and not any(folder.glob("data/releases/.building-*/quads")):
            time.sleep(0.001)
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while not over.is_set():
                file.write(bytes(4096))

    thread = threading.Thread(target=fill)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        ballast.unlink(missing_ok=True)


def main() -> None:
    folder, first, second, manner = Path(sys.argv[1]), *sys.argv[2:5]
    data = folder / "data"
    told: dict[str, object] = {}
    if manner == "tmpfs":
        mounted(folder, SMALL)
    told["first"] = load(data, first)
    with serving(data) as (address, _):
        if manner == "tmpfs":
            told["small"] = load(data, second)
            mounted(folder, LARGE, "remount")
            with filled_while_building(folder):
                told["filled"] = load(data, second)
        else:
            told["filled"] = load(data, second, LARGEST_FILE)
        told["served"] = httpx.get(f"{address}/readyz", trust_env=False, timeout=30).json()
        told["again"] = load(data, second)
        told["served_then"] = httpx.get(f"{address}/readyz", trust_env=False, timeout=30).json()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
