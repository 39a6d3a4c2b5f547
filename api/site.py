"""Settings → the release that answers now, its workers and its questions; reopened when `current` moves."""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import CapacityLimiter

from api.fairness import Allowance, Fairness
from api.kept import Kept
from api.meters import Meters
from api.pool import Pool
from api.problems import Refusal
from api.workers import Limits
from graph.errors import ReleaseMissing
from graph.release import open_release
from ontology.iris import Base
from queries.catalog import load_catalog
from queries.ground import Ground

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.release import Release
    from graph.store import OxigraphStore
    from queries.catalog import Catalog

_WAITING_PER_WORKER = 3
_READERS = 64
_ID = re.compile(r"[0-9a-f]{16}\Z")


@dataclass(frozen=True, slots=True)
class Data:
    """One open release: what pages and look-ups read, and the workers that evaluate free SPARQL."""

    release: Release
    store: OxigraphStore
    pool: Pool
    base: Base

    @property
    def id(self) -> str:
        """The release id: 16 hexadecimal digits."""
        return self.release.id

    @property
    def ground(self) -> Ground:
        """What questions stand on: the store that is open already."""
        return Ground(self.store, self.base, self.release.id, self.release)


class Site:
    """The state of one server."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.meters = Meters()
        self.kept = Kept(settings.kept_bytes)
        self.fairness = Fairness(
            Allowance(
                settings.client_seconds_per_minute, settings.client_burst_seconds, settings.client_queries
            )
        )
        self._lock = threading.Lock()
        self._data: Data | None = None
        self._opening = threading.Lock()
        self._earlier: dict[str, Data] = {}

    @cached_property
    def threads(self) -> CapacityLimiter:
        """Threads that wait for free SPARQL: their own, so that pages and look-ups never wait for one."""
        return CapacityLimiter(_WAITING_PER_WORKER * self.settings.workers_most)

    @cached_property
    def readers(self) -> CapacityLimiter:
        """Threads that read from a worker at work: theirs alone, so that no queue keeps an answer waiting."""
        return CapacityLimiter(_READERS)

    @cached_property
    def catalog(self) -> Catalog:
        """The named questions, read once."""
        return load_catalog()

    @cached_property
    def build(self) -> str:
        """A hash of our own pages: a validator must not outlive the template that made the page."""
        digest = hashlib.sha256()
        for path in sorted(Path(__file__).parent.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()[:16]

    def data(self, as_of: str | None = None) -> Data:
        """A release, open: the one of this id, or the published one, which is replaced when another is.

        Raises:
            ReleaseMissing: nothing is published in the folder.
            ReleaseDamaged: a file does not match its manifest.
            Refusal: `release-gone`, when the release that was named is not kept; `bad-parameter`, when no
                release can have such an id.
        """
        with self._lock:
            current = self._published()
            if self._data is None or current != self._data.id:
                previous, self._data = self._data, self._open()
                if previous is not None:
                    previous.pool.close()
                self._forget_earlier()
                self.kept.clear()
            found = self._data
        return found if as_of is None or as_of == found.id else self._earlier_data(as_of, found.id)

    def _earlier_data(self, as_of: str, current: str) -> Data:
        """A kept release, opened when it is first asked for; who asks for the current one does not wait."""
        if not _ID.match(as_of):
            raise Refusal(
                "bad-parameter",
                "as_of は版の番号（16 桁の 16 進数）です。",
                "as_of is the id of a release: 16 hexadecimal digits.",
                extra={"parameter": "as_of"},
            )
        with self._opening:
            found = self._earlier.get(as_of)
            if found is None:
                found = self._earlier[as_of] = self._opened_again(as_of, current)
            return found

    def _opened_again(self, as_of: str, current: str) -> Data:
        try:
            return self._open(as_of)
        except ReleaseMissing as error:
            raise Refusal("release-gone", extra={"current": current, "kept": self._kept_ids()}) from error

    def _kept_ids(self) -> list[str]:
        """By their folders: to open each of them would be too much for a request about none of them."""
        folders = (self.settings.graph / "releases").iterdir()
        return sorted(each.name for each in folders if _ID.match(each.name))

    def _forget_earlier(self) -> None:
        """Let go of the earlier releases that were open; of those still kept, the next request opens one."""
        earlier, self._earlier = self._earlier, {}
        for each in earlier.values():
            each.pool.close()

    def _published(self) -> str | None:
        try:
            return (self.settings.graph / "releases" / "current").readlink().name
        except OSError:
            return None

    def _open(self, as_of: str | None = None) -> Data:
        release = open_release(self.settings.graph, as_of)
        given = self.settings
        limits = Limits(
            given.query_seconds,
            max(given.total_seconds, given.query_seconds),
            given.wait_seconds,
            given.result_bytes,
            given.worker_memory_bytes,
            given.result_rows,
        )
        ready = given.workers if as_of is None else 1
        pool = Pool((release.path / "store").resolve(), ready, given.workers_most, limits)
        return Data(release, release.store(), pool, Base(release.base))

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            if self._data is not None:
                self._data.pool.close()
                self._data = None
            self._forget_earlier()
