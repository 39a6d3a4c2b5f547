"""Paths → pages: collections and tools by their names, every thing at the path of its IRI."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.answers import Asked, Forms, read, respond
from api.lists import LISTS
from api.pages import asking, finding, front, losses, papers, plan, source, things
from api.problems import Refusal
from ontology.errors import OntologyError
from queries.errors import NothingFound

if TYPE_CHECKING:
    from collections.abc import Mapping

Maker = Callable[[Asked, str], Forms]

_REPORT_PARTS = 3
_LIKE_A_SUFFIX = re.compile(r"(?<=[^/])\.[A-Za-z][A-Za-z0-9]{0,9}\Z")
"""Sections of documents are numbered with dots, so a suffix begins with a letter."""

KINDS: Mapping[str, Maker] = MappingProxyType(
    {
        "policy": plan.policy,
        "objective": plan.element,
        "means": plan.element,
        "indicator": plan.indicator,
        "doc": papers.paper,
        "work": papers.work,
        "org": things.organisation,
        "post": things.thing,
        "programme": things.thing,
        "law": things.thing,
        "project": things.thing,
        "change": things.thing,
        "extraction": things.thing,
        "report": papers.report,
        "source": source.source,
        "loss": losses.account,
    }
)

TOOLS: Mapping[str, Callable[[Asked], Forms]] = MappingProxyType(
    {
        "": front.home,
        "about": front.about,
        "ns": front.vocabulary,
        "questions": asking.questions,
        "lineage": asking.lineage_page,
        "loss": losses.overview,
        "search": finding.search_page,
    }
)


def router() -> APIRouter:
    """The routes of all pages; none of them is part of the OpenAPI document."""
    found = APIRouter(include_in_schema=False)
    found.add_api_route("/questions/{slug}", question)
    found.add_api_route("/problems/{slug}", problem)
    found.add_api_route("/{path:path}", anything)
    return found


def question(request: Request, slug: str) -> Response:
    """One named question."""
    asked = read(request)
    return respond(asked, asking.question(asked, slug))


def problem(request: Request, slug: str) -> Response:
    """What one kind of error means."""
    asked = read(request)
    return respond(asked, front.problem_page(asked, slug))


def anything(request: Request) -> Response:
    """A collection, a tool, or the thing whose IRI has this path."""
    asked = read(request)
    path = asked.path.removeprefix("/")
    try:
        return respond(asked, _forms(asked, path))
    except NothingFound:
        offered = _offered_instead(asked, path)
        if not offered:
            raise
    raise Refusal("no-such-form", extra={"available": [f".{name}" for name in offered]})


def _offered_instead(asked: Asked, path: str) -> tuple[str, ...]:
    """The forms of the thing whose address this would be, did it not end like the name of a form."""
    stem = _LIKE_A_SUFFIX.sub("", path)
    try:
        return () if stem == path else tuple(_forms(asked, stem))
    except NothingFound:
        return ()


def _forms(asked: Asked, path: str) -> Forms:
    if path in LISTS:
        return front.listing(asked, path)
    if path in TOOLS:
        return TOOLS[path](asked)
    return _thing(asked, path)


def _thing(asked: Asked, path: str) -> Forms:
    kind = path.partition("/")[0]
    maker = KINDS.get(kind)
    if maker is None:
        raise NothingFound(path)
    try:
        asked.data.base.iri(path)
    except OntologyError as error:
        raise NothingFound(path) from error
    if passage := source.PASSAGE.match(path):
        return source.passage(asked, passage[1], passage[2])
    if source.CORRECTION.match(path) or (kind == "report" and path.count("/") != _REPORT_PARTS - 1):
        maker = things.thing
    return maker(asked, path)
