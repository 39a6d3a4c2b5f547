"""Real SPARQL servers on free ports of this machine, for as long as a test runs."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.endpoint import Credentials, Endpoint
from graph.push import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ROWS = 10_000
"""ResultSetMaxRows of the Virtuoso of the tests, the value that Debian ships."""
_LIMIT_SECONDS = 60
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
CheckpointInterval = 0
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    """The server while it runs; killed at the end, because its data is thrown away."""
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        _wait(server, folder, url)
        yield
    finally:
        server.kill()
        server.wait()


def _wait(server: subprocess.Popen[bytes], folder: Path, url: str) -> None:
    end = time.monotonic() + _LIMIT_SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5):
            return
        time.sleep(0.05)
    pytest.fail(f"{server.args} did not start: {(folder / 'server.log').read_text('utf-8', 'replace')}")


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[Target]:
    """`oxigraph serve` over an empty folder."""
    base = f"http://127.0.0.1:{free_port()}"
    binary = str(Path(sys.executable).parent / "oxigraph")
    command = [binary, "serve", "--location", str(folder / "store"), "--bind", base.removeprefix("http://")]
    with running(command, folder, f"{base}/query"):
        yield Target(Endpoint(f"{base}/query"), Endpoint(f"{base}/update"), Endpoint(f"{base}/store"))


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Target]:
    """Virtuoso 7 over an empty folder, updated by its administrator."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.fail("Virtuoso 7 is not installed; see tests/virtuoso.sh for its packages", pytrace=False)
    http = free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=free_port(), http=http, rows=MOST_ROWS), "utf-8")
    base = f"http://127.0.0.1:{http}"
    admin = Credentials("dba", "dba")
    with running([binary, "+configfile", "virtuoso.ini", "+foreground"], folder, f"{base}/sparql"):
        yield Target(
            Endpoint(f"{base}/sparql"),
            Endpoint(f"{base}/sparql-auth", credentials=admin),
            Endpoint(f"{base}/sparql-graph-crud-auth", credentials=admin),
        )
