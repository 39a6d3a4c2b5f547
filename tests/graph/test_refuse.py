from __future__ import annotations

import contextlib
import random
import time

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryRefused
from graph.refuse import Limits, refuse

NOWHERE = "<http://127.0.0.1:9/>"  # the engine refuses this port itself, so nothing ever connects


def rule_of(query: str) -> str:
    with pytest.raises(QueryRefused) as refused:
        refuse(query)
    return refused.value.rule


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("ASK { ?x ?y ?z FILTER(1<2)SERVICE#>\n<http://host/>{} }", id="the comparison trap"),
        pytest.param(f"ASK {{ ?x ?y 1SERVICE {NOWHERE} {{}} }}", id="no word boundary: after a number"),
        pytest.param(f"ASK {{ ?x ?y trueSERVICE {NOWHERE} {{}} }}", id="no word boundary: after a word"),
        pytest.param(f"ASK {{ ?x ?y 'a'SERVICE {NOWHERE} {{}} }}", id="no word boundary: after a string"),
        pytest.param(f"ASK {{ SERVICESILENT{NOWHERE}{{}} }}", id="no word boundary: before a word"),
        pytest.param("ASK { \\u0053ERVICE <http://host/> {} }", id="the escape trap"),
        pytest.param("ASK { \\U00000053ervice <http://host/> {} }", id="the long escape"),
    ],
)
def test_the_three_traps_do_not_hide_a_service(query: str) -> None:
    assert rule_of(query) == "federation-disabled"


HIDDEN = [
    pytest.param(f"PREFIX : {NOWHERE} ASK {{ SERVICE:x {{}} }}", id="a prefixed name as endpoint"),
    pytest.param(
        f"PREFIX SERVICE: <urn:> PREFIX : {NOWHERE} ASK {{ SERVICE:x#\n{{}} }}", id="a prefix called SERVICE"
    ),
    pytest.param(f"PREFIX x: {NOWHERE} ASK {{ SERVICEx:x {{}} }}", id="a prefix glued to the keyword"),
    pytest.param(f"ASK {{ ?a ?b ?c FILTER(1<'x>'||1=1)SERVICE{NOWHERE}{{}} #'\n }}", id="a quote in an IRI"),
    pytest.param(
        f"ASK {{ ?a ?b ?c FILTER(1<?c#>'''\n||1=1||'''x'''=1)SERVICE{NOWHERE}{{}} #'''\n }}",
        id="a comment in an IRI",
    ),
    pytest.param(
        f"ASK {{ ?a ?b ?c FILTER(0<STRLEN#>'''\n('a'))SERVICE{NOWHERE}{{}} #'''\n }}",
        id="a function in an IRI",
    ),
    pytest.param(
        f"PREFIX u: <urn:> ASK {{ ?a ?b ?c FILTER(1<u:a#>'''\n||true)SERVICE{NOWHERE}{{}} #'''\n }}",
        id="a prefixed name in an IRI",
    ),
    pytest.param(f"ASK {{ ?a ?b ?c.SERVICE{NOWHERE}{{}} }}", id="after a dot"),
]


@pytest.mark.parametrize("query", HIDDEN)
def test_the_engine_would_run_what_is_refused(query: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("x")))
    assert rule_of(query) == "federation-disabled"
    with pytest.raises(OSError, match="port 9"):
        bool(store.query(query))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE' }",
        "SELECT * {} # SERVICE <http://host/>",
        "ASK { ?SERVICE $insert ?x }",
        "PREFIX x: <urn:> ASK { ?a x:SERVICE x:load }",
        "PREFIX SERVICE: <urn:> ASK { SERVICE:x ?a ?b }",
        "PREFIX service: <urn:> ASK { GRAPH service:x { ?a ?b ?c } }",
        'ASK { ?a ?b "a"@service }',
        "ASK { ?a ?b <http://e/service/1> }",
        "ASK { ?a ?b <urn:x:service:1>, <#service>, <service>, </service#insert> }",
        'ASK { ?a ?b """a "SERVICE" \\""" LOAD""" }',
        "ASK { ?a ?b 'it\\'s a SERVICE' }",
        "PREFIX x: <urn:> ASK { x:a\\'service ?b '\\u0053ERVICE' }",
        "ASK { ?a <urn:p>?/<urn:q> ?c FILTER(?a<?c && ?c>1) }",
        "ASK { ?a ?b _:drop.ADD }",
        "ASK { << ?a ?b ?c >> ?d ?e }",
    ],
)
def test_letters_of_a_keyword_in_data_are_no_keyword(query: str) -> None:
    refuse(query)


@pytest.mark.parametrize(
    "word", ["LOAD", "insert", "Delete", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"]
)
def test_an_update_is_refused_as_read_only(word: str) -> None:
    assert rule_of(f"# first\n{word} <urn:x>") == "read-only"


@pytest.mark.parametrize("bracket", ["{", "(", "[", "<< "])
def test_absurd_depth_is_refused_and_ordinary_depth_is_not(bracket: str) -> None:
    refuse(bracket * 100)
    assert rule_of(bracket * 101) == "query-too-deep"
    refuse("{}()[]" * 500)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(f"ASK {{ FILTER({'!' * 10_000}true) }}", id="negations"),
        pytest.param(f"ASK {{ FILTER(true{'||true' * 9_000}) }}", id="alternatives"),
        pytest.param(f"ASK {{ FILTER(1{'+1' * 20_000}) }}", id="sums"),
    ],
)
def test_a_chain_that_would_end_the_process_is_refused(query: str) -> None:
    assert rule_of(query) == "too-many-operators"


@pytest.mark.parametrize("path", ["/<urn:a>" * 1_000, " / <urn:a>" * 65, "|^a" * 33, "/(x:y|<urn:a>)*" * 33])
def test_a_path_of_too_many_steps_is_refused(path: str) -> None:
    assert rule_of(f"ASK {{ ?a <urn:a>{path} ?c }}") == "path-too-long"


def test_many_short_paths_are_not_one_long_path() -> None:
    refuse("ASK {" + " ?a <urn:a>/^<urn:b>/a ?c ." * 200 + "}")


@pytest.mark.parametrize("text", ["'", '"""', "'''a''", "'a\n'", '"\\"'])
def test_a_string_without_an_end_is_refused(text: str) -> None:
    assert rule_of(f"ASK {{ ?a ?b {text}") == "unclosed-string"


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_what_is_no_text_is_refused(text: str) -> None:
    assert rule_of(f"ASK {{ ?a ?b '{text}' }}") == "not-text"


def test_a_refusal_names_line_and_column() -> None:
    with pytest.raises(QueryRefused) as refused:
        refuse("ASK {\n  ?政策 ?b ?c .\n  Service <urn:x> {} }")
    assert (refused.value.line, refused.value.column, refused.value.found) == (3, 3, "Service")


def test_the_place_behind_an_escape_is_that_of_the_text_as_sent() -> None:
    with pytest.raises(QueryRefused) as refused:
        refuse("ASK { ?\\u0061 ?b ?c . \\u0053ERVICE <urn:x> {} }")
    assert refused.value.column == 23


def test_an_escaped_quote_inside_a_string_is_only_data() -> None:
    refuse('ASK { ?a ?b "\\u0022" }')


def test_an_escape_beyond_unicode_is_left_alone() -> None:
    refuse("ASK { ?a ?b '\\UFFFFFFFF' }")


def test_a_long_text_is_refused_unread() -> None:
    with pytest.raises(QueryRefused):
        refuse(" " * 11, Limits(characters=10))


ADVERSARIAL = [
    "<#>", "a.", "a:", "'", "\\'", "<'>", '\\"""', "<urn:x>", "<a", "_:.", "SERVICE:a ", "service:#\n", "<)",
    "?a<", "{}", "@a", "%41", "\\u", ":.", "'''a",
]  # fmt: skip


@pytest.mark.parametrize("piece", ADVERSARIAL)
def test_the_scan_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        text = (piece * count)[:60_000]
        started = time.process_time()
        with contextlib.suppress(QueryRefused):
            refuse(text)
        return time.process_time() - started

    small, large = (min(seconds(count) for _ in range(3)) for count in (3_000, 12_000))
    assert large < 8 * small + 0.02


PIECES = [
    "SERVICE", "service", ":", "x:", "x:a", "{", "}", "{}", "(", ")", "<", ">", "<2", "<?c", "'", '"', "'''",
    "#", "\n", " ", ".", "1", "?a", "?a ?b ?c", "FILTER(", "FILTER(1<", "||", "=1", "true", "@en", "_:b",
    "GRAPH ", NOWHERE, "a", "'x'", "\\", "<u:a#>", "STRLEN", ",", ";", "-",
]  # fmt: skip


def test_nothing_that_passes_reaches_out() -> None:
    """A soup of the pieces that fooled earlier scanners; whatever the engine would send out is refused."""
    chance = random.Random(20240617)
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("x")))
    reached = 0
    for _ in range(60_000):
        soup = "".join(chance.choices(PIECES, k=chance.randrange(6)))
        service = chance.choice(["", f"SERVICE{NOWHERE}{{}}", "SERVICE:x{}", "SERVICEx:a {}"])
        tail = "".join(chance.choices(PIECES, k=chance.randrange(3)))
        query = f"PREFIX : {NOWHERE} PREFIX x: {NOWHERE} PREFIX u: <urn:> ASK {{ {soup}{service}{tail} }}"
        try:
            bool(store.query(query))
        except OSError:
            reached += 1
            assert rule_of(query) in {"federation-disabled", "unclosed-string", "query-too-deep"}
        except (SyntaxError, ValueError):
            continue
    assert reached > 100


@given(st.text())
def test_any_text_is_passed_or_refused_and_nothing_else(text: str) -> None:
    try:
        refuse(text)
    except QueryRefused as refused:
        place = refused.line, refused.column
    else:
        place = 1, 1
    assert min(one or 0 for one in place) >= 1


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_any_text_may_stand_in_a_string(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    refuse(f'ASK {{ ?a ?b "{escaped}" }}')
