"""A release ↔ one compressed archive: the directory is the backup, and its manifest proves it whole."""

from __future__ import annotations

import gzip
import tarfile
from typing import TYPE_CHECKING

from graph import folder as disk
from graph.build import is_out_of_room
from graph.errors import ArchiveDamaged, DiskFull, ReleaseDamaged
from graph.manifest import MANIFEST_NAME, manifest_from_json
from graph.release import Release, audit_release

if TYPE_CHECKING:
    from pathlib import Path

_OWNER_WRITES = 0o200
_LONGEST_MANIFEST = 64 * 2**20


def save(release: Release, out: Path) -> int:
    """Write the release as a tar.gz, after every file of it was checked; the number of its bytes.

    The same release always gives the same bytes. An existing file is replaced only by a whole one.

    Raises:
        ReleaseDamaged: a file is not what the manifest says; nothing is written.
    """
    audit_release(release)
    unfinished = out.with_name(f".{out.name}.unfinished")
    try:
        _write(release, unfinished)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return out.stat().st_size


def _write(release: Release, out: Path) -> None:
    with (
        out.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in disk.files_of(release.path):
            archive.add(path, f"{release.id}/{path.relative_to(release.path)}", filter=_plain)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime = 0
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def restore(folder: Path, archive: Path) -> tuple[Release, bool]:
    """Unpack an archive into the releases of a folder; the release, and whether it is now the current one.

    It becomes current only where nothing was published yet. An intact release of this id is left alone.

    Raises:
        ArchiveDamaged: the file is no archive of one release.
        ReleaseDamaged: a file in it is not what its manifest says; nothing of it is kept.
        BuildBusy, DiskFull: the folder cannot be written now.
    """
    releases = disk.releases_folder(folder)
    with disk.one_builder(releases):
        disk.sweep(releases)
        building = disk.new_building(releases)
        try:
            release = _unpacked(building, archive)
            audit_release(release)
            return _take_in(releases, release)
        except OSError as error:
            if is_out_of_room(error):
                raise DiskFull(str(releases), str(error)) from error
            raise
        finally:
            if building.exists():
                disk.remove(building)


def _unpacked(building: Path, archive: Path) -> Release:
    try:
        with tarfile.open(archive, "r:gz") as held:
            held.extractall(building, filter=_into_place)  # noqa: S202 - the filter lets plain files through
        text = (building / MANIFEST_NAME).read_text("utf-8")
        if len(text) > _LONGEST_MANIFEST:
            raise ArchiveDamaged(str(archive), "its manifest is too long")
        return Release(building, manifest_from_json(text))
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, ValueError, FileNotFoundError) as error:
        if isinstance(error, FileNotFoundError) and not archive.exists():
            raise
        raise ArchiveDamaged(str(archive), str(error)) from error


def _into_place(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """Plain files only, without the leading directory; links, devices and ways out are errors."""
    safe = tarfile.data_filter(member, folder)
    _, _, inside = safe.name.partition("/")
    if not (safe.isfile() or safe.isdir()):
        raise tarfile.FilterError(f"no plain file: {member.name}")
    return safe.replace(name=inside or ".", mode=(safe.mode or 0o600) | _OWNER_WRITES, deep=False)


def _take_in(releases: Path, release: Release) -> tuple[Release, bool]:
    sealed = releases / release.id
    try:
        audit_release(Release(sealed, release.manifest))
    except (ReleaseDamaged, FileNotFoundError):
        if sealed.exists():
            disk.remove(sealed)
        disk.seal(release.path, sealed)
    first = disk.current_name(releases) is None
    if first:
        disk.switch(releases, release.id)
    return Release(sealed, release.manifest), first
