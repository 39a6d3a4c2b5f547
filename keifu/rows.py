"""A table of plain values → lists, CSV, pandas, polars, or a small page for notebooks."""

from __future__ import annotations

import csv
import html
import io
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from keifu.errors import PackageMissing
from queries.export.columnar import Typed, to_parquet
from queries.export.separated import for_spreadsheets, to_csv

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from os import PathLike

    import pandas as pd
    import polars as pl

Cell = str | int | Decimal | bool | date | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with named columns; `note` is one line that says what they are and from which release.

    Cells are plain Python values. Measured values are exact decimals, money is whole yen, a blank is None.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        """Each row as a dict."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, index: int) -> dict[str, Cell]:
        return dict(zip(self.columns, self.rows[index], strict=True))

    def column(self, name: str) -> tuple[Cell, ...]:
        """One column from top to bottom; KeyError names the columns that exist."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are {', '.join(self.columns)}")
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    def to_csv(self, path: str | PathLike[str] | None = None) -> str:
        """CSV in UTF-8 with a header line; also written to `path` when one is given."""
        text = to_csv(self.columns, self.rows)
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="")
        return text

    def to_tsv(self) -> str:
        """The same with tabs between the cells."""
        return _separated(self, "\t")

    def to_excel_csv(self, path: str | PathLike[str] | None = None) -> str:
        """CSV for spreadsheet programs: byte order mark, CR LF, an apostrophe before would-be formulas."""
        text = for_spreadsheets(self.to_csv())
        if path is not None:
            Path(path).write_text(text, encoding="utf-8", newline="")
        return text

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """A Parquet file; a decimal column is a float and, as `<name>_exact`, its digits.

        Raises:
            PackageMissing: polars is not installed (`pip install 'keifu[data]'`).
        """
        Path(path).write_bytes(self.as_parquet())

    def as_parquet(self) -> bytes:
        """The bytes that `to_parquet` writes."""
        typed = [Typed(name, _type(self.column(name)), self.column(name)) for name in self.columns]
        with needing("polars"):
            return to_parquet(typed, {"description": self.note})

    def to_pandas(self) -> pd.DataFrame:
        """A pandas DataFrame: numbers are numbers, dates are dates, blanks are missing.

        Raises:
            PackageMissing: pandas is not installed (`pip install 'keifu[data]'`).
        """
        with needing("pandas"):
            import pandas as pd  # noqa: PLC0415 - only for those who ask

        return pd.DataFrame(
            [[*map(_number, row)] for row in self.rows], columns=[*self.columns]
        ).convert_dtypes()

    def to_polars(self) -> pl.DataFrame:
        """A polars DataFrame.

        Raises:
            PackageMissing: polars is not installed (`pip install 'keifu[data]'`).
        """
        with needing("polars"):
            import polars as pl  # noqa: PLC0415 - only for those who ask

        data = {name: [*map(_number, self.column(name))] for name in self.columns}
        return pl.DataFrame(data, strict=False)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.columns)
        body = "".join(f"<tr>{''.join(map(_html, row))}</tr>" for row in self.rows)
        note = f"<caption>{html.escape(self.note)}</caption>" if self.note else ""
        return f"<table>{note}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def shown(cell: Cell) -> str:
    """A cell as text: blank for None, ISO dates, decimals in full, true and false in lower case.

    >>> shown(Decimal("1E+3")), shown(None), shown(True)
    ('1000', '', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def is_number(cell: Cell) -> bool:
    """Whether a cell is set to the right."""
    return isinstance(cell, int | Decimal) and not isinstance(cell, bool)


@contextmanager
def needing(package: str) -> Generator[None]:
    """Turns the absence of an optional package into an error that says how to get it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != package:  # a package that is there and broken speaks for itself
            raise
        raise PackageMissing(package, "data") from error


def _type(cells: tuple[Cell, ...]) -> str:
    """The narrowest type that holds all cells of a column."""
    kinds = {type(cell) for cell in cells if cell is not None}
    for known, name in ((bool, "boolean"), (int, "integer"), (date, "date")):
        if kinds == {known}:
            return name
    return "decimal" if kinds and kinds <= {int, Decimal} else "text"


def _number(cell: Cell) -> str | int | float | bool | date | None:
    return float(cell) if isinstance(cell, Decimal) else cell


def _html(cell: Cell) -> str:
    side = ' style="text-align:right"' if is_number(cell) else ""
    return f"<td{side}>{html.escape(shown(cell))}</td>"


def _separated(rows: Rows, mark: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=mark, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([*map(shown, row)] for row in rows.rows)
    return buffer.getvalue()
