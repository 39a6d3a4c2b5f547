"""A PDF → what each page shows: characters with their boxes, and straight rules.

Coordinates are points from the top left of the page as it is read: turned pages included, and turned once
more where most of its letters lie on their side. `Page.shown` leads back to the page as it is shown.
Left out is what nobody sees: characters outside the page or their clip, invisible ones on a page that has
visible ones, a character drawn twice at one place, and slanted ones, which are watermarks.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.errors import DecodeError, LimitError
from loaders.views.clips import Clips
from loaders.views.lattice import Box, Rule
from loaders.views.lettering import (
    SLANTED,
    Glyph,
    blank_behind,
    draws_blanks,
    is_blank_between,
    without_room,
)
from loaders.views.rules import Turn, drawn_rules
from loaders.views.view import Note

MAX_PAGES = 500
MAX_PICTURES = 60
MAX_CHARACTERS = 2_000_000
MAX_SHAPES = 500_000
OCR_INSTALL = "pip install 'keifu[ocr]'; apt-get install tesseract-ocr tesseract-ocr-jpn"
"""What reading pictures of pages needs besides."""
_PATH_DEPTH = 8
_QUARTER = math.pi / 2
_ASLANT = 0.1  # of a quarter turn: more than this is slanted
_DOUBLE = 0.25  # of a character's size: the same character within this is drawn twice
_PICTURE = 0.05  # of the area of a page: a picture of this size may hold text


@dataclass(frozen=True, slots=True)
class Page:
    """One page; the number counts from 1, `quarters` is how far it was turned clockwise to be read.

    `is_recognised` when all its characters are invisible: a program read them from a picture.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    lying: tuple[Rule, ...]
    standing: tuple[Rule, ...]
    quarters: int = 0
    is_recognised: bool = False

    def shown(self, box: Box) -> Box:
        """The same rectangle on the page as it is shown."""
        width, height = self.width, self.height
        for _ in range(-self.quarters % 4):
            box = Box(height - box.bottom, box.left, height - box.top, box.right)
            width, height = height, width
        return box


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages with text in order, what was seen and not read, and the programs that made the file."""

    listed: tuple[Page, ...]
    notes: tuple[Note, ...]
    programs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scanned:
    """A page that a program read from its picture, and what it doubts."""

    page: Page
    notes: tuple[Note, ...]


Recogniser = Callable[[pdfium.PdfPage, int], Scanned]
"""Reads the picture of a page, whose number counts from 1."""


@dataclass(frozen=True, slots=True)
class _Seen:
    page: Page
    is_drawn: bool
    has_picture: bool
    is_slanted: bool
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class _Eyes:
    """Looks at pages one by one; what is only a picture is read where there is somebody to read it."""

    recogniser: Recogniser | None
    pictures: int = 0
    characters: int = 0
    seen: list[_Seen] = field(default_factory=list[_Seen])

    def look(self, page: pdfium.PdfPage) -> None:
        """Takes the next page."""
        found = _seen(page, len(self.seen) + 1)
        if self.recogniser is not None and found.is_drawn and not found.page.glyphs:
            self.pictures += 1
            if self.pictures > MAX_PICTURES:
                raise LimitError("", MAX_PICTURES, self.pictures, "pictures of pages")
            scanned = self.recogniser(page, found.page.number)
            found = _Seen(
                scanned.page, is_drawn=True, has_picture=True, is_slanted=False, notes=scanned.notes
            )
        self.seen.append(found)
        self.characters += len(found.page.glyphs)
        _check_characters(self.characters)


def open_pages(data: bytes, recogniser: Recogniser | None = None) -> Pages:
    """All pages that show text; pages that are only a picture by a recogniser, if there is one.

    Raises:
        DecodeError: no page has any text.
        LimitError: too many pages, pictures, characters, shapes or rules.
    """
    document = pdfium.PdfDocument(data)
    try:
        if len(document) > MAX_PAGES:
            raise LimitError("", MAX_PAGES, len(document), "pages")
        eyes = _Eyes(recogniser)
        for index in range(len(document)):
            page = document[index]
            eyes.look(page)
            page.close()
        made_by = document.get_metadata_dict()
    finally:
        document.close()
    seen = eyes.seen
    if not any(each.page.glyphs for each in seen):
        _refuse(seen, is_tried=eyes.pictures > 0)
    notes = (*_notes(seen), *(note for each in seen for note in each.notes))
    programs = tuple(made_by[name] for name in ("Creator", "Producer"))
    listed = [each.page for each in seen if each.page.glyphs]
    if any(draws_blanks(page.glyphs) for page in listed):
        listed = [replace(page, glyphs=without_room(page.glyphs)) for page in listed]
    return Pages(tuple(listed), notes, programs)


def _check_characters(found: int) -> None:
    if found > MAX_CHARACTERS:
        raise LimitError("", MAX_CHARACTERS, found, "characters")


def _refuse(seen: Iterable[_Seen], *, is_tried: bool) -> None:
    pictures = [str(each.page.number) for each in seen if each.is_drawn]
    if not pictures:
        raise DecodeError("", "a PDF without any text")
    if is_tried:
        raise DecodeError("", f"no character was recognised: {_listed(pictures)} only a picture of the page")
    raise DecodeError(
        "",
        f"no text layer: {_listed(pictures)} only a picture of the page. With --ocr the picture is read and "
        f"every value is a candidate; that takes the extra and Tesseract: {OCR_INSTALL}",
    )


def _listed(pages: list[str]) -> str:
    most = 5
    if len(pages) == 1:
        return f"page {pages[0]} holds"
    rest = f" and {len(pages) - most} more" if len(pages) > most else ""
    return f"pages {', '.join(pages[:most])}{rest} hold"


def _notes(seen: Iterable[_Seen]) -> Iterator[Note]:
    listed = list(seen)
    for code, ja, en, wanted in (
        (
            "no-text-layer",
            "頁に文字の層がない。画像の文字は読んでいない(--ocr を参照)。",
            "no text layer; what the picture says was not read (see --ocr).",
            [each for each in listed if each.is_drawn and not each.page.glyphs],
        ),
        (
            "recognised-text",
            "頁の文字は画像から機械が読み取ったものである。値は事実とせず候補とした。",
            "the text was recognised from a picture by a program; values are candidates, not facts.",
            [each for each in listed if each.page.is_recognised],
        ),
        (
            "picture",
            "頁に画像がある。画像の中の文字は読んでいない。",
            "a picture; words inside it were not read.",
            [
                each
                for each in listed
                if each.has_picture and each.page.glyphs and not each.page.is_recognised
            ],
        ),
        (
            "slanted-text",
            "頁に斜めの文字(透かし等)がある。読んでいない。",
            "slanted text such as a watermark was not read.",
            [each for each in listed if each.is_slanted],
        ),
    ):
        if wanted:
            numbers = ", ".join(str(each.page.number) for each in wanted)
            yield Note(code, f"{numbers} {ja}", f"Page {numbers}: {en}")


def _seen(page: pdfium.PdfPage, number: int) -> _Seen:
    shapes: list[pdfium.PdfObject] = []
    for shape in page.get_objects(max_depth=_PATH_DEPTH):
        shapes.append(shape)
        if len(shapes) > MAX_SHAPES:
            raise LimitError("", MAX_SHAPES, len(shapes), "shapes on a page")
    text = page.get_textpage()
    try:
        _check_characters(text.count_chars())
        sheet = _Sheet.of(page, text)
        clips = Clips.of(shapes, sheet.turn)
        placed = [glyph for glyph in _glyphs(text, sheet, clips) if sheet.holds(glyph)]
    finally:
        text.close()
    straight = [glyph for glyph in placed if glyph.turn != SLANTED]
    lying, standing = drawn_rules(shapes, sheet.turn)
    read = Page(
        number,
        sheet.width,
        sheet.height,
        tuple(_without_doubles(straight)),
        tuple(lying),
        tuple(standing),
        sheet.extra,
        clips.is_recognised,
    )
    has_picture = _has_picture(shapes, sheet.width * sheet.height)
    return _Seen(read, bool(shapes), has_picture, len(straight) < len(placed))


def _has_picture(shapes: Iterable[pdfium.PdfObject], area: float) -> bool:
    for shape in shapes:
        if pdfium_c.FPDFPageObj_GetType(shape) == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shape.get_bounds()
            if (right - left) * (top - bottom) > _PICTURE * area:
                return True
    return False


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as it is read: its size, and how to get there from the coordinates of the file.

    `quarters` are all quarter turns clockwise, `extra` those beyond the page as it is shown.
    """

    width: float
    height: float
    turn: Turn
    quarters: int
    extra: int

    @classmethod
    def of(cls, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> _Sheet:
        """The page turned so that most of its letters stand upright."""
        width, height = page.get_size()
        shown = page.get_rotation() // 90
        found = Counter(_quarters(text, index) for index in _drawn(text))
        most = max((0, 1, 2, 3), key=lambda quarter: (found[quarter], -quarter))
        extra = -(most + shown) % 4 if 2 * found[most] > found.total() else 0
        if extra % 2:
            width, height = height, width
        quarters = (shown + extra) % 4
        return cls(width, height, _turn(page, quarters), quarters, extra)

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands on the page."""
        x, y = glyph.middle
        return 0 <= x <= self.width and 0 <= y <= self.height


def _drawn(text: pdfium.PdfTextPage) -> Iterator[int]:
    return (
        index
        for index in range(text.count_chars())
        if pdfium_c.FPDFText_IsGenerated(text, index) != 1
        and not chr(pdfium_c.FPDFText_GetUnicode(text, index) % 0x110000).isspace()
    )


def _turn(page: pdfium.PdfPage, quarters: int) -> Turn:
    """From the coordinates of the file (from the bottom left, before the page is turned) to those read."""
    crop: tuple[float, float, float, float] | None = page.get_cropbox()
    left, bottom, right, top = crop or (0.0, 0.0, *page.get_size())
    turns: tuple[Turn, ...] = (
        lambda x, y: (x - left, top - y),
        lambda x, y: (y - bottom, x - left),
        lambda x, y: (right - x, y - bottom),
        lambda x, y: (top - y, right - x),
    )
    return turns[quarters]


def _box(turn: Turn, left: float, bottom: float, right: float, top: float) -> Box:
    (x0, y0), (x1, y1) = turn(left, bottom), turn(right, top)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _glyphs(text: pdfium.PdfTextPage, sheet: _Sheet, clips: Clips) -> Iterator[Glyph]:
    before: Glyph | None = None
    is_gap = False
    for index in range(text.count_chars()):
        if pdfium_c.FPDFText_IsGenerated(text, index) == 1:
            is_gap = True
            continue
        glyph = _glyph(text, index, sheet)
        if glyph is None or clips.hides(text, index, glyph.middle):
            continue
        if is_gap and before is not None and is_blank_between(before, glyph):
            yield blank_behind(before)
        yield glyph
        before, is_gap = glyph, False


def _glyph(text: pdfium.PdfTextPage, index: int, sheet: _Sheet) -> Glyph | None:
    """A drawn character; None for what has no place or is no character."""
    char = _char(pdfium_c.FPDFText_GetUnicode(text, index))
    rect = pdfium_c.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    is_placed = pdfium_c.FPDFText_GetLooseCharBox(text, index, rect) and pdfium_c.FPDFText_GetCharOrigin(
        text, index, x, y
    )
    if not is_placed or not char:
        return None
    box = _box(sheet.turn, rect.left, rect.bottom, rect.right, rect.top)
    lies = _quarters(text, index)
    level = sheet.turn(x.value, y.value)[1]
    turn = (lies + sheet.quarters) % 4 if lies is not None else SLANTED
    return Glyph(char, box, level, turn, index + 1)


def _char(code: int) -> str:
    is_none = code in {0x0, 0xA, 0xD, 0xFFFE, 0xFFFF} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF  # noqa: PLR2004
    return "" if is_none else chr(code)


def _quarters(text: pdfium.PdfTextPage, index: int) -> int | None:
    """By how many quarter turns a character lies clockwise in the file; None when it is slanted."""
    matrix = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFText_GetMatrix(text, index, matrix):
        return 0
    turns = -math.atan2(matrix.b, matrix.a) / _QUARTER
    return round(turns) % 4 if abs(turns - round(turns)) <= _ASLANT else None


def _without_doubles(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """A bold face without a font of its own is the same character drawn again a little aside."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        x, y = glyph.middle
        reach = _DOUBLE * max(glyph.size, 1.0)
        column, row = int(x // 4), int(y // 4)
        near = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((glyph.char, column + dx, row + dy), ())
        )
        if glyph.char.isspace() or not any(
            abs(other.middle[0] - x) < reach and abs(other.middle[1] - y) < reach for other in near
        ):
            seen.setdefault((glyph.char, column, row), []).append(glyph)
            yield glyph
