"""Requests that nobody thought of, made by schemathesis from our OpenAPI document, with all its checks.

    python -m bench.contract [--examples 200] [--of FILE_OR_FOLDER ...]

The files (those of `samples/` unless others are named) are loaded, a server is started over them, and every
operation is asked by what the document promises and by what it forbids. Nothing may be answered otherwise
than documented. schemathesis is looked for in this Python; KEIFU_SCHEMATHESIS may name another one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.death import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Sequence

PHASES: Final = ("examples", "coverage", "fuzzing", "stateful")
INSTALL: Final = "make check installs it; elsewhere: python -m pip install 'schemathesis>=4.32,<5'"
_JUDGING: Final = ROOT / "bench" / "schemathesis.toml"


def python() -> str:
    """The Python that has schemathesis: this one, unless another is named."""
    return os.environ.get("KEIFU_SCHEMATHESIS") or sys.executable


def is_installed() -> bool:
    found = subprocess.run([python(), "-c", "import schemathesis"], check=False, capture_output=True)
    return found.returncode == 0


def judged(
    address: str, examples: int, phases: Sequence[str], room: Path
) -> subprocess.CompletedProcess[str]:
    """One run against a server; the same examples each time. What it leaves behind stays in `room`."""
    command = [
        *(python(), "-m", "schemathesis.cli", "--no-color", "--config-file", str(_JUDGING)),
        *("run", f"{address}/openapi.json", "--phases", ",".join(phases), "--mode", "all"),
        *("--checks", "all", "--max-examples", str(examples)),
        *("--generation-deterministic", "--continue-on-failure"),
        *("--suppress-health-check", "too_slow"),  # a busy machine is no failure
    ]
    return subprocess.run(
        command, cwd=room, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--examples", type=int, default=200, help="of each operation and phase")
    parser.add_argument("--of", nargs="+", default=[str(ROOT / "samples")], help="what to load")
    given = parser.parse_args()
    if not is_installed():
        print(f"schemathesis is not installed. {INSTALL}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as room:
        data = Path(room, "data")
        load = [sys.executable, "-m", "keifu", "load", *given.of, "--into", str(data)]
        subprocess.run(load, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with serving(data) as (address, _):
            done = judged(address, given.examples, PHASES, Path(room))
    print(done.stdout)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
