import re

import pytest
from rdflib.plugins.sparql.parser import parseQuery

from ontology.terms import CODE, KEIFU
from queries.catalog import Question, _unique, load_catalog, read_question
from queries.errors import QuestionFileError, UnknownQuestion
from queries.expected import expected_rows
from queries.tokens import code, tokens

CATALOG = load_catalog()
BY_SLUG = pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)

GOOD = """#+ number = 99
#+ slug = "test-question"
#+ title-ja = "題"
#+ title-en = "title"
#+ description-ja = "説明"
#+ description-en = "description"
#+ asks = ["citizen"]
#+ needs = ["reports"]
#+ order = ["policy"]
#+ [parameters]
#+ name = { type = "text", example = "x", label-ja = "名", label-en = "name" }
#+ [columns]
#+ policy = { type = "iri", label-ja = "政策", label-en = "policy" }
#+ [gaps]
#+ kinds = ["undated"]
PREFIX keifu: <https://w3id.org/keifu/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?policy ?policyLabel WHERE {
  ?policy a keifu:Policy ; rdfs:label ?policyLabel . FILTER(STR(?policyLabel) = $name)
} ORDER BY ?policy
"""
FILE = "99-test-question.rq"


def test_all_thirty_questions_are_there() -> None:
    assert [question.number for question in CATALOG] == list(range(1, 31))


def test_a_question_is_found_by_slug_and_by_number() -> None:
    assert CATALOG["cabinet-basis"] is CATALOG["1"]
    assert "cabinet-basis" in CATALOG
    assert "nothing" not in CATALOG


def test_an_unknown_question_names_its_nearest_neighbour() -> None:
    with pytest.raises(UnknownQuestion) as caught:
        CATALOG["cabinet-bases"]
    assert caught.value.near[0] == "cabinet-basis"


@BY_SLUG
def test_a_question_file_is_valid_sparql_as_it_lies(question: Question) -> None:
    parseQuery(question.text)


@BY_SLUG
def test_each_column_and_parameter_has_both_labels(question: Question) -> None:
    for labelled in (*question.columns, *question.parameters.values()):
        assert labelled.label_ja
        assert labelled.label_en


@BY_SLUG
def test_each_question_has_an_expected_answer_of_its_own_columns(question: Question) -> None:
    names, rows = expected_rows(question)
    assert names == tuple(column.name for column in question.header.columns)
    assert all(len(row) == len(names) for row in rows)


@BY_SLUG
def test_a_term_that_the_vocabulary_does_not_have_is_in_no_question(question: Question) -> None:
    for token in code(question.body):
        prefix, _, name = token.text.partition(":")
        if token.kind == "name" and prefix == "keifu" and name:
            assert hasattr(KEIFU, name), name
        if token.kind == "name" and prefix == "code" and name:
            assert hasattr(CODE, name.replace("-", "_")), name


@pytest.mark.parametrize("slug", ["cabinet-basis", "section-reach"])
def test_a_lineage_question_is_decided_by_fewer_than_eight_patterns(slug: str) -> None:
    body = re.sub(r"OPTIONAL \{(?:[^{}]|\{[^{}]*\})*\}", "", CATALOG[slug].body)
    body = re.sub(r"(FILTER )?EXISTS \{[^}]*\}", "", body)
    deciding = [
        line
        for line in re.split(r"[.;]\s", body.split("WHERE", 1)[1])
        if re.search(r"(keifu:\w+|\ba\b)[^?<]*[?$<]", line)
        and "rdfs:label" not in line
        and "evidence" not in line
    ]
    assert 0 < len(deciding) < 8, deciding


def test_a_good_file_is_read() -> None:
    question = read_question(FILE, GOOD)
    assert question.slug == "test-question"
    assert [column.name for column in question.columns] == ["policy", "policyLabel"]
    assert question.projected == ("policy", "policyLabel")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('#+ slug = "test-question"\n', ""), "slug is missing"),
        (("#+ number = 99", "#+ number = 99\n#+ colour = 1"), "unknown key colour"),
        (("#+ number = 99", '#+ number = "99"'), "number must be an integer"),
        (("#+ number = 99", "#+ number = 98"), "file name"),
        (("#+ number = 99", "#+ number = ="), "no TOML"),
        (('type = "text"', 'type = "string"'), "none of"),
        (('type = "text"', 'type = "iri"'), "class"),
        (('type = "text"', 'type = "code"'), "scheme"),
        (('type = "text"', 'required = true, default = "x", type = "text"'), "exclude"),
        (('type = "text"', 'required = "yes", type = "text"'), "true or false"),
        (('"iri"', '"number"'), "none of"),
        (('policy = { type = "iri"', 'Policy = { type = "iri"'), "camelCase"),
        (('asks = ["citizen"]', 'asks = ["everyone"]'), "none of"),
        (('needs = ["reports"]', 'needs = ["everything"]'), "needs 'everything' is none of"),
        (('needs = ["reports"]', 'needs = ["reports"]\n#+ also = ["more"]'), "also 'more'"),
        (('asks = ["citizen"]', "asks = []"), "empty"),
        (('asks = ["citizen"]', "asks = [1]"), "list of texts"),
        (('asks = ["citizen"]', 'asks = ["citizen"]\n#+ post = "lineage"'), "go together"),
        (('asks = ["citizen"]', 'asks = ["citizen"]\n#+ notes-ja = ["x"]'), "differ in number"),
        (('kinds = ["undated"]', 'kinds = ["unknown"]'), "none of"),
        (("[gaps]\n#+ kinds", "[gaps]\n#+ sorts"), "unknown key sorts"),
        (("#+ [gaps]\n", "#+ [lineage]\n#+ start = 1\n#+ [gaps]\n"), "tied is missing"),
        (("= $name)", "= ?name)"), "parameters in the body"),
        (("SELECT ?policy ?policyLabel", "SELECT *"), "projects"),
        (("SELECT ?policy ?policyLabel", "SELECT ?policyLabel ?policy"), "projects"),
        (("ORDER BY ?policy", "ORDER BY ?policyLabel"), "orders by"),
        (("ORDER BY ?policy", ""), "orders by"),
        (("?policy a keifu:Policy", "SERVICE <http://x> { ?policy a keifu:Policy }"), "SERVICE"),
        (("?policy a keifu:Policy", "GRAPH ?g { ?policy a keifu:Policy }"), "GRAPH"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_breaks_a_rule_is_refused(change: tuple[str, str], complaint: str) -> None:
    with pytest.raises(QuestionFileError, match=re.escape(complaint)):
        read_question(FILE, GOOD.replace(*change))


def test_an_order_that_ends_on_no_iri_is_refused() -> None:
    text = GOOD.replace('order = ["policy"]', 'order = ["policyLabel"]')
    with pytest.raises(QuestionFileError, match="last key"):
        read_question(FILE, text.replace("ORDER BY ?policy", "ORDER BY ?policyLabel"))


def test_an_order_by_a_column_that_is_not_there_is_refused() -> None:
    text = GOOD.replace('order = ["policy"]', 'order = ["other", "policy"]')
    with pytest.raises(QuestionFileError, match="no column"):
        read_question(FILE, text.replace("ORDER BY ?policy", "ORDER BY ?other ?policy"))


def test_a_column_that_is_no_table_is_refused() -> None:
    with pytest.raises(QuestionFileError, match="table"):
        read_question(FILE, GOOD.replace('{ type = "iri", label-ja = "政策", label-en = "policy" }', "1"))


@BY_SLUG
def test_tokens_put_together_give_the_text_again(question: Question) -> None:
    assert "".join(token.text for token in tokens(question.text)) == question.text


def test_two_files_with_one_number_are_refused() -> None:
    question = read_question(FILE, GOOD)
    with pytest.raises(QuestionFileError, match="number"):
        _unique([question, question])


def test_an_expected_answer_that_is_absent_is_an_error() -> None:
    with pytest.raises(QuestionFileError, match="no expected answer"):
        expected_rows(read_question(FILE, GOOD))
