"""Fixtures for all tests: the two complete reports that lie beside a development checkout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from graph.release import Release

# A busy machine is no failure; the checks of every change draw the same examples each time.
settings.register_profile("keifu", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("keifu")

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Seeds:
    """The two complete reports: A = 総務省31-⑧ (tabbed), B = 総務省R4-⑧ (linear)."""

    a: Path
    b: Path

    @property
    def paths(self) -> tuple[Path, Path]:
        return self.a, self.b


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Seeds:
    folder = ROOT.parent / "shared" / "seeds"
    found = Seeds(folder / "000_62d7159f10255d34.txt", folder / "001_374b020aef0d64a6.txt")
    absent = [path.name for path in found.paths if not path.is_file()]
    if absent:
        pytest.fail(
            f"The complete reports {', '.join(absent)} are not in ../shared/seeds beside the checkout.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the short reports that stand for the complete ones."""
    return ROOT / "samples"


def _released(paths: tuple[Path, ...], folder: Path) -> Release:
    from keifu.loading import load  # noqa: PLC0415 - most tests load nothing

    loaded = load([str(path) for path in paths], folder, lambda _: None)
    assert not loaded.failed, loaded.failed
    assert loaded.release is not None
    return loaded.release


@pytest.fixture(scope="session")
def seeds_release(seeds: Seeds, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of both complete reports."""
    return _released(seeds.paths, tmp_path_factory.mktemp("seeds"))


@pytest.fixture(scope="session")
def samples_release(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the short reports of this project."""
    return _released(tuple(sorted(samples.glob("*.txt"))), tmp_path_factory.mktemp("samples"))
