from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from keifu.errors import SourceMissing
from keifu.sources import GivenFile, given_files

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_keeps_its_bytes_and_only_the_last_part_of_its_path(tmp_path: Path) -> None:
    path = tmp_path / "評価書.txt"
    path.write_bytes(b"\xff\x00")
    (found,) = given_files([str(path)])
    assert found == GivenFile("評価書.txt", b"\xff\x00")
    assert found.sha256 == hashlib.sha256(b"\xff\x00").hexdigest()


def test_of_a_folder_the_text_files_are_taken_in_order_of_path(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "README.md", "demo.py", "deep/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = [each.name for each in given_files([str(tmp_path)]) if isinstance(each, GivenFile)]
    assert found == ["a.txt", "b.txt", "c.txt"]


def test_a_file_that_is_named_itself_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    (tmp_path / "report.dat").write_text("x")
    assert [*given_files([str(tmp_path / "report.dat")])] == [GivenFile("report.dat", b"x")]


def test_what_cannot_be_opened_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.txt").write_text("x")
    absent, empty, good = given_files([str(tmp_path / n) for n in ("absent.txt", "empty", "a.txt")])
    assert isinstance(absent, SourceMissing)
    assert absent.reason == "No such file or directory"
    assert isinstance(empty, SourceMissing)
    assert "no file ending in .txt" in empty.reason
    assert isinstance(good, GivenFile)
