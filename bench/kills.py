"""A load that is killed at a random moment, again and again: what stands then, and what the next load makes.

    python -m bench.kills [--rounds 200] [--seed 1]

A round starts `keifu load` of a variant of a report of `samples/`, ends it and all it started by SIGKILL, and
then asks: is `current` the old or the new release, whole by the hashes of its manifest? Is a server over it
ready within five seconds? Does the next load give the release that an undisturbed one gives, leave nothing
unfinished behind, and does the server go over to it? Then the server is killed as well.

Half of the moments are spread over the whole length of a load, as it was measured before; the others over the
build alone and over its last part, from the manifest on: seal, switch, removal of what is too old.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.death import ROOT, busy_seconds, free_port
from graph import folder as disk
from graph.errors import GraphError
from graph.release import audit_release, open_release

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

READY_SECONDS: Final = 5.0
_MOMENTS: Final = ("any", "any", "build", "end")
_PER_FOLDER: Final = 3
"""Loads into one folder before it is laid out anew, so that the third one removes the oldest release."""

_VARIED: Final = ROOT / "samples" / "soumu-R4-8.linear.txt"
_NUMBER: Final = "（総務省R4－⑧）"
_ID: Final = re.compile(r"[0-9a-f]{16}\Z")
_MARK: Final = "KEIFU_BENCH_KILLS"
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of an undisturbed load: to its end, from the first trace of the build, from the manifest."""

    whole: float
    build: float
    end: float


@dataclass(frozen=True, slots=True)
class Round:
    """One killed load: how far it had come, how soon a server was ready, and all that was not as it must be.

    `ready` is in seconds by the clock, `busy` in seconds of processor time of the server and its workers.
    """

    moment: str
    reached: str
    ready: float
    busy: float
    wrong: tuple[str, ...]

    @property
    def is_late(self) -> bool:
        """Whether the server took longer than it may, on whatever else the machine was doing."""
        return self.ready > READY_SECONDS


def variants(folder: Path) -> list[Path]:
    """Reports with numbers of their own: the first stands in every folder, the others come in the rounds."""
    text = _VARIED.read_text("utf-8")
    assert text.count(_NUMBER) == 1, "the sample has its number once"
    paths: list[Path] = []
    for digit in "⑧⑨⑩⑪":
        path = folder / f"variant-{len(paths)}.txt"
        path.write_text(text.replace(_NUMBER, _NUMBER.replace("⑧", digit)), "utf-8")
        paths.append(path)
    return paths


class Field:
    """Folders to load into, all from one first release, and what undisturbed loads make of them."""

    def __init__(self, room: Path, steps: int) -> None:
        self._steps = min(steps, _PER_FOLDER)
        self._variants = variants(room)
        self._template = room / "template"
        _finish(_load(self._variants[0], self._template))
        self.data = room / "data"
        self.expected, self.lengths = self._undisturbed()
        self._lay_out()
        self._step = 0

    def _lay_out(self) -> None:
        if self.data.exists():
            disk.remove(self.data)
        shutil.copytree(self._template, self.data, symlinks=True)

    def _undisturbed(self) -> tuple[list[str], Lengths]:
        """The release after each load, and how long the first of them took."""
        self._lay_out()
        begun = time.monotonic()
        process = _load(self._variants[1], self.data)
        build = _wait(process, lambda: _building(self.data) is not None)
        end = _wait(process, lambda: _has_manifest(self.data))
        _finish(process)
        over = time.monotonic()
        found = [open_release(self.data).id]
        for path in self._variants[2 : self._steps + 1]:
            _finish(_load(path, self.data))
            found.append(open_release(self.data).id)
        return found, Lengths(over - begun, over - build, over - end)

    def keep_pace(self, whole: float) -> None:
        """What a load takes now, for the machine may have other work."""
        slower = whole / self.lengths.whole
        self.lengths = Lengths(whole, self.lengths.build * slower, self.lengths.end * slower)

    def next(self) -> tuple[Path, str]:
        """The report of the next round and the release that it must lead to."""
        if self._step == self._steps:
            self._lay_out()
            self._step = 0
        self._step += 1
        return self._variants[self._step], self.expected[self._step - 1]


def _load(report: Path, data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "keifu", "load", str(report), "--into", str(data)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, _MARK: str(data)},
    )


def _finish(process: subprocess.Popen[bytes]) -> str:
    _, said = process.communicate(timeout=300)
    if process.returncode != 0:
        raise RuntimeError(said.decode())
    return said.decode()


def _wait(process: subprocess.Popen[bytes], holds: Callable[[], bool]) -> float:
    """The moment at which something holds, or at which the load ended."""
    while process.poll() is None and not holds():
        time.sleep(0.003)
    return time.monotonic()


def _building(data: Path) -> Path | None:
    with suppress(OSError):
        return next((data / "releases").glob(".building-*"), None)
    return None


def _has_manifest(data: Path) -> bool:
    building = _building(data)
    return building is not None and (building / "manifest.json").exists()


def one_round(field: Field, chance: random.Random) -> Round:
    """Load, kill, look, serve, load again, look again."""
    report, new = field.next()
    old = open_release(field.data).id
    moment = chance.choice(_MOMENTS)
    process = _load(report, field.data)
    ended = _kill_at(process, moment, chance, field)
    reached = "over" if ended else _reached(field.data, old)
    wrong = [*_unwhole(field.data, {new} if ended else {old, new}), *_survivors(field.data)]
    serving, ready = _ready(field.data, wrong)
    busy = busy_seconds(serving.process.pid)
    try:
        begun = time.monotonic()
        with suppress(RuntimeError):
            _finish(_load(report, field.data))
        field.keep_pace(time.monotonic() - begun)
        wrong += _unwhole(field.data, {new})
        wrong += [f"left behind: {name}" for name in _unfinished(field.data)]
        wrong += _not_followed(serving, new)
    finally:
        _kill(serving.process)
    return Round(moment, reached, ready, busy, tuple(wrong))


def _kill_at(process: subprocess.Popen[bytes], moment: str, chance: random.Random, field: Field) -> bool:
    """Kill at the moment; whether the load had come to its end by itself."""
    length = {"any": field.lengths.whole, "build": field.lengths.build, "end": field.lengths.end}[moment]
    if moment == "build":
        _wait(process, lambda: _building(field.data) is not None)
    elif moment == "end":
        _wait(process, lambda: _has_manifest(field.data))
    with suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0, 1) * length)
    ended = process.poll() == 0
    _kill(process)
    return ended


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stderr is not None:
        process.stderr.close()


def _reached(data: Path, old: str) -> str:
    """How far a killed load had come, by what lies there."""
    if disk.current_name(data / "releases") != old:
        return "published"
    names = {path.name for path in (data / "releases").iterdir()}
    if any(name.startswith(".current-") for name in names):
        return "switching"
    if any(path.stat().st_mtime > (data / "releases" / old).stat().st_mtime for path in _sealed(data, old)):
        return "sealed"
    building = _building(data)
    if building is None:
        return "reading"
    return "built" if (building / "manifest.json").exists() else "building"


def _sealed(data: Path, old: str) -> Iterable[Path]:
    return (path for path in (data / "releases").iterdir() if _ID.match(path.name) and path.name != old)


def _unwhole(data: Path, allowed: set[str]) -> Generator[str]:
    """What is wrong with the release that is current, and with every other one that lies there."""
    try:
        current = open_release(data)
        if current.id not in allowed:
            yield f"current is {current.id}, neither the old nor the new one"
        current.store().ask("ASK { ?s ?p ?o }")
        for path in sorted(_sealed(data, "")):
            audit_release(open_release(data, path.name))
    except GraphError as error:
        yield str(error)


def _unfinished(data: Path) -> Generator[str]:
    """What no finished load leaves: unfinished directories and links, and rights to write into a release."""
    for path in sorted((data / "releases").iterdir()):
        if path.name.startswith(".") and path.name != ".lock":
            yield path.name
    sealed = (data / "releases" / "current").resolve()
    for path in (sealed, *sorted(sealed.rglob("*"))):
        if path.stat().st_mode & 0o222:
            yield f"{path.name} may be written"
            return


def _survivors(data: Path) -> Generator[str]:
    """Processes of a killed load that are still there when a server must be ready."""
    mark, left = f"{_MARK}={data}".encode(), list[str]()
    for _ in range(50):
        left = [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if _holds(path, mark)]
        if not left:
            return
        time.sleep(0.1)
    yield f"processes that outlived their load: {left}"


def _holds(path: Path, mark: bytes) -> bool:
    with suppress(OSError):
        return mark in path.read_bytes().split(b"\0")
    return False


@dataclass(frozen=True, slots=True)
class _Serving:
    process: subprocess.Popen[bytes]
    address: str


def _ready(data: Path, wrong: list[str]) -> tuple[_Serving, float]:
    """A server that is started now, and the seconds until it is ready over the release that is current."""
    port = free_port()
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "keifu", "serve", "--graph", str(data), "--port", str(port)],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    serving = _Serving(process, f"http://127.0.0.1:{port}")
    told = _told(serving, disk.current_name(data / "releases"), 60)
    seconds = time.monotonic() - begun
    if told is not None:
        wrong.append(f"the server is not ready: {told}")
    return serving, seconds


def _not_followed(serving: _Serving, new: str) -> Generator[str]:
    told = _told(serving, new, READY_SECONDS)
    if told is not None:
        yield f"the server did not go over to the new release: {told}"


def _told(serving: _Serving, release: str | None, patience: float) -> str | None:
    """None as soon as /readyz names the release, else what it says when patience is at its end."""
    said, until = "nothing", time.monotonic() + patience
    with httpx.Client(base_url=serving.address, trust_env=False, verify=False, timeout=10) as client:
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                answer = client.get("/readyz")
                if answer.status_code == _OK and answer.json()["release"] == release:
                    return None
                said = re.sub(r"\s+", " ", answer.text)
            time.sleep(0.05)
    return said


def run(count: int, seed: int, room: Path, tell: Callable[[str], object]) -> list[Round]:
    """All rounds; `tell` hears of each."""
    chance = random.Random(seed)
    field = Field(room, count)
    tell(f"a load takes {field.lengths.whole:.2f} s, {field.lengths.build:.2f} s of it the build, "
         f"{field.lengths.end:.2f} s from the manifest on")  # fmt: skip
    rounds: list[Round] = []
    for number in range(1, count + 1):
        each = one_round(field, chance)
        rounds.append(each)
        late = " LATE" if each.is_late else ""
        tell(
            f"{number:4} {each.moment:5} {each.reached:9} ready {each.ready:5.2f} s, {each.busy:4.2f} s of "
            f"processor{late}  {'; '.join(each.wrong)}"
        )
    return rounds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        rounds = run(given.rounds, given.seed, Path(room), lambda line: print(line, flush=True))
    return _report(rounds)


def _report(rounds: list[Round]) -> int:
    ready, busy = [each.ready for each in rounds], [each.busy for each in rounds]
    bad, late = sum(bool(each.wrong) for each in rounds), sum(each.is_late for each in rounds)
    print(f"{len(rounds)} loads killed: {dict(Counter(each.reached for each in rounds).most_common())}")
    print(
        f"ready again: median {statistics.median(ready):.2f} s, longest {max(ready):.2f} s "
        f"({statistics.median(busy):.2f} s and {max(busy):.2f} s of processor), after 5 s: {late}"
    )
    print(f"rounds with something wrong: {bad}")
    return int(bool(bad or late))


if __name__ == "__main__":
    sys.exit(main())
