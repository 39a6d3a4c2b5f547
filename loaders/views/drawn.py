"""A cell of a table as it is drawn, with its lines on each page on which it stands."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.views.lattice import Box
from loaders.views.lettering import Line
from loaders.views.pages import Page


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one page; `page` leads to their rectangles on it."""

    page: Page
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A cell with its lines page by page; the height of its box is counted through all pages of its table.

    `has_room` when another line would have fitted below its words, `is_torn` when it may be half a cell,
    `is_over` when its first line stands across its upper edge.
    """

    box: Box
    parts: tuple[Part, ...]
    open_above: bool
    open_below: bool
    has_room: bool = False
    is_torn: bool = False
    is_over: bool = False

    @property
    def text(self) -> str:
        """The characters without what line ends mean."""
        return "".join(line.text for part in self.parts for line in part.lines)
