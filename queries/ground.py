"""A store or a release → what questions stand on: store, base of the IRIs, name of the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from ontology.iris import DEFAULT_BASE, Base
from ontology.rdf import Iri, Literal
from ontology.terms import CODE_NS, KEIFU_NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.store import Store, Value

PROLOGUE: Final = f"""PREFIX keifu: <{KEIFU_NS}>
PREFIX code: <{CODE_NS}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
"""Prefixes of every query that the code itself writes."""

DEFAULT: Final = Base(DEFAULT_BASE)
"""The base of a release that says nothing else."""

_BATCH: Final = 400  # IRIs in one VALUES block: far below any limit on the length of a query


class Published(Protocol):
    """A release as far as questions need it."""

    @property
    def id(self) -> str:
        """The id of the release."""
        ...

    @property
    def base(self) -> str:
        """The base of its IRIs."""
        ...

    def store(self) -> Store:
        """Its store, read-only."""
        ...


class Kept(Protocol):
    """A release on disk, as far as it is compared with others."""

    @property
    def id(self) -> str:
        """The id of the release."""
        ...

    @property
    def created(self) -> str:
        """When it was built; later releases sort after earlier ones."""
        ...

    def graph_lines(self) -> Mapping[str, frozenset[str]]:
        """The statements of each named graph."""
        ...

    def kept(self) -> tuple[Kept, ...]:
        """All releases kept beside it, itself included."""
        ...


@dataclass(frozen=True, slots=True)
class Ground:
    """A store together with the base of its IRIs and, when it belongs to one, the id of its release.

    `history` leads to the releases that are kept beside it; None for a store that is no release.
    """

    store: Store
    base: Base = DEFAULT
    release: str = ""
    history: Kept | None = None

    def rows(self, query: str) -> tuple[tuple[Value | None, ...], ...]:
        """The rows of a SELECT, without its prologue."""
        return self.store.select(PROLOGUE + query).rows

    def path(self, value: Value | None) -> str:
        """The relative path of an IRI of ours; the local name of a code; else the IRI itself."""
        if not isinstance(value, Iri):
            return "" if value is None else lexical(value)
        return self.base.path(value) or str(value).removeprefix(CODE_NS)

    def ref(self, path: str) -> str:
        """A relative path as a SPARQL term, `<…>`."""
        return f"<{self.base.iri(path)}>"

    def blocks(self, name: str, paths: Iterable[str]) -> Iterator[str]:
        """`VALUES ?name { … }` blocks over all paths, sorted, none of them too long."""
        listed = sorted(set(paths))
        for start in range(0, len(listed), _BATCH):
            terms = " ".join(self.ref(path) for path in listed[start : start + _BATCH])
            yield f"VALUES ?{name} {{ {terms} }}"


def ground_of(release: Published | Store | Ground) -> Ground:
    """The ground of a release, of a bare store with the default base, or of a ground itself."""
    if isinstance(release, Ground):
        return release
    if hasattr(release, "select"):
        return Ground(release)  # pyright: ignore[reportArgumentType] - a Store is known by its verb
    history = release if hasattr(release, "kept") else None
    return Ground(release.store(), Base(release.base), release.id, history)  # pyright: ignore[reportAttributeAccessIssue, reportArgumentType]


def lexical(value: Value | None) -> str:
    """The text of a value: the lexical form of a literal, an IRI as it is, nothing for None."""
    if value is None:
        return ""
    return value.lexical if isinstance(value, Literal) else str(value)
