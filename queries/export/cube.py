"""A release → the numbers of its indicators as an RDF Data Cube by indicator, year, series and kind."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from graph.turtle import lines_in, lines_of, to_turtle
from queries.ground import PROLOGUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.ground import Ground

CUBE_NS: Final = "https://w3id.org/keifu/cube#"
"""Where the terms of the view live; like the vocabulary, it does not move with the base."""

_PREFIXES: Final = f"PREFIX qb: <http://purl.org/linked-data/cube#>\nPREFIX cube: <{CUBE_NS}>\n"


def cube_query(ground: Ground) -> str:
    """The CONSTRUCT of the observations, complete: it runs as it is at any SPARQL endpoint of the release."""
    return f"BASE <{ground.base.base}>\n{PROLOGUE}{_PREFIXES}{_text('cube.rq')}"


def cube(ground: Ground, notes: Mapping[str, str]) -> bytes:
    """Structure, data set and observations as sorted Turtle."""
    lines = [*lines_in(_text("cube.ttl")), *lines_of(ground.store.construct(cube_query(ground)))]
    return to_turtle(lines, notes)


def _text(name: str) -> str:
    return (files("queries.export") / name).read_text(encoding="utf-8")
