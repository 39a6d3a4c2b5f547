"""Cells that hold one mark → number with its circle, or achievement code."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from loaders.jp.folding import CIRCLED

Achievement = Literal["i", "ro", "ha", "pending"]
"""Short codes of イ ロ ハ and of the sign for a target period that has not ended."""

_KANJI_DIGITS: Final = {char: value for value, char in enumerate("〇一二三四五六七八九")}
_KANJI_POWERS: Final = {"十": 10, "百": 100, "千": 1000}
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN: Final = re.compile(r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_KANJI: Final = re.compile(r"[〇一二三四五六七八九十百千]{1,7}")
_CELL: Final = re.compile(
    r"\s*(?:第\s?)?(?P<mark>\d{1,4}|[IVXLC]{1,8}|[ivxlc]{1,8}|[〇一二三四五六七八九十百]{1,5}|[^\W\d]|\S)\.?\s*"
)
_ACHIEVEMENTS: Final[dict[str, Achievement]] = {"イ": "i", "ロ": "ro", "ハ": "ha"}
# A's legend prints kanji one (l.76), B's table U+FF0D; only the slot makes these signs the same.
_ACHIEVEMENTS.update(dict.fromkeys("-－―−‐–—ー一", "pending"))


@dataclass(frozen=True, slots=True)
class NumberMarker:
    """The number of an indicator as its cell prints it; a circle marks a main indicator."""

    value: int
    circled: bool
    start: int
    end: int


def circled_value(ch: str) -> int | None:
    """Gives the number inside a circled character of any block, None for every other string.

    >>> circled_value("➀"), circled_value("㊿"), circled_value("1")
    (1, 50, None)
    """
    return int(unicodedata.numeric(ch)) if ch in CIRCLED else None


def kanji_value(s: str) -> int | None:
    """Reads a kanji numeral, positional (二〇) or with powers (三十一), below ten thousand."""
    if _KANJI.fullmatch(s) is None:
        return None
    if not any(char in _KANJI_POWERS for char in s):
        return int("".join(str(_KANJI_DIGITS[char]) for char in s))
    return _with_powers(s)


def _with_powers(s: str) -> int | None:
    total, pending, last_power = 0, 0, 10_000
    for char in s:
        power = _KANJI_POWERS.get(char)
        if power is None:
            if pending:
                return None
            pending = _KANJI_DIGITS[char]
        elif power >= last_power:
            return None
        else:
            total, pending, last_power = total + (pending or 1) * power, 0, power
    return total + pending


def roman_value(s: str) -> int | None:
    """Reads a well-formed Roman numeral below 100 in Latin letters of one case.

    >>> roman_value("iv"), roman_value("XII"), roman_value("IIV")
    (4, 12, None)
    """
    upper = s.upper()
    if (s not in (upper, s.lower())) or _ROMAN.fullmatch(upper) is None:
        return None
    values = [_ROMAN_VALUES[char] for char in upper]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def parse_number(s: str) -> NumberMarker | None:
    """Reads a cell that holds one number and nothing else: `5`, `⑤`, ` 2`, `10`, `第3`, `Ⅱ`, `二`.

    None when the cell holds anything more; the range leaves out the blanks around the mark.

    >>> parse_number(" ➀")
    NumberMarker(value=1, circled=True, start=1, end=2)
    """
    found = _CELL.fullmatch(s)
    if found is None:
        return None
    mark = found["mark"]
    circled = circled_value(mark)
    value = circled if circled is not None else _plain_value(mark)
    if value is None:
        return None
    return NumberMarker(value, circled is not None, *found.span("mark"))


def _plain_value(mark: str) -> int | None:
    if mark.isdecimal():
        return int(mark)
    roman = roman_value(mark)
    return kanji_value(mark) if roman is None else roman


def parse_achievement(s: str) -> Achievement | None:
    """Reads the printed sign of an achievement slot; None when the slot holds anything else.

    Dashes and the kanji one count as the sign for "period not ended" in this slot only (READING 5.4).
    """
    return _ACHIEVEMENTS.get(s.strip())
