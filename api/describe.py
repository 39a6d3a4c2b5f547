"""A relative path → what the release says about it: existence, facts, incoming links, RDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from api.views import Name, Ref, names, rows
from graph.written import written, written_lines
from queries.errors import NothingFound

if TYPE_CHECKING:
    from api.site import Data
    from api.views import Cell

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True)
class Thing:
    """One thing of the release; what is told of it is looked up when it is first asked for."""

    data: Data
    path: str

    @cached_property
    def facts(self) -> Mapping[str, tuple[Cell, ...]]:
        """Its properties with their values."""
        facts: dict[str, list[Cell]] = {}
        for row in rows(self.data, "facts", self.path):
            facts.setdefault(str(row["predicate"]), []).append(row["object"])
        return {key: tuple(cells) for key, cells in facts.items()}

    @cached_property
    def incoming(self) -> Mapping[str, tuple[str, ...]]:
        """The things that point to it, by property."""
        incoming: dict[str, list[str]] = {}
        for row in rows(self.data, "incoming", self.path):
            incoming.setdefault(str(row["predicate"]), []).append(str(row["subject"]))
        return {key: tuple(subjects) for key, subjects in incoming.items()}

    @cached_property
    def names(self) -> Mapping[str, Name]:
        """What it, all that it points to, all that points to it and the properties are called."""
        shown = [cell for cells in self.facts.values() for cell in cells if isinstance(cell, Ref)]
        others = [subject for subjects in self.incoming.values() for subject in subjects]
        return names(self.data, [self.path, *shown, *others, *self.facts, *self.incoming])

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
    """A thing that the default graph says something about.

    Raises:
        NothingFound: it is the subject of no statement.
    """
    if not data.store.knows(data.base.iri(path)):
        raise NothingFound(path)
    return Thing(data, path)


def around(data: Data, path: str, media_type: str) -> bytes:
    """All statements about and towards one thing in an RDF media type, sorted."""
    return written_lines(data.store.around(data.base.iri(path)), media_type)


def rdf(data: Data, construct: str, media_type: str) -> bytes:
    """The statements of a CONSTRUCT in an RDF media type, sorted."""
    return written(data.store.construct(construct), media_type)
