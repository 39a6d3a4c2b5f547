"""Answers as JSON under /api/v1: the same questions, lists and lineages as the pages, as packets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.answers import read, respond
from api.lists import LISTS
from api.rest import operations
from api.rest.schema import Operation, documented
from queries.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX = "/api/v1"


def router() -> APIRouter:
    """One route for each operation, documented with its parameters and problems."""
    found = APIRouter(prefix=PREFIX)
    for kind in LISTS.values():
        _add(found, operations.list_operation(kind))
    for question in load_catalog():
        _add(found, operations.question_operation(question))
    for operation in operations.PLAIN:
        _add(found, operation)
    found.add_api_route("/questions/{slug}", _unknown_question, include_in_schema=False)
    return found


def _add(router: APIRouter, operation: Operation) -> None:
    router.add_api_route(
        operation.path,
        _endpoint(operation),
        operation_id=operation.name,
        summary=f"{operation.ja} / {operation.en}",
        description=operation.description,
        tags=[operation.tag],
        response_class=Response,
        **documented(operation),
    )


def _endpoint(operation: Operation) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        asked = read(request)
        return respond(asked, operation.forms(asked))

    return endpoint


def _unknown_question(request: Request, slug: str) -> Response:
    asked = read(request)
    return respond(asked, {"json": partial(operations.question_json, asked, slug)})
