"""The W3C manifests of result formats → queries with their data and the answer that is expected.

The files come in an archive; it is read in memory, and nothing of it is written down.
"""

from __future__ import annotations

import csv
import json
import tarfile
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rdflib.term import Node

GROUPS = ("csv-tsv-res", "json-res")
_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_FOLDER = "rdf-tests/sparql/sparql11"
_MEDIA = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "srj": "application/sparql-results+json",
}

Rows = list[tuple[tuple[str, str], ...]]
"""Rows as pairs of column and cell, all sorted, for no test is about order. Blank nodes are all one."""


@dataclass(frozen=True, slots=True)
class ResultTest:
    """One test: its data as Turtle, its query, and what an answer in `media_type` has to say."""

    name: str
    data: bytes
    query: str
    media_type: str
    expected: bytes


def result_tests(archive: Path) -> Iterator[ResultTest]:
    """The tests of all groups, in the order of their manifests."""
    with tarfile.open(archive) as packed:
        for group in GROUPS:
            prefix = f"{_FOLDER}/{group}/"
            files = {
                each.name.removeprefix(prefix): read.read()
                for each in packed
                if each.name.startswith(prefix) and (read := packed.extractfile(each)) is not None
            }
            yield from _group(files)


def _group(files: Mapping[str, bytes]) -> Iterator[ResultTest]:
    graph = rdflib.Graph().parse(data=files["manifest.ttl"], format="turtle", publicID="http://manifest/")
    for test in Collection(graph, next(graph.objects(None, _MF.entries))):
        action = graph.value(test, _MF.action)
        assert action is not None, "each test has an action"
        result = _file(graph, test, _MF.result)
        yield ResultTest(
            str(test).rpartition("#")[2],
            files[_file(graph, action, _QT.data)],
            files[_file(graph, action, _QT["query"])].decode(),
            _MEDIA[result.rpartition(".")[2]],
            files[result],
        )


def _file(graph: rdflib.Graph, node: Node, predicate: rdflib.URIRef) -> str:
    return str(graph.value(node, predicate)).rpartition("/")[2]


def rows(media_type: str, body: bytes) -> Rows | bool:
    """What a body says, so that two ways of writing the same answer are equal."""
    if media_type == _MEDIA["csv"]:
        columns, *lines = csv.reader(StringIO(body.decode()))
        return _sorted(columns, ([_csv_cell(cell) for cell in row] for row in lines))
    if media_type == _MEDIA["tsv"]:
        head, *texts = body.decode().removesuffix("\n").split("\n")
        return _sorted(head.split("\t"), (list(_terms(text)) for text in texts))
    told = json.loads(body)
    if "boolean" in told:
        return bool(told["boolean"])
    names = told["head"]["vars"]
    return _sorted(
        names, ([_json_cell(row.get(name)) for name in names] for row in told["results"]["bindings"])
    )


def _sorted(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> Rows:
    return sorted(tuple(sorted(zip(columns, line, strict=True))) for line in lines)


def _csv_cell(cell: str) -> str:
    return "_:" if cell.startswith("_:") else _number(cell)


def _number(text: str) -> str:
    """1.0E6 and 1000000 are one value of xsd:double, and CSV tells no types."""
    try:
        return repr(float(text))
    except ValueError:
        return text


def _terms(line: str) -> Iterator[str]:
    """The cells of a line as the engine reads them, which makes 1.0e6 and "1.0E6"^^xsd:double one."""
    for cell in line.split("\t"):
        if not cell or cell.startswith("_:"):
            yield cell[:2]
        else:
            found = cast("ox.QuerySolutions", ox.Store().query(f"SELECT ({cell} AS ?x) {{}}"))
            yield str(next(found)[0])


def _json_cell(cell: dict[str, str] | None) -> str:
    if cell is None:
        return ""
    return json.dumps({**cell, "value": ""} if cell["type"] == "bnode" else cell, sort_keys=True)
