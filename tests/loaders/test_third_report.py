"""Made-up reports of other ministries and years against hand-typed facts, with the same form file."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import loaders
from loaders.model import Baseline, IndicatorEntry, Quantity, Report, Series, Target
from tests.loaders.reading_facts import read_path

SAMPLES = Path(__file__).parents[1] / "samples"
Json = dict[str, Any]


@pytest.fixture(
    scope="module",
    params=[
        ("kakuu-R5-1.tabbed.txt", "kakuu-R5-1.expected.json"),
        ("souzou-H28-3.linear.txt", "souzou-H28-3.expected.json"),
    ],
    ids=lambda pair: pair[0],
)
def pair(request: pytest.FixtureRequest) -> tuple[loaders.Reading, Json]:
    text, facts = request.param
    return read_path(SAMPLES / text), json.loads((SAMPLES / facts).read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=["kakuu-R6-3.tabbed.txt", "kakuu-R6-3.linear.txt"])
def third(request: pytest.FixtureRequest) -> tuple[loaders.Reading, Json]:
    facts = json.loads((SAMPLES / "kakuu-R6-3.expected.json").read_text(encoding="utf-8"))
    return read_path(SAMPLES / request.param), facts


def value(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else quantity.value


def number(printed: str | None) -> Decimal | None:
    return None if printed is None else Decimal(printed)


def budget(report: Report) -> list[Json]:
    assert report.budget is not None
    kinds = ("initial", "supplementary", "carry_over", "total", "executed")
    return [
        {"fiscal_year": column.fiscal_year.value}
        | {kind: money.value if (money := getattr(column, kind)) else None for kind in kinds}
        for column in report.budget.columns
    ]


def target(found: Target) -> tuple[object, ...]:
    return found.fiscal_year, value(found.quantity), found.comparator, found.is_final


def expected_target(told: Json) -> tuple[object, ...]:
    return told["fiscal_year"], number(told["value"]), told["comparator"], told["is_final"]


def baseline(found: Baseline | None) -> tuple[object, ...] | None:
    return None if found is None else (found.fiscal_year, value(found.quantity))


def paths(report: Report) -> list[list[list[int]]]:
    excerpts = [document.excerpt for document in report.documents]
    return [[[h.value for h in path.headings] for path in e.paths] if e else [] for e in excerpts]


def test_the_head_is_that_of_the_report(pair: tuple[loaders.Reading, Json]) -> None:
    head, told = pair[0].report.head, pair[1]
    stated = head.number.value
    assert (stated.normal, stated.year, stated.sequence) == tuple(told["number"].values())
    assert head.fiscal_year.value == told["fiscal_year"]
    assert head.evaluated_in is not None
    assert f"{head.evaluated_in.value.year}-{head.evaluated_in.value.month:02}" == told["evaluated_in"]


def test_the_policy_and_its_outcomes_are_read(pair: tuple[loaders.Reading, Json]) -> None:
    policy, told = pair[0].report.policy, pair[1]["policy"]
    assert policy.number is not None
    assert policy.field is not None
    assert (policy.number.value, policy.name.value, policy.field.value) == (
        told["number"],
        told["name"],
        told["field"],
    )
    assert [[o.level, o.text.value] for o in policy.outcomes] == told["outcomes"]


def test_the_budget_is_proven_in_its_own_unit(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]["budget"]
    assert budget(report) == told["columns"]
    assert report.budget is not None
    assert report.budget.scale.value == told["scale"]
    stated = [column.initial for column in report.budget.columns]
    assert {str(money.confidence) for money in stated if money} == {"proven"}


def test_documents_have_every_date_and_section(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]["documents"]
    assert [d.title.value for d in report.documents] == [d["title"] for d in told]
    assert [[str(day.value) for day in d.dates] for d in report.documents] == [d["dates"] for d in told]
    assert paths(report) == [d["paths"] for d in told]


def test_objectives_and_means_are_read(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]
    assert [objective.name.value for objective in report.objectives] == told["objectives"]
    assert [means.name.value for means in report.means] == told["means"]


def test_every_indicator_is_read(pair: tuple[loaders.Reading, Json]) -> None:
    for entry, told in zip(pair[0].report.entries, pair[1]["entries"], strict=True):
        kind = entry.indicator_type.value if entry.indicator_type else None
        assert (entry.number.value, entry.is_main, entry.name.value) == (
            told["number"],
            told["is_main"],
            told["name"],
        )
        assert (kind, entry.objective, entry.measure_kind) == (
            told["type"],
            told["objective"],
            told["measure_kind"],
        )
        assert list(entry.tag.tags if entry.tag else ()) == told["tags"]


def test_every_series_is_read(pair: tuple[loaders.Reading, Json]) -> None:
    for entry, told in zip(pair[0].report.entries, pair[1]["entries"], strict=True):
        assert [series.key for series in entry.series] == [series["key"] for series in told["series"]]
        for series, expected in zip(entry.series, told["series"], strict=True):
            _compare(entry, series, expected)


def _compare(entry: IndicatorEntry, series: Series, told: Json) -> None:
    where = (entry.number.value, series.key)
    base = told["baseline"]
    assert series.achievement is not None
    assert series.achievement.value == told["achievement"], where
    assert baseline(series.baseline) == (base and (base["fiscal_year"], number(base["value"]))), where
    targets = [expected_target(t) for t in told["targets"]]
    assert [target(t) for t in series.targets] == targets, where
    actuals = [(a["fiscal_year"], number(a["value"]), a["as_of"]) for a in told["actuals"]]
    read = [(a.fiscal_year, value(a.quantity), str(a.as_of) if a.as_of else None) for a in series.actuals]
    assert read == actuals, where
    units = {q.unit for o in (*series.targets, *series.actuals) if (q := o.quantity) is not None}
    assert units <= {told["unit"]}, where
    assert (series.part_name.value if series.part_name else None) == told.get("part"), where


def test_shares_keep_their_counts_and_references_their_year(pair: tuple[loaders.Reading, Json]) -> None:
    for entry, told in zip(pair[0].report.entries, pair[1]["entries"], strict=True):
        for series, expected in zip(entry.series, told["series"], strict=True):
            for actual, fact in zip(series.actuals, expected["actuals"], strict=True):
                quantity = actual.quantity
                counts = [quantity.numerator, quantity.denominator] if quantity else [None, None]
                assert counts == [Decimal(n) for n in fact.get("ratio", ())] or counts == [None, None]
            references = [t.reference for t in series.targets]
            stated = [[r.fiscal_year, r.where] if r else None for r in references]
            assert stated == [t.get("reference") for t in expected["targets"]]


def test_judgement_people_and_next_term_are_read(pair: tuple[loaders.Reading, Json]) -> None:
    report, told = pair[0].report, pair[1]
    assert report.rating is not None
    assert [report.rating.words.value, report.rating.code] == told["rating"]
    assert report.stance is not None
    assert report.stance.code == told["stance"]
    actions = {str(e.number.value): list(e.next_term.actions) for e in report.entries if e.next_term}
    assert actions == told["next_actions"]
    assert [list(unit.names) for unit in report.units] == told["units"]
    assert [post.post.value for post in report.posts] == told["posts"]
    assert [note.mark for note in report.footnotes] == told["footnotes"]


def test_a_bare_year_before_the_era_began_is_of_the_era_before() -> None:
    reading = read_path(SAMPLES / "kakuu-R5-1.tabbed.txt")
    years = {s.baseline.fiscal_year for e in reading.report.entries for s in e.series if s.baseline}
    assert years == {2017, 2019}


def test_both_layouts_of_the_third_report_state_the_same(third: tuple[loaders.Reading, Json]) -> None:
    report, told = third[0].report, third[1]
    assert report.head.number.value.normal == told["number"]["normal"]
    assert budget(report) == told["budget"]["columns"]
    assert [o.name.value for o in report.objectives] == [o["name"] for o in told["objectives"]]
    assert [m.name.value for m in report.means] == [m["name"] for m in told["means"]]
    assert report.rating is not None
    assert report.rating.code == told["rating"]["code"]
    assert [list(unit.names) for unit in report.units] == told["units"]


def test_both_layouts_of_the_third_report_have_the_same_indicators(
    third: tuple[loaders.Reading, Json],
) -> None:
    for entry, told in zip(third[0].report.entries, third[1]["entries"], strict=True):
        series = entry.series[0]
        assert (entry.number.value, entry.is_main, entry.name.value) == (
            told["number"],
            told["is_main"],
            told["name"],
        )
        assert series.baseline is not None
        assert series.baseline.fiscal_year == told["baseline"]["fiscal_year"]
        targets = [(t.fiscal_year, t.comparator, t.is_final) for t in series.targets]
        assert targets == [(t["fiscal_year"], t["comparator"], t["is_final"]) for t in told["targets"]]
        actuals = [(a.fiscal_year, str(a.as_of)) for a in series.actuals]
        assert actuals == [(a["fiscal_year"], a["as_of"]) for a in told["actuals"]]
        if told["unit"] is not None:
            assert [value(a.quantity) for a in series.actuals] == [
                Decimal(a["value"]) for a in told["actuals"]
            ]
