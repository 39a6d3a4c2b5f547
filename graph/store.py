"""A SPARQL query → a table, a yes or no, or triples: one protocol, three stores, equal answers.

`OxigraphStore` serves a release from disk, `MemoryStore` is the slow second opinion by rdflib, and
`graph.remote.RemoteStore` asks an endpoint. The default graph is always a set: never the engine's union
of named graphs, which is a bag and counts a triple once for every graph that states it.
"""

from __future__ import annotations

from graph.answers import Serialized, Store, Table, Triple, Value
from graph.embedded import OxigraphStore
from graph.memory import MemoryStore

__all__ = ["MemoryStore", "OxigraphStore", "Serialized", "Store", "Table", "Triple", "Value"]
