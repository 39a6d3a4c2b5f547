"""Paths that a person names → the files to read; what cannot be opened is told, not dropped."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from keifu.errors import SourceMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES: Final = (".txt", ".csv", ".docx", ".htm", ".html", ".ods", ".pdf", ".xls", ".xlsm", ".xlsx")
"""Of a folder, the files with these endings are taken; a file that is named itself is always tried."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """The bytes of a file with the name that it goes by (its last part, never a path)."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash that identifies the source, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def given_files(paths: Iterable[str]) -> Iterator[GivenFile | SourceMissing]:
    """Each file of the paths in order, folders opened up by name; an unreadable one as its error."""
    for path in paths:
        for file in _expand(Path(path)):
            yield open_file(file)


def _expand(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
    return sorted(file for file in inside if file.is_file()) or [path]


def open_file(file: str | Path) -> GivenFile | SourceMissing:
    """The bytes of a file, or why they cannot be had."""
    path = Path(file)
    if path.is_dir():
        return SourceMissing(str(path), f"the folder holds no file ending in {', '.join(SUFFIXES)}")
    try:
        return GivenFile(path.name, path.read_bytes())
    except OSError as error:
        return SourceMissing(str(path), error.strerror or str(error))
