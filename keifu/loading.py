"""Files → readings → quads → release; what the release already holds is kept and stated again with the rest.

The same sources give the same release, in whatever order and in however many calls they come (ADR 0005), with
however many processes, and whether their readings were kept or made anew (ADR 0014).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from graph.errors import ReleaseMissing, VerificationFailed
from graph.release import ReleaseInput, SourceFile, build_release, open_release
from keifu.batch.cache import ReadingCache
from keifu.batch.fingerprint import fingerprint
from keifu.batch.obtaining import Manner, obtain
from keifu.documents import excerpts_json, plan_json, reading_json, without_officers
from keifu.errors import NotExplained, RuleBroken, SameReport, SourceMissing
from keifu.forms import joined_forms, kept_form_files, kept_forms, shelf_of
from keifu.overlays import Overlay, joined, kept_corrections, kept_file, read_corrected
from keifu.sources import GivenFile, open_file, scans_of, walk
from keifu.stating import quads_of, resolve_all, resolve_plans, with_later_doubts
from loaders import Reading
from loaders.errors import ReadError
from loaders.overlay import strangers
from loaders.quads import LOADER_VERSION
from loaders.source import Kind
from loaders.strict import judge
from ontology.iris import DEFAULT_BASE, Base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from graph.release import Built, Release
    from keifu.batch.frozen import AnyReading
    from keifu.batch.obtaining import Obtained
    from loaders.identity import Resolved
    from loaders.model import Correction
    from loaders.plans import ResolvedPlan
    from loaders.strict import Strict
    from ontology.errors import KeifuError

BASE_VARIABLE: Final = "KEIFU_BASE"
EXCERPTS: Final = "excerpts.json"
"""The report of a release that says where quoted excerpts stand in full texts."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that is part of the release; `known` when it was so before.

    `plan` is the full text of a plan under its edition; else the file is an evaluation report.
    """

    file: GivenFile
    reading: AnyReading
    known: bool
    plan: ResolvedPlan | None = None

    @property
    def number(self) -> str:
        """The printed number of a report in its normal form (総務省31-⑧), or the edition of a plan."""
        if isinstance(self.reading, Reading):
            return self.reading.report.head.number.value.normal
        assert self.plan is not None
        return self.plan.edition.path


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that is not part of the release, and why."""

    name: str
    error: KeifuError


@dataclass(frozen=True, slots=True)
class Loaded:
    """The outcome of a load: every named file once, by name; the release that stands now, if any.

    `passed` counts what folders hold besides, by ending; `kept` how many readings were there already;
    `strangers` are sources that corrections name and that are not there.
    """

    accepted: tuple[Accepted, ...]
    failed: tuple[Failed, ...]
    release: Release | None
    changed: bool
    passed: Mapping[str, int] = field(default_factory=dict[str, int])
    kept: int = 0
    strangers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a release goes: its folder, the release that stands there, the form files that go with it."""

    folder: Path
    former: Release | None
    forms: tuple[str, ...]


def load(
    paths: Iterable[str],
    folder: Path,
    tell: Callable[[str], None],
    manner: Manner | None = None,
    overlay: Overlay | None = None,
) -> Loaded:
    """Loads files into the release of a folder, beside what is there; `tell` hears of each step.

    A file that cannot be read, that is another text of a report that is there, or that does not meet the
    demands of the overlay, is left out and reported. Corrections of the overlay stay with the release.
    Readings are kept below the folder, also those of a load that does not come to its end.

    Raises:
        VerificationFailed: the new release breaks a rule and no new report is named; the former stays.
        BuildBusy, DiskFull, ReleaseDamaged: the folder cannot be written or read.
        FormFileError: a form file breaks a rule.
        ReadError, ReaderFailed: a file of the former release cannot be read any more, or a correction does
            not fit it.
    """
    overlay = overlay or Overlay()
    former = _former(folder)
    found = walk(paths)
    opened = [open_file(path, overlay.scans) for path in found.files]
    missing = [Failed(each.path, each) for each in opened if isinstance(each, SourceMissing)]
    named = _by_content(each for each in opened if isinstance(each, GivenFile))
    held = _held(former)
    forms = joined_forms(kept_forms(former), overlay.forms)
    shelf_of(forms)
    cache = ReadingCache(folder, fingerprint(forms))
    corrections = joined(kept_corrections(former), overlay.corrections)
    manner = replace(manner or Manner(), forms=forms)
    tell(f"reading {len(held | named)} files")
    obtained = _obtained([*held.values(), *named.values()], corrections, cache, manner)
    kept = [_accepted(file, obtained, known=True) for file in held.values()]
    new = [
        _accepted(file, obtained, known=sha256 in held)
        for sha256, file in named.items()
        if sha256 in obtained.readings
    ]
    new, unexplained = _explained(new, overlay.strict)
    failed = [*missing, *_unread(named, obtained), *unexplained]
    tell("building the release")
    loaded = _loaded(_Target(folder, former, forms), kept, new, failed)
    cache.forget_others()
    many = sum(sha256 in obtained.readings and sha256 not in obtained.fresh for sha256 in named)
    odd = strangers(overlay.corrections, [*held, *named])
    return replace(loaded, passed=found.passed, kept=many, strangers=odd)


def _obtained(
    files: Sequence[GivenFile], corrections: Sequence[Correction], cache: ReadingCache, manner: Manner
) -> Obtained:
    """All readings; a file that corrections name is read here and now, for what is kept is uncorrected."""
    touched = {f.sha256: f for f in files for c in corrections if f.sha256.startswith(c.source)}
    obtained = obtain([file for file in files if file.sha256 not in touched], cache, manner)
    readings: dict[str, AnyReading] = dict(obtained.readings)
    failures = dict(obtained.failures)
    for sha256, file in sorted(touched.items()):
        try:
            readings[sha256] = read_corrected(file, corrections, shelf_of(manner.forms))
        except ReadError as error:
            failures[sha256] = error
    return replace(obtained, readings=readings, failures=failures, fresh=obtained.fresh | frozenset(touched))


def _explained(new: Sequence[Accepted], strict: Strict | None) -> tuple[list[Accepted], list[Failed]]:
    """The files whose readings explain as much as is asked, and the others; nothing is asked of a plan."""
    sound: list[Accepted] = []
    failed: list[Failed] = []
    for each in new:
        try:
            found = None if strict is None else _open(each, strict)
        except ReadError as error:
            found = Failed(each.file.name, error)
        if found is None:
            sound.append(each)
        else:
            failed.append(found)
    return sound, failed


def _open(accepted: Accepted, strict: Strict) -> Failed | None:
    if not isinstance(accepted.reading, Reading):
        return None
    verdict = judge(accepted.reading.loss, accepted.reading.source, strict)
    name = accepted.file.name
    return None if verdict.holds else Failed(name, NotExplained.of(name, verdict))


def _loaded(
    target: _Target,
    kept: Sequence[Accepted],
    new: Sequence[Accepted],
    failed: Sequence[Failed],
) -> Loaded:
    fresh, refused = _without_doubles(kept, new)
    named = {each.file.sha256 for each in new}
    accepted = _by_name(each for each in (*kept, *fresh) if each.file.sha256 in named)
    if not accepted:
        return Loaded((), (*failed, *refused), target.former, changed=False)
    built, broken = _build(target, kept, fresh)
    left_out = {each.name for each in broken}
    accepted = tuple(each for each in accepted if each.file.name not in left_out)
    release = built.release if built is not None else target.former
    accepted = _doubted(accepted, [*kept, *fresh])
    return Loaded(accepted, (*failed, *refused, *broken), release, built is not None and built.changed)


def _doubted(accepted: Sequence[Accepted], every: Sequence[Accepted]) -> tuple[Accepted, ...]:
    """The files with the doubts of matching in their accounts, as the release and `keifu read` tell them."""
    plans = tuple(each.plan for each in every if each.plan is not None)
    reports = [each.reading for each in accepted if isinstance(each.reading, Reading)]
    found = iter(zip(reports, resolve_all(reports, plans), strict=True))
    return tuple(
        replace(each, reading=with_later_doubts(*next(found))) if isinstance(each.reading, Reading) else each
        for each in accepted
    )


def _by_content(files: Iterable[GivenFile]) -> dict[str, GivenFile]:
    """Each content once, under the first of its names."""
    found: dict[str, GivenFile] = {}
    for file in files:
        if file.sha256 not in found or file.name < found[file.sha256].name:
            found[file.sha256] = file
    return found


def _held(former: Release | None) -> dict[str, GivenFile]:
    """The files of the former release, under the names that it gives them, to be read as they were."""
    sources = () if former is None else former.manifest.sources
    assert former is not None or not sources
    files = (
        GivenFile(s.file_name, former.source_data(s.sha256[:16]), scans_of(ocr=s.kind == Kind.SCANNED_PDF))
        for s in sources
        if former is not None
    )
    return {file.sha256: file for file in files}


def _accepted(file: GivenFile, obtained: Obtained, *, known: bool) -> Accepted:
    failure = obtained.failures.get(file.sha256)
    if failure is not None:
        raise failure
    reading = obtained.readings[file.sha256]
    if isinstance(reading, Reading):
        return Accepted(file, reading, known)
    return Accepted(file, reading, known, *resolve_plans([reading]))


def _unread(named: Mapping[str, GivenFile], obtained: Obtained) -> list[Failed]:
    files = sorted(named.items(), key=lambda each: each[1].name)
    return [Failed(file.name, obtained.failures[key]) for key, file in files if key in obtained.failures]


def _by_name(accepted: Iterable[Accepted]) -> tuple[Accepted, ...]:
    """One order on every run, whatever was loaded before and in whatever order the files are named."""
    return tuple(sorted(accepted, key=lambda each: (each.file.name, each.file.sha256)))


def _build(
    target: _Target, kept: Sequence[Accepted], fresh: Sequence[Accepted]
) -> tuple[Built | None, list[Failed]]:
    """The release of all files but those new ones whose statements break a rule of the graph.

    Raises:
        VerificationFailed: the rules are broken by something that is no new report.
    """
    try:
        return build_release(target.folder, _input(target, [*kept, *fresh])), []
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
    built, more = _build(target, kept, sound)
    return built, [*failed, *more]


def _named_in(problems: Sequence[str], fresh: Sequence[Accepted]) -> list[tuple[str, ...]]:
    """For each new file the problems that name its report or plan, or its source."""
    named: list[tuple[str, ...]] = []
    for path, source_path in map(_paths, fresh):
        marks = re.compile(rf"{re.escape(path)}(?![0-9])|{re.escape(source_path)}")
        named.append(tuple(problem for problem in problems if marks.search(problem)))
    return named


def _paths(accepted: Accepted) -> tuple[str, str]:
    if isinstance(accepted.reading, Reading):
        (resolved,) = resolve_all([accepted.reading])
        return resolved.path, resolved.source_path
    assert accepted.plan is not None
    return accepted.plan.edition.path, accepted.plan.source_path


def _former(folder: Path) -> Release | None:
    try:
        return open_release(folder)
    except ReleaseMissing:
        return None


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
            other = min(o.file.name for o in others)
            error = SameReport(each.number, each.file.name, other)
            refused.append(Failed(each.file.name, error))
        else:
            fresh.append(each)
    return fresh, refused


def _input(target: _Target, accepted: Sequence[Accepted]) -> ReleaseInput:
    former = target.former
    base = Base(former.base if former is not None else os.environ.get(BASE_VARIABLE) or DEFAULT_BASE)
    ordered = sorted(accepted, key=lambda each: each.file.sha256)
    plans = tuple(each.plan for each in ordered if each.plan is not None)
    reports = [each.reading for each in ordered if isinstance(each.reading, Reading)]
    resolved = resolve_all(reports, plans)
    reports = [with_later_doubts(each, found) for each, found in zip(reports, resolved, strict=True)]
    texts = {
        _report_file(found): reading_json(without_officers(reading))
        for found, reading in zip(resolved, reports, strict=True)
    }
    texts.update({_plan_file(plan): plan_json(plan) for plan in plans})
    if plans:
        texts[EXCERPTS] = excerpts_json(resolved)
    texts.update(kept_file([each for reading in reports for each in reading.report.corrections]))
    texts.update(kept_form_files(reports, target.forms))
    return ReleaseInput(
        quads=tuple(quads_of(resolved, base, plans, [each.loss for each in reports])),
        sources=tuple(_source(each) for each in ordered),
        reports=texts,
        base=base.base,
        versions={"loader": LOADER_VERSION},
    )


def _source(accepted: Accepted) -> SourceFile:
    source = accepted.reading.source
    return SourceFile(source.sha256, accepted.file.name, source.kind.value, accepted.file.data, source.raw)


def _report_file(resolved: Resolved) -> str:
    """report/soumu/2019-08 → soumu-2019-08.json."""
    return resolved.path.removeprefix("report/").replace("/", "-") + ".json"


def _plan_file(plan: ResolvedPlan) -> str:
    """doc/honebuto/2019 → doc-honebuto-2019.json."""
    return plan.edition.path.replace("/", "-") + ".json"
