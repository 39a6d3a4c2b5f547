"""The content of an ods → what its fields show, and its merged ranges, by sheet.

A field of an ods holds a value and, beside it, the text that it shows: 0.355 and 35.5%. Fields and rows that
repeat are written once with a count; only those with a text are laid out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from loaders.errors import DecodeError
from loaders.views.view import check_cells

_FIELDS = frozenset({"table-cell", "covered-table-cell"})
Place = tuple[int, int]


@dataclass(slots=True)
class OpenPart:
    """Of one sheet the shown texts of fields that hold a value, and the last field of each merged range."""

    texts: dict[Place, str] = field(default_factory=dict[Place, str])
    spans: dict[Place, Place] = field(default_factory=dict[Place, Place])


def open_parts(content: bytes | None) -> dict[str, OpenPart]:
    """What the sheets of a content show, by their names.

    Raises:
        DecodeError: no XML. LimitError: more shown fields than a report has.
    """
    walker = _Walker()
    parser = expat.ParserCreate()
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.words
    try:
        parser.Parse(content or b"<none/>", True)
    except (expat.ExpatError, ValueError) as error:
        raise DecodeError("", f"a damaged workbook ({error}); open it and save it again") from error
    return walker.parts


@dataclass(slots=True)
class _Walker:
    """Where the parser stands: the sheet, the next row and column, the field, and whether in its text."""

    parts: dict[str, OpenPart] = field(default_factory=dict[str, OpenPart])
    part: OpenPart = field(default_factory=OpenPart)
    row: int = 0
    column: int = 0
    rows: int = 1
    at: Mapping[str, str] = field(default_factory=dict[str, str])
    lines: list[str] = field(default_factory=list[str])
    depth: int = 0
    shown: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Enters an element."""
        local = name.rpartition(":")[2]
        if name == "table:table":
            self.part = self.parts.setdefault(attributes.get("table:name", ""), OpenPart())
            self.row = 0
        elif local == "table-row":
            self.column = 0
            self.rows = int(attributes.get("table:number-rows-repeated", "1"))
        elif local in _FIELDS:
            self.at, self.lines = attributes, []
        elif name == "text:p":
            self.depth += 1
            self.lines.append("")

    def words(self, data: str) -> None:
        """Takes text of a paragraph."""
        if self.depth and self.lines:
            self.lines[-1] += data

    def end(self, name: str) -> None:
        """Leaves an element."""
        local = name.rpartition(":")[2]
        if name == "text:p":
            self.depth -= 1
        elif local in _FIELDS:
            self._field()
        elif local == "table-row":
            self.row += self.rows

    def _field(self) -> None:
        repeated = int(self.at.get("table:number-columns-repeated", "1"))
        down = int(self.at.get("table:number-rows-spanned", "1"))
        right = int(self.at.get("table:number-columns-spanned", "1"))
        if down > 1 or right > 1:
            self.part.spans[self.row, self.column] = (self.row + down - 1, self.column + right - 1)
        text = "\n".join(self.lines).strip()
        if text and "office:value-type" in self.at and self.at["office:value-type"] != "string":
            self.shown += repeated * self.rows
            check_cells(self.shown)
            for row in range(self.row, self.row + self.rows):
                for column in range(self.column, self.column + repeated):
                    self.part.texts[row, column] = text
        self.column += repeated
