"""The bench of search on few labels: every query finds what a scan finds, and says what it measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.search import QUERIES, graph, run

if TYPE_CHECKING:
    import pytest


def test_on_few_labels_every_hit_set_is_that_of_a_scan(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(1500, 1, 1) == 0
    told = capsys.readouterr().out
    assert told.count("| yes |") == len(QUERIES)
    assert "CONTAINS / index" in told
    assert "on disk: index" in told


def test_the_same_seed_gives_the_same_labels() -> None:
    assert list(graph(50, 7)) == list(graph(50, 7)) != list(graph(50, 8))
