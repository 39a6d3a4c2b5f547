"""Judging in portions finds what judging the whole finds, and passes over only what passed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from graph.judging import judge
from graph.nquads import join
from ontology import files
from ontology.iris import DEFAULT_BASE, Base

if TYPE_CHECKING:
    from graph.release import Release

BASE = Base(DEFAULT_BASE)
SHAPES = files.shapes_turtle()
# What looks no further than the statements of a node and the classes of what they name.
LOCAL = {
    "class", "datatype", "hasValue", "in", "languageIn", "lessThan", "maxCount", "maxInclusive", "message",
    "minCount", "minInclusive", "nodeKind", "or", "path", "pattern", "property", "qualifiedMinCount",
    "qualifiedValueShape", "severity", "targetClass", "targetSubjectsOf", "uniqueLang",
}  # fmt: skip


@pytest.fixture(scope="module")
def triples(samples_release: Release) -> list[str]:
    return (samples_release.path / "quads" / "default.nq").read_text("utf-8").splitlines()


def whole(triples: list[str]) -> set[tuple[str, str]]:
    """Node and message of every result of the library over all triples at once."""
    data = rdflib.Graph().parse(data=join(triples), format="nt")
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    return {
        (str(report.value(result, SH.focusNode)), str(report.value(result, SH.resultMessage)))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_the_shapes_look_no_further_than_a_node_and_the_classes_of_what_it_names() -> None:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    used = {str(predicate).removeprefix(str(SH)) for predicate in shapes.predicates() if predicate in SH}
    assert used <= LOCAL
    assert all(isinstance(path, rdflib.URIRef) for path in shapes.objects(None, SH.path))


def test_portions_give_the_findings_of_the_whole_also_after_a_pass(triples: list[str]) -> None:
    first = judge(join(triples), SHAPES, BASE)
    assert first.findings == ()
    chance = Random(7)
    fewer = [line for line in triples if chance.random() > 0.01]
    second = judge(join(fewer), SHAPES, BASE, frozenset(first.passed))
    again = judge(join(fewer), SHAPES, BASE)
    assert second == again
    assert len(second.findings) > 10
    said = {finding.line for finding in second.findings}
    assert all(any(node in line and message in line for line in said) for node, message in whole(fewer))


def test_what_passed_is_not_judged_again_and_what_changed_is(
    triples: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = frozenset(judge(join(triples), SHAPES, BASE).passed)
    monkeypatch.setattr(pyshacl, "validate", None)
    assert judge(join(triples), SHAPES, BASE, passed).passed == tuple(sorted(passed))
    with pytest.raises(TypeError):
        judge(join(triples[1:]), SHAPES, BASE, passed)


def test_other_shapes_pass_nothing(triples: list[str]) -> None:
    report = [line for line in triples if "/source/" in line.split(" ", 1)[0]]
    passed = set(judge(join(report), SHAPES, BASE).passed)
    assert passed
    assert not passed & set(judge(join(report), f"{SHAPES}\n# another\n", BASE).passed)


def test_a_release_keeps_what_passed_so_that_the_next_need_not_judge_it(
    samples_release: Release, triples: list[str]
) -> None:
    # The accounts of readings lie outside the default graph, so some portions differ here.
    here = set(judge(join(triples), SHAPES, BASE).passed)
    assert here & samples_release.passed()
