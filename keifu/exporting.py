"""A release → files for other programs: RDF, tables, a database, graphs, documents, a data cube."""

from __future__ import annotations

import sqlite3
from itertools import islice
from typing import TYPE_CHECKING, Final

from keifu.errors import ExportPlace
from keifu.rows import Rows, needing
from queries.export import rdf
from queries.export.catalog import load_tables
from queries.export.columnar import sheet_to_parquet
from queries.export.cube import cube
from queries.export.database import write_database
from queries.export.described import csv_metadata, notes_of
from queries.export.separated import for_spreadsheets, to_csv
from queries.export.sheets import sheet, sheets
from queries.export.stratml import plans
from queries.lineage import whole
from queries.network import to_gexf, to_graphml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    import networkx as nx

    from keifu.face import Keifu
    from queries.export.sheets import Sheet

    Named = Iterator[tuple[str, bytes]]

_LINES: Final = 10_000  # lines written at once
METADATA: Final = "csv-metadata.json"
"""The description of a folder of CSV files, where CSV on the Web says that it is looked for."""


def nquads(keifu: Keifu) -> Iterator[str]:
    """Every statement of every named graph, one line each, sorted."""
    return rdf.nquads(keifu.files)


def turtle(keifu: Keifu) -> bytes:
    """Every public statement once, sorted, with prefixes, without the graphs that state it."""
    return rdf.turtle(keifu.files, notes_of(keifu.ground))


def table_names() -> tuple[str, ...]:
    """The names of the tables of an export."""
    return tuple(load_tables())


def table(keifu: Keifu, name: str) -> Rows:
    """One table of the release as rows; KeyError for a table that there is not."""
    return _rows(sheet(keifu.ground, name))


def tables(keifu: Keifu) -> Iterator[tuple[str, str]]:
    """File name and raw CSV of each table; things are named by their paths, codes by their local names."""
    for found in sheets(keifu.ground):
        yield f"{found.table.name}.csv", to_csv(found.table.names, found.rows)


def network(keifu: Keifu) -> nx.MultiDiGraph[str]:
    """The whole lineage of the release, with fiscal years, as `lineage` gives that of one thing."""
    graph = whole(keifu.ground)
    graph.graph["release"] = keifu.release.id
    return graph


def _rows(found: Sheet) -> Rows:
    return Rows(found.table.names, found.rows, found.table.en)


def _nquads(keifu: Keifu) -> Iterable[bytes]:
    lines = nquads(keifu)
    while chunk := [*islice(lines, _LINES)]:
        yield "".join(chunk).encode()


def _turtle(keifu: Keifu) -> Iterable[bytes]:
    return [turtle(keifu)]


def _cube(keifu: Keifu) -> Iterable[bytes]:
    return [cube(keifu.ground, notes_of(keifu.ground))]


def _graphml(keifu: Keifu) -> Iterable[bytes]:
    return [to_graphml(network(keifu)).encode()]


def _gexf(keifu: Keifu) -> Iterable[bytes]:
    return [to_gexf(network(keifu)).encode()]


STREAMS: Final[Mapping[str, Callable[[Keifu], Iterable[bytes]]]] = {
    "nq": _nquads,
    "ttl": _turtle,
    "cube": _cube,
    "graphml": _graphml,
    "gexf": _gexf,
}
"""The forms that are one text, which may also go to standard output."""


def _csv(keifu: Keifu) -> Named:
    for name, text in tables(keifu):
        yield name, text.encode()
    yield METADATA, csv_metadata(keifu.ground, load_tables().values()).encode()


def _excel(keifu: Keifu) -> Named:
    return ((name, for_spreadsheets(text).encode()) for name, text in tables(keifu))


def _parquet(keifu: Keifu) -> Named:
    notes = notes_of(keifu.ground)
    for found in sheets(keifu.ground):
        with needing("polars"):
            body = sheet_to_parquet(found, notes)
        yield f"{found.table.name}.parquet", body


def _stratml(keifu: Keifu) -> Named:
    return ((name, text.encode()) for name, text in plans(keifu.ground, notes_of(keifu.ground)))


FOLDERS: Final[Mapping[str, Callable[[Keifu], Named]]] = {
    "csv": _csv,
    "excel": _excel,
    "parquet": _parquet,
    "stratml": _stratml,
}
"""The forms that are several files."""


def write_folder(keifu: Keifu, form: str, folder: Path) -> list[str]:
    """Writes a form of several files into a folder, made when absent; gives the names of the files.

    Raises:
        PackageMissing: Parquet without polars.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for name, body in FOLDERS[form](keifu):
        (folder / name).write_bytes(body)
        names.append(name)
    return names


def write_file(keifu: Keifu, form: str, path: Path) -> None:
    """Writes a form of one file; what stood at the path before stays until the new file is whole.

    Raises:
        ExportPlace: the path is a folder.
        OSError: the file cannot be written.
    """
    if path.is_dir():
        raise ExportPlace(form, "file")
    building = path.with_name(f".{path.name}.part")
    try:
        if form == "sqlite":
            _write_database(keifu, building)
        else:
            _write_stream(STREAMS[form](keifu), building)
        building.replace(path)
    finally:
        building.unlink(missing_ok=True)


def _write_stream(parts: Iterable[bytes], path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(parts)


def _write_database(keifu: Keifu, path: Path) -> None:
    path.touch()  # a folder that is not there says so in the words of the system, not of SQLite
    try:
        write_database(path, sheets(keifu.ground), notes_of(keifu.ground))
    except sqlite3.OperationalError as error:
        raise OSError(str(error)) from error
