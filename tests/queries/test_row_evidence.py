"""Every row of every question on the two complete reports is stated by the quotes that the row shows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cache

import pytest

from graph.release import Release
from loaders.jp.markers import circled_value
from queries.answer import Answer, Cell
from queries.asking import ask
from queries.catalog import Question, load_catalog
from queries.evidence import Quote, evidence
from queries.ground import Ground, ground_of

pytestmark = pytest.mark.seeds

CATALOG = load_catalog()
COMPUTED = frozenset(
    [
        "hops",
        "tie",
        "via",
        "rate",
        "current",
        "difference",
        "tolerance",
        "agrees",
        "share",
        "ratio",
        "confidence",
        "i",
        "ro",
        "ha",
        "pending",
        "recomputedMet",
        "recomputedMissed",
        "notDue",
        "notComputable",
        "quantitative",
        "mixed",
        "qualitative",
        "withoutNumber",
        "start",
        "end",
        "line",
        "page",
        "isMain",
        "saidMain",
        "same",
    ]
)
"""Numbers and truths that follow from what is printed, and that nobody printed."""
QUOTED = {"quote", "text", "afterText", "locator", "event", "point", "response", "exact"}
MARKS = {"achievement-i": "イ", "achievement-ro": "ロ", "achievement-ha": "ハ", "achievement-pending": "－"}
RATINGS = {"rating-substantial": "相当程度進展あり", "rating-achieved": "目標達成"}
TYPES = {"type-outcome": "アウトカム", "type-output": "アウトプット"}
CALCULATED = ("budget sum", "sum of parts in prose", "target by factor")
SCALES = (1, 1_000, 1_000_000)
TAG = re.compile(r"</?[a-z][^<>]*>")


def required(question: Question) -> dict[str, str]:
    return {name: value.example for name, value in question.parameters.items() if value.required}


def flat(text: str) -> str:
    """Widths folded, no blanks, no tags, no commas in numbers."""
    circles = "".join(str(circled_value(char) or char) for char in TAG.sub("", text))
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", circles))
    return re.sub(r"(?<=\d),(?=\d)", "", plain)


Asked = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ground(seeds_release: Release) -> Ground:
    return ground_of(seeds_release)


@pytest.fixture(scope="module")
def asked(ground: Ground) -> Asked:
    """Each question once."""

    @cache
    def answer(slug: str) -> Answer:
        return ask(ground, slug, required(CATALOG[slug]))

    return answer


def records(answer: Answer) -> list[dict[str, Cell]]:
    names = [column.name for column in answer.columns]
    return [dict(zip(names, row, strict=True)) for row in answer.rows]


def quoted(record: Mapping[str, Cell], quotes: Mapping[str, Quote]) -> str:
    """All quotes of a row, each on a line of its own, as the reader would compare them."""
    return "\n".join(flat(quotes[path].exact) for path in str(record["passage"] or "").split())


def numbers_in(text: str) -> set[Decimal]:
    return {Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", text)}


def claims(answer: Answer, record: Mapping[str, Cell]) -> Iterator[tuple[str, Cell]]:
    """The cells of a row that a report prints."""
    for column in answer.columns:
        value = record[column.name]
        if value is None or column.name in COMPUTED:
            continue
        if column.type in {"decimal", "integer"} and not (
            column.name == "left" and record.get("what") in CALCULATED
        ):
            yield column.name, value
        if column.name in QUOTED or (column.name in {"left", "right"} and column.type == "text"):
            yield column.name, value
        if column.name in {"achievement", "rating", "rule"}:
            yield column.name, value


def stated(name: str, value: Cell, quotes: str) -> bool:
    if isinstance(value, int | Decimal):
        found = numbers_in(quotes)
        return any(abs(Decimal(value)) / scale in found for scale in SCALES)
    text = str(value)
    if name == "achievement":
        return all(flat(MARKS[mark]) in quotes.split("\n") for mark in text.split())
    if name == "rating":
        return RATINGS[text] in quotes
    if name == "rule":
        printed = re.findall(r"(?<!\d)\d+(?:\.\d+)?(?![\d:])", text)
        return {Decimal(one) for one in printed} <= numbers_in(quotes)
    if text in {"true", "false"}:
        return True
    parts = [TYPES[text]] if text in TYPES else text.split(" ／ ")
    return all(flat(part) in quotes.replace("\n", "") for part in parts)


@pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)
def test_the_quotes_of_a_row_hold_what_the_row_says(question: Question, ground: Ground, asked: Asked) -> None:
    answer = asked(question.slug)
    quotes = evidence(ground, answer.passages)
    unproven = [
        (number, name, value)
        for number, record in enumerate(records(answer))
        if record.get("basis") != "basis-curated" or record.get("passage")
        for name, value in claims(answer, record)
        if not stated(name, value, quoted(record, quotes))
    ]
    assert unproven == []


@pytest.mark.parametrize("question", CATALOG, ids=CATALOG.slugs)
def test_every_row_that_a_report_states_has_a_passage_and_the_answer_its_sources(
    question: Question, asked: Asked
) -> None:
    answer = asked(question.slug)
    rows = [r for r in records(answer) if r.get("basis") == "basis-stated" or r.get("status") != "not loaded"]
    bare = [r for r in rows if not r["passage"] and r.get("basis") != "basis-curated"]
    assert bare == []
    assert bool(answer.sources) == bool(answer.rows)


def test_no_verdict_is_quoted_from_the_head_of_the_report(ground: Ground) -> None:
    """Title, unit in charge and month of the report say nothing about its rating."""
    answer = ask(ground, "verdict-consistency")
    quotes = [quote.exact for quote in evidence(ground, answer.passages).values()]
    strangers = [q for q in quotes if "評価書" in q or "室長" in q or re.fullmatch(r"\S+年\S+月", q)]
    assert strangers == []


def test_the_fate_of_an_indicator_shows_its_mark_its_target_and_its_actual(ground: Ground) -> None:
    answer = ask(ground, "indicator-fates")
    quotes = evidence(ground, answer.passages)
    fates = {(r["report"], r["number"]): quoted(r, quotes).split("\n") for r in records(answer)}
    assert {"ハ", "32時間以内", "60.3時間"} <= set(fates["report/soumu/2019-08", 4])
    assert {"イ", "16位", "9位"} <= set(fates["report/soumu/2019-08", 1])


def test_a_plan_is_quoted_by_title_and_date_and_no_excerpt(ground: Ground) -> None:
    answer = ask(ground, "plan-lineage", {"work": "work/digital-jutenkeikaku"})
    quotes = evidence(ground, answer.passages)
    revised = next(r for r in records(answer) if r["edition"] == "doc/it-declaration/2014-06-24")
    assert {"世界最先端IT国家創造宣言", "平成25年6月14日", "平成26年6月24日"} <= set(
        quoted(revised, quotes).split("\n")
    )
    assert max(len(quote.exact) for quote in quotes.values()) < 60
    assert len(answer.sources) == 2
