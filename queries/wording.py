"""Fixed words of answers → the words that people read, in Japanese or English (`words.toml`).

Programs get the words as they are; whoever shows an answer to people asks here. A word that nobody has
written down is shown as it is, so that nothing is ever hidden.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_Words = tuple[str, str]
_SEVERAL: Final = " ／ "
_YEARED: Final = re.compile(r"(?P<word>\D+) (?P<year>\d{4})\Z")
_JUDGED: Final = re.compile(r"(?P<year>\d{4}): (?P<rest>.+)\Z")


def worded(column: str) -> bool:
    """Whether the cells of a column are fixed words of ours."""
    return column == "via" or column in _tables()


def said(column: str, cell: str, language: str) -> str:
    """A cell of one of our columns as people read it.

    >>> said("relation", "succeeds", "ja"), said("aspect", "value 2018", "en")
    ('引き継ぐ', 'value, FY2018')
    >>> said("rule", "2018: no number ／ 2018: 9 ≤ 16", "ja")
    '2018年度：数値なし ／ 2018年度：9 ≤ 16'
    """
    match column:
        case "via":
            from queries.drawing.words import relation_word  # noqa: PLC0415 - only for rows that walk

            return " → ".join(relation_word(step, language) for step in cell.split(","))
        case "rule":
            return _SEVERAL.join(_rule(part, language) for part in cell.split(_SEVERAL))
        case "slot":
            return slot_words(cell, language)
        case _:
            return _word(column, cell, language)


def truth(value: bool, language: str) -> str:  # noqa: FBT001 - the value is what is said
    """Yes or no."""
    return _in(language, _tables()["truth"][str(value).lower()])


def slot_words(slot: str, language: str) -> str:
    """The place that an issue of the reading speaks of.

    >>> slot_words("indicator.7.main", "ja"), slot_words("indicator.7.main", "en")
    ('測定指標7：主要の印', 'indicator 7: mark of a main indicator')
    """
    known = _tables()["slot"]
    first, *rest = [_in(language, known[step]) if step in known else step for step in slot.split(".")]
    if rest and rest[0].isdecimal():
        first = f"{first}{'' if language == 'ja' else ' '}{rest.pop(0)}"
    colon, comma = ("：", "・") if language == "ja" else (": ", ", ")
    return f"{first}{colon}{comma.join(rest)}" if rest else first


def _word(column: str, cell: str, language: str) -> str:
    known = _tables().get(column, {})
    yeared = _YEARED.match(cell)
    if cell not in known and yeared is not None and yeared["word"] in known:
        word = _in(language, known[yeared["word"]])
        return f"{yeared['year']}年度の{word}" if language == "ja" else f"{word}, FY{yeared['year']}"
    parts = [cell] if cell in known else cell.split()
    if all(part in known for part in parts):
        return ("、" if language == "ja" else ", ").join(_in(language, known[part]) for part in parts)
    return cell


def _in(language: str, words: _Words) -> str:
    return words[language == "en"]


def _rule(part: str, language: str) -> str:
    judged = _JUDGED.match(part)
    if judged is None:
        return _word("rule", part, language)
    rest = _word("rule", judged["rest"], language)
    return f"{judged['year']}年度：{rest}" if language == "ja" else f"FY{judged['year']}: {rest}"


@cache
def _tables() -> Mapping[str, Mapping[str, _Words]]:
    read = tomllib.loads((files("queries") / "words.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {column: {word: (ja, en) for word, (ja, en) in words.items()} for column, words in read.items()}
    )
