"""`keifu releases`: the kept releases → a list; go back to one; save one and take one back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from keifu.commands.options import GraphFolder
from keifu.errors import SourceMissing, UsageError
from keifu.folders import data_folder
from keifu.messages import Exit
from keifu.output import put_table, say

if TYPE_CHECKING:
    from graph.release import Release

_HEADER = ("release", "current", "built", "sources", "statements")


def releases(
    action: Literal["list", "use", "save", "restore"] = "list",
    name: Annotated[str | None, Parameter(help="Release id (use, save), or archive (restore).")] = None,
    out: Annotated[Path | None, Parameter(help="Archive to write (save): OUT.tar.gz.")] = None,
    *,
    graph: GraphFolder = None,
) -> int:
    """List the kept releases, go back to one of them, save one as an archive, or take one back in.

    Args:
        action: list; use ID; save ID OUT.tar.gz; restore FILE.tar.gz.
    """
    folder = data_folder(graph)
    if action == "list":
        return _list(folder)
    if name is None or (action == "save") != (out is not None):
        raise UsageError("keifu releases [list] | use ID | save ID OUT.tar.gz | restore FILE.tar.gz")
    if action == "restore":
        return _restore(folder, Path(name))
    return _use(folder, name) if out is None else _save(folder, name, out)


def _list(folder: Path) -> int:
    from graph.release import list_releases, open_release

    current = open_release(folder).id
    put_table(
        _HEADER,
        [_row(each, current) for each in list_releases(folder)],
        (False, False, False, True, True),
    )
    return Exit.DONE


def _row(release: Release, current: str) -> tuple[str, ...]:
    counts = release.manifest.counts
    return (
        release.id,
        "*" if release.id == current else "",
        release.created,
        str(len(release.manifest.sources)),
        str(counts.default_graph),
    )


def _use(folder: Path, name: str) -> int:
    from graph.release import publish

    built = publish(folder, name)
    say(f"release {name} is current" if built.changed else f"release {name} was current already")
    return Exit.DONE


def _save(folder: Path, name: str, out: Path) -> int:
    from graph.archive import save
    from graph.release import open_release

    try:
        size = save(open_release(folder, name), out)
    except OSError as error:
        raise SourceMissing(str(out), error.strerror or str(error)) from error
    say(f"release {name} saved: {out} ({size} bytes)")
    return Exit.DONE


def _restore(folder: Path, archive: Path) -> int:
    from graph.archive import restore

    try:
        release, first = restore(folder, archive)
    except FileNotFoundError as error:
        raise SourceMissing(str(archive), error.strerror or str(error)) from error
    state = "is current" if first else f"is kept; make it current with: keifu releases use {release.id}"
    say(f"release {release.id} {state}")
    return Exit.DONE
