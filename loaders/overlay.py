"""TOML files that people write beside a source → corrections of its text, and stretches accepted as unread.

    [[correction]]                      [[accepted]]
    source = "aec283a3ce7df1c3…"        source = "aec283a3ce7df1c3…"
    start = 3529                        start = 3529
    end = 3534                          end = 3534
    printed = "1,O67"                   printed = "【30年度】"
    corrected = "1,067"                 reason = "…"
    reason = "…"
    who = "…"
    when = 2026-11-23

`source` is the SHA-256 of the file or at least its first 16 digits; places count code points of the raw text.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar, cast

from loaders.errors import OverlapError, OverlayFileError, PrintedDiffers
from loaders.model import Correction, Span
from loaders.source import Source

_SOURCE = re.compile(r"[0-9a-f]{16,64}\Z")
# A correction changes words; rows and cells are what the reader of the file saw.
_LAYOUT = re.compile(r"[\t\n\r\f\v\x00\x85\u2028\u2029]")
_T = TypeVar("_T", bound="Correction | Accepted")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A stretch that a person has looked at and leaves unread, with the reason."""

    source: str
    span: Span
    printed: str
    reason: str


def parse_corrections(text: str, file: str) -> tuple[Correction, ...]:
    """The corrections of one file.

    Raises:
        OverlayFileError: the text is no TOML, or an entry has a key too many, too few or of the wrong type.
    """
    return tuple(_correction(row) for row in _rows(text, file, "correction"))


def parse_accepted(text: str, file: str) -> tuple[Accepted, ...]:
    """The accepted stretches of one file.

    Raises:
        OverlayFileError: as for `parse_corrections`.
    """
    return tuple(
        Accepted(row.source(), row.span(), row.words("printed"), row.words("reason"))
        for row in _rows(text, file, "accepted")
    )


def write_corrections(corrections: Iterable[Correction]) -> str:
    """The text of a file with these corrections, which `parse_corrections` reads back."""
    return "\n".join(_entry(each) for each in sorted(corrections, key=_place))


def entries_of(entries: Iterable[_T], source: Source) -> tuple[_T, ...]:
    """Those entries that are about a source, by their place.

    Raises:
        PrintedDiffers: the source has other characters at the place of an entry.
        OverlapError: two corrections cover the same characters.
    """
    own = sorted((each for each in set(entries) if source.sha256.startswith(each.source)), key=_place)
    for each in own:
        found = source.raw[each.span.start : each.span.end]
        if found != each.printed:
            raise PrintedDiffers(source.file_name, each.span.start, each.span.end, each.printed, found)
    _refuse_overlaps([each for each in own if isinstance(each, Correction)], source)
    return tuple(own)


def strangers(entries: Sequence[Correction | Accepted], hashes: Iterable[str]) -> tuple[str, ...]:
    """The sources that entries name and that are none of these, each once, in order."""
    known = tuple(hashes)
    named = (each.source for each in entries)
    return tuple(sorted({name for name in named if not any(one.startswith(name) for one in known)}))


def _refuse_overlaps(own: Sequence[Correction], source: Source) -> None:
    for first, second in pairwise(own):
        if second.span.start < first.span.end:
            places = (f"{each.span.start}-{each.span.end}" for each in (first, second))
            raise OverlapError(source.file_name, *places)


def _place(entry: Correction | Accepted) -> tuple[str, Span]:
    return entry.source, entry.span


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry as written; `number` counts from 1."""

    file: str
    number: int
    values: Mapping[str, object]

    def wrong(self, reason: str) -> OverlayFileError:
        return OverlayFileError(self.file, self.number, reason)

    def words(self, key: str) -> str:
        value = self.values[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"{key} is a text that is not empty")
        return value

    def source(self) -> str:
        value = self.words("source")
        if not _SOURCE.match(value):
            raise self.wrong("source is the SHA-256 of a file, or its first 16 digits or more")
        return value

    def span(self) -> Span:
        start, end = self.values["start"], self.values["end"]
        whole = type(start) is int and type(end) is int
        if not whole or not 0 <= cast("int", start) < cast("int", end):
            raise self.wrong("start and end are whole numbers, start before end")
        span = Span(cast("int", start), cast("int", end))
        if span.end - span.start != len(self.words("printed")):
            raise self.wrong(f"printed has {len(self.words('printed'))} characters, not end - start")
        return span

    def day(self, key: str) -> date:
        value = self.values[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(f"{key} is a day such as 2026-11-23, without quotes")
        return value

    def plain_line(self, key: str) -> str:
        value = self.values[key]
        if not isinstance(value, str) or _LAYOUT.search(value):
            raise self.wrong(f"{key} is a text without tabs and line ends: it cannot change rows or cells")
        return value


_KEYS = {
    "correction": ("source", "start", "end", "printed", "corrected", "reason", "who", "when"),
    "accepted": ("source", "start", "end", "printed", "reason"),
}


def _rows(text: str, file: str, kind: str) -> Iterator[_Row]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OverlayFileError(file, 0, f"this is no TOML: {error}") from error
    listed = values.get(kind, [])
    if set(values) - {kind} or not isinstance(listed, list):
        raise OverlayFileError(file, 0, f"the file holds [[{kind}]] entries and nothing else")
    for number, entry in enumerate(cast("list[object]", listed), start=1):
        row = _Row(file, number, cast("Mapping[str, object]", entry) if isinstance(entry, dict) else {})
        wanted, given = set(_KEYS[kind]), set(row.values)
        if wanted != given:
            raise row.wrong(f"the keys are {', '.join(_KEYS[kind])}; odd here: {_odd(wanted, given)}")
        yield row


def _odd(wanted: set[str], given: set[str]) -> str:
    return ", ".join([*(f"no {key}" for key in sorted(wanted - given)), *sorted(given - wanted)])


def _correction(row: _Row) -> Correction:
    span, printed, corrected = row.span(), row.plain_line("printed"), row.plain_line("corrected")
    if printed == corrected:
        raise row.wrong("corrected is what is printed")
    return Correction(
        row.source(), span, printed, corrected, row.words("reason"), row.words("who"), row.day("when")
    )


def _entry(correction: Correction) -> str:
    texts = {key: getattr(correction, key) for key in ("source", "printed", "corrected", "reason", "who")}
    written = {key: _quoted(str(value)) for key, value in texts.items()}
    written |= {"start": str(correction.span.start), "end": str(correction.span.end)}
    written["when"] = correction.when.isoformat()
    return "[[correction]]\n" + "".join(f"{key} = {written[key]}\n" for key in _KEYS["correction"])


def _quoted(text: str) -> str:
    """A basic string of TOML: those of JSON, but for one character that TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
