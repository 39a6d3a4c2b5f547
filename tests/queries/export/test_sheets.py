"""The tables of an export say what SPARQL says, in CSV, Parquet and SQLite alike."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from graph.embedded import OxigraphStore
from queries.errors import TableError
from queries.export.catalog import Column, Table, _check_column, load_tables
from queries.export.columnar import EXACT, sheet_to_parquet
from queries.export.database import write_database
from queries.export.described import notes_of
from queries.export.separated import text_of, to_csv
from queries.export.sheets import sheet, sheets
from queries.ground import PROLOGUE, Ground, ground_of

if TYPE_CHECKING:
    from pathlib import Path

    from graph.release import Release
    from queries.answer import Cell
    from queries.export.sheets import Sheet

VALUES = """
SELECT ?o ?kind ?indicator ?year ?comparator ?value ?unit ?text {
  VALUES ?kind { keifu:Baseline keifu:Target keifu:Actual }
  ?o a ?kind ; keifu:indicator ?indicator ; keifu:fiscalYear ?year ; keifu:text ?text .
  OPTIONAL { ?o keifu:comparator ?comparator }
  OPTIONAL { ?o keifu:value ?value ; keifu:unit ?unit }
}"""
NAMES = ("observation", "kind", "indicator", "fiscalYear", "comparator", "value", "unit", "text")


@pytest.fixture(scope="module")
def ground(samples_release: Release) -> Ground:
    return ground_of(samples_release)


@pytest.fixture(scope="module")
def filled(ground: Ground) -> dict[str, Sheet]:
    return {found.table.name: found for found in sheets(ground)}


@pytest.fixture(scope="module")
def database(filled: dict[str, Sheet], ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "keifu.sqlite"
    write_database(path, filled.values(), notes_of(ground))
    return path


def told(ground: Ground) -> Counter[tuple[str, ...]]:
    """What a query of its own says of every value, as texts."""
    return Counter(
        tuple(ground.path(cell).removeprefix("https://w3id.org/keifu/ns#") for cell in row)
        for row in ground.rows(VALUES)
    )


def of_columns(found: Sheet) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(map(text_of, found.column(name)) for name in NAMES), strict=True))


def test_every_value_is_one_row_and_equals_the_answer_of_sparql(
    ground: Ground, filled: dict[str, Sheet]
) -> None:
    assert of_columns(filled["observations"]) == told(ground)
    assert len(filled["observations"].rows) == len(told(ground)) > 70


def test_a_target_has_its_comparator_and_a_budget_its_passages(filled: dict[str, Sheet]) -> None:
    values = filled["observations"]
    comparators = dict(zip(values.column("observation"), values.column("comparatorLabel"), strict=True))
    assert comparators["report/soumu/2019-08/indicator/2/1/target/2016"] == "以上"
    assert comparators["report/soumu/2019-08/indicator/5/1/target/2017"] == "約"
    assert comparators["report/soumu/2019-08/indicator/5/1/actual/2018"] is None
    quotes = filled["budgets"].column("quote")
    assert "37,790" in str(quotes[0])
    assert all(filled["budgets"].column("evidence"))


def test_the_passages_of_a_row_are_in_the_order_of_the_text_and_so_are_their_quotes(
    filled: dict[str, Sheet],
) -> None:
    exact = dict(zip(filled["passages"].column("passage"), filled["passages"].column("exact"), strict=True))
    for name in ("observations", "budgets", "citations", "changes"):
        for evidence, quote in zip(
            filled[name].column("evidence"), filled[name].column("quote"), strict=True
        ):
            passages = str(evidence or "").split()
            assert (" ／ ".join(str(exact[each]) for each in passages) or None) == quote
            starts = [int(each.rpartition("/p/")[2].partition("-")[0]) for each in passages]
            assert starts == sorted(starts)


def test_rows_stand_in_one_order_with_numbers_as_numbers(ground: Ground, filled: dict[str, Sheet]) -> None:
    entries = [str(path) for path in filled["entries"].column("entry") if "2019-08/indicator" in str(path)]
    assert [int(path.rpartition("/")[2]) for path in entries] == [*range(1, 11)]
    assert sheet(ground, "observations") == filled["observations"]


def test_raw_csv_reads_back_as_the_cells(filled: dict[str, Sheet]) -> None:
    for found in filled.values():
        text = to_csv(found.table.names, found.rows)
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert tuple(head) == found.table.names
        assert rows == [[*map(text_of, row)] for row in found.rows]


def test_raw_csv_has_the_cells_of_the_engine_itself(
    samples_release: Release, filled: dict[str, Sheet]
) -> None:
    query = PROLOGUE + "SELECT ?exact { ?p a keifu:Passage ; oa:exact ?exact } ORDER BY ?exact"
    with closing(io.StringIO(samples_release.store().serialize(query, "text/csv").body.decode())) as body:
        own = [row[0] for row in csv.reader(body)][1:]
    assert sorted(own) == sorted(
        str(cell).replace("\r\n", "\n") for cell in filled["passages"].column("exact")
    )


def test_parquet_reads_back_with_types_and_every_digit(filled: dict[str, Sheet], ground: Ground) -> None:
    for found in filled.values():
        frame = pl.read_parquet(io.BytesIO(sheet_to_parquet(found, notes_of(ground))))
        decimals = [column.name for column in found.table.columns if column.type == "decimal"]
        assert [name for name in frame.columns if not name.endswith(EXACT)] == [*found.table.names]
        for name in found.table.names:
            exact = name + EXACT if name in decimals else name
            assert [text_of(cell) for cell in frame[exact].to_list()] == [*map(text_of, found.column(name))]
    frame = pl.read_parquet(io.BytesIO(sheet_to_parquet(filled["observations"], {})))
    assert frame.schema["value"] == pl.Float64
    assert frame.schema["fiscalYear"] == pl.Int64
    assert frame.schema["asOf"] == pl.Date
    assert frame.schema["isFinal"] == pl.Boolean


def test_parquet_names_its_release_and_has_the_same_bytes_each_time(
    filled: dict[str, Sheet], ground: Ground
) -> None:
    once, again = (sheet_to_parquet(filled["budgets"], notes_of(ground)) for _ in range(2))
    assert once == again
    assert pl.read_parquet_metadata(io.BytesIO(once))["release"] == ground.release


def test_sqlite_holds_every_row_and_breaks_none_of_its_keys(filled: dict[str, Sheet], database: Path) -> None:
    with closing(sqlite3.connect(database)) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name, found in filled.items():
            columns = ", ".join(f'"{column}"' for column in found.table.names)
            rows = base.execute(f'SELECT {columns} FROM "{name}"').fetchall()
            assert rows == [tuple(map(stored, row)) for row in found.rows]


def stored(cell: Cell) -> str | int | float | None:
    match cell:
        case Decimal():
            return float(cell)
        case date():
            return cell.isoformat()
        case _:
            return cell


def test_sqlite_keeps_the_exact_digits_beside_the_float(database: Path) -> None:
    with closing(sqlite3.connect(database)) as base:
        found = base.execute(
            'SELECT "value", "value_exact" FROM observations '
            "WHERE observation = 'report/soumu/2019-08/indicator/4/1/baseline/2014'"
        ).fetchall()
    assert found == [(40.1, "40.1")]


def test_sqlite_joins_targets_with_actuals_and_facts_with_their_quotes(database: Path) -> None:
    with closing(sqlite3.connect(database)) as base:
        found = base.execute(
            "SELECT a.value, t.value, t.comparatorLabel FROM observations_against j "
            "JOIN observations a USING (observation) JOIN observations t ON t.observation = j.against "
            "WHERE a.indicator = 'indicator/municipal-cloud-adopters'"
        ).fetchall()
        quotes = base.execute(
            "SELECT p.exact FROM observations_evidence e JOIN passages p ON p.passage = e.evidence "
            "WHERE e.observation = 'report/soumu/2019-08/indicator/5/1/actual/2018'"
        ).fetchall()
    assert found == [(1067.0, 1000.0, "約")]
    assert quotes == [("1,067団体 (H30.4.1時点)",)]


def test_sqlite_explains_itself_in_both_languages(database: Path, ground: Ground) -> None:
    with closing(sqlite3.connect(database)) as base:
        told = dict(base.execute('SELECT "name", "value" FROM "release"').fetchall())
        explained = {
            (row[0], row[1]): row[2:]
            for row in base.execute('SELECT "table", "column", ja, en FROM "README"')
        }
    assert told["release"] == ground.release
    assert explained["budgets", "executed"] == ("執行額", "executed")
    assert all(all(words) for words in explained.values())


def test_sqlite_of_equal_releases_has_equal_bytes(
    filled: dict[str, Sheet], database: Path, ground: Ground, tmp_path: Path
) -> None:
    write_database(tmp_path / "again.sqlite", filled.values(), notes_of(ground))
    assert (tmp_path / "again.sqlite").read_bytes() == database.read_bytes()


def test_both_stores_fill_the_tables_alike(embedded: Ground, oracle: Ground) -> None:
    for name in ("observations", "budgets", "links", "citations"):
        assert sheet(embedded, name).rows == sheet(oracle, name).rows


def test_a_second_value_where_one_belongs_is_told_and_not_chosen() -> None:
    node, terms = "<https://w3id.org/keifu/report/soumu/2019-08>", "<https://w3id.org/keifu/ns#"
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    lines = [
        f"{node} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> {terms}Report> .",
        *(f'{node} {terms}fiscalYear> "{year}"{integer} .' for year in (2018, 2019)),
    ]
    store = OxigraphStore.of(["\n".join(lines) + "\n"])
    with pytest.raises(TableError, match="fiscalYear has several values"):
        sheet(Ground(store), "reports")


def test_every_table_says_what_it_holds_and_points_only_to_tables() -> None:
    tables = load_tables()
    for table in tables.values():
        assert table.ja
        assert table.en
        for column in table.columns:
            assert column.ja, (table.name, column.name)
            assert column.en, (table.name, column.name)
            assert column.type in {"path", "code"} or not column.to


def test_every_class_of_a_report_has_a_table(ground: Ground) -> None:
    """Nodes with evidence are what a report says; none of their classes may be left out of the export."""
    exported = {name for table in load_tables().values() for name in table.of}
    classes = ground.rows("SELECT DISTINCT ?class { ?node keifu:evidence ?e ; a ?class }")
    named = {"keifu:" + ground.path(each).rpartition("#")[2] for (each,) in classes}
    assert named - exported - {"keifu:Correction"} == set()


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (Column("x", "number", "x", "x"), "unknown type"),  # pyright: ignore[reportArgumentType]
        (Column("x", "integer", "x", "x", many=True), "not many"),
        (Column("x", "path", "x", "x", to="nowhere"), "points to nowhere"),
        (Column("x", "quote", "x", "x"), "quotes evidence"),
    ],
)
def test_a_wrong_column_of_a_table_is_told(column: Column, said: str) -> None:
    with pytest.raises(TableError, match=said):
        _check_column(Table("t", "t", "t", ("x",), (column,)), column, load_tables())


def test_an_empty_release_gives_empty_tables(empty: Ground) -> None:
    assert [found.rows for found in sheets(empty)] == [()] * len(load_tables())
