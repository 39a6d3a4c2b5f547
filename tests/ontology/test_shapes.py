"""Shapes: every example holds, and for each rule there is a graph that it alone finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib
from rdflib import SH

from ontology import files
from ontology.publish import registry_quads, vocabulary_quads
from ontology.registry import load_registry
from tests.ontology.conftest import BASE, PRELUDE, Graphs

if TYPE_CHECKING:
    from collections.abc import Iterator

SHAPES = rdflib.Graph().parse(data=files.shapes_turtle(), format="turtle")
EXAMPLES = files.examples()
REPORT = "<report/soumu/2019-08>"
ENTRY = "<report/soumu/2019-08/indicator/5>"
SERIES = "<report/soumu/2019-08/indicator/5/1>"
ACTUAL = "<report/soumu/2019-08/indicator/5/1/actual/2018>"
TARGET = "<report/soumu/2019-08/indicator/5/1/target/2017>"
INDICATOR = "<indicator/municipal-cloud-adopters>"
SECTION = "<doc/ap/2015-12-24/s/3.3>"
PASSAGE = "<source/aec283a3ce7df1c3/p/3529-3548>"
SOURCE = "<source/aec283a3ce7df1c3>"
BUDGET = "<report/soumu/2019-08/budget/2016>"
CHANGE = "<report/soumu/2022-08/change/1>"
ISSUE = "<loss/soumu/2022-08/1>"
CORRECTION = "<source/aec283a3ce7df1c3/c/3420-3426>"
LINK = "<link/org/soumu/2026-11-23>"


def without(subject: str, predicate: str) -> str:
    return f"DELETE WHERE {{ {subject} {predicate} ?o }}"


def also(subject: str, rest: str) -> str:
    return f"INSERT DATA {{ {subject} {rest} }}"


def instead(subject: str, predicate: str, value: str) -> str:
    return (
        f"DELETE {{ {subject} {predicate} ?o }} INSERT {{ {subject} {predicate} {value} }} "
        f"WHERE {{ {subject} {predicate} ?o }}"
    )


MUTATIONS = {
    "Label-japanese": instead("<work/ap>", "rdfs:label", '"Action Program"@en'),
    "Label-language": also("<work/ap>", 'rdfs:label "もう一つの名"@ja'),
    "Outcome-level": without("<report/soumu/2019-08/outcome/final>", "keifu:outcomeLevel"),
    "Indicator-measures": without(INDICATOR, "keifu:measures"),
    "Indicator-direction": also(INDICATOR, "keifu:direction code:direction-down"),
    "Indicator-part": also(INDICATOR, "keifu:partOf <policy/soumu/e-government>"),
    "Mandate-kpi": also(INDICATOR, "keifu:kpiOf <work/ap>"),
    "Mandate-mandate": also("<policy/soumu/e-government>", "keifu:mandatedBy <work/ap>"),
    "Implements-plan": also("<project/rs/001234>", f"keifu:implements {SECTION}"),
    "Objective-policy": without("<objective/soumu/e-government/local>", "keifu:objectiveOf"),
    "Edition-date": instead("<doc/ap/2015-12-24>", "keifu:adoptedOn", '"平成27年12月24日"'),
    "Edition-work": also("<doc/ap/2015-12-24>", "keifu:editionOf <work/honebuto>"),
    "Edition-mode": also("<doc/ap/2015-12-24>", "keifu:decisionMode code:basis-stated"),
    "Edition-revises": also("<doc/ap/2015-12-24>", "keifu:revises <doc/honebuto/2014>, <doc/honebuto/2015>"),
    "Edition": without("<doc/ap/2015-12-24>", "keifu:basis"),
    "Section-parent": also(SECTION, "keifu:sectionOf <doc/ap/2015-12-24>"),
    "Section-order": without(SECTION, "keifu:order"),
    "Section-numbering": without(SECTION, "keifu:numbering"),
    "Section-label": also(SECTION, 'rdfs:label "もう一つの題"@ja'),
    "Report-policy": without(REPORT, "keifu:evaluates"),
    "Report-year": instead(REPORT, "keifu:fiscalYear", "30"),
    "Report-rating": also(REPORT, "keifu:rating code:rating-achieved"),
    "Report-overall": also(REPORT, "keifu:overallRating code:overall-mhlw-a , code:overall-mhlw-b"),
    "Report-stance": instead(REPORT, "keifu:budgetStance", "code:rating-achieved"),
    "Report-unit": without(REPORT, "keifu:responsibleUnit"),
    "Report-identifier": without(REPORT, "dcterms:identifier"),
    "Entry-report": without(ENTRY, "keifu:report"),
    "Entry-about": without(ENTRY, "keifu:about"),
    "Entry-achievement": also(ENTRY, "keifu:achievement code:rating-achieved"),
    "Entry-kind": also(ENTRY, "keifu:measureKind code:measure-mixed"),
    "Entry-action": also(ENTRY, "keifu:nextAction code:reason-achieved"),
    "Series-entry": without(SERIES, "keifu:entry"),
    "Series-indicator": without(SERIES, "keifu:indicator"),
    "Series-key": also(SERIES, 'keifu:key "2"'),
    "Series-achievement": also(SERIES, "keifu:achievement code:achievement-ha"),
    "Observation-series": without(ACTUAL, "keifu:series"),
    "Observation-indicator": without(ACTUAL, "keifu:indicator"),
    "Observation-report": without(ACTUAL, "keifu:report"),
    "Observation-entry": without(ACTUAL, "keifu:entry"),
    "Observation-year": instead(ACTUAL, "keifu:fiscalYear", '"平成30年度"'),
    "Observation-value": instead(ACTUAL, "keifu:value", '"1,067"'),
    "Observation-text": without(ACTUAL, "keifu:text"),
    "Observation-unit": also(ACTUAL, "keifu:unit code:unit-case"),
    "Figure-report": without("<report/soumu/2019-08/figure/4>", "keifu:report"),
    "Figure-subject": without("<report/soumu/2019-08/figure/4>", "keifu:subjectText"),
    "Figure-value": also("<report/soumu/2019-08/figure/4>", "keifu:value 660.0"),
    "Figure-indicator": also("<report/soumu/2019-08/figure/4>", f"keifu:indicator {SERIES}"),
    "Target-comparator": also(TARGET, "keifu:comparator code:cmp-bare"),
    "Target-final": without(TARGET, "keifu:isFinal"),
    "BudgetYear-policy": without(BUDGET, "keifu:policy"),
    "BudgetYear-report": without(BUDGET, "keifu:report"),
    "BudgetYear-year": without(BUDGET, "keifu:fiscalYear"),
    "BudgetYear-scale": without(BUDGET, "keifu:moneyScale"),
    "BudgetYear-initial": also(BUDGET, "keifu:initial 1"),
    "BudgetYear-supplementary": also(BUDGET, "keifu:supplementary 1"),
    "BudgetYear-carryOver": also(BUDGET, "keifu:carryOver 1"),
    "BudgetYear-total": also(BUDGET, "keifu:total 1"),
    "BudgetYear-executed": instead(BUDGET, "keifu:executed", '"77,120"'),
    "Expenditure-scale": without("<project/rs/001234/expenditure/1>", "keifu:moneyScale"),
    "Expenditure-amount": instead("<project/rs/001234/expenditure/1>", "keifu:amount", "1.5"),
    "Passage-exact": without(PASSAGE, "oa:exact"),
    "Passage-source": without(PASSAGE, "keifu:source"),
    "Passage-start": instead(PASSAGE, "oa:start", "3548"),
    "Passage-end": also(PASSAGE, "oa:end 3549"),
    "Passage-region": also(PASSAGE, 'keifu:region "page=0&xywh=1,2,3,4"'),
    "Source-sha256": instead(SOURCE, "keifu:sha256", '"aec283a3ce7df1c3"'),
    "Source-name": without(SOURCE, "keifu:fileName"),
    "Citation-role": without("<report/soumu/2019-08/citation/8>", "keifu:citationRole"),
    "Citation-report": without("<report/soumu/2019-08/citation/8>", "keifu:report"),
    "Citation-cites": also("<report/soumu/2019-08/citation/8>", "keifu:cites <policy/soumu/e-government>"),
    "Remark-kind": without("<report/soumu/2019-08/remark/1>", "keifu:remarkKind"),
    "Remark-report": without("<report/soumu/2019-08/remark/1>", "keifu:report"),
    "ReviewPoint-report": without("<report/soumu/2019-08/review/3>", "keifu:report"),
    "ReviewResponse-report": without("<report/soumu/2019-08/response/3>", "keifu:report"),
    "ReviewResponse-point": without("<report/soumu/2019-08/response/3>", "keifu:respondsTo"),
    "Change-type": without(CHANGE, "keifu:changeType"),
    "Change-basis": also(CHANGE, "keifu:basis code:basis-curated"),
    "Change-reason": also(CHANGE, "keifu:reason code:change-rename"),
    "Change-confidence": also(CHANGE, "keifu:confidence 1.5"),
    "ExternalLink-of": without(LINK, "keifu:linkOf"),
    "ExternalLink-to": instead(LINK, "keifu:linkTo", '"Q1"'),
    "ExternalLink-checked": without(LINK, "keifu:checkedOn"),
    "Person-none": also("<report/soumu/2019-08/signature/1>", "a foaf:Person"),
    "Evidence-passage": without(SERIES, "keifu:evidence"),
    "ReadingIssue-report": without(ISSUE, "keifu:report"),
    "ReadingIssue-code": without(ISSUE, "keifu:issueCode"),
    "ReadingIssue-severity": instead(ISSUE, "keifu:severity", "code:issue-conflict"),
    "ReadingIssue-label": also(ISSUE, 'rdfs:label "ein Zweifel"@de'),
    "ReadingIssue-passage": also(ISSUE, "keifu:evidence <source/aec283a3ce7df1c3>"),
    "Correction-report": without(CORRECTION, "keifu:report"),
    "Correction-text": also(CORRECTION, 'keifu:correctedText "地方行財政"'),
    "Correction-reason": without(CORRECTION, "skos:editorialNote"),
    "Correction-who": without(CORRECTION, "dcterms:creator"),
    "Correction-when": instead(CORRECTION, "dcterms:created", '"きのう"'),
    "ChangeEvidence": without(CHANGE, "keifu:evidence"),
}
MORE_PERSONS = {
    "a printed name": 'INSERT DATA { <report/soumu/2019-08> keifu:printedName "見本　太郎" }',
    "a person of schema.org": "INSERT DATA { <x/1> a schema:Person }",
}


def failing(data: rdflib.Graph) -> set[str]:
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES, inplace=True)
    assert isinstance(report, rdflib.Graph)
    return {str(shape).rsplit("#", 1)[-1] for shape in report.objects(None, SH.sourceShape)}


def public(trig: str) -> rdflib.Graph:
    return Graphs.of_trig(trig).judged()


def named_shapes() -> Iterator[str]:
    for kind in (SH.PropertyShape, SH.NodeShape):
        for shape in SHAPES.subjects(rdflib.RDF.type, kind):
            yield str(shape).rsplit("#", 1)[-1]


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    return Graphs.of_trig().add(vocabulary_quads(BASE)).merge().default_graph()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_breaks_exactly_the_rule_it_names(name: str) -> None:
    named = re.findall(r"\A# fails: shape:(\S+)", EXAMPLES[name])
    assert bool(named) == name.endswith("-invalid")
    assert failing(public(EXAMPLES[name])) == set(named)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_is_judged_alike_with_the_vocabulary_beside_it(
    name: str, vocabulary: rdflib.Graph
) -> None:
    assert failing(vocabulary + public(EXAMPLES[name])) == set(
        re.findall(r"\A# fails: shape:(\S+)", EXAMPLES[name])
    )


def test_all_examples_hold_together_with_registry_and_vocabulary(all_examples: Graphs) -> None:
    assert failing(all_examples.copy().judged()) == set()


def test_the_registry_alone_holds() -> None:
    quads = registry_quads(load_registry(), BASE)
    assert failing(Graphs.of_trig().add(quads).merge().default_graph()) == set()


@pytest.fixture(scope="module")
def sound(valid_examples: dict[str, str]) -> rdflib.Graph:
    return Graphs.of_trig(*valid_examples.values()).add(registry_quads(load_registry(), BASE)).judged()


@pytest.mark.parametrize("shape", sorted(MUTATIONS))
def test_a_rule_alone_finds_what_breaks_it(shape: str, sound: rdflib.Graph) -> None:
    broken = rdflib.Graph() + sound
    broken.update(PRELUDE + MUTATIONS[shape])
    assert failing(broken) == {shape}


@pytest.mark.parametrize("what", sorted(MORE_PERSONS))
def test_no_person_gets_into_the_public_graph(what: str, sound: rdflib.Graph) -> None:
    broken = rdflib.Graph() + sound
    broken.update(PRELUDE + MORE_PERSONS[what])
    assert failing(broken) == {"Person-none"}


def test_every_named_rule_has_its_violation() -> None:
    conditions = {
        "Edition-basis",
        "ChangeEvidence-passage",
        "Unit-listed",
        "Unit-printed",
        "Rating-listed",
        "Overall-listed",
        "Achievement-soumu",
        "Achievement-mlit",
        "Achievement-ppc",
        "Result-own",
    }  # reported under the shape that asks for them
    containers = {str(shape).rsplit("#", 1)[-1] for shape in SHAPES.subjects(SH.property, None)}
    assert set(named_shapes()) - conditions - containers == MUTATIONS.keys() - {"Edition"}


UNITS_THAT_FIT = ("code:unit-hour", "<unit/abcdefg2>")


@pytest.mark.parametrize("unit", [*UNITS_THAT_FIT, "code:unit-furlong", "<unit/Room>"])
def test_a_unit_is_of_the_list_or_as_printed(unit: str, sound: rdflib.Graph) -> None:
    changed = rdflib.Graph() + sound
    given = "DELETE { ?n keifu:unit ?u } INSERT { ?n keifu:unit UNIT } WHERE { ?n keifu:unit ?u }"
    changed.update(PRELUDE + given.replace("UNIT", unit))
    assert ("Observation-unit" in failing(changed)) is (unit not in UNITS_THAT_FIT)


RESULTS_THAT_FIT = (
    "code:achievement-i",
    "code:achievement-mlit-b",
    "code:achievement-ppc-reached",
    "<mark/abcdefg2>",
)


@pytest.mark.parametrize("mark", [*RESULTS_THAT_FIT, "code:rating-achieved", "<mark/A>", "<mark/bcdefg23>"])
def test_a_result_is_of_a_list_or_a_concept_of_its_form(mark: str, sound: rdflib.Graph) -> None:
    changed = rdflib.Graph() + sound
    given = (
        "DELETE { ?n keifu:achievement ?m } INSERT { ?n keifu:achievement MARK } "
        "WHERE { ?n keifu:achievement ?m }"
    )
    changed.update(PRELUDE + given.replace("MARK", mark))
    changed.update(
        PRELUDE + "INSERT DATA { <mark/abcdefg2> a <http://www.w3.org/2004/02/skos/core#Concept> }"
    )
    assert ("Series-achievement" in failing(changed)) is (mark not in RESULTS_THAT_FIT)


def test_shapes_are_shacl_core() -> None:
    used = {str(term) for triple in SHAPES for term in triple if str(term).startswith(str(SH))}
    assert not {term for term in used if re.search(r"sparql|select|ask|js|rule", term, re.IGNORECASE)}


def test_shapes_are_well_formed_shapes() -> None:
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


def test_lists_of_codes_in_shapes_are_whole_schemes() -> None:
    codes = rdflib.Graph()
    for turtle in files.code_turtles().values():
        codes.parse(data=turtle, format="turtle")
    schemes = [
        set(codes.subjects(rdflib.SKOS.inScheme, scheme))
        for scheme in codes.subjects(rdflib.RDF.type, rdflib.SKOS.ConceptScheme)
    ]
    listed = [set(SHAPES.items(head)) for head in SHAPES.objects(None, SH["in"])]
    assert listed
    assert all(members in schemes for members in listed)
