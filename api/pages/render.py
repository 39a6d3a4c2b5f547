"""A template and its context → one HTML page in one language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from functools import cache, partial
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from api.grid import Value, many, plain_text
from api.pages.mistakes import mistake_of
from api.views import Ref
from api.years import era_year

if TYPE_CHECKING:
    from starlette.requests import Request

    from api.answers import Asked
    from api.problems import Json, Problem
    from api.views import Cell

_PASSAGE = "/p/"
_KANA_OR_KANJI = re.compile("[ぁ-んァ-ヶ一-龠]")


@cache
def english() -> Mapping[str, str]:
    """Japanese sentence of a template → its English one."""
    text = resources.files("api").joinpath("english.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def say(text: str, language: str) -> str:
    """A sentence of ours in one language; KeyError when the dictionary lacks it."""
    return english()[text] if language == "en" else text


@cache
def _environment() -> Environment:
    found = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cast("dict[str, object]", found.tests).update({"ref": _is_ref, "japanese": _is_japanese})
    cast("dict[str, object]", found.filters).update(
        {
            "figure": figure,
            "plain": plain_text,
            "many": many,
            "million": million,
            "percent": percent,
            "exact": exact,
        }
    )
    return found


def _is_japanese(cell: object) -> bool:
    return isinstance(cell, str) and _KANA_OR_KANJI.search(cell) is not None


def _is_ref(cell: object) -> bool:
    return isinstance(cell, Ref)


def render(asked: Asked, template: str, context: Mapping[str, object]) -> str:
    """The page; templates see `t`, `url`, `era`, `lang` and what the context gives them."""
    language = asked.language
    return (
        _environment()
        .get_template(template)
        .render(
            asked=asked,
            lang=language,
            t=partial(say, language=language),
            url=partial(url, asked),
            era=partial(era, language=language),
            release=asked.data.release,
            settings=asked.site.settings,
            **context,
        )
    )


def problem_html(request: Request, problem: Problem, body: Mapping[str, Json], language: str) -> str:
    """A problem as a page of its own, made without any release, for it may be the release that is missing."""
    context = {
        "problem": problem,
        "body": body,
        "lang": language,
        "t": partial(say, language=language),
        "mistake": mistake_of(request, body),
    }
    return _environment().get_template("error.html").render(path=request.url.path, **context)


def url(asked: Asked, path: Cell, query: Mapping[str, str] | None = None) -> str:
    """The address on this host of a thing or page; a passage becomes its place in the source text.

    A language that the reader chose by `?lang=` stays chosen, and so does a release (`?as_of=`).
    """
    where = str(path).removeprefix("/")
    given = dict(query or {})
    if where.startswith("source/") and _PASSAGE in where:
        where, _, span = where.partition(_PASSAGE)
        given["at"] = span
    if asked.query.get("lang") == asked.language and "lang" not in given:
        given["lang"] = asked.language
    if asked.as_of is not None:
        given.setdefault("as_of", asked.as_of)
    tail = f"?{urlencode(given)}" if given else ""
    mark = f"#c{given['at']}" if "at" in given else ""
    return f"/{where}{tail}{mark}"


def era(year: Value, language: str) -> str:
    """A fiscal year as both calendars say it."""
    shown = [
        f"FY{one}" if language == "en" else f"{era_year(one)} ({one})"
        for one in many(year)
        if isinstance(one, int)
    ]
    return "、".join(shown) if language == "ja" else ", ".join(shown)


def figure(value: Cell) -> str:
    """A number with thousands separators, a true minus and no trailing zeros; other cells as text."""
    match value:
        case bool():
            return "○" if value else ""
        case int() | Decimal():
            number = value.normalize() if isinstance(value, Decimal) else value
            return (
                f"{number:,f}".replace("-", "\u2212")
                if isinstance(number, Decimal)
                else f"{number:,}".replace("-", "\u2212")
            )
        case date():
            return value.isoformat()
        case _:
            return plain_text(value)


def million(value: Cell) -> str:
    """Yen as 百万円, the unit that the reports print."""
    return "" if not isinstance(value, int) else figure(round(Decimal(value) / 1_000_000))


def exact(share: Decimal) -> str:
    """A share in percent with two digits, cut and never rounded up: 100% means the whole."""
    return f"{(share * 100).quantize(Decimal('0.01'), ROUND_DOWN).normalize():f}%"


def percent(value: Cell) -> str:
    """A ratio in percent with one digit."""
    return f"{value * 100:.1f}%" if isinstance(value, Decimal | int) else ""
