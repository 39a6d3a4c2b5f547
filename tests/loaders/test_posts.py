"""Printed names never become part of a post, also where a full line lost the blank between two posts."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders import read

UNITS = "里山局(総務課支援室)、大臣官房(企画課情報室)"


def posts(root: Path, printed: str) -> list[tuple[str, str | None]]:
    text = (root / "tests/samples/kakuu-R6-3.tabbed.txt").read_text("utf-8")
    (line,) = (line for line in text.split("\n") if "担当部局課室名" in line)
    cells = line.split("\t")
    cells[1], cells[3] = UNITS, printed
    report = read(text.replace(line, "\t".join(cells)).encode(), "report").report
    return [(post.post.value, post.printed_name and post.printed_name.value) for post in report.posts]


@pytest.mark.parametrize(
    "printed",
    [
        "里山局総務課支援室長 丁田 八重 大臣官房企画課情報室長 己川 十和",
        "里山局総務課支援室長 丁田 八重大臣官房企画課情報室長 己川 十和",
    ],
)
def test_a_post_begins_at_its_bureau(root: Path, printed: str) -> None:
    assert posts(root, printed) == [
        ("里山局総務課支援室長", "丁田 八重"),
        ("大臣官房企画課情報室長", "己川 十和"),
    ]


def test_a_ministry_before_a_bureau_is_no_name(root: Path) -> None:
    printed = "里山局総務課支援室長 丁田 八重 架空省大臣官房企画課情報室長 己川 十和"
    assert posts(root, printed)[1][0] == "架空省大臣官房企画課情報室長"
