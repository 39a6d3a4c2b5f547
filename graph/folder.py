"""The file system under releases: lock, sweep, hash, make durable, seal, switch, remove."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
from typing import TYPE_CHECKING

from graph.errors import BuildBusy

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

CURRENT = "current"
_BUILDING = ".building-"
_REMOVING = ".removing-"
_SWITCHING = ".current-"
_LOCK = ".lock"
_READ_ONLY = ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def releases_folder(folder: Path) -> Path:
    """Where the releases of a data folder lie."""
    return folder / "releases"


@contextlib.contextmanager
def one_builder(releases: Path) -> Generator[None]:
    """Hold the folder's advisory lock; the kernel gives it back when the process dies.

    Raises:
        BuildBusy: another process holds it.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BuildBusy(str(releases)) from error
        yield


def new_building(releases: Path) -> Path:
    """A fresh directory for work in progress, named after this process."""
    building = releases / f"{_BUILDING}{os.getpid()}-{secrets.token_hex(4)}"
    building.mkdir()
    return building


def sweep(releases: Path) -> None:
    """Remove what builders left; call it only while holding the lock, before anything is begun.

    Whoever holds the lock is the only builder, so all of it is dead: that a process has the number of a
    builder again, as the first one of every container does, means nothing.
    """
    for entry in sorted(releases.iterdir()):
        if entry.name.startswith(_SWITCHING):
            entry.unlink()
        elif entry.name.startswith((_REMOVING, _BUILDING)):
            remove(entry)


def remove(tree: Path) -> None:
    """Delete a directory tree, sealed or not; a reader sees it whole or not at all."""
    doomed = tree
    if not tree.name.startswith(_REMOVING):
        doomed = tree.with_name(f"{_REMOVING}{tree.name.lstrip('.')}-{secrets.token_hex(4)}")
        tree.rename(doomed)
    for path in [doomed, *doomed.rglob("*")]:
        if path.is_dir():
            path.chmod(stat.S_IRWXU)
    shutil.rmtree(doomed)


def files_of(tree: Path) -> Iterator[Path]:
    """All plain files below a directory, in order of path."""
    return (path for path in sorted(tree.rglob("*")) if path.is_file())


def sha256_of(path: Path) -> str:
    """Hash of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make_durable(tree: Path) -> None:
    """Flush every file and directory of a tree to the disk."""
    for path in sorted(tree.rglob("*")):
        _sync(path)
    _sync(tree)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def seal(building: Path, sealed: Path) -> None:
    """Give a finished directory its name, durable before and read-only after."""
    make_durable(building)
    building.rename(sealed)
    _sync(sealed.parent)
    protect(sealed)


def protect(sealed: Path) -> None:
    """Take the right to write from every file and directory of a release; the second time does nothing."""
    for path in [*sealed.rglob("*"), sealed]:
        mode = path.stat().st_mode
        if mode & ~_READ_ONLY:
            path.chmod(mode & _READ_ONLY)


def switch(releases: Path, name: str) -> None:
    """Point `current` at a release; at every moment the old or the new one is current."""
    fresh = releases / f"{_SWITCHING}{os.getpid()}-{secrets.token_hex(4)}"
    fresh.symlink_to(name)
    fresh.replace(releases / CURRENT)
    _sync(releases)


def current_name(releases: Path) -> str | None:
    """The id that `current` points at, or None before the first publication."""
    try:
        return str((releases / CURRENT).readlink())
    except FileNotFoundError:
        return None
