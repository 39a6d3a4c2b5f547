"""Pages → tables and lines in reading order, with what a page break cut put together again.

A head that is printed again on every page is read once. A cell that goes on is one cell, over any number of
pages; each of its lines keeps its page and rectangle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.views.columns import placed_tables
from loaders.views.drawn import Drawn, Part
from loaders.views.lattice import SNAP, Box, Lattice, Rule, clustered, lattices, nearest
from loaders.views.lettering import Glyph, Line, around, is_full, joined, lines
from loaders.views.overhang import with_overhang
from loaders.views.overprint import overprinted
from loaders.views.pages import Page
from loaders.views.torn import Cut, has_room, torn_cells
from loaders.views.view import Area, Grid, Note, Piece, Trust

_PAGE_NUMBER = re.compile(
    r"[\s\-－―–—‐()（）]*(?:p\.?|[Pp]age)?\s*\d{0,4}(?:\s*/\s*\d{1,4})?[\s\-－―–—‐()（）]*\Z"
)
_SHARED_EDGES = 2
_REACH = 40.0  # points below the top of a page: words of a cut row run no further


@dataclass(slots=True)
class Sheet:
    """A table that may run over several pages; boxes are moved down by the heights of the pages before.

    `margin` is the room between a rule and the text beside it. `first` are the cells of its first page as
    they stood there: a head printed again is known by them.
    """

    left: float
    right: float
    bottom: float
    margin: float
    trust: Trust = Trust.DRAWN
    drawn: list[Drawn] = field(default_factory=list[Drawn])
    first: tuple[Drawn, ...] = ()


@dataclass(slots=True)
class Stitched:
    """The parts of a PDF in order, and the pages on which a head was printed again."""

    parts: list[Sheet | Piece] = field(default_factory=list[Sheet | Piece])
    repeated: list[int] = field(default_factory=list[int])

    def notes(self) -> Iterator[Note]:
        """What is to be told of it."""
        if self.repeated:
            numbers = ", ".join(str(number) for number in self.repeated)
            yield Note(
                "repeated-head",
                f"{numbers} 頁に表の見出しが繰り返されている。一度だけ読んだ。",
                f"Page {numbers}: the head of the table is printed again; it was read once.",
            )


def stitched(pages: Sequence[Page], cut: Cut = Cut.OPEN) -> Stitched:
    """All parts of a PDF in order; lines above and below a table that is cut may only be page numbers.

    `cut` is how the program that made the PDF draws a cell that a page break cuts.
    """
    found = Stitched()
    open_sheet: Sheet | None = None
    shift = 0.0
    for page in pages:
        here = _page_parts(page, open_sheet)
        for index, part in enumerate(here):
            if isinstance(part, Piece):
                found.parts.append(part)
                continue
            moved = _moved(part, shift)
            if index == 0 and open_sheet is not None and _goes_on(open_sheet, moved):
                if _append(open_sheet, moved, cut):
                    found.repeated.append(page.number)
            else:
                open_sheet = moved
                found.parts.append(moved)
        if not here or isinstance(here[-1], Piece):
            open_sheet = None
        shift += page.height
    return found


def _page_parts(page: Page, open_sheet: Sheet | None) -> list[Sheet | Piece]:
    drawn = [table for table in lattices(page.lying, page.standing) if _is_table(table, open_sheet)]
    tables, outside = _shared(page.glyphs, with_overhang(drawn, page.glyphs))
    free = [rule for rule in page.lying if not any(_is_inside(rule, table.box) for table, _ in tables)]
    before = _edges(open_sheet.drawn) if open_sheet and open_sheet.trust is Trust.PLACED else []
    placed, outside = _shared(outside, placed_tables(free, outside, before))
    trust = Trust.RECOGNISED if page.is_recognised else None
    parts: list[tuple[float, Sheet | Piece]] = [
        *((table.box.top, _sheet(table, glyphs, page, trust or Trust.DRAWN)) for table, glyphs in tables),
        *((table.box.top, _sheet(table, glyphs, page, trust or Trust.PLACED)) for table, glyphs in placed),
        *_paragraphs(page, outside, trust or Trust.DRAWN),
    ]
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


def _is_inside(rule: Rule, box: Box) -> bool:
    middle = (rule.start + rule.end) / 2
    return box.left - SNAP <= middle <= box.right + SNAP and box.top - SNAP <= rule.at <= box.bottom + SNAP


def _is_table(table: Lattice, open_sheet: Sheet | None) -> bool:
    """Whether rules make a table here: upright ones alone do only where a table goes on."""
    is_band = all(each.open_above and each.open_below for each in table.fields)
    return not is_band or (open_sheet is not None and _has_edges_of(open_sheet, table))


def _has_edges_of(sheet: Sheet, table: Lattice) -> bool:
    edges = _edges(sheet.drawn)
    return all(
        abs(edges[nearest(edges, edge)] - edge) <= SNAP
        for each in table.fields
        for edge in (each.box.left, each.box.right)
    )


Filled = tuple[Lattice, list[list[Glyph]]]


def _shared(glyphs: Iterable[Glyph], found: Sequence[Lattice]) -> tuple[list[Filled], list[Glyph]]:
    """The characters of each cell of each table of a page, and those outside of all."""
    tables = [(table, [list[Glyph]() for _ in table.fields]) for table in found]
    outside: list[Glyph] = []
    for glyph in glyphs:
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


def _sheet(table: Lattice, glyphs: Sequence[list[Glyph]], page: Page, trust: Trust) -> Sheet:
    by_field = [lines(each) for each in glyphs]
    drawn = [
        Drawn(
            each.box,
            (Part(page, tuple(found)),) if found else (),
            each.open_above,
            each.open_below,
            has_room(each.box, found),
            is_over=bool(found) and found[0].box.top < each.box.top,
        )
        for each, found in zip(table.fields, by_field, strict=True)
    ]
    box = table.box
    return Sheet(box.left, box.right, box.bottom, _margin(table, by_field), trust, drawn, tuple(drawn))


def _margin(table: Lattice, by_field: Sequence[list[Line]]) -> float:
    """The room between a rule and the text beside it, the least of the table."""
    gaps = [
        line.box.left - each.box.left
        for each, found in zip(table.fields, by_field, strict=True)
        for line in found
    ]
    return max(0.0, min(gaps, default=0.0))


def _paragraphs(page: Page, outside: Sequence[Glyph], trust: Trust) -> Iterator[tuple[float, Piece]]:
    """Lines outside tables; a full line and the next are one paragraph. Page numbers are left out."""
    turned = [[glyph for glyph in outside if glyph.turn == turn] for turn in (1, 2, 3)]
    upright = [glyph for glyph in outside if not glyph.turn]
    found = [line for line in lines(upright) if not _PAGE_NUMBER.match(line.text)]
    left = min((line.box.left for line in found), default=0.0)
    right = max((line.box.right for line in found), default=0.0)
    waiting: list[Line] = []
    for index, line in enumerate(found):
        waiting.append(line)
        after = found[index + 1] if index + 1 < len(found) else None
        is_near = after is not None and after.box.top - line.box.bottom < line.box.bottom - line.box.top
        if after is None or not is_near or not is_full(line, after, left, right):
            box = around(each.box for each in waiting)
            yield box.top, _piece((Part(page, tuple(waiting)),), left, right, trust)
            waiting.clear()
    for glyphs in turned:
        if listed := lines(glyphs):
            yield listed[0].box.top, _piece((Part(page, tuple(listed)),), left, right, trust)


def place_of(page: Page, box: Box) -> str:
    """A rectangle of a page as it is shown: left, top, right, bottom in points from the top left."""
    shown = page.shown(box)
    return f"page {page.number} [{shown.left:.1f} {shown.top:.1f} {shown.right:.1f} {shown.bottom:.1f}]"


def _moved(sheet: Sheet, shift: float) -> Sheet:
    drawn = [_lower(each, shift) for each in sheet.drawn]
    return replace(sheet, bottom=sheet.bottom + shift, drawn=drawn)


def _lower(drawn: Drawn, by: float) -> Drawn:
    return replace(drawn, box=replace(drawn.box, top=drawn.box.top + by, bottom=drawn.box.bottom + by))


def _goes_on(above: Sheet, below: Sheet) -> bool:
    """Whether a table at the top of a page continues the last one.

    Both have the same outline and no rule at the break, or the edges of one are all edges of the other: a
    browser leaves out the rules of a column in which one cell covers the whole page.
    """
    if above.trust is not below.trust:
        return False
    has_outline = abs(above.left - below.left) <= SNAP and abs(above.right - below.right) <= SNAP
    is_open = any(end.open_below for end in _last(above)) and any(start.open_above for start in _top(below))
    one, other = _edges(above.drawn), _edges(below.drawn)
    shared = sum(abs(one[nearest(one, edge)] - edge) <= SNAP for edge in other)
    return (has_outline and is_open) or (shared > _SHARED_EDGES and shared == min(len(one), len(other)))


def _edges(drawn: Iterable[Drawn]) -> list[float]:
    return clustered(edge for each in drawn for edge in (each.box.left, each.box.right))


def _last(sheet: Sheet) -> list[Drawn]:
    return [each for each in sheet.drawn if abs(each.box.bottom - sheet.bottom) <= SNAP]


def _top(sheet: Sheet) -> list[Drawn]:
    top = min(each.box.top for each in sheet.drawn)
    return [each for each in sheet.drawn if abs(each.box.top - top) <= SNAP]


def _append(above: Sheet, below: Sheet, cut: Cut) -> bool:
    """Puts the second half of a table below the first, without the gap; True when a head was left out."""
    height = _head_height(above, below)
    top = min(each.box.top for each in below.drawn) + height
    if height:
        below.drawn = [_cut(each, top) for each in below.drawn if each.box.bottom > top + SNAP]
    if cut is Cut.CLOSED:
        torn = torn_cells(_last(above), _top(below))
        for sheet in (above, below):
            sheet.drawn = [replace(each, is_torn=True) if each in torn else each for each in sheet.drawn]
    gap = top - above.bottom
    ends = [each for each in _last(above) if each.open_below]
    for each in list(ends):
        ends[ends.index(each)] = _with_overprint(above, below, each)
    for each in below.drawn:
        lowered = _up_to(above, _lower(each, -gap))
        end = next((end for end in ends if _is_same_cell(end, lowered)), None)
        if end is None:
            above.drawn.append(lowered)
        else:
            above.drawn[above.drawn.index(end)] = _one(end, lowered)
    above.bottom = below.bottom - gap
    return height > 0


def _with_overprint(above: Sheet, below: Sheet, end: Drawn) -> Drawn:
    """The end of a cut cell with its last lines, where those were drawn over the lines of the next row."""
    column = sorted((d for d in below.drawn if _has_sides_of(end, d)), key=lambda d: d.box.top)
    start = next((each for each in column if not each.open_above), None)
    is_far = start is not None and start.box.top - column[0].box.top > _REACH
    if start is None or is_far or len(start.parts) != 1:
        return end
    upper, own = overprinted(start.parts[0].lines)
    if not upper:
        return end
    over = replace(start.parts[0], lines=upper)
    below.drawn[below.drawn.index(start)] = replace(start, parts=(replace(start.parts[0], lines=own),))
    if column[0].open_above:  # its words come first, and go to the end as a whole
        below.drawn[below.drawn.index(column[0])] = replace(column[0], parts=(*column[0].parts, over))
        return end
    longer = replace(end, parts=(*end.parts, over))
    above.drawn[above.drawn.index(end)] = longer
    return longer


def _has_sides_of(end: Drawn, start: Drawn) -> bool:
    return abs(end.box.left - start.box.left) <= SNAP and abs(end.box.right - start.box.right) <= SNAP


def _up_to(above: Sheet, drawn: Drawn) -> Drawn:
    """A cell that the break cut before its first line begins where the closed cell above it ends."""
    if not drawn.open_above or drawn.box.top < above.bottom - SNAP:
        return drawn
    over = [each.box for each in above.drawn if _has_edges(each.box, drawn.box)]
    bottom = max((box.bottom for box in over if box.bottom <= drawn.box.top + SNAP), default=drawn.box.top)
    return replace(drawn, box=replace(drawn.box, top=bottom))


def _has_edges(one: Box, other: Box) -> bool:
    """Whether two cells stand above each other."""
    return one.left < other.right - SNAP and other.left < one.right - SNAP


def _head_height(above: Sheet, below: Sheet) -> float:
    """The height of the first rows of a page that repeat the first rows of the table, 0 when none do."""
    top_above = min(each.box.top for each in above.first)
    top_below = min(each.box.top for each in below.drawn)
    first = {_key(each, top_above) for each in above.first}
    same = [each for each in below.drawn if _key(each, top_below) in first and each.text]
    heights = sorted({round(each.box.bottom - top_below, 1) for each in same}, reverse=True)
    for height in heights:
        inside = [each for each in below.drawn if each.box.top < top_below + height - SNAP]
        others = [each for each in inside if _key(each, top_below) not in first]
        is_whole = all(each.box.bottom > top_below + height + SNAP for each in others)
        is_cut = any(each.box.bottom > top_below + height + SNAP for each in inside if each not in others)
        if is_whole and not is_cut and len(inside) > len(others) and len(inside) < len(below.drawn):
            return height
    return 0.0


def _key(drawn: Drawn, top: float) -> tuple[int, int, int, int, str]:
    box = drawn.box
    edges = (box.left, box.right, box.top - top, box.bottom - top)
    left, right, upper, lower = (round(edge / SNAP) for edge in edges)
    return left, right, upper, lower, drawn.text


def _cut(drawn: Drawn, top: float) -> Drawn:
    """A cell of a page below its repeated head; nothing tells whether the row there is a new one."""
    if drawn.box.top > top + SNAP:
        return drawn
    return replace(drawn, box=replace(drawn.box, top=max(drawn.box.top, top)), open_above=True)


def _is_same_cell(end: Drawn, start: Drawn) -> bool:
    return start.open_above and _has_sides_of(end, start) and abs(end.box.bottom - start.box.top) <= SNAP


def _one(end: Drawn, start: Drawn) -> Drawn:
    """Two halves of a cell; what a program drew on both pages counts once."""
    is_doubled = bool(start.parts) and end.text == start.text
    parts = end.parts if is_doubled else (*end.parts, *_without_double(end, start))
    box = replace(end.box, bottom=start.box.bottom)
    is_torn = end.is_torn or start.is_torn
    return Drawn(box, parts, end.open_above, start.open_below, start.has_room, is_torn)


def _without_double(end: Drawn, start: Drawn) -> tuple[Part, ...]:
    """The lines of a second half; a spreadsheet draws a line that the break cuts on both pages."""
    if not (start.is_over and start.parts and end.parts):
        return start.parts
    last, (first, *others) = end.parts[-1].lines[-1], start.parts[0].lines
    if last.text != first.text:
        return start.parts
    return (*((replace(start.parts[0], lines=tuple(others)),) if others else ()), *start.parts[1:])


def grid_of(sheet: Sheet) -> Grid:
    """The table as rows and columns: the edges of its cells are its grid."""
    xs = _edges(sheet.drawn)
    ys = clustered(edge for each in sheet.drawn for edge in (each.box.top, each.box.bottom))
    cells: list[Piece] = []
    for each in sheet.drawn:
        row, column = nearest(ys, each.box.top), nearest(xs, each.box.left)
        left, right = each.box.left + sheet.margin, each.box.right - sheet.margin
        cells.append(
            replace(
                _piece(each.parts, left, right, _trust(each, sheet)),
                row=row,
                column=column,
                rows=max(1, nearest(ys, each.box.bottom) - row),
                columns=max(1, nearest(xs, each.box.right) - column),
            )
        )
    return Grid(len(ys) - 1, len(xs) - 1, tuple(cells))


def _trust(drawn: Drawn, sheet: Sheet) -> Trust:
    return Trust.TORN if drawn.is_torn and sheet.trust is not Trust.RECOGNISED else sheet.trust


def _piece(parts: Sequence[Part], left: float, right: float, trust: Trust) -> Piece:
    listed = [(part.page, line) for part in parts for line in part.lines]
    told = joined([line for _, line in listed], left, right)
    areas = tuple(
        Area(start, start + len(line.text), page.number, *_corners(page.shown(line.box)))
        for (page, line), start in zip(listed, told.starts, strict=True)
    )
    place = "; ".join(place_of(part.page, around(line.box for line in part.lines)) for part in parts)
    number = parts[0].page.number if parts else None
    return Piece(told.text, place, page=number, areas=areas, trust=trust)


def _corners(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = (round(edge, 1) for edge in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom
