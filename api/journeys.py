"""`journeys.toml` → the worked questions of the front page, each answered from the current release."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from api.lists import LISTS
from api.questions import block
from api.views import names
from queries.errors import UnknownQuestion

if TYPE_CHECKING:
    from api.answers import Asked
    from api.grid import Record
    from api.questions import Block
    from api.views import Name


@dataclass(frozen=True, slots=True)
class Journey:
    """One worked question as the file has it."""

    question: str
    parameter: str
    kind: str
    ja: str
    en: str
    columns: tuple[str, ...]
    given: Mapping[str, str]
    rows: int


@dataclass(frozen=True, slots=True)
class Told:
    """A journey with its real answer; `start` is the thing that it was asked about."""

    journey: Journey
    start: str
    start_name: Name
    block: Block
    hidden: tuple[str, ...]

    @property
    def rows(self) -> tuple[Record, ...]:
        """The first rows, as many as the front page has room for."""
        return self.block.grid.rows[: self.journey.rows]

    @property
    def more(self) -> int:
        """How many rows the front page leaves out."""
        return max(0, len(self.block.grid.rows) - self.journey.rows)


@cache
def journeys() -> tuple[Journey, ...]:
    """The journeys of the file in its order."""
    text = resources.files("api").joinpath("journeys.toml").read_text(encoding="utf-8")
    return tuple(_journey(entry) for entry in tomllib.loads(text)["journey"])


def _journey(entry: Mapping[str, object]) -> Journey:
    columns = entry["columns"]
    assert isinstance(columns, list), "columns is a list of names"
    words = {key: str(entry[key]) for key in ("question", "parameter", "ja", "en")}
    given = entry.get("with", {})
    assert isinstance(given, dict), "with is a table of parameters"
    fixed = {str(name): str(value) for name, value in given.items()}
    return Journey(
        kind=str(entry["class"]),
        columns=tuple(str(name) for name in columns),
        given=fixed,
        rows=int(str(entry["rows"])),
        **words,
    )


def told(asked: Asked) -> list[Told]:
    """The journeys that this release can answer."""
    return [found for journey in journeys() if (found := _told(asked, journey)) is not None]


def _told(asked: Asked, journey: Journey) -> Told | None:
    try:
        parameter = asked.site.catalog[journey.question].parameters[journey.parameter]
    except UnknownQuestion:
        return None
    for start in [parameter.example, *_others(asked, journey.kind)]:
        answered = block(asked, journey.question, {**journey.given, journey.parameter: start})
        if answered.grid.rows:
            return _shown(asked, journey, start, answered)
    return None


def _others(asked: Asked, kind: str) -> list[str]:
    listed = {"indicator": ("indicators", "indicator"), "policy": ("policies", "policy")}[kind]
    records = LISTS[listed[0]].records(asked.data)
    return sorted({str(record[listed[1]]) for record in records})[:5]


def _shown(asked: Asked, journey: Journey, start: str, answered: Block) -> Told:
    hidden = tuple(column.key for column in answered.grid.columns if column.key not in journey.columns)
    name = names(asked.data, [start])[start]
    return Told(journey, start, name, answered, hidden)
