"""Words and facets as people give them → what a search takes."""

from __future__ import annotations

from keifu.errors import UsageError
from keifu.parameters import fiscal_year
from queries.search import KINDS, MOST_CHARACTERS, MOST_WORDS, Wanted


def wanted(text: str, kind: str, year: int | str | None, ministry: str) -> Wanted:
    """What is looked for; years in any writing, ministries as slug, path or IRI.

    Raises:
        UsageError: the text is too long or of too many words, the kind unknown, or the year cannot be read.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"a search takes up to {MOST_CHARACTERS} characters, not {len(text)}")
    if len(text.split()) > MOST_WORDS:
        raise UsageError(f"a search takes up to {MOST_WORDS} words, not {len(text.split())}")
    if kind and kind not in KINDS:
        raise UsageError(f"no type {kind!r}; there are {', '.join(KINDS)}")
    return Wanted(text, kind, _year(year), ministry.rstrip("/").rpartition("/")[2])


def _year(year: int | str | None) -> int | None:
    if year is None or isinstance(year, int):
        return year
    found = fiscal_year(year)
    if not found.isdigit():
        raise UsageError(f"no fiscal year: {year!r}")
    return int(found)
