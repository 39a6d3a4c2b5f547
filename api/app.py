"""Settings → the web application. Importing this module does nothing; `create_app` does."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from api import rest
from api.answers import SECURITY_HEADERS, language_of
from api.coding import Coding
from api.frame import Frame
from api.journal import REQUEST_KEY, Journal, log_stream
from api.negotiate import choose
from api.operations import add_operations
from api.pages import routes
from api.pages.render import problem_html
from api.problems import MEDIA_TYPE, Problem, Refusal, body_of, problem_of
from api.site import Site
from api.sparql import sparql
from api.void import add_void
from ontology.errors import KeifuError
from ontology.files import context_json

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from api.settings import Settings

_STATUS = {404: "not-found", 405: "method-not-allowed", 422: "bad-parameter"}


def create_app(settings: Settings) -> FastAPI:
    """The site over one data folder; the release is opened by the first request that needs it."""
    site = Site(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        yield
        site.close()

    app = FastAPI(
        title="系譜 Keifu",
        summary="政策の系譜 / lineage of policies",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.site = site
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    add_operations(app)
    app.add_api_route("/context.jsonld", context, include_in_schema=False)
    app.add_route("/sparql", sparql, methods=["GET", "POST"], include_in_schema=False)
    add_void(app)
    app.include_router(rest.router())
    app.include_router(routes.router())
    app.add_exception_handler(KeifuError, _known_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unknown_error)
    app.add_middleware(Coding)
    app.add_middleware(Frame)
    app.add_middleware(Journal, meters=site.meters, out=log_stream(settings.log))
    return app


def context() -> Response:
    """The JSON-LD context of every JSON answer."""
    return Response(context_json(), media_type="application/ld+json")


async def _known_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, KeifuError), "registered for KeifuError only"
    return _told(request, problem_of(error))


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "registered for HTTPException only"
    slug = _STATUS.get(error.status_code, "internal")
    return _told(request, problem_of(Refusal(slug, headers=dict(error.headers or {}))))


async def _unknown_error(request: Request, _: Exception) -> Response:
    # The process edge: what happened goes to the log of the server, never to the client.
    found = _told(request, problem_of(Refusal("internal")))
    found.headers.update(SECURITY_HEADERS)
    return found


def _told(request: Request, problem: Problem) -> Response:
    instance = str(request.scope.get(REQUEST_KEY, ""))
    language = language_of(request)
    body = body_of(problem, language, instance)
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language", **problem.headers}
    accept = request.headers.get("accept")
    if accept and choose(accept, [MEDIA_TYPE, "application/json", "text/html"]) == "text/html":
        return Response(
            problem_html(request, problem, body, language),
            problem.kind.status,
            headers,
            "text/html; charset=utf-8",
        )
    return JSONResponse(body, problem.kind.status, headers, MEDIA_TYPE)
