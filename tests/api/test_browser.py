"""The pages in a real browser: status, one heading, no console error, no request to another host."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
import uvicorn
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from fastapi import FastAPI
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CLOUD = "indicator/municipal-cloud-adopters"
PAGES = (
    "/",
    "/policies",
    "/indicators",
    "/documents",
    "/orgs",
    "/reports",
    "/policy/soumu/e-government",
    f"/{CLOUD}",
    "/doc/honebuto/2020/s/3",
    "/report/soumu/2019-08",
    f"/lineage?from={CLOUD}",
    f"/questions/cabinet-basis?start={CLOUD}",
    "/source/aec283a3ce7df1c3?at=3529-3548#c3529-3548",
    "/search?q=クラウド",
    "/sparql?format=html&query=ASK%20%7B%7D",
    "/about",
    "/loss",
    "/loss/soumu/2019-08",
)


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ja-JP", "en-US"])
def test_every_page_type_loads_clean(browser: Browser, address: str, language: str, width: int) -> None:
    context = browser.new_context(locale=language, viewport={"width": width, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda one: None if one.url.startswith(address) else complaints.append(one.url))
    for path in PAGES:
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.locator("h1").count() == 1, path
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{path} scrolls sideways by {wider} px at {width} px"
    context.close()
    assert complaints == []


def test_evidence_is_in_sight_when_its_link_is_followed(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/{CLOUD}")
    page.locator('a.proof[href*="3529-3548"]').first.click()
    assert page.url.endswith("/source/aec283a3ce7df1c3?at=3529-3548#c3529-3548")
    box = page.locator("mark.hit").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900
    assert page.locator("mark.hit").first.inner_text() == "1,067団体 (H30.4.1時点)"
    page.close()


def test_five_minutes_of_a_citizen_from_search_to_the_printed_words(browser: Browser, address: str) -> None:
    page = browser.new_page(locale="ja-JP")
    page.goto(address)
    page.get_by_role("searchbox").fill("クラウド導入市区町村数")
    page.get_by_role("button", name="検索").click()
    page.locator("ol.hits li a").first.click()
    assert page.url.endswith(f"/{CLOUD}")
    page.locator('div.drawing a[href^="/doc/"]').first.click()
    assert page.locator("h1").count() == 1
    assert page.url.startswith(f"{address}/doc/")
    page.close()
