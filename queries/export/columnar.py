"""Columns of cells → Parquet: typed, in a fixed order, every exact number beside its float."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from queries.export.separated import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from queries.answer import Cell
    from queries.export.sheets import Sheet

EXACT: Final = "_exact"
"""What the name of the text twin of a decimal column ends with."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One column with its cells; `type` is one of text, integer, decimal, date, boolean."""

    name: str
    type: str
    cells: Sequence[Cell]


def is_installed() -> bool:
    """Whether Parquet can be written: polars is an extra (`keifu[data]`)."""
    return find_spec("polars") is not None


def sheet_to_parquet(sheet: Sheet, notes: Mapping[str, str]) -> bytes:
    """One table as a Parquet file; `notes` stand in its metadata.

    Raises:
        ModuleNotFoundError: polars is not installed.
    """
    return to_parquet(
        [Typed(column.name, column.type, sheet.column(column.name)) for column in sheet.table.columns],
        {**notes, "table": sheet.table.name, "description": sheet.table.en},
    )


def to_parquet(columns: Sequence[Typed], notes: Mapping[str, str]) -> bytes:
    """Columns of equal length as a Parquet file: 64-bit integers and floats, dates, booleans, texts.

    A decimal column is a float for computing and, as `<name>_exact`, the digits as printed.

    Raises:
        ModuleNotFoundError: polars is not installed.
    """
    import polars as pl  # noqa: PLC0415 - an extra, and a second of start-up

    frame = pl.DataFrame([series for column in columns for series in _series(column)])
    out = io.BytesIO()
    frame.write_parquet(out, metadata=dict(notes))
    return out.getvalue()


def _series(column: Typed) -> Iterator[pl.Series]:
    import polars as pl  # noqa: PLC0415 - as above

    types = {"integer": pl.Int64, "decimal": pl.Float64, "date": pl.Date, "boolean": pl.Boolean}
    wanted = types.get(column.type, pl.String)
    if column.type != "decimal":
        cells = [text_of(cell) if wanted == pl.String and cell is not None else cell for cell in column.cells]
        yield pl.Series(column.name, cells, dtype=wanted)
        return
    exact = [cell for cell in column.cells if cell is None or isinstance(cell, int | Decimal)]
    yield pl.Series(column.name, [None if cell is None else float(cell) for cell in exact], dtype=wanted)
    digits = [None if cell is None else text_of(cell) for cell in exact]
    yield pl.Series(column.name + EXACT, digits, dtype=pl.String)
