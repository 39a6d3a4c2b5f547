"""Drawn rules and characters of a PDF: cells, lines, page breaks, turned pages."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from loaders.views.child import read_here
from loaders.views.drawn import Drawn, Part
from loaders.views.lattice import Box, Lattice, Rule, clustered, lattices, nearest
from loaders.views.lettering import (
    Glyph,
    Line,
    blank_behind,
    draws_blanks,
    is_blank_between,
    joined,
    lines,
    without_room,
)
from loaders.views.overhang import with_overhang
from loaders.views.overprint import overprinted
from loaders.views.pages import Page
from loaders.views.stitching import _one
from loaders.views.torn import Cut, has_room, torn_cells
from tests.loaders.drawn import as_pdf


def frame(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def boxes(table: Lattice) -> list[tuple[float, ...]]:
    return [(f.box.left, f.box.top, f.box.right, f.box.bottom) for f in table.fields]


def test_every_box_between_rules_is_a_cell() -> None:
    (table,) = lattices(*frame([0, 50, 100], [0, 20, 40]))
    assert boxes(table) == [(0, 0, 50, 20), (50, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]


def test_boxes_without_a_rule_between_them_are_one_cell() -> None:
    lying, standing = frame([0, 50, 100], [0, 20, 40])
    (table,) = lattices([lying[0], Rule(20, 50, 100), lying[2]], standing)
    assert boxes(table) == [(0, 0, 50, 40), (50, 0, 100, 20), (50, 20, 100, 40)]


def test_pieces_of_a_rule_that_are_nearly_level_are_one_rule() -> None:
    lying, standing = frame([0, 50, 100], [0, 20, 40])
    (table,) = lattices([lying[0], Rule(20.4, 0, 50.3), Rule(19.8, 50, 100), lying[2]], standing)
    assert len(table.fields) == 4


def test_what_is_no_rectangle_is_cut_into_rows() -> None:
    lying, standing = frame([0, 50, 100], [0, 20, 40])
    (table,) = lattices([lying[0], Rule(20, 50, 100), lying[2]], [standing[0], Rule(50, 0, 20), standing[2]])
    assert boxes(table) == [(0, 0, 50, 20), (50, 0, 100, 20), (0, 20, 100, 40)]


def test_tables_that_do_not_touch_are_two_and_lone_rules_none() -> None:
    one, other = frame([0, 50], [0, 20]), frame([0, 50], [60, 80])
    found = lattices([*other[0], *one[0], Rule(200, 0, 50)], [*one[1], *other[1], Rule(300, 0, 5)])
    assert [table.box for table in found] == [Box(0, 0, 50, 20), Box(0, 60, 50, 80)]
    assert lattices([Rule(0, 0, 50), Rule(20, 0, 50)], []) == []
    assert lattices([], [Rule(0, 0, 50), Rule(20, 0, 40)]) == []


def test_upright_rules_of_one_height_are_a_row_that_is_open_at_both_ends() -> None:
    (band,) = lattices([], [Rule(0, 0, 50), Rule(20, 0, 50), Rule(60, 0, 50)])
    assert boxes(band) == [(0, 0, 20, 50), (20, 0, 60, 50)]
    assert all(each.open_above and each.open_below for each in band.fields)


def test_an_open_end_is_closed_and_marked() -> None:
    lying, standing = frame([0, 50], [0, 20])
    (table,) = lattices(lying[:1], standing)
    assert [(f.open_above, f.open_below) for f in table.fields] == [(False, True)]


def test_edges_are_found_by_their_neighbourhood() -> None:
    assert clustered([1.0, 2.0, 9.0]) == [1.5, 9.0]
    assert [nearest([1.5, 9.0], value) for value in (0.0, 5.0, 6.0, 20.0)] == [0, 0, 1, 1]


def row(text: str, level: float = 10, left: float = 0, size: float = 10) -> list[Glyph]:
    return [
        Glyph(char, Box(left + i * size, level - size, left + (i + 1) * size, level), level)
        for i, char in enumerate(text)
    ]


def test_characters_become_lines_from_the_top_down() -> None:
    found = lines([*row("下の行", 30), *row("上の 行 ", 10)])
    assert [line.text for line in found] == ["上の 行", "下の行"]


@pytest.mark.parametrize(
    ("first", "second", "width", "text"),
    [
        ("学校図書", "館の数", 45, "学校図書館の数"),
        ("学校", "図書館の数", 60, "学校 図書館の数"),
        ("学校図", "書。館", 45, "学校図書。館"),
        ("学校図書", "・館", 45, "学校図書 ・館"),
        ("学校図書", "(3) 国", 45, "学校図書 (3) 国"),
        ("ab", "cd", 25, "ab cd"),
        ("学校", "「図書」", 35, "学校「図書」"),
    ],
)
def test_a_full_line_goes_on_and_another_ends_with_a_blank(
    first: str, second: str, width: float, text: str
) -> None:
    listed = [Line(tuple(row(first))), Line(tuple(row(second, 30)))]
    assert joined(listed, 0, width).text == text


def test_the_white_of_a_mark_is_no_blank() -> None:
    def glyph(char: str, left: float, right: float, level: float = 10) -> Glyph:
        return Glyph(char, Box(left, 0, right, 9), level)

    assert not is_blank_between(glyph("額", 0, 9), glyph("・", 12, 14))
    assert is_blank_between(glyph("章", 0, 9), glyph("中", 11, 20))
    assert not is_blank_between(glyph("章", 0, 9), glyph("中", 11, 20, 40))


STYLE = (
    "<style>@page { size: 300pt 200pt; margin: 10pt } body { font: 10pt 'Noto Sans CJK JP'; margin: 0 }"
    "table { border-collapse: collapse } td { border: 1pt solid black; vertical-align: top }</style>"
)


@pytest.fixture(scope="module")
def broken() -> bytes:
    """A table of two columns over two pages; the left cell spans all its rows."""
    rows = "".join(f"<tr><td width=100>行{n}<td>値{n}</tr>" for n in range(2, 20))
    return as_pdf(f"{STYLE}<p>題</p><table><tr><td rowspan=19>左<td>行1<td>値1</tr>{rows}</table><p>後</p>")


@pytest.mark.browser
def test_a_table_over_a_page_break_is_one_table(broken: bytes) -> None:
    rendered = read_here("pdf", broken)
    assert rendered.text.split("\n\n")[1].split("\n")[:2] == ["左\t行1\t値1", "\t行2\t値2"]
    assert rendered.text.endswith("\t行19\t値19\n\n後\n")
    by_text = {rendered.text[each.start : each.end]: each for each in rendered.locators}
    assert by_text["左"].rows == 7  # the browser draws nothing of this cell on the page after
    assert by_text["題"].page == 1
    assert by_text["行19"].page == 3
    assert by_text["題"].place.startswith("page 1 [")


@pytest.mark.browser
def test_a_cell_over_a_page_break_is_one_cell() -> None:
    words = "".join(f"文{n}。<br>" for n in range(1, 15))
    rendered = read_here(
        "pdf", as_pdf(f"{STYLE}<table><tr><td width=100>左<td width=150>{words}<tr><td>次<td>後</table>")
    )
    assert rendered.text == f"左\t{' '.join(f'文{n}。' for n in range(1, 15))}\n次\t後\n"


@pytest.mark.browser
def test_tables_of_two_pages_that_differ_are_two_tables() -> None:
    one = "<table style='width: 100%'><tr><td>一<td>二</table>"
    other = "<table style='width: 60%; break-before: page'><tr><td>三<td>四<td>五</table>"
    assert read_here("pdf", as_pdf(STYLE + one + other)).text == "一\t二\n\n三\t四\t五\n"


@pytest.mark.browser
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(broken: bytes, turn: int) -> None:
    """Content drawn for an upright page and then turned lies on its side: no word is lost."""
    document = pdfium.PdfDocument(broken)
    for page in document:
        page.set_rotation(turn)
    data = io.BytesIO()
    document.save(data)
    text = read_here("pdf", data.getvalue()).text
    assert sorted(set(text) - set(" \t\n")) == sorted(set(read_here("pdf", broken).text) - set(" \t\n"))


@pytest.mark.browser
def test_text_without_tables_is_read_as_lines_with_a_note() -> None:
    rendered = read_here("pdf", as_pdf(f"{STYLE}<p>政策の概要</p><p>一</p>"))
    assert rendered.text == "政策の概要\n\n一\n"
    assert [note.code for note in rendered.notes] == ["no-tables"]


@pytest.mark.browser
def test_rules_drawn_as_an_outline_make_cells() -> None:
    box = "<svg width=220 height=60><path d='M5 5H205V45H5Z M105 5V45' fill=none stroke=black /></svg>"
    words = "<div style='position: absolute; top: 12pt; left: 15pt'>左</div>"
    other = "<div style='position: absolute; top: 12pt; left: 100pt'>右</div>"
    assert read_here("pdf", as_pdf(f"{STYLE}{box}{words}{other}")).text == "左\t右\n"


def test_lines_drawn_over_each_other_are_parted() -> None:
    found = lines([*row("下の行の字", 14), *row("上の行", 10)])
    assert [line.text for line in found] == ["上の行", "下の行の字"]


@pytest.mark.parametrize(
    ("tops", "upper"),
    [
        ([24.9, 32.4, 36.2, 43.7, 54.9], [24.9, 36.2]),
        ([36.2, 39.2, 50.4], [36.2]),
        ([30.5, 35.7, 41.7, 47.0], [30.5, 41.7]),
        ([30.5, 35.7], [30.5]),
        ([30.5, 41.7, 53.0], []),
        ([30.5, 33.0, 50.0, 51.0, 90.0], [30.5]),
    ],
)
def test_lines_that_ran_over_from_the_row_above_are_told_from_the_others(
    tops: list[float], upper: list[float]
) -> None:
    listed = [Line(tuple(row("字", top + 8, size=8))) for top in tops]
    found, own = overprinted(listed)
    assert [line.box.top for line in found] == pytest.approx(upper)
    assert len(found) + len(own) == len(tops)


def test_the_room_that_word_processors_leave_beside_latin_letters_is_no_blank() -> None:
    """A quarter of a character between 平成 and 28 and between 28 and 年 would tear every year and number."""
    year, number, mark = row("平成"), row("28", left=22.3), row("年", left=44.6)
    assert is_blank_between(year[-1], number[0])  # in a browser the gap is all that is left of a blank
    spaced = [*year, blank_behind(year[-1]), *number, blank_behind(number[-1]), *mark]
    assert [glyph.char for glyph in without_room(spaced)] == [*"平成28年"]
    far = [*year, blank_behind(year[-1]), *row("28", left=25)]
    assert [glyph.char for glyph in without_room(far)] == [*"平成 28"]
    assert not draws_blanks(spaced)
    assert draws_blanks([*year, *row(" 8", left=20)])


def test_a_blank_goes_where_another_character_fills_its_gap() -> None:
    """A character of another font is drawn behind the rest of its line."""
    hyphen, bracket, circled = row("-")[0], row(")", left=20)[0], row("⑰", left=10)[0]
    assert [line.text for line in lines([hyphen, blank_behind(hyphen), bracket, circled])] == ["-⑰)"]
    assert [line.text for line in lines([hyphen, blank_behind(hyphen), bracket])] == ["- )"]


def drawn(text: str, order: int, level: float, left: float = 0, size: float = 10) -> list[Glyph]:
    """The letters of a line, drawn one after the other from `order` on."""
    return [replace(glyph, order=order + i) for i, glyph in enumerate(row(text, level, left, size))]


def test_two_lines_at_one_height_are_told_apart_by_what_was_drawn_first() -> None:
    found = lines([*drawn("学校図書館", 41, 10), *drawn("係】", 20, 9.5)])
    assert [line.text for line in found] == ["係】", "学校図書館"]
    assert [line.text for line in lines([*drawn("施", 3, 10), *drawn("水車", 30, 10.75)])] == ["施", "水車"]


def test_marks_that_share_their_white_are_one_line() -> None:
    marks = [*drawn("とは、", 1, 10), *drawn("「目標", 4, 10, left=25)]
    assert [line.text for line in lines(marks)] == ["とは、「目標"]


@pytest.mark.parametrize(
    ("listed", "upper"),
    [
        ([(7, 36.2), (42, 43.7), (49, 54.9), (53, 66.2)], [36.2]),
        ([(60, 46.8), (11, 49.1), (70, 59.6)], [49.1]),
        ([(1, 24.9), (8, 36.2), (42, 36.3), (49, 47.5)], [24.9, 36.2]),
        ([(1, 24.9), (42, 36.2), (49, 47.5)], []),
    ],
)
def test_lines_that_ran_over_from_the_row_above_were_drawn_before(
    listed: list[tuple[int, float]], upper: list[float]
) -> None:
    """Two lines may stand so that neither their distance nor which is higher says whose they are."""
    found, own = overprinted([Line(tuple(drawn("字の行", order, top + 8, size=8))) for order, top in listed])
    assert [line.box.top for line in found] == pytest.approx(upper)
    assert len(found) + len(own) == len(listed)


def test_words_across_the_lower_rule_of_a_cut_row_belong_to_it() -> None:
    """What is left of a row is lower than a line: its words stand across the rule that ends it."""
    (stub,) = lattices(*frame([0, 100, 200], [0, 4]))
    stub = replace(stub, fields=tuple(replace(each, open_above=True) for each in stub.fields))
    words = [*row("る調査研究", 11), *row("情報提供", 22), *row("別の段落である", 60)]
    (longer,) = with_overhang([stub], words)
    assert longer.box.bottom == 22
    (same,) = with_overhang([stub], [*row("表の下の段落", 18)])
    assert same.box.bottom == 4


def test_words_across_the_last_rule_of_a_table_that_begins_on_the_page_go_to_its_cut_cells() -> None:
    """They are not taken for the end of a row that the page before began, which would belong to no cell."""
    (table,) = lattices(*frame([0, 100, 200], [0, 20]))
    table = replace(table, fields=tuple(replace(each, open_below=True) for each in table.fields))
    (longer,) = with_overhang([table], [*row("のオンライン化", 27)])
    assert [each.box.bottom for each in longer.fields] == [27, 27]


def cell(words: str, left: float, top: float, bottom: float) -> Drawn:
    """A cell 50 points wide with its lines of ten points from the top."""
    box = Box(left, top, left + 50, bottom)
    listed = tuple(Line(tuple(row(each, top + 12 * n + 11, left))) for n, each in enumerate(words.split(), 0))
    parts = (Part(PAGE, listed),) if listed else ()
    return Drawn(box, parts, open_above=False, open_below=False, has_room=has_room(box, listed))


PAGE = Page(1, 300, 200, (), (), ())


@pytest.mark.parametrize(
    ("above", "below", "torn"),
    [
        (("港の灯台 を行った", "5"), ("学校の数", "6"), ["港の灯台を行った", "学校の数"]),
        (("港の灯台 を行った", "95校以上 (3年度)"), ("学校の数", ""), None),
        (("港の灯台", "5"), ("学校の数", "6"), None),
        (("港の灯台 を行った", "5"), ("", "6"), []),
    ],
)
def test_cells_at_a_page_break_with_rules_may_be_halves_of_one(
    above: tuple[str, ...], below: tuple[str, ...], torn: list[str] | None
) -> None:
    """A word processor draws rules where it cuts a row; None: all cells of both rows are doubtful."""
    height = 14 + 12 * max(each.count(" ") for each in above)
    ends = [cell(words, 50.0 * n, 0, height) for n, words in enumerate(above)]
    starts = [cell(words, 50.0 * n, height, height + 40) for n, words in enumerate(below)]
    found = torn_cells(ends, starts)
    assert [each.text for each in found] == ([e.text for e in (*ends, *starts)] if torn is None else torn)
    opened = [replace(each, open_below=True) for each in ends]
    assert torn_cells(opened, starts) == []


def test_the_maker_of_a_pdf_says_whether_it_closes_cut_cells() -> None:
    assert Cut.by(("Mozilla/5.0", "Skia/PDF m120")) is Cut.OPEN
    assert Cut.by(("Microsoft® Excel® 2019", "")) is Cut.OPEN
    assert Cut.by(("Writer", "LibreOffice 7.4")) is Cut.CLOSED
    assert Cut.by(("", "")) is Cut.CLOSED


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("96校(H27.3.3", "1時点)", "96校(H27.3.31時点)"),
        ("642か所(R3.3", ".31時点)", "642か所(R3.3.31時点)"),
        ("42,30", "9件", "42,309件"),
        ("42,", "309件", "42,309件"),
        ("1,067", "950件", "1,067 950件"),
        ("12", "34件", "12 34件"),
    ],
)
def test_a_number_cut_because_it_did_not_fit_is_joined_only_where_it_shows(
    first: str, second: str, text: str
) -> None:
    listed = [Line(tuple(row(first))), Line(tuple(row(second, 30)))]
    assert joined(listed, 0, 10.0 * len(first)).text == text


def test_a_line_that_a_spreadsheet_draws_on_both_pages_is_read_once() -> None:
    """Calc draws a merged cell on every page that it reaches; the line at the break is seen on both."""
    end, start = cell("地域の つながり", 0, 0, 40), cell("つながり の続き", 0, 40, 80)
    once = _one(end, replace(start, is_over=True))
    assert once.text == "地域のつながりの続き"
    assert _one(end, start).text == "地域のつながりつながりの続き"
