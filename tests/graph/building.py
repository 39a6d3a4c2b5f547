"""Build the small release in a process of its own: `python building.py FOLDER ROUND ORDER`."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from conftest import at, given, small_rulebook  # noqa: E402

from graph.release import build_release  # noqa: E402
from ontology.rdf import ja  # noqa: E402
from ontology.terms import RDFS  # noqa: E402


def main() -> None:
    folder, number, order = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    extra = [at("graph/registry", f"org/soumu/unit-{n}", RDFS.label, ja(f"課{number}")) for n in range(200)]
    release = given(*extra[: 200 if number else 0])
    quads = list(release.quads)
    random.Random(order).shuffle(quads)
    built = build_release(folder, replace(release, quads=tuple(quads)), small_rulebook())
    sys.stdout.write(built.release.id)


if __name__ == "__main__":
    main()
