"""Fixtures for all tests: the two complete reports that lie beside a development checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

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
