"""What a reading depends on besides the bytes of its file: our readers, their data, the packages below."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib import metadata
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_PACKAGES: Final = ("loaders", "ontology")
_SUFFIXES: Final = (".py", ".toml", ".ttl")
_LIBRARIES: Final = ("lxml", "pypdfium2", "python-calamine", "python-docx", "selectolax")
LENGTH: Final = 16


@cache
def fingerprint(forms: tuple[str, ...] = ()) -> str:
    """The first 16 hex digits of a hash over all that readers are made of; another reader, another value.

    `forms` are form files of the user, which readers are made of as well.
    """
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for package in _PACKAGES:
        for path, file in sorted(_files(files(package), package)):
            digest.update(f"{path}\n".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for text in sorted(forms):
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()[:LENGTH]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.name.startswith("__"):
            yield from _files(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(_SUFFIXES):
            yield f"{path}/{entry.name}", entry
