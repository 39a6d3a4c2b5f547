"""The bench of readers in a fresh clone: a peer that is not installed is told and not missed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("peer", ["camelot", "pdfplumber"])
def test_a_peer_that_is_not_installed_is_told(peer: str, root: Path, tmp_path: Path) -> None:
    script = root / "bench" / "readers" / "measure_one.py"
    bare = [sys.executable, "-I", "-S", str(script), peer, str(tmp_path / "a.pdf")]
    done = subprocess.run(bare, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {"absent": peer}


def test_a_reader_of_ours_is_measured_in_its_own_process(root: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body><table><tr><td>名称<td>値</table></body></html>", encoding="utf-8")
    script = root / "bench" / "readers" / "measure_one.py"
    done = subprocess.run(
        [sys.executable, str(script), "html", str(page)], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout)
    assert found["cells"] == 2
    assert 0 <= found["seconds"] < 5
    assert 5 < found["megabytes"] < 500
