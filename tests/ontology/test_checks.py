"""Checks: silent on what is sound; each alone finds its own fault, with equal rows on both engines."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from ontology import files
from ontology.errors import OntologyError
from tests.ontology.conftest import RDFLIB_TALKS_TO_ITSELF, Graphs

pytestmark = RDFLIB_TALKS_TO_ITSELF

CHECKS = {check.name: check for check in files.checks()}
RA = "<graph/report/soumu/2019-08>"
RB = "<graph/report/soumu/2022-08>"
GUESS = "<graph/inferred/same-means>"
SERIES = "<report/soumu/2019-08/indicator/5/1>"
SECOND = "<report/soumu/2019-08/indicator/5/1/target/2018>"
ACTUAL = "<report/soumu/2019-08/indicator/5/1/actual/2018>"
TARGET = "<report/soumu/2019-08/indicator/5/1/target/2017>"
BUDGET = "<report/soumu/2019-08/budget/2016>"
CHANGE = "<report/soumu/2022-08/change/1>"
E_GOV, E_MUNI = "<policy/soumu/e-government>", "<policy/soumu/e-municipality>"


@dataclass(frozen=True, slots=True)
class Fault:
    """An update of the named graphs, and one of the default graph after it was merged."""

    named: str
    merged: str | None = None


def put(graph: str, triples: str) -> Fault:
    return Fault(f"INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}")


def instead(graph: str, subject: str, predicate: str, value: str) -> Fault:
    return Fault(
        f"DELETE {{ GRAPH {graph} {{ {subject} {predicate} ?o }} }} "
        f"INSERT {{ GRAPH {graph} {{ {subject} {predicate} {value} }} }} "
        f"WHERE {{ GRAPH {graph} {{ {subject} {predicate} ?o }} }}"
    )


def without(graph: str, subject: str, predicate: str) -> Fault:
    return Fault(f"DELETE WHERE {{ GRAPH {graph} {{ {subject} {predicate} ?o }} }}")


FAULTS = {
    "01-value-has-unit-violation": without(RA, ACTUAL, "keifu:unit"),
    "02-against-same-measure-violation": instead(RA, TARGET, "keifu:unit", "code:unit-case"),
    "03-against-same-entry-violation": instead(
        RA, ACTUAL, "keifu:entry", "<report/soumu/2019-08/indicator/6>"
    ),
    "04-against-once-per-series-violation": put(
        RA,
        f"{ACTUAL} keifu:against {SECOND} . {SECOND} a keifu:Target ; keifu:series {SERIES} ; "
        "keifu:entry <report/soumu/2019-08/indicator/5> ; "
        "keifu:indicator <indicator/municipal-cloud-adopters>",
    ),
    "05-budget-adds-up-warning": instead(RA, BUDGET, "keifu:total", "92487000000"),
    "06-executed-within-total-warning": instead(RA, BUDGET, "keifu:executed", "92490000001"),
    "07-traces-acyclic-violation": put(RA, f"{E_GOV} keifu:tracesTo <objective/soumu/e-government/local>"),
    "08-succeeds-acyclic-violation": put(
        RB,
        f"{E_GOV} keifu:succeeds {E_MUNI} . <report/soumu/2022-08/change/2> a keifu:Change ; "
        f"keifu:changeType code:change-rename ; keifu:before {E_MUNI} ; keifu:after {E_GOV}",
    ),
    "09-succeeds-same-class-violation": put(
        RB,
        f"{E_MUNI} keifu:succeeds <work/ap> . <report/soumu/2022-08/change/2> a keifu:Change ; "
        f"keifu:changeType code:change-rename ; keifu:before <work/ap> ; keifu:after {E_MUNI}",
    ),
    "10-revised-is-earlier-violation": put(
        RA, "<doc/it-declaration/2013-06-14> keifu:revises <doc/it-declaration/2014-06-24>"
    ),
    "11-section-order-unique-violation": put(
        "<graph/documents>",
        "<doc/ap/2015-12-24/s/3.9> a keifu:Section ; keifu:sectionOf <doc/ap/2015-12-24/s/3> ; "
        'keifu:order 3 ; keifu:numbering "[４]"',
    ),
    "12-succeeds-has-change-violation": instead(RB, CHANGE, "keifu:after", "<policy/soumu/another>"),
    "13-change-has-before-violation": put(
        RB, "<report/soumu/2022-08/change/2> a keifu:Change ; keifu:changeType code:change-end"
    ),
    "14-change-has-after-violation": put(
        RB,
        f"<report/soumu/2022-08/change/2> a keifu:Change ; keifu:changeType code:change-merge ; "
        f"keifu:before {E_GOV}",
    ),
    "15-inferred-says-how-violation": put(
        GUESS,
        f"<change/inferred/1> a keifu:Change ; keifu:changeType code:change-modify ; keifu:before {E_GOV} ; "
        'keifu:basis code:basis-inferred ; keifu:rule "same-means"',
    ),
    "16-inferred-stays-apart-violation": instead(RB, CHANGE, "keifu:basis", "code:basis-inferred"),
    "17-same-as-is-checked-violation": put(
        "<graph/registry>", "<org/digital> schema:sameAs <https://example.org/identity/agency>"
    ),
    "18-report-writes-its-own-violation": put(RA, '<policy/soumu/e-government> rdfs:label "電子政府"@en'),
    "19-entry-number-unique-violation": put(
        RA,
        "<report/soumu/2019-08/indicator/6> keifu:report <report/soumu/2019-08> ; keifu:number 5 ; "
        "keifu:measureKind code:measure-qualitative",
    ),
    "20-default-graph-is-public-violation": Fault(
        f"INSERT DATA {{ GRAPH {GUESS} {{ <indicator/a> keifu:succeeds <indicator/b> . "
        "<change/inferred/1> a keifu:Change ; keifu:changeType code:change-modify ; "
        "keifu:before <indicator/b> ; keifu:after <indicator/a> ; "
        'keifu:basis code:basis-inferred ; keifu:rule "x" ; keifu:confidence 0.5 } }',
        "INSERT DATA { <change/inferred/1> keifu:confidence 0.5 }",
    ),
    "21-predicates-are-declared-violation": put(RA, "<report/soumu/2019-08> keifu:colour 3"),
    "22-objects-are-declared-violation": put(RA, "<report/soumu/2019-08> keifu:rating code:rating-splendid"),
}
MORE_FAULTS = [
    pytest.param(
        "02-against-same-measure-violation",
        instead(RA, TARGET, "keifu:indicator", "<indicator/joint-cloud-adopters>"),
        id="another-indicator",
    ),
    pytest.param(
        "15-inferred-says-how-violation",
        put(
            GUESS,
            "<change/inferred/1> a keifu:Change ; keifu:changeType code:change-modify ; "
            f"keifu:before {E_GOV} ; keifu:basis code:basis-inferred ; keifu:confidence 0.5",
        ),
        id="a-guess-without-its-rule",
    ),
    pytest.param(
        "16-inferred-stays-apart-violation",
        put(GUESS, "<doc/x/2020> keifu:basis code:basis-stated"),
        id="a-fact-among-guesses",
    ),
    pytest.param(
        "18-report-writes-its-own-violation",
        put(RA, "<report/soumu/2022-08/indicator/1> keifu:mentions <programme/e-gov>"),
        id="a-node-of-another-report",
    ),
    pytest.param(
        "18-report-writes-its-own-violation",
        put(RA, "<report/soumu/2019-080/x> keifu:mark 'x'"),
        id="a-report-whose-name-begins-alike",
    ),
    pytest.param(
        "22-objects-are-declared-violation",
        put(RA, "<report/soumu/2019-08> a keifu:Reprot"),
        id="unknown-class",
    ),
]
SOUND = [
    pytest.param(
        put(
            "<graph/documents>",
            "<doc/ap/2015-12-24/s/3.3-b> a keifu:Section ; keifu:sectionOf <doc/ap/2015-12-24/s/3> ; "
            'keifu:order 3 ; keifu:numbering "③"',
        ),
        id="one number in two shapes of marker",
    ),
    pytest.param(instead(RA, BUDGET, "keifu:total", "92488000000"), id="a sum within rounding"),
    pytest.param(
        put(RB, "<report/soumu/2022-08/change/2> a keifu:Change ; keifu:changeType code:change-create"),
        id="a creation without a before",
    ),
    pytest.param(
        put(RA, "<doc/it-declaration/2014-06-24> keifu:revises <doc/it-declaration/2013-06-14>"),
        id="a revision without a Change",
    ),
]


def found(graphs: Graphs) -> set[str]:
    return {name for name, check in CHECKS.items() if graphs.rows(check.text)}


def faulty(sound: Graphs, fault: Fault) -> Graphs:
    graphs = sound.copy().update(fault.named).merge()
    return graphs.update(fault.merged) if fault.merged else graphs


def test_every_check_has_its_fault() -> None:
    assert FAULTS.keys() == CHECKS.keys()


def test_the_examples_give_no_check_a_row(all_examples: Graphs) -> None:
    assert found(all_examples.copy().merge()) == set()


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_check_alone_finds_its_fault(name: str, all_examples: Graphs) -> None:
    assert found(faulty(all_examples, FAULTS[name])) == {name}


@pytest.mark.parametrize(("name", "fault"), MORE_FAULTS)
def test_a_check_finds_each_form_of_its_fault(name: str, fault: Fault, all_examples: Graphs) -> None:
    assert found(faulty(all_examples, fault)) == {name}


@pytest.mark.parametrize("fault", SOUND)
def test_what_is_allowed_is_no_fault(fault: Fault, all_examples: Graphs) -> None:
    assert found(faulty(all_examples, fault)) == set()


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_both_engines_give_equal_rows(name: str, all_examples: Graphs) -> None:
    graphs = faulty(all_examples, FAULTS[name])
    rows = graphs.rows(CHECKS[name].text)
    assert rows
    assert graphs.rdflib_rows(CHECKS[name].text) == rows


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_says_in_its_name_how_bad_its_rows_are(name: str) -> None:
    assert name.endswith(CHECKS[name].severity)
    assert CHECKS[name].title


def test_checks_come_in_the_order_of_their_numbers() -> None:
    assert [int(name[:2]) for name in CHECKS] == list(range(1, len(CHECKS) + 1))


@pytest.mark.parametrize(
    "header", ['#+ title = "x"', '#+ title = "x"\n#+ severity = "bad"', '#+ severity = "warning"', ""]
)
def test_a_check_without_title_and_severity_is_refused(header: str) -> None:
    with pytest.raises(OntologyError, match="the header is a title and a severity"):
        files.read_check("99-x", f"{header}\nSELECT ?s WHERE {{ ?s ?p ?o }}")
