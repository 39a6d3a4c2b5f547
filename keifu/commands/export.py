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

    Tables, one file each, into a folder: csv (for programs), excel (CSV that a spreadsheet program opens
    without harm), parquet (needs polars: pip install 'keifu[data]'). All tables in one file: sqlite.

    RDF: nq (N-Quads, every named graph), ttl (Turtle, every public statement), cube (RDF Data Cube of the
    values). The lineage of everything with fiscal years, for Gephi, yEd or networkx: graphml, gexf.
    One StratML document (ISO 17469-2) for each report, into a folder: stratml.

    Args:
        out: File or folder to write; - for standard output (nq, ttl, cube, graphml, gexf).
        format: What is written; docs/data.md says what each form holds and how to open it.
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
