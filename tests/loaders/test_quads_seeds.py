"""The two complete reports, from their bytes to quads: what the vocabulary page promises of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from loaders import read
from loaders.identity import Resolved, resolve
from loaders.quads import doubts, release_quads
from ontology.iris import Base
from ontology.rdf import Iri, Literal, Quad
from ontology.registry import load_registry
from ontology.terms import CODE, KEIFU, OA, RDF

pytestmark = pytest.mark.seeds

BASE = Base()
A, B = "report/soumu/2019-08", "report/soumu/2022-08"
CLOUD = "indicator/municipal-cloud-adopters"


@dataclass(frozen=True)
class Loaded:
    a: Resolved
    b: Resolved
    quads: tuple[Quad, ...]

    def said(self, path: str, predicate: Iri) -> set[str]:
        return {
            q.object.lexical if isinstance(q.object, Literal) else (BASE.path(q.object) or q.object)
            for q in self.quads
            if q.subject == BASE.iri(path) and q.predicate == predicate
        }

    def links(self, predicate: Iri) -> set[tuple[str | None, str | None]]:
        return {(BASE.path(q.subject), BASE.path(q.object)) for q in self.quads if q.predicate == predicate}  # pyright: ignore[reportArgumentType]


@pytest.fixture(scope="module")
def loaded(seeds: object) -> Loaded:
    registry = load_registry()
    readings = [read(path.read_bytes(), path.name) for path in seeds.paths]  # pyright: ignore[reportAttributeAccessIssue]
    a, b = (resolve(reading.report, reading.source, registry) for reading in readings)
    return Loaded(a, b, tuple(release_quads([a, b], registry, BASE)))


def test_every_name_is_known_to_the_registry(loaded: Loaded) -> None:
    assert loaded.a.unmatched == loaded.b.unmatched == ()


def test_the_cabinet_tables_ground_the_policies_by_their_deepest_sections(loaded: Loaded) -> None:
    assert len(loaded.said("policy/soumu/e-government", KEIFU.mandatedBy)) == 18
    assert loaded.said("policy/soumu/e-municipality", KEIFU.mandatedBy) == {
        "doc/digital-jutenkeikaku/2021-06-18/s/2.1",
        "doc/digital-jutenkeikaku/2021-06-18/s/2.2.5",
        "doc/digital-jutenkeikaku/2021-06-18/s/2.4",
        "doc/kaikaku-koteihyo/2019/s/5.3.10",
        "doc/honebuto/2019/s/2.1.1.5.1",
        "doc/digital-declaration-kanmin/2020-07-17/s/1.1.7.1.3",
        "doc/honebuto/2020/s/3.1.1.3",
        "doc/anshin-mirai-taisaku/2019-12-05/s/3.5",
    }


def test_two_kpi_tags_tie_one_indicator(loaded: Loaded) -> None:
    assert loaded.links(KEIFU.kpiOf) == {
        (CLOUD, "doc/ap/2015-12-24/s/3.3"),
        (CLOUD, "doc/kaikaku-koteihyo/2019"),
    }


def test_the_printed_revisions_are_a_chain(loaded: Loaded) -> None:
    days = ["2013-06-14", "2014-06-24", "2015-06-30", "2016-05-20"]
    assert loaded.links(KEIFU.revises) == {
        (f"doc/it-declaration/{later}", f"doc/it-declaration/{earlier}") for earlier, later in pairwise(days)
    }


def test_the_judged_pairs_of_the_two_famous_traps(loaded: Loaded) -> None:
    against = loaded.links(KEIFU.against)
    cloud = {pair for pair in against if f"{A}/indicator/5/" in str(pair[0])}
    assert cloud == {(f"{A}/indicator/5/1/actual/2018", f"{A}/indicator/5/1/target/2017")}
    assert loaded.said(f"{A}/indicator/2/2/actual/2018", KEIFU.against) == {
        f"{A}/indicator/2/1/target/2018",
        f"{A}/indicator/2/2/target/2021",
    }
    assert not [pair for pair in against if f"{B}/indicator/1/" in str(pair[0])]


def test_one_succession_is_stated_and_two_are_guessed(loaded: Loaded) -> None:
    division = "org/soumu/jichi-gyosei/chiiki-seisaku"
    assert loaded.links(KEIFU.succeeds) == {
        ("policy/soumu/e-municipality", "policy/soumu/e-government"),
        ("indicator/tax-statistics-request-rate", "indicator/local-admin-database"),
        (f"{division}/chiiki-joho-kikaku", f"{division}/chiiki-joho-seisaku"),
    }


def test_nine_materials_are_cited_one_of_them_twice_and_the_misprinted_day_is_told(loaded: Loaded) -> None:
    """Ten items, 31-⑧ l.66: the declaration of 2018 is printed twice."""
    materials = [cited for cited in loaded.a.citations.cited if cited.role == "material"]
    assert len(materials) == 9
    assert [cited.title for cited in materials if len(cited.spans) == 2] == [
        "世界最先端デジタル国家創造宣言・官民データ活用推進基本計画"
    ]
    assert len(loaded.said(A, KEIFU.consulted)) == 9
    conflicts = [issue for issue in doubts(loaded.a) if issue.code == "date-conflict"]
    assert [issue.candidates for issue in conflicts] == [("2018-06-05", "2018-06-15")]


def test_the_prose_of_the_second_report_names_a_later_edition(loaded: Loaded) -> None:
    mentions = {cited.targets[0] for cited in loaded.b.citations.cited if cited.role == "mention"}
    assert mentions == {
        "work/seicho-senryaku-jikko-keikaku",
        "doc/municipal-dx-plan/2020-12-25",
        "doc/digital-jutenkeikaku/2021-12-24",
    }


def test_figures_of_the_prose_say_what_they_count(loaded: Loaded) -> None:
    figures = [q.subject for q in loaded.quads if q.predicate == RDF.type and q.object == KEIFU.Figure]
    told = {
        (min(loaded.said(path, KEIFU.subjectText)), min(loaded.said(path, KEIFU.value)))
        for path in (BASE.path(figure) for figure in figures)
        if path is not None
    }
    assert {("自治体クラウド", "211"), ("自治体クラウド", "407")} <= told


def test_names_of_officers_stand_in_their_own_graph_only(loaded: Loaded) -> None:
    names = [post.printed_name for r in (loaded.a, loaded.b) for post in r.report.posts]
    printed = [name.text for name in names if name is not None]
    assert len(printed) == 6
    for quad in loaded.quads:
        if quad.graph != BASE.iri("graph/officers") and isinstance(quad.object, Literal):
            assert not any(name in quad.object.lexical for name in printed), quad


def test_every_passage_quotes_its_source(loaded: Loaded) -> None:
    raws = {r.source_path: r.source.raw for r in (loaded.a, loaded.b)}
    for quad in loaded.quads:
        if quad.predicate == OA.exact and isinstance(quad.object, Literal):
            path = str(BASE.path(quad.subject))
            source, _, place = path.partition("/p/")
            start, end = map(int, place.split("-"))
            assert raws[source][start:end] == quad.object.lexical


def test_the_rating_and_the_reason_classes_are_codes(loaded: Loaded) -> None:
    assert loaded.said(A, KEIFU.rating) == {CODE.rating_substantial}
    assert loaded.said(B, KEIFU.rating) == {CODE.rating_achieved}
