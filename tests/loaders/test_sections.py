"""The table of facts: each fact is counted once, in a part that has words, read by a described rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import loaders
from loaders.plain import loss_json, report_json
from loaders.report import facts_of
from loaders.rules import rules
from loaders.sections import count_sections, placed_facts, sections
from tests.conftest import Seeds
from tests.loaders.reading_facts import read_path

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module", params=["a", "b", *NAMES])
def reading(request: pytest.FixtureRequest, seeds: Seeds) -> loaders.Reading:
    seed = {"a": seeds.a, "b": seeds.b}
    return read_path(seed.get(request.param) or SAMPLES / request.param)


def test_every_fact_is_counted_in_exactly_one_part_of_the_form(reading: loaders.Reading) -> None:
    counted = sum(each.facts for each in reading.loss.facts_by_section)
    assert counted == len(list(facts_of(reading.report))) == sum(reading.loss.facts_by_confidence.values())


def test_every_part_of_the_form_has_words_in_both_languages(reading: loaders.Reading) -> None:
    known = {section.name for section in sections()}
    assert {each.section.name for each in reading.loss.facts_by_section} <= known


def test_the_parts_stand_in_the_order_of_the_form(reading: loaders.Reading) -> None:
    order = [section.name for section in sections()]
    found = [each.section.name for each in reading.loss.facts_by_section]
    assert found == sorted(found, key=order.index)


def test_every_rule_that_read_something_is_described(reading: loaders.Reading) -> None:
    assert set(reading.loss.facts_by_rule) <= set(rules())


def test_a_rule_says_what_it_does_in_both_languages_and_one_line() -> None:
    for rule in rules().values():
        assert rule.ja.endswith("。")
        assert rule.en.endswith(".")
        assert "\n" not in rule.ja + rule.en


def test_the_path_of_a_fact_leads_to_it_in_the_json(reading: loaders.Reading) -> None:
    plain = json.loads(json.dumps(report_json(reading.report, reading.source)["report"]))
    for placed in placed_facts(reading.report):
        node = plain
        for step in placed.path.replace("[", ".[").split("."):
            node = node[int(step[1:-1])] if step.startswith("[") else node[step]
        assert node["text"] == placed.fact.text
        assert node["rule"] == placed.fact.rule


def test_targets_actuals_and_finals_are_counted_apart(seeds: Seeds) -> None:
    counts = {each.section.name: each.facts for each in read_path(seeds.a).loss.facts_by_section}
    assert {"head", "policy", "budget", "documents", "objectives", "means", "indicators"} <= counts.keys()
    assert {"baselines", "targets", "finals", "actuals", "rating", "analysis", "figures"} <= counts.keys()
    assert {"next-term", "stance", "reflections", "units", "posts", "notes", "materials"} <= counts.keys()


def test_a_part_without_words_is_counted_under_its_own_name(
    monkeypatch: pytest.MonkeyPatch, seeds: Seeds
) -> None:
    kept = tuple(section for section in sections() if section.name != "units")
    monkeypatch.setattr("loaders.sections.sections", lambda: kept)
    report = read_path(seeds.b).report
    counts = {each.section.name: each.facts for each in count_sections(placed_facts(report))}
    assert counts["units"] == len(report.units)


def test_every_unread_stretch_is_named_with_a_reason_that_the_report_also_lists(
    reading: loaders.Reading,
) -> None:
    for stretch in reading.loss.unread:
        assert stretch.reason in reading.loss.issues
        assert stretch.reason.code in {"orphan-number", "unparsed", "partial-slot"}
        assert stretch.reason.message_ja
        assert stretch.reason.message_en


def test_the_json_of_the_loss_has_the_table_of_facts(reading: loaders.Reading) -> None:
    plain = loss_json(reading.loss, reading.source)
    table = plain["factsBySection"]
    assert isinstance(table, list)
    kinds = ("proven", "read", "aligned", "candidate")
    sums = {kind: sum(row[kind] for row in table if isinstance(row, dict)) for kind in kinds}  # type: ignore[misc]
    assert {kind: count for kind, count in sums.items() if count} == plain["factsByConfidence"]
