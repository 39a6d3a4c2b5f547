"""A release → files for other programs: N-Quads, Turtle, or one CSV for each kind of fact."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from graph.folder import files_of
from keifu.rows import Rows
from ontology.terms import CODE_NS, KEIFU_NS
from queries.ground import PROLOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from keifu.face import Keifu
    from keifu.rows import Cell

_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def nquads(keifu: Keifu) -> Iterator[str]:
    """Every statement of every named graph, graph by graph."""
    for path in files_of(keifu.release.path / "quads"):
        if path.name != "default.nq":
            yield path.read_text(encoding="utf-8")


def turtle(keifu: Keifu) -> bytes:
    """Every public statement once, without the graphs that state it."""
    return keifu.ground.store.serialize(_ALL, "text/turtle").body


def tables(keifu: Keifu) -> Iterator[tuple[str, str]]:
    """File name and CSV text of each table; IRIs of the release are paths."""
    folder = files("keifu") / "tables"
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".rq")):
        query = (folder / name).read_text(encoding="utf-8")
        found = keifu.query(PROLOGUE + query)
        rows = tuple(tuple(map(_short, row)) for row in found.rows)
        yield name.replace(".rq", ".csv"), Rows(found.columns, rows).to_csv()


def _short(cell: Cell) -> Cell:
    """Codes and terms by their local names, as in the answers of questions."""
    return cell.removeprefix(CODE_NS).removeprefix(KEIFU_NS) if isinstance(cell, str) else cell


def write_tables(keifu: Keifu, folder: Path) -> list[str]:
    """Writes the tables into a folder, which is made when absent; gives the names of the files."""
    folder.mkdir(parents=True, exist_ok=True)
    names: list[str] = []
    for name, text in tables(keifu):
        (folder / name).write_text(text, encoding="utf-8", newline="")
        names.append(name)
    return names
