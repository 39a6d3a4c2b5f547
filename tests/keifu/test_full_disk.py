"""`keifu load` into a disk that is too small or fills up meanwhile, with a server over the former one."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("full_disk.py")
_SAID = r"No room left .* about [1-9][0-9.]* MiB are needed, [0-9.]+ MiB are free\."
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
FORMER, LATER = "soumu-R4-8.linear.txt", "soumu-31-8.tabbed.txt"


@cache
def may_mount() -> bool:
    """Whether this system lets us mount a disk of our own, out of everybody's sight."""
    attempt = [*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return subprocess.run(attempt, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def told(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("disk")
    command = [sys.executable, str(SCRIPT), str(folder), str(samples / FORMER), str(samples / LATER)]
    command = [*NAMESPACE, *command, "tmpfs"] if may_mount() else [*command, "limit"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=170)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusals(told: dict[str, dict]) -> list[dict]:
    return [told[name] for name in ("small", "filled") if name in told]


def test_a_full_disk_ends_a_load_with_what_it_needs_and_what_to_do(told: dict[str, dict]) -> None:
    for each in refusals(told):
        assert each["code"] == 3
        assert re.search(_SAID, each["said"])
        assert "Make room there or name another folder with --into" in each["said"]
        assert "Traceback" not in each["said"]


def test_a_disk_that_is_too_small_is_refused_before_anything_is_written(told: dict[str, dict]) -> None:
    if "small" in told:
        assert "nothing was written" in told["small"]["said"]
    assert "nothing was written" not in told["filled"]["said"]


def test_a_full_disk_leaves_the_former_release_in_service_and_no_rubbish(told: dict[str, dict]) -> None:
    former = told["first"]["current"]
    for each in refusals(told):
        assert (each["current"], each["names"]) == (former, [".lock", former, "current"])
    assert (told["served"]["status"], told["served"]["release"]) == ("ready", former)


def test_the_next_load_works_when_there_is_room_and_is_served(told: dict[str, dict]) -> None:
    again = told["again"]
    assert (told["first"]["code"], again["code"]) == (0, 0)
    assert again["current"] != told["first"]["current"]
    assert told["served_then"]["release"] == again["current"]
