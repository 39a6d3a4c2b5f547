"""Terms: checked when made."""

from __future__ import annotations

import pytest

from ontology.errors import TermError
from ontology.rdf import BlankNode, Iri, Literal, en, ja


@pytest.mark.parametrize("text", ["https://w3id.org/keifu/org/soumu", "urn:x:y", "http://例え.jp/総務省"])
def test_an_absolute_iri_is_taken_as_it_is(text: str) -> None:
    assert Iri(text) == text


@pytest.mark.parametrize(
    "text", ["", "org/soumu", "http://a b", "http://a<b", 'http://a"b', "1http://a", "http://a\n"]
)
def test_what_is_no_absolute_iri_is_refused(text: str) -> None:
    with pytest.raises(TermError):
        Iri(text)


def test_texts_keep_their_language() -> None:
    assert (ja("政策").language, en("policy").language) == ("ja", "en")
    assert ja("政策").datatype.endswith("#langString")


@pytest.mark.parametrize("language", ["", "日本語", "ja_JP", "-ja", "ja\n"])
def test_a_language_must_be_a_tag(language: str) -> None:
    with pytest.raises(TermError):
        Literal("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", language)


def test_a_language_needs_the_datatype_of_texts_with_language() -> None:
    with pytest.raises(TermError):
        Literal("x", language="ja")


def test_a_blank_node_is_a_label() -> None:
    assert BlankNode("b0") == "b0"
