"""A fiscal year as people write it (H30, 平成３０年度, 令和元, 2018) → western year."""

from __future__ import annotations

import re
import unicodedata

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_LETTERS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_WRITTEN = re.compile(r"(明治|大正|昭和|平成|令和|[MTSHR])?([0-9]{1,4}|元)(?:年度?)?\Z")
_FIRST, _LAST = 1868, 2200


def western_year(text: str) -> int | None:
    """The western year that `text` names, or None when it names none.

    >>> [western_year(text) for text in ("H30", "平成３０年度", "令和元年度", "2018", "八年")]
    [2018, 2018, 2019, 2018, None]
    """
    match = _WRITTEN.match(unicodedata.normalize("NFKC", text).strip().upper())
    if match is None:
        return None
    era, digits = match.groups()
    start = _ERAS[_LETTERS.get(era, era)] if era else 0
    year = start + (1 if digits == "元" else int(digits))
    return year if _FIRST <= year <= _LAST else None


def era_year(year: int) -> str:
    """The Japanese name of a western year, by the era in which its fiscal year began or was renamed.

    >>> era_year(2018), era_year(2019)
    ('平成30年度', '令和元年度')
    """
    name = max((era for era in _ERAS if _ERAS[era] < year), key=_ERAS.__getitem__)
    number = year - _ERAS[name]
    return f"{name}{'元' if number == 1 else number}年度"
