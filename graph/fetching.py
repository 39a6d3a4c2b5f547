"""A query and an endpoint that cannot be trusted with it → its answer, evaluated here over what it rests on.

The endpoint is asked for one plain triple pattern at a time, IRIs and variables only: no literal, no path, no
join, no function (see `graph/blocks.py`). Some servers count a triple once for each graph, garble text that
they put together, or compare numbers otherwise; finding triples is what all of them do alike. What was found
for one pattern narrows the next.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from graph.blocks import Block, Pattern, blocks_of
from graph.embedded import OxigraphStore, engine_errors
from graph.errors import RemoteFailed
from graph.prepare import prepare
from graph.remote import RemoteStore, in_memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.answers import Serialized, Table, Triple

    _Row = tuple[object, ...]

_BATCH: Final = 200
"""IRIs in one request."""
_MOST: Final = 20_000
"""IRIs that narrow a pattern; with more of them it is cheaper to fetch all that the pattern has."""

_KEPT: Final = 200_000
"""Solutions that a store remembers."""


@dataclass(frozen=True, slots=True)
class FetchingStore:
    """An endpoint that only looks up; the rest is done here.

    `merged` names the graph that holds the default graph, where the endpoint has none of its own; `below` is
    the IRI under which the graphs of the release lie, since an endpoint may hold others.
    """

    remote: RemoteStore
    merged: str | None
    below: str
    _known: dict[str, list[_Row]] = field(default_factory=dict[str, "list[_Row]"], compare=False, repr=False)

    def select(self, query: str) -> Table:
        """The rows of a SELECT."""
        return self._local(query).select(query)

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        return self._local(query).ask(query)

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return self._local(query).construct(query)

    def serialize(self, query: str, media_type: str) -> Serialized:
        """The answer in a media type, as the embedded engine writes it."""
        return self._local(query).serialize(query, media_type)

    def _local(self, query: str) -> OxigraphStore:
        prepared = prepare(query)
        with engine_errors(self.remote.endpoint.shown):
            ox.Store().query(prepared.text)  # the engine that will evaluate it tells what is wrong with it
        if prepared.dataset:
            return self.remote.copied(prepared)
        gathering = _Gathering(self)
        for block in blocks_of(prepared.text):
            gathering.gather(block)
        return in_memory(quad for quads in gathering.found.values() for quad in quads)

    def quads(self, pattern: Pattern, among: dict[str, list[str]]) -> Iterator[ox.Quad]:
        """The quads that match a pattern, its variables narrowed to the IRIs given for them."""
        names = sorted(pattern.variables)
        for row in self._rows(pattern, names, among):
            known: dict[str, object] = dict(zip(names, row, strict=True))
            yield self._quad(pattern, known)

    def _quad(self, pattern: Pattern, known: dict[str, object]) -> ox.Quad:
        subject, predicate, value, graph = (
            ox.DefaultGraph() if term is None else known[term] if term in known else ox.NamedNode(term[1:-1])
            for term in (*pattern.terms, pattern.graph)
        )
        if (
            not isinstance(subject, ox.NamedNode | ox.BlankNode)
            or not isinstance(predicate, ox.NamedNode)
            or not isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal)
            or not isinstance(graph, ox.NamedNode | ox.DefaultGraph)
        ):
            raise RemoteFailed(self.remote.endpoint.shown, "it found what is no triple")
        return ox.Quad(subject, predicate, value, graph)

    def _rows(self, pattern: Pattern, names: list[str], among: dict[str, list[str]]) -> Iterator[_Row]:
        """One request, or several when the shortest list of IRIs is too long for one."""
        ordered = sorted(among, key=lambda name: (len(among[name]), name))
        if not ordered:
            yield from self._asked(self._written(pattern, names, {}))
            return
        rest = {name: tuple(among[name]) for name in ordered[1:] if len(among[name]) <= _BATCH}
        for batch in _batches(among[ordered[0]]):
            narrowed = {ordered[0]: batch, **rest}
            yield from self._asked(self._written(pattern, names, narrowed))

    def _asked(self, query: str) -> list[_Row]:
        """The solutions of one request; a release does not change, so the last ones are kept."""
        if query not in self._known:
            if sum(map(len, self._known.values())) > _KEPT:
                self._known.clear()
            self._known[query] = [tuple(row) for row in self.remote.solutions(query)]
        return self._known[query]

    def _written(self, pattern: Pattern, names: list[str], among: dict[str, tuple[str, ...]]) -> str:
        lines = [f"VALUES {name} {{ {' '.join(terms)} }}" for name, terms in among.items()]
        lines.append(self._line(pattern))
        if pattern.graph is not None and pattern.graph[0] == "?":
            lines.append(f'FILTER(STRSTARTS(STR({pattern.graph}), "{self.below}"))')
        return f"SELECT {' '.join(names)} WHERE {{\n" + "\n".join(lines) + "\n}"

    def _line(self, pattern: Pattern) -> str:
        triple = " ".join(pattern.terms)
        graph = pattern.graph or (f"<{self.merged}>" if self.merged else None)
        return f"{triple} ." if graph is None else f"GRAPH {graph} {{ {triple} }}"


@dataclass(slots=True)
class _Gathering:
    """The patterns of one query that were asked for, with all that was found for each."""

    store: FetchingStore
    found: defaultdict[Pattern, set[ox.Quad]] = field(
        default_factory=lambda: defaultdict[Pattern, set[ox.Quad]](set)
    )

    def gather(self, block: Block) -> None:
        """Asks for the patterns of a block, the one that is narrowest first."""
        sure = list(block.around.patterns)
        left = list(block.wanted)
        while left:
            among = [self._among(pattern, block, sure) for pattern in left]
            place = min(range(len(left)), key=lambda n: _width(left[n], among[n]))
            pattern = left.pop(place)
            self.found[pattern] |= set(self.store.quads(pattern, among[place]))
            sure.append(pattern)

    def _among(self, pattern: Pattern, block: Block, sure: list[Pattern]) -> dict[str, list[str]]:
        """The IRIs that each variable of a pattern can be, where they are known and not too many."""
        among: dict[str, list[str]] = {}
        for name in pattern.variables:
            sets = [set(limit.among) for limit in block.around.limits if limit.variable == name]
            sets += [
                values
                for each in sure
                if name in each.variables and each in self.found
                for values in _values(name, each, self.found[each])
            ]
            if sets:
                terms = set[str].intersection(*sets)
                if len(terms) <= _MOST:
                    among[name] = sorted(terms)
        return among


def _batches(terms: list[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(terms)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch


def _width(pattern: Pattern, among: dict[str, list[str]]) -> tuple[int, int]:
    """How much a pattern may bring: fewest IRIs for its subject or object, then fewest variables."""
    subject, _, value = pattern.terms
    ends = [1 if term[0] == "<" else len(among[term]) for term in (subject,) if _is_known(term, among)]
    ends += [_BATCH if value[0] == "<" else len(among[value])] if _is_known(value, among) else []
    return min(ends, default=_MOST), len(pattern.variables)


def _is_known(term: str, among: dict[str, list[str]]) -> bool:
    return term[0] == "<" or term in among


def _values(name: str, pattern: Pattern, quads: Iterable[ox.Quad]) -> Iterator[set[str]]:
    """What a variable is in the quads of a pattern; nothing when it is a literal in one of them."""
    places = [n for n, term in enumerate((*pattern.terms, pattern.graph)) if term == name]
    values = [(q.subject, q.predicate, q.object, q.graph_name)[places[0]] for q in quads]
    if all(isinstance(value, ox.NamedNode) for value in values):
        yield {str(value) for value in values}
