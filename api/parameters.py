"""Query strings → checked values; an unknown name is refused with the nearest known one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from api.problems import Refusal
from api.years import western_year
from ontology.errors import OntologyError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ontology.iris import Base

ALWAYS = ("lang", "as_of", "csv")


def only(given: Iterable[str], known: Iterable[str], always: Iterable[str] = ALWAYS) -> None:
    """Return when every given name is known.

    Raises:
        Refusal: `bad-parameter`, naming the nearest known name and the whole list.
    """
    names = [*known, *always]
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, 1, 0.4) or names[:1]
            raise bad(
                name,
                f"引数 {name} は知りません。{near[0]} のことでしょうか。",
                f"Unknown parameter {name}. Did you mean {near[0]}?",
                near=near[0],
                known=sorted(names),
            )


def bad(
    pointer: str, ja: str, en: str, *, near: str | None = None, known: list[str] | None = None
) -> Refusal:
    """The refusal of one parameter."""
    extra: dict[str, str | list[str]] = {"parameter": pointer}
    if near is not None:
        extra["nearest"] = near
    if known is not None:
        extra["known"] = known
    return Refusal("bad-parameter", ja, en, extra=extra)


def integer(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    """A whole number within bounds."""
    text = given.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise bad(
            name,
            f"{name} は {low} から {high} までの整数です。",
            f"{name} is an integer from {low} to {high}.",
        )
    return int(text)


def year(given: Mapping[str, str], name: str = "year") -> int | None:
    """A fiscal year as people write it (H30, 平成30年度, 2018)."""
    text = given.get(name, "")
    if not text:
        return None
    found = western_year(text)
    if found is None:
        raise bad(
            name,
            f"{name} を年度として読めません（例：2018, H30, 平成30年度）。",
            f"{name} is no fiscal year (2018, H30, 平成30年度).",
        )
    return found


def path(given: Mapping[str, str], name: str, base: Base) -> str | None:
    """A relative path; the whole IRI and a leading slash are taken too."""
    text = given.get(name, "").strip()
    if not text:
        return None
    relative = base.path(text) or text.removeprefix("/")
    try:
        base.iri(relative)
    except OntologyError as error:
        raise bad(
            name,
            f"{name} は indicator/… のような番地で指定してください。",
            f"{name} is a path such as indicator/….",
        ) from error
    return relative
