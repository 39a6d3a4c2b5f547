from __future__ import annotations

import hashlib
import sqlite3
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.embedded import OxigraphStore
from graph.errors import SearchStopped
from graph.finding import index as index_module
from graph.finding.checking import index_problems
from graph.finding.gathering import kind_of, things_of_quads, things_of_store
from graph.finding.index import Index, write_index
from graph.finding.scanning import Scan
from graph.finding.things import FIELDS, Found, Text, Thing, Wanted
from graph.nquads import join, line, triple_line
from ontology.iris import Base
from ontology.rdf import XSD, Literal, Quad, en, ja
from ontology.terms import DCTERMS, KEIFU, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from pathlib import Path

    from graph.release import Release

BASE = Base()
LETTERS = st.text(alphabet="電子政府ｸﾗｳﾄﾞ➀①1１ⅢA aＡ　㈱國国令和3平成30年度第三,.", max_size=9)
TEXTS = st.tuples(st.sampled_from(FIELDS), LETTERS.filter(lambda text: bool(text.strip())))
KINDS = st.sampled_from(("policy/soumu", "indicator", "org/soumu", "report/soumu/1/remark"))


@st.composite
def things(draw: st.DrawFn) -> list[Thing]:
    held = draw(st.lists(st.tuples(KINDS, st.lists(TEXTS, min_size=1, max_size=3)), max_size=6))
    return [
        Thing(
            f"{kind}/{number}",
            kind_of(f"{kind}/{number}"),
            "",
            tuple(Text(field, text) for field, text in sorted(texts, key=lambda one: FIELDS.index(one[0]))),
            draw(st.sampled_from(((), (2018,), (2018, 2021)))),
            draw(st.sampled_from(((), ("soumu",)))),
        )
        for number, (kind, texts) in enumerate(held)
    ]


def written(path: Path, held: list[Thing], seconds: float = 60.0) -> Index:
    path.unlink(missing_ok=True)
    write_index(path, held, "r1")
    index = Index.open(path, "r1", seconds)
    assert index is not None
    return index


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index") / "index" / "search.sqlite"


@settings(max_examples=60)
@given(things(), st.lists(LETTERS, min_size=1, max_size=3), st.sampled_from(("", "policy", "statement")))
def test_the_index_finds_what_a_scan_finds_in_the_same_order(
    file: Path, held: list[Thing], texts: list[str], kind: str
) -> None:
    index, scan = written(file, held), Scan(held)
    for text in (*texts, " ".join(texts), *(one.text for thing in held[:2] for one in thing.texts)):
        for wanted in (Wanted(text), Wanted(text, kind, 2018, "soumu")):
            found = index.find(wanted, 100)
            assert found == scan.find(wanted, 100)
            assert index.paths(wanted) == {hit.path for hit in found.hits}
            assert index.find(wanted, 2, 1).hits == found.hits[1:3]


@settings(max_examples=40)
@given(st.text(max_size=8), st.text(max_size=4))
def test_any_letter_of_unicode_is_found_as_a_scan_finds_it(file: Path, text: str, part: str) -> None:
    held = [Thing("policy/a", "policy", "", (Text("name", "電" + text.encode(errors="ignore").decode()),))]
    index, scan = written(file, held), Scan(held)
    for words in (text[:3], text[1:], part, text):
        assert index.find(Wanted(words), 9) == scan.find(Wanted(words), 9)


def test_words_do_not_run_on_from_one_text_to_the_next(tmp_path: Path) -> None:
    texts = (Text("name", "電子"), Text("name", "子政府"), Text("alias", "府県"))
    index = written(tmp_path / "i" / "s", [Thing("policy/a", "policy", "", texts)])
    assert index.find(Wanted("電子政"), 9).total == 0
    assert index.find(Wanted("子政"), 9).total == 1
    assert index.find(Wanted("電子 府県"), 9).total == 1


def test_the_reasons_come_in_their_order(tmp_path: Path) -> None:
    texts = {"1": "クラウド化", "2": "自治体クラウド", "3": "雲", "4": "自治体", "5": "その他"}
    held = [
        Thing(
            "org/5", "org", "", (Text("name", texts["5"]), Text("words", "クラウドの数", ("source/a/p/1-2",)))
        ),
        Thing("org/4", "org", "", (Text("name", texts["4"]), Text("alias", "旧クラウド課"))),
        Thing("org/3", "org", "", (Text("name", texts["2"]),)),
        Thing("org/2", "org", "", (Text("name", texts["3"]), Text("alias", "クラウド"))),
        Thing("org/1", "org", "", (Text("name", "ｸﾗｳﾄﾞ"),)),
    ]
    hits = written(tmp_path / "i" / "s", held).find(Wanted("クラウド"), 9).hits
    assert [(hit.path, hit.why) for hit in hits] == [
        ("org/1", "exact"),
        ("org/2", "alias"),
        ("org/3", "label"),
        ("org/4", "alias"),
        ("org/5", "passage"),
    ]
    assert hits[-1].passages == ("source/a/p/1-2",)


def test_the_counts_of_a_facet_tell_what_choosing_gives(tmp_path: Path) -> None:
    held = [
        Thing("policy/soumu/1", "policy", "", (Text("name", "電子"),), (2018, 2021), ("soumu",)),
        Thing("indicator/1", "indicator", "", (Text("name", "電子"),), (2018,), ("soumu",)),
        Thing("indicator/2", "indicator", "", (Text("name", "電子"),), (2021,), ("kokkosho",)),
        Thing("indicator/3", "indicator", "", (Text("name", "ほか"),), (2021,), ("soumu",)),
    ]
    index = written(tmp_path / "i" / "s", held)
    found = index.find(Wanted("電子", "indicator"), 9)
    assert found.facets == {
        "type": {"policy": 1, "indicator": 2},
        "year": {"2021": 1, "2018": 1},
        "ministry": {"kokkosho": 1, "soumu": 1},
    }
    assert found.total == 2
    for value, count in found.facets["year"].items():
        assert index.find(Wanted("電子", "indicator", int(value)), 9).total == count


def test_the_same_things_give_the_same_bytes(tmp_path: Path) -> None:
    held = [Thing(f"org/{n}", "org", "", (Text("name", f"第{n}課"),)) for n in range(30)]
    digests = set()
    for name, order in (("a", held), ("b", held[::-1])):
        write_index(tmp_path / name / "s", order, "r1")
        digests.add(hashlib.sha256((tmp_path / name / "s").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_an_index_of_other_rules_or_of_another_release_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "i" / "s"
    write_index(path, [], "r1")
    assert Index.open(path, "r2") is None
    monkeypatch.setattr(index_module, "folding_version", lambda: "other")
    assert Index.open(path, "r1") is None


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    nothing = Found(0, (), {"type": {}, "year": {}, "ministry": {}})
    assert written(tmp_path / "i" / "s", []).find(Wanted("電"), 9) == nothing


def test_a_full_disk_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __call__(self, *_: object) -> None:
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error

    monkeypatch.setattr(index_module, "_fill", Full())
    with pytest.raises(OSError, match="no space left"):
        write_index(tmp_path / "i" / "s", [], "r1")


def test_a_hostile_text_is_answered_or_stopped_in_time(tmp_path: Path) -> None:
    held = [Thing(f"org/{n}", "org", "", (Text("name", "あ" * 400),)) for n in range(300)]
    index = written(tmp_path / "i" / "s", held)
    for text in (
        "あ" * 200,
        "あ " * 100,
        '" OR *',
        "{name} : あ",
        "NEAR(あ い)",
        "あ* NOT い",
        "﷽" * 200,
        "%_'\\",
    ):
        start = time.process_time()
        assert index.find(Wanted(text), 3).total in (0, 300)
        assert time.process_time() - start < 5
    hurried = Index.open(tmp_path / "i" / "s", "r1", 0.0)
    assert hurried is not None
    with pytest.raises(SearchStopped):
        hurried.find(Wanted("あ" * 200), 3)


# What is gathered


def quads() -> list[Quad]:
    def at(graph: str, subject: str, predicate: object, value: object) -> Quad:
        return Quad(BASE.iri(subject), predicate, value, BASE.iri(graph))  # type: ignore[arg-type]

    report = "report/soumu/2019-08"
    return [
        at("graph/registry", "work/honebuto", RDFS.label, ja("経済財政運営と改革の基本方針")),
        at("graph/registry", "work/honebuto", SKOS.altLabel, ja("骨太の方針")),
        at("graph/documents", "doc/honebuto/2020", RDFS.label, ja("経済財政運営と改革の基本方針2020")),
        at("graph/documents", "doc/honebuto/2020", KEIFU.editionOf, BASE.iri("work/honebuto")),
        at("graph/documents", "doc/honebuto/other", RDFS.label, ja("基本方針の概要")),
        at("graph/documents", "doc/honebuto/other", KEIFU.editionOf, BASE.iri("work/honebuto")),
        at("graph/registry", "indicator/cloud", RDFS.label, ja("クラウド導入市区町村数")),
        at("graph/registry", "indicator/cloud", RDFS.label, en("municipalities in the cloud")),
        at("graph/registry", "indicator/cloud", RDF.type, KEIFU.Indicator),
        at(f"graph/{report}", report, DCTERMS.identifier, ja("総務省31-⑧")),
        at(f"graph/{report}", f"{report}/indicator/5", RDF.type, KEIFU.Entry),
        at(f"graph/{report}", f"{report}/indicator/5", KEIFU.about, BASE.iri("indicator/cloud")),
        at(f"graph/{report}", f"{report}/indicator/5", KEIFU.text, ja("クラウド化市区町村数")),
        at("graph/officers", "org/soumu", RDFS.label, ja("山田 太郎")),
        at("graph/inferred/x", "org/soumu", RDFS.label, ja("推定の課")),
        at("graph/registry", "source/0a1b", RDFS.label, ja("ファイル")),
    ]


def test_editions_are_called_by_the_names_of_their_work_too() -> None:
    found = {thing.path: [text.text for text in thing.texts] for thing in things_of_quads(quads(), BASE)}
    assert found["doc/honebuto/2020"] == ["経済財政運営と改革の基本方針2020", "骨太の方針2020"]
    assert "骨太の方針" in found["doc/honebuto/other"]
    assert found["indicator/cloud"][0] == "クラウド導入市区町村数"
    assert "クラウド化市区町村数" in found["indicator/cloud"]


def test_a_document_is_of_the_fiscal_year_in_which_it_was_adopted() -> None:
    document = BASE.iri("doc/honebuto/2020")
    for day, year in (("2016-03-29", 2015), ("2016-04-01", 2016)):
        adopted = Quad(document, KEIFU.adoptedOn, Literal(day, XSD + "date"), BASE.iri("graph/documents"))
        found = {thing.path: thing.years for thing in things_of_quads([*quads(), adopted], BASE)}
        assert found["doc/honebuto/2020"] == (year,)


def test_names_of_people_guesses_and_files_are_not_found() -> None:
    texts = {text.text for thing in things_of_quads(quads(), BASE) for text in thing.texts}
    assert texts.isdisjoint({"山田 太郎", "推定の課", "ファイル"})


def test_a_broken_index_fails_the_check(tmp_path: Path) -> None:
    public = [quad for quad in quads() if "officers" not in quad.graph and "inferred" not in quad.graph]
    store = OxigraphStore.of(
        [join(triple_line(quad) for quad in public), join(line(quad) for quad in quads())]
    )
    held = things_of_quads(quads(), BASE)
    assert things_of_store(store, BASE) == held
    path = tmp_path / "i" / "s"
    write_index(path, held, "r1")
    assert list(index_problems(path, "r1", store, BASE)) == []
    assert list(index_problems(path, "r2", store, BASE)) == ["index: it belongs to another release"]
    with sqlite3.connect(path) as broken:
        broken.execute("UPDATE words SET text = 'x' WHERE thing = 2")
    broken.close()
    assert any(
        "the store says" in told or "not found" in told for told in index_problems(path, "r1", store, BASE)
    )
    path.write_bytes(b"no database")
    assert any("index: " in told for told in index_problems(path, "r1", store, BASE))


# The reports


SOUGHT = (
    "骨太",
    "移管",
    "自治",
    "自治体",
    "電子決裁",
    "ＫＰＩ",
    "令和3年度",
    "電",
    "くらうど",
    "骨太 2020",
    "1067",
)


@pytest.mark.parametrize("text", SOUGHT)
def test_words_of_the_reports_are_found_as_a_scan_of_the_store_finds_them(
    seeds_release: Release, text: str
) -> None:
    index = seeds_release.index()
    assert index is not None
    scan = Scan(things_of_store(seeds_release.store(), Base(seeds_release.base)))
    found = index.find(Wanted(text), 1000)
    assert found.total > 0
    assert found == scan.find(Wanted(text), 1000)


def test_honebuto_finds_the_series_and_every_edition(seeds_release: Release) -> None:
    index = seeds_release.index()
    assert index is not None
    found = index.find(Wanted("骨太"), 100)
    editions = {hit.path for hit in found.hits if hit.kind == "edition"}
    assert "work/honebuto" in {hit.path for hit in found.hits}
    assert {f"doc/honebuto/{year}" for year in (2016, 2018, 2020)} <= editions


def test_the_index_is_a_file_of_the_release(seeds_release: Release) -> None:
    assert "index/search.sqlite" in seeds_release.manifest.files
