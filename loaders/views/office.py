"""Parts of an xlsx → what calamine does not tell: number formats of fields, and how far a sheet reaches.

Read with expat and by element names alone; document type definitions were refused when the container was
weighed, so no entity is ever expanded.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat

from loaders.errors import DecodeError, LimitError
from loaders.views.containers import Container
from loaders.views.numbers import format_code

MAX_COLUMNS = 16_384
MAX_ROWS = 1_048_576
"""What a sheet of the format can have at most."""
_REFERENCE = re.compile(r"([A-Z]{1,9})([0-9]{1,12})\Z")
Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The styles of fields by row and column from 0, how many fields the used range has, what is hidden."""

    styles: Mapping[tuple[int, int], int]
    area: int
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def formats_of(container: Container) -> Sequence[str | None]:
    """The format code of each cell style of a workbook, in the order by which fields name them."""
    own: dict[int, str] = {}
    codes: list[int] = []
    path: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        path.append(name)
        if name == "numFmt" and "numFmts" in path:
            own[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif path[-2:] == ["cellXfs", "xf"]:
            codes.append(int(attributes.get("numFmtId", "0")))

    _parse(container.part("xl/styles.xml"), start, path.pop)
    return [format_code(number, own) for number in codes]


def sheet_parts(container: Container) -> dict[str, SheetPart]:
    """What each sheet of a workbook holds beside its values, by the name of the sheet."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    def sheet(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            names[attributes["name"]] = next((v for k, v in attributes.items() if k.endswith(":id")), "")

    _parse(container.part("xl/_rels/workbook.xml.rels"), relation)
    _parse(container.part("xl/workbook.xml"), sheet)
    return {
        name: _sheet_part(container.part(_path(targets[key])))
        for name, key in names.items()
        if key in targets
    }


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _sheet_part(data: bytes | None) -> SheetPart:
    styles: dict[tuple[int, int], int] = {}
    rows: set[int] = set()
    columns: set[int] = set()
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()

    def cell(name: str, attributes: Attributes) -> None:
        if name == "c" and (match := _REFERENCE.match(attributes.get("r", ""))):
            row, column = _checked(int(match[2]), MAX_ROWS, "rows"), _column(match[1])
            rows.add(row)
            columns.add(column)
            styles[row, column] = int(attributes.get("s", "0"))
        elif name == "row" and _is_true(attributes.get("hidden")) and "r" in attributes:
            hidden_rows.add(_checked(int(attributes["r"]), MAX_ROWS, "rows"))
        elif name == "col" and _is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]), int(attributes["max"])
            hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    _parse(data, cell)
    # Calamine lays out every field from the first to the last used row and column.
    area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0
    return SheetPart(styles, area, frozenset(hidden_rows), frozenset(hidden_columns))


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _checked(number: int, most: int, what: str) -> int:
    """A row or column counted from 0."""
    if number > most:
        raise LimitError("", most, number, what)
    return number - 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return _checked(number, MAX_COLUMNS, "columns")


def _parse(
    data: bytes | None, start: Callable[[str, Attributes], None], end: Callable[[], object] = lambda: None
) -> None:
    """Calls `start` with the local name and attributes of every element, and `end` after each."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    parser.EndElementHandler = lambda _: end()
    try:
        parser.Parse(data or b"<none/>", True)
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise DecodeError("", f"a damaged workbook ({error}); open it and save it again") from error
