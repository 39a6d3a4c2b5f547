"""A reader in this process: bytes on the standard input → the text view as JSON on the standard output.

The process ends when it takes more than `MAX_MEMORY` bytes or `MAX_SECONDS` of processor time, or writes a
file of more than `MAX_ANSWER` bytes; an answer longer than that is a LimitError.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Final

from loaders.errors import DecodeError, LimitError
from loaders.views.view import Rendered, View, render

MAX_SECONDS = 60
MAX_MEMORY = 2 * 1024**3
MAX_ANSWER = 256 * 1024**2
_READERS: Final[Mapping[str, tuple[str, str, str]]] = {
    "xlsx": ("loaders.views.sheets", "read_xlsx", "xlsx"),
    "ods": ("loaders.views.sheets", "read_ods", "xlsx"),
    "xls": ("loaders.views.sheets", "read_xls", "xlsx"),
    "html": ("loaders.views.hypertext", "read_html", "html"),
    "docx": ("loaders.views.word", "read_docx", "docx"),
    "pdf": ("loaders.views.pdf", "read_pdf", "pdf"),
    "scanned-pdf": ("loaders.views.pdf", "read_scanned_pdf", "ocr"),
}


def read_here(kind: str, data: bytes) -> Rendered:
    """The text view of a file, made in this process, without limits of time and memory.

    Raises:
        DecodeError: the reader refused the file, or the extra that it needs is not installed.
        LimitError: the file is larger than a limit.
    """
    return render(_reader(kind)(data))


def _reader(kind: str) -> Callable[[bytes], View]:
    module, function, extra = _READERS[kind]
    try:
        reader: Callable[[bytes], View] = getattr(importlib.import_module(module), function)
    except ModuleNotFoundError as error:
        raise DecodeError("", f"reading {kind} needs an extra: pip install 'keifu[{extra}]'") from error
    return reader


def answer_of(kind: str, data: bytes) -> dict[str, object]:
    """What the child says: a text view, or the error as plain values."""
    try:
        rendered = read_here(kind, data)
    except DecodeError as error:
        return {"decode": error.reason, "offset": error.offset}
    except LimitError as error:
        return _told(error)
    return asdict(rendered)


def _told(error: LimitError) -> dict[str, object]:
    return {"limit": error.limit, "found": error.found, "what": error.what}


def _limit() -> None:
    """Limits of the operating system, where it has them."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - only there on such systems

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_ANSWER, MAX_ANSWER))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Reads one file from the standard input and writes the answer."""
    _limit()
    answer = answer_of(sys.argv[1], sys.stdin.buffer.read())
    said = json.dumps(answer, ensure_ascii=False).encode("utf-8")
    if len(said) > MAX_ANSWER:
        too_long = LimitError("", MAX_ANSWER, len(said), "bytes of text with places")
        said = json.dumps(_told(too_long)).encode("utf-8")
    sys.stdout.buffer.write(said)


if __name__ == "__main__":
    main()
