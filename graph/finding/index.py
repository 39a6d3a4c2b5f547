"""Things → one SQLite file of bigrams (FTS5), and that file → hits.

The file is written once and never changed. Things are numbered in the order in which equally good hits are
shown, so that the best ones come first out of the engine without sorting.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import SearchStopped
from graph.finding.bigrams import expressions, tokens_of
from graph.finding.folding import folding_version
from graph.finding.meeting import hit_of
from graph.finding.things import FIELDS, Found, Text, Thing, facets_of, keeps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.finding.bigrams import Expressions
    from graph.finding.things import Bucket, Wanted

INDEX_NAME: Final = "index/search.sqlite"
"""Where the file lies in a release."""

_FORM: Final = "2"
"""Changes with the tables; a file of another form is not read."""

_SCHEMA: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE thing (id INTEGER PRIMARY KEY, path TEXT NOT NULL, term TEXT NOT NULL);
CREATE TABLE place (id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL);
CREATE TABLE bucket (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, years TEXT NOT NULL, slugs TEXT NOT NULL);
CREATE TABLE words (thing INTEGER, n INTEGER, field INTEGER NOT NULL, text TEXT NOT NULL, passages TEXT,
  PRIMARY KEY (thing, n)) WITHOUT ROWID;
CREATE VIRTUAL TABLE grams USING fts5(name, alias, words, content = '', columnsize = 0, tokenize = 'ascii');
INSERT INTO grams(grams, rank) VALUES ('hashsize', 67108864);
"""
_COUNTED: Final = """SELECT bucket, COUNT(*) FROM grams JOIN place ON place.id = grams.rowid
  WHERE grams MATCH ? GROUP BY bucket"""
_NO_ROOM: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
_SECONDS: Final = 2.0
_LONGEST_BY_CLOCK: Final = 5
_STEPS: Final = 1000


def _about(release: str) -> dict[str, str]:
    return {"form": _FORM, "folding": folding_version(), "release": release}


def write_index(path: Path, things: Iterable[Thing], release: str) -> None:
    """Write the file; the same things always give the same bytes on the same version of SQLite.

    Raises:
        OSError: there is no room for it.
    """
    path.parent.mkdir(exist_ok=True)
    try:
        with closing(sqlite3.connect(path)) as file:
            file.executescript(_SCHEMA)
            _fill(file, sorted(things, key=lambda each: each.order))
            file.executemany("INSERT INTO about VALUES (?, ?)", sorted(_about(release).items()))
            file.execute("INSERT INTO grams(grams) VALUES ('optimize')")
            file.commit()
            file.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in _NO_ROOM:
            raise OSError(errno.ENOSPC, f"no space left for the index: {error}") from error
        raise


def _fill(file: sqlite3.Connection, things: list[Thing]) -> None:
    buckets: dict[Bucket, int] = {}
    for number, thing in enumerate(things, 1):
        bucket = buckets.setdefault(_bucket(thing), len(buckets) + 1)
        file.execute("INSERT INTO thing VALUES (?, ?, ?)", (number, thing.path, thing.term))
        file.execute("INSERT INTO place VALUES (?, ?)", (number, bucket))
        file.executemany("INSERT INTO words VALUES (?, ?, ?, ?, ?)", _rows(number, thing))
        file.execute(
            "INSERT INTO grams(rowid, name, alias, words) VALUES (?, ?, ?, ?)", (number, *_tokens(thing))
        )
    rows = (
        (number, kind, json.dumps(years), json.dumps(slugs))
        for (kind, years, slugs), number in buckets.items()
    )
    file.executemany("INSERT INTO bucket VALUES (?, ?, ?, ?)", rows)


def _bucket(thing: Thing) -> Bucket:
    return thing.kind, thing.years, thing.ministries


def _rows(number: int, thing: Thing) -> Iterator[tuple[int, int, int, str, str | None]]:
    for n, text in enumerate(thing.texts):
        yield number, n, FIELDS.index(text.field), text.text, " ".join(text.passages) or None


def _tokens(thing: Thing) -> Iterator[str]:
    for field in FIELDS:
        yield tokens_of(text.text for text in thing.texts if text.field == field)


@dataclass(frozen=True, slots=True)
class Index:
    """The file of one release, opened anew and read-only for each search: no state, any thread."""

    path: Path
    buckets: Mapping[int, Bucket]
    seconds: float = _SECONDS

    @classmethod
    def open(cls, path: Path, release: str, seconds: float = _SECONDS) -> Index | None:
        """The index of a release; None when it was written under other rules of folding or for another."""
        with closing(_opened(path)) as file:
            if dict(file.execute("SELECT key, value FROM about")) != _about(release):
                return None
            rows = file.execute("SELECT id, kind, years, slugs FROM bucket").fetchall()
        buckets = {n: (kind, tuple(json.loads(ys)), tuple(json.loads(ms))) for n, kind, ys, ms in rows}
        return cls(path, buckets, seconds)

    def find(self, wanted: Wanted, limit: int, offset: int = 0) -> Found:
        """The hits from `offset` on, at most `limit`, best first.

        Raises:
            SearchStopped: it took more than `seconds` of the processor, or five times as long by the clock.
        """
        asked = expressions(wanted)
        if asked is None:
            return Found(0, (), facets_of(wanted, {}))
        with closing(_opened(self.path)) as file:
            _set_deadline(file, self.seconds)
            try:
                return self._found(file, asked, wanted, limit, offset)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                    raise
                raise SearchStopped(wanted.text, self.seconds) from error

    def paths(self, wanted: Wanted) -> frozenset[str]:
        """The paths of all hits, facets included, however many there are."""
        asked = expressions(wanted)
        if asked is None:
            return frozenset()
        kept = self._kept(wanted)
        with closing(_opened(self.path)) as file:
            return frozenset(path for (path,) in file.execute(_PATHS, (asked.every, kept)))

    def _kept(self, wanted: Wanted) -> str:
        return json.dumps([number for number, bucket in self.buckets.items() if keeps(wanted, bucket)])

    def _found(
        self, file: sqlite3.Connection, asked: Expressions, wanted: Wanted, limit: int, offset: int
    ) -> Found:
        rows = file.execute(_COUNTED, (asked.every,))
        counts = {self.buckets[number]: count for number, count in rows}
        total = sum(count for bucket, count in counts.items() if keeps(wanted, bucket))
        numbered = self._ranked(file, asked, wanted, offset + limit)[offset:]
        hits = tuple(hit_of(self._thing(file, number), why, wanted) for why, number in numbered)
        return Found(total, hits, facets_of(wanted, counts))

    def _ranked(
        self, file: sqlite3.Connection, asked: Expressions, wanted: Wanted, most: int
    ) -> list[tuple[str, int]]:
        kept = self._kept(wanted)
        found: list[tuple[str, int]] = []
        for why, expression in asked.classes:
            if len(found) < most:
                rows = file.execute(_RANKED, (expression, kept, most - len(found)))
                found += [(why, number) for (number,) in rows]
        return found

    def _thing(self, file: sqlite3.Connection, number: int) -> Thing:
        path, term, bucket = file.execute(
            "SELECT path, term, bucket FROM thing JOIN place USING (id) WHERE id = ?", (number,)
        ).fetchone()
        rows = file.execute("SELECT field, text, passages FROM words WHERE thing = ? ORDER BY n", (number,))
        texts = tuple(Text(FIELDS[field], text, tuple((held or "").split())) for field, text, held in rows)
        kind, years, ministries = self.buckets[bucket]
        return Thing(path, kind, term, texts, years, ministries)

    def things(self) -> Iterator[Thing]:
        """Everything that the file holds, in its order."""
        with closing(_opened(self.path)) as file:
            for (number,) in file.execute("SELECT id FROM thing ORDER BY id").fetchall():
                yield self._thing(file, number)


_RANKED: Final = """SELECT grams.rowid FROM grams JOIN place ON place.id = grams.rowid
  WHERE grams MATCH ? AND place.bucket IN (SELECT value FROM json_each(?)) ORDER BY grams.rowid LIMIT ?"""
_PATHS: Final = """SELECT path FROM grams
  JOIN place ON place.id = grams.rowid JOIN thing ON thing.id = grams.rowid
  WHERE grams MATCH ? AND place.bucket IN (SELECT value FROM json_each(?))"""


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _set_deadline(file: sqlite3.Connection, seconds: float) -> None:
    spent, end = time.thread_time() + seconds, time.monotonic() + seconds * _LONGEST_BY_CLOCK
    file.set_progress_handler(lambda: time.thread_time() > spent or time.monotonic() > end, _STEPS)
