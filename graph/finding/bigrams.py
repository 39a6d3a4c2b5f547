"""Readings of texts → tokens for the index, and what is wanted → its expressions.

A text abc becomes the pairs ^a ab bc c$, each written as eight plain characters, so that the engine's
tokeniser has no say in what a letter is. A word of n letters is then a phrase of n - 1 pairs, one letter the
beginning of pairs, and a whole name a phrase with both ends: each finds exactly what a scan finds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.finding.folding import readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.finding.things import Wanted

_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH: Final = 4
_START, _END = "zzzy", "zzzz"  # no code point is as large


class _Codes(dict[str, str]):
    """The four signs that stand for each letter seen."""

    def __missing__(self, letter: str) -> str:
        number, signs = ord(letter), ""
        for _ in range(_WIDTH):
            number, rest = divmod(number, len(_SIGNS))
            signs = _SIGNS[rest] + signs
        self[letter] = signs
        return signs


_CODES: Final = _Codes()


def tokens_of(texts: Iterable[str]) -> str:
    """The tokens of all readings of some texts; their ends keep phrases from running on."""
    return " ".join(_pairs(reading, _START, _END) for text in texts for reading in readings(text) if reading)


def _pairs(reading: str, start: str = "", end: str = "") -> str:
    codes = [start, *(_CODES[letter] for letter in reading), end]
    held = codes[0 if start else 1 : len(codes) if end else -1]
    return " ".join(map(str.__add__, held, held[1:]))


@dataclass(frozen=True, slots=True)
class Expressions:
    """The hits by class, best first, no thing in two of them; together they are all hits."""

    every: str
    classes: tuple[tuple[str, str], ...]


def expressions(wanted: Wanted) -> Expressions | None:
    """What the engine is asked for; None when nothing visible is wanted."""
    if not wanted.words:
        return None
    every = " AND ".join(_any(map(_phrase, forms)) for forms in wanted.words)
    whole = _any(_quoted(_pairs(form, _START, _END)) for form in wanted.whole)
    name, names = f"({{name}} : ({every}))", f"({{name alias}} : ({every}))"
    is_name, is_alias = f"({{name}} : {whole})", f"({{alias}} : {whole})"
    wholes = f"({is_name} OR {is_alias})"
    return Expressions(
        every,
        (
            ("exact", f"(({every}) AND {is_name})"),
            ("alias", f"((({every}) AND {is_alias}) NOT {is_name})"),
            ("label", f"({name} NOT {wholes})"),
            ("alias", f"(({names} NOT {name}) NOT {wholes})"),
            ("passage", f"((({every}) NOT {names}) NOT {wholes})"),
        ),
    )


def _any(phrases: Iterable[str]) -> str:
    found: Sequence[str] = tuple(dict.fromkeys(phrases))
    return f"({' OR '.join(found)})"


def _phrase(form: str) -> str:
    return _quoted(_pairs(form)) if len(form) > 1 else _quoted(_CODES[form]) + " *"


def _quoted(tokens: str) -> str:
    return f'"{tokens}"'
