"""Words without upright rules → the columns and rows that they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.views.lattice import Lattice
from loaders.views.lettering import Glyph
from loaders.views.pages import Page


def placed_tables(page: Page, outside: Sequence[Glyph], drawn: Sequence[Lattice]) -> list[Lattice]:
    return []
