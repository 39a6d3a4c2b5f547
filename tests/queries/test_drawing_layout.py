"""Geometry of the drawing: columns, bands, order, places, routes."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queries.drawing.boxes import face_of
from queries.drawing.errors import UnknownKind
from queries.drawing.folding import Box, Sketch, fold
from queries.drawing.layout import BOX_WIDTH, COLUMN_GAP, Place, Plan, Route, lay_out
from queries.drawing.ordering import Net, arrange, crossings
from queries.drawing.placing import Span, settle, stacked
from tests.queries import drawing_fixtures as fixtures

GRAPHS = {"both": fixtures.both_reports, "cloud": fixtures.cloud_lineage}


def plan_of(graph: nx.MultiDiGraph) -> Plan:
    return lay_out(fold(graph), lambda box: face_of(box, "ja").height)


@pytest.fixture(params=sorted(GRAPHS))
def plan(request: pytest.FixtureRequest) -> Plan:
    return plan_of(GRAPHS[request.param]())


def apart(one: Place, two: Place) -> bool:
    return (
        one.x + one.width <= two.x
        or two.x + two.width <= one.x
        or one.y + one.height <= two.y
        or two.y + two.height <= one.y
    )


def sampled(route: Route) -> list[tuple[float, float]]:
    """Points along a flow route: the cubic curves of the gaps, the straight runs of the columns."""
    found: list[tuple[float, float]] = []
    for number, ((x, y), (right, below)) in enumerate(itertools.pairwise(route.points)):
        middle = (x + right) / 2
        for step in range(21):
            t = step / 20
            u = 1 - t
            along = u**3 * x + 3 * u * u * t * middle + 3 * u * t * t * middle + t**3 * right
            level = y + (3 * t * t - 2 * t**3) * (below - y)
            found.append((x + t * (right - x), float(y)) if number % 2 else (along, level))
    return found


def test_the_seeds_lineage_has_no_crossing(plan: Plan) -> None:
    assert plan.crossings == 0


def test_no_two_boxes_overlap(plan: Plan) -> None:
    assert all(apart(one, two) for one, two in itertools.combinations(plan.places, 2))


def test_every_box_of_a_class_has_the_same_x(plan: Plan) -> None:
    xs = {kind: {place.x for place in plan.places if place.box.kind == kind} for kind in fixtures.KINDS}
    assert all(len(found) <= 1 for found in xs.values())
    ordered = [next(iter(xs[kind])) for kind in fixtures.KINDS if xs[kind]]
    assert ordered == sorted(ordered)
    assert {b - a for a, b in itertools.pairwise(ordered)} == {BOX_WIDTH + COLUMN_GAP}


def test_no_tie_passes_behind_a_box(plan: Plan) -> None:
    for route in plan.routes:
        if route.tie.form == "flow":
            ends = {route.tie.upper, route.tie.lower}
            others = [place for place in plan.places if place.box.path not in ends]
            assert not [
                (point, place.box.path)
                for point in sampled(route)
                for place in others
                if place.x < point[0] < place.x + place.width and place.y < point[1] < place.y + place.height
            ]


def test_ties_run_from_the_right_side_of_the_upper_to_the_left_side_of_the_lower(plan: Plan) -> None:
    places = {place.box.path: place for place in plan.places}
    for route in plan.routes:
        if route.tie.form == "flow":
            upper, lower = places[route.tie.upper], places[route.tie.lower]
            assert route.points[0][0] == upper.x + upper.width
            assert route.points[-1][0] == lower.x
            assert upper.y <= route.points[0][1] <= upper.y + upper.height
            assert lower.y <= route.points[-1][1] <= lower.y + lower.height


def test_succession_runs_on_the_right_side_and_nesting_on_the_left() -> None:
    graph = nx.MultiDiGraph(start="doc/b", up=1, down=1, release="r")
    for path in ("doc/a", "doc/b", "doc/c"):
        graph.add_node(path, kind="edition", label=path, reports=(), order=0)
    graph.add_edge("doc/b", "doc/a", relation="revises")
    graph.add_edge("doc/c", "doc/b", relation="basedOn")
    plan = plan_of(graph)
    sides = {route.tie.relation: {x for x, _ in route.points} for route in plan.routes}
    left = plan.columns[0].x
    assert sides == {"revises": {left + BOX_WIDTH}, "basedOn": {left}}


def test_bands_stand_oldest_first_and_hold_the_boxes_of_their_report(plan: Plan) -> None:
    assert [band.reports for band in plan.bands] == [(fixtures.A,), (fixtures.A, fixtures.B), (fixtures.B,)]
    for band, below in itertools.pairwise(plan.bands):
        assert band.y + band.height == below.y
    for place in plan.places:
        band = next(band for band in plan.bands if band.reports == place.box.reports)
        assert band.y < place.y
        assert place.y + place.height < band.y + band.height


def test_sections_nested_in_each_other_are_one_box_with_their_path() -> None:
    sketch = fold(fixtures.both_reports())
    sections = {box.path: box for box in sketch.boxes if box.kind == "section"}
    assert len(sections) == 18 + 8 + 1
    box = sections["doc/honebuto/2016/s/3.5.3.5"]
    assert box.trail == ("第3章", "5", "(3)", "⑤")
    assert box.label == "IT化と業務改革、行政改革等"
    tie = next(tie for tie in sketch.ties if tie.lower == box.path)
    assert (tie.upper, tie.relation) == ("doc/honebuto/2016", "sectionOf")
    assert len(tie.evidence) == 4


def test_a_numbering_printed_in_the_heading_moves_to_the_path() -> None:
    graph = nx.MultiDiGraph(start="p", up=1, down=1, release="r")
    graph.add_node("doc/x", kind="edition", label="文書", order=0)
    graph.add_node("doc/x/s/3", kind="section", label="第３章「新たな日常」の実現", order=1)
    graph.add_node("doc/x/s/3.1", kind="section", label="（１）次世代型行政サービス", order=2)
    graph.add_edge("doc/x/s/3", "doc/x", relation="sectionOf")
    graph.add_edge("doc/x/s/3.1", "doc/x/s/3", relation="sectionOf")
    box = next(box for box in fold(graph).boxes if box.kind == "section")
    assert (box.trail, box.label) == (("第3章", "(1)"), "次世代型行政サービス")


def test_a_chapter_without_any_numbering_is_counted_by_its_iri_else_named() -> None:
    graph = nx.MultiDiGraph(start="p", up=1, down=1, release="r")
    graph.add_node("doc/x/s/3", kind="section", label="次世代型行政サービスの早期実現", order=1)
    graph.add_node("doc/x/s/3.1", kind="section", label="クラウド活用の推進", order=2)
    graph.add_node("n/1", kind="section", label="次世代型行政サービスの早期実現", order=3)
    graph.add_node("n/2", kind="section", label="第3章", order=4)
    graph.add_edge("doc/x/s/3.1", "doc/x/s/3", relation="sectionOf")
    graph.add_edge("n/2", "n/1", relation="sectionOf")
    found = [(box.trail, box.label) for box in fold(graph).boxes]
    assert found == [(("3", "1"), "クラウド活用の推進"), (("次世代型行政…",), "第3章")]


def test_the_title_of_a_document_that_is_drawn_is_not_repeated_in_its_parts() -> None:
    graph = fixtures.both_reports()
    part = "doc/honebuto/2016/s/3.5.3.5"
    assert next(box.detail for box in fold(graph).boxes if box.path == part) == ""
    graph.remove_node("doc/honebuto/2016")
    title = "経済財政運営と改革の基本方針2016"
    assert next(box.detail for box in fold(graph).boxes if box.path == part) == title


def test_a_report_that_is_drawn_gives_its_name_to_its_band() -> None:
    graph = fixtures.both_reports()
    del graph.graph["report_labels"]
    graph.add_node(fixtures.A, kind="edition", label="総務省31-⑧", order=99, reports=(fixtures.A,))
    sketch = fold(graph)
    assert (sketch.report_name(fixtures.A), sketch.report_name(fixtures.B)) == ("総務省31-⑧", "soumu/2022-08")


def test_a_chapter_that_is_asked_for_stays_a_box_and_holds_its_parts() -> None:
    graph = fixtures.both_reports()
    graph.graph["start"] = "doc/honebuto/2020/s/3"
    sketch = fold(graph)
    tie = next(tie for tie in sketch.ties if tie.lower == "doc/honebuto/2020/s/3.1.1.3")
    assert (tie.upper, tie.form) == ("doc/honebuto/2020/s/3", "left")
    part = next(box for box in sketch.boxes if box.path == "doc/honebuto/2020/s/3.1.1.3")
    assert part.trail == ("第3章", "1", "(1)", "③")


def test_a_part_whose_document_is_out_of_reach_hangs_on_the_part_around_it() -> None:
    graph = fixtures.both_reports()
    graph.remove_node("doc/ap/2015-12-24")
    tie = next(tie for tie in fold(graph).ties if tie.lower == "doc/ap/2015-12-24/s/3.3.4")
    assert (tie.upper, tie.form) == ("doc/ap/2015-12-24/s/3.3", "left")


def test_the_same_tie_of_two_reports_is_one_tie_with_both_reports() -> None:
    graph = nx.MultiDiGraph(start="a", up=1, down=1, release="r")
    graph.add_node("a", kind="indicator", label="指標", order=0)
    graph.add_node("b", kind="objective", label="目標", order=0)
    graph.add_edge("a", "b", relation="measures", reports=(fixtures.B,), evidence=("p/2",))
    graph.add_edge("a", "b", relation="measures", reports=(fixtures.A,), evidence=("p/1",))
    (tie,) = fold(graph).ties
    assert tie.reports == (fixtures.A, fixtures.B)
    assert tie.evidence == ("p/1", "p/2")


def test_doubt_in_one_step_of_a_folded_chain_is_doubt_in_the_tie() -> None:
    graph = nx.MultiDiGraph(start="d", up=1, down=1, release="r")
    graph.add_node("d", kind="edition", label="文書")
    graph.add_node("d/s/1", kind="section", label="章")
    graph.add_node("d/s/1.1", kind="section", label="節")
    graph.add_edge("d/s/1", "d", relation="sectionOf", basis="stated")
    graph.add_edge("d/s/1.1", "d/s/1", relation="sectionOf", basis="inferred")
    assert [tie.basis for tie in fold(graph).ties] == ["inferred"]


def test_a_class_without_a_column_is_an_error_that_names_the_node() -> None:
    graph = nx.MultiDiGraph(start="x", up=1, down=1, release="r")
    graph.add_node("law/1", kind="law", label="法律")
    with pytest.raises(UnknownKind) as caught:
        fold(graph)
    assert (caught.value.path, caught.value.kind) == ("law/1", "law")


def test_a_box_that_no_report_names_lies_in_the_band_of_its_neighbours() -> None:
    graph = fixtures.both_reports()
    graph.add_node("org/cabinet", kind="work", label="系列", order=0, reports=())
    graph.add_edge("doc/honebuto/2020", "org/cabinet", relation="editionOf")
    plan = plan_of(graph)
    place = next(place for place in plan.places if place.box.path == "org/cabinet")
    assert plan.bands[-1].y < place.y


def test_a_policy_that_a_later_report_names_only_as_forerunner_stays_in_its_own_band() -> None:
    graph = fixtures.both_reports()
    graph.nodes["policy/soumu/e-government"]["reports"] = (fixtures.A, fixtures.B)
    plan = plan_of(graph)
    place = next(place for place in plan.places if place.box.path == "policy/soumu/e-government")
    assert place.y < plan.bands[1].y


def test_an_empty_graph_gives_an_empty_plan() -> None:
    plan = plan_of(nx.MultiDiGraph(start="x", up=0, down=0, release="r"))
    assert (plan.places, plan.routes, plan.columns) == ((), (), ())


def test_more_than_eight_ties_are_spread_over_the_side_of_the_box(plan: Plan) -> None:
    ends = [route.points[-1][1] for route in plan.routes if route.tie.lower == "policy/soumu/e-government"]
    assert len(ends) == 18
    assert len(set(ends)) > 8


@given(fixtures.random_graphs())
@settings(max_examples=60, deadline=None)
def test_no_random_graph_makes_boxes_overlap_or_vanish(graph: nx.MultiDiGraph) -> None:
    plan = plan_of(graph)
    assert all(apart(one, two) for one, two in itertools.combinations(plan.places, 2))
    drawn = {place.box.path for place in plan.places}
    others = {path for path, kind in graph.nodes(data="kind") if kind != "section"}
    assert others <= drawn
    assert {end for route in plan.routes for end in (route.tie.upper, route.tie.lower)} <= drawn
    assert all(place.x >= 0 and place.x + place.width <= plan.width for place in plan.places)
    assert all(place.y + place.height <= plan.height for place in plan.places)


@given(fixtures.random_graphs(20), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_nodes_and_edges_changes_nothing(graph: nx.MultiDiGraph, random: st.Random) -> None:
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    other = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(nodes)
    other.add_edges_from(edges)
    assert plan_of(graph) == plan_of(other)


@given(
    st.lists(
        st.tuples(st.integers(1, 80), st.floats(-500, 2000), st.floats(0.1, 9)), min_size=1, max_size=20
    ),
    st.integers(0, 300),
)
def test_settled_spans_keep_their_order_their_gap_and_their_room(
    given_spans: list[tuple[int, float, float]], slack: int
) -> None:
    spans = [Span(*row) for row in given_spans]
    bottom = 40 + stacked([span.height for span in spans], 10) + slack
    tops = settle(spans, 40, bottom, 10)
    assert tops[0] >= 40
    assert tops[-1] + spans[-1].height <= bottom
    assert all(
        b >= a + span.height + 10 for (a, b), span in zip(itertools.pairwise(tops), spans, strict=False)
    )


def test_a_span_with_room_gets_its_wish() -> None:
    assert settle([Span(20, 100.0, 1), Span(20, 101.0, 1)], 0, 400, 10) == [86, 116]
    assert settle([], 0, 10, 10) == []


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(8, 15)), max_size=40))
def test_the_fenwick_count_of_crossings_equals_the_plain_one(segments: list[tuple[int, int]]) -> None:
    rights: dict[int, list[int]] = {}
    lefts: dict[int, list[int]] = {}
    for left, right in segments:
        rights.setdefault(left, []).append(right)
        lefts.setdefault(right, []).append(left)
    net = Net([0] * 16, lefts, rights)
    plain = sum((one[0] - two[0]) * (one[1] - two[1]) < 0 for one, two in itertools.combinations(segments, 2))
    assert crossings((tuple(range(8)), tuple(range(8, 16))), net) == plain


def test_the_order_unties_what_can_be_untied() -> None:
    net = Net([0] * 6, {3: [2], 4: [1], 5: [0]}, {0: [5], 1: [4], 2: [3]})
    ordered = arrange(((0, 1, 2), (3, 4, 5)), net)
    assert crossings(ordered, net) == 0


def test_blocks_are_never_mixed_to_save_a_crossing() -> None:
    net = Net([0, 1, 0, 1], {3: [0], 2: [1]}, {0: [3], 1: [2]})
    assert crossings(arrange(((0, 1), (2, 3)), net), net) == 1


def test_an_english_name_is_used_only_where_there_is_one() -> None:
    box = Box("indicator/x", "indicator", "指標", "an indicator", "", (), (), 0, ())
    bare = Box("indicator/y", "indicator", "", "", "", (), (), 0, ())
    assert (box.name("en"), box.name("ja"), bare.name("en")) == ("an indicator", "指標", "indicator/y")
    assert Sketch("", "", (), (), {}).report_name("report/soumu/2019-08") == "soumu/2019-08"
