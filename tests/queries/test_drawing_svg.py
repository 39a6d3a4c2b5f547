"""The SVG: well-formed, safe, alike on every run, and equal to its twins in words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings

from queries.drawing import MOST_BOXES, draw_svg, draw_text, rows
from queries.drawing.boxes import INNER, LABEL_SIZE, SMALL_SIZE, face_of
from queries.drawing.folding import fold
from queries.drawing.layout import BOX_WIDTH
from queries.drawing.palette import LINE_PAIRS, TEXT_PAIRS, contrast
from queries.drawing.pills import width_of
from queries.drawing.words import MARKS, mark_of, relation_word
from queries.drawing.wrapping import ems
from tests.queries import drawing_fixtures as fixtures

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ("<script>alert(1)</script>", '"]]>', "\u202eabc\u2066", "長" * 500, "", "a\u0000b", "' onload='x")


def nodes_of(svg: str) -> set[str]:
    return {link.attrib["data-node"] for link in ET.fromstring(svg).iter(f"{SVG}a")}


def ties_of(svg: str) -> set[tuple[str, str, str, str]]:
    found = (group.attrib for group in ET.fromstring(svg).iter(f"{SVG}g") if "data-upper" in group.attrib)
    return {(a["data-upper"], a["data-relation"], a["data-lower"], a["data-tie"]) for a in found}


def test_the_drawing_the_table_and_the_tree_hold_the_same_nodes_and_ties() -> None:
    for graph in (fixtures.both_reports(), fixtures.cloud_lineage()):
        svg, table, tree = draw_svg(graph), rows(graph), draw_text(graph)
        ties = {(row.upper, row.relation, row.lower, row.tie) for row in table}
        assert ties_of(svg) == ties
        assert nodes_of(svg) == {end for row in table for end in (row.upper, row.lower)}
        assert set(re.findall(r"<([^<>]+)>", tree)) == nodes_of(svg)
        assert len([line for line in tree.splitlines() if "［" in line]) == len(table)


@given(fixtures.random_graphs())
@settings(max_examples=40, deadline=None)
def test_the_twins_agree_on_any_graph_and_the_drawing_is_well_formed(graph: nx.MultiDiGraph) -> None:
    svg, table, tree = draw_svg(graph), rows(graph), draw_text(graph)
    assert ties_of(svg) == {(row.upper, row.relation, row.lower, row.tie) for row in table}
    assert nodes_of(svg) == set(re.findall(r" <(n/\d+)>", tree))


def test_there_is_no_script_no_style_and_no_foreign_element() -> None:
    graph = fixtures.both_reports()
    for place, (path, label) in enumerate(zip(sorted(graph.nodes), HOSTILE, strict=False)):
        graph.nodes[path]["label"] = label
        graph.nodes[path]["detail"] = HOSTILE[-place]
    root = ET.fromstring(draw_svg(graph))
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "g", "a", "rect", "path", "text", "circle"}
    keys = {key for element in root.iter() for key in element.attrib}
    assert "style" not in keys
    assert not [key for key in keys if key.startswith("on")]


@pytest.mark.parametrize("label", HOSTILE)
def test_a_hostile_label_keeps_the_drawing_whole(label: str) -> None:
    graph = fixtures.cloud_lineage()
    graph.nodes[fixtures.CLOUD].update(label=label, detail=label)
    graph.graph["report_labels"] = {fixtures.A: label}
    for language in ("ja", "en"):
        svg = draw_svg(graph, language=language)
        assert fixtures.CLOUD in nodes_of(svg)
        assert not re.search("[\u0000-\u0008\u202a-\u202e\u2066-\u2069]", svg)
    assert "\u202e" not in draw_text(graph)


def test_a_long_label_is_cut_on_paper_and_whole_in_title_and_aria_label() -> None:
    graph = fixtures.cloud_lineage()
    graph.nodes[fixtures.CLOUD]["label"] = "長い名称" * 100
    root = ET.fromstring(draw_svg(graph))
    link = next(a for a in root.iter(f"{SVG}a") if a.attrib["data-node"] == fixtures.CLOUD)
    assert "長い名称" * 100 in link.attrib["aria-label"]
    assert "長い名称" * 100 in (link.findtext(f"{SVG}title") or "")
    assert max(len(text.text or "") for text in link.iter(f"{SVG}text")) < 30


def test_the_drawing_is_a_named_group_and_its_lines_are_hidden_from_assistive_technology() -> None:
    root = ET.fromstring(draw_svg(fixtures.cloud_lineage()))
    assert root.attrib["role"] == "group"
    assert root.findtext(f"{SVG}title") == "政策の系譜：⑤・➀ クラウド導入市区町村数"
    assert "箱 55" in (root.findtext(f"{SVG}desc") or "")
    hidden = [group for group in root.iter(f"{SVG}g") if group.attrib.get("aria-hidden") == "true"]
    assert [group for group in hidden if any("data-upper" in part.attrib for part in group.iter())]
    assert not [a for group in hidden for a in group.iter(f"{SVG}a")]


def test_a_box_says_its_class_its_verdicts_and_its_neighbours() -> None:
    root = ET.fromstring(draw_svg(fixtures.cloud_lineage()))
    link = next(a for a in root.iter(f"{SVG}a") if a.attrib["data-node"] == fixtures.CLOUD)
    label = link.attrib["aria-label"]
    assert link.attrib["aria-current"] == "location"
    assert label.startswith("起点、測定指標 ⑤・➀ クラウド導入市区町村数、総務省31-⑧ イ 達成（目標達成）")
    assert "新経済・財政再生計画改革工程表2019（KPIとして記載）" in label
    assert "下：550団体" in label
    assert "ほか4" in label


def test_boxes_come_in_reading_order() -> None:
    root = ET.fromstring(draw_svg(fixtures.both_reports()))
    corners = [
        (int(rect.attrib["x"]), int(rect.attrib["y"]))
        for a in root.iter(f"{SVG}a")
        if (rect := a.find(f"{SVG}rect")) is not None
    ]
    assert corners == sorted(corners)


def test_the_three_kinds_of_ties_look_different() -> None:
    root = ET.fromstring(draw_svg(fixtures.both_reports()))
    pens: dict[tuple[str, str], tuple[str, str, str | None]] = {}
    for group in root.iter(f"{SVG}g"):
        line = group.find(f"{SVG}path")
        if "data-upper" in group.attrib and line is not None:
            key = (group.attrib["data-tie"], group.attrib["data-basis"])
            a = line.attrib
            pens[key] = (a["stroke"], a["stroke-width"], a.get("stroke-dasharray"))
    assert float(pens["indicator", "stated"][1]) >= 2 * float(pens["policy", "stated"][1]) - 0.01
    assert pens["indicator", "stated"][2] is None
    assert pens["", "inferred"][2] == "2 4"
    assert len(set(pens.values())) == len(pens)
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert words.count("指標単位") == 2
    assert "推定" in words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", {"→改定", "→引継ぎ", "→改定・→引継ぎ（矢印は前のものから後のものへ）"}),
        ("en", {"revised as", "continued as"}),
    ],
)
def test_the_words_of_a_succession_read_along_its_arrow(language: str, words: set[str]) -> None:
    root = ET.fromstring(draw_svg(fixtures.both_reports(), language=language))
    found = [text.text or "" for text in root.iter(f"{SVG}text")]
    said = " ".join(found)  # a label may be broken between words
    assert [word for word in words if word not in said] == []
    assert not {"改定", "継続", "revises", "succeeds"} & {*found}


def test_the_head_of_an_arc_is_at_the_later_thing_or_at_what_a_thing_is_based_on() -> None:
    graph = nx.MultiDiGraph(start="doc/b", up=1, down=1, release="r")
    for path in ("doc/a", "doc/b", "doc/c"):
        graph.add_node(path, kind="edition", label=path, reports=(), order=0)
    graph.add_edge("doc/b", "doc/a", relation="revises")
    graph.add_edge("doc/c", "doc/b", relation="basedOn")
    root = ET.fromstring(draw_svg(graph))
    ends: dict[str, tuple[str, str]] = {}
    for group in root.iter(f"{SVG}g"):
        if "data-upper" in group.attrib:
            line, head = (path.attrib["d"] for path in group.iter(f"{SVG}path"))
            ends[group.attrib["data-relation"]] = (line, head.split("l")[0])
    assert ends["revises"][0].endswith(ends["revises"][1].removeprefix("M"))
    assert ends["basedOn"][0].startswith(ends["basedOn"][1] + "C")


def test_links_go_where_the_caller_says() -> None:
    svg = draw_svg(fixtures.cloud_lineage(), link=lambda path: f"../{path}.html?a=1&b=<2>")
    hrefs = {a.attrib["href"] for a in ET.fromstring(svg).iter(f"{SVG}a")}
    assert f"../{fixtures.CLOUD}.html?a=1&b=<2>" in hrefs
    assert f"/{fixtures.CLOUD}" in draw_svg(fixtures.cloud_lineage())


def test_the_english_drawing_has_english_heads_and_marks_japanese_labels_as_such() -> None:
    graph = fixtures.cloud_lineage()
    graph.nodes[fixtures.CLOUD]["label_en"] = "municipalities using cloud systems"
    root = ET.fromstring(draw_svg(graph, language="en"))
    texts = [(text.text, text.attrib.get("lang")) for text in root.iter(f"{SVG}text")]
    assert ("Indicators", None) in texts
    assert ("municipalities using cloud", "en") in texts or ("municipalities using", "en") in texts
    assert {tongue for words, tongue in texts if words == "電子自治体の推進"} == {"ja"}
    assert "55 boxes and" in (root.findtext(f"{SVG}desc") or "")


def test_more_than_five_hundred_boxes_are_refused_in_words() -> None:
    graph = nx.MultiDiGraph(start="n/0", up=1, down=1, release="r")
    for place in range(MOST_BOXES + 1):
        graph.add_node(f"n/{place}", kind="indicator", label="指標", order=place)
    for language, words in (("ja", "箱が501個"), ("en", "501 boxes")):
        svg = draw_svg(graph, language=language)
        assert words in svg
        assert len(svg) < 2000
    graph.remove_node("n/500")
    assert len(nodes_of(draw_svg(graph))) == MOST_BOXES


def test_the_bytes_are_equal_under_every_hash_seed(root: Path) -> None:
    code = (
        "from tests.queries.drawing_fixtures import both_reports as b, cloud_lineage as c\n"
        "from queries.drawing import draw_svg, draw_text\n"
        "import hashlib\n"
        "print(hashlib.sha256((draw_svg(b()) + draw_text(c())).encode()).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=dict(os.environ, PYTHONHASHSEED=seed, PYTHONPATH=str(root)),
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(digests) == 1


def test_every_line_of_text_fits_its_box_by_the_width_model() -> None:
    for graph in (fixtures.both_reports(), fixtures.cloud_lineage()):
        for box in fold(graph).boxes:
            face = face_of(box, "ja")
            assert all(ems(line) * LABEL_SIZE <= INNER * 100 for line in face.label)
            assert all(ems(line) * SMALL_SIZE <= INNER * 100 for line in (*face.trail, *face.detail))


def test_pills_fit_the_box_and_differ_in_word_and_letter() -> None:
    for language in ("ja", "en"):
        assert all(width_of(code, language) < BOX_WIDTH - 24 for code in MARKS)
    assert len({(mark.letter, mark.word) for mark in MARKS.values()}) == len(MARKS)


def test_an_unknown_mark_is_shown_as_it_is_and_never_as_a_verdict() -> None:
    graph = fixtures.cloud_lineage()
    graph.nodes[fixtures.CLOUD]["status"] = ((fixtures.A, "ni"), (fixtures.B, "ro"))
    svg = draw_svg(graph)
    assert mark_of("ni").word == MARKS["none"].word
    assert "ni 判定なし" in svg
    assert "ロ 未達・近い" in svg
    assert relation_word("seenIn", "ja") == "seenIn"


def test_an_indicator_of_a_report_without_a_mark_says_so() -> None:
    graph = fixtures.cloud_lineage()
    graph.nodes[fixtures.CLOUD]["status"] = ()
    assert "判定なし" in draw_svg(graph)


@pytest.mark.parametrize(("ink", "sheet"), TEXT_PAIRS)
def test_text_has_a_contrast_of_four_and_a_half(ink: str, sheet: str) -> None:
    assert contrast(ink, sheet) >= 4.5


@pytest.mark.parametrize(("line", "sheet"), LINE_PAIRS)
def test_lines_have_a_contrast_of_three(line: str, sheet: str) -> None:
    assert contrast(line, sheet) >= 3


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#9aa5ad", "#ffffff") == pytest.approx(2.5, abs=0.05)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")
