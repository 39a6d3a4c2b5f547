"""A stored number and its number format → the text that the sheet shows.

Formats of office programs are a language of their own; read here is what tables of figures use: digits with
grouping and decimals, %, printed words ("団体"), the sign of negative numbers (△), dates.
What a format beyond these would show is not guessed: the stored value is given in plain digits, and nothing
where the format would show another number (per cent, thousands).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

GENERAL = "General"
_BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    49: "@",
}  # fmt: skip
_DATE = 14
_PARTS = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<char>.)|\[(?P<bracket>[^\]]*)\]|_(?P<gap>.)|\*(?P<fill>.)'
    r"|(?P<digits>[#0?][#0?,]*(?:\.[0#?]+)?)|(?P<percent>%)|(?P<date>g+|e+|y+|m+|d+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_WORDS = re.compile(r'"[^"]*"|\\.')
_OTHER_NUMBER = re.compile(r"%|[0#?],+(?![#0?,])")
_PLAIN = frozenset(" 　()+-/:△▲年月日度円$￥¥%.、。・~～")
_ERAS = ((date(2019, 5, 1), "令和", "R"), (date(1989, 1, 8), "平成", "H"), (date(1926, 12, 25), "昭和", "S"))


def format_code(number: int, own: dict[int, str]) -> str | None:
    """The code of a format by its number: those of the file first, then the ones that every file knows."""
    return own.get(number, _BUILT_IN.get(number))


def shown(value: object, code: str | None) -> str:
    """The text of a cell: words as they are, numbers and dates by their format; empty for an unknown one."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(Decimal(repr(value)), code or GENERAL)
    if isinstance(value, date):
        return _date(value.date() if isinstance(value, datetime) else value, code or "")
    return str(value)


def _number(value: Decimal, code: str) -> str:
    section, magnitude = _section(value, code)
    text = _by_format(magnitude, section)
    if text is None:
        return "" if _OTHER_NUMBER.search(_WORDS.sub("", code)) else plain(value)
    return text


def plain(value: Decimal) -> str:
    """The digits of a number without exponent and without needless zeros."""
    whole = value.to_integral_value()
    return f"{whole:f}" if value == whole else f"{value.normalize():f}"


def _section(value: Decimal, code: str) -> tuple[str, Decimal]:
    """The part of a format for a number of this sign, and the number as that part is to show it."""
    sections = _split(code)
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:  # noqa: PLR2004 - positive; negative; zero
        return sections[2], value
    return sections[0], value


def _split(code: str) -> list[str]:
    return re.findall(r'(?:"[^"]*"|\\.|[^;])+', code) or [GENERAL]


def _by_format(value: Decimal, code: str) -> str | None:
    """The number in one section of a format, None when the section says more than we read."""
    if code.strip().lower() in {"general", "@", "g/標準"}:
        return None
    matches = list(_PARTS.finditer(code))
    digits = [m for m in matches if m["digits"]]
    is_sign = not digits and any(m["words"] or m["char"] for m in matches)  # such as "－" for zero
    if not (is_sign or len(digits) == 1) or any(m["date"] for m in matches):
        return None
    amount = value.copy_abs() * (100 if any(m["percent"] for m in matches) else 1)
    pieces = list(_pieces(matches, amount))
    return None if None in pieces else ("-" if value < 0 else "") + "".join(p for p in pieces if p).strip()


def _pieces(matches: list[re.Match[str]], amount: Decimal) -> Iterator[str | None]:
    for match in matches:
        if match["digits"]:
            yield _digits(amount, match["digits"])
        elif match["gap"]:
            yield " "
        elif match["bracket"] is not None or match["fill"]:
            yield None if any(sign in (match["bracket"] or "") for sign in "<=>") else ""
        elif match["other"]:
            yield match["other"] if match["other"] in _PLAIN or ord(match["other"]) > 0x2E7F else None  # noqa: PLR2004 - Japanese
        else:
            yield match["words"] or match["char"] or match["percent"] or ""


def _digits(amount: Decimal, pattern: str) -> str:
    """Digits by a pattern; each trailing comma shows thousands of what is stored."""
    whole, _, decimals = pattern.partition(".")
    shifted = amount.scaleb(-3 * (len(whole) - len(whole.rstrip(","))))
    quantum = Decimal(1).scaleb(-len(decimals))
    rounded = shifted.quantize(quantum, rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    kept = len(text) - optional
    return (text[:kept] + text[kept:].rstrip("0")).rstrip(".") if optional else text


def _date(day: date, code: str) -> str:
    matches = list(_PARTS.finditer(_split(code)[0] if code else ""))
    if not any(m["date"] for m in matches) or any(m["digits"] for m in matches):
        return f"{day.year}年{day.month}月{day.day}日"
    return "".join(_date_piece(match, day) for match in matches).strip()


def _date_piece(match: re.Match[str], day: date) -> str:
    token = match["date"]
    if not token:
        return match["words"] or match["char"] or match["percent"] or (match["other"] or "").strip("@;")
    start, name, letter = next((era for era in _ERAS if era[0] <= day), _ERAS[-1])
    year = day.year - start.year + 1
    return {
        "g": {1: letter, 2: name[0]}.get(len(token), name),
        "e": str(year),
        "y": str(day.year) if len(token) > 2 else f"{day.year % 100:02}",  # noqa: PLR2004
        "m": f"{day.month:0{min(len(token), 2)}}",
        "d": f"{day.day:0{min(len(token), 2)}}",
    }[token[0].lower()]
