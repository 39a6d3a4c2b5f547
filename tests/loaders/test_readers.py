"""Readers cut a source into cells, blocks and layout, and know which brackets are markup."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.cells import Block, Document, Table
from loaders.model import Span
from loaders.readers import read_document
from loaders.readers.linear import read_linear
from loaders.readers.tabbed import read_tabbed
from loaders.source import Kind, Source


def source_of(raw: str, kind: Kind) -> Source:
    return Source("0" * 64, "report.txt", kind, "utf-8", raw)


def tabbed(raw: str) -> Document:
    return read_document(source_of(raw, Kind.TABBED))


def linear(raw: str) -> Document:
    return read_document(source_of(raw, Kind.LINEAR))


def spans_of(document: Document) -> list[Span]:
    spans = [*document.layout]
    for part in document.parts:
        if isinstance(part, Block):
            spans.append(part.span)
        else:
            spans += [cell.span for row in part.rows for cell in row]
    return spans


def words(document: Document) -> list[object]:
    """The parts as their texts: a block is a string, a table a list of rows."""
    return [
        document.text(part.span).chars
        if isinstance(part, Block)
        else [[document.text(cell.span).chars for cell in row] for row in part.rows]
        for part in document.parts
    ]


PIECES = st.sampled_from(
    ["\t", "\n", "\r\n", "\f", " ", "\u3000", "\xa0", "\v", "----", "|", "---\t---", "<p>", "</p>", "<ul>",
     "<br/>", "<施策目標>", "<", ">", "政策", "港", "1,200", "△", "\u2028", "\x85", "🚢", "が\u3099"]
)  # fmt: skip
RAW = st.lists(PIECES, max_size=30).map("".join)


@settings(max_examples=250, deadline=None)
@given(RAW, st.sampled_from([Kind.TABBED, Kind.LINEAR]))
@example("甲\n\f", Kind.LINEAR)
@example("甲\n\n\f\n乙\n", Kind.LINEAR)
@example("甲\t乙\r\n--\t--\n<p>\t", Kind.TABBED)
def test_cells_blocks_and_layout_cover_any_text_exactly_once(raw: str, kind: Kind) -> None:
    document = read_document(source_of(raw, kind))
    seen = [0] * len(raw)
    for span in spans_of(document):
        assert 0 <= span.start <= span.end <= len(raw)
        for index in range(span.start, span.end):
            seen[index] += 1
    assert all(count == 1 for count in seen), [i for i, count in enumerate(seen) if count != 1]


@settings(max_examples=150, deadline=None)
@given(RAW)
def test_layout_of_text_in_drawing_order_holds_blanks_only(raw: str) -> None:
    document = linear(raw)
    assert all(not raw[span.start : span.end].strip() for span in document.layout)
    for part in document.parts:
        assert isinstance(part, Block)
        assert raw[part.span.start : part.span.end].strip(" \t\r\n\f\v\u3000\xa0")
    assert not document.markup


@settings(max_examples=150, deadline=None)
@given(RAW)
def test_layout_of_rows_holds_tabs_rules_and_blanks_only(raw: str) -> None:
    document = tabbed(raw)
    assert all(
        not raw[span.start : span.end].strip(" \t\r\n\f\v\u3000\xa0\u2028\x85|+:-")
        for span in document.layout
    )
    for part in document.parts:
        for row in part.rows if isinstance(part, Table) else ():
            assert [cell.column for cell in row] == list(range(len(row)))
            assert all("\t" not in raw[cell.span.start : cell.span.end] for cell in row)


@settings(max_examples=150, deadline=None)
@given(RAW, st.sampled_from([Kind.TABBED, Kind.LINEAR]))
def test_parts_stand_in_printed_order(raw: str, kind: Kind) -> None:
    document = read_document(source_of(raw, kind))
    starts = [
        part.span.start if isinstance(part, Block) else part.rows[0][0].span.start for part in document.parts
    ]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("<施策目標>港の待ち時間", "<施策目標>港の待ち時間"),
        ("名 <アウトプット指標>", "名 <アウトプット指標>"),
        ("<https://www.example.jp/a>", "<https://www.example.jp/a>"),
        ("<p>港</p>", "港"),
        ("<p>港</p> <p>道</p>", "港 道"),
        ('<ul> <li class="a">港</li></ul>', "港"),
        ("港<BR/>道<br>橋", "港道橋"),
        ("a<b 港", "a<b 港"),
        ("<pre>港", "<pre>港"),
        ("^<sup>2</sup>", "^2"),
    ],
)
def test_only_known_tags_are_markup(printed: str, read: str) -> None:
    document = tabbed(f"名\t{printed}")
    assert words(document) == [[["名", read]]]


def test_a_tag_is_text_where_nothing_is_left_of_a_page() -> None:
    assert words(linear("<p>港</p>")) == ["<p>港</p>"]


@pytest.mark.parametrize("rule", ["-----", "----\t---\t-----", "|---|---|", "+----+", ":--- | ---:", " -- "])
def test_rows_of_dashes_are_layout(rule: str) -> None:
    raw = f"甲\t乙\n{rule}\n丙\t丁"
    document = tabbed(raw)
    assert words(document) == [[["甲", "乙"]], [["丙", "丁"]]]
    assert Span(4, 4 + len(rule)) in document.layout


@pytest.mark.parametrize("row", ["-", "－\t－", "―", "-1", "--a"])
def test_a_sign_for_nothing_and_a_number_are_no_rule(row: str) -> None:
    assert words(tabbed(row)) in ([row], [[["－", "－"]]])


def test_a_blank_line_or_a_line_without_tab_ends_a_table() -> None:
    assert words(tabbed("甲\t乙\n丙\n\n丁\t戊\n\n己\t庚")) == [
        [["甲", "乙"]],
        "丙",
        [["丁", "戊"]],
        [["己", "庚"]],
    ]


def test_rows_may_have_different_lengths_and_empty_cells() -> None:
    document = tabbed("甲\t\t乙\n\t丙")
    assert words(document) == [[["甲", "", "乙"], ["", "丙"]]]
    table = document.parts[0]
    assert isinstance(table, Table)
    assert [(c.row, c.column, c.rows, c.columns) for c in table.rows[1]] == [(1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_block_ends_at_a_blank_line_and_not_at_a_page() -> None:
    assert words(linear("甲\n乙\n\n丙\n\f丁\n\n\n戊")) == ["甲\n乙", "丙\n\f丁", "戊"]
    assert words(linear("甲\n\f\n乙")) == ["甲\n\f\n乙"]
    assert words(linear("\n \u3000\n甲\n\n")) == ["甲"]


def test_an_empty_text_has_no_parts() -> None:
    assert linear("").parts == read_tabbed(source_of("", Kind.TABBED)).parts == ()


def test_the_view_of_another_kind_has_rows_where_it_has_tabs_and_no_markup() -> None:
    page = read_document(source_of("<p>\t--\n----", Kind.HTML))
    assert words(page) == [[["<p>", "--"]], "----"]
    assert not page.markup
    plain = source_of("甲\n\n乙", Kind.PDF)
    assert read_document(plain) == read_linear(plain)


def test_what_was_left_out_comes_back_when_it_is_printed() -> None:
    document = tabbed("名\t<p>港</p>\n道")
    cell = document.text(Span(2, 10))
    assert cell.chars == "港"
    assert document.printed(cell.folded()).chars == "港"
