"""第六次環境基本計画（素案）, the one real full text: tags against marks, citations, its state."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from loaders.plans import PlanReading, read_plan, resolve_plan
from loaders.source import open_source
from ontology.registry import load_registry


@pytest.fixture(scope="module")
def reading(root: Path) -> PlanReading:
    file = root.parent / "shared" / "data" / "plans" / "env6plan_initial_draft.html"
    if not file.is_file():
        pytest.fail(f"{file.name} is not in ../shared/data/plans beside the checkout.", pytrace=False)
    return read_plan(open_source(file.read_bytes(), file.name))


def test_the_tree_of_the_tags_is_exact(reading: PlanReading) -> None:
    sections = reading.plan.sections
    assert len(sections) == 201
    numbers = [section.numbering for section in sections if section.level == 1]
    assert numbers == ["", "第1部", "第2部", "第3部", "第4部"]


def test_the_marks_alone_give_the_same_tree(reading: PlanReading) -> None:
    """Of 201 tagged headings one is the second line of the heading before it."""
    tagged = {s.heading.spans[0] for s in reading.plan.sections}
    raw = reading.source.raw
    bare = replace(reading.source, locators=tuple(replace(at, level=0) for at in reading.source.locators))
    marked = {s.heading.spans[0] for s in read_plan(bare).plan.sections}
    assert not marked - tagged
    assert [raw[span.start : span.end] for span in tagged - marked] == ["等への的確な対応"]


def test_the_five_cabinet_decisions_that_it_names_are_found(reading: PlanReading) -> None:
    cited = [each for each in reading.plan.citations if each.decider.value == "閣議決定"]
    assert [(each.title.value, each.on and each.on.value.isoformat()) for each in cited] == [
        ("国土形成計画", None),
        ("経済と財政運営と改革の基本方針 2023", "2023-06-16"),
        ("脱炭素成長型経済構造移行推進戦略", "2023-07-28"),
        ("脱炭素成長型経済構造移行推進戦略", None),
        ("水俣病被害者の救済及び水俣病問題の解決に関する特別措置法の救済措置の方針", "2010-04-16"),
    ]


def test_it_stays_a_draft(reading: PlanReading) -> None:
    plan = resolve_plan(reading.plan, reading.source, load_registry())
    assert plan.edition.label_ja == "環境基本計画（素案）"
    assert not plan.is_adopted
    assert reading.characters["unread"] == 0
