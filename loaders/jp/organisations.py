"""Folded text of the responsible units and officers → unit paths, posts and printed names (READING 5.7).

`、` separates, parentheses nest and hand the outer unit down to each member, and a 課 followed directly by a
室 is two levels.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_SUFFIX: Final = (
    r"官房|(?<!郵便)局(?![面所])|部(?![門会隊分品])|課(?![題税金程])|室(?![内外])|(?<=.)庁(?!舎)|(?<=.)省(?!エネ|力)"
    r"|事務局|本部|センター|グループ|チーム|研究所|委員会|官室|班|係"
)
_LEVEL: Final = re.compile(rf".{{1,30}}?(?:{_SUFFIX})(?=(?P<rest>.?))")
_UNIT_END: Final = re.compile(rf"(?:{_SUFFIX})\Z")
# No ministry nests its units further; text of brackets alone must not grow a path without end.
_DEEPEST: Final = 8
_SEPARATORS: Final = "、,;"
_TITLE: Final = (
    r"(?:次|副|統括|総括|首席|上席)?(?:長官|局長|部長|課長|室長|所長|班長|係長|センター長|長|次長|審議官|参事官|企画官"
    r"|調査官|管理官|政策統括官|統括官|監察官|補佐|補佐官|主査|専門官|理事官|政策監|監)"
)
_HEAD: Final = re.compile(rf"(?P<unit>.*?)(?P<title>{_TITLE}(?:補佐|代理|心得)?)\Z", re.DOTALL)
_TOKEN: Final = re.compile(r"[^\s()]+(?:\s{0,3}\([^()]{0,60}\)[^\s()]*)?|\([^()]{0,60}\)|[()]")
_HEADED_BY_UNIT: Final = re.compile(r"[局部課室所班係]\Z|センター\Z")
_NAME: Final = re.compile(r"[一-龥々〆ヵヶぁ-んァ-ヴー]{1,8}")


@dataclass(frozen=True, slots=True)
class UnitPath:
    """One unit named from its highest printed level down; the range is that of the innermost printed name."""

    names: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Post:
    """A post: its unit from the highest printed level down, and the title."""

    unit_names: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class PostFound:
    """A printed post, and apart from it the printed name of its holder (empty range when none is printed).

    `post` is the post as printed without blanks; `concurrent` is the second post in parentheses.
    """

    post: str
    unit_names: tuple[str, ...]
    title: str
    concurrent: Post | None
    post_start: int
    post_end: int
    name: str
    name_start: int
    name_end: int


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


def parse_units(s: str) -> list[UnitPath]:
    """Reads a list of units, in order; words that end in no unit are left out.

    >>> [unit.names for unit in parse_units("自治行政局(住民制度課、地域政策課地域情報政策室)")]
    [('自治行政局', '住民制度課'), ('自治行政局', '地域政策課', '地域情報政策室')]
    """
    units: list[UnitPath] = []
    above: list[tuple[str, ...]] = [()]
    for start, end, closer in _words(s):
        names = split_unit(_joined(s[start:end]))
        if closer == "(":
            above.append(above[-1] + names if len(above) <= _DEEPEST else above[-1])
        elif names and _UNIT_END.search(names[-1]):
            units.append(UnitPath(above[-1] + names, start, end))
        if closer == ")" and len(above) > 1:
            above.pop()
    return units


def _words(s: str) -> Iterator[tuple[int, int, str]]:
    """Words between separators and parentheses, each with the character that ends it."""
    start = 0
    for found in re.finditer(rf"[(){_SEPARATORS}]|\Z", s):
        word = _trimmed(s, start, found.start())
        yield word.start, word.end, found[0]
        start = found.end()


def _trimmed(s: str, start: int, end: int) -> _Span:
    while start < end and s[start].isspace():
        start += 1
    while start < end and s[end - 1].isspace():
        end -= 1
    return _Span(start, end)


def _joined(text: str) -> str:
    return "".join(text.split())


def split_unit(name: str) -> tuple[str, ...]:
    """Cuts an unbroken unit name into its levels, highest first.

    >>> split_unit("自治行政局住民制度課デジタル基盤推進室")
    ('自治行政局', '住民制度課', 'デジタル基盤推進室')
    """
    levels: list[str] = []
    at = 0
    for found in _LEVEL.finditer(name):
        if found.start() != at or len(found[0]) < _SHORTEST_UNIT:
            break
        levels.append(found[0])
        at = found.end()
    rest = name[at:]
    return (*levels, rest) if rest else tuple(levels)


_SHORTEST_UNIT: Final = 2


def parse_posts(s: str) -> list[PostFound]:
    """Reads posts with the names printed behind them, in order; text before the first post is left out.

    >>> [(post.unit_names, post.title, post.name) for post in parse_posts("自治行政局住民制度課長 三橋 一彦")]
    [(('自治行政局', '住民制度課'), '課長', '三橋 一彦')]
    """
    tokens = [_Span(*found.span()) for found in _TOKEN.finditer(s)]
    heads = [index for index, token in enumerate(tokens) if _post(s, token)]
    posts: list[PostFound] = []
    for index, following in pairwise([*heads, len(tokens)]):
        found = _post(s, tokens[index])
        if found:
            posts.append(_with_name(s, tokens[index], found, tokens[index + 1 : following]))
    return posts


def _post(s: str, token: _Span) -> tuple[Post, Post | None] | None:
    outer, _, inner = _joined(s[token.start : token.end]).partition("(")
    main = _single_post(outer, ())
    if main is None or not main.unit_names:
        return None
    return main, _single_post(inner.rstrip(")"), main.unit_names)


def _single_post(text: str, above: tuple[str, ...]) -> Post | None:
    found = _HEAD.match(text)
    if found is None:
        return None
    unit, title = found["unit"], found["title"]
    if title[0] in "局部課室所班係":
        unit += title[0]
    elif title.startswith("センター"):
        unit += "センター"
    names = split_unit(unit)
    if not names or not _UNIT_END.search(names[-1]):
        return None
    return Post(above + names, title)


def _with_name(s: str, token: _Span, found: tuple[Post, Post | None], following: list[_Span]) -> PostFound:
    main, second = found
    words = _name_words(s, following)
    start, end = (words[0].start, words[-1].end) if words else (token.end, token.end)
    name = " ".join(s[word.start : word.end] for word in words)
    post = _joined(s[token.start : token.end])
    return PostFound(post, main.unit_names, main.title, second, token.start, token.end, name, start, end)


def _name_words(s: str, following: list[_Span]) -> list[_Span]:
    words: list[_Span] = []
    for token in following[:4]:
        if _NAME.fullmatch(s, token.start, token.end) is None:
            break
        words.append(token)
    return words
