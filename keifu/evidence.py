"""Paths of passages → where they stand: file, line, range of characters, and the exact quote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from keifu.rows import Rows
from keifu.values import plain_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keifu.rows import Cell
    from queries.answer import Answer
    from queries.ground import Ground

COLUMNS: Final = ("passage", "file", "line", "start", "end", "quote")

_PASSAGES: Final = """SELECT ?passage ?file ?line ?start ?end ?quote {
  %s
  ?passage keifu:source ?source ; oa:start ?start ; oa:end ?end ; oa:exact ?quote .
  ?source keifu:fileName ?file .
  OPTIONAL { ?passage keifu:line ?line }
} ORDER BY ?file ?start ?end"""


_BESIDE: Final = " | "


def with_evidence(answer: Answer, found: Rows) -> Rows:
    """The rows of an answer with two columns more: where each row stands (file:start-end) and what is quoted.

    `found` are the passages of the answer; several of one row stand in the order of the text.
    """
    columns = tuple(column.name for column in answer.columns)
    places = [n for n, column in enumerate(answer.columns) if column.type == "passage"]
    rows: list[tuple[Cell, ...]] = []
    for row in answer.rows:
        own = {path for n in places for path in str(row[n] or "").split()}
        mine = [each for each in found if each["passage"] in own]
        stands = _BESIDE.join(f"{each['file']}:{each['start']}-{each['end']}" for each in mine)
        rows.append((*row, stands, _BESIDE.join(str(each["quote"]) for each in mine)))
    return Rows((*columns, "evidence", "quoted"), tuple(rows), f"{answer.slug}, release {answer.release}")


def told_by_quotes(answer: Answer, found: Rows) -> frozenset[str]:
    """The columns of text whose every cell stands in a quote of its own row."""
    quotes = {str(each["passage"]): _flat(str(each["quote"])) for each in found}
    places = [n for n, column in enumerate(answer.columns) if column.type == "passage"]
    held = [
        "".join(quotes.get(p, "") for n in places for p in str(row[n] or "").split()) for row in answer.rows
    ]
    return frozenset(
        column.name
        for place, column in enumerate(answer.columns)
        if column.type == "text"
        and any(row[place] for row in answer.rows)
        and all(_flat(str(row[place] or "")) in said for row, said in zip(answer.rows, held, strict=True))
    )


def _flat(text: str) -> str:
    return "".join(text.split())


def numbered(answer: Answer, found: Rows) -> tuple[str, ...]:
    """For each row of an answer the numbers of its passages in `found`, counted from 1: [1-3, 7]."""
    order = {str(each["passage"]): n for n, each in enumerate(found, start=1)}
    places = [n for n, column in enumerate(answer.columns) if column.type == "passage"]
    return tuple(
        _ranges(sorted(order[path] for n in places for path in str(row[n] or "").split() if path in order))
        for row in answer.rows
    )


def _ranges(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        elif not runs or number != runs[-1][-1]:
            runs.append([number])
    return f"[{','.join(str(r[0]) if len(r) == 1 else f'{r[0]}-{r[-1]}' for r in runs)}]" if runs else ""


def passages(ground: Ground, paths: Iterable[str]) -> Rows:
    """One row for each passage, by file and place; offsets count characters of the text of the source."""
    rows = [
        tuple(plain_cell(ground, cell) for cell in row)
        for block in ground.blocks("passage", paths)
        for row in ground.rows(_PASSAGES % block)
    ]
    rows.sort(key=lambda row: (str(row[1]), int(str(row[3])), int(str(row[4]))))
    return Rows(COLUMNS, tuple(rows), "passages")
