"""How fast many files become a release: cold, hot, and going on after an interrupt.

Run `python bench/loading.py [FILES [WHOLE]]`. Fictional reports (tests/generated) are drawn in every kind of
file but PDF, in turn. FILES of them are read; WHOLE of them also become a release, most of whose time goes
into the shapes (SHACL) that it is held against. Times are by the clock of this machine, shared with whatever
else runs on it: compare the ratios.
"""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from keifu.batch.crew import processors
from keifu.batch.obtaining import Manner
from keifu.loading import load
from tests.generated.drawings import FILES, as_file
from tests.generated.making import made

DEFAULT_FILES = 40
DEFAULT_WHOLE = 6
SEED = 1
SUFFIXES = {"csv": "csv", "docx": "docx", "html": "html", "lines": "txt", "tabbed": "txt", "xlsx": "xlsx"}


def draw(folder: Path, count: int, seed: int) -> int:
    """Writes reports in deep folders; gives their bytes together."""
    kinds = sorted(FILES)
    total = 0
    for number in range(count):
        kind = kinds[number % len(kinds)]
        data = as_file(made(seed + number), kind)
        place = folder / kind / f"{number:04}.{SUFFIXES[kind]}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        total += len(data)
    return total


class Stop(Exception):  # noqa: N818 - no error
    """Raised when the readings are there and the release would be built."""


def reading(folder: Path, data: Path, jobs: int) -> float:
    """Seconds by the clock until all readings are there; nothing is built."""

    def tell(step: str) -> None:
        if step.startswith("building"):
            raise Stop

    start = time.perf_counter()
    with contextlib.suppress(Stop):
        load([str(folder)], data, tell, Manner(jobs))
    return time.perf_counter() - start


def whole(folder: Path, data: Path, jobs: int) -> tuple[float, str]:
    """Seconds by the clock of a whole load, and the release that it made."""
    start = time.perf_counter()
    loaded = load([str(folder)], data, lambda _: None, Manner(jobs))
    return time.perf_counter() - start, "none" if loaded.release is None else loaded.release.id


def interrupted(folder: Path, data: Path, wanted: int) -> int:
    """Starts a load, ends it as a person would once `wanted` readings are kept; gives how many were."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # background shells ignore it
    command = [sys.executable, "-m", "keifu", "load", str(folder), "--into", str(data)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    kept = data / "readings"
    while process.poll() is None and len([*kept.glob("*/*")]) < wanted:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    process.wait()
    return len([*kept.glob("*/[0-9a-f]*")])


def forget_releases(data: Path) -> None:
    for path in (data / "releases", *(data / "releases").rglob("*")):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(data / "releases")


def measure_reading(room: Path, count: int, jobs: int) -> None:
    given = room / "in"
    cold = reading(given, room / "cold", jobs)
    print(f"read cold              {cold:7.1f} s  {count / cold:6.1f} files/s")
    single = reading(given, room / "single", 1)
    print(f"  by one process       {single:7.1f} s  {single / cold:6.1f} times as long")
    hot = reading(given, room / "cold", jobs)
    print(f"read hot               {hot:7.1f} s  {cold / hot:6.1f} times as fast")
    kept = interrupted(given, room / "cut", count // 2)
    after = reading(given, room / "cut", jobs)
    print(f"read after interrupt   {after:7.1f} s  {kept} of {count} readings had been kept")


def measure_whole(room: Path, few: int, jobs: int) -> None:
    given = room / "few"
    took, first = whole(given, room / "a", jobs)
    print(f"{few} files into a release {took:5.1f} s  {few / took:6.1f} files/s  release {first}")
    again, same = whole(given, room / "a", jobs)
    told = "the same release" if same == first else f"ANOTHER RELEASE {same}"
    print(f"  again                {again:7.1f} s  {took / again:6.1f} times as fast, {told}")
    forget_releases(room / "a")
    for title, data, options in (("readings kept", room / "a", jobs), ("by one process", room / "b", 1)):
        other, same = whole(given, data, options)
        told = "the same release" if same == first else f"ANOTHER RELEASE {same}"
        print(f"  {title:20} {other:7.1f} s  {took / other:6.1f} times as fast, {told}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FILES
    few = int(sys.argv[2]) if len(sys.argv) > 1 + 1 else DEFAULT_WHOLE
    room = Path(tempfile.mkdtemp(prefix="keifu-bench-"))
    jobs = processors()
    try:
        total = draw(room / "in", count, SEED)
        draw(room / "few", few, SEED)
        print(f"{count} files, {total / 1e6:.1f} MB, {jobs} processors", flush=True)
        measure_reading(room, count, jobs)
        measure_whole(room, few, jobs)
    finally:
        for data in room.iterdir():
            if (data / "releases").is_dir():
                forget_releases(data)
        shutil.rmtree(room)


if __name__ == "__main__":
    main()
