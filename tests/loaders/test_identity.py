"""Names of a report: found in the registry by label or alias, else kept under a hash and listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loaders.identity import Names, resolve
from loaders.model import Fact, Report, ResponsiblePost, Span, UnitPath
from loaders.quads import report_quads
from loaders.source import Source
from ontology.iris import Base, hashed
from ontology.registry import Registry, load_registry, parse_registry
from ontology.terms import DCTERMS, KEIFU, ORG, RDF
from tests.loaders.model_fixtures import report_a, report_b


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def names(registry: Registry) -> Names:
    return Names(registry, "soumu")


def text(words: str) -> Fact[str]:
    return Fact(words, words, (Span(0, 1),))


def test_the_year_of_a_path_is_that_of_the_document_number(registry: Registry) -> None:
    assert resolve(*report_a(), registry).path == "report/soumu/2019-08"
    assert resolve(*report_b(), registry).path == "report/soumu/2022-08"


def test_every_name_of_the_two_reports_is_known(registry: Registry) -> None:
    assert resolve(*report_a(), registry).unmatched == ()
    assert resolve(*report_b(), registry).unmatched == ()


def test_a_slug_serves_as_the_name_of_a_ministry(registry: Registry) -> None:
    report, source = report_a()
    number = replace(report.head.number, value=replace(report.head.number.value, ministry="soumu"))
    changed = replace(report, head=replace(report.head, number=number))
    assert resolve(changed, source, registry).path == "report/soumu/2019-08"


def test_an_unknown_ministry_gets_a_hash_that_is_always_the_same(registry: Registry) -> None:
    report, source = report_a()
    number = replace(report.head.number, value=replace(report.head.number.value, ministry="架空省"))
    changed = replace(report, head=replace(report.head, number=number))
    first, second = (resolve(changed, source, registry) for _ in range(2))
    assert first.path == second.path
    assert first.path != "report/soumu/2019-08"
    assert ("organisation", "架空省") in {(item.kind, item.name) for item in first.unmatched}
    assert first.units[0][0].parent == first.body.path


def test_the_partly_lost_means_is_found_by_its_recorded_alias(registry: Registry) -> None:
    means = resolve(*report_b(), registry).means[1]
    assert means.path == "means/soumu/local-admin-database"


def test_objectives_of_two_policies_are_kept_apart(registry: Registry) -> None:
    assert resolve(*report_a(), registry).objectives[2].path == "objective/soumu/e-government/local"
    assert resolve(*report_b(), registry).objectives[1].path == "objective/soumu/e-municipality/local"


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        (("自治行政局", "住民制度課"), ["org/soumu/jichi-gyosei", "org/soumu/jichi-gyosei/jumin-seido"]),
        (("自治行政局", "地域政策課", "地域情報政策室"), None),
        (("大臣官房", "個人番号企画室"), ["org/soumu/daijin-kanbo", "org/soumu/daijin-kanbo/kojin-bango"]),
    ],
)
def test_units_are_found_below_each_other(
    names: Names, chain: tuple[str, ...], expected: list[str] | None
) -> None:
    found = [unit.path for unit in names.units(chain)]
    assert found == (
        expected
        or [
            "org/soumu/jichi-gyosei",
            "org/soumu/jichi-gyosei/chiiki-seisaku",
            "org/soumu/jichi-gyosei/chiiki-seisaku/chiiki-joho-seisaku",
        ]
    )


def test_a_division_of_one_name_in_two_bureaus_is_two_units(names: Names) -> None:
    first, second = names.units(("自治行政局", "総務課")), names.units(("行政管理局", "総務課"))
    assert first[1].path != second[1].path
    assert first[1].label_ja == second[1].label_ja == "総務課"
    assert first[1].parent == "org/soumu/jichi-gyosei"


def test_an_unknown_part_is_hashed_with_its_whole(names: Names) -> None:
    whole = names.plan("indicator", "クラウド導入市区町村数")
    assert names.part("うち自治体クラウド導入団体", whole).path == "indicator/joint-cloud-adopters"
    assert names.part("自治体クラウド導入団体数", whole).path == "indicator/joint-cloud-adopters"
    other = names.part("うち町村", whole)
    assert not other.known
    assert other.path != names.plan("indicator", "うち町村").path


def everything_unknown() -> tuple[Report, Source]:
    report, source = report_b()
    transfer = replace(report.transfers[0], to_organization=text("架空庁"), objectives=(text("架空の目標"),))
    return (
        replace(
            report,
            policy=replace(report.policy, name=text("架空の政策"), former_name=None),
            objectives=tuple(replace(o, name=text("別の目標")) for o in report.objectives),
            means=tuple(replace(m, name=text("架空の手段")) for m in report.means),
            entries=tuple(replace(e, name=text(f"架空の指標{e.number.value}")) for e in report.entries),
            transfers=(transfer,),
            units=(UnitPath(("架空局", "架空課"), text("架空局架空課")),),
            posts=(ResponsiblePost(text("架空局架空課長"), None, ("架空局", "架空課")),),
        ),
        source,
    )


def test_unknown_names_get_hash_paths_and_are_listed(registry: Registry) -> None:
    resolved = resolve(*everything_unknown(), registry)
    assert resolved.policy.path == hashed("policy", "soumu", "架空の政策")
    assert {item.kind for item in resolved.unmatched} == {
        "policy",
        "objective",
        "means",
        "indicator",
        "unit",
        "post",
        "organisation",
    }
    assert "架空の政策" in {item.name for item in resolved.unmatched}


def test_unknown_things_are_typed_labelled_and_placed(registry: Registry) -> None:
    resolved = resolve(*everything_unknown(), registry)
    base = Base()
    quads = list(report_quads(resolved, base))
    typed = {q.subject for q in quads if q.predicate == RDF.type and q.graph == base.iri("graph/registry")}
    assert {base.iri(item.path) for item in resolved.unmatched} <= typed
    chain = resolved.units[0]
    assert base.iri(chain[0].path) in {
        q.object for q in quads if q.subject == base.iri(chain[1].path) and q.predicate == ORG.unitOf
    }
    parents = {q.object for q in quads if q.predicate == KEIFU.objectiveOf}
    assert parents == {base.iri(resolved.policy.path)}


def test_an_empty_registry_serves_any_report() -> None:
    report, source = report_a()
    resolved = resolve(report, source, parse_registry({}))
    quads = list(report_quads(resolved, Base()))
    works = {q.subject for q in quads if q.predicate == RDF.type and q.object == KEIFU.Work}
    editions = {q.subject for q in quads if q.predicate == RDF.type and q.object == KEIFU.Edition}
    assert len(works) == 4
    assert len(editions) == 5
    assert {q.object for q in quads if q.predicate == KEIFU.editionOf} == works


def test_two_policies_may_word_an_unknown_objective_alike(names: Names) -> None:
    first = names.plan("policy", "架空の政策")
    second = names.plan("policy", "別の政策")
    assert names.objective("目標", first).path != names.objective("目標", second).path


def test_a_hash_path_goes_on_pointing_to_the_thing_that_got_a_name() -> None:
    ministry = """
[[organisation]]
path = "org/soumu"
label_ja = "総務省"
kind = "ministry"
source = "test"
"""
    policy = """
[[policy]]
path = "policy/soumu/fiction"
label_ja = "電子政府・電子自治体の推進"
was = ["policy/soumu-abcdefgh"]
source = "test"
"""
    resolved = resolve(*report_a(), parse_registry({"policies": policy, "organisations": ministry}))
    base = Base()
    assert {
        base.path(q.object)
        for q in report_quads(resolved, base)
        if q.subject == base.iri("policy/soumu-abcdefgh") and q.predicate == DCTERMS.isReplacedBy
    } == {"policy/soumu/fiction"}
