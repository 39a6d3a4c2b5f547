from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from graph.release import Release
from queries.answer import Answer
from queries.asking import ask
from queries.catalog import Question, load_catalog
from queries.evidence import evidence
from queries.expected import differences
from queries.ground import Ground, ground_of

CATALOG = load_catalog()
BY_SLUG = pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)
CLOUD = "indicator/municipal-cloud-adopters"


ENGINES = pytest.mark.parametrize("engine", ["embedded", "oracle"])
Asked = Callable[[str, str, str], Answer]


@pytest.fixture(scope="module")
def asked(request: pytest.FixtureRequest) -> Asked:
    """The answers of either engine over either set of reports, each asked once: rdflib takes its time."""
    stores: dict[tuple[str, str], Ground] = {}

    def ground(reports: str, engine: str) -> Ground:
        release: Release = request.getfixturevalue(f"{reports}_release")
        found = ground_of(release)
        return found if engine == "embedded" else replace(found, store=release.oracle())

    @cache
    def answer(reports: str, slug: str, engine: str) -> Answer:
        if (reports, engine) not in stores:
            stores[reports, engine] = ground(reports, engine)
        return ask(stores[reports, engine], slug, required(CATALOG[slug]))

    return answer


@pytest.fixture(scope="module")
def seeds_ground(seeds_release: Release) -> Ground:
    return ground_of(seeds_release)


def required(question: Question) -> dict[str, str]:
    return {name: value.example for name, value in question.parameters.items() if value.required}


@pytest.mark.seeds
@ENGINES
@BY_SLUG
def test_the_two_complete_reports_give_the_expected_answer(
    question: Question, engine: str, asked: Asked
) -> None:
    assert differences(asked("seeds", question.slug, engine), question) == ()


@ENGINES
@BY_SLUG
def test_the_short_reports_give_the_expected_answer(question: Question, engine: str, asked: Asked) -> None:
    assert differences(asked("samples", question.slug, engine), question, "samples") == ()


@pytest.mark.seeds
@BY_SLUG
def test_every_passage_of_an_answer_is_there_and_is_the_text_of_the_source(
    question: Question, asked: Asked, seeds_ground: Ground, seeds_release: Release
) -> None:
    answer = asked("seeds", question.slug, "embedded")
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
def test_the_office_that_comes_where_another_went_is_a_guess_in_a_row_of_its_own(
    seeds_ground: Ground,
) -> None:
    answer = ask(seeds_ground, "unit-history", {"inferred": "true"})
    names = [column.name for column in answer.columns]
    last = dict(zip(names, answer.rows[-1], strict=True))
    assert len(answer.rows) == 7
    assert (last["unitLabel"], last["successorLabel"]) == ("地域情報政策室", "地域情報化企画室")
    assert last["basis"] == "basis-inferred"
    assert [gap.where.split("/")[2] for gap in answer.gaps if gap.kind == "low-confidence"] == ["same-place"]


@pytest.mark.seeds
def test_recomputed_misses_are_the_published_ones(seeds_ground: Ground) -> None:
    recomputed = ask(seeds_ground, "dropped-after-miss", {"verdict": "recomputed"})
    assert recomputed.rows == ask(seeds_ground, "dropped-after-miss").rows
