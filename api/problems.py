"""Errors → RFC 9457 problems, by one table; the words are in `problems.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from graph.errors import QueryError, QueryRefused, ReleaseDamaged, ReleaseMissing
from ontology.errors import KeifuError
from queries.errors import NothingFound, ParameterError, UnknownQuestion

MEDIA_TYPE = "application/problem+json"

Json = str | int | float | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its stable slug, its status and its words."""

    slug: str
    status: int
    title_ja: str
    title_en: str
    help_ja: str
    help_en: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One occurrence: the kind, what was wrong this time, and data for programs."""

    kind: Kind
    ja: str
    en: str
    extra: Mapping[str, Json] = field(default_factory=dict[str, Json])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class Refusal(KeifuError):  # noqa: N818  it says what was done, and nothing went wrong
    """The web edge declines a request; `slug` is a key of `problems.toml`."""

    def __init__(
        self,
        slug: str,
        ja: str = "",
        en: str = "",
        *,
        extra: Mapping[str, Json] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(slug, en)
        self.slug = slug
        self.ja = ja
        self.en = en
        self.extra: Mapping[str, Json] = extra or {}
        self.headers: Mapping[str, str] = headers or {}


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of problem by its slug, in the order of the file."""
    text = resources.files("api").joinpath("problems.toml").read_text(encoding="utf-8")
    return {slug: Kind(slug=slug, **entry) for slug, entry in tomllib.loads(text).items()}


_TABLE: tuple[tuple[type[KeifuError], str], ...] = (
    (ReleaseMissing, "no-release"),
    (ReleaseDamaged, "release-damaged"),
    (UnknownQuestion, "not-found"),
    (NothingFound, "not-found"),
    (ParameterError, "bad-parameter"),
    (QueryError, "query-syntax"),
)


def problem_of(error: KeifuError) -> Problem:
    """The problem that tells a client about `error`; an error outside the table is `internal`."""
    if isinstance(error, Refusal):
        return _of_kind(error.slug, error.ja, error.en, error.extra, error.headers)
    if isinstance(error, QueryRefused) and error.rule in kinds():
        return _refused(error)
    slug = next((slug for cause, slug in _TABLE if isinstance(error, cause)), "internal")
    if isinstance(error, QueryError):
        return syntax_problem(error.line, error.column)
    return _of_kind(slug, "", "", {}, {})


def _of_kind(slug: str, ja: str, en: str, extra: Mapping[str, Json], headers: Mapping[str, str]) -> Problem:
    kind = kinds()[slug]
    return Problem(kind, ja or kind.help_ja, en or kind.help_en, extra, headers)


def _refused(error: QueryRefused) -> Problem:
    kind = kinds()[error.rule]
    place = {"line": error.line, "column": error.column}
    ja, en = f"{error.line}行目の{error.column}文字目。", f" Line {error.line}, column {error.column}."
    return Problem(kind, ja + kind.help_ja, kind.help_en + en, place)


def syntax_problem(line: int | None, column: int | None) -> Problem:
    """The problem of a query that does not parse; line and column count from 1."""
    if line is None or column is None:
        return _of_kind("query-syntax", "", "", {}, {})
    return _of_kind(
        "query-syntax",
        f"{line}行目の{column}文字目から先を読めません。",
        f"Cannot read on from line {line}, column {column}.",
        {"line": line, "column": column},
        {},
    )


def body_of(problem: Problem, language: str, instance: str) -> dict[str, Json]:
    """The JSON members of RFC 9457, with both languages beside the chosen one."""
    kind = problem.kind
    english = language == "en"
    return {
        "type": f"/problems/{kind.slug}",
        "title": kind.title_en if english else kind.title_ja,
        "status": kind.status,
        "detail": problem.en if english else problem.ja,
        "detail_ja": problem.ja,
        "detail_en": problem.en,
        "instance": instance,
        **problem.extra,
    }
