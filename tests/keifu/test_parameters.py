from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from queries.catalog import load_catalog
from queries.errors import ParameterError

if TYPE_CHECKING:
    from keifu.face import Keifu
    from queries.catalog import Question
    from tests.keifu.conftest import Command

EXAMPLES = [
    (question.slug, parameter.name, parameter.example)
    for question in load_catalog()
    for parameter in question.parameters.values()
    if parameter.type == "iri"
]


@pytest.mark.parametrize(("slug", "name", "example"), EXAMPLES)
def test_the_example_of_a_parameter_is_of_its_class(
    opened: Keifu, slug: str, name: str, example: str
) -> None:
    from keifu.parameters import with_paths  # noqa: PLC0415

    assert with_paths(opened.ground, load_catalog()[slug], {name: example}) == {name: example}


@pytest.mark.parametrize("question", load_catalog(), ids=lambda question: question.slug)
def test_every_question_is_asked_from_python_and_says_where_its_answer_comes_from(
    opened: Keifu, question: Question
) -> None:
    given = {name: one.example for name, one in question.parameters.items() if one.required}
    answer = opened.answer(question.slug, given)
    assert answer.release == opened.release.id
    assert answer.rows or answer.gaps
    assert len(opened.ask(question.slug, **given).rows) == len(answer.rows)


@pytest.mark.parametrize(
    ("slug", "name", "given", "classes"),
    [
        ("indicator-series", "indicator", "policy/soumu/e-government", ("Indicator", "Policy")),
        ("cabinet-basis", "start", "org/cabinet", ("Policy or Indicator", "Organization")),
        ("policy-names", "policy", "総務省31-⑧", ("Policy", "Report")),
    ],
)
def test_a_thing_of_another_class_is_refused_with_both_classes(
    opened: Keifu, slug: str, name: str, given: str, classes: tuple[str, str]
) -> None:
    expected, found = classes
    with pytest.raises(ParameterError) as caught:
        opened.answer(slug, {name: given})
    assert (caught.value.name, caught.value.problem, caught.value.expected) == (name, "type", expected)
    assert (caught.value.value or "").endswith(f": {found}")


def test_a_class_above_will_do_and_a_unit_is_an_organization(opened: Keifu) -> None:
    assert opened.answer("section-reach", {"section": "総務省31-⑧"}).slug == "section-reach"
    assert opened.answer("transferred-goals", {"to": "org/soumu/gyosei-kanri"}).rows == ()


def test_the_command_ends_with_2_and_says_what_was_expected_and_what_was_given(run: Command) -> None:
    done = run("ask", "indicator-series", "--param", "indicator=policy/soumu/e-government")
    assert (done.code, done.out) == (2, "")
    assert "got policy/soumu/e-government: Policy" in done.err
    assert "expected Indicator" in done.err
