"""The drawn shapes of a page → straight rules that lie or stand.

A rule is a thin filled rectangle, a stroke, a side of a stroked outline, or a row of dashes or dots.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.errors import LimitError
from loaders.views.lattice import Box, Rule, clustered, nearest

MAX_RULES = 200_000
MAX_SEGMENTS = 2_000_000
_THIN = 2.5  # points: a filled shape not thicker than this is a rule
_THICK = 4.5  # points: so is one not thicker than this when it is long
_SLENDER = 4.0  # times as long as thick
_SHORTEST = 3.0  # points: what is shorter is a dash, a dot or part of a letter
_DASH_GAP = 3.6  # points between dashes of one rule
_FEWEST_DASHES = 4
_LEVEL = 0.6  # points by which dashes of one rule may be off
Point = tuple[float, float]
Turn = Callable[[float, float], Point]


def drawn_rules(shapes: Iterable[pdfium.PdfObject], turn: Turn) -> tuple[list[Rule], list[Rule]]:
    """The rules of a page that lie and those that stand; `turn` leads to the coordinates in which it is read.

    Raises:
        LimitError: more than `MAX_RULES`, or more than `MAX_SEGMENTS` pieces of outlines.
    """
    lying: list[Rule] = []
    standing: list[Rule] = []
    crumbs: list[Box] = []
    segments = 0
    for shape in shapes:
        if pdfium_c.FPDFPageObj_GetType(shape) != pdfium_c.FPDF_PAGEOBJ_PATH or _mode(shape) == (0, 0):
            continue
        segments += pdfium_c.FPDFPath_CountSegments(shape)
        if segments > MAX_SEGMENTS:
            raise LimitError("", MAX_SEGMENTS, segments, "pieces of outlines on a page")
        for box in _straight(shape, turn):
            _add(box, lying, standing, crumbs)
        if (found := len(lying) + len(standing) + len(crumbs)) > MAX_RULES:
            raise LimitError("", MAX_RULES, found, "rules on a page")
    lying.extend(_dashed([(box.top, box.bottom, box.left, box.right) for box in crumbs]))
    standing.extend(_dashed([(box.left, box.right, box.top, box.bottom) for box in crumbs]))
    return lying, standing


def _add(box: Box, lying: list[Rule], standing: list[Rule], crumbs: list[Box]) -> None:
    width, height = box.right - box.left, box.bottom - box.top
    if width > height and width >= _SHORTEST and _is_thin(height, width):
        lying.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
    elif height >= _SHORTEST and _is_thin(width, height):
        standing.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
    elif max(width, height) < _SHORTEST:
        crumbs.append(box)


def _is_thin(thickness: float, length: float) -> bool:
    return thickness <= _THIN or (thickness <= _THICK and length >= _SLENDER * thickness)


def _dashed(crumbs: Sequence[tuple[float, float, float, float]]) -> Iterator[Rule]:
    """Rules from dashes (near side, far side, start, end) that follow each other on one line."""
    edges = clustered(((near + far) / 2 for near, far, _, _ in crumbs), _LEVEL)
    rows: dict[int, list[tuple[float, float]]] = {}
    for near, far, start, end in crumbs:
        if end - start >= (far - near) * 0.9:
            rows.setdefault(nearest(edges, (near + far) / 2), []).append((start, end))
    for index, row in sorted(rows.items()):
        run: list[tuple[float, float]] = []
        for start, end in [*sorted(row), (float("inf"), float("inf"))]:
            if run and start > run[-1][1] + _DASH_GAP:
                if len(run) >= _FEWEST_DASHES:
                    yield Rule(edges[index], run[0][0], max(last for _, last in run))
                run = []
            run.append((start, end))


def _mode(shape: pdfium.PdfObject) -> tuple[int, int]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(shape, fill, stroke)
    return fill.value, stroke.value


def _straight(shape: pdfium.PdfObject, turn: Turn) -> Iterator[Box]:
    """The straight pieces of a path: a thin filled rectangle as a whole, the sides of a stroked outline."""
    is_stroked = bool(_mode(shape)[1])
    for points in _outlines(shape):
        shown = [turn(*point) for point in points]
        xs, ys = [x for x, _ in shown], [y for _, y in shown]
        whole = Box(min(xs), min(ys), max(xs), max(ys))
        width, height = whole.right - whole.left, whole.bottom - whole.top
        if _is_thin(min(width, height), max(width, height)):
            yield whole
        elif is_stroked:
            yield from _sides(shown)


def _sides(points: Sequence[Point]) -> Iterator[Box]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) <= _THIN or abs(y0 - y1) <= _THIN:
            yield Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _outlines(shape: pdfium.PdfObject) -> Iterator[list[Point]]:
    """The corner points of each part of a path that has only straight sides."""
    place = placing(shape)
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


def placing(shape: pdfium.PdfObject) -> Turn:
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
