"""A docx → its paragraphs and tables, with gridSpan and vMerge as spans.

The text is the one that is shown when all tracked changes are accepted; changes, text boxes, tables inside
cells and automatic numbers are told as notes, because what they mean for a reader of the page is not certain.
The text of a text box follows the paragraph or table that anchors it. Not read: headers, footers, footnotes,
comments, formulas, pictures, and the numbers that a list style prints before its paragraphs.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, cast

from docx import Document

from loaders.errors import DecodeError, LimitError
from loaders.views.containers import Container
from loaders.views.ragged import Stretch, with_ragged
from loaders.views.view import Grid, Note, Piece, View, check_cells


class Element(Protocol):
    """What is used of an element of lxml, which has no types."""

    @property
    def tag(self) -> object:
        """The name with its namespace, or a function for comments."""
        ...

    @property
    def text(self) -> str | None:
        """The words before the first child."""
        ...

    def __iter__(self) -> Iterator[Element]: ...

    def get(self, key: str, default: str | None = None) -> str | None:
        """An attribute."""
        ...

    def find(self, path: str) -> Element | None:
        """The first element at a path."""
        ...

    def iter(self, tag: str) -> Iterator[Element]:
        """All elements of a name below, in order."""
        ...

    def getparent(self) -> Element | None:
        """The element around this one."""
        ...


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THROUGH = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_DROPPED = frozenset({"del", "moveFrom", "rt", "Fallback", "instrText", "delText"})
_ASIDE = {
    "numPr": "numbers",
    "footnoteReference": "footnotes",
    "endnoteReference": "footnotes",
    "commentReference": "comments",
}
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_NOTES = {
    "changes": Note(
        "tracked-changes",
        "変更履歴が残っている。全て承諾した文として読んだ。",
        "The file has tracked changes; it was read as if all were accepted.",
    ),
    "boxes": Note(
        "text-box",
        "テキストボックスがある。本文での位置は確かでない。",
        "The file has text boxes; where they belong in the text is not certain.",
    ),
    "nested": Note(
        "nested-table",
        "表の欄の中に表がある。内側の表は欄の文として読んだ。",
        "A cell holds a table; the inner table was read as the text of the cell.",
    ),
    "footnotes": Note(
        "footnotes",
        "脚注又は文末脚注がある。読んでいない。",
        "The file has footnotes or endnotes; they were not read.",
    ),
    "comments": Note(
        "comments",
        "コメントがある。読んでいない。",
        "The file has comments; they were not read.",
    ),
    "numbers": Note(
        "automatic-numbers",
        "自動の段落番号は文に含まれないため、読んでいない。",
        "Automatic numbers of paragraphs are not in the text and were not read.",
    ),
}


def read_docx(data: bytes) -> View:
    """The paragraphs and tables of the body, in printed order.

    Raises:
        DecodeError: damaged or encrypted. LimitError: too many cells or bytes.
    """
    Container.open(data)
    walker = _Walker()
    try:
        walker.walk(cast("Element", Document(io.BytesIO(data)).element.body), "body")
    except LimitError:
        raise
    except Exception as error:
        raise DecodeError("", f"a damaged docx ({error}); open it and save it again") from error
    return View(tuple(walker.parts), tuple(_NOTES[name] for name in sorted(walker.seen)))


def _name(element: Element) -> str:
    """The local name; comments and processing instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _reach(element: Element, wanted: str) -> Iterator[Element]:
    """The children of a name, also those inside wrappers."""
    for child in element:
        if _name(child) == wanted:
            yield child
        elif _name(child) in _THROUGH:
            yield from _reach(child, wanted)


def _property(element: Element, holder: str, name: str) -> Element | None:
    return element.find(f"{_W}{holder}/{_W}{name}")


def _count(element: Element | None) -> int:
    value = element.get(f"{_W}val") if element is not None else None
    return min(int(value), 1_000_000) if value is not None and value.isdigit() else 0


@dataclass(slots=True)
class _Walker:
    """Collects parts and what was seen beside them; `boxes` wait for the end of their paragraph or table."""

    parts: list[Grid | Piece] = field(default_factory=list[Grid | Piece])
    seen: set[str] = field(default_factory=set[str])
    boxes: list[Piece] = field(default_factory=list[Piece])

    def walk(self, parent: Element, path: str) -> None:
        """Takes the blocks of an element in order."""
        counts = {"p": 0, "tbl": 0}
        for child in self._blocks(parent):
            name = _name(child)
            counts[name] += 1
            place = f"{path}>{name}[{counts[name]}]"
            if name == "p":
                self.parts.append(Piece("".join(self._words(child)), place))
            else:
                self.parts.append(self._grid(child, place))
            self.parts.extend(self.boxes)
            self.boxes.clear()

    def _blocks(self, parent: Element) -> Iterator[Element]:
        for child in parent:
            name = _name(child)
            if name in {"p", "tbl"}:
                yield child
            elif name in _THROUGH:
                yield from self._blocks(child)

    def _words(self, element: Element) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name in {"ins", "del", "moveFrom", "moveTo"}:
                self.seen.add("changes")
            if name in _ASIDE:
                self.seen.add(_ASIDE[name])
            if name == "t":
                yield child.text or ""
            elif name == "txbxContent":
                self._box(child)
            elif name not in _DROPPED:
                yield _SIGNS.get(name, "")
                yield from self._words(child)

    def _box(self, content: Element) -> None:
        self.seen.add("boxes")
        text = "\n".join("".join(self._words(p)) for p in content.iter(f"{_W}p"))
        self.boxes.append(Piece(text, f"text box {len(self.boxes) + 1} behind part {len(self.parts) + 1}"))

    def _grid(self, table: Element, path: str) -> Grid:
        cells: list[Piece] = []
        stretches: list[Stretch] = []
        above: dict[int, int] = {}
        rows = list(self._rows(table))
        for r, row in enumerate(rows):
            here: dict[int, int] = {}
            column = _count(_property(row, "trPr", "gridBefore"))
            stretches.extend([(r, 0, 1, column)] if column else ())
            for number, cell in enumerate(_reach(row, "tc"), start=1):
                width = max(1, _count(_property(cell, "tcPr", "gridSpan")))
                merge = _property(cell, "tcPr", "vMerge")
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column in above:
                    here[column] = above[column]
                    cells[above[column]] = _taller(cells[above[column]])
                else:
                    here[column] = len(cells)
                    cells.append(
                        Piece(self._text(cell), f"{path}>tr[{r + 1}]>tc[{number}]", r, column, 1, width)
                    )
                stretches.append((r, column, 1, width))
                column += width
            after = _count(_property(row, "trPr", "gridAfter"))
            stretches.extend([(r, column, 1, after)] if after else ())
            above = here
        columns = max((cell.column + cell.columns for cell in cells), default=0)
        check_cells(len(rows) * columns)
        return Grid(len(rows), columns, with_ragged(cells, stretches))

    def _rows(self, table: Element) -> Iterator[Element]:
        for row in _reach(table, "tr"):
            if _property(row, "trPr", "del") is None:
                yield row
            else:
                self.seen.add("changes")

    def _text(self, cell: Element) -> str:
        if next(cell.iter(f"{_W}tbl"), None) is not None:
            self.seen.add("nested")
        paragraphs = [p for p in cell.iter(f"{_W}p") if not _is_boxed(p, cell)]
        return "\n".join("".join(self._words(p)) for p in paragraphs)


def _is_boxed(paragraph: Element, cell: Element) -> bool:
    """Whether a paragraph stands in a text box inside the cell, or was deleted with what holds it."""
    parent = paragraph.getparent()
    while parent is not None and parent is not cell:
        if _name(parent) in {"txbxContent", *_DROPPED}:
            return True
        parent = parent.getparent()
    return False


def _taller(cell: Piece) -> Piece:
    return Piece(cell.text, cell.place, cell.row, cell.column, cell.rows + 1, cell.columns)
