"""A named question and its parameters → its answer, shaped for pages, CSV and JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api import parameters
from api.grid import Column, Grid, Kind, Value, many
from api.views import Name, names
from queries.asking import ask
from queries.errors import ParameterError

if TYPE_CHECKING:
    from api.answers import Asked
    from queries.answer import Answer, Cell, Gap
    from queries.catalog import Column as Asking
    from queries.catalog import Question

_KINDS: Mapping[str, Kind] = {
    "iri": "link",
    "integer": "number",
    "decimal": "number",
    "fy": "year",
    "date": "date",
    "code": "code",
    "passage": "evidence",
}
_LONG = frozenset({"quote", "text", "reason", "path", "afterText", "point", "response", "exact"})


@dataclass(frozen=True, slots=True)
class Block:
    """One answer on a page: its table, the honest notes, the gaps, and where to get the same elsewhere."""

    question: Question
    answer: Answer
    grid: Grid
    hidden: tuple[str, ...]
    notes: tuple[str, ...]
    href: str
    csv: str
    sparql: str

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is known to be missing from the answer."""
        return self.answer.gaps


def block(asked: Asked, slug: str, given: Mapping[str, str], hidden: tuple[str, ...] = ()) -> Block:
    """Ask one question and shape its answer; `hidden` columns stay in the CSV but not on the page."""
    question = asked.site.catalog[slug]
    answer = answer_of(asked, question, given)
    query = {**given, "lang": "en"} if asked.query.get("lang") == "en" else dict(given)
    tail = f"?{urlencode(query)}" if query else ""
    return Block(
        question,
        answer,
        grid_of(asked, answer),
        hidden,
        answer.notes_en if asked.language == "en" else answer.notes_ja,
        f"/questions/{slug}{tail}",
        f"/questions/{slug}.csv{tail}",
        "/sparql?" + urlencode({"edit": answer.sparql}),
    )


def answer_of(asked: Asked, question: Question, given: Mapping[str, str]) -> Answer:
    """The answer over the current release.

    Raises:
        Refusal: `bad-parameter` with the name of the parameter and what would have been taken.
    """
    parameters.only(given, question.parameters)
    wanted = {name: value for name, value in given.items() if name in question.parameters and value}
    try:
        return ask(asked.data.ground, question, wanted, language=asked.language)
    except ParameterError as error:
        raise parameters.bad(
            error.name,
            f"引数 {error.name} を読めません（{error.expected}）。",
            f"Parameter {error.name} cannot be read; expected {error.expected}.",
        ) from error


def grid_of(asked: Asked, answer: Answer) -> Grid:
    """The answer as a table; the label twin of an IRI column becomes the name of its links."""
    shown = [column for column in answer.columns if column.type != "label" or not _is_twin(column, answer)]
    columns = tuple(_column(column, answer) for column in shown)
    place = {column.name: n for n, column in enumerate(answer.columns)}
    read = partial(_value, place=place)
    records = tuple({column.name: read(column, row) for column in shown} for row in answer.rows)
    codes = {
        str(cell)
        for column in shown
        if column.type == "code"
        for record in records
        for cell in many(record[column.name])
    }
    known = _spelt(asked, codes)
    for column in shown:
        twin = place.get(f"{column.name}Label")
        if column.type == "iri" and twin is not None:
            for row in answer.rows:
                if row[place[column.name]] is not None and row[twin] is not None:
                    known[str(row[place[column.name]])] = Name(str(row[twin]))
    return Grid(columns, records, known)


def _spelt(asked: Asked, codes: set[str]) -> dict[str, Name]:
    """Names of codes, which an answer gives as bare local names of either vocabulary."""
    found = names(asked.data, {f"{prefix}:{code}" for code in codes for prefix in ("code", "keifu") if code.isascii()})
    spelt: dict[str, Name] = {}
    for key, name in found.items():
        if name.ja != key:
            spelt[key.partition(":")[2]] = name
    return spelt


def _is_twin(column: Asking, answer: Answer) -> bool:
    owner = column.name.removesuffix("Label")
    return owner != column.name and any(other.name == owner and other.type == "iri" for other in answer.columns)


def _column(column: Asking, answer: Answer) -> Column:
    kind = "tie" if column.name == "tie" else _KINDS.get(column.type, "text")
    place = [other.name for other in answer.columns].index(column.name)
    if kind == "code" and any(str(row[place] or "").startswith("achievement-") for row in answer.rows):
        kind = "mark"
    return Column(column.name, column.label_ja, column.label_en, kind, column.name in _LONG)


def _value(column: Asking, row: tuple[Cell, ...], *, place: Mapping[str, int]) -> Value:
    cell = row[place[column.name]]
    if column.type in ("passage", "code") and isinstance(cell, str):
        parts = tuple(cell.split())
        return parts[0] if len(parts) == 1 else parts or None
    return cell

