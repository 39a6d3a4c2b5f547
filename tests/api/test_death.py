"""Queries of death against the product in a process of its own; the large run is `python -m bench.death`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.death import attack, is_right, serving
from tests.api.conftest import folder_of

if TYPE_CHECKING:
    from graph.release import Release

_CASES = (
    "cross product",
    "sorting",
    "doubled text",
    "closure",
    "braces",
    "optionals",
    "large body",
    "federation",
)


def test_nothing_that_is_asked_ends_the_server_or_starves_others(seeds_release: Release) -> None:
    settings = {"KEIFU_QUERY_SECONDS": "1", "KEIFU_CLIENT_QUERIES": "64", "KEIFU_LOG": "none"}
    with serving(folder_of(seeds_release), **settings) as (address, process):
        answered, probed = attack(address, _CASES, together=4)
        assert process.poll() is None
    assert [each for each in answered if not is_right(each)] == []
    assert probed.wrong == []
    assert len(probed.seconds) >= 10
