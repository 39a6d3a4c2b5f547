"""The site over the release of both reports, asked without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pytest

from api.app import create_app
from api.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI

    from graph.release import Release

HTML = {"accept": "text/html"}


@dataclass(frozen=True, slots=True)
class Client:
    """Asks one application; an exception inside it is an exception of the test."""

    app: FastAPI

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        params: Mapping[str, str] | None = None,
        raises: bool = True,
    ) -> httpx.Response:
        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=raises)
            async with httpx.AsyncClient(transport=transport, base_url="http://keifu.test") as client:
                return await client.request(method, path, headers=headers, content=body, params=params)

        return asyncio.run(go())

    def page(self, path: str, **params: str) -> str:
        """The HTML of a page that must be there."""
        answer = self.ask(path, headers=HTML, params=params or None)
        assert answer.status_code == 200, answer.text
        return answer.text


def folder_of(release: Release) -> Path:
    """The data folder that a release lies in."""
    return release.path.parent.parent


@pytest.fixture(scope="session")
def settings(seeds_release: Release) -> Settings:
    return Settings(graph=folder_of(seeds_release), workers=1, query_seconds=2.0, result_bytes=2_000_000)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[FastAPI]:
    found = create_app(settings)
    yield found
    found.state.site.close()


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Client:
    return Client(app)
