"""Clients of free SPARQL → how many seconds of a worker each may still use, and how many at once.

Seconds are counted, not requests: one heavy query costs the server more than a thousand small ones.
"""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from starlette.requests import Request

_FORGET_ABOVE = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one client may use: seconds a minute, seconds saved up at most, queries at the same time."""

    seconds_per_minute: float
    burst_seconds: float
    queries: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What one client may still use: seconds, and in how many seconds all of its savings are back."""

    left: float
    full_in: float


@dataclass(slots=True)
class _Account:
    left: float
    at: float
    running: int = 0


class Fairness:
    """The accounts of all clients; an account that is full again is forgotten when there are too many."""

    def __init__(self, allowance: Allowance, clock: Callable[[], float] = time.monotonic) -> None:
        self._allowance = allowance
        self._clock = clock
        self._lock = threading.Lock()
        self._accounts: dict[str, _Account] = {}

    @property
    def known(self) -> int:
        """How many accounts are kept."""
        return len(self._accounts)

    def standing(self, client: str) -> Standing:
        """What a client may still use at this moment; its queries at work are charged when they end."""
        with self._lock:
            account = self._accounts.get(client)
            full = self._allowance.burst_seconds
            left = full if account is None else self._refilled(account, self._clock())
            return Standing(max(0.0, left), (full - left) * 60 / self._allowance.seconds_per_minute)

    def headers(self, client: str) -> dict[str, str]:
        """The policy and the standing of a client as header fields (draft-ietf-httpapi-ratelimit-headers-10).

        The unit is a second of a worker; the window is what it takes to get all savings back.
        """
        given, standing = self._allowance, self.standing(client)
        window = math.ceil(given.burst_seconds * 60 / given.seconds_per_minute)
        quota = math.floor(given.burst_seconds)
        return {
            "RateLimit-Policy": (
                f'"query-seconds";q={quota};w={window};qu="query-seconds", '
                f'"queries-at-once";q={given.queries};qu="concurrent-requests"'
            ),
            "RateLimit": f'"query-seconds";r={math.floor(standing.left)};t={math.ceil(standing.full_in)}',
        }

    @contextmanager
    def running(self, client: str) -> Generator[None]:
        """Let a client run one query and charge the seconds that it takes.

        Raises:
            Refusal: `too-many-queries` or `query-seconds-used-up`, with the seconds to wait.
        """
        begun = self.enter(client)
        try:
            yield
        finally:
            self.leave(client, self._clock() - begun)

    def leave(self, client: str, seconds: float) -> None:
        """Note that a query has ended, and charge the seconds that it held a worker."""
        with self._lock:
            account = self._accounts[client]
            account.running -= 1
            account.left -= seconds

    def enter(self, client: str) -> float:
        """Let a client begin one query, for which `leave` is owed; the time of now.

        Raises:
            Refusal: as `running`.
        """
        with self._lock:
            now = self._clock()
            account = self._account(client, now)
            if account.running >= self._allowance.queries:
                raise Refusal("too-many-queries", headers={"Retry-After": "1"})
            if account.left <= 0:
                wait = int(-account.left * 60 / self._allowance.seconds_per_minute) + 1
                raise Refusal("query-seconds-used-up", headers={"Retry-After": str(wait)})
            account.running += 1
            return now

    def _account(self, client: str, now: float) -> _Account:
        account = self._accounts.get(client)
        if account is None:
            self._forget(now)
            account = self._accounts[client] = _Account(self._allowance.burst_seconds, now)
        account.left, account.at = self._refilled(account, now), now
        return account

    def _refilled(self, account: _Account, now: float) -> float:
        gained = (now - account.at) * self._allowance.seconds_per_minute / 60
        return min(self._allowance.burst_seconds, account.left + gained)

    def _forget(self, now: float) -> None:
        if len(self._accounts) < _FORGET_ABOVE:
            return
        full = self._allowance.burst_seconds
        self._accounts = {
            name: each
            for name, each in self._accounts.items()
            if each.running or self._refilled(each, now) < full
        }


def client_of(request: Request, proxies: Sequence[str]) -> str:
    """The address of a client; a proxy of ours is believed when it names another one.

    The nearest address of X-Forwarded-For that is none of our proxies counts: what stands left of it
    was written by somebody else.
    """
    address = request.client.host if request.client else ""
    told = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    while address in proxies and told:
        named = told.pop()
        if not _is_address(named):
            break
        address = named
    return address


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
