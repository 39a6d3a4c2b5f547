"""A SPARQL query → a table, a yes or no, or triples: one protocol, three stores, equal answers.

`OxigraphStore` serves a release from disk, `MemoryStore` is the slow second opinion by rdflib, and
`graph.remote.RemoteStore` asks an endpoint. The default graph is always a set: never the engine's union
of named graphs, which is a bag and counts a triple once for every graph that states it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.answers import Serialized, Store, Table, Triple, Unwritten, Value
from graph.embedded import OxigraphStore

if TYPE_CHECKING:
    from graph.memory import MemoryStore

__all__ = ["MemoryStore", "OxigraphStore", "Serialized", "Store", "Table", "Triple", "Unwritten", "Value"]


def __getattr__(name: str) -> type[MemoryStore]:
    """Import the oracle only for those who ask for it: rdflib costs more start-up time than all else."""
    if name != "MemoryStore":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from graph.memory import MemoryStore  # noqa: PLC0415 - see above

    return MemoryStore
