"""A PDF → what each page shows: characters with their boxes, and straight rules.

Coordinates are points from the top left of the page as it is shown, turned pages included.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.errors import DecodeError, LimitError
from loaders.views.lattice import Box, Rule
from loaders.views.lettering import Glyph, blank_behind, is_blank_between

MAX_PAGES = 500
MAX_CHARACTERS = 2_000_000
MAX_RULES = 200_000
_THIN = 2.5  # points: a filled shape not thicker than this is a rule
_SHORTEST = 3.0  # points: what is shorter is a dot or part of a letter
_PATH_DEPTH = 8
Point = tuple[float, float]
Turn = Callable[[float, float], Point]


@dataclass(frozen=True, slots=True)
class Page:
    """One page; the number counts from 1."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    lying: tuple[Rule, ...]
    standing: tuple[Rule, ...]


def open_pages(data: bytes) -> list[Page]:
    """All pages in order; pages that show nothing are left out.

    Raises:
        DecodeError: a page that shows something but has no characters.
        LimitError: too many pages, characters or rules.
    """
    document = pdfium.PdfDocument(data)
    try:
        if len(document) > MAX_PAGES:
            raise LimitError("", MAX_PAGES, len(document), "pages")
        pages: list[Page] = []
        characters = 0
        for index in range(len(document)):
            page = _page(document[index], index + 1)
            characters += len(page.glyphs)
            if characters > MAX_CHARACTERS:
                raise LimitError("", MAX_CHARACTERS, characters, "characters")
            pages.append(page)
    finally:
        document.close()
    if not any(page.glyphs for page in pages):
        raise DecodeError("", "a PDF without any text")
    return [page for page in pages if page.glyphs]


def _page(page: pdfium.PdfPage, number: int) -> Page:
    turn = _turn(page)
    glyphs = tuple(_glyphs(page, turn))
    shapes = list(page.get_objects(max_depth=_PATH_DEPTH))
    if not glyphs and shapes:
        raise DecodeError(
            "",
            f"page {number} has no text layer: it is a picture. keifu[pdf] reads no pictures; "
            "add a text layer with an OCR program and load the file again",
        )
    lying, standing = _rules(shapes, turn)
    width, height = page.get_size()
    return Page(number, width, height, glyphs, tuple(lying), tuple(standing))


def _turn(page: pdfium.PdfPage) -> Turn:
    """From the coordinates of the file (from the bottom left, before the page is turned) to those shown."""
    crop: tuple[float, float, float, float] | None = page.get_cropbox()
    left, bottom, right, top = crop or (0.0, 0.0, *page.get_size())
    turns: dict[int, Turn] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turns[page.get_rotation()]


def _box(turn: Turn, left: float, bottom: float, right: float, top: float) -> Box:
    (x0, y0), (x1, y1) = turn(left, bottom), turn(right, top)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _glyphs(page: pdfium.PdfPage, turn: Turn) -> Iterator[Glyph]:
    text = page.get_textpage()
    try:
        before: Glyph | None = None
        is_gap = False
        for index in range(text.count_chars()):
            if pdfium_c.FPDFText_IsGenerated(text, index) == 1:
                is_gap = True
                continue
            glyph = _glyph(text, index, turn)
            if glyph is None:
                continue
            if is_gap and before is not None and is_blank_between(before, glyph):
                yield blank_behind(before)
            yield glyph
            before, is_gap = glyph, False
    finally:
        text.close()


def _glyph(text: pdfium.PdfTextPage, index: int, turn: Turn) -> Glyph | None:
    """A drawn character; None for what has no place or is no character."""
    char = chr(pdfium_c.FPDFText_GetUnicode(text, index))
    rect = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    is_placed = pdfium_c.FPDFText_GetLooseCharBox(text, index, rect) and pdfium_c.FPDFText_GetCharOrigin(
        text, index, x, y
    )
    if not is_placed or char in "\r\n\x00\ufffe\uffff":
        return None
    box = _box(turn, rect.left, rect.bottom, rect.right, rect.top)
    return Glyph(char, box, turn(x.value, y.value)[1])


def _rules(shapes: list[pdfium.PdfObject], turn: Turn) -> tuple[list[Rule], list[Rule]]:
    lying: list[Rule] = []
    standing: list[Rule] = []
    for shape in shapes:
        if pdfium_c.FPDFPageObj_GetType(shape) != pdfium_c.FPDF_PAGEOBJ_PATH or not _is_drawn(shape):
            continue
        for box in _straight(shape, turn):
            _add(box, lying, standing)
        if len(lying) + len(standing) > MAX_RULES:
            raise LimitError("", MAX_RULES, len(lying) + len(standing), "rules on a page")
    return lying, standing


def _add(box: Box, lying: list[Rule], standing: list[Rule]) -> None:
    width, height = box.right - box.left, box.bottom - box.top
    if height <= _THIN and width >= _SHORTEST and width > height:
        lying.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
    elif width <= _THIN and height >= _SHORTEST:
        standing.append(Rule((box.left + box.right) / 2, box.top, box.bottom))


def _mode(shape: pdfium.PdfObject) -> tuple[int, int]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(shape, fill, stroke)
    return fill.value, stroke.value


def _is_drawn(shape: pdfium.PdfObject) -> bool:
    return _mode(shape) != (0, 0)


def _straight(shape: pdfium.PdfObject, turn: Turn) -> Iterator[Box]:
    """The straight pieces of a path: a thin filled rectangle as a whole, the sides of a stroked outline."""
    for points in _outlines(shape):
        shown = [turn(*point) for point in points]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        whole = Box(min(xs), min(ys), max(xs), max(ys))
        if min(whole.right - whole.left, whole.bottom - whole.top) <= _THIN:
            yield whole
        elif _mode(shape)[1]:
            for (x0, y0), (x1, y1) in pairwise(shown):
                if abs(x0 - x1) <= _THIN or abs(y0 - y1) <= _THIN:
                    yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _outlines(shape: pdfium.PdfObject) -> Iterator[list[Point]]:
    """The corner points of each part of a path that has only straight sides."""
    place = _place(shape)
    points: list[Point] = []
    for index in range(pdfium_c.FPDFPath_CountSegments(shape)):
        segment = pdfium_c.FPDFPath_GetPathSegment(shape, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        if kind in {pdfium_c.FPDF_SEGMENT_MOVETO, pdfium_c.FPDF_SEGMENT_LINETO}:
            x, y = ctypes.c_float(), ctypes.c_float()
            pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(place(x.value, y.value))
            if pdfium_c.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    if len(points) > 1:
        yield points


def _place(shape: pdfium.PdfObject) -> Turn:
    """From the coordinates of a shape to those of the page, through all forms that hold it."""
    matrices = [shape.get_matrix()]
    holder = shape.container
    while holder is not None:
        matrices.append(holder.get_matrix())
        holder = holder.container

    def placed(x: float, y: float) -> Point:
        for matrix in matrices:
            x, y = matrix.on_point(x, y)
        return x, y

    return placed
