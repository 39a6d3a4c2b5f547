"""A data folder → its releases: build one from quads, open one and trust it, publish, go back.

    FOLDER/releases/<id>/{manifest.json, quads/, store/, index/, sources/, text/, reports/}
    FOLDER/releases/current -> <id>

A release is never changed in place; `current` is switched by one rename.
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph import folder as disk
from graph.build import (
    SHORT_HASH,
    ReleaseInput,
    SourceFile,
    is_out_of_room,
    needed_bytes,
    write_manifest,
    write_views,
)
from graph.content import Content, content
from graph.embedded import OxigraphStore
from graph.errors import DiskFull, ReleaseDamaged, ReleaseMissing, ReleaseUnknown, VerificationFailed
from graph.finding.index import INDEX_NAME, Index
from graph.manifest import MANIFEST_NAME, PASSED_NAME, Manifest, manifest_from_json
from graph.rulebook import Rulebook, packaged_rulebook
from ontology.iris import Base

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from graph.memory import MemoryStore

__all__ = [
    "Built",
    "Release",
    "ReleaseInput",
    "Rulebook",
    "SourceFile",
    "audit_release",
    "build_release",
    "list_releases",
    "open_release",
    "publish",
]

KEPT = 3
_ID = re.compile(r"[0-9a-f]{16}\Z")
_STORE = "store/"


@dataclass(frozen=True, slots=True)
class Release:
    """One whole release on disk, checked against its manifest when it was opened."""

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The 16 hex digits that name its content."""
        return self.manifest.id

    @property
    def base(self) -> str:
        """The IRI under which all its things live."""
        return self.manifest.base

    @property
    def created(self) -> str:
        """When it was built, in UTC; later releases sort after earlier ones."""
        return self.manifest.created

    def kept(self) -> tuple[Release, ...]:
        """All whole releases of the same folder, itself included, newest first."""
        return tuple(_newest_first(self.path.parent))

    def store(self) -> OxigraphStore:
        """The store, opened read-only; each call opens anew."""
        return OxigraphStore.open(self.path / "store")

    def index(self) -> Index | None:
        """The index of words; None for a release that was built without one or by other rules of folding."""
        if INDEX_NAME not in self.manifest.files:
            return None
        return Index.open(self.path / INDEX_NAME, self.id)

    def oracle(self) -> MemoryStore:
        """The same statements in rdflib, read from the texts and not from the store."""
        from graph.memory import MemoryStore  # noqa: PLC0415 - rdflib, which serving never needs

        return MemoryStore.of(path.read_text("utf-8") for path in disk.files_of(self.path / "quads"))

    def source_text(self, sha16: str) -> str:
        """The raw text of a source, line ends as in the file; ReleaseMissing when it has no such source."""
        return self._source("text", f"{sha16}.txt", sha16).decode("utf-8")

    def source_data(self, sha16: str) -> bytes:
        """The bytes of a source as they were given; ReleaseMissing when it has no such source."""
        return self._source("sources", f"{sha16}.bin", sha16)

    def report_text(self, name: str) -> str:
        """The JSON text of a report of the build, such as the loss report."""
        if f"reports/{name}" not in self.manifest.files:
            raise ReleaseMissing(f"{self.id}/reports", name)
        return (self.path / "reports" / name).read_text("utf-8")

    def passed(self) -> frozenset[str]:
        """Digests of the portions in which no shape found anything; none in a release that keeps none."""
        if PASSED_NAME not in self.manifest.files:
            return frozenset()
        return frozenset((self.path / PASSED_NAME).read_text("utf-8").split())

    def graph_lines(self) -> dict[str, frozenset[str]]:
        """The statements of each named graph by the name of its file."""
        paths = (path for path in disk.files_of(self.path / "quads") if path.name != "default.nq")
        return {path.name: frozenset(path.read_text("utf-8").splitlines()) for path in paths}

    def _source(self, kind: str, name: str, sha16: str) -> bytes:
        if f"{kind}/{name}" not in self.manifest.files:
            raise ReleaseMissing(f"{self.id}/{kind}", sha16)
        return (self.path / kind / name).read_bytes()


@dataclass(frozen=True, slots=True)
class Built:
    """The release that is now current, and whether this build made it so."""

    release: Release
    changed: bool


def build_release(folder: Path, given: ReleaseInput, rulebook: Rulebook | None = None) -> Built:
    """Build, verify, seal and publish; keep the last three. The same quads again change nothing.

    Raises:
        BuildBusy: another process builds in this folder.
        VerificationFailed: shapes, checks or passages are violated; the old release goes on.
        DiskFull: no room; nothing is left behind and the old release goes on.
        GraphError: the input contradicts itself.
    """
    rules = rulebook or packaged_rulebook(given.base)
    base = Base(given.base)
    releases = disk.releases_folder(folder)
    wanted = content(given.quads, rules, base)
    with _room(releases, needed_bytes(given, wanted)), disk.one_builder(releases):
        disk.sweep(releases)
        before = disk.current_name(releases)
        if _is_intact(releases, wanted.id):
            disk.protect(releases / wanted.id)  # a builder that was killed while it sealed may not have
        else:
            _build(releases, given, wanted, rules, base)
        if before != wanted.id:
            disk.switch(releases, wanted.id)
        _keep_last(releases)
        return Built(_open(releases, wanted.id), changed=before != wanted.id)


@contextmanager
def _room(releases: Path, needed: int) -> Generator[None]:
    """Tell a full disk by what the release needs and what is free, now that the unfinished one is gone."""
    try:
        yield
    except OSError as error:
        if not is_out_of_room(error):
            raise
        there = next(path for path in (releases, *releases.parents) if path.is_dir())
        free = shutil.disk_usage(there).free
        raise DiskFull(str(releases), error.strerror or str(error), needed, free) from error


def _whole_or_none(releases: Path, release_id: str) -> Release | None:
    try:
        return _open(releases, release_id)
    except (ReleaseMissing, ReleaseDamaged):
        return None


def _is_intact(releases: Path, release_id: str) -> bool:
    try:
        audit_release(_open(releases, release_id))
    except (ReleaseMissing, ReleaseDamaged):
        return False
    return True


def _build(releases: Path, given: ReleaseInput, wanted: Content, rules: Rulebook, base: Base) -> None:
    from graph.verify import verify  # noqa: PLC0415 - pyshacl, which opening a release never needs

    building = disk.new_building(releases)
    try:
        write_views(building, given, wanted)
        texts = {source.sha256[:SHORT_HASH]: source.raw for source in given.sources}
        previous = _whole_or_none(releases, disk.current_name(releases) or "")
        passed = previous.passed() if previous else frozenset[str]()
        verdict = verify(building, wanted, texts, rules, base, passed=passed)
        if verdict.problems:
            raise VerificationFailed(verdict.problems, str(_keep_failed(building, wanted.id)))
        write_manifest(building, given, wanted, verdict, previous)
        _replace_damaged(releases / wanted.id)
        disk.seal(building, releases / wanted.id)
    finally:
        if building.exists():
            disk.remove(building)


def _keep_failed(building: Path, release_id: str) -> Path:
    failed = building.with_name(f".failed-{release_id}")
    if failed.exists():
        disk.remove(failed)
    return building.rename(failed)


def _replace_damaged(sealed: Path) -> None:
    if sealed.exists():
        disk.remove(sealed)


def open_release(folder: Path, release_id: str | None = None) -> Release:
    """Open the current release, or the kept one of this id, and check all its files but the store's.

    The store is checked by `audit_release`, and by the engine whenever it reads a block.

    Raises:
        ReleaseMissing: nothing is published, or no release of this id is kept.
        ReleaseDamaged: the manifest or a file is not what it was when the release was sealed.
    """
    releases = disk.releases_folder(folder)
    wanted = release_id or disk.current_name(releases)
    if wanted is None:
        raise ReleaseMissing(str(folder))
    return _open(releases, wanted)


def _open(releases: Path, release_id: str) -> Release:
    path = releases / release_id
    if not _ID.match(release_id) or not path.is_dir():
        kept = _names(releases)
        folder = str(releases.parent)
        raise ReleaseUnknown(folder, release_id, kept) if kept else ReleaseMissing(folder, release_id)
    try:
        manifest = manifest_from_json((path / MANIFEST_NAME).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseDamaged(release_id, MANIFEST_NAME, str(error)) from error
    if manifest.id != release_id:
        raise ReleaseDamaged(release_id, MANIFEST_NAME, f"it belongs to {manifest.id}")
    release = Release(path, manifest)
    _check_files(release, {name for name in manifest.files if not name.startswith(_STORE)})
    return release


def _names(releases: Path) -> tuple[str, ...]:
    """The ids of the releases that lie in the folder, whole or not."""
    found = (path.parent.name for path in releases.glob(f"*/{MANIFEST_NAME}"))
    return tuple(sorted(name for name in found if _ID.match(name)))


def _check_files(release: Release, names: set[str]) -> None:
    for name in sorted(names):
        path = release.path / name
        if not path.is_file():
            raise ReleaseDamaged(release.id, name, "missing")
        if disk.sha256_of(path) != release.manifest.files[name]:
            raise ReleaseDamaged(release.id, name, "its bytes are not those of the manifest")
    for path in disk.files_of(release.path):
        name = str(path.relative_to(release.path))
        if name != MANIFEST_NAME and name not in release.manifest.files:
            raise ReleaseDamaged(release.id, name, "not in the manifest")


def audit_release(release: Release) -> None:
    """Check every file of a release, those of the store included.

    Raises:
        ReleaseDamaged: naming the first file, in order of path, that is not as it was sealed.
    """
    _check_files(release, set(release.manifest.files))


def publish(folder: Path, release_id: str) -> Built:
    """Make a kept release current again; going back is the same switch as going on.

    Raises:
        ReleaseMissing: no release of this id is kept.
        ReleaseDamaged: it is not whole; the old one goes on.
        BuildBusy: another process builds in this folder.
    """
    releases = disk.releases_folder(folder)
    with disk.one_builder(releases):
        release = _open(releases, release_id)
        changed = disk.current_name(releases) != release_id
        if changed:
            audit_release(release)
            disk.switch(releases, release_id)
        return Built(release, changed)


def list_releases(folder: Path) -> tuple[Release, ...]:
    """All whole releases that are kept, newest first."""
    return tuple(_newest_first(disk.releases_folder(folder)))


def _newest_first(releases: Path) -> list[Release]:
    return sorted(_whole(releases), key=lambda release: (release.manifest.created, release.id), reverse=True)


def _whole(releases: Path) -> Iterator[Release]:
    for path in sorted(releases.iterdir()) if releases.is_dir() else []:
        release = _whole_or_none(releases, path.name)
        if release is not None:
            yield release


def _keep_last(releases: Path) -> None:
    """Remove what is older than the last three; the current one stays whatever its age."""
    current = disk.current_name(releases)
    others = [release for release in _newest_first(releases) if release.id != current]
    for release in others[KEPT - 1 :]:
        disk.remove(release.path)
