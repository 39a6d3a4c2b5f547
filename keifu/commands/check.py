"""`keifu check`: the release, looked at again → findings."""

from __future__ import annotations

from keifu.commands.options import GraphFolder
from keifu.folders import data_folder
from keifu.messages import Exit
from keifu.output import progress, put, put_table, say


def check(*, graph: GraphFolder = None) -> int:
    """Look at the current release again: files, shapes, graph checks, sums, passages.

    Every broken rule is a line on standard output, and the exit code is 1.
    """
    from graph.release import open_release
    from keifu.checking import check as find

    # Only the manifest is read here: a damaged store must reach the audit, which names its file.
    release = open_release(data_folder(graph))
    progress(f"checking release {release.id}")
    found = find(release)
    put_table(
        ("check", "severity", "rows"),
        [(each.name, each.severity, str(each.rows)) for each in found.checks],
        (False, False, True),
    )
    for problem in found.problems:
        put(f"violation: {problem}\n")
    for warning in found.warnings:
        put(f"warning: {warning}\n")
    say(f"release {release.id}: {len(found.problems)} violations, {len(found.warnings)} warnings")
    return Exit.FINDINGS if found.problems else Exit.DONE
