"""A release and a table → its rows: typed cells, one row for each key, in an order that never changes."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from ontology.rdf import Iri, Literal
from queries.edges import passage_key
from queries.errors import TableError
from queries.export.catalog import Column, Table, load_tables
from queries.ground import PROLOGUE, lexical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.store import Value
    from queries.answer import Cell, Row
    from queries.ground import Ground

_MANY: Final = " ／ "
_NAMESPACE: Final = re.compile(r".*[#/]")
_DIGITS: Final = re.compile(r"(\d+)")
_READERS: Final[Mapping[str, Callable[[str], Cell]]] = {
    "integer": int,
    "decimal": Decimal,
    "date": date.fromisoformat,
    "boolean": lambda text: text in {"true", "1"},
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table filled: a row has a cell for each column, None where the release says nothing."""

    table: Table
    rows: tuple[Row, ...]

    def column(self, name: str) -> tuple[Cell, ...]:
        """One column from top to bottom."""
        place = self.table.place(name)
        return tuple(row[place] for row in self.rows)


def sheets(ground: Ground) -> Iterator[Sheet]:
    """Every table of a release, in the order of the file."""
    for name in load_tables():
        yield sheet(ground, name)


def sheet(ground: Ground, name: str) -> Sheet:
    """One table of a release, sorted by its order and key, numbers in paths as numbers.

    Raises:
        TableError: a column that holds one value has two, or two rows have one key.
    """
    table = load_tables()[name]
    rows = _queried(ground, table) if table.query else _of_nodes(ground, table)
    places = [table.place(column) for column in (*table.order, *table.key)]
    return Sheet(table, tuple(sorted(_distinct(table, rows), key=partial(_sort_key, places=places))))


def _sort_key(row: Row, *, places: list[int]) -> list[tuple[int, object, str]]:
    return [_cell_key(row[place]) for place in places]


def _cell_key(cell: Cell) -> tuple[int, object, str]:
    """Empty cells first; `indicator/2` before `indicator/10`."""
    if cell is None:
        return 0, 0, ""
    if isinstance(cell, str):
        return 1, [int(part) if part.isdecimal() else part for part in _DIGITS.split(cell)], cell
    return 1, cell, ""


def _distinct(table: Table, rows: list[Row]) -> list[Row]:
    places = [table.place(name) for name in table.key]
    found: dict[Row, Row] = {}
    for row in rows:
        key = tuple(row[place] for place in places)
        if found.setdefault(key, row) != row:
            raise TableError(table.name, f"two rows have the key {' '.join(map(str, key))}")
    return [*found.values()]


def _queried(ground: Ground, table: Table) -> list[Row]:
    text = (files("queries.export") / f"{table.query}.rq").read_text(encoding="utf-8")
    found = ground.store.select(PROLOGUE + text)
    places = [found.columns.index(name) for name in table.names]
    return [
        tuple(
            _cell(ground, table, column, [value] if (value := row[place]) is not None else [])
            for column, place in zip(table.columns, places, strict=True)
        )
        for row in found.rows
    ]


@dataclass(frozen=True, slots=True)
class _Nodes:
    """What was read of the nodes of one table: the values of each column, and the quotes of passages."""

    ground: Ground
    table: Table
    values: Mapping[str, Mapping[str, list[Value]]]
    quotes: Mapping[str, str]

    def cell(self, column: Column, node: str) -> Cell:
        """The cell of one node in one column."""
        if column.name == self.table.key[0]:
            return _short(self.ground, column, Iri(node))
        if column.type == "quote":
            evidence = _passages(self.ground, self.values["evidence"].get(node, []))
            return _MANY.join(self.quotes[path] for path in evidence) or None
        return _cell(self.ground, self.table, column, self.values[column.name].get(node, []))


def _of_nodes(ground: Ground, table: Table) -> list[Row]:
    classes = f"VALUES ?class {{ {' '.join(table.of)} }} ?node a ?class ."
    nodes = sorted({lexical(node) for (node,) in ground.rows(f"SELECT ?node {{ {classes} }}")})
    values = {column.name: _values(ground, classes, column) for column in table.columns if column.path}
    quotes = _quotes(ground, classes) if any(column.type == "quote" for column in table.columns) else {}
    read = _Nodes(ground, table, values, quotes)
    return [tuple(read.cell(column, node) for column in table.columns) for node in nodes]


def _values(ground: Ground, classes: str, column: Column) -> Mapping[str, list[Value]]:
    """The values of one column by node."""
    only = f' FILTER(LANG(?value) = "{column.lang}")' if column.lang else ""
    kept = " FILTER(?value = ?class)" if column.path == "a" else ""
    found: dict[str, list[Value]] = defaultdict(list)
    query = f"SELECT DISTINCT ?node ?value {{ {classes} ?node {column.path} ?value .{only}{kept} }}"
    for node, value in ground.rows(query):
        if value is not None:
            found[lexical(node)].append(value)
    return found


def _quotes(ground: Ground, classes: str) -> Mapping[str, str]:
    """The exact characters of the passages of a table."""
    asked = f"{classes} ?node keifu:evidence ?passage . ?passage oa:exact ?exact"
    query = f"SELECT DISTINCT ?passage ?exact {{ {asked} }}"
    return {ground.path(passage): lexical(exact) for passage, exact in ground.rows(query)}


def _passages(ground: Ground, values: list[Value]) -> list[str]:
    return sorted({ground.path(value) for value in values}, key=passage_key)


def _cell(ground: Ground, table: Table, column: Column, values: list[Value]) -> Cell:
    if not values:
        return None
    if column.type in _READERS:
        return _READERS[column.type](lexical(_single(table, column, values)))
    if column.name == "evidence":
        return " ".join(_passages(ground, values))
    if not column.many and column.type != "text":
        return _short(ground, column, _single(table, column, values))
    texts = sorted({_short(ground, column, value) for value in values}, key=_cell_key)
    return (_MANY if column.type == "text" else " ").join(texts)


def _single(table: Table, column: Column, values: list[Value]) -> Value:
    if len(set(values)) > 1:
        raise TableError(table.name, f"{column.name} has several values: {', '.join(map(str, values))}")
    return values[0]


def _short(ground: Ground, column: Column, value: Value) -> str:
    """A thing as its path, a code as its local name, a text as it is."""
    if isinstance(value, Literal):
        return value.lexical
    path = ground.path(value)
    return _NAMESPACE.sub("", path) if column.type == "code" and path.startswith("http") else path
