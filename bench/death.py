"""Queries of death against a real server, with a probe beside them: statuses, times, memory, deaths.

    python -m bench.death [--seconds 2] [--together 4]

A case is right when it is answered within the deadline and one second, by 400, 413 or 503 with a problem
body, or by the whole answer where the engine is up to it; one that shows rows for ever is visibly cut.
The probe asks one small query and one page over and over meanwhile.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = frozenset({400, 413, 503})
ENDS_WELL = frozenset({"regular expression"})
"""Cases that kill other engines and that ours answers: its regular expressions are linear."""

SHOWS_ROWS = frozenset({"everything", "distinct"})
"""Cases that show rows at once and for ever: they are cut at the deadline, visibly."""

CUT = "visibly cut"
_OK = 200
PROBES = ("/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", "/api/v1/policies")
_TRIPLES = ("?a ?b ?c", "?d ?e ?f", "?g ?h ?i", "?j ?k ?l")
_CROSS = " . ".join(_TRIPLES)
_DOUBLED = "".join(f" BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
_REPLACED = "".join(f' BIND(REPLACE(?x{n}, "a", "aa") AS ?x{n + 1})' for n in range(40))

CASES: dict[str, str] = {
    "braces": "ASK " + "{" * 20_000 + "}" * 20_000,
    "parentheses": "ASK { FILTER" + "(" * 5_000 + "1" + ")" * 5_000 + " }",
    "negations": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "unions": "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 5_000) + " }",
    "optionals": "ASK { " + "OPTIONAL { ?s ?p ?o " * 2_000 + "}" * 2_000 + " }",
    "blank nodes": "ASK { " + "[ ?p " * 1_000 + "1" + " ]" * 1_000 + " ?q 1 }",
    "path steps": "ASK { ?s " + "/".join(["<http://e/p>"] * 1_000) + " ?o }",
    "cross product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    "sorting": f"SELECT * {{ {_CROSS} }} ORDER BY ?l ?i ?f ?c",
    "group concat": f"SELECT (GROUP_CONCAT(?c) AS ?t) {{ {_CROSS} }}",
    "doubled text": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {_DOUBLED} }}',
    "replaced text": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("aaaaaaaaaaaaaaaa" AS ?x0) {_REPLACED} }}',
    "closure": "SELECT (COUNT(*) AS ?n) { ?a (!<http://e/p>)* ?b . ?b (!<http://e/p>)* ?c }",
    "distinct": f"SELECT DISTINCT ?a ?d ?g ?j {{ {_CROSS} }}",
    "regular expression": 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), "^(a+)+$")) '
    'FILTER(REGEX(STR(?f), "(.*)*x")) ?g ?h ?i }',
    "values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(200)))} }}" for n in range(6))
    + " }",
    "large body": "ASK { } #" + "x" * 900_000,
    "everything": "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "federation": "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One case: its status, the slug of its problem, and how many seconds it took."""

    name: str
    status: int
    problem: str
    seconds: float


@dataclass(slots=True)
class Probed:
    """Seconds of each probe, and every status that was not 200."""

    seconds: list[float] = field(default_factory=list[float])
    wrong: list[int] = field(default_factory=list[int])

    def quantile(self, share: float) -> float:
        """The time that `share` of the probes stayed within."""
        return statistics.quantiles(self.seconds, n=1000, method="inclusive")[round(share * 1000) - 1]


def is_right(each: Answered) -> bool:
    """Whether a case ended as it should, its time apart."""
    may_be = each.name in ENDS_WELL or (each.problem == CUT and each.name in SHOWS_ROWS)
    return each.status in EXPECTED or (each.status == _OK and may_be)


@contextmanager
def serving(folder: Path, **settings: str) -> Generator[tuple[str, subprocess.Popen[bytes]]]:
    """The product's own server over a data folder, in a process of its own: its address and process."""
    port = free_port()
    command = [sys.executable, "-m", "keifu", "serve", "--graph", str(folder), "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, **settings})
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address + "/readyz")
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _wait_for(address: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(address, trust_env=False, timeout=10).status_code == _OK:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    message = f"{address} never became ready"
    raise TimeoutError(message)


def attack(address: str, names: Sequence[str], together: int) -> tuple[list[Answered], Probed]:
    """Send the cases, some together, while a probe asks; every answer, in the order of the names."""
    probed, over = Probed(), threading.Event()
    prober = threading.Thread(target=_probe, args=(address, probed, over))
    prober.start()
    with ThreadPoolExecutor(together) as senders:
        answered = list(senders.map(partial(_send, address), names))
    over.set()
    prober.join()
    return answered, probed


def _send(address: str, name: str) -> Answered:
    begun = time.monotonic()
    try:
        answer = httpx.post(
            address + "/sparql",
            content=CASES[name].encode(),
            headers={"content-type": "application/sparql-query", "accept": "application/sparql-results+json"},
            timeout=60,
            trust_env=False,
        )
    except httpx.TransportError:  # it had begun, and its end was never said
        return Answered(name, _OK, CUT, time.monotonic() - begun)
    kind = answer.headers.get("content-type", "")
    slug = str(answer.json()["type"]).rpartition("/")[2] if kind == "application/problem+json" else kind
    return Answered(name, answer.status_code, slug, time.monotonic() - begun)


def _probe(address: str, probed: Probed, over: threading.Event) -> None:
    with httpx.Client(base_url=address, trust_env=False, timeout=30) as client:
        while not over.is_set():
            for path in PROBES:
                begun = time.monotonic()
                status = client.get(path).status_code
                probed.seconds.append(time.monotonic() - begun)
                if status != _OK:
                    probed.wrong.append(status)
            over.wait(0.02)


def busy_seconds(process: int) -> float:
    """Seconds of processor time of a process and its children that still run."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(_ticks(each) for each in (process, *_children(process))) / ticks


def resident_bytes(process: int) -> int:
    """Memory that a process and its children hold."""
    page = os.sysconf("SC_PAGE_SIZE")
    return sum(_resident_pages(each) for each in (process, *_children(process))) * page


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return [int(each) for path in listed for each in path.read_text("ascii").split()]


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _resident_pages(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    except OSError:
        return 0


def main() -> int:
    """Run all cases over the samples and print what became of each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=2.0, help="deadline of a query")
    parser.add_argument("--together", type=int, default=4, help="cases at the same time")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        load_samples(Path(folder))
        settings = {"KEIFU_QUERY_SECONDS": str(given.seconds), "KEIFU_CLIENT_QUERIES": "64"}
        settings["KEIFU_TOTAL_SECONDS"] = str(given.seconds)
        settings["KEIFU_CLIENT_BURST_SECONDS"] = "10000"
        with serving(Path(folder), **settings) as (address, process):
            base = resident_bytes(process.pid)
            answered, probed = attack(address, list(CASES), given.together)
            highest = resident_bytes(process.pid)
            time.sleep(2)
            begun = busy_seconds(process.pid)
            time.sleep(1)
            idle = busy_seconds(process.pid) - begun
            alive = process.poll() is None
    return _report(answered, probed, given.seconds, (base, highest, idle), alive=alive)


def load_samples(folder: Path) -> None:
    command = [sys.executable, "-m", "keifu", "load", str(ROOT / "samples"), "--into", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _report(
    answered: list[Answered], probed: Probed, deadline: float, state: tuple[int, int, float], *, alive: bool
) -> int:
    wrong = 0
    for each in answered:
        right = is_right(each) and each.seconds <= deadline + 1
        wrong += not right
        verdict = "" if right else "  WRONG"
        sys.stdout.write(f"{each.name:20} {each.status} {each.problem:22} {each.seconds:6.2f} s{verdict}\n")
    base, after, idle = state
    p50, p99 = probed.quantile(0.5) * 1000, probed.quantile(0.99) * 1000
    sys.stdout.write(
        f"probes {len(probed.seconds)}, not 200: {probed.wrong or 'none'}, "
        f"p50 {p50:.0f} ms, p99 {p99:.0f} ms\n"
        f"memory {base >> 20} MiB before, {after >> 20} MiB after; "
        f"processor {idle:.2f} s in a second, two seconds later; front {'alive' if alive else 'DEAD'}\n"
    )
    return int(bool(wrong or not alive))


if __name__ == "__main__":
    sys.exit(main())
