"""A text → the forms in which words are compared: `fold` for letters, `readings` for years and numbers too.

Folding never touches what is shown. Context does not count in `fold` (but for marks that join the letter
before them), so a part of a text folds to a part of the folded text. The second reading says one year and one
number in one way: 令和3年度, R3年度, ２０２１年度 and FY2021; 1,067 and 1067; 第三章 and 第3章.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final, cast

from ontology.iris import CIRCLED_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RULES_VERSION: Final = 1
_CIRCLES: Final = str.maketrans({sign: str(number) for sign, number in CIRCLED_NUMBERS.items()})
_KANA: Final = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_HALF_WIDTH_VOICING: Final = frozenset("\uff9e\uff9f")
_HANGUL_TAILS: Final = range(0x1160, 0x1200)
_JOINS: Final = "\0"  # no folded text holds a control character
YEAR_MARK: Final = "\x02"
"""Stands before each year of the second reading, so that a year is never found inside a number."""


@cache
def _letters() -> dict[int, int]:
    """Old and rare forms of letters → the usual ones, from `letters.toml`."""
    text = resources.files("graph.finding").joinpath("letters.toml").read_text(encoding="utf-8")
    groups = cast("list[dict[str, str]]", tomllib.loads(text)["same"])
    return {ord(other): ord(group["usual"]) for group in groups for other in group["others"]}


@cache
def folding_version() -> str:
    """Sixteen hex digits that change whenever texts may fold to something else."""
    parts = [_RULES_VERSION, unicodedata.unidata_version, sorted(_letters().items())]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class _Single(dict[int, str]):
    """The folded form of each single character seen; `_JOINS` for one that joins the letter before it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = _JOINS if _joins(char) else _fold_piece(char)
        return folded


_SINGLE: Final = _Single()


def _joins(char: str) -> bool:
    return char >= "\u0300" and (
        unicodedata.combining(char) != 0
        or char in _HALF_WIDTH_VOICING
        or ord(char) in _HANGUL_TAILS
        or unicodedata.category(char) in ("Cf", "Mn", "Me")
    )


def _fold_piece(piece: str) -> str:
    visible = "".join(char for char in piece if not _is_invisible(char))
    opened = unicodedata.normalize("NFKC", visible.translate(_CIRCLES)).casefold()
    usual = unicodedata.normalize("NFKC", opened).translate(_KANA).translate(_letters())
    return "".join(char for char in usual if not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    """White space, control and format characters, lone surrogates, variation selectors."""
    return unicodedata.category(char) in _INVISIBLE or "VARIATION SELECTOR" in unicodedata.name(char, "")


def fold(text: str) -> str:
    """The letters of a text, whatever their width, case, kana, age or spacing.

    >>> fold("ＬＧＷＡＮ ➀ くらうど 廣島縣")
    'lgwan1クラウド広島県'
    """
    folded = text.translate(_SINGLE)
    return folded if _JOINS not in folded else "".join(piece for piece, _, _ in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Each letter with what joins it: its folded form and its range in the text."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joins(text[index]):
            piece = text[start:index]
            single = len(piece) == 1 and not _joins(piece)
            yield _SINGLE[ord(piece)] if single else _fold_piece(piece), start, index
            start = index


_ERAS: Final = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018,
}  # fmt: skip
_DIGITS: Final = "〇一二三四五六七八九"
_KANJI: Final = "[〇一二三四五六七八九十百]"
_COUNT: Final = r"元|[0-9]{1,2}(?![0-9])|[〇一二三四五六七八九十]{1,4}"
_SPECIAL: Final = re.compile(
    r"(?=[明大昭平令hrmts0-9第])(?:"  # most places are passed over by this alone
    rf"(?P<era>明治|大正|昭和|平成|令和)(?P<of_era>{_COUNT})"
    r"|(?<![a-z0-9])(?P<letter>[hr]|[mts](?=[0-9元]{1,2}(?:年|[./-][0-9])))(?P<of_letter>元|[0-9]{1,2})(?![0-9a-z])"
    r"|(?<![0-9])(?<![0-9][.,])(?P<western>18[6-9][0-9]|(?:19|20)[0-9]{2})(?![0-9]|,[0-9]{3})"
    rf"|第(?P<ordinal>{_KANJI}{{1,4}}(?=四半期)|{_KANJI}{{1,5}})"
    r"|(?<![0-9,.])(?P<number>[0-9]{1,3}(?:,[0-9]{3})+)(?![0-9]))"
)
_DAY: Final = re.compile(
    r"(?:年|(?P<sign>[./-]))0?(?P<month>1[0-2]|[1-9])(?(sign)(?P=sign)|月)0?(?P<day>3[01]|[12][0-9]|[1-9])(?(sign)(?![0-9])|日)"
)


def _spoken(folded: str) -> Iterator[tuple[int, int, str]]:
    """The ranges of a folded text that the second reading says in its own way."""
    for found in _SPECIAL.finditer(folded):
        kind, (start, end) = found.lastgroup, found.span()
        match kind:
            case "ordinal":
                yield start, end, f"第{_kanji_value(found['ordinal'])}"
            case "number":
                yield start, end, found["number"].replace(",", "")
            case _:
                yield _year(folded, found)


def _year(folded: str, found: re.Match[str]) -> tuple[int, int, str]:
    start, end = found.span()
    said = YEAR_MARK + (found["western"] or str(_western(found)))
    if day := _DAY.match(folded, end):
        return start, day.end(), f"{said}年{day['month']}月{day['day']}日"
    if folded.startswith("fy", start - 2) and start > 1:
        return start - 2, end, f"{said}年度"
    return start, end, said


def _western(found: re.Match[str]) -> int:
    count = found["of_era"] or found["of_letter"]
    number = 1 if count == "元" else int(count) if count.isascii() else _kanji_value(count)
    return _ERAS[found["era"] or found["letter"]] + number


def _kanji_value(text: str) -> int:
    """三十一, 三一 and 三〇 as numbers.

    >>> [_kanji_value(text) for text in ("三", "十", "三十一", "三〇", "百二十")]
    [3, 10, 31, 30, 120]
    """
    total = held = 0
    for char in text:
        if char in _DIGITS:
            held = held * 10 + _DIGITS.index(char)
        else:
            total, held = total + (held or 1) * (100 if char == "百" else 10), 0
    return total + held


def readings(text: str) -> tuple[str, ...]:
    r"""The folded text, and where it differs the reading that says years and numbers in one way.

    >>> readings("平成30年度の1,067団体")
    ('平成30年度ノ1,067団体', '\x022018年度ノ1067団体')
    """
    plain = fold(text)
    other = "".join(_replaced(plain))
    return (plain,) if other == plain else (plain, other)


def _replaced(plain: str) -> Iterator[str]:
    at = 0
    for start, end, said in _spoken(plain):
        yield plain[at:start]
        yield said
        at = end
    yield plain[at:]


def marks(text: str, words: Sequence[Sequence[str]]) -> tuple[tuple[int, int], ...]:
    """Where words stand in a text: ranges of characters, in order, none overlapping another.

    Each word is given by its readings. A word is looked for in the letters first, then in the second reading.
    """
    found: list[tuple[int, int]] = []
    placed = _placed(text)
    for forms in words:
        spans = (list(_spans(reading, form)) for reading in placed for form in forms)
        found.extend(next((each for each in spans if each), []))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return tuple(kept)


_Placed = tuple[str, list[int], list[int]]


def _placed(text: str) -> tuple[_Placed, ...]:
    """Both readings, each with the start and the end in the text of every character of it."""
    folded, starts, ends = "", list[int](), list[int]()
    for piece, start, end in _pieces(text):
        folded += piece
        starts += [start] * len(piece)
        ends += [end] * len(piece)
    other, at = ("", list[int](), list[int]()), 0
    said, from_, to = other
    for start, end, spoken in (*_spoken(folded), (len(folded), len(folded), "")):
        said += folded[at:start] + spoken
        from_ += starts[at:start] + [starts[start]] * len(spoken) if spoken else starts[at:start]
        to += ends[at:start] + [ends[end - 1]] * len(spoken) if spoken else ends[at:start]
        at = end
    return (folded, starts, ends), (said, from_, to)


def _spans(placed: _Placed, form: str) -> Iterator[tuple[int, int]]:
    text, starts, ends = placed
    at = text.find(form)
    while at >= 0:
        yield starts[at], ends[at + len(form) - 1]
        at = text.find(form, at + len(form))
