"""Each list, answer and table has its twins (JSON, CSV, CSV for Excel, Parquet), all saying the same."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

from queries.export.catalog import load_tables
from queries.export.separated import text_of, to_csv, unguarded
from queries.export.sheets import sheet
from queries.ground import PROLOGUE, ground_of

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.release import Release
    from tests.api.conftest import Client

CLOUD = "indicator/municipal-cloud-adopters"
TABLES = (
    *(f"/{name}" for name in ("policies", "indicators", "documents", "orgs", "reports")),
    "/questions/budget-execution?policy=policy/soumu/e-municipality",
    f"/questions/indicator-series?indicator={CLOUD}",
    "/api/v1/indicators",
    f"/api/v1/questions/indicator-series?indicator={CLOUD}",
)


def twin(path: str, form: str, more: str = "") -> str:
    """The address of a page in another form."""
    stem, mark, query = path.partition("?")
    query = "&".join(part for part in (query, more) if part)
    return f"{stem}.{form}" + (f"?{query}" if mark or more else "")


def rows_of(text: str) -> list[list[str]]:
    return [*csv.reader(io.StringIO(text, newline=""))]


@pytest.mark.parametrize("path", TABLES)
def test_csv_for_spreadsheets_holds_what_raw_csv_holds(path: str, client: Client) -> None:
    raw = client.ask(twin(path, "csv"))
    safe = client.ask(twin(path, "csv", "csv=excel"))
    assert not raw.content.startswith(b"\xef\xbb\xbf")
    assert safe.content.startswith(b"\xef\xbb\xbf")
    assert safe.headers["content-disposition"].endswith('.csv"')
    assert "content-disposition" not in raw.headers
    assert safe.headers["etag"] != raw.headers["etag"]
    text = safe.content.decode("utf-8-sig")
    assert [[*map(unguarded, row)] for row in rows_of(text)] == rows_of(raw.text)
    for row in rows_of(text):
        assert not [cell for cell in row if cell[:1] in set("=+@＝＋－＠\t\r")]


@pytest.mark.parametrize("path", TABLES)
def test_parquet_holds_what_raw_csv_holds(path: str, client: Client) -> None:
    head, *rows = rows_of(client.ask(twin(path, "csv")).text)
    answer = client.ask(twin(path, "parquet"))
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    assert answer.headers["content-disposition"].endswith('.parquet"')
    frame = pl.read_parquet(io.BytesIO(answer.content))
    exact = [name + "_exact" if name + "_exact" in frame.columns else name for name in head]
    assert [[text_of(cell) for cell in row] for row in frame.select(exact).rows()] == rows
    assert [name for name in frame.columns if not name.endswith("_exact")] == head


def test_the_columns_of_parquet_have_types_whatever_the_answer(client: Client) -> None:
    address = twin(f"/questions/indicator-series?indicator={CLOUD}", "parquet")
    schema = pl.read_parquet(io.BytesIO(client.ask(address).content)).schema
    assert (schema["fiscalYear"], schema["value"], schema["asOf"]) == (pl.Int64, pl.Float64, pl.Date)
    money = pl.read_parquet(io.BytesIO(client.ask(twin(TABLES[5], "parquet")).content)).schema
    assert money["initial"] == pl.Int64


@pytest.mark.parametrize("name", sorted(load_tables()))
def test_a_table_says_the_same_in_each_form(name: str, client: Client, seeds_release: Release) -> None:
    found = sheet(ground_of(seeds_release), name)
    raw = client.ask(f"/api/v1/tables/{name}.csv").text
    assert raw == to_csv(found.table.names, found.rows)
    items = client.ask(f"/api/v1/tables/{name}").json()["items"]
    assert len(items) == len(found.rows)
    for item, row in zip(items, found.rows, strict=True):
        assert tuple(item) == found.table.names
        for column, cell in zip(found.table.columns, row, strict=True):
            told = item[column.name]
            assert (" ".join(told) or None if isinstance(told, list) else told) == (
                text_of(cell) if isinstance(cell, Decimal) or hasattr(cell, "isoformat") else cell
            )
    frame = pl.read_parquet(io.BytesIO(client.ask(f"/api/v1/tables/{name}.parquet").content))
    assert frame.height == len(found.rows)


def test_the_list_of_tables_tells_columns_and_keys(client: Client) -> None:
    found = {each["name"]: each for each in client.ask("/api/v1/tables").json()["items"]}
    assert [*found] == [*load_tables()]
    assert found["observations"]["key"] == ["observation"]
    assert {"name": "comparator", "to": "codes"}.items() <= found["observations"]["columns"][9].items()


def test_csv_of_sparql_is_that_of_the_engine(client: Client, seeds_release: Release) -> None:
    query = PROLOGUE + "SELECT ?x ?text { ?x a keifu:Actual ; keifu:text ?text } ORDER BY ?x"
    raw = client.ask("/sparql", params={"query": query}, headers={"accept": "text/csv"})
    assert raw.content == seeds_release.store().serialize(query, "text/csv").body


@pytest.mark.parametrize(
    "path", ["/indicators.csv?csv=lotus", "/api/v1/policies.csv?csv=", "/about?csv=excel"]
)
def test_another_kind_of_csv_and_csv_of_no_table_are_refused(path: str, client: Client) -> None:
    answer = client.ask(path)
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "csv"


def test_pages_of_tables_link_to_every_twin(client: Client) -> None:
    page = client.page("/indicators", year="2018")
    for href in ("indicators.json?", "indicators.csv?", "indicators.parquet?"):
        assert f'href="/{href}year=2018"' in page
    assert 'href="/indicators.csv?year=2018&amp;csv=excel"' in page


def test_without_its_package_parquet_is_not_offered(
    settings: Settings, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.tabular.is_installed", lambda: False)
    assert settings
    assert client.ask("/policies.parquet").status_code in {404, 406}
    assert ".parquet" not in client.page("/policies")


def test_the_document_tells_of_the_twins(client: Client) -> None:
    document = client.ask("/openapi.json").json()
    operation = document["paths"]["/api/v1/tables/observations"]["get"]
    assert "application/vnd.apache.parquet" in operation["responses"]["200"]["content"]
    assert "csv" in [each["name"] for each in operation["parameters"]]
    lonely = document["paths"]["/api/v1/coverage"]["get"]
    assert "csv" not in [each["name"] for each in lonely["parameters"]]
