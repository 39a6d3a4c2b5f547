"""Search on the site: page, JSON and CSV agree, facets lead where they say, nothing found gives advice."""

from __future__ import annotations

import csv
import html
import io
import re
from typing import TYPE_CHECKING

import pytest

from api.pages import finding
from graph.errors import SearchStopped
from tests.api.conftest import HTML

if TYPE_CHECKING:
    from tests.api.conftest import Client

SEARCH = "/api/v1/search"


def test_facets_count_what_their_links_show(client: Client) -> None:
    told = client.ask(SEARCH, params={"q": "クラウド"}).json()
    assert set(told["facets"]) == {"type", "year", "ministry"}
    for facet, counts in told["facets"].items():
        for value, count in counts.items():
            narrowed = client.ask(SEARCH, params={"q": "クラウド", facet: value, "limit": "1"}).json()
            assert narrowed["total"] == count, (facet, value)
    assert sum(told["facets"]["type"].values()) == told["total"]


def test_pages_add_up_to_the_csv(client: Client) -> None:
    items, cursor = [], ""
    while cursor is not None:
        told = client.ask(SEARCH, params={"q": "自治", "limit": "40", "cursor": cursor}).json()
        items += told["items"]
        cursor = told["next"]
    rows = list(
        csv.DictReader(io.StringIO(client.ask(f"{SEARCH}.csv", params={"q": "自治", "limit": "2"}).text))
    )
    assert [row["path"] for row in rows] == [item["path"] for item in items]
    assert len(items) == told["total"]
    for item in items:
        assert all(item["matched"][start:end] for start, end in item["marks"])
        assert item["marks"]


def test_a_year_may_be_written_in_any_way(client: Client) -> None:
    totals = {
        client.ask(SEARCH, params={"q": "自治体", "year": year}).json()["total"] for year in ("2018", "H30")
    }
    assert len(totals) == 1
    assert totals != {0}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"q": "x", "type": "edtion"}, "type"),
        ({"q": "あ" * 201}, "q"),
        ({"q": "あ " * 13}, "q"),
        ({"q": "x", "cursor": "9"}, "cursor"),
    ],
)
def test_what_a_search_cannot_take_is_refused_by_name(
    client: Client, given: dict[str, str], named: str
) -> None:
    for path in (SEARCH, "/search"):
        answer = client.ask(path, params=given, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["parameter"]) == (400, named)


def test_the_page_marks_the_words_and_names_types_and_facets(client: Client) -> None:
    page = client.page("/search", q="令和3年度")
    assert "<mark>令和３年度</mark>" in page
    assert ">評価書の記述</bdi></a>" in page
    assert re.search(r'href="/search\?q=[^"]+&amp;year=2021"', page)
    english = client.page("/search", q="令和3年度", lang="en", type="report")
    assert "<strong>Report</strong>" in english
    assert "Former" not in english


def test_nothing_found_gives_advice_that_finds_something(client: Client) -> None:
    page = client.page("/search", q="骨太2020")
    (href,) = re.findall(r'<li><a href="(/search\?q=%E9%AA%A8%E5%A4%AA[^"]*)"><bdi>骨太 2020', page)
    assert "<mark>骨太</mark>" in client.page(html.unescape(href))
    assert "絞り込みを外す" in client.page("/search", q="骨太", type="org")


def test_a_text_that_is_markup_stays_text(client: Client) -> None:
    page = client.page("/search", q='"><script>alert(1)</script>')
    assert "<script>" not in page


def test_too_many_hits_for_a_table_are_not_cut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_ROWS", 3)
    assert client.ask(f"{SEARCH}.csv", params={"q": "電"}).status_code == 413


def test_a_search_that_is_stopped_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise SearchStopped("電", 2.0)

    monkeypatch.setattr(finding, "search", stopped)
    answer = client.ask("/search", params={"q": "電"}, headers=HTML)
    assert answer.status_code == 503
    assert "2 秒で打ち切りました" in answer.text
