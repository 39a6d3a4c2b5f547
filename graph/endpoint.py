"""Requests to one SPARQL server → whole answers, or an error; never half an answer, never another server.

Requests are made by SPARQLWrapper and sent by an opener of ours, because the library's own follows redirects
(with the password), installs passwords for the whole process and cannot limit what it reads.
"""

from __future__ import annotations

import http.client
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from functools import cache
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

from SPARQLWrapper import GET, POST, SPARQLWrapper

from graph.errors import RemoteFailed, RemoteRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_GET: Final = 2_048
_PIECE: Final = 1 << 16
_SHOWN: Final = 300
_NOT_PRINTED: Final = re.compile(r"[^\x20-\x7e\u00a0-\u2027\u2030-\u2065\u2070-\ud7ff\uf900-\ufeff]+")
_USER: Final = "KEIFU_STORE_USER"
_SECRET: Final = "KEIFU_STORE_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds
_PARTIAL: Final = "S1TAT"  # Virtuoso's state of an answer that its time limit cut


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and a password; sent only when the server asks for them, and never shown."""

    user: str
    password: str = field(repr=False)


def credentials(environment: Mapping[str, str] | None = None) -> Credentials | None:
    """User and password of the environment (KEIFU_STORE_USER, KEIFU_STORE_PASSWORD), when both are there."""
    found = os.environ if environment is None else environment
    user, password = found.get(_USER), found.get(_SECRET)
    return Credentials(user, password) if user and password else None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address that a person named. Redirects are refused, and so are other schemes than http and https.

    `timeout_seconds` is for the whole answer, not for each piece of it.
    """

    url: str
    timeout_seconds: float = 30
    limit_bytes: int = 256 * 1024 * 1024
    credentials: Credentials | None = None

    @property
    def shown(self) -> str:
        """The address without user, password, query and fragment: what messages may hold."""
        parts = urllib.parse.urlsplit(self.url)
        return urllib.parse.urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def query(self, text: str, media_type: str, default_graph: str | None = None) -> bytes:
        """The whole answer to a query, in this media type.

        Raises:
            RemoteRefused: the server did not take the query (400).
            RemoteFailed: there is no answer, or it is not whole.
        """
        _check(self.url)
        wrapper = _Wrapper(self.url, defaultGraph=default_graph)
        wrapper.setOnlyConneg(True)  # else it adds format, output and results to the URL
        wrapper.setMethod(GET if len(text) < _LONGEST_GET else POST)
        wrapper.addCustomHttpHeader("Accept", media_type)
        body, headers = self._send(wrapper.request_of(text, "SELECT"))
        self._must_be_uncut(headers)
        answered = headers.get_content_type()
        if answered != media_type:
            raise RemoteFailed(self.shown, f"it answered with {answered} instead of {media_type}")
        return body

    def update(self, text: str) -> None:
        """Runs an update.

        Raises:
            RemoteRefused: the server did not take it (400).
            RemoteFailed: whether it ran is not known.
        """
        _check(self.url)
        wrapper = _Wrapper(self.url)
        wrapper.setMethod(POST)
        self._send(wrapper.request_of(text, "INSERT"))

    def put(self, graph: str, body: bytes, media_type: str) -> None:
        """Replaces a named graph by the Graph Store Protocol; errors as those of `update`."""
        _check(self.url)
        address = f"{self.url}?{urllib.parse.urlencode({'graph': graph})}"
        headers = {"Content-Type": media_type}
        self._send(urllib.request.Request(address, body, headers, method="PUT"))  # noqa: S310 - see _check

    def _must_be_uncut(self, headers: http.client.HTTPMessage) -> None:
        most = headers.get("X-SPARQL-MaxRows")
        if most is not None:
            raise RemoteFailed(self.shown, f"it cut its answer at {_words(most)} rows")
        if headers.get("X-SQL-State") == _PARTIAL:
            raise RemoteFailed(self.shown, "it ran out of time and answered in part")

    def _send(self, request: urllib.request.Request) -> tuple[bytes, http.client.HTTPMessage]:
        end = time.monotonic() + self.timeout_seconds
        try:
            with _opener(self).open(request, timeout=self.timeout_seconds) as response:
                return self._read(cast("_Response", response), end), response.headers
        except urllib.error.HTTPError as error:
            raise self._failure(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise RemoteFailed(self.shown, f"the connection broke: {_reason(error)}") from error

    def _read(self, response: _Response, end: float) -> bytes:
        if response.status == http.HTTPStatus.PARTIAL_CONTENT:
            raise RemoteFailed(self.shown, "it answered in part (206)")
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self.limit_bytes:
                raise RemoteFailed(self.shown, f"its answer is larger than {self.limit_bytes} bytes")
            if time.monotonic() > end:
                raise RemoteFailed(self.shown, f"no whole answer within {self.timeout_seconds:g} seconds")
        promised = response.headers.get("Content-Length", str(size))
        if promised != str(size):
            raise RemoteFailed(self.shown, f"it promised {_words(promised)} bytes and sent {size}")
        return b"".join(pieces)

    def _failure(self, error: urllib.error.HTTPError) -> RemoteFailed:
        with error:
            said = _words(error.read(_PIECE).decode("utf-8", "replace"))
        if error.code == http.HTTPStatus.BAD_REQUEST:
            return RemoteRefused(self.shown, said)
        if error.code in {http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.FORBIDDEN}:
            return RemoteFailed(self.shown, f"it wants a user and a password ({_USER}, {_SECRET})")
        return RemoteFailed(self.shown, f"it answered {error.code}: {said}")


class _Response(Protocol):
    """The part of an answer that is read."""

    status: int
    headers: http.client.HTTPMessage

    def read1(self, limit: int) -> bytes: ...


class _Wrapper(SPARQLWrapper):
    """Makes requests and sends none."""

    def request_of(self, text: str, kind: str) -> urllib.request.Request:
        """The request; its kind is told, since the library guesses it from the text."""
        self.queryString, self.queryType = text, kind
        return self._createRequest()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect as the error that it is: the operator named one server and no other."""

    def redirect_request(  # noqa: PLR0917 - the signature of the library
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Goes nowhere."""


class _Unread(urllib.request.BaseHandler):
    """Ends the answer that asks for a password before the handlers of passwords open the next one."""

    handler_order = 100

    def http_error_401(self, _request: object, answer: IO[bytes], *_: object) -> None:
        """Reads to the end, which gives the connection back; the next handler goes on."""
        answer.read(_PIECE)


@cache  # making one reads the certificates of the machine
def _opener(endpoint: Endpoint) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()  # a bare one: no files, no ftp
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _NoRedirect(),
        _Unread(),
    ]
    if endpoint.credentials is not None:
        known = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        known.add_password(None, endpoint.url, endpoint.credentials.user, endpoint.credentials.password)
        handlers += [
            urllib.request.HTTPDigestAuthHandler(known),
            urllib.request.HTTPBasicAuthHandler(known),
        ]
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _check(url: str) -> None:
    """Only http and https, and no password in an address, which messages and process lists show."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RemoteFailed(parts.scheme or "-", "the address of a store begins with http:// or https://")
    if "@" in parts.netloc:
        raise RemoteFailed(parts.hostname, f"no password in an address; set {_USER} and {_SECRET}")


def _reason(error: Exception) -> str:
    return _words(str(getattr(error, "reason", None) or error) or type(error).__name__)


def _words(text: str) -> str:
    """What a stranger wrote, on one line and not too long."""
    return _NOT_PRINTED.sub(" ", text).strip()[:_SHOWN]
