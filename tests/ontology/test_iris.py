"""IRIs: base, hash paths, graph paths."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import OntologyError, TermError
from ontology.iris import (
    CIRCLED_NUMBERS,
    GRAPH_OFFICERS,
    GRAPH_REGISTRY,
    Base,
    hashed,
    inferred_graph,
    is_public,
    ministry_hash,
    name_hash,
    normal_name,
    report_graph,
)

SEGMENT = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-", min_size=1)
PATH = st.lists(SEGMENT, min_size=1, max_size=6).map("/".join)


@given(PATH, st.sampled_from(["https://w3id.org/keifu/", "http://127.0.0.1:8000/", "https://example.org/x#"]))
def test_a_path_survives_the_way_through_an_iri(path: str, base: str) -> None:
    assert Base(base).path(Base(base).iri(path)) == path


@pytest.mark.parametrize(
    "path", ["", "/org", "org/", "org//x", "org/総務省", "org/a b", "org/a#b", "org/<x>"]
)
def test_a_path_of_anything_but_plain_segments_is_refused(path: str) -> None:
    with pytest.raises(OntologyError):
        Base().iri(path)


@pytest.mark.parametrize(
    "iri", ["https://w3id.org/keifu/ns#Policy", "https://example.org/x", "https://w3id.org/keifu/"]
)
def test_a_foreign_iri_or_a_term_of_the_vocabulary_has_no_path(iri: str) -> None:
    assert Base().path(iri) is None


def test_a_base_must_end_where_a_path_can_begin() -> None:
    with pytest.raises(OntologyError):
        Base("https://example.org")


def test_a_base_must_be_an_iri() -> None:
    with pytest.raises(TermError):
        Base("not an iri/")


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        pytest.param("クラウド導入市区町村数", "クラウド導入 市区町村数\n", id="white-space"),
        pytest.param("世界最先端ＩＴ国家創造宣言", "世界最先端IT国家創造宣言", id="width"),
        pytest.param("➀", "①", id="dingbat-circle"),
        pytest.param(
            "新経済・財政再生計画　改革工程表", "新経済・財政再生計画改革工程表", id="ideographic-space"
        ),
    ],
)
def test_printed_variants_of_one_name_have_one_normal_form(printed: str, same: str) -> None:
    assert normal_name(printed) == normal_name(same)
    assert name_hash(printed) == name_hash(same)


def test_dashes_and_long_vowels_are_never_folded_into_each_other() -> None:
    assert len({normal_name(dash) for dash in "―ー一−"}) == 4


PRINTED = st.text("電子自治体の推進・（）()「」【】①⑧➀❶ⅢⅰA7０９ 　\n\t－―ー～〜％㍻ｶﾞ")


@given(PRINTED)
def test_the_normal_form_is_stable(text: str) -> None:
    assert normal_name(normal_name(text)) == normal_name(text)


@pytest.mark.parametrize("sign", sorted(CIRCLED_NUMBERS))
def test_a_circled_digit_has_the_number_that_unicode_gives_it(sign: str) -> None:
    assert CIRCLED_NUMBERS[sign] == unicodedata.numeric(sign)


@given(st.text())
def test_a_hash_is_eight_letters_of_lower_case_base32(text: str) -> None:
    assert len(name_hash(text)) == 8
    assert set(name_hash(text)) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_the_hash_of_a_name_never_changes() -> None:
    # SHA-256 of the name in UTF-8, base32: published IRIs rest on it.
    assert hashed("policy", "soumu", "電子自治体の推進") == "policy/soumu-mhzvtolu"


def test_a_ministry_outside_the_registry_still_has_paths() -> None:
    slug = ministry_hash("外務省")
    assert hashed("org", None, "外務省") == f"org/{slug}"
    assert (
        Base()
        .iri(hashed("indicator", slug, "何かの件数"))
        .startswith(f"https://w3id.org/keifu/indicator/{slug}-")
    )


def test_a_report_has_a_graph_of_its_own() -> None:
    assert report_graph("report/soumu/2019-08") == "graph/report/soumu/2019-08"
    with pytest.raises(OntologyError):
        report_graph("policy/soumu/e-government")


@pytest.mark.parametrize(
    "graph", [GRAPH_REGISTRY, report_graph("report/soumu/2019-08"), "graph/rs/2024/1-3", "graph/curated"]
)
def test_stated_and_curated_graphs_are_merged(graph: str) -> None:
    assert is_public(graph)


@pytest.mark.parametrize(
    "graph", [inferred_graph("same-means"), GRAPH_OFFICERS, "graph/other", "report/soumu"]
)
def test_guesses_officers_and_strangers_are_not_merged(graph: str) -> None:
    assert not is_public(graph)
