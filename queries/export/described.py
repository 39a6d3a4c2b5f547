"""A release → what every export says of itself: which release, whose base, under which terms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from queries.export.catalog import load_tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.export.catalog import Column, Table
    from queries.ground import Ground

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TERMS: Final = (
    "Ontology and links: CC BY 4.0. Quoted texts are works of the Government of Japan under the terms of the "
    "ministry that published them."
)
_DATATYPES: Final = {"integer": "integer", "decimal": "decimal", "date": "date", "boolean": "boolean"}


def notes_of(ground: Ground) -> dict[str, str]:
    """Release, base and terms; no clock, so that equal releases are described by equal words."""
    return {"release": ground.release, "base": ground.base.base, "licence": LICENCE, "terms": _TERMS}


def csv_metadata(ground: Ground, tables: Iterable[Table]) -> str:
    """The description of a folder of raw CSV files by the rules of CSV on the Web (W3C): types, keys."""
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "dc:identifier": ground.release,
        "dc:license": {"@id": LICENCE},
        "dc:rights": _TERMS,
        "tables": [_described(table) for table in tables],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _described(table: Table) -> dict[str, object]:
    keys = [
        {
            "columnReference": column.name,
            "reference": {"resource": f"{column.to}.csv", "columnReference": _key(column)},
        }
        for column in table.columns
        if column.to and not column.many
    ]
    schema: dict[str, object] = {"columns": [_column(column) for column in table.columns]}
    if len(table.key) == 1:
        schema["primaryKey"] = table.key[0]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": f"{table.name}.csv",
        "dc:title": _both(table.ja, table.en),
        "tableSchema": schema,
    }


def _both(ja: str, en: str) -> list[dict[str, str]]:
    return [{"@value": ja, "@language": "ja"}, {"@value": en, "@language": "en"}]


def _key(column: Column) -> str:
    return load_tables()[column.to].key[0]


def _column(column: Column) -> dict[str, object]:
    said: dict[str, object] = {
        "name": column.name,
        "titles": {"und": column.name},
        "dc:description": _both(column.ja, column.en),
        "datatype": _DATATYPES.get(column.type, "string"),
    }
    if column.many and column.type != "text":
        said["separator"] = " "
    return said
