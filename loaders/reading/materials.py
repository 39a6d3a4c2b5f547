"""使用した資料 → one mention for each document: title, date, decider and part, as printed (READING 12).

An item begins with a bullet; several documents may stand in one. A bullet inside a title (国・地方IT化) or at
the beginning of a wrapped line is none. What is no title, such as a sentence, stays in the text of the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.jp.eras import find_dates, find_year_months
from loaders.model import Fact, Mention, YearMonth
from loaders.reading.facts import Reader
from loaders.reading.paragraphs import Break, break_before
from loaders.slots import Slots
from loaders.text import Text, joined

_BRACKET = re.compile(r"\((?P<inside>[^()]{3,200}(?:\([^()]{1,60}\)[^()]{0,120}){0,3})\)")
_LONGEST_TITLE = 120
_FURTHEST = 400  # characters before a bullet in which a bracket may be open
_QUOTES = {"「": "」", "『": "』"}
_QUOTED = re.compile(r"[「『](?P<title>[^「」『』]{2,120})[」』]\Z")


def read_materials(reader: Reader, slots: Slots) -> Iterator[Mention]:
    """The documents that the ministry used, in printed order; one named twice is given twice."""
    text = slots.single.get("materials")
    if text is None:
        return
    flat = joined(text.folded()).strip()
    if reader.form.prose.materials.none.fullmatch(flat.chars):
        return
    for item in _items(reader, flat):
        yield from _documents(reader, item)


def _items(reader: Reader, flat: Text) -> Iterator[Text]:
    bullets = reader.form.prose.materials.bullet.finditer(flat.chars)
    longest = max(map(len, _raw_of(reader, flat).split("\n")), default=0)
    starts = [m for m in bullets if _opens(reader, flat, m, longest)]
    first = starts[0].start() if starts else len(flat)
    if flat.chars[:first].strip():
        yield flat.cut(0, first).strip()
    for mark, end in zip(starts, [*(m.start() for m in starts), len(flat)][1:], strict=True):
        yield flat.cut(mark.end(), end).strip()


def _raw_of(reader: Reader, flat: Text) -> str:
    return reader.document.source.raw[flat.starts[0] : flat.ends[-1]] if flat else ""


def _opens(reader: Reader, flat: Text, mark: re.Match[str], longest: int) -> bool:
    """A bullet stands at the beginning, behind a blank or markup, or where the item before it is closed."""
    at = mark.start()
    before = flat.chars[max(0, at - _FURTHEST) : at].rstrip()
    if before.count("(") > before.count(")"):
        return False
    if not before or before[-1] in ")」』。" or flat.chars[at - 1].isspace():
        return True
    found = break_before(reader, flat, at)
    return found is Break.PARAGRAPH or (found is Break.LINE and _line_before(reader, flat, at) + 2 < longest)


def _line_before(reader: Reader, flat: Text, at: int) -> int:
    """The length of the line that ends before `at`; a line among the longest may have been wrapped there."""
    raw = reader.document.source.raw
    end = raw.rfind("\n", flat.starts[0], flat.starts[at])
    start = max(flat.starts[0], raw.rfind("\n", flat.starts[0], end) + 1)
    return len(raw[start:end].rstrip())


def _documents(reader: Reader, item: Text) -> Iterator[Mention]:
    """The documents of one item, cut behind each dated bracket and between two quoted titles."""
    words = reader.form.prose.materials
    start = 0
    brackets = [m for m in _BRACKET.finditer(item.chars) if _is_dated(reader, m["inside"])]
    if any(_is_day_of_a_figure(reader, bracket["inside"]) for bracket in brackets):
        return
    for bracket in brackets:
        yield from _document(reader, item, start, bracket)
        start = bracket.end()
        start += len(_behind(item.chars[start:], words.locator, words.ending))
        if joint := words.between.match(item.chars, start):
            start = joint.end()
    rest = item.cut(start).strip()
    for title in _undated(reader, rest):
        yield Mention(
            "material", reader.words(title, "materials.title"), reader.words(title, "materials.item")
        )


def _behind(chars: str, *patterns: re.Pattern[str]) -> str:
    """What follows a bracket and belongs to the document before it."""
    at = 0
    for pattern in patterns:
        if match := pattern.match(chars, at):
            at = match.end()
    return chars[:at]


def _is_dated(reader: Reader, inside: str) -> bool:
    dates, months = find_dates(inside, reader.era), find_year_months(inside, reader.era)
    return any(found.start == 0 for found in (*dates, *months))


def _is_day_of_a_figure(reader: Reader, inside: str) -> bool:
    """(H30.4.1現在): the item is a cell of the table that came here from elsewhere."""
    dates = [d for d in find_dates(inside, reader.era) if d.start == 0]
    return any(reader.form.prose.materials.not_decided.match(inside, d.end) for d in dates)


def _document(reader: Reader, item: Text, start: int, bracket: re.Match[str]) -> Iterator[Mention]:
    title, locator = _title(reader, item.cut(start, bracket.start()).strip())
    if title is None:
        return
    inside = item.cut(*bracket.span("inside"))
    dates, months = find_dates(inside.chars, reader.era), find_year_months(inside.chars, reader.era)
    day = next((found for found in dates if found.start == 0), None)
    month = next((found for found in months if found.start == 0), None)
    end = day.end if day else month.end if month else 0
    decider = inside.cut(end).strip()
    locator = locator or _part_behind(reader, item, bracket.end())
    yield Mention(
        "material",
        reader.words(title, "materials.title"),
        reader.words(item.cut(item.starts.index(title.starts[0]), bracket.end()), "materials.item"),
        None if day is None else reader.fact(day.value, inside.cut(0, day.end), "materials.date"),
        reader.words(decider, "materials.decider") if decider else None,
        month=None if day or month is None else _month(reader, inside, month.end, month.year, month.month),
        locator=reader.words(locator, "materials.locator") if locator else None,
    )


def _part_behind(reader: Reader, item: Text, at: int) -> Text | None:
    match = reader.form.prose.materials.locator.match(item.chars, at)
    return item.cut(*match.span()) if match else None


def _month(reader: Reader, inside: Text, end: int, year: int, month: int) -> Fact[YearMonth]:
    return reader.fact(YearMonth(year, month), inside.cut(0, end), "materials.month")


def _title(reader: Reader, text: Text) -> tuple[Text | None, Text | None]:
    """The title without its quotation marks, and the part of the document that may follow it."""
    locator = None
    words = reader.form.prose.materials
    for match in words.locator.finditer(text.chars):
        if match.end() == len(text) and text.chars[match.start() - 1 : match.start()] in {" ", "」", "』"}:
            locator, text = text.cut(*match.span()), text.cut(0, match.start()).strip()
            break
    quoted = _QUOTED.match(text.chars)
    title = text.cut(*quoted.span("title")) if quoted else text
    is_title = 1 < len(title) <= _LONGEST_TITLE and "。" not in title.chars
    return (title if is_title else None), locator


def _undated(reader: Reader, rest: Text) -> Iterator[Text]:
    """Titles without a date: a whole item, or each quoted title of an item that is a list of them."""
    words = reader.form.prose.materials
    bare = rest.cut(0, len(rest) - len(_tail(rest.chars, words.ending)))
    quoted = [bare.cut(*m.span(1)) for m in re.finditer(r"[「『]([^「」『』]{2,120})[」』]", bare.chars)]
    between = re.sub(r"[「『][^「」『』]{2,120}[」』]", "", bare.chars)
    if quoted and not words.between.sub("", between).strip():
        yield from quoted
    elif not quoted and (title := _title(reader, bare)[0]) is not None and _is_document(reader, title):
        yield title


def _is_document(reader: Reader, title: Text) -> bool:
    """対応率100% is a cell that came here from elsewhere, 令和5年度事前分析表 is a document."""
    document = reader.form.prose.materials.document
    return document.search(title.chars) is not None and not find_dates(title.chars, reader.era)


def _tail(chars: str, ending: re.Pattern[str]) -> str:
    """The longest end of a text that says nothing but 等 or the like."""
    return next((chars[at:] for at in range(len(chars)) if ending.fullmatch(chars, at)), "")
