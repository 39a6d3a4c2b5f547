"""A process that reads files: requests on the standard input, frozen outcomes on the standard output.

A request is a name, the bytes, the form files of the user as JSON, and what becomes of scanned pages, each
behind its length; so is the answer, behind one byte that says whether it is an outcome (o) or a fault of
ours (f). It ends with its input.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import TYPE_CHECKING, Final

from keifu.batch.frozen import Refused, freeze
from keifu.batch.reading import read_any
from loaders.errors import ReadError
from loaders.source import Scans

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MEMORY: Final = 3 * 1024**3
OUTCOME: Final = b"o"
FAULT: Final = b"f"
LENGTH: Final = struct.Struct(">Q")


def send(write: Callable[[bytes], object], data: bytes) -> None:
    """Writes bytes behind their length."""
    write(LENGTH.pack(len(data)))
    write(data)


def receive(read: Callable[[int], bytes]) -> bytes | None:
    """The next bytes, None when the other side is gone."""
    head = read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = read(length)
    return data if len(data) == length else None


def answer(data: bytes, name: str, forms: tuple[str, ...] = (), scans: Scans = Scans.REFUSED) -> bytes:
    """What the worker says about one file."""
    try:
        return OUTCOME + freeze(read_any(data, name, forms, scans))
    except ReadError as error:
        return OUTCOME + freeze(Refused(error))
    except MemoryError:
        return FAULT + b"it needs more memory than a file may take"
    except Exception as error:  # noqa: BLE001 - whatever happens to one file must not end the others
        return FAULT + f"{type(error).__name__}: {error}".encode()


def main() -> None:
    """Answers until the input ends. What readers print goes to the standard error, not among the answers."""
    _limit()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while (request := _request(source.read)) is not None:
        name, data, forms, scans = request
        texts = tuple(map(str, json.loads(forms)))
        said = answer(data, name.decode("utf-8", "surrogateescape"), texts, Scans(scans.decode()))
        send(sink.write, said)
        sink.flush()


def _request(read: Callable[[int], bytes]) -> tuple[bytes, bytes, bytes, bytes] | None:
    """Name, bytes, forms and scans of the next file; None when no whole request comes any more."""
    name, data, forms, scans = (receive(read) for _ in range(4))
    if name is None or data is None or forms is None or scans is None:
        return None
    return name, data, forms, scans


def _limit() -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - only there on such systems

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
