"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.output import put, put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keifu.face import Keifu
    from keifu.rows import Cell, Rows

GraphFolder = Annotated[
    Path | None,
    Parameter(name="--graph", help="Folder of the releases; else KEIFU_DATA, else ./keifu-data."),
]


def opened(folder: Path | None) -> Keifu:
    """The current release of the folder, opened for reading."""
    from keifu.face import Keifu

    return Keifu.open(folder)


def put_sources(keifu: Keifu, paths: Iterable[str]) -> None:
    """Writes the quotes of passages with their files and lines below what was written before."""
    from keifu.rows import Rows

    found = keifu.passages(paths)
    put("\n")
    put_rows(Rows(("file", "line", "quote"), tuple(_places(found))))


def _places(found: Rows) -> Iterator[tuple[Cell, ...]]:
    """File, line and quote of each passage that does not lie inside another one."""
    file, reached = None, 0
    for row in sorted(found, key=_widest_first):
        end = int(str(row["end"]))
        if row["file"] != file or end > reached:
            file, reached = row["file"], end
            yield row["file"], row["line"], row["quote"]


def _widest_first(row: dict[str, Cell]) -> tuple[str, int, int]:
    return str(row["file"]), int(str(row["start"])), -int(str(row["end"]))
