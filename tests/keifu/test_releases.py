"""`keifu releases`: list, go back, save, restore."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.keifu.conftest import Command


def test_the_list_marks_the_current_release(run: Command) -> None:
    done = run("releases")
    assert done.code == 0
    assert "*" in done.out


def test_a_saved_release_can_be_restored_elsewhere_and_used(run: Command, data: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(data, tmp_path / "copy", symlinks=True)
    name = (copy / "releases" / "current").readlink().name
    archive = tmp_path / "release.tar.gz"
    assert run("releases", "save", name, str(archive), "--graph", str(copy)).code == 0
    done = run("releases", "restore", str(archive), "--graph", str(tmp_path / "other"))
    assert (done.code, done.err) == (0, f"release {name} is current\n")
    again = run("releases", "restore", str(archive), "--graph", str(tmp_path / "other"))
    assert f"keifu releases use {name}" in again.err
    used = run("releases", "use", name, "--graph", str(tmp_path / "other"))
    assert (used.code, used.err) == (0, f"release {name} was current already\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("use",), 2),
        (("save", "0" * 16), 2),
        (("use", "0" * 16, "out.tar.gz"), 2),
        (("use", "0" * 16), 3),
        (("restore", "absent.tar.gz"), 3),
        (("save", "0" * 16, "out.tar.gz"), 3),
    ],
)
def test_what_cannot_be_done_says_why(run: Command, arguments: tuple[str, ...], code: int) -> None:
    done = run("releases", *arguments)
    assert done.code == code
    assert done.err.startswith("keifu: ")


def test_an_unknown_release_is_answered_with_those_that_are_kept(run: Command, data: Path) -> None:
    name = (data / "releases" / "current").readlink().name
    done = run("releases", "use", "0" * 16)
    assert f"Kept are: {name}." in done.err
    assert "Make one first" not in done.err


def test_where_nothing_is_kept_the_way_to_make_a_release_is_told(run: Command, tmp_path: Path) -> None:
    done = run("releases", "use", "0" * 16, "--graph", str(tmp_path / "none"))
    assert done.code == 3
    assert "Make one first: keifu load" in done.err
