"""What operators ask of a server: does it live, can it answer, what has it done, what are its limits."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.meters import MEDIA_TYPE, Labels
from api.problems import Refusal
from graph.refuse import LIMITS
from ontology.errors import KeifuError

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from api.settings import Settings
    from api.site import Site

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})
_CANARY: Final = "ASK { ?report a <https://w3id.org/keifu/ns#Report> }"
_JSON_RESULTS: Final = "application/sparql-results+json"
_UNCACHED: Final = {"Cache-Control": "no-store"}


def add_operations(app: FastAPI) -> None:
    """Add the routes that are for operators; none of them is part of the documented interface."""
    for path, answer in (
        ("/healthz", healthz),
        ("/readyz", readyz),
        ("/metrics", metrics),
        ("/limits", limits),
    ):
        app.add_route(path, answer, include_in_schema=False)


def healthz(_: Request) -> Response:
    """The front lives; no store is touched."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> Response:
    """Whether the front can look things up and a worker can answer, over which release; 503 if not."""
    return await run_in_threadpool(_ready, request.app.state.site)


def _ready(site: Site) -> Response:
    try:
        data = site.data()
        data.store.ask(_CANARY)
        data.pool.run(_CANARY, _JSON_RESULTS)
    except KeifuError as error:
        slug = error.slug if isinstance(error, Refusal) else type(error).__name__
        return JSONResponse({"status": "not ready", "reason": slug}, 503, _UNCACHED)
    counts = data.release.manifest.counts
    told = {
        "status": "ready",
        "release": data.id,
        "statements": counts.default_graph,
        "workers_free": data.pool.free,
    }
    return JSONResponse(told, headers=_UNCACHED)


def metrics(request: Request) -> Response:
    """The meters as text; for this machine, or for whoever holds the token of the settings."""
    site: Site = request.app.state.site
    if not _may_see(request, site.settings.metrics_token):
        raise Refusal("not-found")
    return PlainTextResponse(site.meters.text(_gauges(site)), headers=_UNCACHED, media_type=MEDIA_TYPE)


def _may_see(request: Request, token: str) -> bool:
    if token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), token.encode())
    return (request.client.host if request.client else "") in _LOOPBACK


def _gauges(site: Site) -> dict[tuple[str, Labels], float]:
    try:
        data = site.data()
    except KeifuError:
        return {}
    return {
        ("keifu_release_statements", ()): data.release.manifest.counts.default_graph,
        ("keifu_release_info", (("release", data.id),)): 1,
        ("keifu_workers_started_total", ()): data.pool.started,
    }


def limits(request: Request) -> Response:
    """Every limit of this server, so that nobody has to find one by running into it."""
    settings: Settings = request.app.state.site.settings
    return JSONResponse(
        {
            "query_bytes": settings.query_bytes,
            "body_bytes": settings.body_bytes,
            "query_depth": LIMITS.depth,
            "query_operators": LIMITS.operators,
            "query_path_steps": LIMITS.path_steps,
            "query_seconds": settings.query_seconds,
            "total_seconds": settings.total_seconds,
            "wait_seconds": settings.wait_seconds,
            "result_bytes": settings.result_bytes,
            "result_rows": settings.result_rows,
            "spool_bytes": settings.spool_bytes,
            "page_bytes": settings.page_bytes,
            "worker_memory_bytes": settings.worker_memory_bytes,
            "workers": settings.workers,
            "workers_most": settings.workers_most,
            "client_seconds_per_minute": settings.client_seconds_per_minute,
            "client_burst_seconds": settings.client_burst_seconds,
            "client_queries": settings.client_queries,
        },
        headers={"Cache-Control": "public, max-age=300"},
    )
