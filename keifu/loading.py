"""Files → readings → quads → release; what the release already holds is kept and read again with the rest.

The same sources give the same release, in whatever order and in however many calls they come (ADR 0005).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import ReleaseMissing, VerificationFailed
from graph.release import ReleaseInput, SourceFile, build_release, open_release
from keifu.documents import reading_json, without_officers
from keifu.errors import NotExplained, RuleBroken, SameReport, SourceMissing
from keifu.overlays import Overlay, joined, kept_corrections, kept_file
from keifu.sources import GivenFile, given_files
from keifu.stating import quads_of, resolve_all, with_later_doubts
from loaders import read
from loaders.errors import ReadError
from loaders.overlay import strangers
from loaders.quads import LOADER_VERSION
from loaders.strict import judge
from ontology.iris import DEFAULT_BASE, Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from graph.release import Built, Release
    from loaders import Reading
    from loaders.identity import Resolved
    from loaders.model import Correction
    from loaders.strict import Strict
    from ontology.errors import KeifuError

BASE_VARIABLE: Final = "KEIFU_BASE"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that is part of the release; `known` when it was so before."""

    file: GivenFile
    reading: Reading
    known: bool

    @property
    def number(self) -> str:
        """The printed number of the report in its normal form: 総務省31-⑧."""
        return self.reading.report.head.number.value.normal


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that is not part of the release, and why."""

    name: str
    error: KeifuError


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome of a load: every named file once, by name; the release that stands now, if any.

    `strangers` are sources that corrections name and that are not there.
    """

    accepted: tuple[Accepted, ...]
    failed: tuple[Failed, ...]
    release: Release | None
    changed: bool
    strangers: tuple[str, ...] = ()


def load(
    paths: Iterable[str], folder: Path, tell: Callable[[str], None], overlay: Overlay | None = None
) -> Loaded:
    """Loads files into the release of a folder, beside what is there; `tell` hears of each step.

    Corrections of the overlay stay with the release; a file that does not meet its demands is left out.

    A file that cannot be read, or that is another text of a report that is there, is left out and reported.

    Raises:
        VerificationFailed: the new release breaks a rule and no new report is named; the former stays.
        BuildBusy, DiskFull, ReleaseDamaged: the folder cannot be written or read.
        PrintedDiffers, OverlapError: a correction does not fit a source that is there already.
    """
    overlay = overlay or Overlay()
    former = _former(folder)
    corrections = joined(kept_corrections(former), overlay.corrections)
    kept = _kept(former, corrections, tell)
    new, failed = _read_all(paths, {each.file.sha256 for each in kept}, corrections, tell)
    odd = strangers(overlay.corrections, [each.file.sha256 for each in (*kept, *new)])
    new, unexplained = _explained(new, overlay.strict)
    failed += unexplained
    fresh, refused = _without_doubles(kept, new)
    named = {each.file.sha256 for each in new}
    accepted = _by_name(each for each in (*kept, *fresh) if each.file.sha256 in named)
    if not accepted:
        return Loaded((), (*failed, *refused), former, changed=False, strangers=odd)
    tell("building the release")
    built, broken = _build(folder, former, kept, fresh)
    left_out = {each.name for each in broken}
    accepted = tuple(each for each in accepted if each.file.name not in left_out)
    release = built.release if built is not None else former
    changed = built is not None and built.changed
    return Loaded(accepted, (*failed, *refused, *broken), release, changed, odd)


def _by_name(accepted: Iterable[Accepted]) -> tuple[Accepted, ...]:
    """One order on every run, whatever was loaded before and in whatever order the files are named."""
    return tuple(sorted(accepted, key=lambda each: (each.file.name, each.file.sha256)))


def _build(
    folder: Path, former: Release | None, kept: Sequence[Accepted], fresh: Sequence[Accepted]
) -> tuple[Built | None, list[Failed]]:
    """The release of all files but those new ones whose statements break a rule of the graph.

    Raises:
        VerificationFailed: the rules are broken by something that is no new report.
    """
    try:
        return build_release(folder, _input(former, [*kept, *fresh])), []
    except VerificationFailed as error:
        broken = _named_in(error.problems, fresh)
        if not any(broken):
            raise
    sound = [each for each, found in zip(fresh, broken, strict=True) if not found]
    failed = [
        Failed(each.file.name, RuleBroken(each.file.name, each.number, found))
        for each, found in zip(fresh, broken, strict=True)
        if found
    ]
    if not [*kept, *sound]:
        return None, failed
    built, more = _build(folder, former, kept, sound)
    return built, [*failed, *more]


def _named_in(problems: Sequence[str], fresh: Sequence[Accepted]) -> list[tuple[str, ...]]:
    """For each new file the problems that name its report or its source."""
    named: list[tuple[str, ...]] = []
    for resolved in resolve_all([each.reading for each in fresh]):
        marks = re.compile(rf"{re.escape(resolved.path)}(?![0-9])|{re.escape(resolved.source_path)}")
        named.append(tuple(problem for problem in problems if marks.search(problem)))
    return named


def _former(folder: Path) -> Release | None:
    try:
        return open_release(folder)
    except ReleaseMissing:
        return None


def _kept(
    former: Release | None, corrections: Sequence[Correction], tell: Callable[[str], None]
) -> list[Accepted]:
    if former is None:
        return []
    files = [GivenFile(s.file_name, former.source_data(s.sha256[:16])) for s in former.manifest.sources]
    for file in files:
        tell(f"reading again {file.name}")
    return [Accepted(file, read(file.data, file.name, corrections=corrections), known=True) for file in files]


def _read_all(
    paths: Iterable[str], known: set[str], corrections: Sequence[Correction], tell: Callable[[str], None]
) -> tuple[list[Accepted], list[Failed]]:
    """The readable files, each content once under the first of its names, and the unreadable ones."""
    found: dict[str, Accepted] = {}
    failed: list[Failed] = []
    for given in given_files(paths):
        if isinstance(given, SourceMissing):
            failed.append(Failed(given.path, given))
            continue
        tell(f"reading {given.name}")
        try:
            reading = read(given.data, given.name, corrections=corrections)
        except ReadError as error:
            failed.append(Failed(given.name, error))
            continue
        former = found.get(given.sha256)
        if former is None or given.name < former.file.name:
            found[given.sha256] = Accepted(given, reading, given.sha256 in known)
    return list(found.values()), failed


def _explained(new: Sequence[Accepted], strict: Strict | None) -> tuple[list[Accepted], list[Failed]]:
    """The files whose readings explain as much as is asked, and the others."""
    if strict is None:
        return list(new), []
    sound: list[Accepted] = []
    failed: list[Failed] = []
    for each in new:
        try:
            verdict = judge(each.reading.loss, each.reading.source, strict)
        except ReadError as error:
            failed.append(Failed(each.file.name, error))
            continue
        if verdict.holds:
            sound.append(each)
        else:
            failed.append(Failed(each.file.name, NotExplained.of(each.file.name, verdict)))
    return sound, failed


def _without_doubles(
    kept: Sequence[Accepted], new: Sequence[Accepted]
) -> tuple[list[Accepted], list[Failed]]:
    """The new files of reports that no other text claims. Of two new texts of one report none is taken."""
    fresh: list[Accepted] = []
    refused: list[Failed] = []
    unknown = [each for each in new if not each.known]
    holders = [*kept, *unknown]
    for each in unknown:
        others = [o for o in holders if o.number == each.number and o.file.sha256 != each.file.sha256]
        if others:
            error = SameReport(each.number, each.file.name, others[0].file.name)
            refused.append(Failed(each.file.name, error))
        else:
            fresh.append(each)
    return fresh, refused


def _input(former: Release | None, accepted: Sequence[Accepted]) -> ReleaseInput:
    base = Base(former.base if former is not None else os.environ.get(BASE_VARIABLE) or DEFAULT_BASE)
    ordered = sorted(accepted, key=lambda each: each.file.sha256)
    resolved = resolve_all([each.reading for each in ordered])
    readings = [with_later_doubts(each.reading, found) for each, found in zip(ordered, resolved, strict=True)]
    corrections = [each for reading in readings for each in reading.report.corrections]
    return ReleaseInput(
        quads=tuple(quads_of(resolved, base, [reading.loss for reading in readings])),
        sources=tuple(_source(each) for each in ordered),
        reports={
            _report_file(found): reading_json(without_officers(reading))
            for found, reading in zip(resolved, readings, strict=True)
        }
        | kept_file(corrections),
        base=base.base,
        versions={"loader": LOADER_VERSION},
    )


def _source(accepted: Accepted) -> SourceFile:
    source = accepted.reading.source
    return SourceFile(source.sha256, accepted.file.name, source.kind.value, accepted.file.data, source.raw)


def _report_file(resolved: Resolved) -> str:
    """report/soumu/2019-08 → soumu-2019-08.json."""
    return resolved.path.removeprefix("report/").replace("/", "-") + ".json"
