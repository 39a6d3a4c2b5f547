"""`keifu export`: the release → one file, or a folder of files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from keifu.commands.options import GraphFolder, opened
from keifu.errors import ExportPlace, SourceMissing
from keifu.messages import Exit
from keifu.output import put_bytes, say

Form = Literal["csv", "excel", "parquet", "sqlite", "nq", "ttl", "cube", "graphml", "gexf", "stratml"]


def export(
    out: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    format: Form,
    graph: GraphFolder = None,
) -> int:
    """Write the whole release for other programs.

    Args:
        out: File to write (sqlite, nq, ttl, cube, graphml, gexf; - for standard output, all but sqlite), or
            folder (csv, excel, parquet, stratml).
        format: csv: tables for programs. excel: the same tables for Excel, formulas guarded. parquet: the
            same with types; needs polars (pip install 'keifu[data]'). sqlite: the same in one file with keys.
            nq: every named graph, N-Quads. ttl: every public statement, Turtle. cube: the values as an RDF
            Data Cube. graphml, gexf: the lineage of everything with fiscal years, for Gephi. stratml: one
            StratML document (ISO 17469-2) for each report. See docs/data.md.
    """
    from keifu.exporting import FOLDERS, STREAMS, write_file, write_folder

    keifu = opened(graph)
    try:
        if out == "-":
            if format not in STREAMS:
                raise ExportPlace(format, "folder" if format in FOLDERS else "file")
            for part in STREAMS[format](keifu):
                put_bytes(part)
            written = out
        elif format in FOLDERS:
            written = ", ".join(write_folder(keifu, format, Path(out)))
        else:
            write_file(keifu, format, Path(out))
            written = out
    except BrokenPipeError:
        raise
    except OSError as error:
        raise SourceMissing(out, error.strerror or str(error)) from error
    say(f"release {keifu.release.id} written: {written}")
    return Exit.DONE
