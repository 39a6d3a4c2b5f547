"""Points, responses, reasons, materials and mentions as quads, each with its evidence."""

from __future__ import annotations

import pytest

from loaders.identity import Resolved, resolve
from loaders.quads import report_quads
from ontology.iris import Base
from ontology.rdf import Iri, Literal, Quad
from ontology.registry import load_registry
from ontology.terms import CODE, KEIFU, OA, RDF, XSD
from tests.conftest import Seeds
from tests.loaders.free_text import SAMPLES
from tests.loaders.reading_facts import read_path

BASE = Base()
PROSE = (KEIFU.ReviewPoint, KEIFU.ReviewResponse, KEIFU.Remark, KEIFU.Citation)
A = "report/soumu/2019-08"


class Said:
    """The quads of one report, to be asked by path and predicate."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.quads: tuple[Quad, ...] = tuple(report_quads(resolved, BASE))

    def of(self, tail: str, predicate: Iri) -> set[str]:
        path = f"{self.resolved.path}/{tail}" if tail else self.resolved.path
        found = (q.object for q in self.quads if q.subject == BASE.iri(path) and q.predicate == predicate)
        return {o.lexical if isinstance(o, Literal) else BASE.path(o) or o for o in found}

    def nodes(self, kind: Iri) -> set[str]:
        return {q.subject for q in self.quads if q.predicate == RDF.type and q.object == kind}


@pytest.fixture(scope="module", params=["kakuu-R6-3.tabbed.txt", "kakuu-R6-3.linear.txt"])
def third(request: pytest.FixtureRequest) -> Said:
    reading = read_path(SAMPLES / request.param)
    return Said(resolve(reading.report, reading.source, load_registry()))


@pytest.fixture(scope="module")
def first(seeds: Seeds) -> Said:
    reading = read_path(seeds.a)
    return Said(resolve(reading.report, reading.source, load_registry()))


def assert_evidence(said: Said) -> None:
    exact = {q.subject: q.object for q in said.quads if q.predicate == OA.exact}
    proofs = {(q.subject, q.object) for q in said.quads if q.predicate == KEIFU.evidence}
    for kind in PROSE:
        for node in said.nodes(kind):
            passages = [passage for subject, passage in proofs if subject == node]
            assert passages, node
            assert all(passage in exact for passage in passages)


def test_every_node_of_the_free_text_has_its_passages(third: Said) -> None:
    assert_evidence(third)


def test_points_are_numbered_in_printed_order_and_responses_lead_to_them(third: Said) -> None:
    assert [third.of(f"review/{n}", KEIFU.number) for n in (1, 2, 3, 4)] == [set(), {"1"}, {"2"}, set()]
    here = third.resolved.path
    answered = [third.of(f"response/{n}", KEIFU.respondsTo) for n in (1, 2, 3)]
    assert answered == [{f"{here}/review/{n}"} for n in (1, 3, 2)]
    assert third.of("review/3", KEIFU.mentions) == {"programme/my-number-card"}
    assert third.of("response/2", KEIFU.mentions) == {"programme/lgwan"}


def test_a_theme_that_is_the_name_of_a_means_tells_what_a_point_is_about(third: Said) -> None:
    means = third.resolved.means[3].path
    assert [third.of(f"review/{n}", KEIFU.about) for n in (1, 2, 3)] == [set(), {means}, {means}]


def test_a_month_is_stated_as_a_month(third: Said) -> None:
    months = {
        q.object.lexical
        for q in third.quads
        if q.predicate == KEIFU.statedDate
        and isinstance(q.object, Literal)
        and q.object.datatype == XSD.gYearMonth
    }
    assert months == {"2022-03", "2023-06"}
    consulted = third.of("", KEIFU.consulted)
    assert {"doc/honebuto/2023", "doc/digital-jutenkeikaku/2023-06-09"} <= consulted
    assert len(consulted) == 5


def test_remarks_about_objectives_and_indicators_stand_apart(third: Said) -> None:
    objectives = {thing.path for thing in third.resolved.objectives.values()}
    about = {
        (BASE.path(q.object) if isinstance(q.object, Iri) else None)
        for q in third.quads
        if q.predicate == KEIFU.about and q.subject in third.nodes(KEIFU.Remark)
    }
    assert objectives <= about


@pytest.mark.seeds
def test_the_first_report_has_four_points_with_four_responses(first: Said) -> None:
    """31-⑧ l.63: the opinion of the meeting, then (1) to (3) of 秋のレビュー about one of the means."""
    assert_evidence(first)
    assert len(first.nodes(KEIFU.ReviewPoint)) == len(first.nodes(KEIFU.ReviewResponse)) == 4
    for place in (1, 2, 3, 4):
        assert first.of(f"response/{place}", KEIFU.respondsTo) == {f"{A}/review/{place}"}
    assert [first.of(f"review/{n}", KEIFU.number) for n in (1, 2, 3, 4)] == [set(), {"1"}, {"2"}, {"3"}]
    assert first.of("review/4", KEIFU.about) == {"means/soumu/promote-municipal-cloud"}
    assert first.of("review/1", KEIFU.mentions) == {"programme/e-gov"}
    assert first.of("response/3", KEIFU.mentions) == {
        "programme/municipal-cloud",
        "programme/municipal-cloud-group",
        "programme/municipal-cloud-supporters",
    }


@pytest.mark.seeds
def test_the_laws_of_the_first_report_are_cited_as_laws(first: Said) -> None:
    """デジタル手続法 l.55 and l.57, 行政手続オンライン化法 l.57, 官民データ活用推進基本法 l.63."""
    laws = [c for c in first.resolved.citations.cited if "law/" in "".join(c.targets)]
    assert [(c.title, c.targets, c.indicators, len(c.spans)) for c in laws] == [
        ("デジタル手続法", ("law/414AC0000000151",), (2,), 2),
        ("デジタル手続法", ("law/414AC0000000151",), (1,), 1),
        ("行政手続オンライン化法", ("law/414AC0000000151",), (1,), 1),
        ("官民データ活用推進基本法", ("law/428AC1000000103",), (), 1),
    ]
    assert first.resolved.citations.unlisted == ()


@pytest.mark.seeds
def test_headings_that_name_a_card_or_a_system_mention_it(first: Said) -> None:
    section = "doc/it-declaration-kanmin/2017-05-30/s/2.2.1.4"
    found = {
        q.object for q in first.quads if q.subject == BASE.iri(section) and q.predicate == KEIFU.mentions
    }
    assert found == {BASE.iri("programme/my-number-card")}


@pytest.mark.seeds
def test_cells_of_an_indicator_count_as_its_mentions(first: Said) -> None:
    """31-⑧ l.49: 番号制度 and the system in the name, マイナンバーカード in the targets only."""
    assert first.of("indicator/9", KEIFU.mentions) == {
        "programme/my-number-card",
        "programme/my-number-system",
        "programme/number-assignment-system",
    }


@pytest.mark.seeds
def test_names_in_cells_and_laws_in_prose_are_quoted_with_their_sentence(first: Said) -> None:
    """31-⑧ l.49, l.57: the bare name would prove nothing to a reader."""
    raw = first.resolved.source.raw

    def quotes(node: str) -> set[str]:
        places = [path.rsplit("/", 1)[1].split("-") for path in first.of(node, KEIFU.evidence)]
        return {raw[int(start) : int(end)] for start, end in places}

    assert quotes("indicator/9") == {
        "9",
        "番号制度の基盤となる個人番号付番等システムの構築 <アウトプット指標>",
        "マイナンバーカードの有効性情報提供等のためのシステムの設計・開発等を開始",
    }
    (law,) = [n for n in range(1, 60) if "行政手続オンライン化法" in first.of(f"citation/{n}", KEIFU.text)]
    assert [quote[-22:] for quote in quotes(f"citation/{law}")] == [
        "が内閣官房に移管することに伴い、削除することとする。"[-22:]
    ]


@pytest.mark.seeds
def test_the_paragraphs_of_the_reasons_are_about_their_indicators(first: Said) -> None:
    reasons = [
        n for n in range(1, 40) if CODE.remark_rating_reason in first.of(f"remark/{n}", KEIFU.remarkKind)
    ]
    assert [len(first.of(f"remark/{n}", KEIFU.about)) for n in reasons] == [4, 4, 1, 1, 1]
    assert first.of(f"remark/{reasons[-1]}", KEIFU.about) == {"policy/soumu/e-government"}
