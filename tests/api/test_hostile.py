"""A release whose every text is a payload: nothing of it becomes markup, and nothing breaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from api.app import create_app
from api.pages import front
from api.settings import Settings
from graph.release import ReleaseInput, Rulebook, SourceFile, build_release
from ontology.foreign import OA, RDF, RDFS, XSD
from ontology.iris import Base
from ontology.rdf import Iri, Literal, Quad, ja
from ontology.terms import CODE, KEIFU
from tests.api.conftest import HTML, Client
from tests.api.test_pages import read

if TYPE_CHECKING:
    from pathlib import Path

BASE = Base()
PAYLOAD = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'/>]]>\u202e{{7*7}}<p style='x'>"
RAW = f'①\t{PAYLOAD}\t<ul style="color:red">1,067団体</ul>\r\n'
SHA = hashlib.sha256(RAW.encode()).hexdigest()
SOURCE = f"source/{SHA[:16]}"
REPORT = "report/soumu/2019-08"
DCT = "http://purl.org/dc/terms/"
PATHS = (
    "/",
    "/policies",
    "/indicators",
    "/reports",
    "/documents",
    "/policy/soumu/x",
    "/indicator/x",
    f"/{REPORT}",
    f"/{REPORT}/indicator/1",
    f"/{REPORT}/indicator/1/1/actual/2018",
    "/doc/x/2018",
    "/doc/x/2018/s/1",
    "/work/x",
    "/org/soumu",
    f"/{SOURCE}",
    "/lineage?from=indicator/x",
    "/search?q=script",
    "/questions/cabinet-basis?start=indicator/x",
    "/sparql?format=html&query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)


def _quads() -> Iterator[Quad]:
    def say(subject: str, predicate: Iri, value: Iri | Literal | str, graph: str = f"graph/{REPORT}") -> Quad:
        term = BASE.iri(value) if isinstance(value, str) and not isinstance(value, Iri) else value
        return Quad(BASE.iri(subject), predicate, term, BASE.iri(graph))

    def integer(value: int) -> Literal:
        return Literal(str(value), XSD.integer)

    def span(quote: str) -> str:
        start = RAW.index(quote)
        return f"{SOURCE}/p/{start}-{start + len(quote)}"

    things = {
        "policy/soumu/x": KEIFU.Policy,
        "objective/soumu/x/y": KEIFU.Objective,
        "indicator/x": KEIFU.Indicator,
        "work/x": KEIFU.Work,
        "doc/x/2018": KEIFU.Edition,
        "doc/x/2018/s/1": KEIFU.Section,
        "org/soumu": Iri("http://www.w3.org/ns/org#Organization"),
    }
    for path, kind in things.items():
        yield say(path, RDF.type, kind, "graph/registry")
        yield say(path, RDFS.label, ja(PAYLOAD + path), "graph/registry")
    entry, series = f"{REPORT}/indicator/1", f"{REPORT}/indicator/1/1"
    actual = f"{series}/actual/2018"
    yield say(REPORT, RDF.type, KEIFU.Report)
    yield say(REPORT, Iri(DCT + "identifier"), Literal(PAYLOAD))
    yield say(REPORT, KEIFU.fiscalYear, integer(2018))
    yield say(REPORT, KEIFU.evaluates, "policy/soumu/x")
    yield say("objective/soumu/x/y", KEIFU.objectiveOf, "policy/soumu/x")
    yield say("indicator/x", KEIFU.measures, "objective/soumu/x/y")
    yield say("policy/soumu/x", KEIFU.mandatedBy, "doc/x/2018/s/1")
    yield say("doc/x/2018/s/1", KEIFU.sectionOf, "doc/x/2018")
    yield say("doc/x/2018/s/1", KEIFU.numbering, Literal(PAYLOAD))
    yield say("doc/x/2018/s/1", KEIFU.order, integer(1))
    yield say("doc/x/2018", KEIFU.editionOf, "work/x")
    yield say(entry, RDF.type, KEIFU.Entry)
    yield say(entry, KEIFU.about, "indicator/x")
    yield say(entry, KEIFU.report, REPORT)
    yield say(entry, KEIFU.text, ja(PAYLOAD))
    yield say(entry, KEIFU.numberText, Literal(PAYLOAD))
    yield say(entry, KEIFU.achievement, CODE.achievement_i)
    yield say(entry, KEIFU.evidence, span(PAYLOAD))
    yield say(series, RDF.type, KEIFU.Series)
    yield say(series, KEIFU.entry, entry)
    yield say(series, KEIFU.key, Literal("1"))
    yield say(series, KEIFU.indicator, "indicator/x")
    yield say(actual, RDF.type, KEIFU.Actual)
    for predicate, value in (
        (KEIFU.entry, entry),
        (KEIFU.series, series),
        (KEIFU.report, REPORT),
        (KEIFU.indicator, "indicator/x"),
        (KEIFU.evidence, span("1,067団体")),
    ):
        yield say(actual, predicate, value)
    yield say(actual, KEIFU.fiscalYear, integer(2018))
    yield say(actual, KEIFU.value, Literal("1067", XSD.decimal))
    yield say(actual, KEIFU.unit, CODE.unit_municipality)
    yield say(actual, KEIFU.text, ja(PAYLOAD))
    yield say(SOURCE, RDF.type, KEIFU.Source, "graph/provenance")
    yield say(SOURCE, KEIFU.fileName, Literal(PAYLOAD), "graph/provenance")
    yield say(SOURCE, KEIFU.sha256, Literal(SHA), "graph/provenance")
    for quote in (PAYLOAD, "1,067団体"):
        passage, start = span(quote), RAW.index(quote)
        yield say(passage, RDF.type, KEIFU.Passage)
        yield say(passage, KEIFU.source, SOURCE)
        yield say(passage, OA.exact, Literal(quote))
        yield say(passage, OA.start, integer(start))
        yield say(passage, OA.end, integer(start + len(quote)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    source = SourceFile(SHA, PAYLOAD, "tabbed", RAW.encode(), RAW)
    given = ReleaseInput(tuple(_quads()), (source,), {}, BASE.base)
    build_release(folder, given, Rulebook("none", "", (), {}))
    app = create_app(Settings(graph=folder, workers=1, kept_bytes=0))  # every page is made anew
    yield Client(app)
    app.state.site.close()


@pytest.mark.parametrize("path", PATHS)
def test_no_text_becomes_markup(hostile: Client, path: str) -> None:
    answer = hostile.ask(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    page = read(answer.text)
    assert page.forbidden == []
    assert "x" not in page.loads
    assert "<img src=x" not in answer.text


@pytest.mark.parametrize("path", ["/lineage.svg?from=indicator/x", "/indicator/x.svg"])
def test_drawings_of_hostile_texts_are_well_formed(hostile: Client, path: str) -> None:
    root = ET.fromstring(hostile.ask(path).text)
    assert not [node for node in root.iter() if node.tag.endswith(("script", "img"))]


def test_an_error_page_echoes_no_markup(hostile: Client) -> None:
    for path in ("/policy/<script>alert(1)</script>", "/indicators?<script>=1", "/questions/<script>"):
        answer = hostile.ask(path, headers=HTML)
        assert answer.status_code in {400, 404}
        assert "<script" not in answer.text


def test_an_inner_failure_gives_nothing_away(hostile: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("/srv/secret/path")

    monkeypatch.setattr(front, "coverage", broken)
    answer = hostile.ask("/", raises=False)
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal"
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]


def test_a_new_release_is_served_as_soon_as_it_is_published(tmp_path: Path) -> None:
    app = create_app(Settings(graph=tmp_path, workers=1))
    client = Client(app)
    assert client.ask("/").status_code == 503
    source = SourceFile(SHA, "x.txt", "tabbed", RAW.encode(), RAW)
    quads = tuple(_quads())
    rules = Rulebook("none", "", (), {})
    first = build_release(tmp_path, ReleaseInput(quads, (source,), {}, BASE.base), rules)
    assert client.ask("/policies.json").json()["release"] == first.release.id
    more = Quad(BASE.iri("policy/soumu/z"), RDF.type, KEIFU.Policy, BASE.iri("graph/registry"))
    second = build_release(tmp_path, ReleaseInput((*quads, more), (source,), {}, BASE.base), rules)
    told = client.ask("/policies.json").json()
    assert (told["release"], told["total"]) == (second.release.id, 2)
    app.state.site.close()
