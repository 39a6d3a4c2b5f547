"""A page of a PDF that is only a picture → its characters and rules, as far as Tesseract recognises them.

The page is drawn as a grey picture, its rules are found and taken away, and the rest is recognised. The page
is marked so that all its values are candidates, and what is doubtful even so is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, cast

import pypdfium2 as pdfium

from loaders.views.lattice import Box, Rule
from loaders.views.lettering import Glyph, blank_behind
from loaders.views.pages import Page, Scanned
from loaders.views.raster import Bar, Picture, parted
from loaders.views.tesseract import Row, recognised
from loaders.views.view import Note

DPI: Final = 300
MAX_PIXELS: Final = 60_000_000
DOUBTFUL: Final = 90.0
"""Characters of which the program is less sure than this, of 100, are named in the loss report."""
_POINTS = 72
_BLANK = 0.9  # of the height of a line: letters farther apart have a blank between them
_MOST_NAMED = 30


def scanned_page(page: pdfium.PdfPage, number: int) -> Scanned:
    """What a page that has no characters shows, and which of it is doubtful.

    Raises:
        DecodeError: Tesseract or its data for Japanese is not installed.
        LimitError: the page takes too long.
    """
    picture = _drawn(page)
    ruled = parted(picture)
    rows = recognised(ruled.rest)
    scale = _POINTS / picture.dpi
    width, height = page.get_size()
    read = Page(
        number,
        width,
        height,
        tuple(glyph for row in rows for glyph in _glyphs(row, scale)),
        tuple(_rule(bar, scale) for bar in ruled.lying),
        tuple(_rule(bar, scale) for bar in ruled.standing),
        is_recognised=True,
    )
    return Scanned(read, tuple(_doubts(rows, number)))


def _drawn(page: pdfium.PdfPage) -> Picture:
    """The page as a grey picture, smaller where it would have too many pixels."""
    width, height = page.get_size()
    largest = math.sqrt(MAX_PIXELS / max(width * height, 1.0))
    scale = min(DPI / _POINTS, largest)
    # The library takes any number for a scale and says int.
    bitmap = page.render(scale=cast("int", scale), grayscale=True)
    try:
        across, stride, drawn = bitmap.width, bitmap.stride, bytes(bitmap.buffer)
        rows = (drawn[y * stride : y * stride + across] for y in range(bitmap.height))
        return Picture(across, bitmap.height, b"".join(rows), scale * _POINTS)
    finally:
        bitmap.close()


def _rule(bar: Bar, scale: float) -> Rule:
    return Rule((bar.first + bar.last + 1) / 2 * scale, bar.start * scale, bar.end * scale)


def _glyphs(row: Row, scale: float) -> Iterator[Glyph]:
    """The characters of a line; all are as high as the line, for the ink of some is only a dot."""
    top, bottom = row.top * scale, row.bottom * scale
    before: Glyph | None = None
    for each in row.characters:
        box = Box(each.left * scale, top, each.right * scale, bottom)
        glyph = Glyph(each.text, box, bottom)
        if before is not None and box.left - before.box.right > _BLANK * (bottom - top):
            yield blank_behind(before)
        yield glyph
        before = glyph


def _doubts(rows: Sequence[Row], number: int) -> Iterator[Note]:
    every = [each for row in rows for each in row.characters]
    doubtful = [row for row in rows if any(each.sure < DOUBTFUL for each in row.characters)]
    if not doubtful:
        return
    count = sum(each.sure < DOUBTFUL for each in every)
    named = ["".join(each.text for each in row.characters) for row in doubtful]
    more = f" … (+{len(named) - _MOST_NAMED})" if len(named) > _MOST_NAMED else ""
    words = " / ".join(named[:_MOST_NAMED]) + more
    yield Note(
        "ocr-suspect",
        f"{number} 頁: 読み取った{len(every)}字のうち{count}字が疑わしい: {words}",
        f"Page {number}: {count} of {len(every)} recognised characters are doubtful: {words}",
    )
