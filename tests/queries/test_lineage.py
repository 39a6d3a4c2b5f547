import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.embedded import OxigraphStore
from graph.memory import MemoryStore
from ontology.iris import Base
from queries.edges import VERTICAL, edges, kind_of, passage_key
from queries.errors import NothingFound
from queries.ground import Ground
from queries.lineage import lineage
from queries.walking import tie_rank, upward

BASE = Base()
CLOUD = "indicator/municipal-cloud-adopters"
A, B = "report/soumu/2019-08", "report/soumu/2022-08"


def walk(ground: Ground, start: str, **how: int) -> nx.MultiDiGraph:
    return lineage(ground.store, BASE.iri(start), **{"up": 5, "down": 0, **how})


def kinds(graph: nx.MultiDiGraph) -> set[str]:
    return {data["kind"] for _, data in graph.nodes(data=True)}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("doc/honebuto/2018", "edition"),
        ("doc/honebuto/2016/s/3.5.3.5", "section"),
        (A, "edition"),
        ("policy/soumu/e-government", "policy"),
        ("objective/soumu/e-government/local", "objective"),
        ("means/soumu/x", "means"),
        ("project/rs/1", "means"),
        (CLOUD, "indicator"),
        (f"{A}/indicator/5/1/actual/2018", "observation"),
        (f"{A}/indicator/5", ""),
        ("org/soumu/jichi-gyosei", "unit"),
        ("work/honebuto", "work"),
        ("law/414AC0000000151", "work"),
        ("graph/registry", ""),
    ],
)
def test_the_column_of_a_node_follows_from_its_path(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_an_indicator_is_walked_all_the_way_to_the_cabinet_documents(ground: Ground) -> None:
    graph = walk(ground, CLOUD)
    assert kinds(graph) == {"edition", "section", "policy", "objective", "means", "indicator"}
    assert graph.nodes["doc/honebuto/2016"]["detail"] == "2016-06-02 閣議"
    assert graph.graph["start"] == CLOUD


def test_a_tie_of_the_indicator_differs_from_a_tie_of_the_policy(ground: Ground) -> None:
    ties = {(lower, upper): data["tie"] for lower, upper, data in walk(ground, CLOUD).edges(data=True)}
    assert ties[CLOUD, "doc/ap/2015-12-24/s/3.3"] == "indicator"
    assert ties["policy/soumu/e-government", "doc/ap/2015-12-24/s/3.3.4"] == "policy"
    assert ties[CLOUD, "objective/soumu/e-government/local"] == ""


def test_nested_sections_are_one_step(ground: Ground) -> None:
    one = walk(ground, "policy/soumu/e-government", up=1)
    assert "doc/honebuto/2016/s/3" in one
    assert "doc/honebuto/2016" not in one
    two = walk(ground, "policy/soumu/e-government", up=2)
    assert "doc/honebuto/2016" in two


def test_a_walk_down_from_a_document_reaches_values_and_no_siblings(ground: Ground) -> None:
    graph = walk(ground, "doc/honebuto/2020", up=0, down=5)
    assert CLOUD in graph
    assert f"{B}/indicator/1/1/actual/2021" in graph
    assert "doc/kaikaku-koteihyo/2019" not in graph


def test_edges_point_up_as_in_the_data_and_carry_report_and_evidence(ground: Ground) -> None:
    graph = walk(ground, CLOUD, down=1)
    data = graph.get_edge_data(CLOUD, "doc/ap/2015-12-24/s/3.3", "kpiOf")
    assert data == {
        "relation": "kpiOf",
        "tie": "indicator",
        "basis": "stated",
        "reports": (A,),
        "evidence": ("source/aec283a3ce7df1c3/p/3388-3446",),
        "start": 2018,
        "end": 2018,
    }
    value = graph.get_edge_data(f"{A}/indicator/5/1/actual/2018", CLOUD, "indicator")
    assert value["evidence"] == ("source/aec283a3ce7df1c3/p/3529-3548",)


def test_a_start_inside_a_report_stays_within_that_report(ground: Ground) -> None:
    graph = walk(ground, f"{B}/indicator/1")
    assert graph.graph["start"] == CLOUD
    assert "policy/soumu/e-municipality" in graph
    assert "policy/soumu/e-government" not in graph


def test_across_walks_the_rename_and_without_it_the_old_policy_stays_away(ground: Ground) -> None:
    within = walk(ground, "policy/soumu/e-municipality", up=2)
    across = walk(ground, "policy/soumu/e-municipality", up=2, across=True)
    assert "policy/soumu/e-government" not in within
    data = across.get_edge_data("policy/soumu/e-municipality", "policy/soumu/e-government", "succeeds")
    assert (data["basis"], data["reports"]) == ("stated", (B,))
    assert data["evidence"] == ("source/94ca55d09eda047b/p/51-70",)
    back = across.get_edge_data("doc/it-declaration/2016-05-20", "doc/it-declaration/2015-06-30")
    assert set(back) == {"revises"}
    assert back["revises"]["evidence"] == ("source/aec283a3ce7df1c3/p/1390-1500",)
    assert across.nodes["doc/it-declaration/2016-05-20"]["reports"] == (A,)


def test_a_curated_succession_says_that_it_is_curated(ground: Ground) -> None:
    graph = walk(ground, "work/it-declaration-kanmin", across=True)
    data = graph.get_edge_data("work/it-declaration-kanmin", "work/it-declaration", "succeeds")
    assert data["basis"] == "curated"


def test_a_guess_is_drawn_only_when_asked(ground: Ground) -> None:
    start = "indicator/tax-statistics-request-rate"
    assert "indicator/local-admin-database" not in walk(ground, start, across=True)
    data = walk(ground, start, across=True, inferred=True).get_edge_data(
        start, "indicator/local-admin-database"
    )
    assert data["succeeds"]["basis"] == "inferred"


def test_indicators_carry_number_and_marks_of_each_report(ground: Ground) -> None:
    node = walk(ground, CLOUD).nodes[CLOUD]
    assert node["detail"] == "⑤／➀"
    assert node["status"] == ((A, "i"), (B, "pending"))
    assert node["reports"] == (A, B)
    part = walk(ground, "indicator/joint-cloud-adopters").nodes["indicator/joint-cloud-adopters"]
    assert part["status"] == ((B, "pending"),)


def test_a_unit_leads_down_to_the_policies_it_answers_for(ground: Ground) -> None:
    graph = walk(ground, "org/soumu/jichi-gyosei/digital-kiban", up=1, down=2)
    assert "policy/soumu/e-municipality" in graph
    assert "objective/soumu/e-municipality/local" in graph


def test_a_work_leads_down_through_its_editions(ground: Ground) -> None:
    graph = walk(ground, "work/honebuto", up=0, down=3)
    assert {"doc/honebuto/2016", "doc/honebuto/2020", "policy/soumu/e-municipality"} <= set(graph)


def test_an_unknown_start_is_an_error(ground: Ground) -> None:
    with pytest.raises(NothingFound):
        walk(ground, "indicator/nothing")
    with pytest.raises(NothingFound):
        walk(ground, f"{A}/indicator/99")


@pytest.mark.parametrize(
    "start", [CLOUD, "policy/soumu/e-municipality", "doc/honebuto/2016/s/3", "work/honebuto"]
)
def test_both_stores_draw_the_same_graph(start: str, embedded: Ground, oracle: Ground) -> None:
    graphs = [walk(ground, start, down=3, across=True, inferred=True) for ground in (embedded, oracle)]
    left, right = ((list(g.nodes(data=True)), list(g.edges(keys=True, data=True))) for g in graphs)
    assert left == right


def test_ties_and_passages_have_an_order() -> None:
    assert sorted(["policy", "", "indicator"], key=tie_rank) == ["indicator", "policy", ""]
    assert min("x", "source/a/p/10-12", "source/a/p/9-12", key=passage_key) == "source/a/p/9-12"


# random plans: an edge only ever leads to a smaller number, so there is no cycle
KINDS = ["policy/m/n{}", "objective/m/p/n{}", "means/m/n{}", "indicator/n{}", "doc/w/{}", "doc/w/1/s/{}"]
NODES = st.tuples(st.sampled_from(KINDS), st.integers(0, 7))
EDGES = st.lists(st.tuples(NODES, st.sampled_from(VERTICAL), NODES), max_size=25)


Found = list[tuple[tuple[str, int], str, tuple[str, int]]]


def named(node: tuple[str, int]) -> str:
    return node[0].format(node[1])


def grounds(found: Found) -> tuple[Ground, Ground]:
    base = "https://w3id.org/keifu/"
    lines = set()
    for lower, relation, upper in found:
        if KINDS.index(lower[0]) * 10 + lower[1] <= KINDS.index(upper[0]) * 10 + upper[1]:
            continue
        for term in (relation, "tracesTo"):
            triple = f"<{base}{named(lower)}> <{base}ns#{term}> <{base}{named(upper)}>"
            lines |= {f"{triple} <{base}graph/report/m/2020-01> .", f"{triple} ."}
    text = "\n".join(sorted(lines)) + "\n"
    return Ground(OxigraphStore.of([text])), Ground(MemoryStore.of([text]))


@settings(deadline=None, max_examples=40)
@given(EDGES, NODES)
def test_sparql_on_both_stores_and_a_walk_by_networkx_reach_the_same_nodes(found: Found, start: str) -> None:
    reached = []
    for ground in grounds(found):
        term = f"<https://w3id.org/keifu/{named(start)}>"
        by_path = {
            ground.path(row[0]) for row in ground.rows(f"SELECT DISTINCT ?x {{ {term} keifu:tracesTo+ ?x }}")
        }
        closure = upward(ground, [named(start)])
        drawn = nx.DiGraph([(lower, upper) for lower, above in closure.above.items() for _, upper in above])
        drawn.add_node(named(start))
        lengths = nx.single_source_shortest_path_length(drawn, named(start))
        assert by_path == set(lengths) - {named(start)}
        for node, length in lengths.items():
            assert len(closure.walk(named(start), node).via) == length
        reached.append(lengths)
    assert reached[0] == reached[1]


@settings(deadline=None, max_examples=30)
@given(EDGES)
def test_the_edges_found_from_below_and_from_above_are_the_same(found: Found) -> None:
    ground, oracle = grounds(found)
    everything = {named(node) for lower, _, upper in found for node in (lower, upper)}
    below = edges(ground, everything, end="lower", relations=VERTICAL)
    assert below == edges(ground, everything, end="upper", relations=VERTICAL)
    assert below == edges(oracle, everything, end="lower", relations=VERTICAL)


def test_a_node_that_is_not_reached_has_no_walk(embedded: Ground) -> None:
    closure = upward(embedded, [CLOUD])
    assert closure.walk(CLOUD, "doc/honebuto/1999") is None
    assert closure.tie(CLOUD, "doc/honebuto/2016") is None
