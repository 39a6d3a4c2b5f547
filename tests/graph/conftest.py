"""A small report with its passages, and rules small enough to break one at a time."""

from __future__ import annotations

import hashlib

import pytest

from graph.release import ReleaseInput, Rulebook, SourceFile
from ontology.files import Check
from ontology.iris import Base
from ontology.rdf import XSD, Iri, Literal, Quad, ja
from ontology.terms import KEIFU, OA, RDF, RDFS

BASE = Base()
RAW = "⑤\tクラウド導入市区町村数\t約1,000団体\r\n（平成29年度）\t1,067団体\r\n予算\t△１２百万円\r\n"
SHA = hashlib.sha256(RAW.encode()).hexdigest()
REPORT = "graph/report/soumu/2019-08"

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix keifu: <https://w3id.org/keifu/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix s: <https://w3id.org/keifu/shapes#> .
s:Passage a sh:NodeShape ; sh:targetClass keifu:Passage ; sh:property s:exact .
s:exact sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ; sh:message "one quote" .
"""
RULE = """
PREFIX keifu: <https://w3id.org/keifu/ns#>
INSERT { GRAPH ?g { ?s keifu:tracesTo ?o } } WHERE { GRAPH ?g { ?s keifu:measures ?o } }
"""
VIOLATION = """
PREFIX keifu: <https://w3id.org/keifu/ns#>
SELECT ?x { ?x keifu:value ?v FILTER NOT EXISTS { ?x keifu:unit ?u } }
"""
WARNING = """
PREFIX keifu: <https://w3id.org/keifu/ns#>
SELECT ?x { ?x a keifu:Indicator FILTER NOT EXISTS { ?x keifu:measures ?y } }
"""


def at(graph: str, subject: str, predicate: Iri, value: Iri | Literal) -> Quad:
    return Quad(BASE.iri(subject), predicate, value, BASE.iri(graph))


def integer(value: int) -> Literal:
    return Literal(str(value), XSD + "integer")


def decimal(text: str) -> Literal:
    return Literal(text, XSD + "decimal")


def passage(quote: str, graph: str = REPORT) -> tuple[Iri, list[Quad]]:
    start = RAW.index(quote)
    path = f"source/{SHA[:16]}/p/{start}-{start + len(quote)}"
    quads = [
        at(graph, path, RDF.type, KEIFU.Passage),
        at(graph, path, OA.exact, Literal(quote)),
        at(graph, path, OA.start, integer(start)),
        at(graph, path, OA.end, integer(start + len(quote))),
        at(graph, path, KEIFU.source, BASE.iri(f"source/{SHA[:16]}")),
    ]
    return BASE.iri(path), quads


def report_quads() -> list[Quad]:
    target, target_quads = passage("約1,000団体")
    actual, actual_quads = passage("1,067団体")
    money, money_quads = passage("△１２百万円")
    entry = "report/soumu/2019-08/indicator/5/1"
    budget = "report/soumu/2019-08/budget/2018"
    indicator = "indicator/municipal-cloud-adopters"
    unit = Iri("https://w3id.org/keifu/code#unit-municipality")
    return [
        *target_quads,
        *actual_quads,
        *money_quads,
        at("graph/registry", indicator, RDF.type, KEIFU.Indicator),
        at("graph/registry", indicator, RDFS.label, ja("クラウド導入市区町村数")),
        at(REPORT, indicator, KEIFU.measures, BASE.iri("objective/soumu/e-government/local")),
        at("graph/curated", indicator, KEIFU.measures, BASE.iri("objective/soumu/e-government/local")),
        at(REPORT, f"{entry}/target/2017", RDF.type, KEIFU.Target),
        at(REPORT, f"{entry}/target/2017", KEIFU.value, decimal("1000")),
        at(REPORT, f"{entry}/target/2017", KEIFU.unit, unit),
        at(REPORT, f"{entry}/target/2017", KEIFU.evidence, target),
        at(REPORT, f"{entry}/actual/2018", RDF.type, KEIFU.Actual),
        at(REPORT, f"{entry}/actual/2018", KEIFU.value, decimal("1067")),
        at(REPORT, f"{entry}/actual/2018", KEIFU.unit, unit),
        at(REPORT, f"{entry}/actual/2018", KEIFU.evidence, actual),
        at(REPORT, budget, RDF.type, KEIFU.BudgetYear),
        at(REPORT, budget, KEIFU.moneyScale, integer(1_000_000)),
        at(REPORT, budget, KEIFU.carryOver, integer(-12_000_000)),
        at(REPORT, budget, KEIFU.evidence, money),
        at("graph/inferred/same-name", indicator, KEIFU.succeeds, BASE.iri("indicator/older")),
    ]


def source() -> SourceFile:
    return SourceFile(SHA, "../総務省31-⑧.txt", "tabbed", RAW.encode(), RAW)


def given(*more: Quad, without: tuple[Quad, ...] = ()) -> ReleaseInput:
    quads = [quad for quad in report_quads() if quad not in without] + list(more)
    return ReleaseInput(tuple(quads), (source(),), {"loss.json": "{}"}, BASE.base, {"loader": "1"})


def small_rulebook() -> Rulebook:
    checks = (
        Check("01-value-unit-violation", "値には単位", "violation", VIOLATION),
        Check("02-measures", "指標は測る", "warning", WARNING),
    )
    return Rulebook("vocabulary", SHAPES, checks, {"superproperties": RULE})


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return small_rulebook()
