"""`keifu export`: the release → one file, or a folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from keifu.commands.options import GraphFolder, opened
from keifu.errors import SourceMissing, UsageError
from keifu.messages import Exit
from keifu.output import put_bytes, say

if TYPE_CHECKING:
    from keifu.face import Keifu


def export(
    out: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    format: Literal["nq", "ttl", "csv"],
    graph: GraphFolder = None,
) -> int:
    """Write the whole release for other programs.

    Args:
        out: File to write (nq, ttl; - for standard output), or folder for the tables (csv).
        format: N-Quads with named graphs, Turtle of all public statements, or one CSV for each kind of fact.
    """
    keifu = opened(graph)
    try:
        written = _tables(keifu, out) if format == "csv" else _file(keifu, out, format)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SourceMissing(out, error.strerror or str(error)) from error
    say(f"release {keifu.release.id} written: {written}")
    return Exit.DONE


def _file(keifu: Keifu, out: str, format: str) -> str:
    from keifu.exporting import nquads, turtle

    data = turtle(keifu) if format == "ttl" else "".join(nquads(keifu)).encode()
    if out == "-":
        put_bytes(data)
    else:
        Path(out).write_bytes(data)
    return out


def _tables(keifu: Keifu, out: str) -> str:
    from keifu.exporting import write_tables

    if out == "-":
        raise UsageError("--format csv writes several tables and needs the name of a folder")
    return ", ".join(write_tables(keifu, Path(out)))
