"""A table that a page break cuts → the same table with the words that stand below its last rules.

A browser ends the upright rules of a cut cell where the row beside it ends, and lets its words run on to the
end of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.views.lattice import SNAP, Box, Field, Lattice
from loaders.views.lettering import Glyph, lines

_NEAR = 1.0  # of the height of a line: the white between two lines of a cell


def with_overhang(tables: Sequence[Lattice], glyphs: Sequence[Glyph]) -> list[Lattice]:
    """The tables of a page, the last one reaching down to the end of the words of its open cells."""
    if not tables:
        return []
    *others, last = sorted(tables, key=lambda table: table.box.bottom)
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
