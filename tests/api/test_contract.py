"""Requests made from the OpenAPI document by schemathesis; the large run is `python -m bench.contract`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.contract import judged
from bench.death import serving
from tests.api.conftest import folder_of

if TYPE_CHECKING:
    from pathlib import Path

    from graph.release import Release


def test_the_server_keeps_what_its_document_promises(samples_release: Release, tmp_path: Path) -> None:
    with serving(folder_of(samples_release)) as (address, process):
        done = judged(address, 2, ("examples", "fuzzing"), tmp_path)
        assert process.poll() is None
    assert done.returncode == 0, done.stdout
    assert "unique failure" not in done.stdout
