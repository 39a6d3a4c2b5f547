"""A relative path → what the release says about it: existence, facts, incoming links, RDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.views import Name, Ref, names, rows
from graph.written import written
from queries.errors import NothingFound

if TYPE_CHECKING:
    from api.site import Data
    from api.views import Cell

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_BOTH_WAYS = "CONSTRUCT { %s ?p ?o . ?s ?q %s } WHERE { { %s ?p ?o } UNION { ?s ?q %s } }"


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the release: its properties with their values, and who points to it."""

    path: str
    facts: Mapping[str, tuple[Cell, ...]]
    incoming: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Name]

    @property
    def types(self) -> tuple[str, ...]:
        """Short names of its classes, `keifu:` ones first."""
        found = [str(cell) for cell in self.facts.get(TYPE, ())]
        return tuple(sorted(found, key=lambda name: (not name.startswith("keifu:"), name)))

    def one(self, predicate: str) -> Cell:
        """The first value of a property, or None."""
        return next(iter(self.facts.get(predicate, ())), None)

    def all(self, predicate: str) -> tuple[Cell, ...]:
        """All values of a property."""
        return self.facts.get(predicate, ())

    @property
    def name(self) -> Name:
        """What it is called."""
        return self.names[self.path]


def thing(data: Data, path: str) -> Thing:
    """Everything that the default graph says about one thing.

    Raises:
        NothingFound: it is the subject of no statement.
    """
    facts: dict[str, list[Cell]] = {}
    for row in rows(data, "facts", path):
        facts.setdefault(str(row["predicate"]), []).append(row["object"])
    if not facts:
        raise NothingFound(path)
    incoming: dict[str, list[str]] = {}
    for row in rows(data, "incoming", path):
        incoming.setdefault(str(row["predicate"]), []).append(str(row["subject"]))
    shown = [cell for cells in facts.values() for cell in cells if isinstance(cell, Ref)]
    others = [subject for subjects in incoming.values() for subject in subjects]
    return Thing(
        path,
        {key: tuple(cells) for key, cells in facts.items()},
        {key: tuple(subjects) for key, subjects in incoming.items()},
        names(data, [path, *shown, *others, *facts, *incoming]),
    )


def both_ways(data: Data, path: str) -> str:
    """The query for all statements about and towards one thing."""
    return _BOTH_WAYS.replace("%s", f"<{data.base.iri(path)}>")


def rdf(data: Data, construct: str, media_type: str) -> bytes:
    """The statements of a CONSTRUCT in an RDF media type, sorted."""
    return written(data.store.construct(construct), media_type)
