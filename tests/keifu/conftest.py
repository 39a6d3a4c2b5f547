"""One release of the samples for all tests of the command and the Python face; nothing changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

import keifu
from keifu.cli import main
from keifu.loading import load

if TYPE_CHECKING:
    from pathlib import Path

    from keifu.face import Keifu


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command gave: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


class Command:
    """Runs the command in this process, with the data folder of the samples unless told otherwise."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *arguments: str) -> Ran:
        self._capfd.readouterr()
        code = main(arguments)
        captured = self._capfd.readouterr()
        return Ran(code, captured.out, captured.err)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "KEIFU_BASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("KEIFU_DATA", str(data))


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A data folder with the release of the two sample reports."""
    folder = tmp_path_factory.mktemp("samples") / "data"
    loaded = load([str(samples)], folder, lambda _: None)
    assert not loaded.failed
    return folder


@pytest.fixture(scope="session")
def opened(data: Path) -> Keifu:
    return keifu.open(data)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Command:
    return Command(capfd)
