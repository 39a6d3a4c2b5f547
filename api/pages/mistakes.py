"""A query that failed → the query again, with the place at which reading it stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from api.problems import Json

_ENDPOINT = "/sparql"
_END = "⏎"
"""Shown where the text ends or a line has nothing more."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """The text in three parts; `at` is empty when no place is known."""

    text: str
    before: str
    at: str
    after: str


def mistake_of(request: Request, body: Mapping[str, Json]) -> Mistake | None:
    """The query of a request to the SPARQL page, None for every other request."""
    text = request.query_params.get("query", "")
    if request.url.path != _ENDPOINT or not text.strip():
        return None
    line, column = body.get("line"), body.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return Mistake(text, text, "", "")
    return marked(text, line, column)


def marked(text: str, line: int, column: int) -> Mistake:
    r"""The text with the rest of its line marked from a place on; line and column count from 1.

    >>> marked("SELECT ?x {\\n ?x a ? }", 2, 7)
    Mistake(text='SELECT ?x {\\n ?x a ? }', before='SELECT ?x {\\n ?x a ', at='? }', after='')
    """
    lines = text.split("\n")
    start = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    start = max(0, min(start, len(text)))
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    start = end - len(text[start:end].lstrip())  # the sign that nobody could read, not the blank before it
    return Mistake(text, text[:start], text[start:end].rstrip("\r") or _END, text[end:])
