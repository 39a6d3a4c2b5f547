"""Files → readings: from the cache, else read here or by a crew of processes, and kept for the next time."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from keifu.batch.crew import Done, processors, read_files
from keifu.batch.frozen import Refused, thaw
from keifu.batch.reading import renamed
from keifu.batch.worker import OUTCOME, answer
from keifu.errors import ReaderFailed
from loaders.errors import DecodeError, FormError, LimitError, ReadError
from loaders.source import Scans
from loaders.views.tesseract import version

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from keifu.batch.cache import ReadingCache
    from keifu.batch.frozen import AnyReading
    from keifu.sources import GivenFile
    from ontology.errors import KeifuError

FEW_FILES: Final = 4
FEW_BYTES: Final = 1 << 20
"""So few files are read in this process: starting others would take longer."""


class Watch(Protocol):
    """Hears of each file that is done."""

    def step(self, name: str, *, failed: bool) -> None:
        """One more file is done."""
        ...


class Quiet:
    """Hears of each file and tells nobody."""

    def step(self, name: str, *, failed: bool) -> None:
        """Says nothing."""


@contextmanager
def quiet(total: int) -> Generator[Watch]:
    """Watches `total` files without a word."""
    del total
    yield Quiet()


@dataclass(frozen=True, slots=True)
class Manner:
    """How files are read: by `jobs` processes, None for as many as fit; `watching` opens a watch.

    `forms` are form files of the user.
    """

    jobs: int | None = None
    watching: Callable[[int], AbstractContextManager[Watch]] = quiet
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obtained:
    """Readings and failures by the hash of the file; `fresh` are the hashes that were not in the cache."""

    readings: Mapping[str, AnyReading]
    failures: Mapping[str, KeifuError]
    fresh: frozenset[str]


def obtain(given: Sequence[GivenFile], cache: ReadingCache, manner: Manner) -> Obtained:
    """Reads files, each content once; what the cache has is not read again.

    What was read stays in the cache also when the caller is interrupted in between.
    """
    readings: dict[str, AnyReading] = {}
    failures: dict[str, KeifuError] = {}
    unknown: dict[str, GivenFile] = {}
    files = {file.sha256: file for file in reversed(given)}
    for sha256, file in sorted(files.items()):
        found = cache.get(kept_as(file))
        if found is None:
            unknown[sha256] = file
        else:
            _sort(Done(file, found), readings, failures)
    with manner.watching(len(unknown)) as watch:
        for done in _read(list(unknown.values()), manner):
            if done.outcome is not None and _is_lasting(done):
                cache.put(kept_as(done.file), done.frozen)
            _sort(done, readings, failures)
            watch.step(done.file.name, failed=done.file.sha256 in failures)
    return Obtained(readings, failures, frozenset(unknown))


def kept_as(file: GivenFile) -> str:
    """The name under which the reading of a file is kept: what Tesseract reads is its own, by its version."""
    return file.sha256 if file.scans is Scans.REFUSED else f"{file.sha256}-{program()}"


@cache
def program() -> str:
    """The program that reads pictures, with its version."""
    return version()


def _read(unknown: Sequence[GivenFile], manner: Manner) -> Iterable[Done]:
    is_little = len(unknown) <= FEW_FILES and sum(len(file.data) for file in unknown) <= FEW_BYTES
    if manner.jobs is None and is_little:
        return (read_here(file, manner.forms) for file in unknown)
    return read_files(unknown, manner.jobs or processors(), forms=manner.forms) if unknown else ()


def read_here(file: GivenFile, forms: tuple[str, ...] = ()) -> Done:
    """Reads a file in this process; even so no fault of ours ends the others."""
    said = answer(file.data, file.name, forms, file.scans)
    if said[:1] != OUTCOME:
        return Done(file, None, failure=ReaderFailed(file.name, said[1:].decode("utf-8", "replace")))
    return Done(file, thaw(said[1:]), said[1:])


def _is_lasting(done: Done) -> bool:
    """Whether the same bytes would come out so again: a limit of time may not be reached next time."""
    return not isinstance(done.outcome, Refused) or isinstance(done.outcome.error, FormError)


def _sort(done: Done, readings: dict[str, AnyReading], failures: dict[str, KeifuError]) -> None:
    outcome, name = done.outcome, done.file.name
    if outcome is None:
        failures[done.file.sha256] = done.failure or ReaderFailed(name, "no answer")
    elif isinstance(outcome, Refused):
        failures[done.file.sha256] = named(outcome.error, name)
    else:
        readings[done.file.sha256] = outcome if outcome.source.file_name == name else renamed(outcome, name)


def named(error: ReadError, name: str) -> ReadError:
    """The same error about the same bytes under another file name."""
    if isinstance(error, (DecodeError, LimitError, FormError)):
        return replace(error, file_name=name)
    return error
