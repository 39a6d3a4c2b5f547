"""How far a load is → one line on a terminal that is written over; nothing anywhere else."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self, TextIO

from keifu.widths import cut

if TYPE_CHECKING:
    from collections.abc import Callable

_BAR: Final = 24
_PAUSE: Final = 0.1
_CLEAR: Final = "\r\x1b[2K"
_FEWEST_FOR_SPEED: Final = 3


@dataclass(slots=True)
class Progress:
    """A bar over `total` files; `clock` gives seconds. Use it as a context, which leaves a clean line."""

    stream: TextIO
    total: int
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    failed: int = 0
    _began: float = 0.0
    _shown: float = field(default=-1.0)

    def __enter__(self) -> Self:
        self._began = self.clock()
        self._show("", self._began)
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.write(_CLEAR)
        self.stream.flush()

    def step(self, name: str, *, failed: bool) -> None:
        """One more file is done."""
        self.done += 1
        self.failed += failed
        now = self.clock()
        if now - self._shown >= _PAUSE or self.done == self.total:
            self._show(name, now)

    def _show(self, name: str, now: float) -> None:
        self._shown = now
        room = shutil.get_terminal_size().columns - 1
        self.stream.write(_CLEAR + cut(self.line(name, now), room))
        self.stream.flush()

    def line(self, name: str, now: float) -> str:
        """The words of the bar: done, share, speed, what is left, the last file."""
        share = self.done / self.total if self.total else 1.0
        full = int(share * _BAR)
        bar = "█" * full + "░" * (_BAR - full)
        failed = f", {self.failed} failed" if self.failed else ""
        return f"reading {bar} {self.done}/{self.total}{failed}{self._speed(now)}  {name}"

    def _speed(self, now: float) -> str:
        passed = now - self._began
        if self.done < _FEWEST_FOR_SPEED or passed <= 0:
            return ""
        per_second = self.done / passed
        left = round((self.total - self.done) / per_second)
        return f"  {per_second:.1f} files/s  {left // 60}:{left % 60:02d} left"
