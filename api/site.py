"""Settings → the release that answers now, its workers and its questions; reopened when `current` moves."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from anyio import CapacityLimiter

from api.fairness import Allowance, Fairness
from api.meters import Meters
from api.pool import Pool
from api.workers import Limits
from graph.release import open_release
from ontology.iris import Base
from queries.catalog import load_catalog
from queries.ground import Ground

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.release import Release
    from graph.store import Store
    from queries.catalog import Catalog

_WAITING_PER_WORKER = 3


@dataclass(frozen=True, slots=True)
class Data:
    """One open release: what pages and look-ups read, and the workers that evaluate free SPARQL."""

    release: Release
    store: Store
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
        self.fairness = Fairness(
            Allowance(
                settings.client_seconds_per_minute, settings.client_burst_seconds, settings.client_queries
            )
        )
        self._lock = threading.Lock()
        self._data: Data | None = None

    @cached_property
    def threads(self) -> CapacityLimiter:
        """Threads that wait for free SPARQL: their own, so that pages and look-ups never wait for one."""
        return CapacityLimiter(_WAITING_PER_WORKER * self.settings.workers_most)

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

    def data(self) -> Data:
        """The published release, open; a newly published one replaces the one in hand.

        Raises:
            ReleaseMissing: nothing is published in the folder.
            ReleaseDamaged: a file does not match its manifest.
        """
        with self._lock:
            current = self._published()
            if self._data is None or current != self._data.id:
                previous, self._data = self._data, self._open()
                if previous is not None:
                    previous.pool.close()
            return self._data

    def _published(self) -> str | None:
        try:
            return (self.settings.graph / "releases" / "current").readlink().name
        except OSError:
            return None

    def _open(self) -> Data:
        release = open_release(self.settings.graph)
        given = self.settings
        limits = Limits(
            given.query_seconds, given.wait_seconds, given.result_bytes, given.worker_memory_bytes
        )
        pool = Pool((release.path / "store").resolve(), given.workers, given.workers_most, limits)
        return Data(release, release.store(), pool, Base(release.base))

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            if self._data is not None:
                self._data.pool.close()
                self._data = None
