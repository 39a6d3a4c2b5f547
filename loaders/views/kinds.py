"""Bytes → what kind of file they are, by their content and never by a name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from loaders.errors import DecodeError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_UNREAD = {
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"\x89PNG": "a picture; only text and tables are read",
    b"\xff\xd8\xff": "a picture; only text and tables are read",
    b"II*\x00": "a picture; only text and tables are read",
    b"MM\x00*": "a picture; only text and tables are read",
    b"{\\rtf": "an RTF file; save it as docx",
}
_PDF_HEAD = 1024
_BLANKS = " \t\r\n\f\ufeff"
_PROLOGUE = ("<?", "?>"), ("<!--", "-->")
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|div)\b", re.IGNORECASE)


class BinaryKind(StrEnum):
    """Kinds that a reader turns into a text view."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    PDF = "pdf"


def binary_kind(data: bytes) -> BinaryKind | None:
    """The kind of a file that is no plain text, None for what may be text.

    Raises:
        DecodeError: a kind that is not read, an encrypted or a damaged container.
    """
    if b"%PDF-" in data[:_PDF_HEAD]:
        return BinaryKind.PDF
    if data.startswith(_ZIP):
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    for magic, name in _UNREAD.items():
        if data.startswith(magic):
            raise DecodeError("", f"this is {name}", 0)
    return None


def is_html(text: str) -> bool:
    """Whether a text begins as an HTML page does; remnants of tags inside a text make no page of it."""
    return _HTML.match(text, _content_start(text)) is not None


def _content_start(text: str) -> int:
    """The offset behind blanks, comments and processing instructions at the beginning."""
    at = 0
    while True:
        while at < len(text) and text[at] in _BLANKS:
            at += 1
        end = next((end for begin, end in _PROLOGUE if text.startswith(begin, at)), None)
        stop = text.find(end, at) if end is not None else -1
        if end is None or stop < 0:
            return at
        at = stop + len(end)


def _zipped(data: bytes) -> BinaryKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:100] if _is_small(archive, "mimetype") else b""
    except Exception as error:
        raise DecodeError(
            "", f"a damaged or truncated zip container ({error}); save the file again"
        ) from error
    if mime == b"application/vnd.oasis.opendocument.spreadsheet":
        return BinaryKind.ODS
    for name, kind in (("xl/workbook.xml", BinaryKind.XLSX), ("word/document.xml", BinaryKind.DOCX)):
        if name in names:
            return kind
    raise DecodeError(
        "", "a zip container that is no xlsx, ods or docx; unpack it or save it as one of these"
    )


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist() and archive.getinfo(name).file_size < 1024  # noqa: PLR2004


def _compound(data: bytes) -> BinaryKind:
    """The directory of a compound file names its streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DecodeError("", "encrypted with a password; open it, remove the password and save it again")
    if "WordDocument".encode("utf-16-le") in data:
        raise DecodeError("", "an old Word file (doc); save it as docx")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return BinaryKind.XLS
    raise DecodeError("", "an old Office file that is no workbook; save it as xlsx or docx")
