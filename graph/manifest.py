"""The manifest of a release: one JSON file that says what it holds and how to see that it is whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from graph.content import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = 1
MANIFEST_NAME = "manifest.json"
PASSED_NAME = "passed.txt"
"""Digests of what the shapes have judged and found nothing in, one a line (graph/judging.py)."""


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One source file as the release keeps it; the file name is data, never a path."""

    sha256: str
    file_name: str
    kind: str
    bytes: int
    characters: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check ended: its rows are violations or, by its severity, warnings."""

    name: str
    severity: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says about itself; `created`, `parent` and `versions` stay outside its id."""

    schema_version: int
    id: str
    created: str
    base: str
    rulebook_version: str
    versions: Mapping[str, str]
    parent: str | None
    changes: Mapping[str, tuple[int, int]]
    sources: tuple[SourceEntry, ...]
    counts: Counts
    checks: tuple[CheckResult, ...]
    warnings: tuple[str, ...]
    files: Mapping[str, str]
    seal: str = ""

    def sealed(self) -> Manifest:
        """The same manifest with the hash of its own text, so that a changed byte in it shows."""
        return replace(self, seal=self._own_hash())

    def is_whole(self) -> bool:
        """Whether the seal still fits."""
        return self.seal == self._own_hash()

    def to_json(self) -> str:
        """The text of the file, keys sorted, ended by a line feed."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def _own_hash(self) -> str:
        return hashlib.sha256(replace(self, seal="").to_json().encode()).hexdigest()


def manifest_from_json(text: str) -> Manifest:
    """Read a manifest.

    Raises:
        ValueError: the text is no manifest of this schema version, or its seal does not fit.
    """
    try:
        found = _read(cast("dict[str, Any]", json.loads(text)))
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no manifest: {error!r}") from error
    if found.schema_version != SCHEMA_VERSION:
        raise ValueError(f"schema version {found.schema_version}, not {SCHEMA_VERSION}")
    if not found.is_whole() or found.to_json() != text:
        raise ValueError("its seal does not fit its text")
    return found


def _read(record: dict[str, Any]) -> Manifest:
    fields: dict[str, Any] = {
        **record,
        "sources": tuple(SourceEntry(**one) for one in record["sources"]),
        "checks": tuple(CheckResult(**one) for one in record["checks"]),
        "counts": Counts(**record["counts"]),
        "warnings": tuple(record["warnings"]),
        "changes": {path: (added, removed) for path, (added, removed) in record["changes"].items()},
    }
    return Manifest(**fields)
