"""`tables.toml` → the tables of an export: their columns, types, keys, and what points where."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from queries.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping

Type = Literal["path", "code", "text", "integer", "decimal", "date", "boolean", "quote"]

_TYPES: Final = frozenset({"path", "code", "text", "integer", "decimal", "date", "boolean", "quote"})
_JOINED: Final = frozenset({"path", "code", "text"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `path` is the property path of its values, `lang` keeps those of one language.

    A `many` column joins its values. `to` names the table in whose key its values stand.
    """

    name: str
    type: Type
    ja: str
    en: str
    path: str = ""
    lang: str = ""
    many: bool = False
    to: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: one row for each node of the classes `of`, or the rows of a query."""

    name: str
    ja: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    of: tuple[str, ...] = ()
    query: str = ""
    order: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    def place(self, name: str) -> int:
        """Where a column stands; ValueError when there is none of this name."""
        return self.names.index(name)


@cache
def load_tables() -> Mapping[str, Table]:
    """All tables by name, in the order of the file.

    Raises:
        TableError: the file breaks a rule: an unknown type, a key or a target that is no column or table.
    """
    text = (files("queries.export") / "tables.toml").read_text(encoding="utf-8")
    found = {name: _table(name, entry) for name, entry in tomllib.loads(text).items()}
    for table in found.values():
        _check(table, found)
    return MappingProxyType(found)


def _table(name: str, entry: dict[str, Any]) -> Table:
    columns = tuple(Column(**column) for column in cast("list[dict[str, Any]]", entry["columns"]))
    key = tuple(str(entry["key"]).split())
    if entry.get("of"):
        columns = (Column(key[0], "path" if name != "codes" else "code", "番地", "its path"), *columns)
    return Table(
        name,
        entry["ja"],
        entry["en"],
        key,
        columns,
        tuple(entry.get("of", ())),
        entry.get("query", ""),
        tuple(entry.get("order", ())),
    )


def _check(table: Table, tables: Mapping[str, Table]) -> None:
    names = table.names
    if len({name.lower() for name in names}) != len(names):
        raise TableError(table.name, "two columns have one name")
    for name in (*table.key, *table.order):
        if name not in names:
            raise TableError(table.name, f"{name} is no column")
    for column in table.columns:
        _check_column(table, column, tables)


def _check_column(table: Table, column: Column, tables: Mapping[str, Table]) -> None:
    if column.type not in _TYPES:
        raise TableError(table.name, f"{column.name} has the unknown type {column.type}")
    if column.many and column.type not in _JOINED:
        raise TableError(table.name, f"{column.name} holds one {column.type}, not many")
    if column.to and (column.to not in tables or len(tables[column.to].key) != 1):
        raise TableError(table.name, f"{column.name} points to {column.to}, which has no key of one column")
    if column.type == "quote" and "evidence" not in table.names:
        raise TableError(table.name, f"{column.name} quotes evidence that the table does not have")
