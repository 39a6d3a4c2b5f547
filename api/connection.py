"""The connection of our own server: the usual one, which an answer that cannot go on may reset.

A connection that is merely closed waits until its client has taken what was written, for ever if need be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.h11_impl import H11Protocol

from api.streams import ABORT_KEY

if TYPE_CHECKING:
    from asyncio import Transport


class Connection(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it; each request knows how to reset its connection."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Keep the way to reset this connection beside what a request is told."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, ABORT_KEY: transport.abort}
