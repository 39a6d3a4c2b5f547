"""Rules: axes are written where the edge stands, and the newest report is current."""

from __future__ import annotations

import pytest

from ontology import files
from ontology.terms import SUPER_PROPERTIES
from tests.ontology.conftest import Graphs

PREFIXES = """BASE <https://w3id.org/keifu/>
PREFIX keifu: <https://w3id.org/keifu/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
CURRENT = PREFIXES + "SELECT ?node WHERE { GRAPH <graph/derived> { ?node keifu:current true } }"


def report(number: str, evaluated: int, month: str | None, *nodes: str) -> str:
    date = f'; dcterms:date "{month}"^^xsd:gYearMonth' if month else ""
    body = f"<report/{number}> keifu:fiscalYear {evaluated} {date} . " + " ".join(nodes)
    return f"{PREFIXES} <graph/report/{number}> {{ {body} }}"


def budget(number: str, year: int, policy: str = "policy/a/b") -> str:
    return (
        f"<report/{number}/budget/{year}> a keifu:BudgetYear ; keifu:policy <{policy}> ; "
        f"keifu:fiscalYear {year} ; keifu:report <report/{number}> ."
    )


def actual(number: str, series: str, year: int, class_: str = "Actual") -> str:
    return (
        f"<report/{number}/indicator/{series}/{year}> a keifu:{class_} ; keifu:indicator <indicator/i> ; "
        f"keifu:fiscalYear {year} ; keifu:report <report/{number}> ."
    )


def current(*trig: str) -> set[str]:
    graphs = Graphs.of_trig(*trig)
    graphs.store.update(files.rules()["current"])
    return {row[0].strip("<>").removeprefix("https://w3id.org/keifu/report/") for row in graphs.rows(CURRENT)}


@pytest.mark.parametrize("edge", sorted(SUPER_PROPERTIES))
def test_an_edge_says_its_axis_in_its_own_graph(edge: str) -> None:
    graphs = Graphs.of_trig(f"<http://x/g> {{ <http://x/a> <{edge}> <http://x/b> }}")
    graphs.store.update(files.rules()["superproperties"])
    axis = {str(key): str(value) for key, value in SUPER_PROPERTIES.items()}[edge]
    assert graphs.rows(f"SELECT ?g WHERE {{ GRAPH ?g {{ <http://x/a> <{axis}> <http://x/b> }} }}") == [
        ("<http://x/g>",)
    ]


def test_the_later_report_is_current_where_both_speak() -> None:
    a = report("a/2019-08", 2018, "2019-08", budget("a/2019-08", 2018), budget("a/2019-08", 2019))
    b = report("a/2022-08", 2021, "2022-08", budget("a/2022-08", 2019))
    assert current(a, b) == {"a/2019-08/budget/2018", "a/2022-08/budget/2019"}


def test_of_two_reports_on_one_year_the_later_month_is_current() -> None:
    early = report("a/2019-08", 2018, "2019-08", budget("a/2019-08", 2019))
    late = report("a/2019-09", 2018, "2019-10", budget("a/2019-09", 2019))
    undated = report("a/2019-10", 2018, None, budget("a/2019-10", 2019))
    assert current(early, late, undated) == {"a/2019-09/budget/2019"}


def test_a_budget_of_another_policy_is_current_by_itself() -> None:
    a = report("a/2019-08", 2018, "2019-08", budget("a/2019-08", 2019))
    b = report("a/2022-08", 2021, "2022-08", budget("a/2022-08", 2019, "policy/a/c"))
    assert current(a, b) == {"a/2019-08/budget/2019", "a/2022-08/budget/2019"}


def test_two_series_of_one_report_are_both_current() -> None:
    a = report(
        "a/2019-08", 2018, "2019-08", actual("a/2019-08", "2/1", 2018), actual("a/2019-08", "2/2", 2018)
    )
    assert current(a) == {"a/2019-08/indicator/2/1/2018", "a/2019-08/indicator/2/2/2018"}


def test_a_baseline_does_not_replace_an_actual_of_its_year() -> None:
    a = report("a/2019-08", 2018, "2019-08", actual("a/2019-08", "5/1", 2018))
    b = report("a/2022-08", 2021, "2022-08", actual("a/2022-08", "1/1", 2018, "Baseline"))
    assert current(a, b) == {"a/2019-08/indicator/5/1/2018", "a/2022-08/indicator/1/1/2018"}


def test_rules_write_under_the_base_they_are_given() -> None:
    assert files.rules("http://127.0.0.1/")["current"].startswith("BASE <http://127.0.0.1/>\n")


def test_running_the_rules_twice_changes_nothing(all_examples: Graphs) -> None:
    again = all_examples.copy()
    for rule in files.rules().values():
        again.store.update(rule)
    assert sorted(again.dump().splitlines()) == sorted(all_examples.dump().splitlines())
