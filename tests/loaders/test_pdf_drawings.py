"""What programs draw where a table has cells: vertical words, rules of every kind, page breaks, no rules."""

from __future__ import annotations

import io
from collections.abc import Mapping

import pypdfium2 as pdfium
import pytest

from loaders.views.child import read_here
from loaders.views.view import Rendered, Trust
from tests.generated.paper import printer

pytestmark = pytest.mark.browser

HEAD = (
    "<style>@page { size: 400pt 250pt; margin: 12pt } body { font: 9pt 'Noto Sans CJK JP'; margin: 0 }"
    "table { border-collapse: collapse } td { border: 1pt solid black; vertical-align: top }"
)
SIDE = "<td class=v rowspan=3>%s<td>あ<td>1,067<tr><td>い<td>2<tr><td>う<td>3"
TWO = "<tr><td>あ<td>一<td>1,067<tr><td>い<td>二<td>2<tr><td>う<td>三<td>3"
THREE_ROWS = "あ\t一\t1,067\nい\t二\t2\nう\t三\t3\n"


def beside(label: str) -> str:
    return f"{label}\tあ\t1,067\n\tい\t2\n\tう\t3\n"


def lines_of(word: str, count: int) -> str:
    return "<br>".join(f"{word}{n}は続く。" for n in range(1, count))


def said(word: str, count: int) -> str:
    return " ".join(f"{word}{n}は続く。" for n in range(1, count))


def figures(count: int) -> list[tuple[str, str, str]]:
    return [(str(n), f"項目{n}の名称", f"{n * 1067:,}") for n in range(1, count)]


CELLS: Mapping[str, tuple[str, str, str]] = {
    "letters below each other": ("", SIDE % "評<br>価<br>結<br>果", beside("評価結果")),
    "vertical writing": (
        "td.v { writing-mode: vertical-rl; height: 80pt }",
        SIDE % "評価結果（総合）",
        beside("評価結果（総合）"),
    ),
    "two vertical lines": (
        "td.v { writing-mode: vertical-rl; height: 60pt }",
        SIDE % "学識経験を有する者の知見の活用",
        beside("学識経験を有する者の知見の活用"),
    ),
    "figures on their side": (
        "td.v { writing-mode: vertical-rl; height: 90pt }",
        SIDE % "平成30年度ー評価（2）",
        beside("平成30年度ー評価（2）"),
    ),
    "turned to the right": (
        "td.v { writing-mode: vertical-rl; text-orientation: sideways; height: 90pt }",
        SIDE % "評価結果",
        beside("評価結果"),
    ),
    "turned to the left": (
        "td.v { writing-mode: sideways-lr; height: 90pt }",
        SIDE % "評価結果",
        beside("評価結果"),
    ),
    "figures below each other": ("", "<td>1<br>2<td>三", "1 2\t三\n"),
    "dashed rules": ("td { border-style: dashed }", TWO, THREE_ROWS),
    "dotted rules": ("td { border-style: dotted }", TWO, THREE_ROWS),
    "double rules": ("td { border: 3pt double black }", TWO, THREE_ROWS),
    "a thick frame": ("table { border: 3pt solid black }", TWO, THREE_ROWS),
    "coloured fields": ("td { background: #ddd }", TWO, THREE_ROWS),
    "a frame around every cell": (
        "table { border-collapse: separate; border-spacing: 2pt }",
        TWO,
        THREE_ROWS,
    ),
    "no frame": (
        (
            "tr:first-child td { border-top: none } tr:last-child td { border-bottom: none }"
            "td:first-child { border-left: none } td:last-child { border-right: none }"
        ),
        TWO,
        THREE_ROWS,
    ),
    "no rules at the sides": (
        "td:first-child { border-left: none } td:last-child { border-right: none }",
        TWO,
        THREE_ROWS,
    ),
    "a cell over five pages": (
        "",
        f"<td width=60>左<td width=200>{lines_of('文', 50)}<td>右<tr><td>次<td>後<td>1,067",
        f"左\t{said('文', 50)}\t右\n次\t後\t1,067\n",
    ),
    "two cells over pages, one longer": (
        "",
        f"<td width=150>{lines_of('文', 40)}<td width=100>{lines_of('語', 20)}<tr><td>次<td>1,067",
        f"{said('文', 40)}\t{said('語', 20).replace(' ', '')}\n次\t1,067\n",  # as narrow as its lines
    ),
    "a head on every page": (
        "",
        "<thead><tr><td rowspan=2>番号<td rowspan=2>名称<td>年度<tr><td>30年度</thead>"
        + "".join(f"<tr><td>{a}<td width=200>{b}<td>{c}" for a, b, c in figures(30)),
        "番号\t名称\t年度\n\t\t30年度\n" + "".join("\t".join(row) + "\n" for row in figures(30)),
    ),
    "lying rules alone": (
        "td { border-width: 1pt 0; padding: 1pt 5pt }",
        (
            "<tr><td>番号<td>名称<td>30年度<td>元年度<tr><td rowspan=2>1<td>学校図書館の数<td>1,067<td>33"
            "<tr><td>公民館の数<td><td>4,268<tr><td>2<td colspan=3>指標の名称は二つの欄にわたる長いものである"
        ),
        (
            "番号\t名称\t30年度\t元年度\n1\t学校図書館の数\t1,067\t33\n\t公民館の数\t\t4,268\n"
            "2\t指標の名称は二つの欄にわたる長いものである\t\t\n"
        ),
    ),
    "lying rules alone over pages": (
        "td { border-width: 1pt 0; padding: 1pt 5pt }",
        "".join(f"<tr><td>{a}<td width=200>{b}<td>{c}" for a, b, c in figures(30)),
        "".join("\t".join(row) + "\n" for row in figures(30)),
    ),
    "a watermark": (
        "b { position: absolute; top: 20pt; left: 20pt; transform: rotate(-40deg); font-size: 30pt }",
        f"{TWO}</table><b>素案</b>",
        THREE_ROWS,
    ),
    "bold by drawing twice": ("td { text-shadow: 0.3pt 0 black }", TWO, THREE_ROWS),
}


@pytest.fixture(scope="module")
def drawn() -> Mapping[str, bytes]:
    """Each table as a PDF, all printed by one browser."""
    with printer() as browser:
        return {
            name: browser.pdf(f"{HEAD}{style}</style><table>{table}</table>")
            for name, (style, table, _) in CELLS.items()
        }


@pytest.mark.parametrize("name", CELLS)
def test_a_table_is_read_as_it_looks(drawn: Mapping[str, bytes], name: str) -> None:
    assert read_here("pdf", drawn[name]).text == CELLS[name][2]


def noted(rendered: Rendered) -> list[str]:
    return [note.code for note in rendered.notes]


def test_what_was_left_out_is_told(drawn: Mapping[str, bytes]) -> None:
    assert noted(read_here("pdf", drawn["a head on every page"])) == ["repeated-head"]
    assert noted(read_here("pdf", drawn["a watermark"])) == ["slanted-text"]
    assert noted(read_here("pdf", drawn["dashed rules"])) == []


def test_cells_without_upright_rules_are_placed_and_others_drawn(drawn: Mapping[str, bytes]) -> None:
    placed = read_here("pdf", drawn["lying rules alone"])
    assert {locator.trust for locator in placed.locators} == {Trust.PLACED}
    assert noted(placed) == ["placed-columns"]
    assert {each.trust for each in read_here("pdf", drawn["no frame"]).locators} == {Trust.DRAWN}


def test_each_line_of_a_cut_cell_keeps_its_page_and_rectangle(drawn: Mapping[str, bytes]) -> None:
    rendered = read_here("pdf", drawn["a cell over five pages"])
    cell = next(each for each in rendered.locators if "文1は" in rendered.text[each.start : each.end])
    assert [area.page for area in cell.areas] == sorted(area.page for area in cell.areas)
    assert cell.areas[-1].page == 5
    for number, area in enumerate(cell.areas, start=1):
        assert rendered.text[area.start : area.end] == f"文{number}は続く。"
        assert 0 <= area.left < area.right <= 400
        assert 0 <= area.top < area.bottom <= 250


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_upright(drawn: Mapping[str, bytes], turn: int) -> None:
    document = pdfium.PdfDocument(drawn["no frame"])
    document[0].set_rotation(turn)
    data = io.BytesIO()
    document.save(data)
    rendered = read_here("pdf", data.getvalue())
    assert rendered.text == THREE_ROWS
    width, height = (400, 250) if turn == 180 else (250, 400)
    areas = [area for locator in rendered.locators for area in locator.areas]
    assert all(0 <= area.left < area.right <= width for area in areas)
    assert all(0 <= area.top < area.bottom <= height for area in areas)


def test_the_fonts_of_a_cell_do_not_part_its_words() -> None:
    with printer() as browser:
        data = browser.pdf(
            f"{HEAD}</style><table><td>評価<span style=\"font-family: 'Noto Serif CJK JP'\">結果</span>"
            "は<b>1,067</b>団体<td>⻑さ⼀</table>"
        )
    assert read_here("pdf", data).text.startswith("評価結果は1,067団体\t")
