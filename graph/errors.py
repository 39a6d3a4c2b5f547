"""The branch of errors that releases and stores raise; see the tree in `ontology/errors.py`."""

# ruff: noqa: N818 - the names of the tree say what happened; the root says that they are errors

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.errors import KeifuError

if TYPE_CHECKING:
    from collections.abc import Iterable


class GraphError(KeifuError):
    """A release or a store cannot do what was asked."""


class ReleaseMissing(GraphError):
    """No release of this name (or none at all) lies in the folder."""

    def __init__(self, folder: str, release_id: str | None = None) -> None:
        super().__init__(f"no release {release_id or 'is published'} in {folder}")
        self.folder = folder
        self.release_id = release_id


class ReleaseUnknown(ReleaseMissing):
    """Releases are kept in the folder, but none of this name; `kept` are their ids, sorted."""

    def __init__(self, folder: str, release_id: str, kept: Iterable[str]) -> None:
        super().__init__(folder, release_id)
        self.kept = tuple(kept)


class ReleaseDamaged(GraphError):
    """A file of a release is not what its manifest says; `file` is relative to the release."""

    def __init__(self, release_id: str, file: str, reason: str) -> None:
        super().__init__(f"release {release_id}: {file}: {reason}")
        self.release_id = release_id
        self.file = file
        self.reason = reason


class ArchiveDamaged(GraphError):
    """A file is no whole archive of one release."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class VerificationFailed(GraphError):
    """A built release broke its own rules; `problems` are one line each, `kept` is where it lies."""

    def __init__(self, problems: Iterable[str], kept: str) -> None:
        self.problems = tuple(problems)
        self.kept = kept
        super().__init__(f"{len(self.problems)} problems, first: {self.problems[0]} (kept as {kept})")


class BuildBusy(GraphError):
    """Another process builds or publishes in the same folder."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"another build holds the lock of {folder}")
        self.folder = folder


class DiskFull(GraphError):
    """The disk took no more bytes, or would not; the unfinished release is gone, the published one untouched.

    `needed` is the estimate for the whole release, `free` what the disk has without the unfinished one.
    Both are given in bytes and kept as words.
    """

    def __init__(self, folder: str, reason: str, needed: int | None = None, free: int | None = None) -> None:
        self.folder = folder
        self.reason = reason
        self.needed = _mebibytes(needed)
        self.free = _mebibytes(free)
        super().__init__(
            f"no room left for a release in {folder}: {reason} (needed {self.needed}, free {self.free})"
        )


def _mebibytes(count: int | None) -> str | None:
    return None if count is None else f"{count / 2**20:.1f} MiB"


class QueryError(GraphError):
    """SPARQL that does not parse or may not run; line and column are 1-based characters, when known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        place = f" (line {line}, column {column})" if line is not None else ""
        super().__init__(message + place)
        self.message = message
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """SPARQL that we refuse before any parser sees it; `rule` is the slug of the broken rule."""

    def __init__(self, rule: str, found: str, line: int, column: int) -> None:
        super().__init__(f"{rule}: {found}", line, column)
        self.rule = rule
        self.found = found


class RemoteFailed(GraphError):
    """A remote endpoint did not answer, or its answer is no whole answer."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"{endpoint}: {reason}")
        self.endpoint = endpoint
        self.reason = reason


class RemoteRefused(RemoteFailed):
    """A remote endpoint did not take what was sent; `reason` is what it said."""


class RemoteEmpty(GraphError):
    """A remote endpoint holds no release of ours, or one that is not whole; `reason` says which."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"{endpoint}: {reason}")
        self.endpoint = endpoint
        self.reason = reason


class RemoteChanged(GraphError):
    """The release of an endpoint changed while it was asked; the answer was thrown away."""

    def __init__(self, endpoint: str, release_id: str) -> None:
        super().__init__(f"{endpoint} no longer holds release {release_id}")
        self.endpoint = endpoint
        self.release_id = release_id


class PushRefused(GraphError):
    """A release cannot be pushed to an endpoint; nothing that was there has been changed."""

    def __init__(self, endpoint: str, reason: str) -> None:
        super().__init__(f"{endpoint}: {reason}")
        self.endpoint = endpoint
        self.reason = reason


class SearchStopped(GraphError):
    """A search for words took longer than it may; `text` is what was looked for."""

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(f"stopped after {seconds:g} s: {text}")
        self.text = text
        self.seconds = seconds
