"""Applications and fixture data → real servers on a free port of the loopback."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import uvicorn

from api.app import create_app
from api.connection import Connection
from api.pool import Pool
from api.settings import Settings
from api.site import Data, Site
from api.workers import Limits
from graph.release import build_release
from tests.graph.conftest import given, small_rulebook

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from starlette.types import ASGIApp

LIMITS = Limits(5, 10, 5, 256 * 2**20, 512 * 2**20)


@contextmanager
def serving(app: ASGIApp) -> Generator[str]:
    """The address of a real server, ours, with the connections that ours has."""
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=0,
        http=Connection,
        log_level="critical",
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


class FixtureSite(Site):
    """A release names no graph of strangers, so the workers of this site open a store of the fixtures."""

    def __init__(self, settings: Settings, store: Path, limits: Limits) -> None:
        super().__init__(settings)
        self.pool = Pool(store, settings.workers, settings.workers_most, limits)

    def data(self, as_of: str | None = None) -> Data:
        return replace(super().data(as_of), pool=self.pool)

    def close(self) -> None:
        self.pool.close()
        super().close()


@contextmanager
def public_server(
    folder: Path, fill: Callable[[ox.Store], None], limits: Limits = LIMITS, **settings: object
) -> Generator[tuple[str, FixtureSite]]:
    """The product itself, over a small release whose workers open a store that `fill` has filled."""
    build_release(folder / "data", given(), small_rulebook())
    engine = ox.Store(str(folder / "store"))
    fill(engine)
    engine.flush()
    del engine
    known = Settings.model_validate({"graph": folder / "data", "workers": 1, **settings})
    app = create_app(known)
    site = FixtureSite(known, folder / "store", limits)
    app.state.site = site
    with serving(app) as address:
        yield address, site
    site.close()
