"""Every link of every page leads somewhere, on both releases."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import HTML, Client, folder_of
from tests.api.test_pages import read

if TYPE_CHECKING:
    from graph.release import Release

MOST = 150


def crawl(client: Client) -> dict[str, int]:
    """Follows links from the front page; one place in a source text stands for all of them."""
    found: dict[str, int] = {}
    queue = ["/"]
    while queue and len(found) < MOST:
        path = queue.pop(0)
        if path in found:
            continue
        answer = client.ask(path, headers=HTML)
        found[path] = answer.status_code
        if answer.headers["content-type"].startswith("text/html"):
            links = (urldefrag(link).url for link in read(answer.text).links)
            queue += [link for link in dict.fromkeys(links) if not _is_one_of_many(link, found, queue)]
    return found


def _is_one_of_many(link: str, found: dict[str, int], queue: list[str]) -> bool:
    kind = next((part for part in ("?at=", "/sparql?", "lang=", "&up=", "&across=") if part in link), None)
    return kind is not None and any(kind in other for other in [*found, *queue])


@pytest.mark.parametrize("name", ["seeds_release", "samples_release"])
def test_no_link_is_dead(request: pytest.FixtureRequest, name: str) -> None:
    release: Release = request.getfixturevalue(name)
    app = create_app(Settings(graph=folder_of(release), workers=1))
    found = crawl(Client(app))
    app.state.site.close()
    assert {path: status for path, status in found.items() if status != 200} == {}
    assert len(found) > 50
