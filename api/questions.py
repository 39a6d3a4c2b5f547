"""A named question and its parameters → its answer, shaped for pages, CSV and JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api import parameters
from api.grid import Column, Grid, Kind, Record, Value, many
from api.views import Name, names
from queries.asking import ask
from queries.classes import check_classes
from queries.errors import ParameterError
from queries.wording import said, truth, worded

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
_NAMED: Mapping[str, Kind] = {
    "tie": "tie",
    "kind": "code",
    "via": "trail",
    "rate": "percent",
    "share": "percent",
}
"""Columns whose name says more about their cells than their type does."""
_SPELT = frozenset({"code", "trail"})
_TRUTHS = frozenset({"true", "false"})
_THING = re.compile(r"(policy|objective|means|indicator|doc|work|org|report)/")
_LONG = frozenset(
    {"quote", "text", "reason", "afterText", "point", "response", "exact", "rule", "before", "after"}
)


@dataclass(frozen=True, slots=True)
class Missing:
    """One kind of hole in an answer, in the words of the reader, and the things that it concerns."""

    text: str
    things: tuple[str, ...]


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

    gaps: tuple[Missing, ...]


def block(asked: Asked, slug: str, given: Mapping[str, str], hidden: tuple[str, ...] = ()) -> Block:
    """Ask one question and shape its answer; `hidden` columns stay in the CSV but not on the page."""
    question = asked.site.catalog[slug]
    answer = answer_of(asked, question, given)
    grid = grid_of(asked, answer)
    gaps = _missing(answer.gaps, asked.language)
    things = {thing for gap in gaps for thing in gap.things}
    query = {**given, "lang": "en"} if asked.query.get("lang") == "en" else dict(given)
    tail = f"?{urlencode(query)}" if query else ""
    return Block(
        question,
        answer,
        Grid(grid.columns, grid.rows, {**names(asked.data, things), **grid.names}),
        (*hidden, *_void(grid, given)),
        answer.notes_en if asked.language == "en" else answer.notes_ja,
        f"/questions/{slug}{tail}",
        f"/questions/{slug}.csv{tail}",
        "/sparql?" + urlencode({"edit": answer.sparql}),
        gaps,
    )


def together(found: Block, key: str) -> Block:
    """The same block with one row where rows differ in `key` alone; that column then holds several values."""
    others = [column.key for column in found.grid.columns if column.key != key]
    groups: dict[tuple[Value, ...], list[Cell]] = {}
    for row in found.grid.rows:
        held = groups.setdefault(tuple(row[name] for name in others), [])
        held.extend(cell for cell in many(row[key]) if cell not in held)
    rows = tuple(
        {**dict(zip(others, values, strict=True)), key: tuple(held)} for values, held in groups.items()
    )
    return replace(found, grid=Grid(found.grid.columns, rows, found.grid.names))


def _missing(gaps: tuple[Gap, ...], language: str) -> tuple[Missing, ...]:
    """Gaps of the same words as one, with all the things that they concern."""
    groups: dict[str, list[str]] = {}
    for gap in gaps:
        things = groups.setdefault(gap.text_en if language == "en" else gap.text_ja, [])
        if _THING.match(gap.where) and gap.where not in things:
            things.append(gap.where)
    return tuple(Missing(text, tuple(things)) for text, things in groups.items())


def _void(grid: Grid, given: Mapping[str, str]) -> tuple[str, ...]:
    """Columns that would tell a reader nothing: empty throughout, or only what was asked for."""
    empty = (column.key for column in grid.columns if not any(many(row[column.key]) for row in grid.rows))
    told = (
        column.key
        for column in grid.columns
        if column.key in given and all(row[column.key] == given[column.key] for row in grid.rows)
    )
    return (*empty, *told)


def answer_of(asked: Asked, question: Question, given: Mapping[str, str]) -> Answer:
    """The answer over the current release.

    Raises:
        Refusal: `bad-parameter` with the name of the parameter and what would have been taken.
    """
    parameters.only(given, question.parameters)
    wanted = {name: value for name, value in given.items() if name in question.parameters and value}
    _of_right_class(asked, question, wanted)
    try:
        return ask(asked.data.ground, question, wanted, language=asked.language)
    except ParameterError as error:
        raise parameters.bad(
            error.name,
            f"引数 {error.name} を読めません（{error.expected}）。",
            f"Parameter {error.name} cannot be read; expected {error.expected}.",
        ) from error


def _of_right_class(asked: Asked, question: Question, given: Mapping[str, str]) -> None:
    """Refuses a thing of a class that the question does not take, and names both classes."""
    try:
        check_classes(asked.data.ground, question, given)
    except ParameterError as error:
        thing, _, found = str(error.value).rpartition(": ")
        raise parameters.bad(
            error.name,
            f"引数 {error.name} の {thing} は {found} です。{error.expected} を指定してください。",
            f"Parameter {error.name}: {thing} is of class {found}; expected {error.expected}.",
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
        if _kind(column) in _SPELT
        for record in records
        for cell in many(record[column.name])
    }
    known = _spelt(asked, codes)
    known |= _twins(answer, shown, place)
    return Grid(columns, records, known | _worded(asked, shown, records))


def _worded(asked: Asked, shown: list[Asking], records: tuple[Record, ...]) -> dict[str, Name]:
    """Names of the fixed words of an answer; programs get the words as they are."""
    cells = {
        (column.name, cell)
        for column in shown
        if worded(column.name) and column.name != "via"
        for record in records
        for cell in many(record[column.name])
        if isinstance(cell, str)
    }
    found = {cell: Name(said(name, cell, "ja"), said(name, cell, "en")) for name, cell in sorted(cells)}
    found |= _compared(asked, records)
    paths = {f"org/{record['ministry']}" for record in records if isinstance(record.get("ministry"), str)}
    ministries = {path.removeprefix("org/"): name for path, name in names(asked.data, paths).items()}
    return {**found, **{key: name for key, name in ministries.items() if name.ja != f"org/{key}"}}


def _compared(asked: Asked, records: tuple[Record, ...]) -> dict[str, Name]:
    """Where aspects of an indicator are compared, what is text may be a code or a truth."""
    cells = {str(record.get(side)) for record in records if "aspect" in record for side in ("left", "right")}
    truths = {
        cell: Name(*(truth(cell == "true", tongue) for tongue in ("ja", "en"))) for cell in cells & _TRUTHS
    }
    return {**truths, **_spelt(asked, {cell for cell in cells if cell.startswith("type-")})}


def _twins(answer: Answer, shown: list[Asking], place: Mapping[str, int]) -> dict[str, Name]:
    """The names that the label twins of IRI columns give to their things."""
    pairs = [(place[one.name], place[f"{one.name}Label"]) for one in shown if f"{one.name}Label" in place]
    found = [(row[thing], row[label]) for row in answer.rows for thing, label in pairs]
    return {str(thing): Name(str(label)) for thing, label in found if thing is not None and label is not None}


def _spelt(asked: Asked, codes: set[str]) -> dict[str, Name]:
    """Names of codes, which an answer gives as bare local names of either vocabulary."""
    found = names(
        asked.data, {f"{prefix}:{code}" for code in codes for prefix in ("code", "keifu") if code.isascii()}
    )
    spelt: dict[str, Name] = {}
    for key, name in found.items():
        if name.ja != key:
            spelt[key.partition(":")[2]] = name
    return spelt


def _is_twin(column: Asking, answer: Answer) -> bool:
    owner = column.name.removesuffix("Label")
    return owner != column.name and any(
        other.name == owner and other.type == "iri" for other in answer.columns
    )


def _column(column: Asking, answer: Answer) -> Column:
    kind = _kind(column)
    place = [other.name for other in answer.columns].index(column.name)
    if kind == "code" and any(str(row[place] or "").startswith("achievement-") for row in answer.rows):
        kind = "mark"
    return Column(column.name, column.label_ja, column.label_en, kind, column.name in _LONG)


def _kind(column: Asking) -> Kind:
    if column.unit == "yen":
        return "money"
    return _NAMED.get(column.name) or _KINDS.get(column.type, "text")


def _value(column: Asking, row: tuple[Cell, ...], *, place: Mapping[str, int]) -> Value:
    cell = row[place[column.name]]
    if (column.type in ("passage", "code") or column.name == "via") and isinstance(cell, str):
        parts = tuple(cell.replace(",", " ").split())
        return parts[0] if len(parts) == 1 else parts or None
    return cell
