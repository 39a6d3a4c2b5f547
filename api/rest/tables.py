"""The tables of an export as operations: the whole table as JSON, CSV or Parquet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from api import parameters
from api.grid import json_value
from api.packet import packet
from api.rest.schema import Operation
from api.tabular import table_names
from queries.export.catalog import load_tables
from queries.export.columnar import sheet_to_parquet
from queries.export.described import notes_of
from queries.export.separated import to_csv
from queries.export.sheets import sheet

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.grid import Cell, Json
    from queries.export.catalog import Column, Table
    from queries.export.sheets import Sheet


def table_operations() -> list[Operation]:
    """The list of the tables, and one operation for each."""
    listed = Operation(
        path="/tables",
        name="list_tables",
        tag="tables",
        ja="表の一覧",
        en="List of tables",
        forms=_list_forms,
        description="The tables of `keifu export`, with their columns and keys.",
    )
    return [listed, *(_operation(table) for table in load_tables().values())]


def _operation(table: Table) -> Operation:
    return Operation(
        path=f"/tables/{table.name}",
        name=f"table_{table.name}",
        tag="tables",
        ja=f"表 {table.name}：{table.ja}",
        en=f"Table {table.name}: {table.en}",
        forms=partial(_forms, table=table),
        media=("json", *table_names()),
        description="Always the whole table, as `keifu export` writes it.",
    )


def _list_forms(asked: Asked) -> Forms:
    parameters.only(asked.query, ())
    items: list[Json] = [
        {
            "name": table.name,
            "ja": table.ja,
            "en": table.en,
            "key": [*table.key],
            "columns": [_described(column) for column in table.columns],
            "href": f"/api/v1/tables/{table.name}",
        }
        for table in load_tables().values()
    ]
    return {"json": lambda: packet(asked, {"total": len(items), "items": items})}


def _described(column: Column) -> Json:
    return {
        "name": column.name,
        "type": column.type,
        "many": column.many,
        "to": column.to or None,
        "ja": column.ja,
        "en": column.en,
    }


def _forms(asked: Asked, table: Table) -> Forms:
    parameters.only(asked.query, ())
    ground = asked.data.ground
    forms: Forms = {
        "json": lambda: _json(asked, sheet(ground, table.name)),
        "csv": lambda: to_csv(table.names, sheet(ground, table.name).rows),
        "parquet": lambda: sheet_to_parquet(sheet(ground, table.name), notes_of(ground)),
    }
    return {name: forms[name] for name in ("json", *table_names())}


def _json(asked: Asked, found: Sheet) -> str:
    items: list[Json] = [
        {column.name: _value(column, cell) for column, cell in zip(found.table.columns, row, strict=True)}
        for row in found.rows
    ]
    return packet(asked, {"table": found.table.name, "total": len(items), "items": items})


def _value(column: Column, cell: Cell) -> Json:
    """Many paths or codes are a list; a decimal is its digits."""
    if column.many and column.type != "text":
        return str(cell or "").split()
    return json_value(cell)
