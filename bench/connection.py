"""One HTTP connection that is kept open, as cheap as a client in Python can be: a path → the body."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from typing import BinaryIO


class Connection:
    """Asks one server; whatever goes wrong is no answer, and the next request connects again."""

    def __init__(self, port: int, patience: float) -> None:
        self._port = port
        self._patience = patience
        self._socket: socket.socket | None = None
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def get(self, path: str, accept: str) -> bytes | None:
        """The body of a 200 that came whole and in time, else None."""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept: {accept}\r\n\r\n"
        try:
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self._port), self._patience)
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._file = self._socket.makefile("rb")
            self._socket.sendall(request.encode("ascii"))
            return self._answer()
        except (OSError, ValueError, EOFError):
            self._close()
            return None

    def _answer(self) -> bytes | None:
        assert self._file is not None
        status = self._line()
        headers: dict[str, str] = {}
        while line := self._line().strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = (
            self._chunks()
            if "transfer-encoding" in headers
            else self._exactly(int(headers["content-length"]))
        )
        return body if status.split()[1] == "200" else None

    def _line(self) -> str:
        assert self._file is not None
        line = self._file.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        return line.decode("latin-1")

    def _exactly(self, length: int) -> bytes:
        assert self._file is not None
        body = self._file.read(length)
        if len(body) != length:
            raise EOFError
        return body

    def _chunks(self) -> bytes:
        parts: list[bytes] = []
        while size := int(self._line().split(";")[0], 16):
            parts.append(self._exactly(size))
            self._line()
        self._line()
        return b"".join(parts)

    def _close(self) -> None:
        for each in (self._file, self._socket):
            if each is not None:
                with suppress(OSError):
                    each.close()
        self._file = self._socket = None
