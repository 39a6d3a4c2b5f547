"""Guesses over two reports: the one of the seeds, and what must not be guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.identity import Resolved, resolve
from loaders.model import Report, UnitPath
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


OLD, NEW, OTHER = (
    ("自治行政局", "地域政策課", name) for name in ("地域情報政策室", "地域情報化企画室", "別の室")
)
PLACE = "org/soumu/jichi-gyosei/chiiki-seisaku"
FOLLOWS = (f"{PLACE}/chiiki-joho-kikaku", f"{PLACE}/chiiki-joho-seisaku")


def in_charge(report: Report, *names: tuple[str, ...]) -> tuple[UnitPath, ...]:
    return tuple(UnitPath(name, report.units[0].fact) for name in names)


def unit_guesses(
    registry: Registry, old: tuple[tuple[str, ...], ...], new: tuple[tuple[str, ...], ...]
) -> set[tuple[str | None, str | None]]:
    earlier = a(registry, units=in_charge(report_a()[0], *old))
    later = b(registry, units=in_charge(report_b()[0], *new))
    return guesses(registry, earlier, later) - EXPECTED


def test_a_unit_that_comes_where_another_of_its_rank_goes_is_taken_to_follow(registry: Registry) -> None:
    below = ("自治行政局", "住民制度課", "デジタル基盤推進室")
    assert unit_guesses(registry, (OLD, below[:2]), (NEW, below)) == {FOLLOWS}


def test_several_units_in_one_place_another_rank_and_a_unit_that_stays_tell_nothing(
    registry: Registry,
) -> None:
    assert unit_guesses(registry, (OLD,), (NEW, OTHER)) == set()
    assert unit_guesses(registry, (OLD,), (OLD, NEW)) == set()
    assert unit_guesses(registry, (OLD,), (("自治行政局", "地域政策課", "別の班"),)) == set()
    assert unit_guesses(registry, (("自治行政局",),), (("行政管理局",),)) == set()


def test_a_guess_about_units_says_its_rule_and_both_passages(registry: Registry) -> None:
    earlier = a(registry, units=in_charge(report_a()[0], OLD))
    later = b(registry, units=in_charge(report_b()[0], NEW))
    graph = BASE.iri("graph/inferred/same-place")
    quads = [quad for quad in inferred_quads([earlier, later], registry, BASE) if quad.graph == graph]
    said = {quad.predicate: quad.object for quad in quads}
    assert said[KEIFU.rule] == Literal("same-place")
    assert said[KEIFU.basis] == CODE.basis_inferred
    assert {str(q.object).split("/p/")[0] for q in quads if q.predicate == KEIFU.evidence} == {
        str(BASE.iri(one.source_path)) for one in (earlier, later)
    }
