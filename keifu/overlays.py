"""Files that people write beside sources → corrections, which a release keeps, and accepted stretches."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from keifu.errors import SourceMissing
from loaders import Scans, read
from loaders.overlay import parse_accepted, parse_corrections, write_corrections

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.release import Release
    from keifu.sources import GivenFile
    from loaders import Reading, Shelf
    from loaders.model import Correction
    from loaders.overlay import Accepted
    from loaders.strict import Strict

VARIABLE: Final = "KEIFU_CORRECTIONS"
KEPT_AS: Final = "corrections.toml"
_SHORT: Final = 16


@dataclass(frozen=True, slots=True)
class Overlay:
    """What people give beside the files, and what they ask of a reading, if anything.

    `forms` are the texts of form files; `scans` says what becomes of pages that are only a picture.
    """

    corrections: tuple[Correction, ...] = ()
    strict: Strict | None = None
    forms: tuple[str, ...] = ()
    scans: Scans = Scans.REFUSED


def corrections_from(path: Path | None) -> tuple[Correction, ...]:
    """The corrections of a file, else of the one that KEIFU_CORRECTIONS names, else none.

    Raises:
        SourceMissing: the file cannot be read.
        OverlayFileError: an entry of it breaks a rule.
    """
    named = path or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    return () if named is None else parse_corrections(_text(named), named.name)


def read_corrected(file: GivenFile, corrections: Iterable[Correction], shelf: Shelf) -> Reading:
    """A file read with the corrections that name it.

    Raises:
        ReadError: as `loaders.read`; among them a correction that does not fit.
    """
    return read(file.data, file.name, corrections, shelf, file.scans)


def accepted_from(path: Path | None) -> tuple[Accepted, ...]:
    """The accepted stretches of a file; the errors are those of `corrections_from`."""
    return () if path is None else parse_accepted(_text(path), path.name)


def kept_corrections(release: Release | None) -> tuple[Correction, ...]:
    """The corrections that a release was read with."""
    if release is None or f"reports/{KEPT_AS}" not in release.manifest.files:
        return ()
    return parse_corrections(release.report_text(KEPT_AS), KEPT_AS)


def joined(former: Iterable[Correction], given: Iterable[Correction]) -> tuple[Correction, ...]:
    """Both together; a given one takes the place of a former one of the same characters."""
    found = {(each.source[:_SHORT], each.span): each for each in (*former, *given)}
    return tuple(found[key] for key in sorted(found))


def kept_file(corrections: Iterable[Correction]) -> dict[str, str]:
    """The file of a release that keeps them, as `--corrections` reads it; no file when there are none."""
    text = write_corrections(corrections)
    return {KEPT_AS: text} if text else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SourceMissing(str(path), "this is no text in UTF-8") from error
    except OSError as error:
        raise SourceMissing(str(path), error.strerror or str(error)) from error
