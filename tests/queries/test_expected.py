from dataclasses import replace

import pytest

from graph.release import Release
from queries.asking import ask
from queries.catalog import Question, load_catalog
from queries.evidence import evidence
from queries.expected import differences
from queries.ground import Ground, ground_of

CATALOG = load_catalog()
BY_SLUG = pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)
CLOUD = "indicator/municipal-cloud-adopters"


@pytest.fixture(scope="module", params=["embedded", "oracle"])
def seeds_ground(request: pytest.FixtureRequest, seeds_release: Release) -> Ground:
    found = ground_of(seeds_release)
    return found if request.param == "embedded" else replace(found, store=seeds_release.oracle())


def required(question: Question) -> dict[str, str]:
    return {name: value.example for name, value in question.parameters.items() if value.required}


@pytest.mark.seeds
@BY_SLUG
def test_the_two_complete_reports_give_the_expected_answer(question: Question, seeds_ground: Ground) -> None:
    assert differences(ask(seeds_ground, question, required(question)), question) == ()


@pytest.mark.seeds
@BY_SLUG
def test_every_passage_of_an_answer_is_there_and_is_the_text_of_the_source(
    question: Question, seeds_ground: Ground, seeds_release: Release
) -> None:
    answer = ask(seeds_ground, question, required(question))
    quotes = evidence(seeds_ground, answer.passages)
    assert set(quotes) == set(answer.passages)
    for quote in quotes.values():
        text = seeds_release.source_text(quote.source.removeprefix("source/"))
        assert text[quote.start : quote.end] == quote.exact


@pytest.mark.seeds
def test_the_cabinet_itself_is_reached_through_the_policy_only_in_eleven_editions(
    seeds_ground: Ground,
) -> None:
    answer = ask(seeds_ground, "cabinet-basis", {"start": CLOUD, "body": "org/cabinet"})
    assert len(set(answer.column("document"))) == 11
    assert set(answer.column("tie")) == {"policy"}


@pytest.mark.seeds
@pytest.mark.parametrize(
    ("policy", "documents", "sections"), [("e-government", 7, 18), ("e-municipality", 6, 8)]
)
def test_each_policy_rests_on_the_rows_of_its_cabinet_table(
    seeds_ground: Ground, policy: str, documents: int, sections: int
) -> None:
    answer = ask(seeds_ground, "cabinet-basis", {"start": f"policy/soumu/{policy}"})
    assert len(set(answer.column("document"))) == documents
    assert len(answer.rows) == sections


@pytest.mark.seeds
def test_the_guessed_successor_of_the_database_is_one_more_row(seeds_ground: Ground) -> None:
    answer = ask(seeds_ground, "indicator-fates", {"inferred": "true"})
    assert len(answer.rows) == 13
    assert (
        answer.rows[-1][[c.name for c in answer.columns].index("successor")]
        == "indicator/tax-statistics-request-rate"
    )


@pytest.mark.seeds
def test_recomputed_misses_are_the_published_ones(seeds_ground: Ground) -> None:
    recomputed = ask(seeds_ground, "dropped-after-miss", {"verdict": "recomputed"})
    assert recomputed.rows == ask(seeds_ground, "dropped-after-miss").rows
