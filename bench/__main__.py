"""All benchmarks of this folder, one after the other; each prints ratios of one interleaved run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    here = Path(__file__).resolve().parent
    codes = [
        subprocess.run([sys.executable, str(script)], check=False).returncode
        for script in sorted(here.glob("*.py"))
        if script.name not in {"__main__.py", "proof.py", "mutations.py", "protocol.py"}  # proofs, not speeds
    ]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
