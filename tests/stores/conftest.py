"""Servers for the tests of remote stores: an empty Oxigraph for each test, one Virtuoso for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.push import Target
    from graph.release import Release

from keifu.loading import load
from tests.stores import servers


@pytest.fixture(autouse=True, scope="session")
def _no_proxy() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        yield


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Target]:
    with servers.oxigraph(tmp_path) as target:
        yield target


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as target:
        yield target


@pytest.fixture(scope="session")
def one_release(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the smaller one of the two samples."""
    loaded = load([str(samples / "soumu-R4-8.linear.txt")], tmp_path_factory.mktemp("one"), lambda _: None)
    assert loaded.release is not None
    return loaded.release
