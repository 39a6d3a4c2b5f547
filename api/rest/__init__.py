"""Answers as JSON under /api/v1: the same questions, lists and lineages as the pages, as packets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.answers import read, respond
from api.lists import LISTS
from api.parameters import bad, only
from api.rest import operations
from api.rest.schema import Operation, Parameter, all_parameters, documented
from api.rest.schemas import YEAR, fits, is_address, is_path
from api.rest.tables import table_operations
from api.years import western_year
from queries.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX = "/api/v1"


def router() -> APIRouter:
    """One route for each operation, documented with its parameters and problems."""
    found = APIRouter(prefix=PREFIX)
    for kind in LISTS.values():
        _add(found, operations.list_operation(kind))
    for question in load_catalog():
        _add(found, operations.question_operation(question))
    for operation in (*operations.PLAIN, *table_operations()):
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
        _check(operation, request.query_params)  # before the release: what is wrong with it never changes
        asked = read(request)
        return respond(asked, operation.forms(asked))

    return endpoint


def _check(operation: Operation, given: Mapping[str, str]) -> None:
    """Refuse what the document does not promise to take: one rule for both."""
    only(given, [each.name for each in operation.parameters])
    for parameter in all_parameters(operation):
        text, example = given.get(parameter.name), parameter.example or "-"
        if text is None and parameter.required:
            raise bad(
                parameter.name,
                f"引数 {parameter.name}（{parameter.ja}）が要ります。例: {example}",
                f"Parameter {parameter.name} ({parameter.en}) is required. Example: {example}",
            )
        if text is not None and not _may_be(parameter, text):
            raise bad(
                parameter.name,
                f"引数 {parameter.name}（{parameter.ja}）を読めません。例: {example}",
                f"Parameter {parameter.name} ({parameter.en}) cannot be read. Example: {example}",
            )


def _may_be(parameter: Parameter, text: str) -> bool:
    """Whether a text fits, or is read further on by a rule that tells more than a pattern can."""
    if fits(parameter.schema, text):
        return True
    if parameter.schema is YEAR:
        return western_year(text) is not None
    return is_path(parameter.schema) and is_address(text)


def _unknown_question(request: Request, slug: str) -> Response:
    asked = read(request)
    return respond(asked, {"json": partial(operations.question_json, asked, slug)})
