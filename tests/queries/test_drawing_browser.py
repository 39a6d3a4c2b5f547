"""The drawing in a real browser: letters as wide as they are must stay inside their boxes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from queries.drawing import draw_svg
from tests.queries import drawing_fixtures as fixtures

if TYPE_CHECKING:
    from pathlib import Path

OUTSIDE = """() => [...document.querySelectorAll('a')].flatMap(a => {
  const box = a.querySelector('rect').getBBox();
  return [...a.querySelectorAll('text')].filter(text => {
    const b = text.getBBox();
    return b.x < box.x || b.x + b.width > box.x + box.width
        || b.y < box.y - 1 || b.y + b.height > box.y + box.height + 2;
  }).map(text => text.textContent);
})"""
UNDER_PILLS = """() => [...document.querySelectorAll('a')].filter(a => {
  const pills = [...a.querySelectorAll('g[data-status] > rect')].map(pill => pill.getBBox());
  return [...a.querySelectorAll(':scope > text')].some(text => {
    const b = text.getBBox();
    return pills.some(p => b.x < p.x + p.width && p.x < b.x + b.width
        && b.y + 3 < p.y + p.height && p.y + 3 < b.y + b.height);
  });
}).map(a => a.dataset.node)"""


@pytest.mark.browser
def test_every_label_lies_inside_its_box_and_clear_of_its_pill(tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    assert chromium, "chromium is not installed: run tests/browser.sh"
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--headless=new", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        for name, graph in (("both", fixtures.both_reports()), ("cloud", fixtures.cloud_lineage())):
            for language in ("ja", "en"):
                file = tmp_path / f"{name}-{language}.svg"
                file.write_text(draw_svg(graph, language=language), encoding="utf-8")
                page.goto(file.as_uri())
                assert page.evaluate(OUTSIDE) == []
                assert page.evaluate(UNDER_PILLS) == []
        browser.close()
