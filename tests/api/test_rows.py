"""Rows are counted in what the engine has written, wherever it is cut into pieces."""

from __future__ import annotations

from typing import cast

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.rows import counter

FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
TRICKY = st.sampled_from(['},{"', "[{", "<result>", '"', "\\", '\\"', "\n", "\r\n", "{}", "</result>", ","])
TEXTS = st.lists(TRICKY | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)).map("".join)
CELLS = st.none() | TEXTS.map(ox.Literal) | st.just(ox.NamedNode("http://e/result"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6), st.sampled_from(sorted(FORMATS)), st.integers(1, 40))
def test_every_row_is_counted_once(
    rows: list[tuple[ox.Term | None, ox.Term | None]], media_type: str, size: int
) -> None:
    cells = [" ".join("UNDEF" if cell is None else str(cell) for cell in row) for row in rows]
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {' '.join(f'({each})' for each in cells)} }} }}"
    found = cast("ox.QuerySolutions", ox.Store().query(query))
    body = cast("bytes", found.serialize(format=FORMATS[media_type]))
    count = counter(media_type)
    assert count is not None
    told = [count(body[start : start + size]) for start in range(0, len(body), size)]
    assert told == sorted(told)
    assert told[-1] == len(rows)


def test_lines_of_triples_are_counted_and_other_forms_of_rdf_are_not() -> None:
    count = counter("application/n-triples")
    assert count is not None
    assert (count(b"<a> <b> "), count(b"<c> .\n<a>")) == (0, 1)
    assert counter("text/turtle") is None


@pytest.mark.parametrize("media_type", sorted(FORMATS))
def test_no_row_is_none(media_type: str) -> None:
    count = counter(media_type)
    found = cast("ox.QuerySolutions", ox.Store().query("SELECT * { ?s ?p ?o }"))
    assert count is not None
    assert count(cast("bytes", found.serialize(format=FORMATS[media_type]))) == 0
