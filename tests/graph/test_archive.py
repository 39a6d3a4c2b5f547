"""Releases saved as archives: whole or refused, and the same after a round trip."""

from __future__ import annotations

import io
import tarfile
from typing import TYPE_CHECKING

import pytest

from graph.archive import restore, save
from graph.errors import ArchiveDamaged, ReleaseDamaged
from graph.release import audit_release, build_release, list_releases, open_release
from ontology.rdf import ja
from ontology.terms import RDFS
from tests.graph.conftest import at, given, small_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.release import Release

    Change = Callable[[tarfile.TarInfo, bytes], tuple[tarfile.TarInfo, bytes]]


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return build_release(tmp_path / "data", given(), small_rulebook()).release


@pytest.fixture
def archive(release: Release, tmp_path: Path) -> Path:
    save(release, tmp_path / "release.tar.gz")
    return tmp_path / "release.tar.gz"


def test_a_restored_release_is_the_one_that_was_saved(
    release: Release, archive: Path, tmp_path: Path
) -> None:
    found, first = restore(tmp_path / "other", archive)
    assert (found.id, first) == (release.id, True)
    opened = open_release(tmp_path / "other")
    audit_release(opened)
    assert opened.manifest == release.manifest
    assert opened.store().ask("ASK { ?s ?p ?o }")


def test_the_same_release_gives_the_same_bytes(release: Release, archive: Path, tmp_path: Path) -> None:
    save(release, tmp_path / "again.tar.gz")
    assert (tmp_path / "again.tar.gz").read_bytes() == archive.read_bytes()


def test_a_restored_release_does_not_push_out_the_current_one(archive: Path, tmp_path: Path) -> None:
    extra = at("graph/registry", "org/soumu/unit", RDFS.label, ja("課"))
    other = build_release(tmp_path / "other", given(extra), small_rulebook()).release
    found, first = restore(tmp_path / "other", archive)
    assert not first
    assert open_release(tmp_path / "other").id == other.id
    assert {each.id for each in list_releases(tmp_path / "other")} == {other.id, found.id}


def test_restoring_twice_changes_nothing(archive: Path, tmp_path: Path) -> None:
    restore(tmp_path / "other", archive)
    _, first = restore(tmp_path / "other", archive)
    assert not first
    audit_release(open_release(tmp_path / "other"))


def test_a_damaged_release_is_not_saved(release: Release, tmp_path: Path) -> None:
    file = next(release.path.glob("quads/*.nq"))
    file.chmod(0o600)
    file.write_text("", "utf-8")
    with pytest.raises(ReleaseDamaged, match="quads/"):
        save(release, tmp_path / "release.tar.gz")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def rewritten(
    archive: Path, change: Callable[[tarfile.TarInfo, bytes], tuple[tarfile.TarInfo, bytes]]
) -> None:
    with tarfile.open(archive) as held:
        members = [(each, (held.extractfile(each) or io.BytesIO()).read()) for each in held]
    with tarfile.open(archive, "w:gz") as held:
        for member, data in members:
            info, text = change(member, data)
            info.size = len(text)
            held.addfile(info, io.BytesIO(text))


def outside(member: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    if member.name.endswith("manifest.json"):
        member.name = "../../escaped"
    return member, data


def linked(member: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    if member.name.endswith("CURRENT"):
        member.type, member.linkname = tarfile.SYMTYPE, "manifest.json"
        data = b""
    return member, data


def without_manifest(member: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    member.name = member.name.replace("manifest.json", "manifest.txt")
    return member, data


def shortened(member: tarfile.TarInfo, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    return member, data[:-1] if member.name.endswith("default.nq") else data


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (outside, ArchiveDamaged),
        (linked, ArchiveDamaged),
        (without_manifest, ArchiveDamaged),
        (shortened, ReleaseDamaged),
    ],
)
def test_nothing_of_a_bad_archive_is_kept(
    archive: Path,
    tmp_path: Path,
    change: Callable[..., tuple[tarfile.TarInfo, bytes]],
    error: type[Exception],
) -> None:
    rewritten(archive, change)
    with pytest.raises(error):
        restore(tmp_path / "other", archive)
    assert list_releases(tmp_path / "other") == ()
    assert [path.name for path in (tmp_path / "other" / "releases").iterdir()] == [".lock"]
    assert not list(tmp_path.rglob("escaped"))


@pytest.mark.parametrize("part", [0, 10, 1000])
def test_a_cut_off_archive_is_no_archive(archive: Path, tmp_path: Path, part: int) -> None:
    archive.write_bytes(archive.read_bytes()[:part])
    with pytest.raises(ArchiveDamaged):
        restore(tmp_path / "other", archive)


def test_an_archive_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        restore(tmp_path / "other", tmp_path / "absent.tar.gz")
