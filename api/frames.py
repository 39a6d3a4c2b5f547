"""Frames between a worker and the front: letter, length, payload; without `e` an answer is not whole.

- `r`: the worker has opened its store
- `h` JSON: the query parses; form and media type of what follows
- `d` bytes: a piece of the answer
- `e` JSON: the answer is whole; rows (or null), bytes, and memory that the worker holds
- `x` JSON: there is no answer, or no more of it; why
"""

from __future__ import annotations

import os
import select
import struct
import time
from typing import IO, Final

READY: Final = b"r"
HEAD: Final = b"h"
DATA: Final = b"d"
END: Final = b"e"
ERROR: Final = b"x"

_PREFIX = struct.Struct(">cI")
_MOST_BYTES = 16 * 1024 * 1024
_READ_BYTES = 64 * 1024


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame as it goes over the pipe."""
    return _PREFIX.pack(kind, len(payload)) + payload


class Frames:
    """The frames that come out of a pipe, each waited for no longer than it may be silent."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._descriptor = pipe.fileno()
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._held = bytearray()

    def next(self, seconds: float) -> tuple[bytes, bytes]:
        """The next frame, its kind and payload; `seconds` without a single byte are too many.

        Raises:
            TimeoutError: nothing came in time.
            EOFError: the pipe ended, or what came is no frame.
        """
        while (found := self._whole()) is None:
            if not self._fill(seconds):
                raise TimeoutError
        return found

    def is_at_hand(self) -> bool:
        """Whether a whole frame can be had without waiting."""
        while self._length() is None:
            if not self._fill(0):
                return False
        return True

    def _fill(self, seconds: float) -> bool:
        """Read what is there, waiting for it no longer than this; False when nothing came."""
        # Never through a buffered file: poll must not be asked about bytes that Python already holds.
        if not self._poll.poll(max(0.0, seconds) * 1000):
            return False
        piece = os.read(self._descriptor, _READ_BYTES)
        if not piece:
            raise EOFError
        self._held += piece
        return True

    def _length(self) -> int | None:
        """Bytes of the frame that is held whole; None while it is not."""
        if len(self._held) < _PREFIX.size:
            return None
        _, length = _PREFIX.unpack_from(self._held)
        if length > _MOST_BYTES:
            raise EOFError
        whole = _PREFIX.size + length
        return whole if len(self._held) >= whole else None

    def _whole(self) -> tuple[bytes, bytes] | None:
        length = self._length()
        if length is None:
            return None
        kind = bytes(self._held[:1])
        payload = bytes(self._held[_PREFIX.size : length])
        del self._held[:length]
        return kind, payload


class Clock:
    """The two deadlines of one query: how long it may show nothing, and when it must be over.

    Only waiting counts as silence: a worker that stands still because nobody takes its rows is not silent.
    """

    def __init__(self, silent_seconds: float, total_seconds: float) -> None:
        self.begun = time.monotonic()
        self.silent_seconds = min(silent_seconds, total_seconds)
        self.total_seconds = total_seconds

    @property
    def left(self) -> float:
        """Seconds until the query must be over; negative when it should have been."""
        return self.begun + self.total_seconds - time.monotonic()
