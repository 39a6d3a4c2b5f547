"""A label and a width → the lines of a box.

Japanese has no spaces to break at, so the breaks are chosen: never where the rules of 禁則 forbid one, never
inside a number with its unit, a Latin word or a short katakana word, and rather after a particle or a bracket
than between two kanji.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_START = frozenset(
    "、。，．）」』】〕］｝〉》・：；？！?!),.:;]}ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%‐〜～…"
)
NO_END = frozenset("（「『【〔［｛〈《([{")
ELLIPSIS = "…"
MOST_LINES = 4
_FAIR = 18
_LOOSE = 12
_TIGHT = 10_000

_UNIT = (
    r"(?:千件|万件|億円|兆円|百万円|千円|万円|円|件|人|団体|位|時間|分|秒|日間|日|か月|月|年度|年|章|部|節|項|号|条|回|個|台|箇所|"
    r"市区町村|世帯|割|点|倍|[%％])"
)
_DIGITS = r"[0-9０-９]+(?:[,，.．][0-9０-９]+)*"
_TOKEN = re.compile(
    rf"(?:(?:第|約|△|▲|平成|令和|昭和|[HRS])?{_DIGITS}{_UNIT}?(?:以上|以内|以下|未満)?)"
    r"|(?:第[一二三四五六七八九十]+(?:章|部|節)?)"
    r"|(?:[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ0-9'’\-]{0,14}(?![A-Za-zＡ-Ｚａ-ｚ]))"
    r"|(?:(?<![ァ-ヺー])[ァ-ヺ][ァ-ヺー]{0,6}(?![ァ-ヺー]))"
    r"|(?: )|(?:.)",
    re.DOTALL,
)
_NARROW = frozenset("iljftrI1!.,:;'|()[]{}/\\- ")
_BROAD = frozenset("mwMWQG@%&#OD—")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters that stays on one line; `before` is the price of a break in front of it."""

    text: str
    size: int
    before: int


def cells(text: str) -> int:
    """Count half-widths as a terminal shows them: Wide, Fullwidth and Ambiguous 2, combining marks 0.

    >>> cells("①クラウド導入 5年")
    18
    """
    return sum(_cell(character) for character in text)


@lru_cache(maxsize=8192)
def _cell(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else 1


def ems(text: str) -> int:
    """Measure text in hundredths of the font size, on the safe side of the sans-serif fonts in use."""
    return sum(_em(character) for character in text)


@lru_cache(maxsize=8192)
def _em(character: str) -> int:
    half_widths = _cell(character)
    if half_widths != 1:
        return half_widths * 50
    if character in _NARROW:
        return 40
    return 95 if character in _BROAD else 70 if character.isupper() else 60


def clean(text: str) -> str:
    """Remove what may not stand in XML or would turn a line around: controls, bidi marks, lone surrogates."""
    kept = "".join(" " if character.isspace() else character for character in text if _is_shown(character))
    return " ".join(kept.split())


@lru_cache(maxsize=8192)
def _is_shown(character: str) -> bool:
    if character.isspace():
        return True
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=4096)
def wrap(text: str, limit: int, keep: tuple[str, ...] = (), most: int = MOST_LINES) -> tuple[str, ...]:
    """Break a label into at most `most` lines, each at most `limit` hundredths of the font size wide.

    `keep` lists names that stay in one piece when they fit. A label that needs more lines ends in "…".
    An empty label gives no line.
    """
    pieces = _fitting(_glued(_tokens(clean(text)[: most * limit // 20], keep)), limit)
    fair = _best_lines(pieces, limit, _FAIR)
    if len(fair) <= most:
        return tuple(fair)
    tight = _best_lines(pieces, limit, _TIGHT)
    return (
        tuple(tight)
        if len(tight) <= most
        else tuple(_cut(_best_lines(pieces, limit, _LOOSE), pieces, limit, most))
    )


def _tokens(text: str, keep: tuple[str, ...]) -> list[str]:
    names = "|".join(re.escape(name) for name in sorted(keep, key=lambda name: (-len(name), name)) if name)
    if not names:
        return _TOKEN.findall(text)
    found: list[str] = []
    for part in re.split(f"({names})", text):
        found += [part] if part in keep else _TOKEN.findall(part)
    return found


def _glued(tokens: list[str]) -> list[str]:
    glued: list[str] = []
    for token in tokens:
        if glued and not token.isspace() and (token[0] in NO_START or glued[-1][-1] in NO_END):
            glued[-1] += token
        else:
            glued.append(token)
    return glued


def _fitting(tokens: list[str], limit: int) -> list[Piece]:
    texts = [part for token in tokens for part in ([token] if ems(token) <= limit else _halves(token, limit))]
    return [
        Piece(text, ems(text), _price(texts[place - 1][-1] if place else " ", text[0]))
        for place, text in enumerate(texts)
    ]


def _halves(token: str, limit: int) -> list[str]:
    """Split a token that is wider than the line, moving characters down where 禁則 asks for it."""
    parts: list[str] = []
    rest = token
    while ems(rest) > limit:
        end = max(1, _longest(rest, limit))
        parts.append(rest[: _allowed(rest, end)])
        rest = rest[len(parts[-1]) :]
    return [*parts, rest] if rest else parts


def _longest(text: str, limit: int) -> int:
    size = 0
    for place, character in enumerate(text):
        size += _em(character)
        if size > limit:
            return place
    return len(text)


def _allowed(text: str, end: int) -> int:
    for place in range(end, max(0, end - 6), -1):
        if text[place] not in NO_START and text[place - 1] not in NO_END:
            return place
    return end


def _price(left: str, right: str) -> int:
    if left == " " or right == " " or left in NO_START or right in NO_END:
        return 0
    before, after = _script(left), _script(right)
    if before == "hiragana" and after != "hiragana":
        return 1
    if before == after:
        return {"hiragana": 8, "katakana": 9}.get(before, 7)
    if after == "number":
        return 9
    return 8 if after == "hiragana" else 3


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    if "ぁ" <= character <= "ゟ":
        return "hiragana"
    if "ァ" <= character <= "ー":
        return "katakana"
    return "number" if character.isdecimal() else "other"


def _best_lines(pieces: list[Piece], limit: int, line_price: int) -> list[str]:
    """Choose the breaks of the least price; a line costs `line_price`, a ragged end a little."""
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(pieces) + 1):
        best.append(min(_choices(pieces, best, end, limit, line_price)))
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    lines = (_line(pieces[start:end]) for start, end in itertools.pairwise(cuts))
    return [line for line in lines if line]


def _choices(
    pieces: list[Piece], best: list[tuple[int, int]], end: int, limit: int, line_price: int
) -> Iterator[tuple[int, int]]:
    size = 0
    for start in range(end - 1, -1, -1):
        size += pieces[start].size
        if size > limit and start < end - 1:
            break
        slack = (max(0, limit - size) // 100) ** 2 // 8 if end < len(pieces) else 0
        price = pieces[start].before * 4 if start else 0
        yield best[start][0] + line_price + price + slack, start


def _line(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces).strip(" ")


def _cut(lines: list[str], pieces: list[Piece], limit: int, most: int) -> list[str]:
    kept = lines[: most - 1]
    taken = sum(len(line.replace(" ", "")) for line in kept)
    rest = _rest_after("".join(piece.text for piece in pieces), taken)
    last = rest[: _longest(rest, limit - _em(ELLIPSIS))]
    while last and last[-1] in NO_END | {" "}:
        last = last[:-1]
    return [*kept, last + ELLIPSIS]


def _rest_after(text: str, taken: int) -> str:
    """Give the text behind the first `taken` characters that are not blanks."""
    for place, character in enumerate(text):
        if taken == 0:
            return text[place:].lstrip(" ")
        taken -= character != " "
    return ""
