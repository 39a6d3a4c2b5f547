"""Where a command writes: data on standard output, everything else on standard error."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from keifu.widths import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keifu.rows import Rows


_FLAT = str.maketrans("\t\n\r\f\v", "     ")


def put(text: str) -> None:
    """Writes data as it is."""
    sys.stdout.write(text)


def put_bytes(data: bytes) -> None:
    """Writes bytes that an engine serialised, behind what was written before."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Tells a person one line."""
    sys.stderr.write(text + "\n")


def progress(text: str) -> None:
    """Tells a watching person what is being done; silent in pipes and in continuous integration."""
    if sys.stderr.isatty() and not os.environ.get("CI"):
        say(f"{text} …")


def put_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool] | None = None
) -> None:
    """Writes rows in columns, cut to the terminal if there is one and whole if not."""
    flat = [[cell.translate(_FLAT) for cell in row] for row in rows]
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in lines(header, flat, numeric or [False] * len(header), room):
        put(line + "\n")


def put_rows(rows: Rows) -> None:
    """Writes a table of plain values; columns of numbers stand right."""
    from keifu.rows import is_number, shown  # noqa: PLC0415 - `--help` needs no CSV

    columns = [*zip(*rows.rows, strict=True)] or [()] * len(rows.columns)
    numeric = [any(map(is_number, column)) for column in columns]
    put_table(rows.columns, [[*map(shown, row)] for row in rows.rows], numeric)
