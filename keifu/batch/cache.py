"""Readings kept beside the releases: FOLDER/readings/<readers>/<sha256 of the file>.

A reading is found again only by the very bytes and the very readers that made it; a damaged one is none.
"""

from __future__ import annotations

import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from keifu.batch.frozen import NotThawed, thaw

if TYPE_CHECKING:
    from pathlib import Path

    from keifu.batch.frozen import Outcome

FOLDER: Final = "readings"


@dataclass(frozen=True, slots=True)
class ReadingCache:
    """The kept readings of one version of the readers below a data folder."""

    folder: Path
    version: str

    def get(self, sha256: str) -> Outcome | None:
        """The kept outcome of a file, None when there is none or it is damaged."""
        try:
            return thaw(self._place(sha256).read_bytes())
        except (OSError, NotThawed):
            return None

    def put(self, sha256: str, frozen: bytes) -> None:
        """Keeps an outcome; at every moment the whole of it or nothing is there. No room is no error."""
        place = self._place(sha256)
        fresh = place.with_name(f".{os.getpid()}-{secrets.token_hex(4)}")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(frozen)
            fresh.replace(place)
        except OSError:
            fresh.unlink(missing_ok=True)

    def forget_others(self) -> None:
        """Removes what other versions of the readers left."""
        above = self.folder / FOLDER
        for entry in sorted(above.iterdir()) if above.is_dir() else []:
            if entry.name != self.version:
                shutil.rmtree(entry, ignore_errors=True)

    def _place(self, sha256: str) -> Path:
        return self.folder / FOLDER / self.version / sha256
