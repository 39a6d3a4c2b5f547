"""The tree for the terminal and the rows of ties."""

from __future__ import annotations

import networkx as nx

from queries.drawing import draw_text, rows
from tests.queries import drawing_fixtures as fixtures


def test_the_tree_goes_up_then_down_from_the_start() -> None:
    lines = draw_text(fixtures.cloud_lineage()).splitlines()
    assert lines[0].startswith("起点 測定指標 ⑤・➀ クラウド導入市区町村数")
    up, down = lines.index("上へ（根拠）"), lines.index("下へ（結果）")
    assert 0 < up < down
    assert lines[down + 1].startswith("├─ ［値・総務省31-⑧］ 年度の値 550団体（基準 2014-04-01）")


def test_a_line_names_relation_grain_and_report() -> None:
    tree = draw_text(fixtures.cloud_lineage())
    assert "［KPIとして記載・指標単位・総務省R4-⑧］ 内閣の文書 新経済・財政再生計画改革工程表2019" in tree
    assert "［根拠・政策単位・総務省31-⑧］ 関係部分 第3章 › 5 › (3) › ⑤ › IT化と業務改革" in tree
    assert "［改称・総務省R4-⑧］" in tree


def test_verdicts_stand_behind_the_name() -> None:
    assert "【総務省31-⑧ イ 達成、総務省R4-⑧ － 期間中】" in draw_text(fixtures.cloud_lineage())


def test_inferred_and_curated_ties_say_so() -> None:
    graph = fixtures.both_reports()
    assert "［継続・推定］" in draw_text(graph)
    graph.add_edge("doc/honebuto/2020", "doc/honebuto/2019", relation="basedOn", basis="curated")
    assert "［踏まえる・編集者による］" in draw_text(graph)


def test_a_thing_that_was_drawn_is_named_again_but_not_opened() -> None:
    tree = draw_text(fixtures.cloud_lineage())
    assert tree.count("（前出）") > 0
    assert "<doc/honebuto/2016> （前出）" not in tree


def test_what_the_walk_does_not_reach_stands_at_the_end() -> None:
    graph = fixtures.cloud_lineage()
    graph.add_node("unit/alone", kind="unit", label="担当課", order=0)
    graph.graph["start"] = "doc/honebuto/2016"
    tree = draw_text(graph)
    assert "そのほか" in tree
    assert "・担当部局 担当課 <unit/alone>" in tree


def test_a_start_that_is_not_in_the_graph_leaves_a_list() -> None:
    graph = fixtures.cloud_lineage()
    graph.graph["start"] = "indicator/none"
    assert draw_text(graph).splitlines()[1] == "そのほか"


def test_a_chain_of_a_thousand_steps_is_drawn_without_recursion() -> None:
    graph = nx.MultiDiGraph(start="p/0", up=1, down=1, release="r")
    for place in range(1000):
        graph.add_node(f"p/{place}", kind="policy", label=f"政策{place}", order=place)
        if place:
            graph.add_edge(f"p/{place - 1}", f"p/{place}", relation="succeeds")
    lines = draw_text(graph).splitlines()
    assert len(lines) == 1 + 2 + 999
    assert max(map(len, lines)) < 300


def test_a_nameless_box_is_called_so() -> None:
    graph = nx.MultiDiGraph(start="p/0", up=1, down=1, release="r")
    graph.add_node("p/0", kind="policy", label="", order=0)
    assert draw_text(graph) == "起点 政策 （名称なし） <p/0>\n"


def test_rows_carry_reports_passages_and_words() -> None:
    found = [row for row in rows(fixtures.cloud_lineage()) if row.tie == "indicator"]
    assert [(row.upper, row.reports) for row in found] == [
        ("doc/kaikaku-koteihyo/2019", (fixtures.B,)),
        ("doc/ap/2015-12-24/s/3.3", (fixtures.A,)),
    ]
    assert {(row.relation, row.relation_label, row.tie_label) for row in found} == {
        ("kpiOf", "KPIとして記載", "指標単位")
    }
    assert all(row.evidence for row in found)
    assert {row.tie_label for row in rows(fixtures.cloud_lineage(), language="en")} >= {"by indicator"}
