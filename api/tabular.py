"""A table and a request → its forms for other programs: raw CSV, CSV for spreadsheets, Parquet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import quote

from api import parameters
from api.grid import columns_of, many, plain_text, to_csv
from queries.export.columnar import Typed, is_installed, to_parquet
from queries.export.described import notes_of
from queries.export.separated import for_spreadsheets

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.grid import Cell, Grid, Value

EXCEL = "excel"
"""The value of `?csv=` that asks for what a spreadsheet program may open."""

TYPES: Mapping[str, str] = {
    "number": "decimal",
    "percent": "decimal",
    "year": "integer",
    "money": "integer",
    "date": "date",
}
"""What a column is in Parquet by its kind; everything else is text. The same in every answer."""

_FITS: Mapping[str, tuple[type, ...]] = {"decimal": (int, Decimal), "integer": (int,), "date": (date,)}


def table_names() -> tuple[str, ...]:
    """The forms that every table has beside JSON; Parquet where its package is installed."""
    return ("csv", "parquet") if is_installed() else ("csv",)


def table_forms(asked: Asked, make: Callable[[], Grid]) -> Forms:
    """The forms of one table; it is made only for the one that is sent."""
    forms: Forms = {
        "csv": lambda: to_csv(make(), asked.language),
        "parquet": lambda: grid_to_parquet(make(), asked.language, notes_of(asked.data.ground)),
    }
    return {name: forms[name] for name in table_names()}


def grid_to_parquet(grid: Grid, language: str, notes: Mapping[str, str]) -> bytes:
    """The whole table with typed columns; `<key>_label` beside each link or code, as in CSV."""
    columns: list[Typed] = []
    for column in grid.columns:
        values = [row.get(column.key) for row in grid.rows]
        columns.append(_typed(column.key, TYPES.get(column.kind, "text"), values))
        columns += [Typed(head, "text", cells) for head, cells in columns_of(grid, column, language)]
    return to_parquet(columns, notes)


def _typed(name: str, kind: str, values: list[Value]) -> Typed:
    """A column whose cells are not what its kind says, such as two years in one cell, is text."""
    fits = all(
        value is None or (isinstance(value, _FITS.get(kind, ())) and not isinstance(value, bool))
        for value in values
    )
    if kind == "text" or not fits:
        return Typed(name, "text", [" ".join(map(plain_text, many(value))) or None for value in values])
    cells: list[Cell] = [None if isinstance(value, tuple) else value for value in values]
    return Typed(name, kind, cells)


def asked_forms(asked: Asked, forms: Forms) -> Forms:
    """The forms with CSV as `?csv=` asks for it.

    Raises:
        Refusal: `bad-parameter`, for another word than `excel`, or where there is no CSV at all.
    """
    wanted = asked.query.get("csv")
    if wanted is None:
        return forms
    made = forms.get("csv")
    if made is None:
        parameters.only(["csv"], [], always=[name for name in parameters.ALWAYS if name != "csv"])
        return forms
    if wanted != EXCEL:
        raise parameters.bad("csv", "csv は excel だけです。", "csv takes nothing but excel.", near=EXCEL)
    return {**forms, "csv": lambda: for_spreadsheets(_text(made()))}


def _text(body: str | bytes) -> str:
    return body.decode() if isinstance(body, bytes) else body


def download(asked: Asked, name: str) -> dict[str, str]:
    """Headers that let a browser save what it cannot show, under a name of its own."""
    if name != "parquet" and not (name == "csv" and asked.query.get("csv") == EXCEL):
        return {}
    stem = quote(asked.path.strip("/").replace("/", "-") or "keifu", safe="")
    return {"Content-Disposition": f'attachment; filename="{stem}.{name}"'}
