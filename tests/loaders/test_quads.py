"""Quads of the hand-made reports: IRIs and values of the worked example, graphs, evidence, order."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.identity import Resolved, resolve
from loaders.model import Fact, Footnote, Remark, Report, Span
from loaders.quads import LOADER_VERSION, release_quads, report_quads
from loaders.quads.frame import Frame
from ontology.iris import Base
from ontology.rdf import Iri, Literal, Quad, ja
from ontology.registry import Registry, load_registry
from ontology.terms import CODE, DCTERMS, KEIFU, OA, ORG, PROV, RDF, RDFS, XSD
from tests.loaders.model_fixtures import Sheet, report_a, report_b

BASE = Base()
A = "report/soumu/2019-08"
B = "report/soumu/2022-08"
CLOUD = "indicator/municipal-cloud-adopters"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


@pytest.fixture(scope="module")
def resolved_a(registry: Registry) -> Resolved:
    return resolve(*report_a(), registry)


@pytest.fixture(scope="module")
def resolved_b(registry: Registry) -> Resolved:
    return resolve(*report_b(), registry)


@pytest.fixture(scope="module")
def quads_a(resolved_a: Resolved) -> frozenset[Quad]:
    return frozenset(report_quads(resolved_a, BASE))


@pytest.fixture(scope="module")
def quads_b(resolved_b: Resolved) -> frozenset[Quad]:
    return frozenset(report_quads(resolved_b, BASE))


def iri(path: str) -> Iri:
    return BASE.iri(path)


def said(quads: frozenset[Quad], path: str, predicate: Iri, graph: str | None = None) -> set[str]:
    """What is said of a node: relative paths of IRIs, lexical forms of literals."""
    return {
        q.object.lexical if isinstance(q.object, Literal) else (BASE.path(q.object) or q.object)
        for q in quads
        if q.subject == iri(path) and q.predicate == predicate and (graph is None or q.graph == iri(graph))
    }


def evidence(quads: frozenset[Quad], path: str) -> set[str]:
    return {passage.rsplit("/", 1)[1] for passage in said(quads, path, KEIFU.evidence)}


class TestWorkedExample:
    def test_the_entry_carries_what_the_row_prints(self, quads_a: frozenset[Quad]) -> None:
        entry = f"{A}/indicator/5"
        assert said(quads_a, entry, RDF.type) == {KEIFU.Entry}
        assert said(quads_a, entry, KEIFU.about) == {CLOUD}
        assert said(quads_a, entry, KEIFU.numberText) == {"⑤"}
        assert said(quads_a, entry, KEIFU.isMain) == {"true"}
        assert said(quads_a, entry, KEIFU.indicatorType) == {CODE.type_outcome}
        assert said(quads_a, entry, KEIFU.achievement) == {CODE.achievement_i}
        assert said(quads_a, entry, KEIFU.nextAction) == {CODE.change_modify}
        assert evidence(quads_a, entry) == {"3386-3387", "3388-3446"}

    def test_the_base_rests_on_its_cell_and_on_the_day_in_the_prose(self, quads_a: frozenset[Quad]) -> None:
        base = f"{A}/indicator/5/1/baseline/2014"
        assert said(quads_a, base, KEIFU.value) == {"550"}
        assert said(quads_a, base, KEIFU.unit) == {CODE.unit_municipality}
        assert said(quads_a, base, KEIFU.asOf) == {"2014-04-01"}
        assert evidence(quads_a, base) == {"3447-3459", "7435-7476"}

    def test_a_merged_cell_and_the_final_cell_are_one_target(self, quads_a: frozenset[Quad]) -> None:
        target = f"{A}/indicator/5/1/target/2017"
        assert said(quads_a, target, KEIFU.columnFrom) == {"2016"}
        assert said(quads_a, target, KEIFU.columnTo) == set()
        assert said(quads_a, target, KEIFU.isFinal) == {"true"}
        assert said(quads_a, target, KEIFU.comparator) == {CODE.cmp_about}
        assert said(quads_a, target, KEIFU.text) == {"約1,000団体"}
        assert evidence(quads_a, target) == {"3460-3468", "3471-3486"}

    def test_the_value_of_one_day_after_the_year_is_judged(self, quads_a: frozenset[Quad]) -> None:
        judged = {
            q.subject.rsplit("/", 1)[1]: q.object
            for q in quads_a
            if q.predicate == KEIFU.against and "/indicator/5/" in q.subject
        }
        assert judged == {"2018": iri(f"{A}/indicator/5/1/target/2017")}

    def test_the_indicator_is_tied_to_the_section_that_its_tag_names(self, quads_a: frozenset[Quad]) -> None:
        assert said(quads_a, CLOUD, KEIFU.kpiOf) == {"doc/ap/2015-12-24/s/3.3"}
        tag = f"{A}/citation/4"
        assert said(quads_a, tag, KEIFU.citationRole) == {CODE.role_kpi_tag}
        assert said(quads_a, tag, KEIFU.cites) == {"doc/ap/2015-12-24/s/3.3"}
        assert said(quads_a, tag, KEIFU.locator) == {"⑮"}
        assert evidence(quads_a, tag) == {"3388-3446"}

    def test_a_passage_quotes_its_characters_with_place_and_line(self, quads_a: frozenset[Quad]) -> None:
        passage = "source/aec283a3ce7df1c3/p/3529-3548"
        assert said(quads_a, passage, OA.exact) == {"1,067団体 (H30.4.1時点)"}
        assert said(quads_a, passage, OA.start) == {"3529"}
        assert said(quads_a, passage, OA.end) == {"3548"}
        assert said(quads_a, passage, KEIFU.line) == {"44"}
        assert said(quads_a, passage, KEIFU.source) == {"source/aec283a3ce7df1c3"}

    def test_class_label_and_direction_stand_in_the_registry_graph_only(
        self, quads_a: frozenset[Quad]
    ) -> None:
        graphs = {
            q.graph for q in quads_a if q.subject == iri(CLOUD) and q.predicate in (RDF.type, RDFS.label)
        }
        assert graphs == {iri("graph/registry")}
        assert said(quads_a, CLOUD, KEIFU.direction) == {CODE.direction_up}
        assert said(quads_a, CLOUD, RDFS.label) == {
            "クラウド導入市区町村数",
            "municipalities using cloud systems",
        }

    def test_a_section_has_its_number_order_and_place(self, quads_a: frozenset[Quad]) -> None:
        section = "doc/ap/2015-12-24/s/3.3"
        assert said(quads_a, section, KEIFU.sectionOf, "graph/documents") == {"doc/ap/2015-12-24/s/3"}
        assert said(quads_a, section, KEIFU.numbering) == {"[3]"}
        assert said(quads_a, section, KEIFU.order) == {"3"}
        assert said(quads_a, section, RDFS.label) == {"地方行財政改革・分野横断的な取組"}


class TestNumbers:
    def test_decimals_are_written_in_their_shortest_form(self, quads_a: frozenset[Quad]) -> None:
        value = next(
            q.object
            for q in quads_a
            if q.subject == iri(f"{A}/indicator/4/1/baseline/2014") and q.predicate == KEIFU.value
        )
        assert value == Literal("40.1", XSD.decimal)

    def test_money_is_whole_yen_with_its_sign(self, quads_b: frozenset[Quad]) -> None:
        carried = next(
            q.object
            for q in quads_b
            if q.subject == iri(f"{B}/budget/2019") and q.predicate == KEIFU.carryOver
        )
        assert carried == Literal("-13745000000", XSD.integer)
        assert said(quads_b, f"{B}/budget/2019", KEIFU.executed) == set()

    def test_years_booked_under_the_old_name_belong_to_the_old_policy(self, quads_b: frozenset[Quad]) -> None:
        assert said(quads_b, f"{B}/budget/2019", KEIFU.policy) == {"policy/soumu/e-government"}
        assert said(quads_b, f"{B}/budget/2022", KEIFU.policy) == {"policy/soumu/e-municipality"}

    def test_a_relative_target_has_value_reference_and_its_passage(self, quads_a: frozenset[Quad]) -> None:
        target, base = f"{A}/indicator/2/2/target/2021", f"{A}/indicator/2/2/baseline/2016"
        assert said(quads_a, target, KEIFU.relativeTo) == {base}
        assert said(quads_a, target, KEIFU.factor) == {"2"}
        assert said(quads_a, target, KEIFU.value) == {"1154547"}
        assert evidence(quads_a, base) <= evidence(quads_a, target)

    def test_a_factor_of_one_is_not_written(self, quads_a: frozenset[Quad]) -> None:
        target = f"{A}/indicator/1/1/target/2018"
        assert said(quads_a, target, KEIFU.relativeTo) == {f"{A}/indicator/1/1/actual/2016"}
        assert said(quads_a, target, KEIFU.factor) == set()

    def test_a_ratio_keeps_both_of_its_numbers(self, quads_b: frozenset[Quad]) -> None:
        actual = f"{B}/indicator/2/1/actual/2021"
        assert said(quads_b, actual, KEIFU.numerator) == {"46"}
        assert said(quads_b, actual, KEIFU.denominator) == {"46"}

    def test_a_value_whose_unit_has_no_concept_stays_text(self, registry: Registry) -> None:
        report, source = report_a()
        entry = report.entries[0]
        base = entry.series[0].baseline
        assert base is not None
        assert base.quantity is not None
        odd = replace(base, quantity=replace(base.quantity, unit="furlong"))
        series = replace(entry.series[0], baseline=odd)
        changed = replace(report, entries=(replace(entry, series=(series,)), *report.entries[1:]))
        quads = frozenset(report_quads(resolve(changed, source, registry), BASE))
        assert said(quads, f"{A}/indicator/5/1/baseline/2014", KEIFU.value) == set()
        assert said(quads, f"{A}/indicator/5/1/baseline/2014", KEIFU.text) == {"550団体 【26年度】"}


class TestParts:
    def test_a_part_is_an_indicator_with_a_series_of_its_own(self, quads_b: frozenset[Quad]) -> None:
        part = "indicator/joint-cloud-adopters"
        assert said(quads_b, part, KEIFU.partOf) == {CLOUD}
        assert said(quads_b, f"{B}/indicator/1/1a", KEIFU.indicator) == {part}
        assert said(quads_b, f"{B}/indicator/1/1a", KEIFU.key) == {"1a"}
        assert said(quads_b, f"{B}/indicator/1/1a/target/2023", KEIFU.value) == {"1100"}
        assert said(quads_b, part, KEIFU.measures) == said(quads_b, CLOUD, KEIFU.measures)

    def test_the_entry_is_about_the_whole_only(self, quads_b: frozenset[Quad]) -> None:
        assert said(quads_b, f"{B}/indicator/1", KEIFU.about) == {CLOUD}

    def test_the_same_indicator_in_two_reports_is_one_thing(
        self, quads_a: frozenset[Quad], quads_b: frozenset[Quad]
    ) -> None:
        assert said(quads_a, f"{A}/indicator/5", KEIFU.about) == said(
            quads_b, f"{B}/indicator/1", KEIFU.about
        )


class TestReport:
    def test_the_report_says_what_it_evaluates_and_when(self, quads_a: frozenset[Quad]) -> None:
        assert said(quads_a, A, KEIFU.evaluates) == {"policy/soumu/e-government"}
        assert said(quads_a, A, KEIFU.fiscalYear) == {"2018"}
        assert said(quads_a, A, DCTERMS.identifier) == {"総務省31-⑧"}
        assert said(quads_a, A, DCTERMS.date) == {"2019-08"}
        assert said(quads_a, A, KEIFU.rating) == {CODE.rating_substantial}
        assert said(quads_a, A, KEIFU.budgetStance) == {CODE.stance_expand}
        assert said(quads_a, A, KEIFU.responsibleUnit) == {"org/soumu/jichi-gyosei/jumin-seido"}
        assert said(quads_a, A, KEIFU.preparedBy) == {"post/soumu/jichi-gyosei/jumin-seido/kacho"}
        assert said(quads_a, A, RDFS.label) == {"総務省31-⑧ 主要な政策に係る評価書(平成30年度実施政策)"}

    def test_outcomes_are_pursued_by_the_policy(self, quads_a: frozenset[Quad]) -> None:
        assert said(quads_a, "policy/soumu/e-government", KEIFU.pursues) == {
            f"{A}/outcome/final",
            f"{A}/outcome/intermediate-1",
        }

    def test_a_post_stands_in_its_unit(self, quads_a: frozenset[Quad]) -> None:
        post = "post/soumu/jichi-gyosei/jumin-seido/kacho"
        assert said(quads_a, post, ORG.postIn, "graph/registry") == {"org/soumu/jichi-gyosei/jumin-seido"}

    def test_known_organisations_and_editions_are_left_to_the_registry(
        self, quads_a: frozenset[Quad]
    ) -> None:
        assert said(quads_a, "org/soumu/jichi-gyosei/jumin-seido", RDF.type) == set()
        assert said(quads_a, "doc/ap/2015-12-24", RDF.type) == set()

    def test_the_graph_of_a_report_derives_from_its_source(self, quads_a: frozenset[Quad]) -> None:
        assert said(quads_a, f"graph/{A}", PROV.wasDerivedFrom, "graph/provenance") == {
            "source/aec283a3ce7df1c3"
        }
        assert said(quads_a, "source/aec283a3ce7df1c3", KEIFU.fileName) == {"000_62d7159f10255d34.txt"}

    def test_the_loader_version_is_the_version_of_the_package(self) -> None:
        project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        found = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
        assert found is not None
        assert found[1] == LOADER_VERSION

    def test_a_mark_for_nothing_is_a_remark_that_says_so(self, quads_a: frozenset[Quad]) -> None:
        none = [q.subject for q in quads_a if q.predicate == KEIFU.isNone]
        assert len(none) == 1
        path = BASE.path(none[0])
        assert path is not None
        assert said(quads_a, path, KEIFU.text) == {"―"}
        assert said(quads_a, path, KEIFU.remarkKind) == {CODE.remark_system}

    def test_remarks_are_numbered_in_the_order_of_the_form(self, quads_a: frozenset[Quad]) -> None:
        kinds = [said(quads_a, f"{A}/remark/{number}", KEIFU.remarkKind) for number in range(1, 7)]
        assert kinds == [
            {CODE.remark_overview},
            {CODE.remark_rating_reason},
            {CODE.remark_next_action},
            {CODE.remark_next_action},
            {CODE.remark_next_action},
            {CODE.remark_system},
        ]

    def test_footnotes_are_numbered_by_their_marks(self, registry: Registry) -> None:
        report, source = report_b()
        notes = tuple(
            Footnote(mark, Fact(mark, mark, (Span(at, at + 1),))) for mark, at in (("※２", 60), ("※1", 70))
        )
        quads = frozenset(report_quads(resolve(replace(report, footnotes=notes), source, registry), BASE))
        marks = {number: said(quads, f"{B}/remark/{number}", KEIFU.mark) for number in (1, 2)}
        assert marks == {1: {"※1"}, 2: {"※２"}}

    def test_a_part_that_reading_gives_by_paragraph_is_not_given_again(self, registry: Registry) -> None:
        report, source = report_a()
        paragraph = Remark("rating-reason", Fact("x", "測定指標1", (Span(50, 55),)), (1,))
        changed = replace(report, remarks=(paragraph,))
        quads = frozenset(report_quads(resolve(changed, source, registry), BASE))
        reasons = {q.subject for q in quads if q.object == CODE.remark_rating_reason}
        assert len(reasons) == 1
        path = BASE.path(next(iter(reasons)))
        assert path is not None
        assert said(quads, path, KEIFU.about) == {"indicator/un-egov-online-ranking"}


class TestChanges:
    def test_a_rename_is_a_change_and_a_succession(self, quads_b: frozenset[Quad]) -> None:
        change = f"{B}/change/1"
        assert said(quads_b, change, KEIFU.changeType) == {CODE.change_rename}
        assert said(quads_b, change, KEIFU.before) == {"policy/soumu/e-government"}
        assert said(quads_b, change, KEIFU.after) == {"policy/soumu/e-municipality"}
        assert said(quads_b, change, KEIFU.basis) == {CODE.basis_stated}
        assert said(quads_b, "policy/soumu/e-municipality", KEIFU.succeeds) == {"policy/soumu/e-government"}

    def test_transferred_objectives_are_those_of_the_policy_before(self, quads_b: frozenset[Quad]) -> None:
        before = {path for number in (2, 3) for path in said(quads_b, f"{B}/change/{number}", KEIFU.before)}
        assert before == {"objective/soumu/e-government/central", "objective/soumu/e-government/number"}
        assert said(quads_b, f"{B}/change/2", KEIFU.toOrganization) == {"org/digital"}
        assert said(quads_b, f"{B}/change/2", KEIFU.on) == set()
        assert said(quads_b, "objective/soumu/e-government/number", KEIFU.objectiveOf) == {
            "policy/soumu/e-government"
        }

    def test_an_announced_successor_is_kept_in_the_words_of_the_report(
        self, quads_a: frozenset[Quad]
    ) -> None:
        change = f"{A}/change/2"
        assert said(quads_a, change, KEIFU.before) == {"indicator/e-approval-duration"}
        assert said(quads_a, change, KEIFU.changeType) == {CODE.change_end, CODE.change_replace}
        assert said(quads_a, change, KEIFU.reason) == {CODE.reason_unsuitable}
        assert said(quads_a, change, KEIFU.afterText) == {"電子決裁拡大への対応"}
        assert said(quads_a, change, KEIFU.planned) == {"true"}


class TestDocuments:
    def test_a_printed_revision_makes_a_chain_of_editions(self, quads_a: frozenset[Quad]) -> None:
        later, earlier = "doc/it-declaration/2014-06-24", "doc/it-declaration/2013-06-14"
        assert said(quads_a, later, KEIFU.revises, f"graph/{A}") == {earlier}

    def test_the_policy_rests_on_every_deepest_section(self, quads_a: frozenset[Quad]) -> None:
        assert said(quads_a, "policy/soumu/e-government", KEIFU.mandatedBy) == {
            "doc/it-declaration/2014-06-24/s/3.1.4",
            "doc/it-declaration/2014-06-24/s/3.3.2",
            "doc/ap/2015-12-24/s/3.3.4",
            "doc/it-declaration-kanmin/2017-05-30/s/2.2.1.4",
        }

    def test_a_row_without_an_excerpt_grounds_the_policy_by_the_edition(
        self, quads_b: frozenset[Quad]
    ) -> None:
        assert "doc/digital-jutenkeikaku/2021-06-18" in said(
            quads_b, "policy/soumu/e-municipality", KEIFU.mandatedBy
        )

    def test_a_tag_without_a_year_means_the_edition_that_the_report_cites(
        self, quads_b: frozenset[Quad]
    ) -> None:
        assert said(quads_b, CLOUD, KEIFU.kpiOf) == {"doc/kaikaku-koteihyo/2019"}

    def test_a_material_keeps_its_printed_date_beside_the_edition_of_its_title(
        self, quads_a: frozenset[Quad]
    ) -> None:
        material = f"{A}/citation/5"
        assert said(quads_a, material, KEIFU.cites) == {"doc/honebuto/2018"}
        assert said(quads_a, material, KEIFU.statedDate) == {"2018-06-05"}
        assert said(quads_a, A, KEIFU.consulted) == {"doc/honebuto/2018"}

    def test_an_abbreviation_is_cited_by_the_note_that_defines_it(self, quads_a: frozenset[Quad]) -> None:
        note = f"{A}/citation/6"
        assert said(quads_a, note, KEIFU.citationRole) == {CODE.role_footnote}
        assert said(quads_a, note, KEIFU.cites) == {"doc/ap/2015-12-24"}
        assert said(quads_a, note, KEIFU.statedDecider) == {"経済財政諮問会議決定"}


class TestOfficers:
    def test_a_printed_name_stands_in_the_officers_graph_only(self, quads_a: frozenset[Quad]) -> None:
        holders = {q.graph for q in quads_a if isinstance(q.object, Literal) and "三橋" in q.object.lexical}
        assert holders == {iri("graph/officers")}
        signature = f"{A}/signature/1"
        assert said(quads_a, signature, KEIFU.printedName) == {"三橋 一彦"}
        assert said(quads_a, signature, KEIFU.post) == {"post/soumu/jichi-gyosei/jumin-seido/kacho"}

    def test_a_public_passage_is_cut_around_a_name(self, registry: Registry) -> None:
        report, source = report_a()
        post = report.posts[0]
        assert post.printed_name is not None
        cell = Span(post.post.spans[0].start, post.printed_name.spans[0].end)
        wide = replace(post, post=replace(post.post, spans=(cell,)))
        resolved = resolve(replace(report, posts=(wide,)), source, registry)
        frame = Frame.of_report(resolved, BASE)
        assert frame.public(cell) == post.post.spans
        inside = Span(cell.end - 3, cell.end)
        assert frame.public(inside) == ()

    def test_a_report_without_names_has_no_officers(self, quads_b: frozenset[Quad]) -> None:
        assert not [q for q in quads_b if q.graph == iri("graph/officers")]


REPORT_LEVEL = {
    KEIFU.Report,
    KEIFU.Entry,
    KEIFU.Series,
    KEIFU.Baseline,
    KEIFU.Target,
    KEIFU.Actual,
    KEIFU.Figure,
    KEIFU.BudgetYear,
    KEIFU.Citation,
    KEIFU.Remark,
    KEIFU.Change,
    KEIFU.Outcome,
}
LINKS = {
    KEIFU.measures,
    KEIFU.mentions,
    KEIFU.implements,
    KEIFU.objectiveOf,
    KEIFU.mandatedBy,
    KEIFU.kpiOf,
    KEIFU.partOf,
    KEIFU.pursues,
    KEIFU.succeeds,
    KEIFU.revises,
}


@pytest.mark.parametrize("name", ["quads_a", "quads_b"])
class TestEveryReport:
    def test_every_report_level_node_has_evidence(self, name: str, request: pytest.FixtureRequest) -> None:
        quads: frozenset[Quad] = request.getfixturevalue(name)
        nodes = {q.subject for q in quads if q.predicate == RDF.type and q.object in REPORT_LEVEL}
        proven = {q.subject for q in quads if q.predicate == KEIFU.evidence}
        assert nodes
        assert nodes <= proven

    def test_a_report_graph_writes_its_own_nodes_links_and_passages(
        self, name: str, request: pytest.FixtureRequest
    ) -> None:
        quads: frozenset[Quad] = request.getfixturevalue(name)
        for quad in quads:
            if not quad.graph.startswith(BASE.base + "graph/report/"):
                continue
            own = quad.subject.startswith(quad.graph.replace("graph/report/", "report/"))
            assert own or "/p/" in quad.subject or quad.predicate in LINKS, quad

    def test_every_passage_quotes_its_range(self, name: str, request: pytest.FixtureRequest) -> None:
        resolved: Resolved = request.getfixturevalue(name.replace("quads", "resolved"))
        passages: dict[str, dict[str, str]] = defaultdict(dict)
        for quad in request.getfixturevalue(name):
            if quad.predicate in (OA.exact, OA.start, OA.end):
                passages[quad.subject][quad.predicate] = quad.object.lexical
        assert passages
        for of in passages.values():
            assert resolved.source.raw[int(of[OA.start]) : int(of[OA.end])] == of[OA.exact]

    def test_every_link_ends_at_something_labelled_or_typed(
        self, name: str, request: pytest.FixtureRequest, registry: Registry
    ) -> None:
        quads: frozenset[Quad] = request.getfixturevalue(name)
        known = {iri(path) for path in registry.items} | {q.subject for q in quads if q.predicate == RDF.type}
        ends = {
            q.object
            for q in quads
            if not isinstance(q.object, Literal)
            and BASE.path(q.object) is not None
            and not q.object.startswith((KEIFU.Entry.rsplit("#", 1)[0], CODE.unit.rsplit("#", 1)[0]))
            and q.predicate != PROV.wasGeneratedBy
        }
        assert ends <= known


def shuffled(report: Report, seed: int) -> Report:
    """The same report with the order of all its lists changed."""
    order = random.Random(seed)

    def mixed(value: object) -> object:
        if not isinstance(value, tuple):
            return value
        items = list(value)
        order.shuffle(items)
        return tuple(items)

    lists = {f.name: mixed(getattr(report, f.name)) for f in fields(report)}
    return replace(report, **lists)  # pyright: ignore[reportArgumentType]


@settings(max_examples=15, deadline=None)
@given(st.integers())
def test_the_order_of_the_model_does_not_show(seed: int) -> None:
    registry = load_registry()
    for make in (report_a, report_b):
        report, source = make()
        straight = list(report_quads(resolve(report, source, registry), BASE))
        mixed = list(report_quads(resolve(shuffled(report, seed), source, registry), BASE))
        assert mixed == straight


def test_the_order_of_loading_does_not_show(
    resolved_a: Resolved, resolved_b: Resolved, registry: Registry
) -> None:
    forward = list(release_quads([resolved_a, resolved_b], registry, BASE))
    assert forward == list(release_quads([resolved_b, resolved_a], registry, BASE))
    assert len(forward) == len(set(forward))


def test_another_base_moves_entities_and_leaves_the_vocabulary(resolved_a: Resolved) -> None:
    quads = list(report_quads(resolved_a, Base("http://localhost:8000/")))
    assert all(q.subject.startswith("http://localhost:8000/") for q in quads)
    assert {q.predicate for q in quads} == {q.predicate for q in report_quads(resolved_a, BASE)}


def test_two_reports_that_print_one_name_differently_give_it_one_label(registry: Registry) -> None:
    first, source = report_a()
    unknown = Sheet().said("地方の 情報化")
    other = Sheet().said("地方の情報化")
    second = replace(
        first,
        head=replace(
            first.head, number=replace(first.head.number, value=replace(first.head.number.value, year=2020))
        ),
        policy=replace(first.policy, name=other),
    )
    first = replace(first, policy=replace(first.policy, name=unknown))
    every = [resolve(report, source, registry) for report in (first, second)]
    assert every[0].policy.path == every[1].policy.path
    quads = list(release_quads(every, registry, BASE))
    labels = {q.object for q in quads if q.subject == iri(every[0].policy.path) and q.predicate == RDFS.label}
    assert labels == {ja("地方の 情報化")}
