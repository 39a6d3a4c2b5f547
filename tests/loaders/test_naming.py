"""Names of programmes, laws and documents in text: whole, longest first, across line ends, with places."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.citing.naming import Names, names_of
from loaders.identity import resolve
from loaders.quads import doubts, report_quads
from loaders.text import Text
from ontology.iris import Base
from ontology.registry import load_registry, parse_registry
from ontology.terms import KEIFU, RDF
from tests.loaders.free_text import SAMPLES, expert, tabbed_with
from tests.loaders.reading_facts import read_path

NAMES = names_of(load_registry())
BASE = Base()


def found(words: str, names: Names = NAMES) -> list[tuple[str, str]]:
    text = Text.of(words, 0, len(words))
    return [(named.path.split("/", 1)[1], named.name.chars) for named in names.found_in(text)]


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        ("自治体クラウド導入サポート員が自治体クラウドを", ["municipal-cloud-supporters", "municipal-cloud"]),
        ("自治体クラウドグループの形成", ["municipal-cloud-group"]),
        ("うち自治体クラ\nウド導入団体は", ["municipal-cloud"]),
        ("マイナン\n\nバーカードの普及", ["my-number-card"]),
        ("情報提供ネットワークシステム", ["info-network-system"]),
        ("総合行政ネットワーク（ＬＧＷＡＮ）について", ["lgwan"]),
        ("番号制度とマイナンバー制度", ["my-number-system", "my-number-system"]),
        ("社会保障・税番号制度", ["my-number-system"]),
        ("e-Govの電子申請（https://www.e-Gov.go.jp/doc）", ["e-gov"]),
        ("デジタル手続法により行政手続オンライン化法の", ["414AC0000000151", "414AC0000000151"]),
        ("「官民データ活用推進基本法に基づく", ["428AC1000000103"]),
        ("骨太の方針2019を踏まえ", ["honebuto"]),
        ("世界最先端IT国家創造宣言・官民データ活用推進基本計画", ["it-declaration-kanmin"]),
        ("世界最先端IT国家創造宣言に", ["it-declaration"]),
    ],
)
def test_the_longest_name_at_a_place_is_meant(words: str, paths: list[str]) -> None:
    assert [path for path, _ in found(words)] == paths


@pytest.mark.parametrize(
    "words",
    [
        "e-Governance",
        "FLGWAN2",
        "マイナンバーカードリーダー",
        "電話番号制度",
        "業務文書管理システム",
        "農林水産省地球温暖化対策計画",
        "https://example.jp/LGWAN",
        "クラウド",
        "情報提供ネットワーク",
        "",
    ],
)
def test_a_part_of_a_longer_word_names_nothing(words: str) -> None:
    assert found(words) == []


def test_five_digits_are_no_year() -> None:
    assert found("骨太の方針20190") == [("honebuto", "骨太の方針")]


def test_a_name_leads_back_to_its_characters() -> None:
    raw = "普及した（自治体クラ\nウドを含む）。"
    (named,) = NAMES.found_in(Text.of(raw, 0, len(raw)))
    assert [raw[span.start : span.end] for span in named.spans(raw)] == ["自治体クラ\nウド"]


@given(st.text(alphabet="自治体クラウド番号制度 \nマイナンバーカードLGWAN法「」", max_size=40))
def test_every_place_found_is_a_name_without_its_blanks(words: str) -> None:
    known = {name for item in (*NAMES.registry.programmes, *NAMES.registry.works) for name in item.names}
    for _, name in found(words):
        assert "".join(name.split()) in known


@pytest.mark.parametrize(
    "words", ["令和5年度の会議において", "a.b-", "デ ジ タ ル", "世界最先端IT国家創造宣言・"]
)
def test_the_time_grows_with_the_length_of_the_text(words: str) -> None:
    def seconds(times: int) -> float:
        start = process_time()
        found(words * times)
        return process_time() - start

    found(words)
    short = max(0.02, min(seconds(1000) for _ in range(2)))
    assert min(seconds(4000) for _ in range(2)) < 9 * short


def test_an_empty_registry_names_nothing() -> None:
    assert found("LGWAN", names_of(parse_registry({}))) == []


def test_a_legal_act_that_no_register_has_is_a_line_for_people_and_no_node() -> None:
    reading = tabbed_with(
        "学識経験を有する者", "「架空の道の法律」(令和元年法律第901号)と「測定方法」、デジタル手続法を見た。"
    )
    resolved = resolve(reading.report, reading.source, load_registry())
    lines = [issue for issue in doubts(resolved) if (issue.code, issue.slot) == ("unmatched", "law")]
    assert [reading.source.raw[i.span.start : i.span.end] for i in lines if i.span] == ["架空の道の法律"]
    laws = [cited.targets for cited in resolved.citations.cited if "law/" in "".join(cited.targets)]
    assert laws == [("law/414AC0000000151",)]
    assert not any("架空の道" in quad.subject for quad in report_quads(resolved, BASE))


@pytest.mark.parametrize("name", ["kakuu-R6-3.tabbed.txt", "kakuu-R6-3.linear.txt"])
def test_every_mention_is_on_a_node_whose_evidence_covers_the_name(name: str) -> None:
    reading = read_path(SAMPLES / name)
    resolved = resolve(reading.report, reading.source, load_registry())
    quads = list(report_quads(resolved, BASE))
    evidence = {(q.subject, str(q.object)) for q in quads if q.predicate == KEIFU.evidence}
    mentions = [q for q in quads if q.predicate == KEIFU.mentions]
    points = {q.subject for q in quads if q.predicate == RDF.type and q.object == KEIFU.ReviewPoint}
    assert any(q.subject in points for q in mentions)
    for quad in mentions:
        assert any(_covers(str(quad.object), place, resolved) for s, place in evidence if s == quad.subject)


def _covers(programme: str, passage: str, resolved: object) -> bool:
    start, end = map(int, passage.rsplit("/", 1)[-1].split("-"))
    named = getattr(resolved, "citations").programmes  # noqa: B009 - Resolved, without its import
    return any(
        BASE.iri(each.path) == programme and start <= each.name.starts[0] and each.name.ends[-1] <= end
        for each in named
    )


def test_a_point_names_what_stands_in_it() -> None:
    report = expert("○主な指摘\n(1)LGWANを使うべきである。")
    assert [point.text.value for point in report.review_points] == ["LGWANを使うべきである。"]
