"""What hides a character of a PDF: the clip of the piece of text that it belongs to, or invisible ink.

Spreadsheets draw a merged cell on every page that it reaches, clipped to the page; scanners lay invisible
text over a picture.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.views.lattice import Box
from loaders.views.rules import Point, Turn

_MANY = 4096
_EVERYWHERE = Box(float("-inf"), float("-inf"), float("inf"), float("inf"))
_NOWHERE = Box(1.0, 1.0, 0.0, 0.0)
_EASE = 1.0  # points beyond a clip that are still seen
_INVISIBLE = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})


@dataclass(slots=True)
class Clips:
    """The seen part of the page for each piece of text, by its address; `is_recognised` when none is seen."""

    turn: Turn
    is_recognised: bool
    knows_clips: bool
    areas: dict[int, Box] = field(default_factory=dict[int, Box])

    @classmethod
    def of(cls, shapes: Iterable[pdfium.PdfObject], turn: Turn) -> Clips:
        """What is to be known of the shapes of a page before its characters are taken."""
        listed = list(shapes)
        modes = [
            pdfium_c.FPDFTextObj_GetTextRenderMode(shape)
            for shape in listed
            if pdfium_c.FPDFPageObj_GetType(shape) == pdfium_c.FPDF_PAGEOBJ_TEXT
        ]
        # The clip of a text inside a form is told in the coordinates of the form, which are not known here.
        has_forms = any(pdfium_c.FPDFPageObj_GetType(shape) == pdfium_c.FPDF_PAGEOBJ_FORM for shape in listed)
        return cls(turn, bool(modes) and all(mode in _INVISIBLE for mode in modes), not has_forms)

    def hides(self, text: pdfium.PdfTextPage, index: int, middle: Point) -> bool:
        """Whether nobody sees the character at an index of the page's text."""
        shape = pdfium_c.FPDFText_GetTextObject(text, index)
        if not shape:
            return False
        key = ctypes.cast(shape, ctypes.c_void_p).value or 0
        if key not in self.areas:
            self.areas[key] = self._area(shape)
        area, (x, y) = self.areas[key], middle
        return not (
            area.left - _EASE <= x <= area.right + _EASE and area.top - _EASE <= y <= area.bottom + _EASE
        )

    def _area(self, shape: object) -> Box:
        if not self.is_recognised and pdfium_c.FPDFTextObj_GetTextRenderMode(shape) in _INVISIBLE:
            return _NOWHERE
        clip = pdfium_c.FPDFPageObj_GetClipPath(shape) if self.knows_clips else None
        area = _EVERYWHERE
        for path in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip)) if clip else 0):
            area = _common(area, self._outline(clip, path))
        return area

    def _outline(self, clip: object, path: int) -> Box:
        """The box around one path of a clip."""
        points: list[Point] = []
        count = pdfium_c.FPDFClipPath_CountPathSegments(clip, path)
        if not 0 < count <= _MANY:
            return _EVERYWHERE
        for index in range(count):
            segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, index)
            x, y = ctypes.c_float(), ctypes.c_float()
            if pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(self.turn(x.value, y.value))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return Box(min(xs), min(ys), max(xs), max(ys)) if points else _EVERYWHERE


def _common(one: Box, other: Box) -> Box:
    return Box(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    )
