"""A fenced process reaches no network, whatever the query says."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from api import fence

ROOT = Path(__file__).resolve().parents[2]


def fenced(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python text after the fence is up."""
    start = "import sys, pyoxigraph, socket\nfrom api.fence import forbid_sockets, limit_memory\n"
    return subprocess.run(
        [sys.executable, "-P", "-c", start + text, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
    )


def test_no_socket_can_be_made() -> None:
    done = fenced("assert forbid_sockets()\nsocket.socket()")
    assert "PermissionError" in done.stderr


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_the_bare_engine_cannot_call_out(silent: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        query = (
            f"SELECT * {{ SERVICE {silent} <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        )
        call = "print(len(list(pyoxigraph.Store().query(sys.argv[1]))))"
        done = fenced(f"assert forbid_sockets()\n{call}", query)
        assert done.stdout.strip() in {"", "1"}
        with pytest.raises(TimeoutError):
            listener.accept()


def test_the_same_engine_calls_out_without_the_fence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        query = f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        process = subprocess.Popen(
            [sys.executable, "-c", "import sys, pyoxigraph; pyoxigraph.Store().query(sys.argv[1])", query],
            stderr=subprocess.DEVNULL,
        )
        connection, _ = listener.accept()
        connection.close()
        process.kill()
        process.wait()


def test_memory_beyond_the_limit_is_refused() -> None:
    done = fenced(
        "limit_memory(64 << 20)\ntry:\n    bytearray(128 << 20)\nexcept MemoryError:\n    print('full')"
    )
    assert done.stdout.strip() == "full"


def test_a_machine_without_such_a_filter_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fence.platform, "machine", lambda: "vax")
    assert fence.forbid_sockets() is False
