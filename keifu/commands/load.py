"""`keifu load`: files → the release of a folder, and a table of what became of each file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from keifu.commands.options import Accept, Corrections, Coverage, Demand, demanded, tell_strangers
from keifu.folders import data_folder
from keifu.messages import Exit, exit_code, language, sentence
from keifu.output import progress, put_table, say

if TYPE_CHECKING:
    from keifu.loading import Accepted, Loaded

_HEADER = ("file", "state", "report", "entries", "facts", "read", "unread characters", "issues")
_RIGHT = (False, False, False, True, True, True, True, True)


def load(
    paths: Annotated[tuple[str, ...], Parameter(required=True)],
    *,
    into: Annotated[
        Path | None, Parameter(help="Folder of the releases; else KEIFU_DATA, else ./keifu-data.")
    ] = None,
    corrections: Corrections = None,
    strict: Demand = False,
    min_coverage: Coverage = 100.0,
    accept: Accept = None,
) -> int:
    """Read reports and add them to the release of a folder.

    What the release holds stays; a file that is there already changes nothing. Of a folder the texts,
    workbooks, pages, documents and PDFs are read. Corrections stay with the release; with --strict a file
    that is not wholly explained is left out.

    Args:
        paths: Files or folders to read.
    """
    from keifu.loading import load as run
    from keifu.overlays import Overlay, corrections_from

    overlay = Overlay(corrections_from(corrections), demanded(min_coverage, accept, strict=strict))
    loaded = run(paths, data_folder(into), progress, overlay)
    tell_strangers(loaded.strangers)
    if loaded.accepted:
        put_table(_HEADER, [_row(each) for each in loaded.accepted], _RIGHT)
        say(_summary(loaded))
    for each in loaded.accepted:
        if errors := _errors(each):
            name = each.file.name
            say(f"{name}: {errors} parts of the form could not be read; see keifu read {name}")
    for failure in loaded.failed:
        say(f"keifu: {sentence(failure.error, language())}")
    if loaded.release is not None:
        say(f"release {loaded.release.id} {'is now current' if loaded.changed else 'is unchanged'}")
    return _code(loaded)


def _errors(accepted: Accepted) -> int:
    """How many parts of the form are lost as a whole, such as the table of indicators."""
    return sum(issue.severity == "error" for issue in accepted.reading.loss.issues)


def _summary(loaded: Loaded) -> str:
    """2 reports, 12 entries (10 + 2), 0 violations: entries are 測定指標 as they appear in a report."""
    entries = [len(each.reading.report.entries) for each in loaded.accepted]
    parts = f" ({' + '.join(map(str, entries))})" if len(entries) > 1 else ""
    checks = loaded.release.manifest.checks if loaded.release is not None else ()
    violations = sum(check.rows for check in checks if check.severity == "violation")
    return f"{len(entries)} reports, {sum(entries)} entries{parts}, {violations} violations"


def _row(accepted: Accepted) -> tuple[str, ...]:
    loss = accepted.reading.loss
    return (
        accepted.file.name,
        "known" if accepted.known else "new",
        accepted.number,
        str(len(accepted.reading.report.entries)),
        str(sum(loss.facts_by_confidence.values())),
        f"{int(loss.share_read * 1000) / 10}%",
        str(loss.characters["unread"]),
        str(len(loss.issues)),
    )


def _code(loaded: Loaded) -> int:
    if not loaded.failed:
        return Exit.FINDINGS if any(map(_errors, loaded.accepted)) else Exit.DONE
    codes = {exit_code(failure.error) for failure in loaded.failed}
    return Exit.UNREADABLE if not loaded.accepted and codes == {Exit.UNREADABLE} else Exit.FINDINGS
