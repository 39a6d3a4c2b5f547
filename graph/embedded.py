"""A store directory or N-Quads texts → answers by the embedded engine (Oxigraph)."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from graph.answers import Serialized, Table, Triple, Unwritten, Value
from graph.errors import QueryError, QueryRefused, ReleaseDamaged
from graph.nquads import value_from_engine
from graph.prepare import PLAIN, Context, Prepared, in_order, prepare
from graph.rewrite import closure_first
from ontology.rdf import BlankNode, Iri

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO
    from typing import Literal as OneOf

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# The engine raises one class for a bad query and for a bad file; its words alone tell them apart.
_CORRUPTION = "Corruption: "
_MERGE_LIMIT_QUADS = 500_000
_F = TypeVar("_F")
_Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class OxigraphStore:
    """One opened store; a disk store is opened read-only and stays the snapshot of that moment."""

    def __init__(self, engine: ox.Store, name: str) -> None:
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, path: Path) -> OxigraphStore:
        """Open the store directory of a release; no file of it is changed.

        Raises:
            ReleaseDamaged: the directory is absent or the engine cannot read it.
        """
        with engine_errors(path.parent.name):
            return cls(ox.Store.read_only(str(path)), path.parent.name)

    @classmethod
    def of(cls, nquads_texts: Iterable[str]) -> OxigraphStore:
        """A store in memory; lines without a graph make its default graph."""
        engine = ox.Store()
        for text in nquads_texts:
            engine.bulk_load(text.encode(), format=ox.RdfFormat.N_QUADS)
        return cls(engine, "memory")

    def select(self, query: str) -> Table:
        """The rows of a SELECT."""
        with engine_errors(self._name):
            results = self._run(query)
            if not isinstance(results, ox.QuerySolutions):
                raise QueryError("a SELECT was expected")
            return table(results)

    def ask(self, query: str) -> bool:
        """The answer of an ASK."""
        with engine_errors(self._name):
            results = self._run(query)
            if not isinstance(results, ox.QueryBoolean):
                raise QueryError("an ASK was expected")
            return bool(results)

    def construct(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, each once, sorted."""
        with engine_errors(self._name):
            results = self._run(query)
            if not isinstance(results, ox.QueryTriples):
                raise QueryError("a CONSTRUCT or DESCRIBE was expected")
            return triples(results)

    def serialize(self, query: str, media_type: str, context: Context = PLAIN) -> Serialized:
        """The answer as the engine's own serialiser writes it, in the dataset that the request names."""
        with engine_errors(self._name):
            return serialized(self._run(query, context), media_type)

    def unwritten(self, query: str, media_type: str, context: Context = PLAIN) -> Unwritten:
        """The same answer before it is evaluated, to be written piece by piece."""
        with engine_errors(self._name):
            results = self._run(query, context)
            form, kind = _written_as(results, media_type)

        def write_to(sink: BinaryIO) -> None:
            with engine_errors(self._name):
                results.serialize(sink, kind)  # pyright: ignore[reportArgumentType] - the kind fits the form

        return Unwritten(form, media_type, write_to)

    def knows(self, iri: str) -> bool:
        """Whether the default graph says anything about a thing: a look-up by key, no query."""
        with engine_errors(self._name):
            return next(self._about(iri), None) is not None

    def around(self, iri: str) -> set[str]:
        """The default graph about a thing and towards it, as lines of N-Triples; no query is evaluated."""
        node = ox.NamedNode(iri)
        with engine_errors(self._name):
            towards = self._engine.quads_for_pattern(None, None, node, ox.DefaultGraph())
            return {f"{quad.triple} ." for quads in (self._about(iri), towards) for quad in quads}

    def _about(self, iri: str) -> Iterator[ox.Quad]:
        return self._engine.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph())

    def _run(self, query: str, context: Context = PLAIN) -> _Results:
        prepared = prepare(query, context)
        results = self._query(prepared, prepared.text)
        if prepared.star is None or not isinstance(results, ox.QuerySolutions):
            return results
        # The engine is lazy: so far it has only parsed, which is all that the set of variables costs.
        names = in_order(prepared.text, (variable.value for variable in results.variables))
        return self._query(prepared, prepared.with_columns(names))

    def _query(self, prepared: Prepared, text: str) -> _Results:
        first = closure_first(text)
        try:
            return self._evaluated(prepared, first)
        except SyntaxError:
            if first == text:
                raise
            return self._evaluated(prepared, text)  # an error is told at the place where it was written

    def _evaluated(self, prepared: Prepared, text: str) -> _Results:
        base = prepared.base
        if not prepared.dataset:
            return self._engine.query(text, base_iri=base)
        defaults = resolve(prepared.prologue, prepared.defaults, base)
        named = resolve(prepared.prologue, prepared.named, base)
        if len(defaults) <= 1:
            return self._engine.query(text, base_iri=base, default_graph=[*defaults], named_graphs=[*named])
        merged = self._merge(defaults, named)
        return merged.query(text, base_iri=base, default_graph=[ox.DefaultGraph()], named_graphs=[*named])

    def _merge(self, defaults: list[ox.NamedNode], named: list[ox.NamedNode]) -> ox.Store:
        """A store of its own for several default graphs, because the engine's merge of them is a bag."""
        merged = ox.Store()
        # Closed here even when the limit stops them: the engine's iterators must end on their own thread.
        with closing(self._of(defaults)) as quads:
            merged.bulk_extend(self._limited(ox.Quad(q.subject, q.predicate, q.object) for q in quads))
        with closing(self._of(named)) as quads:
            merged.bulk_extend(self._limited(quads))
        return merged

    def _of(self, graphs: Iterable[ox.NamedNode]) -> Generator[ox.Quad]:
        for graph in graphs:
            yield from self._engine.quads_for_pattern(None, None, None, graph)

    @staticmethod
    def _limited(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for count, quad in enumerate(quads):
            if count >= _MERGE_LIMIT_QUADS:
                raise QueryRefused("dataset-too-large", f"FROM names over {_MERGE_LIMIT_QUADS} quads", 1, 1)
            yield quad


def resolve(prologue: str, iris: Iterable[str], base: str | None = None) -> list[ox.NamedNode]:
    """IRIs and prefixed names as written → absolute IRIs by base and prologue, each once, in order."""
    written = " ".join(iris)
    found = ox.Store().query(f"{prologue} SELECT ?g {{ VALUES ?g {{ {written} }} }}", base_iri=base)
    assert isinstance(found, ox.QuerySolutions), "a SELECT answers with solutions"
    return list(dict.fromkeys(cast("ox.NamedNode", row[0]) for row in found))


def serialized(results: _Results, media_type: str) -> Serialized:
    """An answer of the engine as its own serialiser writes it.

    Raises:
        QueryError: the media type does not fit the form of the answer.
    """
    form, kind = _written_as(results, media_type)
    body = results.serialize(format=kind)  # pyright: ignore[reportArgumentType] - the kind fits the form
    return Serialized(form, media_type, cast("bytes", body))


def _written_as(
    results: _Results, media_type: str
) -> tuple[OneOf["select", "ask", "graph"], ox.RdfFormat | ox.QueryResultsFormat]:
    """The form of an answer, and the engine's name of the media type for it."""
    if isinstance(results, ox.QueryTriples):
        return "graph", _known(ox.RdfFormat.from_media_type(media_type), media_type)
    form = "ask" if isinstance(results, ox.QueryBoolean) else "select"
    return form, _known(ox.QueryResultsFormat.from_media_type(media_type), media_type)


def table(results: ox.QuerySolutions) -> Table:
    """An answer of the engine as plain rows."""
    columns = tuple(variable.value for variable in results.variables)
    return Table(columns, tuple(tuple(_cell(cell) for cell in row) for row in results))


def triples(results: Iterable[ox.Triple]) -> list[Triple]:
    """Triples of the engine as plain values, each once, sorted."""
    return sorted({_triple(triple) for triple in results}, key=str)


def _known(found: _F | None, media_type: str) -> _F:
    if found is None:
        raise QueryError(f"{media_type} does not fit this form of query")
    return found


def _cell(cell: object) -> Value | None:
    return None if cell is None else value_from_engine(cell)


def _triple(triple: ox.Triple) -> Triple:
    subject = value_from_engine(triple.subject)
    assert isinstance(subject, Iri | BlankNode), "a literal is no subject"
    return subject, Iri(triple.predicate.value), value_from_engine(triple.object)


@contextmanager
def engine_errors(name: str) -> Generator[None]:
    """Turn the engine's errors into ours; it tells the place of a syntax error only in its message."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(str(error)) from error
    except (ValueError, RuntimeError) as error:
        if str(error).startswith(_CORRUPTION):
            raise ReleaseDamaged(name, "store", str(error)) from error
        raise QueryError(str(error)) from error
    except OSError as error:
        raise ReleaseDamaged(name, "store", str(error)) from error


def syntax_error(message: str) -> QueryError:
    """The engine's message as an error that knows its place."""
    found = _PLACE.match(message)
    if found is None:
        return QueryError(message)
    return QueryError(found.group(3), int(found.group(1)), int(found.group(2)))
