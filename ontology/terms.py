"""The vocabulary as typed constants: names that code may say, nothing else.

`KEIFU.tracesTo` is a checked `Iri`; a name that is not in `ontology/keifu.ttl` is a type error.
A test keeps this page equal to the Turtle files, so neither can drift from the other.
"""
# ruff: noqa: N815 - attributes are the names of the vocabulary, letter for letter

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, final

from ontology.code_terms import CODE, CODE_NS
from ontology.foreign import DCTERMS, OA, ORG, OWL, PROV, QB, RDF, RDFS, SCHEMA, SKOS, XSD
from ontology.rdf import Iri

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CODE",
    "CODE_NS",
    "DCTERMS",
    "KEIFU",
    "KEIFU_NS",
    "OA",
    "ORG",
    "OWL",
    "PROV",
    "QB",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "SUPER_PROPERTIES",
    "XSD",
]

KEIFU_NS: Final = "https://w3id.org/keifu/ns#"


@final
class KEIFU:
    """Classes and properties of `keifu:`."""

    # classes
    Actual: Final = Iri(KEIFU_NS + "Actual")
    Baseline: Final = Iri(KEIFU_NS + "Baseline")
    BudgetYear: Final = Iri(KEIFU_NS + "BudgetYear")
    Change: Final = Iri(KEIFU_NS + "Change")
    Citation: Final = Iri(KEIFU_NS + "Citation")
    Correction: Final = Iri(KEIFU_NS + "Correction")
    Edition: Final = Iri(KEIFU_NS + "Edition")
    Entry: Final = Iri(KEIFU_NS + "Entry")
    Expenditure: Final = Iri(KEIFU_NS + "Expenditure")
    ExternalLink: Final = Iri(KEIFU_NS + "ExternalLink")
    Figure: Final = Iri(KEIFU_NS + "Figure")
    Indicator: Final = Iri(KEIFU_NS + "Indicator")
    Means: Final = Iri(KEIFU_NS + "Means")
    Objective: Final = Iri(KEIFU_NS + "Objective")
    Observation: Final = Iri(KEIFU_NS + "Observation")
    Outcome: Final = Iri(KEIFU_NS + "Outcome")
    Passage: Final = Iri(KEIFU_NS + "Passage")
    PlanElement: Final = Iri(KEIFU_NS + "PlanElement")
    Policy: Final = Iri(KEIFU_NS + "Policy")
    Programme: Final = Iri(KEIFU_NS + "Programme")
    Project: Final = Iri(KEIFU_NS + "Project")
    ReadingIssue: Final = Iri(KEIFU_NS + "ReadingIssue")
    Remark: Final = Iri(KEIFU_NS + "Remark")
    Report: Final = Iri(KEIFU_NS + "Report")
    ReviewPoint: Final = Iri(KEIFU_NS + "ReviewPoint")
    ReviewResponse: Final = Iri(KEIFU_NS + "ReviewResponse")
    Section: Final = Iri(KEIFU_NS + "Section")
    Series: Final = Iri(KEIFU_NS + "Series")
    Signature: Final = Iri(KEIFU_NS + "Signature")
    Source: Final = Iri(KEIFU_NS + "Source")
    Target: Final = Iri(KEIFU_NS + "Target")
    Work: Final = Iri(KEIFU_NS + "Work")

    # vertical
    tracesTo: Final = Iri(KEIFU_NS + "tracesTo")
    basedOn: Final = Iri(KEIFU_NS + "basedOn")
    implements: Final = Iri(KEIFU_NS + "implements")
    kpiOf: Final = Iri(KEIFU_NS + "kpiOf")
    mandatedBy: Final = Iri(KEIFU_NS + "mandatedBy")
    measures: Final = Iri(KEIFU_NS + "measures")
    objectiveOf: Final = Iri(KEIFU_NS + "objectiveOf")
    sectionOf: Final = Iri(KEIFU_NS + "sectionOf")

    # horizontal
    succeeds: Final = Iri(KEIFU_NS + "succeeds")
    revises: Final = Iri(KEIFU_NS + "revises")

    # plan, text, organisation
    adoptedBy: Final = Iri(KEIFU_NS + "adoptedBy")
    adoptedOn: Final = Iri(KEIFU_NS + "adoptedOn")
    basis: Final = Iri(KEIFU_NS + "basis")
    corporateNumber: Final = Iri(KEIFU_NS + "corporateNumber")
    decisionMode: Final = Iri(KEIFU_NS + "decisionMode")
    direction: Final = Iri(KEIFU_NS + "direction")
    editionOf: Final = Iri(KEIFU_NS + "editionOf")
    numbering: Final = Iri(KEIFU_NS + "numbering")
    order: Final = Iri(KEIFU_NS + "order")
    outcomeLevel: Final = Iri(KEIFU_NS + "outcomeLevel")
    partOf: Final = Iri(KEIFU_NS + "partOf")
    pursues: Final = Iri(KEIFU_NS + "pursues")

    # report
    budgetStance: Final = Iri(KEIFU_NS + "budgetStance")
    consulted: Final = Iri(KEIFU_NS + "consulted")
    evaluates: Final = Iri(KEIFU_NS + "evaluates")
    field: Final = Iri(KEIFU_NS + "field")
    fiscalYear: Final = Iri(KEIFU_NS + "fiscalYear")
    policyNumber: Final = Iri(KEIFU_NS + "policyNumber")
    preparedBy: Final = Iri(KEIFU_NS + "preparedBy")
    overallRating: Final = Iri(KEIFU_NS + "overallRating")
    rating: Final = Iri(KEIFU_NS + "rating")
    responsibleUnit: Final = Iri(KEIFU_NS + "responsibleUnit")

    # entry and series
    about: Final = Iri(KEIFU_NS + "about")
    achievement: Final = Iri(KEIFU_NS + "achievement")
    entry: Final = Iri(KEIFU_NS + "entry")
    indicatorType: Final = Iri(KEIFU_NS + "indicatorType")
    isMain: Final = Iri(KEIFU_NS + "isMain")
    key: Final = Iri(KEIFU_NS + "key")
    measureKind: Final = Iri(KEIFU_NS + "measureKind")
    nextAction: Final = Iri(KEIFU_NS + "nextAction")
    number: Final = Iri(KEIFU_NS + "number")
    numberText: Final = Iri(KEIFU_NS + "numberText")
    report: Final = Iri(KEIFU_NS + "report")
    saidMain: Final = Iri(KEIFU_NS + "saidMain")
    series: Final = Iri(KEIFU_NS + "series")
    text: Final = Iri(KEIFU_NS + "text")

    # numbers
    against: Final = Iri(KEIFU_NS + "against")
    amount: Final = Iri(KEIFU_NS + "amount")
    asOf: Final = Iri(KEIFU_NS + "asOf")
    baseUnit: Final = Iri(KEIFU_NS + "baseUnit")
    carryOver: Final = Iri(KEIFU_NS + "carryOver")
    columnFrom: Final = Iri(KEIFU_NS + "columnFrom")
    columnTo: Final = Iri(KEIFU_NS + "columnTo")
    comparator: Final = Iri(KEIFU_NS + "comparator")
    current: Final = Iri(KEIFU_NS + "current")
    denominator: Final = Iri(KEIFU_NS + "denominator")
    executed: Final = Iri(KEIFU_NS + "executed")
    factor: Final = Iri(KEIFU_NS + "factor")
    indicator: Final = Iri(KEIFU_NS + "indicator")
    initial: Final = Iri(KEIFU_NS + "initial")
    isFinal: Final = Iri(KEIFU_NS + "isFinal")
    moneyScale: Final = Iri(KEIFU_NS + "moneyScale")
    numerator: Final = Iri(KEIFU_NS + "numerator")
    payee: Final = Iri(KEIFU_NS + "payee")
    policy: Final = Iri(KEIFU_NS + "policy")
    relativeTo: Final = Iri(KEIFU_NS + "relativeTo")
    subjectText: Final = Iri(KEIFU_NS + "subjectText")
    supplementary: Final = Iri(KEIFU_NS + "supplementary")
    total: Final = Iri(KEIFU_NS + "total")
    unit: Final = Iri(KEIFU_NS + "unit")
    unitFactor: Final = Iri(KEIFU_NS + "unitFactor")
    value: Final = Iri(KEIFU_NS + "value")

    # text blocks, citations, change, evidence
    after: Final = Iri(KEIFU_NS + "after")
    afterText: Final = Iri(KEIFU_NS + "afterText")
    before: Final = Iri(KEIFU_NS + "before")
    changeType: Final = Iri(KEIFU_NS + "changeType")
    checkedOn: Final = Iri(KEIFU_NS + "checkedOn")
    citationRole: Final = Iri(KEIFU_NS + "citationRole")
    cites: Final = Iri(KEIFU_NS + "cites")
    confidence: Final = Iri(KEIFU_NS + "confidence")
    event: Final = Iri(KEIFU_NS + "event")
    evidence: Final = Iri(KEIFU_NS + "evidence")
    fileName: Final = Iri(KEIFU_NS + "fileName")
    isNone: Final = Iri(KEIFU_NS + "isNone")
    line: Final = Iri(KEIFU_NS + "line")
    linkOf: Final = Iri(KEIFU_NS + "linkOf")
    linkTo: Final = Iri(KEIFU_NS + "linkTo")
    locator: Final = Iri(KEIFU_NS + "locator")
    mark: Final = Iri(KEIFU_NS + "mark")
    mentions: Final = Iri(KEIFU_NS + "mentions")
    on: Final = Iri(KEIFU_NS + "on")
    page: Final = Iri(KEIFU_NS + "page")
    planned: Final = Iri(KEIFU_NS + "planned")
    post: Final = Iri(KEIFU_NS + "post")
    printedName: Final = Iri(KEIFU_NS + "printedName")
    reason: Final = Iri(KEIFU_NS + "reason")
    region: Final = Iri(KEIFU_NS + "region")
    remarkKind: Final = Iri(KEIFU_NS + "remarkKind")
    respondsTo: Final = Iri(KEIFU_NS + "respondsTo")
    rule: Final = Iri(KEIFU_NS + "rule")
    sha256: Final = Iri(KEIFU_NS + "sha256")
    source: Final = Iri(KEIFU_NS + "source")
    statedDate: Final = Iri(KEIFU_NS + "statedDate")
    statedDecider: Final = Iri(KEIFU_NS + "statedDecider")
    statedTitle: Final = Iri(KEIFU_NS + "statedTitle")
    toOrganization: Final = Iri(KEIFU_NS + "toOrganization")

    # the account of a reading
    candidate: Final = Iri(KEIFU_NS + "candidate")
    characters: Final = Iri(KEIFU_NS + "characters")
    correctedText: Final = Iri(KEIFU_NS + "correctedText")
    corrects: Final = Iri(KEIFU_NS + "corrects")
    issueCode: Final = Iri(KEIFU_NS + "issueCode")
    severity: Final = Iri(KEIFU_NS + "severity")
    slot: Final = Iri(KEIFU_NS + "slot")
    unreadCharacters: Final = Iri(KEIFU_NS + "unreadCharacters")


SUPER_PROPERTIES: Final[Mapping[Iri, Iri]] = MappingProxyType(
    {
        KEIFU.measures: KEIFU.tracesTo,
        KEIFU.implements: KEIFU.tracesTo,
        KEIFU.objectiveOf: KEIFU.tracesTo,
        KEIFU.mandatedBy: KEIFU.tracesTo,
        KEIFU.kpiOf: KEIFU.tracesTo,
        KEIFU.sectionOf: KEIFU.tracesTo,
        KEIFU.basedOn: KEIFU.tracesTo,
        KEIFU.revises: KEIFU.succeeds,
    }
)
"""What `ontology/rules/superproperties.ru` writes out; the keys are the named edges of both axes."""
