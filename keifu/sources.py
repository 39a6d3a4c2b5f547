"""Paths that a person names → the files to read; what cannot be opened is told, not dropped."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from keifu.errors import SourceMissing
from loaders.source import Scans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SUFFIXES: Final = (".txt", ".csv", ".docx", ".htm", ".html", ".ods", ".pdf", ".xls", ".xlsm", ".xlsx")
"""Of a folder, the files with these endings are taken; a file that is named itself is always tried."""
HIDDEN: Final = "hidden"


@dataclass(frozen=True)
class GivenFile:
    """The bytes of a file with the name that it goes by (its last part, never a path).

    `scans` says what becomes of pages that are only a picture.
    """

    name: str
    data: bytes
    scans: Scans = Scans.REFUSED

    @cached_property
    def sha256(self) -> str:
        """The hash that identifies the source, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Walk:
    """The files below the named paths in order, each once; `passed` counts what folders hold besides.

    The keys of `passed` are endings (`.md`), `hidden`, or the empty string for a name without an ending.
    """

    files: tuple[Path, ...]
    passed: Mapping[str, int] = field(default_factory=dict[str, int])


def walk(paths: Iterable[str]) -> Walk:
    """Opens up folders, all the way down; links to folders are not followed."""
    files: dict[Path, None] = {}
    passed: Counter[str] = Counter()
    for path in map(Path, paths):
        inside = _inside(path, passed) if path.is_dir() else [path]
        files.update(dict.fromkeys(inside or [path]))
    return Walk(tuple(files), dict(sorted(passed.items())))


def given_files(paths: Iterable[str]) -> Iterator[GivenFile | SourceMissing]:
    """Each file of the paths in order, folders opened up by name; an unreadable one as its error."""
    return map(open_file, walk(paths).files)


def _inside(folder: Path, passed: Counter[str]) -> list[Path]:
    found: list[Path] = []
    for above, folders, names in os.walk(folder):
        passed[HIDDEN] += sum(map(_is_hidden, folders))
        folders[:] = [name for name in folders if not _is_hidden(name)]
        for name in names:
            path = Path(above, name)
            if _is_hidden(name):
                passed[HIDDEN] += 1
            elif path.suffix.lower() in SUFFIXES and path.is_file():
                found.append(path)
            else:
                passed[path.suffix.lower()] += 1
    for ending in [ending for ending, count in passed.items() if not count]:
        del passed[ending]
    return sorted(found)


def _is_hidden(name: str) -> bool:
    """Names that systems hide, and the files that office programs leave beside an open document."""
    return name.startswith((".", "~$"))


def scans_of(*, ocr: bool) -> Scans:
    """What --ocr asks for."""
    return Scans.RECOGNISED if ocr else Scans.REFUSED


def open_file(file: str | Path, scans: Scans = Scans.REFUSED) -> GivenFile | SourceMissing:
    """The bytes of a file, or why they cannot be had."""
    path = Path(file)
    if path.is_dir():
        return SourceMissing(str(path), f"the folder holds no file ending in {', '.join(SUFFIXES)}")
    try:
        return GivenFile(path.name, path.read_bytes(), scans)
    except OSError as error:
        return SourceMissing(str(path), error.strerror or str(error))
