"""Guesses over two reports: the one of the seeds, and what must not be guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.identity import Resolved, resolve
from loaders.model import Report
from loaders.quads import inferred_quads
from ontology.iris import Base, is_public
from ontology.rdf import Literal
from ontology.registry import Registry, load_registry
from ontology.terms import CODE, KEIFU
from tests.loaders.model_fixtures import report_a, report_b

BASE = Base()


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def guesses(registry: Registry, *reports: Resolved) -> set[tuple[str | None, str | None]]:
    quads = inferred_quads(reports, registry, BASE)
    return {
        (BASE.path(q.subject), BASE.path(q.object))
        for q in quads
        if q.predicate == KEIFU.succeeds and not isinstance(q.object, Literal)
    }


def a(registry: Registry, **changes: object) -> Resolved:
    report, source = report_a()
    return resolve(replace(report, **changes), source, registry)  # pyright: ignore[reportArgumentType]


def b(registry: Registry, **changes: object) -> Resolved:
    report, source = report_b()
    return resolve(replace(report, **changes), source, registry)  # pyright: ignore[reportArgumentType]


EXPECTED = {("indicator/tax-statistics-request-rate", "indicator/local-admin-database")}


def test_two_indicators_beside_one_means_are_taken_to_follow(registry: Registry) -> None:
    assert guesses(registry, a(registry), b(registry)) == EXPECTED
    assert guesses(registry, b(registry), a(registry)) == EXPECTED


def test_a_guess_says_its_rule_confidence_reason_and_passages(registry: Registry) -> None:
    quads = list(inferred_quads([a(registry), b(registry)], registry, BASE))
    assert {q.graph for q in quads} == {BASE.iri("graph/inferred/shared-means")}
    assert not is_public("graph/inferred/shared-means")
    said = {q.predicate: q.object for q in quads}
    assert said[KEIFU.basis] == CODE.basis_inferred
    assert said[KEIFU.rule] == Literal("shared-means")
    assert isinstance(said[KEIFU.confidence], Literal)
    assert said[KEIFU.confidence].lexical == "0.6"
    assert len({q.object for q in quads if q.predicate == KEIFU.evidence}) == 2


def test_one_report_alone_gives_no_guess(registry: Registry) -> None:
    assert guesses(registry, a(registry)) == set()


def test_policies_that_do_not_follow_each_other_give_no_guess(registry: Registry) -> None:
    report, _ = report_b()
    stranger = replace(report.policy, former_name=None)
    assert guesses(registry, a(registry), b(registry, policy=stranger)) == set()


def test_an_indicator_that_goes_on_is_not_replaced(registry: Registry) -> None:
    report, _ = report_b()
    goes_on = replace(
        report_a()[0].entries[4], number=replace(report.entries[0].number, value=3), objective=1, means=None
    )
    assert guesses(registry, a(registry), b(registry, entries=(*report.entries, goes_on))) == set()


def test_a_means_of_several_free_indicators_tells_nothing(registry: Registry) -> None:
    report: Report = report_a()[0]
    both = tuple(
        replace(entry, means=3) if entry.number.value in (4, 6) else entry for entry in report.entries
    )
    assert guesses(registry, a(registry, entries=both), b(registry)) == set()
