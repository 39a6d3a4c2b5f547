"""What the messages and the pages for readers name must be there: verbs, options, addresses of the site."""

from __future__ import annotations

import asyncio
import re
import shlex
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from keifu.cli import VERBS

if TYPE_CHECKING:
    from fastapi import FastAPI

    from tests.keifu.conftest import Command

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    ROOT / "keifu" / "messages.toml",
    *sorted(ROOT.glob("README*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)
CALL = re.compile(r"(?:^\$ |`|: )keifu ([a-z]+)((?: (?:--)?[^\s`|\"。．]+)*)", re.MULTILINE)
ADDRESS = re.compile(r"`(/[a-z][a-z0-9./-]*)`")


@cache
def calls(page: Path) -> tuple[tuple[str, str], ...]:
    return tuple(CALL.findall(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_verb_and_option_that_a_page_names_is_there(run: Command, page: Path) -> None:
    for verb, rest in calls(page):
        assert verb in VERBS, verb
        options = {word.split("=")[0] for word in shlex.split(rest) if word.startswith("--")}
        known = set(re.findall(r"--[a-z][a-z-]*", run(verb, "--help").out))
        assert options <= known | {"--help"}, (verb, rest)


def test_the_pages_name_commands() -> None:
    assert sum(len(calls(page)) for page in PAGES) > 20


def test_every_address_of_the_site_that_a_page_names_is_there(data: Path) -> None:
    named = {path for page in PAGES for path in ADDRESS.findall(page.read_text(encoding="utf-8"))}
    assert "/openapi.json" in named
    app = create_app(Settings(graph=data))
    try:
        assert {path for path in named if status(app, path) == 404} == set()
    finally:
        app.state.site.close()


def status(app: FastAPI, path: str) -> int:
    async def go() -> int:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://keifu.test") as client:
            return (await client.get(path)).status_code

    return asyncio.run(go())
