"""A table that a page break cuts → the same table with the words that stand below its last rules.

A browser ends the upright rules of a cut cell where the row beside it ends, and lets its words run on to the
end of the page. On the next page it may close the row above the last words, which then stand across its rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.views.lattice import SNAP, Box, Field, Lattice
from loaders.views.lettering import Glyph, lines

_NEAR = 1.0  # of the height of a line: the white between two lines of a cell


def with_overhang(tables: Sequence[Lattice], glyphs: Sequence[Glyph]) -> list[Lattice]:
    """The tables of a page; the first and the last one reach down as far as the words of their cut cells."""
    if not tables:
        return []
    first, *later = sorted(tables, key=lambda table: table.box.bottom)
    return _with_last_longer([_crossed(first, glyphs), *later], glyphs)


def _crossed(first: Lattice, glyphs: Sequence[Glyph]) -> Lattice:
    """The end of a row that the page before began, down to the words that stand across its lower rule."""
    ends = [each for each in first.fields if each.open_above and _is_end(each, first)]
    bottom = first.box.bottom
    below = [glyph for glyph in glyphs if glyph.middle[1] > bottom and not glyph.turn]
    columns = {_column_of(glyph, ends) for glyph in below if _is_across(glyph, bottom)} - {None}
    for line in lines(below) if columns else ():
        words = [glyph for glyph in line.glyphs if not glyph.char.isspace()]
        is_far = line.box.top - bottom > _NEAR * (line.box.bottom - line.box.top)
        if is_far or any(_column_of(glyph, ends) not in columns for glyph in words):
            break
        bottom = max(bottom, line.box.bottom)
    if bottom == first.box.bottom:
        return first
    fields = tuple(_longer(each, bottom) if each in ends else each for each in first.fields)
    return Lattice(replace(first.box, bottom=bottom), fields)


def _is_across(glyph: Glyph, height: float) -> bool:
    return not glyph.char.isspace() and glyph.box.top < height < glyph.middle[1]


def _with_last_longer(tables: Sequence[Lattice], glyphs: Sequence[Glyph]) -> list[Lattice]:
    *others, last = tables
    ends = [each for each in last.fields if each.open_below and _is_end(each, last)]
    bottom = last.box.bottom
    for line in lines([glyph for glyph in glyphs if glyph.middle[1] > last.box.bottom and not glyph.turn]):
        height = line.box.bottom - line.box.top
        is_inside = all(_column_of(glyph, ends) is not None for glyph in line.glyphs if glyph.char.strip())
        if line.box.top - bottom > _NEAR * height or not is_inside:
            break
        bottom = max(bottom, line.box.bottom)
    if bottom == last.box.bottom:
        return [*others, last]
    fields = tuple(_longer(each, bottom) if each in ends else each for each in last.fields)
    return [*others, Lattice(replace(last.box, bottom=bottom), fields)]


def _is_end(field: Field, table: Lattice) -> bool:
    return abs(field.box.bottom - table.box.bottom) <= SNAP


def _column_of(glyph: Glyph, ends: Sequence[Field]) -> Field | None:
    """The open cell above a character."""
    x, _ = glyph.middle
    return next((each for each in ends if each.box.left <= x <= each.box.right), None)


def _longer(field: Field, bottom: float) -> Field:
    box = field.box
    return replace(field, box=Box(box.left, box.top, box.right, bottom))
