"""What a store is asked and what it answers: the protocol of every store, and its plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from ontology.rdf import BlankNode, Iri, Literal

if TYPE_CHECKING:
    from typing import Literal as OneOf

Value = Iri | Literal | BlankNode
Triple = tuple[Iri | BlankNode, Iri, Value]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a SELECT; a cell is None where the query left its variable unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Serialized:
    """A whole answer in one media type, as the engine wrote it."""

    form: OneOf["select", "ask", "graph"]
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Unwritten:
    """An answer whose query has been parsed and not yet evaluated: `write_to` does both work and writing.

    It writes pieces of a few KiB as the rows come; an error that the sink raises ends the evaluation.
    """

    form: OneOf["select", "ask", "graph"]
    media_type: str
    write_to: Callable[[BinaryIO], None]


class Store(Protocol):
    """What can be asked; every verb raises QueryError when the query may not or cannot run."""

    def select(self, query: str) -> Table:
        """The rows of a SELECT, columns in order of projection or, for `*`, of first appearance."""
        ...

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        ...

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, each once, sorted."""
        ...

    def serialize(self, query: str, media_type: str) -> Serialized:
        """The answer in a media type that fits the form of the query."""
        ...
