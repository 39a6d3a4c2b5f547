"""Pages → tables and lines in reading order, with what a page break cut put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.views.lattice import SNAP, Box, Lattice, clustered, lattices, nearest
from loaders.views.lettering import Glyph, Line, is_full, joined, lines
from loaders.views.pages import Page
from loaders.views.view import Grid, Piece

_PAGE_NUMBER = re.compile(
    r"[\s\-－―–—‐()（）]*(?:p\.?|[Pp]age)?\s*\d{0,4}(?:\s*/\s*\d{1,4})?[\s\-－―–—‐()（）]*\Z"
)
_SHARED_EDGES = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell with its lines; the height of its box is counted through all pages of its table."""

    box: Box
    lines: tuple[Line, ...]
    page: int
    open_above: bool
    open_below: bool


@dataclass(slots=True)
class Sheet:
    """A table that may run over several pages; boxes are moved down by the heights of the pages before.

    `margin` is the room between a rule and the text beside it.
    """

    left: float
    right: float
    bottom: float
    margin: float
    drawn: list[Drawn] = field(default_factory=list[Drawn])


def stitched(pages: Sequence[Page]) -> list[Sheet | Piece]:
    """All parts of a PDF in order; lines above and below a table that is cut may only be page numbers."""
    parts: list[Sheet | Piece] = []
    open_sheet: Sheet | None = None
    shift = 0.0
    for page in pages:
        inside, outside = _shared(page)
        here = _page_parts(page, inside, outside)
        for index, part in enumerate(here):
            if isinstance(part, Piece):
                parts.append(part)
                continue
            moved = _moved(part, shift)
            if index == 0 and open_sheet is not None and _goes_on(open_sheet, moved):
                _append(open_sheet, moved)
            else:
                open_sheet = moved
                parts.append(moved)
        if not here or isinstance(here[-1], Piece):
            open_sheet = None
        shift += page.height
    return parts


def _shared(page: Page) -> tuple[list[tuple[Lattice, list[list[Glyph]]]], list[Glyph]]:
    """The characters of each cell of each table of a page, and those outside of all."""
    tables = [(table, [list[Glyph]() for _ in table.fields]) for table in lattices(page.lying, page.standing)]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = glyph.middle
        table = next((pair for pair in tables if pair[0].box.holds(x, y)), None)
        index = _field_at(table[0], x, y) if table else None
        if table is None or index is None:
            outside.append(glyph)
        else:
            table[1][index].append(glyph)
    return tables, outside


def _field_at(table: Lattice, x: float, y: float) -> int | None:
    return next((i for i, each in enumerate(table.fields) if each.box.holds(x, y)), None)


def _page_parts(
    page: Page, tables: Sequence[tuple[Lattice, list[list[Glyph]]]], outside: Sequence[Glyph]
) -> list[Sheet | Piece]:
    placed: list[tuple[float, Sheet | Piece]] = [
        (table.box.top, _sheet(table, glyphs, page.number)) for table, glyphs in tables
    ]
    placed.extend((top, piece) for top, piece in _paragraphs(page, outside))
    return [part for _, part in sorted(placed, key=lambda pair: pair[0])]


def _sheet(table: Lattice, glyphs: Sequence[list[Glyph]], number: int) -> Sheet:
    by_field = [lines(each) for each in glyphs]
    drawn = [
        Drawn(each.box, tuple(found), number, each.open_above, each.open_below)
        for each, found in zip(table.fields, by_field, strict=True)
    ]
    box = table.box
    return Sheet(box.left, box.right, box.bottom, _margin(table, by_field), drawn)


def _margin(table: Lattice, by_field: Sequence[list[Line]]) -> float:
    """The room between a rule and the text beside it, the least of the table."""
    gaps = [
        line.box.left - each.box.left
        for each, found in zip(table.fields, by_field, strict=True)
        for line in found
    ]
    return max(0.0, min(gaps, default=0.0))


def _paragraphs(page: Page, outside: Sequence[Glyph]) -> Iterator[tuple[float, Piece]]:
    """Lines outside tables; a full line and the next are one paragraph. Page numbers are left out."""
    found = [line for line in lines(outside) if not _PAGE_NUMBER.match(line.text)]
    left = min((line.box.left for line in found), default=0.0)
    right = max((line.box.right for line in found), default=0.0)
    waiting: list[Line] = []
    for index, line in enumerate(found):
        waiting.append(line)
        after = found[index + 1] if index + 1 < len(found) else None
        is_near = after is not None and after.box.top - line.box.bottom < line.box.bottom - line.box.top
        if after is None or not is_near or not is_full(line, after, left, right):
            box = Box(
                waiting[0].box.left, waiting[0].box.top, max(w.box.right for w in waiting), line.box.bottom
            )
            yield box.top, Piece(joined(waiting, left, right), place_of(page.number, box), page=page.number)
            waiting.clear()


def place_of(page: int, box: Box) -> str:
    """A rectangle of a page: left, top, right, bottom in points from the top left."""
    return f"page {page} [{box.left:.1f} {box.top:.1f} {box.right:.1f} {box.bottom:.1f}]"


def _moved(sheet: Sheet, shift: float) -> Sheet:
    drawn = [
        replace(each, box=replace(each.box, top=each.box.top + shift, bottom=each.box.bottom + shift))
        for each in sheet.drawn
    ]
    return Sheet(sheet.left, sheet.right, sheet.bottom + shift, sheet.margin, drawn)


def _goes_on(above: Sheet, below: Sheet) -> bool:
    """Whether a table at the top of a page continues the last one.

    Both have the same outline and no rule at the break, or the edges of one are all edges of the other: a
    browser leaves out the rules of a column in which one cell covers the whole page.
    """
    has_outline = abs(above.left - below.left) <= SNAP and abs(above.right - below.right) <= SNAP
    is_open = any(end.open_below for end in _last(above)) and any(start.open_above for start in _first(below))
    one, other = _edges(above), _edges(below)
    shared = sum(abs(one[nearest(one, edge)] - edge) <= SNAP for edge in other)
    return (has_outline and is_open) or (shared > _SHARED_EDGES and shared == min(len(one), len(other)))


def _edges(sheet: Sheet) -> list[float]:
    return clustered(edge for each in sheet.drawn for edge in (each.box.left, each.box.right))


def _last(sheet: Sheet) -> list[Drawn]:
    return [each for each in sheet.drawn if abs(each.box.bottom - sheet.bottom) <= SNAP]


def _first(sheet: Sheet) -> list[Drawn]:
    top = min(each.box.top for each in sheet.drawn)
    return [each for each in sheet.drawn if abs(each.box.top - top) <= SNAP]


def _append(above: Sheet, below: Sheet) -> None:
    """Puts the second half of a table below the first; the gap between the pages is closed."""
    gap = min(each.box.top for each in below.drawn) - above.bottom
    ends = _last(above)
    for each in below.drawn:
        box = replace(each.box, top=each.box.top - gap, bottom=each.box.bottom - gap)
        end = next((end for end in ends if _is_same_cell(end, each, box)), None)
        if end is None:
            above.drawn.append(replace(each, box=box))
        else:
            whole = replace(
                end,
                box=replace(end.box, bottom=box.bottom),
                lines=(*end.lines, *each.lines),
                open_below=each.open_below,
            )
            above.drawn[above.drawn.index(end)] = whole
    above.bottom = below.bottom - gap


def _is_same_cell(end: Drawn, start: Drawn, box: Box) -> bool:
    return (
        end.open_below
        and start.open_above
        and abs(end.box.left - box.left) <= SNAP
        and abs(end.box.right - box.right) <= SNAP
        and abs(end.box.bottom - box.top) <= SNAP
    )


def grid_of(sheet: Sheet) -> Grid:
    """The table as rows and columns: the edges of its cells are its grid."""
    xs = _edges(sheet)
    ys = clustered(edge for each in sheet.drawn for edge in (each.box.top, each.box.bottom))
    return Grid(len(ys) - 1, len(xs) - 1, tuple(_piece(each, xs, ys, sheet.margin) for each in sheet.drawn))


def _piece(drawn: Drawn, xs: Sequence[float], ys: Sequence[float], margin: float) -> Piece:
    row, column = nearest(ys, drawn.box.top), nearest(xs, drawn.box.left)
    return Piece(
        joined(drawn.lines, drawn.box.left + margin, drawn.box.right - margin),
        place_of(drawn.page, drawn.box),
        row,
        column,
        max(1, nearest(ys, drawn.box.bottom) - row),
        max(1, nearest(xs, drawn.box.right) - column),
        drawn.page,
    )
