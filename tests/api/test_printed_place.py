"""Evidence of a PDF leads to its page and rectangle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from api.app import create_app
from api.pages.source import Region
from api.settings import Settings
from keifu.loading import load
from tests.api.conftest import Client
from tests.loaders.drawn import as_html, as_pdf, drawing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_region_is_a_page_and_a_rectangle() -> None:
    fragment = "page=2&viewrect=412.5,96.0,44.8,11.2"
    assert Region.of(fragment) == Region(fragment, 2, 412.5, 96.0, 44.8, 11.2)
    assert Region.of("page=2") is None


@pytest.fixture(scope="module")
def printed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The site over one report that was read from a PDF."""
    folder = tmp_path_factory.mktemp("pdf")
    data = as_pdf(as_html(drawing(root / "tests/samples/kakuu-R6-3.tabbed.txt")))
    (folder / "report.pdf").write_bytes(data)
    load([str(folder / "report.pdf")], folder / "graph", lambda _: None)
    app = create_app(Settings(graph=folder / "graph", workers=1, query_seconds=2.0, result_bytes=2_000_000))
    yield Client(app)
    app.state.site.close()


@pytest.mark.browser
def test_a_value_leads_to_the_rectangle_of_the_page_that_prints_it(printed: Client) -> None:
    turtle = printed.ask("/report/7egpvvv5/2024-03/indicator/1.nt").text
    passage = re.search(r"source/[0-9a-f]{16}/p/[0-9]+-[0-9]+", turtle)
    assert passage is not None
    source, _, place = passage[0].partition("/p/")
    found = printed.ask(f"/{source}.json", params={"at": place}).json()
    (first, *_) = found["regions"]
    region = Region.of(first)
    assert region is not None
    assert region.page >= 1
    assert region.width > 0
    page = printed.page(f"/{passage[0]}")
    assert f"#{first}".replace("&", "&amp;") in page
    assert "Page and place in the original" in printed.page(f"/{passage[0]}", lang="en")
