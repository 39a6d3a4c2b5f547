"""A number token in folded text → whether it belongs to a name rather than counts anything (READING 5.3)."""

import re
from typing import Final

_URL: Final = re.compile(r"https?://[!-;=?-~]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")
_LATIN_BEFORE: Final = re.compile(r"(?:[A-Za-z][ ]?|[A-Za-z]-)\Z")
_ERA_LETTER: Final = re.compile(r"(?<![A-Za-z0-9])[MTSHR][ ]?\Z")
_COUNTED_TITLE: Final = re.compile(r"[ ]?(?:つの|の(?=[一-龥ァ-ヶ]))")
_ORDINAL: Final = re.compile(r"[ ]?(?:次|期|回|版|部|編|章|節|条|項|号|款)")
_TITLE_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_UNIT_AFTER: Final = re.compile(r"[ ]?(?:年|人|名|件|円|団体|%|位|時間|千|百|万|億|兆|[,.][0-9])")
_FOOTNOTE: Final = re.compile(r"」\Z")


def is_part_of_name(s: str, start: int, end: int) -> bool:
    """Tells whether a number is part of a name: `Society 5.0`, `e-Gov2`, `第2部`, `10の指針`.

    Also true for digits of a URL or identifier, of a title's year (基本方針2018) and of a footnote mark right
    after 」.  Era letters (`H28.4.1`) make dates, not names.

    >>> is_part_of_name("Society 5.0の実現", 8, 11), is_part_of_name("550団体", 0, 3)
    (True, False)
    """
    before, after = s[max(0, start - 12) : start], s[end : end + 8]
    return (
        _in_url(s, start)
        or _is_latin_name(before, after)
        or _COUNTED_TITLE.match(after) is not None
        or (before.rstrip(" ").endswith("第") and _ORDINAL.match(after) is not None)
        or _is_title_year(before, s[start:end], after)
        or (_FOOTNOTE.search(before) is not None and _UNIT_AFTER.match(after) is None)
    )


def _in_url(s: str, start: int) -> bool:
    line_start = max(s.rfind("\n", 0, start) + 1, start - 2_000)
    return any(
        found.start() <= start < found.end()
        for found in _URL.finditer(s, line_start, min(len(s), start + 200))
    )


def _is_latin_name(before: str, after: str) -> bool:
    if _ERA_LETTER.search(before):
        return after[:1].isascii() and after[:1].isalpha()
    return _LATIN_BEFORE.search(before) is not None


def _is_title_year(before: str, number: str, after: str) -> bool:
    glued = before[-1:] not in ("", " ", "\n", "(", "~", "、", "。", ",")
    return glued and _TITLE_YEAR.fullmatch(number) is not None and _UNIT_AFTER.match(after) is None
