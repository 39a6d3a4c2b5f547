"""Two kept releases, one report and then two: what the question of differences says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from graph.embedded import OxigraphStore
from queries.asking import ask
from queries.errors import NothingFound
from queries.ground import Ground, ground_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph.release import Release
    from queries.answer import Answer, Cell

B = "https://w3id.org/keifu/"
A, LATER = "report/soumu/2019-08", "report/soumu/2022-08"


@dataclass(frozen=True)
class Held:
    """A release of hand-made statements; `others` are all that are kept, itself included."""

    id: str
    created: str
    lines: Mapping[str, frozenset[str]]
    others: list[Held]

    def graph_lines(self) -> Mapping[str, frozenset[str]]:
        return self.lines

    def kept(self) -> tuple[Held, ...]:
        return tuple(self.others)


def line(subject: str, name: str, value: str, graph: str) -> str:
    return f"<{B}{subject}> <{B}ns#{name}> {value} <{B}graph/{graph}> ."


def held(*contents: Mapping[str, set[str]]) -> list[Held]:
    """One release a day, the first one the oldest."""
    found: list[Held] = []
    for day, content in enumerate(contents, start=1):
        lines = {name: frozenset(statements) for name, statements in content.items()}
        found.append(Held(f"{day:016x}", f"2026-01-0{day}", lines, found))
    return found


def diff(release: Held, **given: str) -> Answer:
    return ask(Ground(OxigraphStore.of([]), release=release.id, history=release), "release-diff", given)


VALUE = line("a", "value", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "registry")
MOVED = line("a", "value", '"2"^^<http://www.w3.org/2001/XMLSchema#integer>', "registry")
FRESH = line("b", "unit", "<https://w3id.org/keifu/code#unit-person>", "registry")
GUESS = line("c", "text", '"言葉 \\"と\\" 語"@ja', "inferred/x")


def test_a_changed_an_added_and_a_removed_node_and_graph_are_told_apart() -> None:
    old, new = held(
        {"registry.nq": {VALUE}, "inferred.x.nq": {GUESS}},
        {"registry.nq": {MOVED, FRESH}, "report.nq": {line("d", "text", '"x"@ja', "report/soumu/2019-08")}},
    )
    assert [tuple(row[n] for n in (0, 1, 3, 4, 5)) for row in diff(new).rows] == [
        ("graph", "graph/inferred/x", "removed", "1", None),
        ("graph", "graph/report/soumu/2019-08", "added", None, "1"),
        ("registry", "a", "changed", "value 1", "value 2"),
        ("registry", "b", "added", None, "unit unit-person"),
    ]
    turned = diff(old, left=new.id, right=old.id)
    assert [row[3] for row in turned.rows] == ["added", "removed", "changed", "removed"]


def test_without_parameters_the_release_kept_before_this_one_is_compared() -> None:
    first, second, third = held({"r.nq": {VALUE}}, {"r.nq": {MOVED}}, {"r.nq": {MOVED, FRESH}})
    assert [row[1] for row in diff(third).rows] == ["b"]
    assert [row[1] for row in diff(second).rows] == ["a"]
    assert [row[1] for row in diff(third, left=first.id).rows] == ["a", "b"]
    assert diff(third, left="previous", right="current").rows == diff(third).rows


def test_one_kept_release_has_nothing_to_be_compared_with() -> None:
    (only,) = held({"r.nq": {VALUE}})
    answer = diff(only)
    assert answer.rows == ()
    assert ("not-loaded", "two-releases") in {(gap.kind, gap.where) for gap in answer.gaps}


def test_a_release_that_is_not_kept_is_refused_with_those_that_are() -> None:
    (only,) = held({"r.nq": {VALUE}})
    with pytest.raises(NothingFound, match=only.id):
        diff(only, left="ffffffffffffffff")


@pytest.fixture(scope="module")
def grown(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of one short report, and beside it one of both."""
    from keifu.loading import load  # noqa: PLC0415 - most tests load nothing

    folder = tmp_path_factory.mktemp("grown")
    for name in ("soumu-31-8.tabbed.txt", "soumu-R4-8.linear.txt"):
        loaded = load([str(samples / name)], folder, lambda _: None)
    assert loaded.release is not None
    return loaded.release


def test_a_second_report_adds_its_graph_moves_what_is_current_and_changes_no_statement_of_the_first(
    grown: Release,
) -> None:
    answer = ask(ground_of(grown), "release-diff")
    found: list[tuple[Cell, ...]] = [(row[0], row[1], row[3]) for row in answer.rows]
    assert ("graph", f"graph/{LATER}", "added") in found
    assert not [row for row in found if row[0] == "report"]
    current = {row[1]: row[3:] for row in answer.rows if row[0] == "derived"}
    assert current[f"{A}/budget/2019"] == ("removed", "current true", None)
    assert current[f"{LATER}/budget/2019"] == ("added", None, "current true")
    assert answer.complete
