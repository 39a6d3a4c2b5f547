"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.output import put, put_rows, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keifu.face import Keifu
    from keifu.rows import Cell, Rows
    from loaders.strict import Strict

GraphFolder = Annotated[
    Path | None,
    Parameter(name="--graph", help="Folder of the releases; else KEIFU_DATA, else ./keifu-data."),
]
Store = Annotated[
    str | None,
    Parameter(
        name="--store",
        help="Address of a SPARQL server that a release was pushed to (keifu push), instead of a folder.",
    ),
]

Corrections = Annotated[
    Path | None,
    Parameter(help="TOML file of corrections to the text of sources; else KEIFU_CORRECTIONS."),
]
Forms = Annotated[
    tuple[Path, ...],
    Parameter(
        name="--form",
        negative="",
        consume_multiple=False,
        help="Form file (TOML) of a ministry or year; may be repeated; else those in the folder KEIFU_FORMS.",
    ),
]
Demand = Annotated[
    bool,
    Parameter(
        name="--strict",
        negative="",
        help="End with 1 when a character or a number of a file is neither read nor accepted.",
    ),
]
Ocr = Annotated[
    bool,
    Parameter(
        name="--ocr",
        negative="",
        help="Read PDF pages that are only a picture with Tesseract; all their values are candidates.",
    ),
]
Coverage = Annotated[
    float,
    Parameter(
        help="Least share of the characters, in per cent, that --strict asks for; numbers always count."
    ),
]
Accept = Annotated[
    Path | None,
    Parameter(help="TOML file of stretches that may stay unread under --strict, each with its reason."),
]


def demanded(coverage: float, accept: Path | None, *, strict: bool) -> Strict | None:
    """What is asked of each reading; nothing without one of the three options.

    Raises:
        UsageError: the share is none.
    """
    from keifu.errors import UsageError
    from keifu.overlays import accepted_from
    from loaders.strict import WHOLE, Strict

    if not 0 <= coverage <= WHOLE:
        raise UsageError("--min-coverage is a share in per cent, from 0 to 100")
    asked = strict or accept is not None or coverage < WHOLE
    return Strict(coverage, accepted_from(accept)) if asked else None


def tell_strangers(sources: Iterable[str]) -> None:
    """Names the sources that an overlay speaks of and that are not among the files."""
    for source in sources:
        say(f"note: no file here has the hash {source}; entries about it are not used")


def opened(folder: Path | None, store: str | None = None) -> Keifu:
    """The current release of the folder, or the one that a server holds, opened for reading.

    Raises:
        UsageError: both are given.
    """
    from keifu.face import Keifu

    return Keifu.open(folder, store=store)


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
