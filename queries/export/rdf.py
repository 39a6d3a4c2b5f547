"""A release → RDF for other stores: every statement as N-Quads, every public one as Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.folder import files_of
from graph.turtle import to_turtle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from graph.release import Release

_MERGED = "default.nq"


def nquads(release: Release) -> Iterator[str]:
    """Every statement of every named graph, one line each, sorted by code point over all graphs."""
    lines = [
        line for path in files_of(release.path / "quads") if path.name != _MERGED for line in _lines(path)
    ]
    lines.sort()
    return (f"{line}\n" for line in lines)


def turtle(release: Release, notes: Mapping[str, str]) -> bytes:
    """Every public statement once, sorted, with prefixes, without the graphs that state it."""
    return to_turtle(_lines(release.path / "quads" / _MERGED), notes)


def _lines(path: Path) -> list[str]:
    # A literal may hold any line break of Unicode but the line feed, so `splitlines` would cut it.
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
