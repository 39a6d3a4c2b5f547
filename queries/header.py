"""The TOML table of a question file → typed header; unknown, missing and wrongly typed keys are errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

from queries.datasets import load_data_sets
from queries.errors import QuestionFileError

PARAMETER_TYPES: Final = ("iri", "fy", "date", "integer", "decimal", "text", "boolean", "code")
COLUMN_TYPES: Final = (
    "iri", "label", "text", "integer", "decimal", "fy", "date", "boolean", "code", "passage",
)  # fmt: skip
GAP_KINDS: Final = (
    "missing-reports", "lost-cells", "unmatched-citations", "undated", "curated-links", "not-loaded",
    "net-figures", "low-confidence", "left-out",
)  # fmt: skip
POSTS: Final = ("", "audit", "compare", "diff", "lineage", "similar")
READERS: Final = ("researcher", "journalist", "audit", "diet", "citizen", "ministry")

_REQUIRED: Final = (
    "number", "slug", "title-ja", "title-en", "description-ja", "description-en", "asks", "needs",
    "columns", "order",
)  # fmt: skip

_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One typed parameter; `default` and `example` are texts as a caller would write them."""

    name: str
    type: str
    label_ja: str
    label_en: str
    example: str
    required: bool = False
    default: str | None = None
    classes: tuple[str, ...] = ()
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One typed column. `post`: added after the SPARQL. `many`: a cell holds several values, joined."""

    name: str
    type: str
    label_ja: str
    label_en: str
    post: bool = False
    many: bool = False
    unit: str | None = None

    def twin(self) -> Column:
        """The label column that stands right of an IRI column."""
        return Column(
            f"{self.name}Label", "label", f"{self.label_ja}（名称）", f"{self.label_en} (name)", self.post
        )


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the walk of a row runs: element → tied node → cited part → end (columns or `$parameter`).

    The first column of `start` and of `cited` that is filled counts.
    """

    start: tuple[str, ...]
    tied: str
    cited: tuple[str, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a question file.

    `needs` are the data sets without which there is no answer, `also` those that would add to it.
    """

    number: int
    slug: str
    title_ja: str
    title_en: str
    description_ja: str
    description_en: str
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    parameters: Mapping[str, Parameter]
    gap_kinds: tuple[str, ...] = ()
    post: str = ""
    lineage: Lineage | None = None
    graphs: tuple[str, ...] = ()
    notes_ja: tuple[str, ...] = ()
    notes_en: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class _Table:
    """A TOML table that is read key by key; what is left over at the end is an error."""

    def __init__(self, file: str, place: str, table: object) -> None:
        self._file, self._place = file, place
        self._rest = dict(cast("Mapping[str, object]", table)) if isinstance(table, Mapping) else {}
        if not isinstance(table, Mapping):
            self.fail("not a table")

    def fail(self, reason: str) -> None:
        raise QuestionFileError(self._file, f"{self._place}: {reason}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self._rest.pop(key, default)
        if not isinstance(value, str):
            self.fail(f"{key} must be a text")
        return str(value)

    def maybe(self, key: str) -> str | None:
        return self.text(key) if key in self._rest else None

    def number(self, key: str) -> int:
        value = self._rest.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail(f"{key} must be an integer")
        return cast("int", value)

    def truth(self, key: str) -> bool:
        value = self._rest.pop(key, False)
        if not isinstance(value, bool):
            self.fail(f"{key} must be true or false")
        return bool(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._rest.pop(key, [])
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        if not all(isinstance(entry, str) for entry in listed):
            self.fail(f"{key} must be a list of texts")
        return tuple(str(entry) for entry in listed)

    def tables(self, key: str) -> list[tuple[str, _Table]]:
        table = self._rest.pop(key, {})
        if not isinstance(table, Mapping):
            self.fail(f"{key} must be a table")
        entries = cast("Mapping[str, object]", table)
        return [(name, _Table(self._file, f"{key}.{name}", entry)) for name, entry in entries.items()]

    def table(self, key: str) -> _Table | None:
        return _Table(self._file, key, self._rest.pop(key)) if key in self._rest else None

    def require(self, keys: tuple[str, ...]) -> None:
        for key in keys:
            if key not in self._rest:
                self.fail(f"{key} is missing")

    def one_of(self, key: str, value: str, allowed: tuple[str, ...]) -> str:
        if value not in allowed:
            self.fail(f"{key} {value!r} is none of {', '.join(allowed)}")
        return value

    def done(self) -> None:
        if self._rest:
            self.fail(f"unknown key {', '.join(sorted(self._rest))}")


def read_header(file: str, table: Mapping[str, object]) -> Header:
    """Turns the table of a question file into its header.

    Raises:
        QuestionFileError: a key is unknown, missing or of the wrong type.
    """
    top = _Table(file, "header", table)
    top.require(_REQUIRED)
    header = Header(
        number=top.number("number"),
        slug=top.text("slug"),
        title_ja=top.text("title-ja"),
        title_en=top.text("title-en"),
        description_ja=top.text("description-ja"),
        description_en=top.text("description-en"),
        asks=tuple(top.one_of("asks", reader, READERS) for reader in top.texts("asks")),
        needs=top.texts("needs"),
        order=top.texts("order"),
        columns=tuple(_column(name, entry) for name, entry in top.tables("columns")),
        parameters=MappingProxyType(
            {name: _parameter(name, entry) for name, entry in top.tables("parameters")}
        ),
        gap_kinds=_gaps(top.table("gaps")),
        post=top.one_of("post", top.text("post", ""), POSTS),
        lineage=_lineage(top.table("lineage")),
        graphs=top.texts("graphs"),
        notes_ja=top.texts("notes-ja"),
        notes_en=top.texts("notes-en"),
        also=top.texts("also"),
    )
    top.done()
    known = tuple(load_data_sets())
    for key, names in (("needs", header.needs), ("also", header.also)):
        for name in names:
            top.one_of(key, name, known)
    _check(top, header)
    return header


def _check(top: _Table, header: Header) -> None:
    if not header.columns or not header.order or not header.asks:
        top.fail("columns, order and asks may not be empty")
    if len(header.notes_ja) != len(header.notes_en):
        top.fail("notes-ja and notes-en differ in number")
    if (header.post == "lineage") != (header.lineage is not None):
        top.fail("post lineage and the table lineage go together")


def _column(name: str, entry: _Table) -> Column:
    column = Column(
        name=name,
        type=entry.one_of("type", entry.text("type"), COLUMN_TYPES),
        label_ja=entry.text("label-ja"),
        label_en=entry.text("label-en"),
        post=entry.truth("post"),
        many=entry.truth("many"),
        unit=entry.maybe("unit"),
    )
    if not _NAME.match(name):
        entry.fail("a column name is camelCase ASCII")
    entry.done()
    return column


def _parameter(name: str, entry: _Table) -> Parameter:
    parameter = Parameter(
        name=name,
        type=entry.one_of("type", entry.text("type"), PARAMETER_TYPES),
        label_ja=entry.text("label-ja"),
        label_en=entry.text("label-en"),
        example=entry.text("example"),
        required=entry.truth("required"),
        default=entry.maybe("default"),
        classes=entry.texts("class"),
        scheme=entry.maybe("scheme"),
    )
    if parameter.required and parameter.default is not None:
        entry.fail("required and default exclude each other")
    if (parameter.type == "iri") != bool(parameter.classes):
        entry.fail("an iri parameter, and no other, has a class")
    if (parameter.type == "code") != (parameter.scheme is not None):
        entry.fail("a code parameter, and no other, has a scheme")
    entry.done()
    return parameter


def _gaps(entry: _Table | None) -> tuple[str, ...]:
    if entry is None:
        return ()
    kinds = tuple(entry.one_of("kinds", kind, GAP_KINDS) for kind in entry.texts("kinds"))
    entry.done()
    return kinds


def _lineage(entry: _Table | None) -> Lineage | None:
    if entry is None:
        return None
    entry.require(("start", "tied", "cited", "end"))
    found = Lineage(entry.texts("start"), entry.text("tied"), entry.texts("cited"), entry.text("end"))
    entry.done()
    return found
