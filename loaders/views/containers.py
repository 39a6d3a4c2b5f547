"""A zip container → its parts, after it was weighed: no bomb, no encryption, no document type definition."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Self

from loaders.errors import DecodeError, LimitError

MAX_ENTRIES = 4096
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 100
_FREE = 1024 * 1024  # below this size no ratio is dangerous, and blank cells pack well
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_TYPE_DEFINITIONS = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_LONGEST = max(map(len, _TYPE_DEFINITIONS))


@dataclass(frozen=True, slots=True)
class Container:
    """An opened zip container within the limits."""

    archive: zipfile.ZipFile

    @classmethod
    def open(cls, data: bytes) -> Self:
        """Opens a container and unpacks all of it once, counting what really comes out.

        Raises:
            DecodeError: damaged, encrypted, or XML with a document type definition.
            LimitError: too many entries, too large, or packed more than 100:1.
        """
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            _weigh(archive, len(data))
        except (DecodeError, LimitError):
            raise
        except Exception as error:
            reason = f"a damaged or truncated zip container ({error}); save the file again"
            raise DecodeError("", reason) from error
        return cls(archive)

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None when there is no such part."""
        return self.archive.read(name) if name in self.archive.namelist() else None


def _weigh(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise LimitError("", MAX_ENTRIES, len(entries), "zip entries")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise DecodeError("", "encrypted with a password; open it, remove the password and save it again")
    total = 0
    for entry in entries:
        total = _unpack(archive, entry, total, size)


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int, size: int) -> int:
    limit = min(MAX_UNPACKED, max(_FREE, MAX_RATIO * size))
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            total += len(chunk)
            if total > limit:
                what = "unpacked bytes (at most 100:1)" if limit < MAX_UNPACKED else "unpacked bytes"
                raise LimitError("", limit, max(total, sum(e.file_size for e in archive.infolist())), what)
            if entry.filename.endswith((".xml", ".rels")) and any(
                d in tail + chunk for d in _TYPE_DEFINITIONS
            ):
                raise DecodeError("", "XML with a document type definition, which no office program writes")
            tail = chunk[-_LONGEST:]
    return total
