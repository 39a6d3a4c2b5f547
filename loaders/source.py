"""Bytes → `Source`: the decoded text with nothing changed, its hash, and what kind of text it is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from loaders.errors import DecodeError, LimitError

MAX_BYTES = 8 * 1024 * 1024
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip container (xlsx, docx, ods)",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_ENCODINGS = ("utf-8", "cp932", "euc_jp")
_TABBED_SHARE = 0.2


class Kind(StrEnum):
    """What a text looks like: rows of TAB-separated cells, or lines in drawing order."""

    TABBED = "tabbed-text"
    LINEAR = "linear-text"


@dataclass(frozen=True, slots=True)
class Source:
    """A source file; all offsets count code points of `raw`. The file name is data, never a path to open."""

    sha256: str
    file_name: str
    kind: Kind
    encoding: str
    raw: str

    def line_of(self, offset: int) -> int:
        """The 1-based line of a raw offset; lines end at U+000A only."""
        return self.raw.count("\n", 0, offset) + 1


def open_source(data: bytes, file_name: str) -> Source:
    """Decodes and types a file by its content, never by its name.

    Raises:
        LimitError: the file is larger than `MAX_BYTES`.
        DecodeError: the bytes are another kind of file, or no text in UTF-8, Shift_JIS or EUC-JP.
    """
    if len(data) > MAX_BYTES:
        raise LimitError(file_name, MAX_BYTES, len(data))
    _refuse_binary(data, file_name)
    encoding, raw = _decode(data, file_name)
    return Source(hashlib.sha256(data).hexdigest(), file_name, _kind(raw), encoding, raw)


def _refuse_binary(data: bytes, file_name: str) -> None:
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise DecodeError(file_name, f"this is {name}; only text is read so far", 0)
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
