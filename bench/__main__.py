"""All benchmarks of this folder, one after the other; each prints ratios of one interleaved run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_APART = frozenset({"__main__", "connection", "contract", "kills", "load", "mutations", "proof", "protocol"})
"""Proofs, not speeds; and `load`, which starts fifteen servers and more."""


def main() -> int:
    here = Path(__file__).resolve().parent
    codes = [
        subprocess.run([sys.executable, str(script)], check=False).returncode
        for script in sorted(here.glob("*.py"))
        if script.stem not in _APART
    ]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
