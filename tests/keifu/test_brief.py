from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from keifu.brief import brief
from keifu.rows import is_number
from queries.answer import Answer, Cell
from queries.header import Column

if TYPE_CHECKING:
    from keifu.face import Keifu


def answer(types: dict[str, str], *rows: tuple[Cell, ...]) -> Answer:
    columns = tuple(Column(name, kind, name, name) for name, kind in types.items())
    return Answer(
        "x", columns, rows, (), complete=True, sparql="", release="", sources=(), notes_ja=(), notes_en=()
    )


BUDGET = {"policy": "iri", "policyLabel": "label", "initial": "decimal", "total": "decimal", "note": "text"}


def test_a_total_that_equals_the_initial_budget_is_told_beside_it() -> None:
    table = brief(answer(BUDGET, ("policy/a", "A", Decimal(7), Decimal(7), None)))
    assert table.rows.columns == ("policy", "initial", "total")
    assert table.rows.rows == (("A", Decimal(7), Decimal(7)),)


def test_columns_that_agree_in_all_rows_are_told_above_each_by_its_own_name() -> None:
    rows = (("policy/a", "A", Decimal(7), Decimal(7), None), ("policy/b", "B", Decimal(7), Decimal(7), None))
    table = brief(answer(BUDGET, *rows))
    assert table.same == (("initial", "7"), ("total", "7"))
    assert table.rows.columns == ("policy",)


def test_a_path_without_a_twin_and_a_label_without_a_path_keep_their_names() -> None:
    table = brief(
        answer({"report": "iri", "reportLabel2": "text", "unitLabel": "text"}, ("report/a", "A", "A"))
    )
    assert table.rows.columns == ("report", "reportLabel2", "unitLabel")


@pytest.mark.parametrize(
    ("slug", "parameters"),
    [
        ("verdict-consistency", {}),
        ("budget-execution", {"policy": "電子自治体の推進"}),
        ("achieved-below-base", {}),
    ],
)
def test_no_number_of_an_answer_is_missing_from_its_table(
    opened: Keifu, slug: str, parameters: dict[str, str]
) -> None:
    found = opened.answer(slug, parameters)
    table = brief(found)
    told = {*table.rows.columns, *dict(table.same)}
    numeric = {c.name for c in found.columns if any(map(is_number, found.column(c.name)))}
    assert numeric <= told


def test_a_thing_that_is_called_by_its_own_text_is_told_once_and_parts_are_not_marked() -> None:
    columns = {"part": "boolean", "text": "text", "node": "iri", "nodeLabel": "label"}
    rows = ((False, "842団体", "report/a", "842団体"), (True, "497団体", "report/b", "497団体"))
    assert brief(answer(columns, *rows)).rows.columns == ("text",)


def test_hidden_columns_are_left_out() -> None:
    table = brief(answer({"a": "text", "b": "text"}, ("x", "y"), ("z", "w")), frozenset({"b"}))
    assert table.rows.columns == ("a",)
