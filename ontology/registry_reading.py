"""Registry files (TOML) → records, every field checked by name and type; an unknown key is an error."""

from __future__ import annotations

import dataclasses
import tomllib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from ontology import registry_items
from ontology.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")
Row = dict[str, object]


def read_tables(text: str, tables: frozenset[str], where: str) -> Mapping[str, Sequence[Row]]:
    """The arrays of tables of one file by name; OntologyError for a table that nobody reads."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{where}: {error}") from error
    unknown = sorted(content.keys() - tables)
    if unknown:
        raise OntologyError(f"{where}: unknown tables {unknown}")
    for name, rows in content.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise OntologyError(f"{where}: {name} is no array of tables")
    return content


def read_rows(rows: Sequence[Row], record: type[T], where: str) -> tuple[T, ...]:
    """The rows as records, in the order of the file; OntologyError names the row and key that is wrong."""
    return tuple(_record(row, record, f"{where} {number}") for number, row in enumerate(rows, 1))


def _record(row: Row, record: type[T], where: str) -> T:
    hints = get_type_hints(record, vars(registry_items) | {"date": date})
    fields = {field.name: field for field in dataclasses.fields(record)}  # pyright: ignore[reportArgumentType]
    unknown = sorted(row.keys() - fields.keys())
    if unknown:
        raise OntologyError(f"{where}: unknown keys {unknown}")
    missing = sorted(
        name for name, field in fields.items() if field.default is dataclasses.MISSING and name not in row
    )
    if missing:
        raise OntologyError(f"{where}: missing keys {missing}")
    return record(**{key: _checked(value, hints[key], f"{where} {key}") for key, value in row.items()})


def _checked(value: object, hint: object, where: str) -> Any:  # noqa: ANN401 - the record's own types take over
    plain = tuple(value) if isinstance(value, list) else value
    if not _fits(plain, hint):
        raise OntologyError(f"{where}: {value!r} does not fit {hint}")
    return plain


def _fits(value: object, hint: object) -> bool:
    if isinstance(hint, type):
        return isinstance(value, hint) and not isinstance(value, (bool, datetime))
    choices = get_args(hint)
    if isinstance(value, tuple):
        return bool(choices) and all(isinstance(part, str) and part.strip() for part in value)
    if any(isinstance(choice, str) for choice in choices):
        return value in choices
    return any(_fits(value, choice) for choice in choices)
