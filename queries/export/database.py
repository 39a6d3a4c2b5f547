"""Sheets → one SQLite file: typed tables with keys, tables of joins, and a README in itself.

Standard library only. Equal sheets give equal bytes with one version of SQLite: fixed page size, no journal,
rows in the order of the sheets, no clock.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from queries.export.separated import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from queries.answer import Cell
    from queries.export.catalog import Column, Table
    from queries.export.sheets import Sheet

EXACT: Final = "_exact"
"""What the name of the text twin of a decimal column ends with."""

_TYPES: Final[Mapping[str, str]] = {"integer": "INTEGER", "decimal": "REAL", "boolean": "INTEGER"}
_APPLICATION: Final = 0x6B656966  # "keif"
_README: Final = """CREATE TABLE "README" (
  "table" TEXT NOT NULL, "column" TEXT NOT NULL, "type" TEXT NOT NULL, "refers_to" TEXT NOT NULL,
  "ja" TEXT NOT NULL, "en" TEXT NOT NULL, PRIMARY KEY ("table", "column")
)"""


def write_database(path: Path, sheets: Iterable[Sheet], notes: Mapping[str, str]) -> list[str]:
    """Writes a new database file and gives the names of its tables; `notes` stand in the table `release`.

    A many-valued column that points into a table has, beside its joined text, a table of its own for joins:
    `observations_evidence (observation, evidence)`.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as base:
        for pragma in ("page_size = 4096", "journal_mode = OFF", f"application_id = {_APPLICATION}"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN")
        base.execute('CREATE TABLE "release" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL)')
        base.executemany('INSERT INTO "release" VALUES (?, ?)', sorted(notes.items()))
        base.execute(_README)
        for sheet in sheets:
            _write(base, sheet)
        base.execute("COMMIT")
        found = base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return [str(name) for (name,) in found]


def _write(base: sqlite3.Connection, sheet: Sheet) -> None:
    table = sheet.table
    base.execute(_schema(table))
    marks = ", ".join("?" * sum(1 for _ in _stored(table)))
    base.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', _rows(sheet))  # noqa: S608 - our own names
    base.executemany('INSERT INTO "README" VALUES (?, ?, ?, ?, ?, ?)', _readme(table))
    for column in table.columns:
        if column.to and column.many:
            _write_joins(base, sheet, column)
        elif column.to:
            base.execute(f'CREATE INDEX "{table.name}.{column.name}" ON "{table.name}" ("{column.name}")')


def _write_joins(base: sqlite3.Connection, sheet: Sheet, column: Column) -> None:
    table = sheet.table
    (key,) = table.key
    name = f"{table.name}_{column.name}"
    # A key that points to its own kind (an actual to its targets) still needs two names of columns.
    base.execute(
        f'CREATE TABLE "{name}" ('
        f'"{key}" TEXT NOT NULL REFERENCES "{table.name}", '
        f'"{column.name}" TEXT NOT NULL REFERENCES "{column.to}", '
        f'PRIMARY KEY ("{key}", "{column.name}")) WITHOUT ROWID'
    )
    pairs = (
        (node, value)
        for node, values in zip(sheet.column(key), sheet.column(column.name), strict=True)
        for value in str(values or "").split()
    )
    base.executemany(f'INSERT INTO "{name}" VALUES (?, ?)', pairs)  # noqa: S608 - our own names


def _schema(table: Table) -> str:
    columns = [_definition(name, kind, column) for name, kind, column in _stored(table)]
    if len(table.key) == 1:
        columns.append(f'PRIMARY KEY ("{table.key[0]}")')
    body = ",\n  ".join(columns)
    return f'CREATE TABLE "{table.name}" (\n  {body}\n)'


def _stored(table: Table) -> Iterator[tuple[str, str, Column]]:
    """Each column of the database: its name, its type, and the column of the table that it comes from."""
    for column in table.columns:
        yield column.name, _TYPES.get(column.type, "TEXT"), column
        if column.type == "decimal":
            yield column.name + EXACT, "TEXT", column


def _definition(name: str, kind: str, column: Column) -> str:
    refers = f' REFERENCES "{column.to}"' if column.to and not column.many else ""
    return f'"{name}" {kind}{refers}'


def _rows(sheet: Sheet) -> Iterator[list[str | int | float | None]]:
    for row in sheet.rows:
        stored: list[str | int | float | None] = []
        for column, cell in zip(sheet.table.columns, row, strict=True):
            stored.append(_plain(cell))
            if column.type == "decimal":
                stored.append(None if cell is None else text_of(cell))
        yield stored


def _plain(cell: Cell) -> str | int | float | None:
    match cell:
        case None | bool() | int():
            return cell
        case Decimal():
            return float(cell)
        case _:
            return text_of(cell)


def _readme(table: Table) -> Iterator[tuple[str, str, str, str, str, str]]:
    yield table.name, "", "table", "", table.ja, table.en
    for name, kind, column in _stored(table):
        exact = name != column.name
        yield (
            table.name,
            name,
            kind.lower(),
            column.to,
            column.ja + ("（正確な数字）" if exact else ""),
            column.en + (", exact digits" if exact else ""),
        )
