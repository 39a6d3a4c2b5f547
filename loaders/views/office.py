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

from loaders.errors import DecodeError
from loaders.views.containers import Container
from loaders.views.numbers import format_code

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The styles of fields by row and column from 0, and how many fields the used range has."""

    styles: Mapping[tuple[int, int], int]
    area: int


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

    def cell(name: str, attributes: Attributes) -> None:
        if name == "c" and (match := _REFERENCE.match(attributes.get("r", ""))):
            row, column = int(match[2]) - 1, _column(match[1])
            rows.add(row)
            columns.add(column)
            styles[row, column] = int(attributes.get("s", "0"))

    _parse(data, cell)
    # Calamine lays out every field from the first to the last used row and column.
    area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1) if rows else 0
    return SheetPart(styles, area)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


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
