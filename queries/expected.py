"""`NN-slug.expected.tsv`, the answer that the two complete reports must give → rows of text.

The short reports under `samples/` must give the same answer, unless `NN-slug.samples.expected.tsv` says
what theirs is.

Columns as header, IRIs relative to the base, an empty cell for nothing, `*` for any text that is not empty
(quotes and passages, whose exact span is the reader's business and is checked there).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from queries.errors import QuestionFileError

if TYPE_CHECKING:
    from queries.answer import Answer, Cell
    from queries.catalog import Question


def expected_rows(
    question: Question, reports: Literal["seeds", "samples"] = "seeds"
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The header and the rows of the expected answer, in order.

    Raises:
        QuestionFileError: the file is absent, or its columns are not those of the question.
    """
    folder = files("queries") / "sparql"
    name = f"{question.number:02}-{question.slug}.expected.tsv"
    own = folder / name.replace(".expected", f".{reports}.expected")
    file = own if own.is_file() else folder / name
    if not file.is_file():
        raise QuestionFileError(name, "no expected answer")
    header, *lines = file.read_text(encoding="utf-8").splitlines()
    names = tuple(header.split("\t"))
    if names != tuple(column.name for column in question.header.columns):
        raise QuestionFileError(name, f"columns {names} are not those of the question")
    return names, tuple(tuple(line.split("\t")) for line in lines)


def differences(
    answer: Answer, question: Question, reports: Literal["seeds", "samples"] = "seeds"
) -> tuple[str, ...]:
    """One line for each row or cell where the answer is not the expected one."""
    names, expected = expected_rows(question, reports)
    places = [[column.name for column in answer.columns].index(name) for name in names]
    actual = [tuple(shown(row[place]) for place in places) for row in answer.rows]
    if len(actual) != len(expected):
        return (f"{len(actual)} rows instead of {len(expected)}",)
    return tuple(
        f"row {number} {name}: {got!r} instead of {want!r}"
        for number, (line, wanted) in enumerate(zip(actual, expected, strict=True), start=1)
        for name, got, want in zip(names, line, wanted, strict=True)
        if not (got == want or (want == "*" and got))
    )


def shown(value: Cell) -> str:
    """A cell as text without tabs or line breaks: the form of an expected answer."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split("\t")).replace("\n", " ")
