"""A written index and the store beside it → what is wrong with the index."""

from __future__ import annotations

import sqlite3
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from graph.finding.gathering import things_of_store
from graph.finding.index import Index
from graph.finding.things import MOST_CHARACTERS, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.answers import Store
    from graph.finding.things import Thing
    from ontology.iris import Base

_SAMPLE: Final = 40
_DEPTH: Final = 1000
_PATIENCE_SECONDS: Final = 60.0


def index_problems(path: Path, release: str, store: Store, base: Base) -> Iterator[str]:
    """Whether the index holds just what the store says, and finds it again."""
    try:
        index = Index.open(path, release, _PATIENCE_SECONDS)
        if index is None:
            yield "index: it belongs to another release"
            return
        things = things_of_store(store, base)
        yield from _differences(index, things)
        yield from _unfound(index, things)
    except sqlite3.DatabaseError as error:
        yield f"index: {error}"


def _differences(index: Index, things: list[Thing]) -> Iterator[str]:
    for held, wanted in zip_longest(index.things(), things):
        if held != wanted:
            yield f"index: it holds {held}, the store says {wanted}"
            return


def _unfound(index: Index, things: list[Thing]) -> Iterator[str]:
    """Things that are not found by their own first text; a sample over all of them."""
    for thing in things[:: max(1, len(things) // _SAMPLE)]:
        wanted = Wanted(thing.texts[0].text[:MOST_CHARACTERS], thing.kind)
        found = index.find(wanted, _DEPTH)
        if wanted.words and found.total <= _DEPTH and thing.path not in {hit.path for hit in found.hits}:
            yield f"index: {thing.path} is not found by its own words"
