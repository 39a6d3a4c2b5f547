"""The accounts of readings on the site: every line with its characters, apart from every answer."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
import rdflib

from api.app import create_app
from api.settings import Settings
from keifu.loading import load
from keifu.overlays import Overlay
from loaders.model import Correction, Span
from loaders.source import open_source
from tests.api.conftest import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.release import Release

A, B = "/loss/soumu/2019-08", "/loss/soumu/2022-08"
KEIFU = rdflib.Namespace("https://w3id.org/keifu/ns#")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_overview_has_every_report_with_its_share_and_its_issues(client: Client) -> None:
    rows = table(client.ask("/loss.csv").text)
    assert [row["report"] for row in rows] == ["report/soumu/2019-08", "report/soumu/2022-08"]
    assert [(row["characters"], row["unread"]) for row in rows] == [("13109", "6"), ("5349", "1")]
    assert [row["explained"] for row in rows] == ["99.95%", "99.98%"]
    assert all(int(row["lost"]) >= 2 for row in rows)


@pytest.mark.parametrize("path", [A, B])
def test_all_forms_of_an_account_hold_the_same_lines(client: Client, path: str) -> None:
    rows = table(client.ask(f"{path}.csv").text)
    items = client.ask(f"{path}.json").json()["issues"]
    graph = rdflib.Graph().parse(data=client.ask(f"{path}.ttl").text, format="turtle")
    nodes = set(graph.subjects(rdflib.RDF.type, KEIFU.ReadingIssue))
    assert len(rows) == len(items) == len(nodes) > 0
    assert [row["words"] for row in rows] == [item["words"] for item in items]


def test_every_line_with_a_place_leads_to_its_characters(client: Client) -> None:
    page = client.page(B)
    assert 'href="/source/94ca55d09eda047b?at=129-130#c129-130"' in page
    source = client.page("/source/94ca55d09eda047b", at="129-130")
    assert re.search(r'<mark[^>]*class="[^"]*hit[^"]*"[^>]*>0</mark>', source)


def test_a_passage_that_only_an_account_has_is_there(client: Client) -> None:
    passage = "/source/94ca55d09eda047b/p/129-130"
    assert "<mark" in client.page(passage)
    graph = rdflib.Graph().parse(data=client.ask(f"{passage}.ttl").text, format="turtle")
    quotes = {str(o) for o in graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/oa#exact"))}
    assert quotes == {"0"}
    assert client.ask("/source/94ca55d09eda047b/p/0-2").status_code == 404


def test_an_account_says_what_is_unread_and_why(client: Client) -> None:
    page = client.page(A)
    assert "<q>【30年度】</q>" in page
    assert "最終目標は年度だけが残り" in page
    assert (
        "survives in the source" in client.ask(A, headers={"accept": "text/html"}, params={"lang": "en"}).text
    )


def test_a_report_leads_to_its_account(client: Client) -> None:
    assert f'href="{A}"' in client.page("/report/soumu/2019-08")
    assert 'href="/loss"' in client.page("/about")


@pytest.mark.parametrize("path", ["/loss/soumu/1999-01", f"{A}/999", "/loss/x", "/loss/soumu"])
def test_an_account_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.ask(path).status_code == 404


def test_accounts_are_no_part_of_the_default_graph(seeds_release: Release) -> None:
    store = seeds_release.store()
    found = store.select(f"SELECT ?x {{ ?x a <{KEIFU.ReadingIssue}> }}").rows
    inside = store.select(f"SELECT ?x {{ GRAPH ?g {{ ?x a <{KEIFU.ReadingIssue}> }} }}").rows
    assert not found
    assert inside


WRONG, RIGHT = "1,l82団体", "1,182団体"


@pytest.fixture(scope="module")
def corrected(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The site over one sample with a letter in the place of a digit, and the correction of it."""
    folder = tmp_path_factory.mktemp("corrected")
    raw = (samples / "soumu-R4-8.linear.txt").read_text(encoding="utf-8").replace(RIGHT, WRONG)
    (folder / "b.txt").write_text(raw, encoding="utf-8")
    start = raw.index(WRONG)
    given = Correction(
        open_source(raw.encode(), "b.txt").sha256,
        Span(start, start + len(WRONG)),
        WRONG,
        RIGHT,
        "原本の写しと照合した。",
        "校閲係",
        date(2026, 11, 23),
    )
    loaded = load([str(folder / "b.txt")], folder, lambda _: None, overlay=Overlay((given,)))
    assert not loaded.failed
    app = create_app(Settings(graph=folder, workers=1))
    yield Client(app)
    app.state.site.close()


def test_a_correction_is_seen_from_its_value_and_from_the_account(corrected: Client) -> None:
    account = corrected.page(B)
    for words in (f"<q>{WRONG}</q> → <q>{RIGHT}</q>", "校閲係", "2026-11-23", "原本の写しと照合した。"):
        assert words in account
    value = corrected.page("/report/soumu/2022-08/indicator/1/1/actual/2019")
    (address,) = set(re.findall(r'href="(/source/[0-9a-f]{16}/c/[0-9-]+)"', value))
    own = corrected.page(address)
    assert RIGHT in own
    assert 'href="/report/soumu/2022-08/indicator/1/1/actual/2019"' in own
