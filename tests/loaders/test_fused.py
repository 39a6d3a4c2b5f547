"""Cells in which a target and its actual were run together, made by hand, one rule a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from loaders.cells import Table
from loaders.form import load_form
from loaders.jp.eras import Era
from loaders.model import Issue, Span
from loaders.readers import read_document
from loaders.reading.facts import Reader
from loaders.reading.fused import split_fused
from loaders.slots import SeriesCells, YearCell
from loaders.source import Kind, Source


@dataclass(frozen=True, slots=True)
class Split:
    """What became of a row: targets and actuals with their columns, the doubts, and the cells themselves."""

    targets: dict[int | None, str]
    actuals: dict[int | None, str]
    issues: tuple[Issue, ...]
    cells: SeriesCells
    raw: str


def split(years: Sequence[str], *, baseline: str = "", final: str = "") -> Split:
    """Splits the cells of a row; each stands in its own cell of a text with TABs."""
    raw = "\t".join([baseline, *years, final])
    document = read_document(Source("0" * 64, "row.txt", Kind.TABBED, "utf-8", raw))
    table = document.parts[0]
    assert isinstance(table, Table)
    first, *middle, last = [document.text(cell.span) for cell in table.rows[0]]
    fused = tuple(YearCell(text, i, i, "cell.fused") for i, text in enumerate(middle))
    reader = Reader(document, load_form(), Era.HEISEI)
    cells = split_fused(reader, SeriesCells(baseline=first or None, fused=fused, final=last or None))
    assert not cells.fused
    return Split(
        {cell.first: cell.text.chars for cell in cells.targets},
        {cell.first: cell.text.chars for cell in cells.actuals},
        tuple(reader.issues),
        cells,
        raw,
    )


GOAL = "自治体クラウドの導入に取り組む団体を支援する"


def test_a_row_without_fused_cells_stays_as_it_is() -> None:
    document = read_document(Source("0" * 64, "row.txt", Kind.TABBED, "utf-8", "甲\t乙"))
    cells = SeriesCells(baseline=document.text(Span(0, 1)))
    assert split_fused(Reader(document, load_form(), None), cells) is cells


def test_cells_without_a_second_statement_are_targets_without_actuals() -> None:
    found = split(["45団体以上", "50団体以上", "55団体以上"], final="55団体以上 【30年度】")
    assert found.targets == {0: "45団体以上", 1: "50団体以上", 2: "55団体以上"}
    assert not found.actuals
    assert not found.issues
    assert {cell.rule for cell in found.cells.targets} == {"row.upper"}


@pytest.mark.parametrize("where", ["baseline", "final"])
def test_a_cell_is_cut_where_the_words_of_the_target_have_been_said_once(where: str) -> None:
    model = f"{GOAL}。 【30年度】"
    years = [f"{GOAL}。 説明会を3回開いた。", f"{GOAL}。　手引きを 配った。"]
    found = split(years, **{where: model})
    assert found.targets == {0: f"{GOAL}。", 1: f"{GOAL}。"}
    assert found.actuals == {0: "説明会を3回開いた。", 1: "手引きを 配った。"}
    assert {cell.rule for cell in (*found.cells.targets, *found.cells.actuals)} == {"cell.split"}
    assert not found.issues


def test_both_parts_keep_their_places_in_the_text() -> None:
    found = split([f"{GOAL}　説明会を開いた"], final=f"{GOAL} 【30年度】")
    target, actual = found.cells.targets[0].text.span(), found.cells.actuals[0].text.span()
    assert found.raw[target.start : target.end] == GOAL
    assert found.raw[actual.start : actual.end] == "説明会を開いた"


def test_a_target_that_is_nearly_the_model_is_known_and_the_nearest_cut_is_taken() -> None:
    found = split([f"{GOAL} 説明会を 開いた"], final="自治体クラウドの導入に取組む団体を支援する")
    assert found.targets == {0: GOAL}
    assert found.actuals == {0: "説明会を 開いた"}


def test_widths_blanks_and_the_mark_of_the_year_do_not_count() -> None:
    found = split(["１２施設を 整備する 10施設を整備した"], final="12施設を整備する 【30年度】 ※2")
    assert found.targets == {0: "１２施設を 整備する"}
    assert found.actuals == {0: "10施設を整備した"}


def test_a_blank_before_a_list_is_no_end_of_a_target() -> None:
    found = split(["次の支援をする ・港 ・道 港を支援した"], final="次の支援をする・港・道")
    assert found.targets == {0: "次の支援をする ・港 ・道"}


def test_a_blank_before_a_list_is_no_end_of_a_common_sentence_either() -> None:
    found = split([f"{GOAL}こと ・港で配った", f"{GOAL}こと ・道で配った"])
    assert not found.targets
    assert len(found.issues) == 2


def test_words_that_are_half_those_of_the_target_are_not_the_target() -> None:
    found = split(["自治体クラウドの手引きを改める 改めた"], final=f"{GOAL} 【30年度】")
    assert not found.targets
    assert len(found.issues) == 1


def test_one_cell_that_resembles_nothing_is_a_doubt_and_asserts_nothing() -> None:
    found = split(["説明会を開く 手引きを配った"], final=f"{GOAL} 【30年度】")
    assert not found.targets
    assert not found.actuals
    assert [(issue.code, issue.slot) for issue in found.issues] == [("ambiguous", "indicator.year")]
    span = found.issues[0].span
    assert span is not None
    assert found.raw[span.start : span.end] == "説明会を開く 手引きを配った"


def test_a_cell_that_can_be_cut_is_kept_beside_one_that_cannot() -> None:
    found = split([f"{GOAL} 説明会を開いた", "手引きを配る 配った"], final=f"{GOAL} 【30年度】")
    assert found.targets == {0: GOAL}
    assert found.actuals == {0: "説明会を開いた"}
    assert len(found.issues) == 1


def test_the_sentence_that_all_years_begin_with_is_the_target() -> None:
    found = split([f"{GOAL} 説明会を開いた", f"{GOAL} 手引きを配った"])
    assert found.targets == {0: GOAL, 1: GOAL}
    assert found.actuals == {0: "説明会を開いた", 1: "手引きを配った"}
    assert not found.issues


def test_a_short_beginning_that_years_share_decides_nothing() -> None:
    found = split(["港を 開いた", "港を 閉じた"])
    assert not found.targets
    assert [issue.code for issue in found.issues] == ["ambiguous", "ambiguous"]


def test_years_that_say_the_same_twice_cannot_be_cut() -> None:
    found = split([f"{GOAL} 配った", f"{GOAL} 配った"])
    assert not found.targets
    assert len(found.issues) == 2


def test_a_year_alone_at_the_end_of_the_last_cell_is_a_final_target_that_was_lost() -> None:
    found = split([f"{GOAL} 説明会を開いた", f"{GOAL} 手引きを配った 【30年度】"])
    assert found.actuals == {0: "説明会を開いた", 1: "手引きを配った"}
    assert [(issue.code, issue.slot) for issue in found.issues] == [("partial-slot", "indicator.final")]
    span = found.issues[0].span
    assert span is not None
    assert found.raw[span.start : span.end] == "【30年度】"
    assert found.cells.final is None


def test_a_year_in_the_last_cell_stays_when_the_final_target_is_there() -> None:
    found = split([f"{GOAL} 手引きを配った【30年度】"], final=f"{GOAL} 【30年度】")
    assert found.actuals == {0: "手引きを配った【30年度】"}
    assert not found.issues


def test_brackets_without_a_year_are_words_of_the_cell() -> None:
    found = split([f"{GOAL} 説明会を開いた", f"{GOAL} 手引きを配った 【再掲】"])
    assert found.actuals == {0: "説明会を開いた", 1: "手引きを配った 【再掲】"}
    assert not found.issues
