"""Bytes → `Source`: the text with nothing changed, its hash, and what kind of file it is.

Plain text is decoded. Of every other kind `raw` is the text view that its reader makes (loaders/views), and
`locators` tell where each stretch of it stands in the file.
"""

from __future__ import annotations

import codecs
import hashlib
from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum

from loaders.errors import DecodeError, LimitError
from loaders.views import VIEW_VERSION, Locator, Note, Rendered
from loaders.views.apart import read_apart
from loaders.views.commas import TAB, is_csv, read_csv, separator_of
from loaders.views.kinds import BinaryKind, binary_kind, is_html
from loaders.views.view import Area, render

__all__ = ["MAX_BYTES", "SCAN_SECONDS", "Kind", "Locator", "Scans", "Source", "open_source"]

MAX_BYTES = 8 * 1024 * 1024
MAX_FILE_BYTES = 32 * 1024 * 1024
SCAN_SECONDS = 600
"""By the clock, for all pictures of one file."""
_ENCODINGS = ("utf-8", "cp932", "euc_jp")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_TABBED_SHARE = 0.2


class Kind(StrEnum):
    """What a file is: rows of TAB-separated cells, lines in drawing order, or a kind with a reader."""

    TABBED = "tabbed-text"
    LINEAR = "linear-text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    DOCX = "docx"
    CSV = "csv"
    PDF = "pdf"
    SCANNED_PDF = "scanned-pdf"

    @property
    def is_plain(self) -> bool:
        """Whether the raw text is the decoded file itself."""
        return self in {Kind.TABBED, Kind.LINEAR}


class Scans(StrEnum):
    """What becomes of pages that are only a picture: refused, or recognised by Tesseract on demand."""

    REFUSED = "refused"
    RECOGNISED = "recognised"


@dataclass(frozen=True, slots=True)
class Source:
    """A source file; all offsets count code points of `raw`. The file name is data, never a path to open.

    `locators` are in the order of their starts; a plain text has none. `notes` are what the reader of the
    kind saw and could not put into the text.
    """

    sha256: str
    file_name: str
    kind: Kind
    encoding: str
    raw: str
    locators: tuple[Locator, ...] = ()
    notes: tuple[Note, ...] = ()

    def line_of(self, offset: int) -> int:
        """The 1-based line of a raw offset; lines end at U+000A only."""
        return self.raw.count("\n", 0, offset) + 1

    def areas_of(self, start: int, end: int) -> tuple[Area, ...]:
        """The rectangles in which a raw range is printed: one for each page on which it stands, in order.

        Empty for every kind of file without pages. Offsets are those of the range; lines count as a whole.
        """
        first = max(0, bisect_right(self.locators, start, key=lambda locator: locator.start) - 1)
        found: dict[int, Area] = {}
        for locator in self.locators[first:]:
            if locator.start >= end:
                break
            for area in locator.areas:
                if area.start < end and start < area.end:
                    here = replace(area, start=start, end=end)
                    found[area.page] = _around(found[area.page], here) if area.page in found else here
        return tuple(area for _, area in sorted(found.items()))

    def locator_of(self, offset: int) -> Locator | None:
        """Where the character at a raw offset stands in the file; None in a plain text and between cells."""
        index = bisect_right(self.locators, offset, key=lambda locator: locator.start) - 1
        found = self.locators[index] if index >= 0 else None
        return found if found is not None and offset < found.end else None


def _around(one: Area, other: Area) -> Area:
    return replace(
        one,
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )


def open_source(data: bytes, file_name: str, scans: Scans = Scans.REFUSED) -> Source:
    """Decodes and types a file by its content, never by its name.

    A PDF with a page that was recognised is of the kind `SCANNED_PDF`; its encoding names the program.

    Raises:
        LimitError: the file is larger than `MAX_BYTES` (text) or `MAX_FILE_BYTES`, or beyond another limit.
        DecodeError: a kind that is not read, a damaged or encrypted file, a reader that is not installed, or
            no text in UTF-8, UTF-16 with its mark, Shift_JIS or EUC-JP.
    """
    try:
        return _open(data, file_name, scans)
    except (DecodeError, LimitError) as error:
        if error.file_name:
            raise
        raise replace(error, file_name=file_name) from error


def _open(data: bytes, file_name: str, scans: Scans) -> Source:
    if len(data) > MAX_FILE_BYTES:
        raise LimitError(file_name, MAX_FILE_BYTES, len(data))
    binary = binary_kind(data)
    if binary is BinaryKind.PDF and scans is Scans.RECOGNISED:
        view = read_apart("scanned-pdf", data, SCAN_SECONDS)
        return _viewed(data, file_name, Kind.SCANNED_PDF if view.program else Kind.PDF, view)
    if binary is not None:
        return _viewed(data, file_name, Kind(binary.value), read_apart(binary, data))
    if len(data) > MAX_BYTES:
        raise LimitError(file_name, MAX_BYTES, len(data))
    encoding, raw = _wide(data, file_name) or _narrow(data, file_name)
    if is_html(raw):
        return _viewed(data, file_name, Kind.HTML, read_apart("html", raw.encode("utf-8")))
    kind = _kind(raw)
    if (kind is Kind.LINEAR and is_csv(raw)) or (kind is Kind.TABBED and separator_of(raw) == TAB):
        return _viewed(data, file_name, Kind.CSV, render(read_csv(raw)))
    return Source(hashlib.sha256(data).hexdigest(), file_name, kind, encoding, raw)


def _viewed(data: bytes, file_name: str, kind: Kind, view: Rendered) -> Source:
    if not view.text.strip():
        raise DecodeError(file_name, f"this {kind} file holds no text")
    sha256 = hashlib.sha256(data).hexdigest()
    encoding = " ".join(filter(None, (VIEW_VERSION, view.program)))
    return Source(sha256, file_name, kind, encoding, view.text, view.locators, view.notes)


def _wide(data: bytes, file_name: str) -> tuple[str, str] | None:
    """A text of two bytes for each character; only its mark at the beginning tells it."""
    encoding = _WIDE.get(data[:2])
    if encoding is None:
        return None
    try:
        raw = data[2:].decode(encoding)
    except UnicodeDecodeError as error:
        raise DecodeError(file_name, "begins as UTF-16 and is not", error.start + 2) from error
    if "\x00" in raw or not raw.strip():
        raise DecodeError(file_name, "no text in UTF-16", 2 + 2 * max(0, raw.find("\x00")))
    return encoding, raw


def _narrow(data: bytes, file_name: str) -> tuple[str, str]:
    _refuse_odd(data, file_name)
    return _decode(data, file_name)


def _refuse_odd(data: bytes, file_name: str) -> None:
    if (at := data.find(b"\x00")) >= 0:
        raise DecodeError(file_name, "a NUL byte: this is no text in UTF-8, Shift_JIS or EUC-JP", at)
    if not data.strip():
        raise DecodeError(file_name, "the file is empty")


def _decode(data: bytes, file_name: str) -> tuple[str, str]:
    body = data.removeprefix(b"\xef\xbb\xbf")
    offset: int | None = None
    for encoding in _ENCODINGS:
        try:
            raw = body.decode(encoding)
        except UnicodeDecodeError as error:
            offset = error.start if offset is None else offset
        else:
            if encoding == "utf-8" or _looks_japanese(raw):
                return encoding, raw
    raise DecodeError(file_name, "neither UTF-8 nor Japanese text in Shift_JIS or EUC-JP", offset)


def _looks_japanese(raw: str) -> bool:
    """A wrong decoder gives half-width kana and private characters where a report has kana and kanji."""
    usual = sum("\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff" for c in raw)
    odd = sum(
        "\uff61" <= c <= "\uff9f" or "\ue000" <= c <= "\uf8ff" or (c < " " and c not in "\t\r\n\f")
        for c in raw
    )
    return usual > 0 and odd * 10 < usual


def _kind(raw: str) -> Kind:
    lines = [line for line in raw.split("\n") if line.strip()]
    tabbed = sum("\t" in line for line in lines)
    return Kind.TABBED if tabbed >= max(1, _TABBED_SHARE * len(lines)) else Kind.LINEAR
