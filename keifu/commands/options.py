"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

if TYPE_CHECKING:
    from keifu.face import Keifu

GraphFolder = Annotated[
    Path | None,
    Parameter(name="--graph", help="Folder of the releases; else KEIFU_DATA, else ./keifu-data."),
]


def opened(folder: Path | None) -> Keifu:
    """The current release of the folder, opened for reading."""
    from keifu.face import Keifu

    return Keifu.open(folder)
