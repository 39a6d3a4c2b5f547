"""Nothing lost: strict readings, accepted stretches, explained readings, corrections that stay visible."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import keifu
from graph.embedded import OxigraphStore
from graph.errors import VerificationFailed
from graph.printed import complaints
from graph.release import ReleaseInput, SourceFile, build_release
from keifu.exporting import tables
from keifu.loading import load
from keifu.overlays import Overlay
from keifu.stating import quads_of, resolve_all
from loaders import read
from loaders.model import Correction, Issue, Span
from loaders.overlay import Accepted, write_corrections
from loaders.report import Unread
from loaders.strict import Strict, judge
from ontology.iris import Base
from ontology.terms import KEIFU
from queries.asking import ask
from queries.catalog import load_catalog

if TYPE_CHECKING:
    from pathlib import Path

    from queries.ground import Ground
    from tests.conftest import Seeds
    from tests.keifu.conftest import Command

A, B = "soumu-31-8.tabbed.txt", "soumu-R4-8.linear.txt"
WRONG, RIGHT = "1,l82団体", "1,182団体"
SEEDS_ACCEPTED = """
[[accepted]]
source = "aec283a3ce7df1c3"
start = 5195
end = 5201
printed = "【30年度】"
reason = "最終目標の本文が原本の文字から失われ、年度だけが残る。"

[[accepted]]
source = "94ca55d09eda047b"
start = 129
end = 130
printed = "0"
reason = "補正予算の令和4年度と思われるが、どの欄の数字か決まらない。"
"""


@pytest.fixture
def accept(tmp_path: Path) -> str:
    path = tmp_path / "accepted.toml"
    path.write_text(SEEDS_ACCEPTED, encoding="utf-8")
    return str(path)


class TestStrict:
    @pytest.mark.parametrize(("name", "open_"), [("a", "【30年度】 (l.47)"), ("b", "0 (l.8)")])
    def test_ends_with_1_and_quotes_what_is_open(
        self, run: Command, seeds: Seeds, name: str, open_: str
    ) -> None:
        done = run("read", str(getattr(seeds, name)), "--strict")
        assert done.code == 1
        assert open_ in done.err
        assert "100% are asked for" in done.err

    @pytest.mark.parametrize("name", ["a", "b"])
    def test_ends_with_0_when_a_person_accepted_it_and_tells_the_reason(
        self, run: Command, seeds: Seeds, name: str, accept: str
    ) -> None:
        done = run("read", str(getattr(seeds, name)), "--strict", "--accept", accept)
        assert done.code == 0
        assert "accepted, line" in done.err
        assert "100% explained" in done.err
        assert "note: no file here has the hash" in done.err  # the other of the two

    def test_a_digit_is_never_under_the_coverage(self, run: Command, seeds: Seeds) -> None:
        done = run("read", str(seeds.b), "--min-coverage", "90")
        assert done.code == 1
        assert "Numbers that are not: 0 (l.8)" in done.err

    def test_some_words_may_be_under_the_coverage(self, samples: Path) -> None:
        reading = read((samples / A).read_bytes(), A)
        word = reading.source.raw.index("電子政府")
        issue = Issue("warning", "unparsed", "unread", "ja", "en", Span(word, word + 4))
        stretch = Unread(Span(word, word + 4), 7, "電子政府", (), issue)
        counted = {**reading.loss.characters, "unread": 4}
        loss = replace(reading.loss, unread=(stretch,), issues=(), characters=counted, numbers_reported=())
        assert not judge(loss, reading.source, Strict()).holds
        assert judge(loss, reading.source, Strict(99.5)).holds
        some = Accepted(reading.source.sha256, Span(word, word + 4), "電子政府", "表紙の飾り")
        assert judge(loss, reading.source, Strict(accepted=(some,))).holds

    def test_a_number_in_a_doubtful_cell_is_not_explained(self, root: Path) -> None:
        path = root / "tests" / "samples" / "kakuu-R5-1.tabbed.txt"
        reading = read(path.read_bytes(), path.name)
        assert not reading.loss.unread
        assert {text for _, text in judge(reading.loss, reading.source, Strict()).numbers} == {"3", "5"}

    def test_an_accepted_stretch_that_is_not_there_is_refused(
        self, run: Command, seeds: Seeds, tmp_path: Path
    ) -> None:
        path = tmp_path / "accepted.toml"
        path.write_text(SEEDS_ACCEPTED.replace('"0"', '"1"'), encoding="utf-8")
        done = run("read", str(seeds.b), "--strict", "--accept", str(path))
        assert done.code == 2
        assert "the source has 0" in done.err

    @pytest.mark.parametrize("share", ["-1", "100.5"])
    def test_a_coverage_that_is_no_share_is_refused(self, run: Command, seeds: Seeds, share: str) -> None:
        assert run("read", str(seeds.b), "--min-coverage", share).code == 2

    def test_a_load_leaves_out_what_is_not_explained(
        self, run: Command, samples: Path, tmp_path: Path
    ) -> None:
        done = run("load", str(samples / B), "--strict", "--into", str(tmp_path))
        assert done.code == 1
        assert "Numbers that are not: 0" in done.err
        assert not (tmp_path / "releases" / "current").exists()


class TestExplain:
    def test_tells_every_fact_once_in_the_order_of_the_source(self, run: Command, seeds: Seeds) -> None:
        found = json.loads(run("read", str(seeds.a), "--explain", "--json").out)
        facts = [each for each in found if each["kind"] == "fact"]
        loss = json.loads(run("read", str(seeds.a), "--json").out)["loss"]
        assert len(facts) == sum(loss["factsByConfidence"].values())
        assert Counter(each["rule"] for each in facts) == loss["factsByRule"]
        starts = [each["span"][0] for each in found if each["span"] is not None]
        assert starts == sorted(starts)

    def test_tells_doubts_in_their_place(self, run: Command, seeds: Seeds) -> None:
        lines = run("read", str(seeds.b), "--explain").out.splitlines()
        place = next(n for n, line in enumerate(lines) if "! orphan-number" in line)
        assert lines[place].split()[0] == "8"
        before = [int(line.split()[0]) for line in lines[2:place] if line.split()[0].isdigit()]
        assert max(before) <= 8

    def test_tells_what_was_made_of_the_print(self, run: Command, seeds: Seeds) -> None:
        out = run("read", str(seeds.a), "--explain").out
        assert "「1,067団体 (H30.4.1時点)」 → 1067 municipality, FY2018" in out
        assert "「37,790」 → 37790000000 initial, FY2016" in out


def correction(data: bytes, name: str) -> Correction:
    source = read(data, name).source
    start = source.raw.index(WRONG)
    span = Span(start, start + len(WRONG))
    return Correction(
        source.sha256, span, WRONG, RIGHT, "原本の写しと照合した。", "校閲係", date(2026, 11, 23)
    )


@pytest.fixture(scope="module")
def damaged(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample with one letter in the place of a digit."""
    path = tmp_path_factory.mktemp("damaged") / B
    text = (samples / B).read_text(encoding="utf-8")
    assert text.count(RIGHT) == 1
    path.write_text(text.replace(RIGHT, WRONG), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corrected(damaged: Path, tmp_path_factory: pytest.TempPathFactory) -> keifu.Keifu:
    folder = tmp_path_factory.mktemp("corrected")
    overlay = Overlay((correction(damaged.read_bytes(), B),))
    loaded = load([str(damaged)], folder, lambda _: None, overlay=overlay)
    assert not loaded.failed, loaded.failed
    return keifu.open(folder)


def values(opened: keifu.Keifu) -> list[tuple[str, str]]:
    """Every value of the report with its node."""
    report = f"<{Base().iri('report/soumu/2022-08')}>"
    query = f"SELECT ?n ?v {{ ?n <{KEIFU.value}> ?v ; <{KEIFU.report}> {report} }}"
    return sorted((str(row["n"]), str(row["v"])) for row in opened.query(query))


class TestCorrections:
    def test_a_corrected_report_states_what_the_sound_one_states(
        self, corrected: keifu.Keifu, opened: keifu.Keifu
    ) -> None:
        assert values(corrected) == values(opened)

    def test_the_graph_shows_printed_and_corrected_side_by_side(self, corrected: keifu.Keifu) -> None:
        (row,) = corrected.query(
            f"""SELECT ?text ?value ?printed ?better ?who {{
              ?c a <{KEIFU.Correction}> ; <{KEIFU.corrects}> ?n ; <{KEIFU.correctedText}> ?better ;
                 <http://purl.org/dc/terms/creator> ?who ;
                 <{KEIFU.evidence}>/<http://www.w3.org/ns/oa#exact> ?printed .
              ?n <{KEIFU.value}> ?value ; <{KEIFU.text}> ?text }}"""
        )
        assert (row["printed"], row["better"], row["who"]) == (WRONG, RIGHT, "校閲係")
        assert str(row["value"]) == "1182"
        assert WRONG in str(row["text"])
        assert RIGHT not in str(row["text"])

    def test_every_quote_of_the_release_is_still_the_source(
        self, corrected: keifu.Keifu, damaged: Path
    ) -> None:
        raw = damaged.read_text(encoding="utf-8")
        rows = corrected.query(
            "SELECT ?q ?s ?e { ?p <http://www.w3.org/ns/oa#exact> ?q ; <http://www.w3.org/ns/oa#start> ?s ;"
            " <http://www.w3.org/ns/oa#end> ?e }"
        )
        assert all(raw[int(str(row["s"])) : int(str(row["e"]))] == row["q"] for row in rows)

    def test_a_release_keeps_its_corrections_and_reads_with_them_again(
        self, corrected: keifu.Keifu, damaged: Path
    ) -> None:
        folder = corrected.release.path.parents[1]
        again = load([str(damaged)], folder, lambda _: None)
        assert not again.changed
        assert not again.failed
        text = dict(tables(corrected))["corrections.csv"]
        assert WRONG in text
        assert RIGHT in text

    def test_a_value_differs_from_the_print_through_its_correction_only(self, damaged: Path) -> None:
        data, base = damaged.read_bytes(), Base()
        reading = read(data, B, corrections=[correction(data, B)])
        quads = list(quads_of(resolve_all([reading]), base))
        texts = {reading.source.sha256[:16]: reading.source.raw}
        assert not list(complaints(quads, texts, base))
        bare = [quad for quad in quads if quad.graph != base.iri("graph/corrections")]
        assert ["1182 is not printed in" in found for found in complaints(bare, texts, base)] == [True]

    def test_read_tells_the_correction_in_its_place(
        self, run: Command, damaged: Path, tmp_path: Path
    ) -> None:
        path = tmp_path / "corrections.toml"
        path.write_text(write_corrections([correction(damaged.read_bytes(), B)]), encoding="utf-8")
        done = run("read", str(damaged), "--corrections", str(path), "--explain")
        assert done.code == 0
        (line,) = [line for line in done.out.splitlines() if "! correction-applied" in line]
        assert WRONG in line
        assert "校閲係" in line
        assert "(corrected)" in done.out

    def test_the_file_may_be_named_by_the_environment(
        self, run: Command, damaged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "corrections.toml"
        path.write_text(write_corrections([correction(damaged.read_bytes(), B)]), encoding="utf-8")
        monkeypatch.setenv("KEIFU_CORRECTIONS", str(path))
        assert "correction-applied" in run("read", str(damaged)).out

    def test_a_file_that_is_not_there_ends_with_3(self, run: Command, damaged: Path) -> None:
        assert run("read", str(damaged), "--corrections", "none.toml").code == 3


@pytest.fixture(scope="module")
def bare(opened: keifu.Keifu, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """The statements of the samples without the accounts of their readings."""
    folder = tmp_path_factory.mktemp("bare")
    store = ox.Store(str(folder))
    for path in sorted((opened.release.path / "quads").iterdir()):
        if not path.name.startswith("loss."):
            store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    return replace(opened.ground, store=OxigraphStore.open(folder))


def test_no_answer_changes_by_what_could_not_be_read(opened: keifu.Keifu, bare: Ground) -> None:
    assert any(name.startswith("loss.") for name in opened.release.graph_lines())
    for question in load_catalog():
        given = {name: value.example for name, value in question.parameters.items() if value.required}
        assert ask(opened.ground, question.slug, given).rows == ask(bare, question.slug, given).rows


def test_an_account_that_breaks_a_shape_stops_the_build(samples: Path, tmp_path: Path) -> None:
    data, base = (samples / B).read_bytes(), Base()
    reading = read(data, B)
    quads = quads_of(resolve_all([reading]), base, losses=[reading.loss])
    given = ReleaseInput(
        quads=tuple(quad for quad in quads if quad.predicate != KEIFU.severity),
        sources=(SourceFile(reading.source.sha256, B, "linear-text", data, reading.source.raw),),
        reports={},
    )
    with pytest.raises(VerificationFailed) as error:
        build_release(tmp_path, given)
    assert all("exactly one severity" in found or "重さは一つ" in found for found in error.value.problems)
