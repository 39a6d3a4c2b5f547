"""A loose block → typed pieces, cut by terminators and grammar and not by lines (READING 7, table 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.form import Form
from loaders.jp.eras import find_years
from loaders.text import Text

YEAR_END = re.compile(r"【(?P<year>[^【】]*?\d+\s*年\s*度|[^【】]*?元\s*年\s*度)[^【】]*】(?:\s*※[^※【】]*)?")
FILLER = re.compile(r"[\s:：、。]+")
_TAG = re.compile(r"\s*【[^【】]*】")
_RATIO = r"\(\s*[\d,]+\s*/\s*[\d,]+\s*\)"
_DAY = r"\([^()]*?\d+\s*(?:[./年])[^()]*?(?:現在|時点)\)"
_ACTUAL_END = re.compile(rf"{_DAY}|{_RATIO}(?:\s*{_DAY})?")
_NUMBER_END = re.compile(r"(?:\A|\s)(?P<number>[①-⑳㉑-㉟㊱-㊿➀-➉❶-❿]|\d{1,2})\s*\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A typed piece; `kind` is baseline, final, actual, name, mark, number, or open (no end seen)."""

    kind: str
    text: Text
    year: int | None = None
    is_cut: bool = False


def cut_pieces(text: Text, form: Form, first: int | None) -> Iterator[Piece]:
    """The pieces of one joined block; `first` is the first year of the table: bases lie before it."""
    rest = text
    while rest.strip():
        rest = rest.strip()
        mark = _leading_mark(rest, form)
        if mark:
            yield Piece("mark", rest.cut(0, mark))
            rest = rest.cut(mark)
            continue
        end = _next_end(rest, form, first)
        if end is None:
            yield from _open(rest)
            return
        yield end
        rest = rest.cut(len(end.text))


def _leading_mark(text: Text, form: Form) -> int:
    """A sign of the achievement column, alone or before words: 「－クラウド導入…」 (R4-⑧ l.145)."""
    for sign in sorted(form.achievement, key=len, reverse=True):
        if not text.chars.startswith(sign):
            continue
        after = text.chars[len(sign) :].lstrip()[:1]
        is_dash = form.achievement[sign] == "pending"
        if not after or (is_dash and not after.isdigit() and sign != "一"):
            return len(sign)
    return 0


def _next_end(text: Text, form: Form, first: int | None) -> Piece | None:
    ends: list[tuple[int, Piece]] = []
    year_end = YEAR_END.search(text.chars)
    if year_end:
        year = next((y.fiscal_year for y in find_years(year_end["year"])), None)
        kind = "baseline" if year is not None and first is not None and year < first else "final"
        ends.append((year_end.start(), Piece(kind, text.cut(0, year_end.end()), year)))
    actual = _ACTUAL_END.search(text.chars)
    if actual and not (year_end and not text.chars[actual.end() : year_end.start()].strip()):
        ends.append((actual.start(), Piece("actual", text.cut(0, actual.end()))))
    for printed in form.indicator_types:
        if (at := text.chars.find(f"<{printed}>")) >= 0:
            stop = at + len(printed) + 2
            while (tag := _TAG.match(text.chars, stop)) and not YEAR_END.match(tag[0].strip()):
                stop = tag.end()
            ends.append((at, Piece("name", text.cut(0, stop))))
    return min(ends, key=lambda pair: pair[0])[1] if ends else None


def _open(text: Text) -> Iterator[Piece]:
    number = _NUMBER_END.search(text.chars)
    if number is None:
        yield Piece("open", text)
        return
    if before := text.cut(0, number.start()).strip():
        yield Piece("open", before)
    yield Piece("number", text.cut(*number.span("number")))


def measured_name(name: Text, form: Form) -> str:
    """What the indicator measures, without blanks: the words that come back in its cells."""
    at = min((i for t in form.indicator_types if (i := name.chars.find(f"<{t}>")) >= 0), default=len(name))
    return FILLER.sub("", name.chars[:at])
