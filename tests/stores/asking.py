"""One release behind two doors, asked the same: what must be equal, and how it is seen to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.rdf import XSD
from queries.asking import ask
from queries.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.catalog import Question
    from queries.ground import Ground

CLOUD = "indicator/municipal-cloud-adopters"
FREE = (
    "SELECT * { ?lower keifu:tracesTo+ ?upper }",
    "SELECT ?x ?n { ?x keifu:fiscalYear ?y BIND(?y / 4 AS ?n) }",
    'SELECT ?x ?t { ?x rdfs:label ?l FILTER(LANG(?l) = "ja") BIND(CONCAT("『", STR(?l), "』") AS ?t) }',
    "SELECT ?x { ?x keifu:tracesTo* ?x . ?x a keifu:Policy }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?class } } GROUP BY ?g",
    "SELECT ?s ?v { ?s keifu:isMain ?v } ORDER BY ?s LIMIT 7",
    "SELECT ?x (MAX(?v) AS ?most) { ?x a keifu:Actual ; keifu:value ?v } GROUP BY ?x HAVING(MAX(?v) > 100)",
    "SELECT ?x { ?x a keifu:Indicator MINUS { ?x keifu:partOf ?y } } ORDER BY DESC(?x)",
    f"SELECT ?x ?d {{ ?x keifu:adoptedOn ?d FILTER(?d > '2016-01-01'^^<{XSD}date>) }}",
    "SELECT ?x { VALUES ?x { <urn:nobody> } FILTER NOT EXISTS { ?x ?p ?o } }",
    "SELECT (SUM(?v) AS ?sum) (AVG(?v) AS ?mean) { ?x keifu:executed ?v }",
)
"""Queries by people, among them what engines are known to differ about."""


def examples(question: Question) -> Iterator[dict[str, str]]:
    """The parameters a question needs, and all that it takes."""
    yield {name: each.example for name, each in question.parameters.items() if each.required}
    yield {name: each.example for name, each in question.parameters.items()}


def differences(one: Ground, other: Ground, *, all_examples: bool) -> list[str]:
    """The questions that get another answer in any part of it: rows, types, order, gaps, notes, sources."""
    return [
        f"{question.slug} {parameters}"
        for question in load_catalog()
        for parameters in [*examples(question)][: 2 if all_examples else 1]
        if ask(one, question, parameters) != ask(other, question, parameters)
    ]


def odd_queries(one: Ground, other: Ground) -> list[str]:
    """The free queries that get other rows, or another order where they ask for one."""
    found: list[str] = []
    for query in FREE:
        rows, others = one.rows(query), other.rows(query)
        if "ORDER BY" not in query:
            rows, others = sorted(rows, key=str), sorted(others, key=str)
        if rows != others:
            found.append(query)
    return found
