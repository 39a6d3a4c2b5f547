"""Heads of tables that lost a year: the table is told of and left out, never placed under wrong years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import loaders

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.model import Report


def read(text: str) -> Report:
    return loaders.read(text.encode(), "damaged.txt").report


def test_a_year_head_that_is_no_year_any_more_leaves_the_indicators_of_linear_text_out(samples: Path) -> None:
    text = (samples / "soumu-R4-8.linear.txt").read_text(encoding="utf-8")
    damaged = text.replace(
        "施策手段 令和元年度 令和２年度 令和３年度", "施策手段 令和元年度 令和２年度 令和団体度"
    )
    assert damaged != text
    report = read(damaged)
    assert report.entries == ()
    assert "indicator.years" in {issue.slot for issue in report.issues}


def test_a_budget_head_that_is_no_year_any_more_leaves_the_budget_out(samples: Path) -> None:
    text = (samples / "soumu-31-8.tabbed.txt").read_text(encoding="utf-8")
    heads = next(line for line in text.splitlines() if line.count("年度\t") >= 3 and "区" in line)
    report = read(text.replace(heads, heads.replace("29年度", "団体年度")))
    assert report.budget is None
    assert any(issue.slot.startswith("budget") for issue in report.issues)
