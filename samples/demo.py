"""`make demo`: read the samples, build a release in a temporary folder, and ask it three questions.

Each command is shown as it would be typed, then run; all of it is what `keifu` itself does.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from pathlib import Path

from keifu.cli import main

SAMPLES = Path(__file__).resolve().parent

STEPS = (
    ("Two reports become a release. Every character is accounted for.", ["load", str(SAMPLES)]),
    (
        "Where does this indicator come from? Up to the cabinet documents, with the words that say so.",
        ["lineage", "クラウド導入市区町村数", "--up", "2", "--down", "0", "--sources"],
    ),
    (
        "How did it go? Every stated value over both reports.",
        [
            "ask",
            "indicator-series",
            "--param",
            "indicator=クラウド導入市区町村数",
            "--param",
            "parts=false",
            "--sources",
        ],
    ),
    (
        "What became of the policy? Renamed; and two of its goals went to another body.",
        ["ask", "policy-names", "--param", "policy=電子自治体の推進", "--sources"],
    ),
    ("", ["ask", "transferred-goals", "--sources"]),
    (
        "What could not be read? The loss report of each file.",
        ["read", str(SAMPLES / "soumu-31-8.tabbed.txt")],
    ),
    ("", ["read", str(SAMPLES / "soumu-R4-8.linear.txt")]),
)


def run() -> int:
    """Runs the steps in a temporary data folder; the exit code of the first that fails, else 0."""
    with tempfile.TemporaryDirectory(prefix="keifu-demo-") as folder:
        os.environ["KEIFU_DATA"] = folder
        for words, arguments in STEPS:
            if words:
                print(f"\n# {words}")
            print(f"\n$ keifu {shlex.join(_shown(arguments))}\n", flush=True)
            code = main(arguments)
            sys.stderr.flush()
            if code:
                return code
    print("\nNext: keifu load FILE... --into keifu-data   ·   make serve   ·   README.md, README.ja.md")
    return 0


def _shown(arguments: list[str]) -> list[str]:
    """The arguments as one would type them in the checkout."""
    return [argument.replace(str(SAMPLES), SAMPLES.name) for argument in arguments]


if __name__ == "__main__":
    sys.exit(run())
