"""Rows with typed columns → what tables on pages, CSV and JSON have in common."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from api.views import Cell, Name

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal[
    "text", "number", "year", "date", "link", "code", "mark", "tie", "money", "percent", "trail", "evidence"
]
Value = Cell | tuple[Cell, ...]
Record = Mapping[str, Value]
_NAMED = ("link", "code", "mark")
Json = str | int | float | bool | Sequence["Json"] | Mapping[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a key for programs, a head for people, and how its cells are shown."""

    key: str
    ja: str
    en: str
    kind: Kind = "text"
    long: bool = False

    def head(self, language: str) -> str:
        """The head in one language; money is shown in millions of yen, as the reports print it."""
        unit = {"en": " (million yen)", "ja": "（百万円）"}[language] if self.kind == "money" else ""
        return (self.en if language == "en" else self.ja) + unit

    @property
    def right(self) -> bool:
        """Whether its cells are figures that align at their right end."""
        return self.kind in ("number", "money", "percent")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: columns, rows, and the names of the things that its cells point to."""

    columns: tuple[Column, ...]
    rows: tuple[Record, ...]
    names: Mapping[str, Name]

    def name(self, thing: Cell, language: str) -> str:
        """What a linked thing or a code is called."""
        found = self.names.get(str(thing))
        return found.said(language) if found else str(thing)


def many(value: Value) -> tuple[Cell, ...]:
    """A cell as a tuple: empty for None, itself when it holds several."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def collapse(rows: Sequence[Mapping[str, Cell]], key: Sequence[str]) -> list[dict[str, Value]]:
    """One record per distinct key, in first-seen order; other columns hold their distinct values.

    A join over several multi-valued properties repeats rows; this takes the repetition out again.
    """
    groups: dict[tuple[Cell, ...], dict[str, list[Cell]]] = {}
    for row in rows:
        group = groups.setdefault(tuple(row[name] for name in key), {})
        for name, value in row.items():
            held = group.setdefault(name, [])
            if value is not None and value not in held:
                held.append(value)
    return [{name: _single(values) for name, values in group.items()} for group in groups.values()]


def _single(values: list[Cell]) -> Value:
    if not values:
        return None
    return values[0] if len(values) == 1 else tuple(values)


def linked(rows: Sequence[Record], columns: Sequence[Column]) -> set[str]:
    """All things whose names a table of these columns needs."""
    keys = [column.key for column in columns if column.kind in _NAMED]
    return {str(cell) for row in rows for key in keys for cell in many(row.get(key))}


def columns_of(grid: Grid, column: Column, language: str) -> Iterator[tuple[str, list[str | None]]]:
    """The columns of names that stand beside a column of links or codes."""
    if _named(column):
        values = [many(row.get(column.key)) for row in grid.rows]
        said = [" / ".join(grid.name(cell, language) for cell in cells) or None for cells in values]
        yield f"{column.key}_label", said


def to_csv(grid: Grid, language: str) -> str:
    """The whole table as CSV (RFC 4180): raw values, and `<key>_label` beside each link or code."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([head for column in grid.columns for head in _heads(column)])
    for row in grid.rows:
        writer.writerow([text for column in grid.columns for text in _texts(grid, column, row, language)])
    return out.getvalue()


def _named(column: Column) -> bool:
    return column.kind in _NAMED


def _heads(column: Column) -> Iterator[str]:
    yield column.key
    if _named(column):
        yield f"{column.key}_label"


def _texts(grid: Grid, column: Column, row: Record, language: str) -> Iterator[str]:
    cells = many(row.get(column.key))
    yield " ".join(plain_text(cell) for cell in cells)
    if _named(column):
        yield " / ".join(grid.name(cell, language) for cell in cells)


def plain_text(cell: Cell) -> str:
    """A cell as bare text: ISO dates, plain decimals, true and false, nothing for None."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case _:
            return str(cell)


def to_items(grid: Grid, language: str) -> list[dict[str, Json]]:
    """The rows as JSON objects; several values are a list, decimals keep their digits as strings."""
    return [_item(grid, row, language) for row in grid.rows]


def _item(grid: Grid, row: Record, language: str) -> dict[str, Json]:
    item: dict[str, Json] = {}
    for column in grid.columns:
        value = row.get(column.key)
        item[column.key] = json_value(value)
        if _named(column) and value is not None:
            said: list[Json] = [grid.name(cell, language) for cell in many(value)]
            item[f"{column.key}_label"] = said if isinstance(value, tuple) else said[0]
    return item


def json_value(value: Value) -> Json:
    """A cell as JSON; a decimal becomes a string so that no digit is lost."""
    match value:
        case tuple():
            return [json_value(cell) for cell in value]
        case date() | Decimal():
            return plain_text(value)
        case _:
            return value
