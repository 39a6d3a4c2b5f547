"""A page of HTML → its tables and paragraphs as a browser would show them.

Cells span as rowspan and colspan say. Scripts, styles, hidden elements and readings above kanji (rt) are no
text. Blanks collapse as in a browser; a line end of the source between two Japanese characters is nothing.
`<br>` and blocks inside a cell part words by one blank. A table that holds other tables is taken for layout:
its cells are walked as paragraphs, the inner tables are tables. Numbers that a browser puts before the items
of a list are not in the page and not in the text. Headings (h1 to h6, role=heading) keep their level, and
paragraphs the printed page that `data-pageno` or `data-page` names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from loaders.errors import LimitError
from loaders.views.ragged import with_ragged
from loaders.views.view import Grid, Piece, View, place_spans

MAX_DEPTH = 256
_MAX_COLUMNS = 1000
_MAX_ROWS = 65534
_UNSHOWN = frozenset(
    {"script", "style", "template", "head", "noscript", "rt", "rp", "select", "-comment", "_comment"}
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div",
        "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
        "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_BREAK = "\u2028"
_HEADING = re.compile(r"h([1-6])")
_LEVEL = re.compile(r"[1-9]", re.ASCII)
_ARIA_DEFAULT = 2
_PAGE = re.compile(r"[0-9]{1,5}")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_FIRST_WIDE = "\u2e80"


def read_html(data: bytes) -> View:
    """The tables and paragraphs of a page, in the order of the source.

    Raises:
        LimitError: elements are nested deeper than `MAX_DEPTH`, or a table has too many cells.
    """
    root = LexborHTMLParser(data).root
    if root is None:
        return View(())
    _check_depth(root)
    walker = _Walker()
    walker.walk(root, "html")
    walker.flush()
    return View(tuple(walker.parts))


def _check_depth(root: LexborNode) -> None:
    """Walks without recursion, so that no page can exhaust the stack."""
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        if node.first_child is not None:
            node, depth = node.first_child, depth + 1
            if depth > MAX_DEPTH:
                raise LimitError("", MAX_DEPTH, depth, "nested elements")
            continue
        while node is not None and node.next is None:
            node, depth = node.parent, depth - 1
            if depth <= 0:
                return
        node = node.next if node is not None else None


def _children(node: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    """The shown children with their paths; a path is a CSS selector."""
    counts: Counter[str] = Counter()
    child = node.first_child
    while child is not None:
        tag = child.tag or ""
        counts[tag] += 1
        if tag not in _UNSHOWN and not _is_hidden(child):
            yield child, path if tag == "-text" else _step(path, tag, counts[tag])
        child = child.next


def _step(path: str, tag: str, number: int) -> str:
    return f"{path}>{tag}" if tag == "body" else f"{path}>{tag}:nth-of-type({number})"


def _is_hidden(node: LexborNode) -> bool:
    if node.tag == "-text":
        return False
    return "hidden" in node.attributes or _HIDDEN.search(node.attributes.get("style") or "") is not None


@dataclass(slots=True)
class _Walker:
    """Collects parts; `words` is the paragraph that is open and `place` the element that opened it.

    `levels` are the levels of the headings so far by their id.
    """

    parts: list[Grid | Piece] = field(default_factory=list[Grid | Piece])
    words: list[str] = field(default_factory=list[str])
    place: str = ""
    level: int = 0
    page: int | None = None
    levels: dict[str, int] = field(default_factory=dict[str, int])

    def walk(self, node: LexborNode, path: str) -> None:
        """Takes what an element shows."""
        for child, child_path in _children(node, path):
            tag = child.tag or ""
            if tag == "-text":
                self.words.append(child.text_content or "")
                continue
            if tag == "table" and not _holds_table(child):
                self.flush()
                self._table(child, child_path)
            elif tag == "br":
                self.flush()
            elif tag in _BLOCKS:
                self._block(child, child_path)
            else:
                self._turn_page(child)
                self.walk(child, child_path)

    def _block(self, node: LexborNode, path: str) -> None:
        self.flush()
        outer = self.level
        self.place = path
        self.level = heading_level(node, self.levels) or outer
        self._turn_page(node)
        self.walk(node, path)
        self.flush()
        self.level = outer

    def _turn_page(self, node: LexborNode) -> None:
        """A paragraph stands on the page on which it begins."""
        if not "".join(self.words).strip():
            named = node.attributes.get("data-pageno") or node.attributes.get("data-page") or ""
            self.page = int(named) if _PAGE.fullmatch(named) else self.page

    def flush(self) -> None:
        """Ends the open paragraph."""
        if text := collapsed("".join(self.words)):
            self.parts.append(Piece(text, self.place, page=self.page, level=self.level))
        self.words.clear()

    def _table(self, table: LexborNode, path: str) -> None:
        rows = list(_rows(table, path))
        listed = [
            (r, cell, cell_path)
            for r, (row, row_path) in enumerate(rows)
            for cell, cell_path in _cells(row, row_path)
        ]
        spans = [
            (r, _rows_of(cell, len(rows) - r), _number(cell, "colspan", _MAX_COLUMNS) or 1)
            for r, cell, _ in listed
        ]
        places = place_spans(spans)
        cells = tuple(
            Piece(collapsed("".join(_texts(cell))), cell_path, r, column, height, width)
            for (_, cell, cell_path), (r, column), (_, height, width) in zip(
                listed, places, spans, strict=True
            )
        )
        columns = max((cell.column + cell.columns for cell in cells), default=0)
        self._captions(table, path)
        stretches = [(cell.row, cell.column, cell.rows, cell.columns) for cell in cells]
        self.parts.append(Grid(len(rows), columns, with_ragged(cells, stretches)))

    def _captions(self, table: LexborNode, path: str) -> None:
        for child, child_path in _children(table, path):
            if child.tag == "caption":
                self.parts.append(Piece(collapsed("".join(_texts(child))), child_path))


def heading_level(node: LexborNode, levels: dict[str, int]) -> int:
    """The level of a heading, 0 for anything else; remembers it under the id of the heading.

    A heading of no level whose id goes on that of another heading (s2-1-0 after s2-1) stands below it.
    """
    match = _HEADING.fullmatch(node.tag or "")
    if match is None and node.attributes.get("role") != "heading":
        return 0
    name = node.attributes.get("id") or ""
    said = match[1] if match else node.attributes.get("aria-level") or ""
    above = levels.get(name.rpartition("-")[0], _ARIA_DEFAULT - 1)
    level = int(said) if _LEVEL.fullmatch(said) else above + 1
    if name:
        levels[name] = level
    return level


def _holds_table(table: LexborNode) -> bool:
    return any(found.mem_id != table.mem_id for found in table.css("table"))


def _rows(table: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    for child, child_path in _children(table, path):
        if child.tag == "tr":
            yield child, child_path
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _rows(child, child_path)


def _cells(row: LexborNode, path: str) -> Iterator[tuple[LexborNode, str]]:
    return ((cell, cell_path) for cell, cell_path in _children(row, path) if cell.tag in {"td", "th"})


def _rows_of(cell: LexborNode, left: int) -> int:
    """How many rows a cell spans of those that are `left`; 0 in the page means all of them."""
    number = _number(cell, "rowspan", _MAX_ROWS)
    return left if number == 0 else min(number or 1, left)


def _number(cell: LexborNode, name: str, most: int) -> int | None:
    match = re.match(r"\s*(\d{1,9})", cell.attributes.get(name) or "", re.ASCII)
    return min(int(match[1]), most) if match else None


def _texts(node: LexborNode) -> Iterator[str]:
    for child, _ in _children(node, ""):
        tag = child.tag or ""
        if tag == "-text":
            yield child.text_content or ""
        elif tag == "br":
            yield _BREAK
        elif tag in _BLOCKS:
            yield _BREAK
            yield from _texts(child)
            yield _BREAK
        else:
            yield from _texts(child)


def collapsed(text: str) -> str:
    r"""The text with blanks as a browser shows them, breaks as one blank.

    >>> collapsed("学校\n  図書館 の  数")
    '学校図書館 の 数'
    """
    lines = (_SPACES.sub(_gap, line).strip(" ") for line in text.split(_BREAK))
    return " ".join(line for line in lines if line)


def _gap(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    is_wrapped = "\n" in match[0] and before >= _FIRST_WIDE and after >= _FIRST_WIDE
    return "" if is_wrapped else " "
