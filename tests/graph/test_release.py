from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from graph import build as building_module
from graph.build import is_out_of_room, quads_name
from graph.content import content
from graph.errors import (
    BuildBusy,
    DiskFull,
    GraphError,
    QueryError,
    ReleaseDamaged,
    ReleaseMissing,
    VerificationFailed,
)
from graph.folder import one_builder
from graph.manifest import manifest_from_json
from graph.release import (
    Built,
    Rulebook,
    audit_release,
    build_release,
    list_releases,
    open_release,
    publish,
)
from graph.rulebook import packaged_rulebook
from ontology.files import Check
from ontology.rdf import Iri, Literal, Quad, ja
from ontology.terms import KEIFU, OA, RDF, RDFS
from tests.graph.conftest import (
    BASE,
    RAW,
    REPORT,
    SHA,
    at,
    decimal,
    given,
    integer,
    passage,
    report_quads,
    source,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILDING = Path(__file__).with_name("building.py")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for path in [tmp_path, *tmp_path.rglob("*")]:
        if path.is_dir():
            path.chmod(stat.S_IRWXU)


def built(folder: Path, rulebook: Rulebook, *more: Quad) -> Built:
    return build_release(folder, given(*more), rulebook)


def label(number: int) -> Quad:
    return at("graph/registry", f"org/soumu/unit-{number}", RDFS.label, ja(f"第{number}課"))


def loosen(path: Path) -> Path:
    path.parent.chmod(stat.S_IRWXU)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return path


def names(folder: Path) -> set[str]:
    return {path.name for path in (folder / "releases").iterdir()}


# What a release holds


def test_a_release_opens_with_what_was_put_in(folder: Path, rulebook: Rulebook) -> None:
    built(folder, rulebook)
    release = open_release(folder)
    assert release.source_text(SHA[:16]) == RAW
    assert release.source_data(SHA[:16]) == RAW.encode()
    assert json.loads(release.report_text("loss.json")) == {}
    assert release.base == BASE.base
    assert release.manifest.sources[0].file_name == "../総務省31-⑧.txt"
    assert release.manifest.versions["loader"] == "1"
    assert release.path.name == release.id


@pytest.mark.parametrize("name", ["../manifest.json", "absent.json", "../../current"])
def test_a_report_is_asked_for_by_its_plain_name(folder: Path, rulebook: Rulebook, name: str) -> None:
    with pytest.raises(ReleaseMissing):
        built(folder, rulebook).release.report_text(name)


@pytest.mark.parametrize("name", ["0" * 16, "../manifest"])
def test_a_source_that_is_not_there_is_said_to_be_missing(
    folder: Path, rulebook: Rulebook, name: str
) -> None:
    release = built(folder, rulebook).release
    with pytest.raises(ReleaseMissing):
        release.source_text(name)
    with pytest.raises(ReleaseMissing):
        release.source_data(name)


def test_both_stores_of_a_release_count_alike(folder: Path, rulebook: Rulebook) -> None:
    release = built(folder, rulebook).release
    for query in (COUNT, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"):
        assert release.store().select(query) == release.oracle().select(query)
    [[default]] = release.store().select(COUNT).rows
    assert default == integer(release.manifest.counts.default_graph)


def test_a_triple_stated_in_two_graphs_counts_once_on_both_stores(folder: Path, rulebook: Rulebook) -> None:
    release = built(folder, rulebook).release
    query = f"SELECT (COUNT(*) AS ?n) {{ ?x <{KEIFU.measures}> ?y }}"
    assert release.store().select(query).rows == release.oracle().select(query).rows == ((integer(1),),)


def test_rules_write_into_the_graph_of_the_asserted_triple(folder: Path, rulebook: Rulebook) -> None:
    store = built(folder, rulebook).release.store()
    rows = store.select(f"SELECT ?g {{ GRAPH ?g {{ ?x <{KEIFU.tracesTo}> ?y }} }} ORDER BY ?g").rows
    assert rows == ((BASE.iri("graph/curated"),), (BASE.iri(REPORT),))


def test_inferred_links_stay_out_of_the_default_graph(folder: Path, rulebook: Rulebook) -> None:
    store = built(folder, rulebook).release.store()
    assert not store.ask(f"ASK {{ ?x <{KEIFU.succeeds}> ?y }}")
    assert store.ask(f"ASK {{ GRAPH ?g {{ ?x <{KEIFU.succeeds}> ?y }} }}")


def test_the_manifest_counts_by_graph_class_and_predicate(folder: Path, rulebook: Rulebook) -> None:
    counts = built(folder, rulebook).release.manifest.counts
    assert counts.graphs["graph/registry"] == 2
    assert counts.classes[KEIFU.Passage] == 3
    assert counts.predicates[KEIFU.measures] == 1
    assert counts.named_graphs == sum(counts.graphs.values())
    assert sum(counts.predicates.values()) == counts.default_graph


def test_a_manifest_names_its_parent_and_what_changed(folder: Path, rulebook: Rulebook) -> None:
    first = built(folder, rulebook).release
    second = build_release(folder, given(label(1), label(2), without=(report_quads()[-1],)), rulebook).release
    assert second.manifest.parent == first.id
    assert second.manifest.changes == {"inferred.same-name": (0, 1), "registry": (2, 0)}


def test_every_file_is_in_the_manifest_and_none_can_be_written(folder: Path, rulebook: Rulebook) -> None:
    release = built(folder, rulebook).release
    files = {str(path.relative_to(release.path)) for path in release.path.rglob("*") if path.is_file()}
    assert files == {"manifest.json", *release.manifest.files}
    assert all(not path.stat().st_mode & 0o222 for path in [release.path, *release.path.rglob("*")])
    assert not any(name.startswith("store/LOG") for name in files)


def test_opening_and_reading_changes_no_file(folder: Path, rulebook: Rulebook) -> None:
    release = built(folder, rulebook).release
    release.store().select(COUNT)
    audit_release(open_release(folder))
    with pytest.raises(RuntimeError, match="read-write"):
        ox.Store.read_only(str(release.path / "store")).add(
            ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c"))
        )
    audit_release(open_release(folder))


# The same again


def test_building_twice_changes_nothing(folder: Path, rulebook: Rulebook) -> None:
    first = built(folder, rulebook)
    before = {path: path.stat().st_mtime_ns for path in first.release.path.rglob("*")}
    second = built(folder, rulebook)
    assert (first.changed, second.changed) == (True, False)
    assert second.release.manifest == first.release.manifest
    assert before == {path: path.stat().st_mtime_ns for path in second.release.path.rglob("*")}


def test_order_and_repetition_of_quads_do_not_matter(rulebook: Rulebook) -> None:
    quads = report_quads()
    ids = set()
    for seed in range(5):
        random.Random(seed).shuffle(quads)
        ids.add(content(quads + quads[:3], rulebook, BASE).id)
    assert len(ids) == 1


def test_a_changed_rulebook_makes_another_release(rulebook: Rulebook) -> None:
    other = replace(rulebook, shapes=rulebook.shapes + "\n")
    assert content(report_quads(), rulebook, BASE).id != content(report_quads(), other, BASE).id


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        {"PYTHONHASHSEED": "77", "TZ": "America/Lima", "LC_ALL": "C"},
    ],
)
def test_another_process_elsewhere_makes_the_same_id(
    folder: Path, rulebook: Rulebook, environment: dict[str, str]
) -> None:
    command = [sys.executable, str(BUILDING), str(folder), "0", environment["TZ"]]
    made = subprocess.run(command, env=os.environ | environment, check=True, capture_output=True, text=True)
    assert made.stdout.strip() == content(report_quads(), rulebook, BASE).id


# Publishing, going back, keeping


def test_the_last_three_are_kept_and_the_current_one_is_among_them(folder: Path, rulebook: Rulebook) -> None:
    ids = [built(folder, rulebook, label(number)).release.id for number in range(5)]
    assert [release.id for release in list_releases(folder)] == ids[:1:-1]
    assert open_release(folder).id == ids[-1]
    assert open_release(folder, ids[2]).id == ids[2]
    with pytest.raises(ReleaseMissing):
        open_release(folder, ids[0])
    assert names(folder) == {".lock", "current", *ids[2:]}


def test_going_back_is_one_switch(folder: Path, rulebook: Rulebook) -> None:
    first, second = (built(folder, rulebook, label(number)).release.id for number in range(2))
    assert publish(folder, first).changed
    assert open_release(folder).id == first
    assert not publish(folder, first).changed
    assert built(folder, rulebook, label(1)).changed
    assert open_release(folder).id == second


def test_a_release_gone_back_to_survives_later_builds(folder: Path, rulebook: Rulebook) -> None:
    ids = [built(folder, rulebook, label(number)).release.id for number in range(3)]
    publish(folder, ids[0])
    built(folder, rulebook, label(3))
    publish(folder, ids[2])
    assert {release.id for release in list_releases(folder)} >= {ids[2]}
    assert len(list_releases(folder)) == 3


def test_an_open_reader_outlives_the_removal_of_its_release(folder: Path, rulebook: Rulebook) -> None:
    store = built(folder, rulebook).release.store()
    before = store.select(COUNT)
    for number in range(4):
        built(folder, rulebook, label(number))
    assert store.select(COUNT) == before


@pytest.mark.parametrize("name", ["absent", "../..", "0123456789abcdef", ""])
def test_what_is_not_kept_cannot_be_published(folder: Path, rulebook: Rulebook, name: str) -> None:
    built(folder, rulebook)
    with pytest.raises(ReleaseMissing):
        publish(folder, name)


def test_an_empty_folder_has_no_release(folder: Path) -> None:
    with pytest.raises(ReleaseMissing):
        open_release(folder)
    assert list_releases(folder) == ()


def test_two_builders_do_not_meet(folder: Path, rulebook: Rulebook) -> None:
    first = built(folder, rulebook).release.id
    with one_builder(folder / "releases"):
        with pytest.raises(BuildBusy):
            built(folder, rulebook, label(1))
        with pytest.raises(BuildBusy):
            publish(folder, first)
    assert open_release(folder).id == first


def test_what_builders_left_is_swept_whoever_has_their_number_now(folder: Path, rulebook: Rulebook) -> None:
    releases = folder / "releases"
    for name in (f".building-{os.getpid()}-bb", ".building-1-cc", ".removing-dd"):
        (releases / name / "store").mkdir(parents=True)
    (releases / ".current-9-ee").symlink_to("nowhere")
    built(folder, rulebook)
    assert {name for name in names(folder) if name.startswith(".")} == {".lock"}


def test_a_release_whose_seal_was_cut_off_is_sealed_by_the_next_build(
    folder: Path, rulebook: Rulebook
) -> None:
    release = built(folder, rulebook).release
    opened = [release.path, release.path / "quads", release.path / "manifest.json"]
    for path in opened:
        path.chmod(path.stat().st_mode | stat.S_IWUSR)
    built(folder, rulebook)
    assert not any(path.stat().st_mode & stat.S_IWUSR for path in opened)


# Damage


def damage(path: Path, kind: str) -> None:
    loosen(path)
    data = path.read_bytes()
    match kind:
        case "flip":
            middle = len(data) // 2
            path.write_bytes(data[:middle] + bytes([data[middle] ^ 0x20]) + data[middle + 1 :])
        case "truncate":
            path.write_bytes(data[:-1])
        case "grow":
            path.write_bytes(data + b"\n")
        case _:
            path.unlink()


@pytest.mark.parametrize("kind", ["flip", "truncate", "grow", "delete"])
@pytest.mark.parametrize(
    "file",
    [
        "manifest.json",
        "quads/default.nq",
        "quads/registry.nq",
        "text/{}.txt",
        "sources/{}.bin",
        "reports/loss.json",
    ],
)
def test_a_damaged_file_is_named(folder: Path, rulebook: Rulebook, file: str, kind: str) -> None:
    name = file.format(SHA[:16])
    release = built(folder, rulebook).release
    damage(release.path / name, kind)
    with pytest.raises(ReleaseDamaged) as raised:
        open_release(folder)
    assert (raised.value.file, raised.value.release_id) == (name, release.id)
    with pytest.raises(ReleaseDamaged):
        publish(folder, release.id)
    assert list_releases(folder) == ()


@pytest.mark.parametrize("kind", ["flip", "truncate", "delete"])
def test_a_damaged_store_is_found_by_the_audit_and_replaced_by_the_next_build(
    folder: Path, rulebook: Rulebook, kind: str
) -> None:
    release = built(folder, rulebook).release
    damage(max((release.path / "store").glob("*.sst"), key=lambda path: path.stat().st_size), kind)
    with pytest.raises(ReleaseDamaged) as raised:
        audit_release(open_release(folder))
    assert raised.value.file.startswith("store/")
    assert built(folder, rulebook).release.id == release.id
    audit_release(open_release(folder))


def test_a_file_that_nobody_sealed_is_damage(folder: Path, rulebook: Rulebook) -> None:
    release = built(folder, rulebook).release
    (release.path / "reports").chmod(stat.S_IRWXU)
    (release.path / "reports" / "more.json").write_text("{}")
    with pytest.raises(ReleaseDamaged):
        open_release(folder)


def test_a_release_under_another_name_is_damage(folder: Path, rulebook: Rulebook) -> None:
    release = built(folder, rulebook).release
    shutil.copytree(release.path, folder / "releases" / ("0" * 16))
    with pytest.raises(ReleaseDamaged):
        open_release(folder, "0" * 16)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"sources": 1}'])
def test_what_is_no_manifest_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        manifest_from_json(text)


def test_a_manifest_of_a_later_schema_is_not_guessed_at(folder: Path, rulebook: Rulebook) -> None:
    manifest = built(folder, rulebook).release.manifest
    with pytest.raises(ValueError, match="schema version 2"):
        manifest_from_json(replace(manifest, schema_version=2).sealed().to_json())


# Verification


def problems(
    folder: Path, rulebook: Rulebook, *more: Quad, without: tuple[Quad, ...] = ()
) -> tuple[str, ...]:
    with pytest.raises(VerificationFailed) as raised:
        build_release(folder, given(*more, without=without), rulebook)
    assert Path(raised.value.kept).is_dir()
    return raised.value.problems


ACTUAL = "report/soumu/2019-08/indicator/5/1/actual/2018"
TARGET = "report/soumu/2019-08/indicator/5/1/target/2017"
BUDGET = "report/soumu/2019-08/budget/2018"
PLACE = f"source/{SHA[:16]}/p/0-1"


def test_a_failed_build_is_kept_aside_and_the_old_release_goes_on(folder: Path, rulebook: Rulebook) -> None:
    first = built(folder, rulebook).release.id
    for _ in range(2):
        problems(folder, rulebook, at(REPORT, ACTUAL, KEIFU.value, decimal("1068")))
    assert open_release(folder).id == first
    assert [name.startswith(".failed-") for name in sorted(names(folder))].count(True) == 1
    assert not any(name.startswith(".building-") for name in names(folder))


def test_a_check_of_severity_violation_fails_the_build(folder: Path, rulebook: Rulebook) -> None:
    unit = next(quad for quad in report_quads() if quad.predicate == KEIFU.unit)
    [problem] = problems(folder, rulebook, without=(unit,))
    assert problem == f"01-value-unit-violation: {unit.subject}"


def test_a_check_of_severity_warning_is_listed(folder: Path, rulebook: Rulebook) -> None:
    lone = [
        at("graph/registry", f"indicator/lone-{number}", RDF.type, KEIFU.Indicator) for number in range(7)
    ]
    manifest = built(folder, rulebook, *lone).release.manifest
    assert [(result.name, result.rows) for result in manifest.checks] == [
        ("01-value-unit-violation", 0),
        ("02-measures", 7),
    ]
    assert len(manifest.warnings) == 6
    assert manifest.warnings[-1] == "02-measures: and 2 more"


def test_a_broken_shape_fails_the_build(folder: Path, rulebook: Rulebook) -> None:
    quote = next(quad for quad in report_quads() if quad.predicate == OA.exact)
    found = problems(folder, rulebook, quote._replace(object=Literal("約")))
    assert any(problem.startswith("shapes: ") and "one quote" in problem for problem in found)


def test_a_shape_of_severity_warning_is_listed(folder: Path, rulebook: Rulebook) -> None:
    shapes = rulebook.shapes.replace("sh:minCount 1", "sh:minCount 2 ; sh:severity sh:Warning")
    manifest = build_release(folder, given(), replace(rulebook, shapes=shapes)).release.manifest
    assert len(manifest.warnings) == 3


def test_a_check_that_does_not_parse_names_itself(folder: Path, rulebook: Rulebook) -> None:
    broken = replace(rulebook, checks=(Check("07-broken", "壊れた", "violation", "SELECT ?x {\n"),))
    with pytest.raises(QueryError, match="07-broken"):
        build_release(folder, given(), broken)
    assert names(folder) == {".lock"}


def test_a_lexical_form_that_the_engine_would_change_fails_the_build(
    folder: Path, rulebook: Rulebook
) -> None:
    found = problems(folder, rulebook, at("graph/registry", "org/soumu", KEIFU.order, decimal("1.50")))
    assert any("differs from its text" in problem and '"1.5"' in problem for problem in found)


@pytest.mark.parametrize("text", ["約１，０６７団体", "1067", "1 067→1,067", "1,0\r\n67"])
def test_a_value_is_printed_in_any_width(folder: Path, rulebook: Rulebook, text: str) -> None:
    raw = f"{RAW}{text}"
    start = len(RAW)
    digest = hashlib.sha256(raw.encode()).hexdigest()
    where = f"source/{digest[:16]}/p/{start}-{start + len(text)}"
    figure = "report/soumu/2019-08/figure/1"
    quads = [
        at(REPORT, where, RDF.type, KEIFU.Passage),
        at(REPORT, where, OA.exact, Literal(text)),
        at(REPORT, where, OA.start, integer(start)),
        at(REPORT, where, OA.end, integer(start + len(text))),
        at(REPORT, where, KEIFU.source, BASE.iri(f"source/{digest[:16]}")),
        at(REPORT, figure, RDF.type, KEIFU.Figure),
        at(REPORT, figure, KEIFU.value, decimal("1067")),
        at(REPORT, figure, KEIFU.unit, BASE.iri("unit/x")),
        at(REPORT, figure, KEIFU.evidence, BASE.iri(where)),
    ]
    other = replace(source(), sha256=digest, data=raw.encode(), raw=raw)
    ready = given(*quads)
    build_release(folder, replace(ready, sources=(*ready.sources, other)), rulebook)


@pytest.mark.parametrize(
    ("subject", "predicate", "wrong"),
    [
        pytest.param(ACTUAL, KEIFU.value, decimal("106"), id="a part of the digits"),
        pytest.param(ACTUAL, KEIFU.value, decimal("-1067"), id="a sign that is not printed"),
        pytest.param(TARGET, KEIFU.value, decimal("1067"), id="a number of another passage"),
        pytest.param(BUDGET, KEIFU.total, integer(12_000_000), id="a printed sign that was lost"),
        pytest.param(BUDGET, KEIFU.initial, integer(-12), id="a forgotten scale"),
    ],
)
def test_a_value_that_nobody_printed_fails_the_build(
    folder: Path, rulebook: Rulebook, subject: str, predicate: Iri, wrong: Literal
) -> None:
    old = tuple(
        quad for quad in report_quads() if quad.subject == BASE.iri(subject) and quad.predicate == predicate
    )
    [problem] = problems(folder, rulebook, at(REPORT, subject, predicate, wrong), without=old)
    assert problem.startswith(BASE.iri(subject))
    assert "is not printed in source/" in problem


def test_a_value_without_evidence_fails_the_build(folder: Path, rulebook: Rulebook) -> None:
    gone = next(quad for quad in report_quads() if quad.predicate == KEIFU.evidence)
    [problem] = problems(folder, rulebook, without=(gone,))
    assert problem.endswith("in no passage")


def shifted(by: int) -> list[Quad]:
    place, quads = passage("1,067団体")
    own = {place: BASE.iri(PLACE)}
    moved = {OA.start: by, OA.end: by}
    return [
        quad._replace(
            subject=own[quad.subject],
            object=integer(int(str(getattr(quad.object, "lexical", ""))) + moved[quad.predicate])
            if quad.predicate in moved
            else quad.object,
        )
        for quad in quads
    ]


@pytest.mark.parametrize("by", [-1, 1, 1000, -1000])
def test_a_quote_that_is_not_its_source_fails_the_build(folder: Path, rulebook: Rulebook, by: int) -> None:
    [problem] = problems(folder, rulebook, *shifted(by))
    assert problem.startswith(f"{BASE.iri(PLACE)}: the source reads")


def test_a_passage_of_an_unknown_source_fails_the_build(folder: Path, rulebook: Rulebook) -> None:
    stranger = BASE.iri("source/0123456789abcdef")
    quads = [
        quad._replace(object=stranger) if quad.predicate == KEIFU.source else quad for quad in shifted(0)
    ]
    [problem] = problems(folder, rulebook, *quads)
    assert problem.endswith(f"{stranger} is not in the release")


def test_a_passage_without_an_end_fails_the_build(folder: Path, rulebook: Rulebook) -> None:
    quads = [quad for quad in shifted(0) if quad.predicate != OA.end]
    [problem] = problems(folder, rulebook, *quads)
    assert "a passage has one quote" in problem


# Input that contradicts itself


def test_a_rule_that_takes_away_is_refused(rulebook: Rulebook) -> None:
    rules = {"thief": "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }"}
    with pytest.raises(GraphError, match="only add"):
        content(report_quads(), replace(rulebook, rules=rules), BASE)


@pytest.mark.parametrize("graph", ["urn:elsewhere", "https://w3id.org/keifu/report/x"])
def test_a_graph_of_strangers_is_refused(rulebook: Rulebook, graph: str) -> None:
    with pytest.raises(GraphError, match="a graph outside"):
        content([report_quads()[0]._replace(graph=Iri(graph))], rulebook, BASE)


@pytest.mark.parametrize("name", ["../x.json", "a/b.json", ".hidden", "", "日本.json"])
def test_a_report_with_a_path_for_a_name_is_refused(folder: Path, rulebook: Rulebook, name: str) -> None:
    with pytest.raises(GraphError):
        build_release(folder, replace(given(), reports={name: "{}"}), rulebook)
    assert names(folder) == {".lock"}


def test_two_graphs_that_want_one_file_are_refused(folder: Path, rulebook: Rulebook) -> None:
    twins = [at(graph, "org/soumu", RDFS.label, ja("総務省")) for graph in ("graph/rs/a.b", "graph/rs/a/b")]
    with pytest.raises(GraphError, match=quads_name("graph/rs/a/b")):
        built(folder, rulebook, *twins)


def test_the_packaged_rulebook_has_one_version() -> None:
    assert packaged_rulebook(BASE.base).version == packaged_rulebook(BASE.base).version


# Crashes


def test_a_killed_builder_leaves_the_old_or_the_new_release(folder: Path, rulebook: Rulebook) -> None:
    chance = random.Random(20)
    allowed = {built(folder, rulebook).release.id}
    lasting = 1.0
    for number in range(1, 21):
        command = [sys.executable, str(BUILDING), str(folder), str(number), "kill"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            started = time.monotonic()
            try:
                child.wait(None if number == 1 else chance.uniform(0.3, 1.0) * lasting)
                lasting = max(0.2, time.monotonic() - started)
            except subprocess.TimeoutExpired:
                child.kill()
            said = child.stdout.read().strip() if child.stdout else ""
        release = open_release(folder)
        audit_release(release)
        fresh = release.store().ask(f"ASK {{ ?x <{RDFS.label}> '課{number}'@ja }}")
        assert fresh or release.id in allowed
        assert not said or said == release.id
        allowed.add(release.id)
    built(folder, rulebook, label(99))
    assert not any(name.startswith((".building", ".removing", ".current-")) for name in names(folder))


@pytest.mark.parametrize("size", [0, 1_000, 20_000])
def test_a_full_disk_leaves_the_old_release_and_no_rubbish(
    folder: Path, rulebook: Rulebook, size: int
) -> None:
    first = built(folder, rulebook).release.id
    with subprocess.Popen(
        [sys.executable, str(BUILDING), str(folder), "1", "limit"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),  # noqa: PLW1509
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        _, said = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "graph.errors.DiskFull" in said.splitlines()[-1]
    assert open_release(folder).id == first
    assert names(folder) == {".lock", "current", first}
    assert built(folder, rulebook, label(1)).changed


def test_too_little_room_is_seen_before_anything_is_written(
    folder: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(folder)._replace(free=1000)
    monkeypatch.setattr(building_module.shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(DiskFull, match=r"needed 1\.\d MiB, free 0\.0 MiB"):
        built(folder, rulebook)
    assert names(folder) == {".lock"}


def test_an_error_of_another_kind_is_not_called_a_full_disk() -> None:
    assert not is_out_of_room(PermissionError(13, "Permission denied"))
    assert is_out_of_room(OSError("IO error: No space left on device: While appending to file"))


def test_another_failure_of_the_disk_is_told_as_it_is(
    folder: Path, rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(building_module.shutil, "disk_usage", refuse)
    with pytest.raises(PermissionError):
        built(folder, rulebook)
    assert names(folder) == {".lock"}
