"""An endpoint → the release that was pushed to it, by the card that the push left there.

The card is a small graph of its own: which release, under which base, whether it is whole, and how the
endpoint has to be asked. Every answer is checked against it: a release that was replaced meanwhile gives an
error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from graph.errors import RemoteChanged, RemoteEmpty
from graph.fetching import FetchingStore
from graph.nquads import term
from graph.remote import RemoteStore
from ontology.rdf import Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal as OneOf

    from graph.answers import Serialized, Store, Table, Triple
    from graph.endpoint import Endpoint

CARD: Final = "urn:keifu:card"
MERGED: Final = "urn:keifu:default"
"""The graph of the default graph, on endpoints whose own default graph is all graphs together."""
_F = TypeVar("_F")


@dataclass(frozen=True, slots=True)
class Card:
    """What an endpoint says about the release that it holds.

    `evaluation` is "there" when the endpoint passed the probe, "here" when it only looks triples up.
    """

    release: str
    base: str
    created: str
    evaluation: OneOf["there", "here"]
    merged: OneOf["yes", "no"]
    state: OneOf["whole", "changing"]

    @property
    def below(self) -> str:
        """The IRI under which its graphs lie."""
        return f"{self.base}graph/"

    def triples(self) -> str:
        """The card as the text of its graph."""
        texts = {name: str(getattr(self, name)) for name in self.__slots__}
        return "".join(f"<{CARD}> <{CARD}#{name}> {term(Literal(text))} .\n" for name, text in texts.items())


_READ: Final = f"SELECT ?p ?o WHERE {{ GRAPH <{CARD}> {{ <{CARD}> ?p ?o }} }}"


def read_card(endpoint: Endpoint) -> Card | None:
    """The card of an endpoint; None when there is none, or none that this version can read.

    Raises:
        RemoteFailed: the endpoint gave no whole answer.
    """
    rows = RemoteStore(endpoint).select(_READ).rows
    found = {str(name).removeprefix(f"{CARD}#"): getattr(text, "lexical", "") for name, text in rows}
    if set(found) != set(Card.__slots__):
        return None
    return Card(**found)  # pyright: ignore[reportArgumentType] - words that the push wrote


@dataclass(frozen=True, slots=True)
class RemoteRelease:
    """A release on an endpoint: what questions need of it. It has no files and no older releases."""

    endpoint: Endpoint
    card: Card

    @property
    def id(self) -> str:
        """The 16 hex digits that name its content."""
        return self.card.release

    @property
    def base(self) -> str:
        """The IRI under which all its things live."""
        return self.card.base

    @property
    def created(self) -> str:
        """When it was built, in UTC."""
        return self.card.created

    def store(self) -> Store:
        """The endpoint as a store; each answer is of this release, or an error."""
        if self.card.evaluation == "there":
            return _SteadyStore(RemoteStore(self.endpoint, below=self.card.below), self)
        merged = MERGED if self.card.merged == "yes" else None
        return _SteadyStore(FetchingStore(RemoteStore(self.endpoint), merged, self.card.below), self)


def open_remote(endpoint: Endpoint) -> RemoteRelease:
    """The release that an endpoint holds.

    Raises:
        RemoteEmpty: none was pushed to it, or a push is under way or was broken off.
        RemoteFailed: the endpoint gave no whole answer.
    """
    card = read_card(endpoint)
    if card is None:
        raise RemoteEmpty(endpoint.shown, "no release was pushed to it")
    if card.state != "whole":
        raise RemoteEmpty(endpoint.shown, f"a push of release {card.release} is under way or was broken off")
    return RemoteRelease(endpoint, card)


class _Whole(Protocol):
    """What is asked whether it is still there."""

    @property
    def endpoint(self) -> Endpoint: ...
    @property
    def card(self) -> Card: ...


@dataclass(frozen=True, slots=True)
class _SteadyStore:
    """A store whose answers count only when the card is the same before and after."""

    inner: Store
    release: _Whole

    def select(self, query: str) -> Table:
        return self._steady(lambda: self.inner.select(query))

    def ask(self, query: str) -> bool:
        return self._steady(lambda: self.inner.ask(query))

    def construct(self, query: str) -> list[Triple]:
        return self._steady(lambda: self.inner.construct(query))

    def serialize(self, query: str, media_type: str) -> Serialized:
        return self._steady(lambda: self.inner.serialize(query, media_type))

    def _steady(self, answer: Callable[[], _F]) -> _F:
        found = answer()
        if read_card(self.release.endpoint) != self.release.card:
            raise RemoteChanged(self.release.endpoint.shown, self.release.card.release)
        return found
