import pytest

from queries.describe import KINDS, describe, listing
from queries.errors import NothingFound
from queries.ground import Ground

CLOUD = "indicator/municipal-cloud-adopters"
A, B = "report/soumu/2019-08", "report/soumu/2022-08"


def test_an_indicator_says_where_it_hangs_and_in_which_reports_it_stands(ground: Ground) -> None:
    record = describe(ground.store, CLOUD)
    assert record.node.label == "クラウド導入市区町村数"
    assert [(one.report, one.number, one.achievement) for one in record.shown] == [
        (A, "⑤", ("achievement-i",)),
        (B, "➀", ("achievement-pending",)),
    ]
    assert {edge.relation for edge in record.above} == {"kpiOf", "measures"}
    assert [(edge.lower, edge.relation) for edge in record.below] == [
        ("indicator/joint-cloud-adopters", "partOf")
    ]
    assert record.names["objective/soumu/e-government/local"].label
    assert record.shown[1].next_action == ("change-remove", "change-replace")


def test_a_policy_names_its_former_self_with_the_passage(ground: Ground) -> None:
    record = describe(ground.store, "policy/soumu/e-municipality")
    edge = next(edge for edge in record.above if edge.relation == "succeeds")
    assert (edge.upper, edge.evidence) == ("policy/soumu/e-government", ("source/94ca55d09eda047b/p/51-70",))
    assert "source/94ca55d09eda047b/p/51-70" in record.passages


def test_a_section_knows_who_cites_it(ground: Ground) -> None:
    record = describe(ground.store, "doc/ap/2015-12-24/s/3.3")
    assert {edge.relation for edge in record.below} == {"kpiOf", "sectionOf"}
    assert record.passages == ("source/aec283a3ce7df1c3/p/3388-3446",)


def test_facts_are_told_by_local_name(ground: Ground) -> None:
    facts = {fact.name: fact.values for fact in describe(ground.store, A).facts}
    assert facts["rating"] == ("rating-substantial",)
    assert facts["identifier"] == ("総務省31-⑧",)
    assert facts["fiscalYear"] == ("2018",)
    assert "tracesTo" not in facts


def test_a_unit_leads_to_the_policies_it_answers_for(ground: Ground) -> None:
    record = describe(ground.store, "org/soumu/jichi-gyosei/joho-kikaku")
    assert [(edge.lower, edge.reports) for edge in record.below] == [("policy/soumu/e-municipality", (B,))]


@pytest.mark.parametrize("path", ["indicator/nothing", f"{A}/indicator/5", "graph/registry"])
def test_what_is_unknown_or_has_no_page_of_its_own_is_an_error(ground: Ground, path: str) -> None:
    with pytest.raises(NothingFound):
        describe(ground.store, path)


def test_each_kind_can_be_listed_in_order(ground: Ground) -> None:
    assert [node.path for node in listing(ground.store, "reports")] == [A, B]
    indicators = [node.path for node in listing(ground.store, "indicators")]
    assert indicators[0] == "indicator/un-egov-online-ranking"
    assert indicators[-2:] == ["indicator/joint-cloud-adopters", "indicator/tax-statistics-request-rate"]
    assert len(listing(ground.store, "documents")) == 7
    assert all(listing(ground.store, kind) for kind in KINDS)
    with pytest.raises(NothingFound):
        listing(ground.store, "persons")


def test_both_stores_tell_the_same(embedded: Ground, oracle: Ground) -> None:
    for kind in KINDS:
        nodes = listing(embedded.store, kind)
        assert nodes == listing(oracle.store, kind)
        for node in nodes:
            assert describe(embedded.store, node.path) == describe(oracle.store, node.path)
