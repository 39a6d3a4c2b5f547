"""Bodies of answers that were made already, by their validators, up to a number of bytes.

A release never changes, and the validator names everything that a body follows from; so the second one who
asks is given the same bytes without a look-up. What nobody asked for longest goes first.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LASTING_SECONDS: Final = 300.0
"""As long as an answer says that it may be kept: a page also tells which other releases there are."""

_LARGEST_SHARE: Final = 8
"""One answer takes at most this part of the room, or a few large exports would send all others away."""


class Kept:
    """The bodies that one server keeps in memory; safe for threads."""

    def __init__(self, most_bytes: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most_bytes
        self._now = now
        self._lock = threading.Lock()
        self._bodies: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._bytes = 0

    def get(self, validator: str) -> bytes | None:
        """The body with this validator, None when it is not kept or has been kept for too long."""
        with self._lock:
            found = self._bodies.get(validator)
            if found is None:
                return None
            made, body = found
            if self._now() - made > LASTING_SECONDS:
                self._drop(validator)
                return None
            self._bodies.move_to_end(validator)
            return body

    def put(self, validator: str, body: bytes) -> None:
        """Keep a body, unless it is too large; others make room for it."""
        if len(body) > self._most // _LARGEST_SHARE:
            return
        with self._lock:
            if validator in self._bodies:
                self._drop(validator)
            self._bodies[validator] = self._now(), body
            self._bytes += len(body)
            while self._bytes > self._most:
                self._drop(next(iter(self._bodies)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._bodies.clear()
            self._bytes = 0

    def _drop(self, validator: str) -> None:
        _, body = self._bodies.pop(validator)
        self._bytes -= len(body)
