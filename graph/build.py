"""Quads, sources and reports → a finished directory that nobody serves yet."""

from __future__ import annotations

import datetime as dt
import errno
import io
import platform
import re
import shutil
from dataclasses import dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from graph.errors import DiskFull, GraphError
from graph.finding.gathering import things_of_quads
from graph.finding.index import INDEX_NAME, write_index
from graph.folder import files_of, sha256_of
from graph.manifest import MANIFEST_NAME, PASSED_NAME, SCHEMA_VERSION, Manifest, SourceEntry
from graph.nquads import join
from ontology.iris import Base

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from graph.content import Content
    from graph.verify import Verdict
    from ontology.rdf import Quad

SHORT_HASH = 16
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._\-]*\Z")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_ROOM_TEXT = re.compile("no space left|file too large|quota exceeded", re.IGNORECASE)
# Per statement: about 200 bytes in the store, twice while it is optimised, 175 as text and 75 in the index.
_BYTES_PER_QUAD = 200 * 2 + 175 + 75
_EMPTY_STORE_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One source: its bytes, and the raw text that all offsets of its passages count in."""

    sha256: str
    file_name: str
    kind: str
    data: bytes
    raw: str


@dataclass(frozen=True, slots=True)
class ReleaseInput:
    """All that a release is made of; `reports` maps a plain file name to JSON text.

    `versions` names what made the quads, such as the loader, and stays outside the id of the release.
    """

    quads: tuple[Quad, ...]
    sources: tuple[SourceFile, ...]
    reports: Mapping[str, str]
    base: str = "https://w3id.org/keifu/"
    versions: Mapping[str, str] = field(default_factory=dict[str, str])


class _Previous(Protocol):
    """What a build wants to know of the release that it follows."""

    @property
    def id(self) -> str: ...
    def graph_lines(self) -> dict[str, frozenset[str]]: ...


def write_views(building: Path, given: ReleaseInput, content: Content) -> None:
    """Fill the directory with texts, sources, reports, the store and the index of words.

    Raises:
        DiskFull: there is not or no longer room for it.
        GraphError: two graphs or files want one name.
    """
    free = shutil.disk_usage(building).free
    needed = needed_bytes(given, content)
    if free < needed:
        raise DiskFull(str(building.parent), "nothing was written", needed, free)
    _write_quads(building / "quads", content)
    _write_sources(building, given)
    _write_reports(building / "reports", given.reports)
    _write_store(building)
    write_index(building / INDEX_NAME, things_of_quads(content.quads, Base(given.base)), content.id)


def needed_bytes(given: ReleaseInput, content: Content) -> int:
    """What the disk must have for the time of the build, estimated on the safe side."""
    quads = content.counts.default_graph + content.counts.named_graphs
    texts = [source.raw for source in given.sources] + [*given.reports.values()]
    files = sum(len(source.data) for source in given.sources) + sum(len(text.encode()) for text in texts)
    return _EMPTY_STORE_BYTES + quads * _BYTES_PER_QUAD + files


def _write_quads(folder: Path, content: Content) -> None:
    folder.mkdir()
    _write_new(folder / "default.nq", content.default)
    for path, text in content.graphs.items():
        _write_new(folder / quads_name(path), text)


def quads_name(graph_path: str) -> str:
    """`graph/report/soumu/2019-08` → `report.soumu.2019-08.nq`."""
    return graph_path.removeprefix("graph/").replace("/", ".") + ".nq"


def _write_sources(building: Path, given: ReleaseInput) -> None:
    (building / "sources").mkdir()
    (building / "text").mkdir()
    for source in given.sources:
        name = source.sha256[:SHORT_HASH]
        (building / "sources" / f"{name}.bin").write_bytes(source.data)
        _write_new(building / "text" / f"{name}.txt", source.raw)


def _write_reports(folder: Path, reports: Mapping[str, str]) -> None:
    folder.mkdir()
    for name in sorted(reports):
        if not _FILE_NAME.match(name):
            raise GraphError(f"not a plain file name: {name!r}")
        _write_new(folder / name, reports[name])


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError as error:
        raise GraphError(f"two things want to be called {path.name}") from error


def _write_store(building: Path) -> None:
    """Load in bulk, which writes no log, and flush: an unflushed store replays its log at every opening."""
    store = building / "store"
    _load(ox.Store(str(store)), building / "quads")
    # A new store logs its version mark before the first load; opening and flushing once more clears that.
    ox.Store(str(store)).flush()
    for diary in sorted(store.glob("LOG*")):
        diary.unlink()  # times and paths of this machine, which no reader needs


def _load(engine: ox.Store, texts: Path) -> None:
    # One load for all files: each load of its own writes and links files of the engine, which costs more
    # than reading a report does.
    with io.BufferedReader(_Joined(files_of(texts)), _CHUNK_BYTES) as text:
        engine.bulk_load(text, format=ox.RdfFormat.N_QUADS)
    engine.optimize()
    engine.flush()


class _Joined(io.RawIOBase):
    """Several files that the engine reads as one; each ends with a line feed."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._rest = iter(paths)
        self._file: io.BufferedIOBase = io.BytesIO()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """How many bytes were put into the buffer; 0 only at the end of the last file."""
        while not (count := self._file.readinto(buffer)):
            path = next(self._rest, None)
            if path is None:
                break
            self._file.close()
            self._file = path.open("rb")
        return count

    def close(self) -> None:
        """Close the file that is being read."""
        self._file.close()
        super().close()


def write_manifest(
    building: Path,
    given: ReleaseInput,
    content: Content,
    verdict: Verdict,
    previous: _Previous | None,
) -> None:
    """Hash every file and write the manifest; nothing may be written to the directory afterwards."""
    _write_new(building / PASSED_NAME, join(verdict.passed))
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        id=content.id,
        created=dt.datetime.now(dt.UTC).isoformat(),
        base=given.base,
        rulebook_version=content.rulebook_version,
        versions=_versions(given),
        parent=previous.id if previous else None,
        changes=_changes(content, previous),
        sources=_sources(given),
        counts=content.counts,
        checks=verdict.checks,
        warnings=verdict.warnings,
        files={str(path.relative_to(building)): sha256_of(path) for path in files_of(building)},
    )
    _write_new(building / MANIFEST_NAME, manifest.sealed().to_json())


def _versions(given: ReleaseInput) -> dict[str, str]:
    engine = metadata.version("pyoxigraph")
    return {**given.versions, "engine": f"oxigraph {engine}", "python": platform.python_version()}


def _sources(given: ReleaseInput) -> tuple[SourceEntry, ...]:
    entries = (
        SourceEntry(source.sha256, source.file_name, source.kind, len(source.data), len(source.raw))
        for source in given.sources
    )
    return tuple(sorted(entries, key=lambda entry: entry.sha256))


def _changes(content: Content, previous: _Previous | None) -> dict[str, tuple[int, int]]:
    """Statements added and removed since the release before, by graph; graphs without change are left out."""
    if previous is None:
        return {}
    before = previous.graph_lines()
    now = {quads_name(path): frozenset(text.splitlines()) for path, text in content.graphs.items()}
    changes: dict[str, tuple[int, int]] = {}
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name, frozenset()), now.get(name, frozenset())
        if old != new:
            changes[name.removesuffix(".nq")] = len(new - old), len(old - new)
    return changes


def is_out_of_room(error: OSError) -> bool:
    """Whether the disk, a quota or a size limit stopped a write; the engine says so only in words."""
    return error.errno in _NO_ROOM or _NO_ROOM_TEXT.search(str(error)) is not None
