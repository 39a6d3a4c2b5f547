"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.output import put, put_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keifu.face import Keifu

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
    put_rows(
        Rows(("file", "line", "quote"), tuple((row["file"], row["line"], row["quote"]) for row in found))
    )
