"""What can stop a source or a form file from being read; doubt is an issue in the loss report, no error."""

from __future__ import annotations

from dataclasses import dataclass

from ontology.errors import KeifuError


class ReadError(KeifuError):
    """A source cannot be read at all."""


@dataclass
class DecodeError(ReadError):
    """The bytes are not text in any encoding that we accept.

    `offset` is the first byte that fits none of them.
    """

    file_name: str
    reason: str
    offset: int | None = None

    def __str__(self) -> str:
        place = "" if self.offset is None else f" (byte {self.offset})"
        return f"{self.file_name}{place}: {self.reason}"


@dataclass
class LimitError(ReadError):
    """The source is larger than a report can be; `what` was counted (bytes, cells, pages, seconds …)."""

    file_name: str
    limit: int
    found: int
    what: str = "bytes"

    def __str__(self) -> str:
        return f"{self.file_name}: {self.found} {self.what}, more than the limit of {self.limit}"


@dataclass
class FormError(ReadError):
    """The text is readable, but no form that we know: `expected` names what was looked for."""

    file_name: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.file_name}: no {self.expected} found; the text begins {self.found!r}"


@dataclass
class FormFileError(KeifuError):
    """A form file breaks a rule; `key` is the dotted key that is wrong, empty for the file as a whole."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        place = f" [{self.key}]" if self.key else ""
        return f"{self.file}{place}: {self.reason}"


@dataclass
class OverlayFileError(KeifuError):
    """A file of corrections or of accepted stretches breaks a rule; `entry` counts from 1, 0 for the file."""

    file: str
    entry: int
    reason: str

    def __str__(self) -> str:
        place = f", entry {self.entry}" if self.entry else ""
        return f"{self.file}{place}: {self.reason}"


@dataclass
class PrintedDiffers(ReadError):  # noqa: N818 - the names of the tree say what happened
    """An entry of an overlay says that other characters are printed than the source has at its place."""

    file_name: str
    start: int
    end: int
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"characters {self.start}-{self.end}"
        return f"{self.file_name}, {place}: the entry says {self.expected!r}, the source has {self.found!r}"


@dataclass
class OverlapError(ReadError):
    """Two corrections of one source cover the same characters."""

    file_name: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.file_name}: the corrections of {self.first} and {self.second} overlap"
