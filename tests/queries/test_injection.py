"""Hostile texts through every parameter of every question: refused, or one term at its own place.

What a value may change is one constant. So the tokens around it must stay as they are, the engine must parse
the whole, and the algebra, its constants left out, must be that of a harmless value.
"""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ontology.iris import Base
from queries.binding import MOST_CHARACTERS, bind, written
from queries.catalog import load_catalog
from queries.errors import ParameterError
from queries.tokens import replaced, tokens

if TYPE_CHECKING:
    from queries.catalog import Question
    from queries.tokens import Token

BASE: Final = Base()
CATALOG: Final = load_catalog()
EVERY: Final = [(question, name) for question in CATALOG for name in question.parameters]
EACH: Final = pytest.mark.parametrize(
    ("question", "name"), EVERY, ids=[f"{question.slug}-{name}" for question, name in EVERY]
)
TEXTS: Final = [(question, name) for question, name in EVERY if question.parameters[name].type == "text"]

HOSTILE: Final = (
    "> . } DROP ALL #",
    "indicator/x> . ?s ?p ?o } ; DELETE WHERE { ?s ?p ?o",
    '") } UNION { ?s ?p ?o } #',
    '" ; DROP ALL ; "',
    "' ; DROP ALL ; '",
    '"""',
    "'''",
    '\\" . ?s ?p ?o . #',
    "\\",
    '\\\\"',
    "\\u0022 . ?s ?p ?o . #",
    "\\U00000022) } #",
    "\\u003e",
    "&quot;) #",
    "x\n} DROP ALL #",
    "x\r\n?s ?p ?o",
    "x\u2028} #",
    "x\x85} #",
    "x\x00y",
    "\ud800",
    "\ufeffx",
    "# comment",
    "{ ?a ?b ?c }",
    "$name ?name $indicator",
    "2018 } #",
    "true || true",
    "1) || (1 = 1",
    "-- ; /* */",
    "http://x/> <http://y/",
    "https://w3id.org/keifu/indicator/x",
    "urn:x#a#b",
    "http://[",
    "http://x/%zz",
    "a:\ue000",
    "javascript:alert(1)",
    "x" * (MOST_CHARACTERS + 1),
    '"' * MOST_CHARACTERS,
)


def harmless(question: Question) -> dict[str, str]:
    return {name: parameter.example for name, parameter in question.parameters.items() if parameter.required}


def around(body: str, completed: str, name: str) -> None:
    """Checks that the completed query is the body with the tokens of one term at each of its places."""
    right = list(tokens(completed))
    place = 0
    for token in tokens(body):
        if (token.kind, token.text) == ("parameter", f"${name}"):
            place += term_length(right[place:])
        else:
            assert right[place] == token
            place += 1
    assert place == len(right)


def term_length(ahead: list[Token]) -> int:
    """How many tokens the constant that comes next has: <iri>, "text", "text"^^<iri>, true, -12."""
    if ahead[0].kind in {"iri", "word"}:
        return 1
    if ahead[0].kind == "string":
        return 4 if [token.text for token in ahead[1:3]] == ["^", "^"] and ahead[3].kind == "iri" else 1
    signs = takewhile(lambda token: token.kind == "mark" and token.text in "+-0123456789", ahead)
    length = len(list(signs))
    assert length, ahead[0]
    return length


def bound(question: Question, name: str, value: str) -> str | None:
    """The completed query, or None where the value is refused."""
    try:
        return bind(question, {**harmless(question), name: value}, BASE).sparql
    except ParameterError:
        return None


def others_in(question: Question, name: str) -> str:
    """The body with all values but one in their places."""
    given = {**harmless(question), name: question.parameters[name].example}
    values = bind(question, given, BASE).values

    def term(text: str) -> str:
        value = values.get(text[1:])
        return text if value is None or text == f"${name}" else written(value)

    return replaced(question.body, "parameter", term)


def shape(node: object) -> object:
    """The algebra without its constants: names of operators and how they nest."""
    if isinstance(node, CompValue):
        return node.name, tuple((key, shape(value)) for key, value in sorted(node.items()) if key != "_vars")
    if isinstance(node, list | tuple):
        return tuple(shape(part) for part in node)
    return type(node).__name__


@cache
def algebra(sparql: str) -> object:
    return shape(translateQuery(parseQuery(sparql)).algebra)


@EACH
def test_a_hostile_value_is_refused_or_becomes_one_term(question: Question, name: str) -> None:
    engine = ox.Store()
    body = others_in(question, name)
    for value in HOSTILE:
        completed = bound(question, name, value)
        if completed is not None:
            around(body, completed, name)
            engine.query(completed)


@EACH
def test_the_algebra_is_that_of_a_harmless_value(question: Question, name: str) -> None:
    plain = bound(question, name, question.parameters[name].example)
    worst = next((value for value in HOSTILE if bound(question, name, value) is not None), None)
    assert plain is not None
    if worst is not None:
        hostile = bound(question, name, worst)
        assert hostile is not None
        assert algebra(hostile) == algebra(plain)


@pytest.mark.parametrize(("question", "name"), TEXTS)
def test_all_hostile_texts_at_once_are_one_constant(question: Question, name: str) -> None:
    everything = " ".join(value for value in HOSTILE if value.isprintable() and len(value) < 100)
    completed = bound(question, name, everything)
    assert completed is not None
    assert algebra(completed) == algebra(bound(question, name, "plain") or "")


@settings(max_examples=200)
@given(st.sampled_from(EVERY), st.text() | st.from_regex(r"[a-z]{1,4}:.*", fullmatch=True))
def test_whatever_is_taken_the_engine_parses(asked: tuple[Question, str], value: str) -> None:
    question, name = asked
    completed = bound(question, name, value)
    if completed is not None:
        around(others_in(question, name), completed, name)
        ox.Store().query(completed)


def test_a_text_that_is_too_long_is_refused_without_being_repeated() -> None:
    with pytest.raises(ParameterError) as caught:
        bind(CATALOG["missing-reports"], {"ministry": "x" * (MOST_CHARACTERS + 1)}, BASE)
    assert len(str(caught.value)) < 200
