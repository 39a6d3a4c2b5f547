"""Folded text → heading markers by their shape, guarded against the numbers of prose (READING 8)."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from loaders.jp.folding import CIRCLED
from loaders.jp.markers import circled_value, kanji_value, roman_value

_KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA: Final = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
)
_KANJI: Final = "[一二三四五六七八九十]{1,4}"
_ROMAN: Final = r"(?:[IVX]{1,6})(?![A-Za-z])"
_DASH: Final = "[-‐–−ー]"
_COUNTERS: Final = (
    r"つ|団体|%|°|年度?[間前後末以]|月[末中頃以]|[かカヶ][月国所年]|ポイント|以上|以下|以内|未満|程度|省庁|都道府県"
    r"|(?:[個件人名年月日時分秒円回次期度位割倍千万億兆台校社市町村種点歳代]|年度|時間|週間)(?![一-龥ァ-ヴ々])"
)
# A particle right behind the mark is prose that speaks of an item: 「(2)に基づき」.
_PROSE: Final = re.compile(
    r"(?:[のにをがへ、。,)」]|は(?!じめ)|と(?![もりくき])|で(?![きあ])|も(?![のっ])|や(?![りめ])|から|より|まで"
    r"|[ ]?第[0-9一二三四五六七八九十]{1,3}[部編章節][のにをが]|及び|又は|~|・[0-9(①-⑳])"
)
_LATIN_BEFORE: Final = re.compile(r"[A-Za-z][.,]?[ ]\Z")
_ELISION: Final = re.compile(r"\(\n?(?:[前中後]|以下)?\n?略\n?\)")
_LONGEST_BRACKET: Final = 300
_ORDER: Final = {"編": 0, "部": 0, "章": 1, "節": 2, "款": 3, "項": 4}

_SHAPES: Final = (
    ("ordinal", re.compile(rf"第[ ]?(?P<value>[0-9]{{1,3}}|{_KANJI})[ ]?(?P<unit>[部編章節款項])(?!目)")),
    ("bare-ordinal", re.compile(rf"第(?P<value>[0-9]{{1,3}}|{_KANJI})(?=[ ]\S)")),
    ("label", re.compile(r"\[(?P<label>[^\[\]\d\s.]{1,12})[ ]?(?P<value>[0-9]{1,3})\]")),
    ("numbered", re.compile(r"\[(?P<label>No)\.[ ]?(?:[0-9]{1,3}-)?(?P<value>[0-9]{1,3})\]")),
    ("bracket", re.compile(r"\[[ ]?(?P<value>[0-9]{1,2})[ ]?\]")),
    ("paren", re.compile(r"\([ ]?(?P<value>[0-9]{1,2})[ ]?\)")),
    ("paren-kana", re.compile(rf"\((?P<kana>[{_KANA}])\)")),
    ("paren-kanji", re.compile(rf"\((?P<value>{_KANJI})\)")),
    ("paren-letter", re.compile(r"\((?P<letter>[a-z]|[ivx]{1,6})\)")),
    ("circled", re.compile(rf"(?P<circled>[{''.join(sorted(CIRCLED))}])")),
    ("roman-dot", re.compile(r"(?P<value>[IVX]{1,6})[.](?![0-9A-Za-z.])")),
    ("letter-dot", re.compile(r"(?P<letter>[a-zA-Z])[.](?![0-9A-Za-z.])")),
    ("letter-close", re.compile(r"(?P<letter>[ivx]{1,6}|[a-z])\)")),
    ("close", re.compile(r"(?P<value>[0-9]{1,2})\)")),
    ("kanji-dot", re.compile(rf"(?P<value>{_KANJI})[.](?!\d)")),
    (
        "decimal",
        re.compile(
            rf"(?P<path>[0-9]{{1,2}}(?:[.][0-9]{{1,2}}){{1,4}})"
            rf"[.]?(?=[ ]?[^\s\d.%)~-])(?![ ]?(?:{_COUNTERS}))"
        ),
    ),
    (
        "dash",
        re.compile(
            rf"(?P<path>[0-9]{{1,2}}(?:{_DASH}[0-9]{{1,2}}){{1,4}})"
            rf"[.]?(?=[ ]?[^\s\d.,%)/~-])(?![ ]?(?:{_COUNTERS}))"
        ),
    ),
    ("arabic-dot", re.compile(r"(?P<value>[0-9]{1,2})[.](?![0-9])")),
    ("bare", re.compile(rf"(?P<value>[0-9]{{1,2}})(?=[ ]{{1,3}}[^\s\d!-~])(?![ ]{{0,3}}(?:{_COUNTERS}))")),
)
# Shapes that prose also has inside a line; they count only where a line begins.
_LINE_SHAPES: Final = (
    ("bare-roman", re.compile(rf"(?P<value>{_ROMAN})(?=[ ]{{1,3}}[^\s!-~])")),
    ("bare-kanji", re.compile(rf"(?P<value>{_KANJI})(?:、|(?=[ ]))(?=[ ]{{0,3}}[^\s!-~])")),
    ("bare-kana", re.compile(r"(?P<kana>[アイウエオカキクケコサシスセソロハニホヘト])(?=[ .][ ]?[^\s!-~])")),
)
_LINE_ONLY: Final = frozenset({"decimal"})
_COMPOUND: Final = re.compile(
    rf"(?:{_ROMAN}|[0-9]{{1,2}})(?:{_DASH}(?:[0-9]{{1,2}}|\([0-9]{{1,2}}\)|[①-⑳])){{1,4}}"
)
_COMPONENT: Final = re.compile(
    r"(?P<roman>[IVX]+)|\((?P<paren>[0-9]+)\)|(?P<arabic>[0-9]+)|(?P<circled>[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: its shape, the number it carries, and the range of its printed form.

    `rank` is the place of 編/部, 章, 節, 款, 項 among each other, None for shapes without a fixed order.
    """

    kind: str
    value: int
    start: int
    end: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class MarkerGroup:
    """The markers that one printed mark stands for; more than one for a compound such as II-1-(4)."""

    markers: tuple[Marker, ...]
    start: int
    end: int
    at_line: bool


def find_elisions(s: str, start: int, end: int) -> list[tuple[int, int]]:
    """Finds (略) and its forms in `[start, end)`."""
    return [found.span() for found in _ELISION.finditer(s, start, end)]


def find_markers(s: str, line_starts: Collection[int]) -> list[MarkerGroup]:
    """Finds all heading markers at the start of `s`, of a line, or after a blank or (略), in order."""
    inside = _Brackets(s)
    groups: list[MarkerGroup] = []
    done = 0
    for at, at_line in _places(s, line_starts):
        if at < done or inside.hold(at):
            continue
        group = _group(s, at, at_line=at_line)
        if group:
            groups.append(group)
            done = group.end
    return _settled(s, groups)


def marker_at(s: str, at: int) -> MarkerGroup | None:
    """Reads the heading marker of a line that begins at `at`, None when it begins otherwise."""
    return _group(s, at, at_line=True)


def _settled(s: str, groups: list[MarkerGroup]) -> list[MarkerGroup]:
    """Reads again what only its neighbours decide: i after h is a letter, and イ before ロ is the first."""
    signs = [_sign(s, group) for group in groups]
    iroha = {group.markers[0].kind for group, sign in zip(groups, signs, strict=True) if sign == "ロ"}
    last: dict[str, str] = {}
    settled: list[MarkerGroup] = []
    for group, sign in zip(groups, signs, strict=True):
        marker = group.markers[0]
        settled.append(
            _with_value(group, _value_beside(sign, last.get(marker.kind), kana=marker.kind in iroha))
        )
        last[marker.kind] = sign
    return settled


def _sign(s: str, group: MarkerGroup) -> str:
    return s[group.start : group.end].strip("(). ")


def _value_beside(sign: str, before: str | None, *, kana: bool) -> int | None:
    if kana and sign in _IROHA:
        return _IROHA.index(sign) + 1
    follows = len(sign) == 1 and before is not None and len(before) == 1 and ord(sign) == ord(before) + 1
    return _place_in_alphabet(sign) if follows and sign.isascii() and sign.isalpha() else None


def _with_value(group: MarkerGroup, value: int | None) -> MarkerGroup:
    first, *more = group.markers
    return group if value is None or more else replace(group, markers=(replace(first, value=value),))


def _places(s: str, line_starts: Collection[int]) -> Iterator[tuple[int, bool]]:
    begins = frozenset(line_starts) | {0}
    fresh = False
    after_elision = {end for _, end in find_elisions(s, 0, len(s))}
    for at, char in enumerate(s):
        fresh = fresh or at in begins
        if char.isspace():
            continue
        if fresh or at in after_elision or s[at - 1].isspace():
            yield at, fresh
        fresh = False


def _group(s: str, at: int, *, at_line: bool) -> MarkerGroup | None:
    if not at_line and _LATIN_BEFORE.search(s, max(0, at - 4), at):
        return None
    compound = _compound(s, at)
    if compound:
        return _if_heading(s, compound, at_line=at_line)
    shapes = _SHAPES + _LINE_SHAPES if at_line else _SHAPES
    for kind, pattern in shapes:
        found = pattern.match(s, at)
        if found and (at_line or kind not in _LINE_ONLY):
            marker = _marker(kind, found)
            if marker:
                return _if_heading(s, (marker,), at_line=at_line)
    return None


def _if_heading(s: str, markers: tuple[Marker, ...], *, at_line: bool) -> MarkerGroup | None:
    end = markers[-1].end
    if _PROSE.match(s, end) or not s[end : end + 80].strip():
        return None
    return MarkerGroup(markers, markers[0].start, end, at_line)


def _marker(kind: str, found: re.Match[str]) -> Marker | None:
    groups = found.groupdict()
    value = _value(groups)
    if value is None:
        return None
    rank = _ORDER.get(groups.get("unit") or "")
    return Marker(_kind(kind, groups), value, *found.span(), rank)


def _value(groups: dict[str, str | None]) -> int | None:
    match groups:
        case {"circled": str(circled)}:
            return circled_value(circled)
        case {"kana": str(kana)}:
            return _KANA.index(kana) + 1
        case {"letter": str(letter)}:
            return roman_value(letter) or _place_in_alphabet(letter)
        case {"path": str(path)}:
            return int(re.split(r"\D", path)[-1])
        case {"value": str(text)}:
            return int(text) if text.isdecimal() else (roman_value(text) or kanji_value(text))
        case _:
            return None


def _place_in_alphabet(letter: str) -> int | None:
    return ord(letter.lower()) - ord("a") + 1 if len(letter) == 1 else None


def _kind(kind: str, groups: dict[str, str | None]) -> str:
    if groups.get("unit"):
        return f"第{groups['unit']}"
    if groups.get("label"):
        return f"[{groups['label']}]"
    path = groups.get("path")
    if path:
        levels = len(re.findall(r"\d+", path))
        return f"{kind}-{levels}"
    return f"{kind}-upper" if (groups.get("letter") or "").isupper() else kind


def _compound(s: str, at: int) -> tuple[Marker, ...]:
    """II-1-(4) stands for three levels; 5-3 alone is one mark of its own shape."""
    found = _COMPOUND.match(s, at)
    if found is None or not re.search(r"[IVX(①-⑳]", found[0]):
        return ()
    markers: list[Marker] = []
    for part in _COMPONENT.finditer(s, at, found.end()):
        marker = _component(part)
        repeated = sum(marker.kind == known.kind.rstrip("+") for known in markers)
        markers.append(replace(marker, kind=marker.kind + "+" * repeated))
    return tuple(markers)


_COMPONENT_KINDS: Final = {
    "roman": "roman-dot",
    "paren": "paren",
    "arabic": "arabic-dot",
    "circled": "circled",
}


def _component(part: re.Match[str]) -> Marker:
    name = part.lastgroup or ""
    text = part[name]
    value = circled_value(text) if name == "circled" else roman_value(text) if name == "roman" else int(text)
    return Marker(_COMPONENT_KINDS[name], value or 0, *part.span(), None)


class _Brackets:
    """Ranges inside closed pairs of brackets; an unclosed bracket holds nothing (A l.63 has one)."""

    def __init__(self, s: str) -> None:
        pairs = sorted(_pairs(s))
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in pairs:
            if not self._ends or start > self._ends[-1]:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, at: int) -> bool:
        index = bisect_right(self._starts, at - 1) - 1
        return index >= 0 and self._starts[index] < at < self._ends[index]


def _pairs(s: str) -> Iterator[tuple[int, int]]:
    closing = {")": "(", "」": "「", "』": "『", "】": "【"}
    opened: list[tuple[str, int]] = []
    for found in re.finditer(r"[()「」『』【】]", s):
        char, at = found[0], found.start()
        if char not in closing:
            opened.append((char, at))
        elif opened and opened[-1][0] == closing[char]:
            _, start = opened.pop()
            if at - start <= _LONGEST_BRACKET:
                yield start, at
