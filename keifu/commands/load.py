"""`keifu load`: files → the release of a folder, and a table of what became of each file."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.commands.options import (
    Accept,
    Corrections,
    Coverage,
    Demand,
    Forms,
    Ocr,
    demanded,
    tell_strangers,
)
from keifu.folders import data_folder
from keifu.messages import Exit, exit_code, language, sentence
from keifu.output import progress, put_table, say

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from keifu.batch.obtaining import Watch
    from keifu.loading import Accepted, Failed, Loaded

_HEADER = ("file", "state", "report", "entries", "facts", "read", "unread characters", "issues")
_FEW_PARTS = 12
_RIGHT = (False, False, False, True, True, True, True, True)


def load(
    paths: Annotated[tuple[str, ...], Parameter(required=True)],
    *,
    into: Annotated[
        Path | None, Parameter(help="Folder of the releases; else KEIFU_DATA, else ./keifu-data.")
    ] = None,
    jobs: Annotated[
        int | None, Parameter(help="How many files are read at once; else as many as there are processors.")
    ] = None,
    form: Forms = (),
    corrections: Corrections = None,
    strict: Demand = False,
    min_coverage: Coverage = 100.0,
    accept: Accept = None,
    ocr: Ocr = False,
) -> int:
    """Read reports and plans and add them to the release of a folder.

    What the release holds stays; a file that is there already changes nothing. Of a folder the texts,
    workbooks, pages, documents and PDFs are read, down to the last folder in it. Readings are kept: after an
    interrupt, and the next time, only what is new is read. Corrections and form files stay with the release;
    with --strict a report that is not wholly explained is left out.

    Args:
        paths: Files or folders to read.
    """
    from keifu.batch.obtaining import Manner
    from keifu.errors import UsageError
    from keifu.forms import forms_from
    from keifu.loading import load as run
    from keifu.overlays import Overlay, corrections_from
    from keifu.sources import scans_of

    if jobs is not None and jobs < 1:
        raise UsageError(f"--jobs is at least 1, not {jobs}")
    demand = demanded(min_coverage, accept, strict=strict)
    overlay = Overlay(corrections_from(corrections), demand, forms_from(form), scans_of(ocr=ocr))
    loaded = run(paths, data_folder(into), progress, Manner(jobs, _watching), overlay)
    tell_strangers(loaded.strangers)
    _put_files(loaded)
    for each in loaded.accepted:
        if errors := _errors(each):
            name = each.file.name
            say(f"{name}: {errors} parts of the form could not be read; see keifu read {name}")
        if _is_recognised(each):
            say(f"{each.file.name}: read from pictures; its values are candidates and none is stated")
    for failure in loaded.failed:
        say(f"keifu: {sentence(failure.error, language())}")
    for line in (_passed(loaded), _kept(loaded), _excerpts(loaded)):
        if line:
            say(line)
    if loaded.release is not None:
        say(f"release {loaded.release.id} {'is now current' if loaded.changed else 'is unchanged'}")
    return _code(loaded)


def _is_recognised(accepted: Accepted) -> bool:
    from loaders.source import Kind

    return accepted.reading.source.kind is Kind.SCANNED_PDF


def _watching(total: int) -> AbstractContextManager[Watch]:
    """A bar for a person who waits for more than a moment."""
    from keifu.batch.obtaining import FEW_FILES, quiet
    from keifu.batch.progress import Progress

    if total <= FEW_FILES or not sys.stderr.isatty() or os.environ.get("CI"):
        return quiet(total)
    return Progress(sys.stderr, total)


def _put_files(loaded: Loaded) -> None:
    rows = [*map(_row, loaded.accepted), *map(_failed_row, loaded.failed)]
    if loaded.accepted:
        put_table(_HEADER, sorted(rows, key=lambda row: row[0]), _RIGHT)
        say(_summary(loaded))


def _errors(accepted: Accepted) -> int:
    """How many parts of the form are lost as a whole, such as the table of indicators."""
    from loaders import Reading

    if not isinstance(accepted.reading, Reading):
        return 0
    return sum(issue.severity == "error" for issue in accepted.reading.loss.issues)


def _summary(loaded: Loaded) -> str:
    """2 reports, 12 entries (10 + 2), 0 violations: entries are 測定指標 as they appear in a report."""
    from loaders import Reading

    readings = [each.reading for each in loaded.accepted]
    entries = [len(reading.report.entries) for reading in readings if isinstance(reading, Reading)]
    plans = [each.plan for each in loaded.accepted if each.plan is not None]
    parts = f" ({' + '.join(map(str, entries))})" if 1 < len(entries) <= _FEW_PARTS else ""
    sections = sum(len(plan.full.placed) for plan in plans)
    counted = f"{_count(len(entries), 'report')}, {_count(sum(entries), 'entry', 'entries')}{parts}"
    told = [counted] if entries else []
    told += [f"{_count(len(plans), 'plan')}, {_count(sections, 'section')}"] if plans else []
    checks = loaded.release.manifest.checks if loaded.release is not None else ()
    violations = sum(check.rows for check in checks if check.severity == "violation")
    return f"{', '.join(told)}, {_count(violations, 'violation')}"


def _count(number: int, one: str, several: str = "") -> str:
    """1 entry, 2 entries; without its own form the plural ends in s."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def _row(accepted: Accepted) -> tuple[str, ...]:
    from loaders import Reading

    reading = accepted.reading
    state = "known" if accepted.known else "new"
    if isinstance(reading, Reading):
        loss = reading.loss
        entries, facts = str(len(reading.report.entries)), sum(loss.facts_by_confidence.values())
        unread, issues = loss.characters["unread"], len(loss.issues)
    else:
        entries, facts = "", reading.facts
        unread = reading.characters["unread"]
        issues = len(accepted.plan.issues) if accepted.plan is not None else 0
    share = f"{int(reading_share(accepted) * 1000) / 10}%"
    return (
        accepted.file.name,
        state,
        _title(accepted),
        entries,
        str(facts),
        share,
        str(unread),
        str(issues),
    )


def reading_share(accepted: Accepted) -> float:
    """The share of visible characters that were read, 0 to 1."""
    from loaders import Reading

    reading = accepted.reading
    return reading.loss.share_read if isinstance(reading, Reading) else reading.share_read


def _title(accepted: Accepted) -> str:
    """総務省31-⑧, or the title and day of a plan."""
    plan = accepted.plan
    if plan is None:
        return accepted.number
    day = "" if plan.edition.adopted_on is None else f" {plan.edition.adopted_on.isoformat()}"
    return f"{plan.edition.label_ja}{day}"


def _failed_row(failure: Failed) -> tuple[str, ...]:
    """A file that is not in the release; the sentence that says why follows below the table."""
    state = "unreadable" if exit_code(failure.error) is Exit.UNREADABLE else "left out"
    return (failure.name, state, *[""] * (len(_HEADER) - 2))


def _passed(loaded: Loaded) -> str:
    """What folders hold besides: 3 .md, 1 hidden."""
    if not loaded.passed:
        return ""
    kinds = (f"{count} {ending or 'without an ending'}" for ending, count in loaded.passed.items())
    return f"passed over: {', '.join(kinds)}"


def _kept(loaded: Loaded) -> str:
    """How much of the work was done before."""
    new = any(not each.known for each in loaded.accepted)
    return f"{_count(loaded.kept, 'reading')} kept from an earlier run" if loaded.kept and new else ""


def _excerpts(loaded: Loaded) -> str:
    """Where the excerpts of the release stand in the full texts that it has."""
    from graph.errors import ReleaseMissing
    from keifu.loading import EXCERPTS

    if loaded.release is None or all(each.plan is None for each in loaded.accepted):
        return ""
    try:
        rows = json.loads(loaded.release.report_text(EXCERPTS))["excerpts"]
    except ReleaseMissing:
        return ""
    if not rows:
        return ""
    counts = Counter(row["confidence"] or "not found" for row in rows)
    parts = ", ".join(f"{counts[name]} {name}" for name in ("proven", "aligned", "not found") if counts[name])
    return f"{len(rows)} quoted sections looked for in full texts: {parts}"


def _code(loaded: Loaded) -> int:
    if not loaded.failed:
        return Exit.FINDINGS if any(map(_errors, loaded.accepted)) else Exit.DONE
    codes = {exit_code(failure.error) for failure in loaded.failed}
    return Exit.UNREADABLE if not loaded.accepted and codes == {Exit.UNREADABLE} else Exit.FINDINGS
