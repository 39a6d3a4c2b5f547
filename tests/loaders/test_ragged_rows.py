"""Rows that do not fill their table, or that ran together: no figure of them is placed by its column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from loaders import read
from loaders.views.apart import APART_ALREADY
from loaders.views.child import read_here
from loaders.views.ragged import ragged_rows
from tests.generated.changes import small
from tests.generated.drawings import as_file
from tests.generated.making import made
from tests.generated.readings import asserted
from tests.generated.truth import truth

if TYPE_CHECKING:
    from pathlib import Path

    from loaders import Reading

REPORT = 16
TRUTH = truth(made(REPORT))


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:  # a process for each page takes a second
    monkeypatch.setenv(APART_ALREADY, "1")


@pytest.fixture(scope="module")
def page() -> str:
    return as_file(made(REPORT), "html").decode()


def budget(reading: Reading) -> dict[tuple[object, ...], object]:
    return {place: value for place, value in asserted(reading.report).items() if place[0] == "budget"}


def without_cell(page: str, label: str, after: int) -> str:
    """The page with the tag of one cell damaged: the one that stands so many cells after a label."""
    start = page.index(label)
    for _ in range(after):
        start = page.index("<td", start + 1)
    return page[: start + 1] + "d" + page[start + 3 :]


@pytest.mark.parametrize(
    ("cells", "ragged"),
    [
        ([(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)], set[int]()),
        ([(0, 0, 1, 3), (1, 0, 1, 3), (2, 0, 1, 1), (2, 1, 1, 1)], {2}),
        ([(0, 0, 1, 2), (1, 0, 1, 2), (2, 0, 1, 3)], {2}),
        ([(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 2, 1), (1, 1, 1, 1)], set[int]()),
        ([(0, 0, 2, 1), (0, 1, 1, 2), (0, 3, 2, 1), (1, 1, 1, 1)], {1}),
        ([(0, 0, 1, 2), (0, 1, 1, 1), (1, 0, 1, 2), (2, 0, 1, 2)], {0}),
        ([], set[int]()),
    ],
)
def test_a_row_is_ragged_when_its_cells_do_not_stand_side_by_side_to_the_usual_width(
    cells: list[tuple[int, int, int, int]], ragged: set[int]
) -> None:
    assert ragged_rows(cells) == ragged


def test_the_cells_of_a_ragged_row_of_a_page_are_marked() -> None:
    table = "<table><tr><td>a<td>b<td>c<tr><td>d<td>e<tr><td colspan=3>f</table>"
    rendered = read_here("html", f"<html><body>{table}</body></html>".encode())
    assert [rendered.text[at.start : at.end] for at in rendered.locators if at.ragged] == ["d", "e"]


def test_a_whole_page_states_its_budget(page: str) -> None:
    assert budget(read(page.encode(), "whole.html")) == {p: v for p, v in TRUTH.items() if p[0] == "budget"}


@pytest.mark.parametrize("label", ["当初予算(a)", "補正予算(b)", "合計(a+b+c)", "執行額<"])
@pytest.mark.parametrize("after", [1, 3])
def test_a_row_of_the_budget_that_lost_a_tag_states_no_amount_under_another_year(
    page: str, label: str, after: int
) -> None:
    reading = read(without_cell(page, label, after).encode(), "damaged.html")
    assert budget(reading).items() <= TRUTH.items()
    assert ("ambiguous", "budget.row") in {(issue.code, issue.slot) for issue in reading.loss.issues}


def test_heads_of_the_budget_that_lost_a_tag_take_the_budget_away(page: str) -> None:
    assert budget(read(without_cell(page, "区 分", 1).encode(), "damaged.html")) == {}


def test_a_row_of_an_indicator_that_lost_a_tag_takes_its_values_away(page: str) -> None:
    row = page.index("時点)", page.index("測定指標 (数字"))
    start = page.rindex("<td", 0, row)
    reading = read((page[: start + 1] + "d" + page[start + 3 :]).encode(), "damaged.html")
    figures = {p: v for p, v in asserted(reading.report).items() if p[0] == "actual"}
    assert figures.items() <= TRUTH.items()
    assert ("ambiguous", "indicator.row") in {(issue.code, issue.slot) for issue in reading.loss.issues}


def test_two_rows_of_the_budget_that_ran_together_state_nothing() -> None:
    text = as_file(made(REPORT), "tabbed").decode()
    joined = re.sub(r"(合計\(a\+b\+c\)\t)[^\n]*\n\t?執行額\t\t", r"\1", text)
    assert joined != text
    reading = read(joined.encode(), "joined.txt")
    assert budget(reading) == {}
    assert ("ambiguous", "budget") in {(issue.code, issue.slot) for issue in reading.loss.issues}


def test_what_follows_a_lost_row_of_an_indicator_goes_to_no_other_one(page: str) -> None:
    """Both rows of an indicator lose a tag; the further series below them is not that of the one above."""
    damaged = re.sub(
        r"<td rowspan='4' (colspan='1'>[^<]*[^<>0-9][^<]*)</td>\n", r"<td rowspan='4' \1</t", page
    )
    reading = read(damaged.encode(), "damaged.html")
    assert asserted(reading.report).items() <= {**asserted(read(page.encode(), "p").report), **TRUTH}.items()


def test_an_amount_alone_with_a_decimal_point_is_not_asserted() -> None:
    text = as_file(made(REPORT), "tabbed").decode()
    amount = next(found for found in re.findall(r"\d+,\d{3}(?=\t)", text.split("執行額\t", 1)[1]))
    reading = read(text.replace(amount, amount.replace(",", ".")).encode(), "point.txt")
    assert budget(reading).items() < TRUTH.items()
    assert ("ambiguous", "budget.executed") in {(issue.code, issue.slot) for issue in reading.loss.issues}


def test_a_name_whose_bracket_never_closes_takes_its_row_away(samples: Path) -> None:
    text = (samples / "soumu-31-8.tabbed.txt").read_text(encoding="utf-8")
    name = re.search(r"<[^<>\t]*指標>|＜[^＜＞\t]*指標＞", text)
    assert name is not None
    before, torn = (
        read(text.encode(), "whole.txt"),
        read(text.replace(name[0], name[0][:4], 1).encode(), "torn.txt"),
    )
    assert len(torn.report.entries) < len(before.report.entries)
    assert asserted(torn.report).items() < asserted(before.report).items()


def test_a_cell_that_names_one_part_twice_is_not_read() -> None:
    """A damaged name begins no cell of its own in drawn text, so that two cells become one."""
    text = as_file(small(made(15)), "lines").decode()
    cell = "里山の道を導入した団体の数：約1,650団体、うち常設は約81団体\n【平成29年度】"
    assert text.count(cell) == 1
    reading = read(text.replace(cell, cell.replace("団体の数", "団の数")).encode(), "doubled.txt")
    assert ("final", 1, "1b") not in asserted(reading.report)
    assert ("ambiguous", "indicator.part") in {(issue.code, issue.slot) for issue in reading.loss.issues}


def test_a_row_of_targets_that_ran_into_its_actuals_states_no_target() -> None:
    text = as_file(small(made(18)), "tabbed").decode()
    rows = text.split("\n")
    index = next(i for i, row in enumerate(rows) if "\t2\t" in row and i + 1 < len(rows) and "【" in row)
    upper, lower = rows[index].split("\t"), rows[index + 1].split("\t")
    first = next(i for i, cell in enumerate(lower) if cell)
    rows[index : index + 2] = ["\t".join([*upper[:first], *lower[first:]])]
    found = asserted(read("\n".join(rows).encode(), "joined.txt").report)
    assert not {place for place in found if place[:2] in {("target", 2), ("actual", 2), ("final", 2)}}
