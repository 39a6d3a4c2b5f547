"""Parameters as people give them → the texts that a question takes."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from keifu.errors import UsageError
from keifu.naming import find
from loaders.jp.eras import find_years
from queries.classes import check_class

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.catalog import Parameter, Question
    from queries.ground import Ground

Given = str | int | Decimal | date | bool


def as_texts(parameters: Mapping[str, Given]) -> dict[str, str]:
    """Each value as its text: true and false in lower case, days in ISO form."""
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in parameters.items()
    }


def from_options(options: Iterable[str]) -> dict[str, str]:
    """`name=value` texts of the command line as a table.

    Raises:
        UsageError: a text without `=`, or a name given twice.
    """
    found: dict[str, str] = {}
    for option in options:
        name, mark, value = option.partition("=")
        if not mark or not name:
            raise UsageError(f"--param takes name=value, not {option!r}")
        if name in found:
            raise UsageError(f"the parameter {name!r} is given twice")
        found[name] = value
    return found


def with_paths(ground: Ground, question: Question, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with names of things replaced by their paths, and years of eras by western years.

    Raises:
        NothingFound, AmbiguousName: a text names no one thing.
        ParameterError: it names a thing of a class that the question does not take.
    """
    return {name: _value(ground, question.parameters.get(name), text) for name, text in texts.items()}


def _value(ground: Ground, parameter: Parameter | None, text: str) -> str:
    if parameter is None:
        return text
    if parameter.type == "iri":
        path = find(ground, text)
        check_class(ground, parameter, path)
        return path
    if parameter.type == "fy":
        return fiscal_year(text)
    return text


def fiscal_year(text: str) -> str:
    """平成30, H30, 令和元年度 → the western year; anything else stays for the question to refuse."""
    folded = unicodedata.normalize("NFKC", text)
    years = [year.fiscal_year for year in find_years(folded.removesuffix("年度") + "年度")]
    return str(years[0]) if len(years) == 1 and years[0] is not None else folded
