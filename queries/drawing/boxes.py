"""A box of the sketch → its lines, its height, and its SVG with the words for those who do not see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.drawing.layout import BOX_WIDTH, Place
from queries.drawing.marks import Value, escape, rect, tag, text
from queries.drawing.palette import INK, KINDS, PAPER, SOFT_INK
from queries.drawing.pills import HEIGHT as PILL_HEIGHT
from queries.drawing.pills import pill, width_of, words_of
from queries.drawing.words import COLUMNS, DOWNWARD, EMPTY_LABEL, START, UPWARD, mark_of, relation_word
from queries.drawing.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.drawing.folding import Box, Sketch

SIDE = 12
INNER = BOX_WIDTH - 2 * SIDE
LABEL_SIZE = 13
SMALL_SIZE = 11
_LABEL_LINE = 18
_SMALL_LINE = 15
_PILL_LINE = PILL_HEIGHT + 4
_PAD = 7
_NAMED_TIES = 6


@dataclass(frozen=True, slots=True)
class Face:
    """The lines of a box as they will be drawn, and the verdicts below them."""

    trail: tuple[str, ...]
    label: tuple[str, ...]
    detail: tuple[str, ...]
    status: tuple[tuple[str, str], ...]

    @property
    def height(self) -> int:
        """Height of the box in pixels; the pills have rows of their own, so no label runs under them."""
        small = len(self.trail) + len(self.detail)
        rows = small * _SMALL_LINE + len(self.label) * _LABEL_LINE + len(self.status) * _PILL_LINE
        return rows + 2 * _PAD + 2


def face_of(box: Box, language: str) -> Face:
    """Choose the lines of a box."""
    label = box.name(language) if box.label or box.label_en else EMPTY_LABEL.said(language)
    bare = box.kind == "indicator" and not box.status and bool(box.reports)
    return Face(
        wrap(" › ".join(box.trail), INNER * 100 // SMALL_SIZE, most=2),
        wrap(label, INNER * 100 // LABEL_SIZE),
        wrap(box.detail, INNER * 100 // SMALL_SIZE, most=2),
        (("", "none"),) if bare else box.status,
    )


@dataclass(frozen=True, slots=True)
class Telling:
    """A sketch with what each of its boxes has above (with the relation) and below it, in words."""

    sketch: Sketch
    language: str
    above: Mapping[str, list[str]]
    below: Mapping[str, list[str]]


def telling_of(sketch: Sketch, language: str) -> Telling:
    """Collect the words about the neighbours of every box, in the order of the ties."""
    names = {box.path: box.name(language) for box in sketch.boxes}
    above: dict[str, list[str]] = {path: [] for path in names}
    below: dict[str, list[str]] = {path: [] for path in names}
    for tie in sketch.ties:
        above[tie.lower].append(f"{names[tie.upper]}（{relation_word(tie.relation, language)}）")
        below[tie.upper].append(names[tie.lower])
    return Telling(sketch, language, above, below)


def draw_box(place: Place, told: Telling, href: str) -> str:
    """Draw one box as a link; its label for assistive technology names what lies above and below."""
    box, face = place.box, face_of(place.box, told.language)
    is_start = box.path == told.sketch.start
    attributes: dict[str, Value] = {
        "href": href,
        "id": f"n-{_slug(box.path)}",
        "data-node": box.path,
        "data-kind": box.kind,
        "aria-label": described(box, told),
    }
    if is_start:
        attributes["aria-current"] = "location"
    full = " ".join(part for part in (" › ".join(box.trail), box.name(told.language), box.detail) if part)
    return tag(
        "a",
        attributes,
        tag("title", {}, escape(full) or " "),
        _shell(place, is_start=is_start),
        *_lines(place, face, told.language),
        *_pills(place, face, told.sketch, told.language),
    )


def described(box: Box, told: Telling) -> str:
    """Say class, label, verdicts, and the ties above and below, in one sentence each."""
    sketch, language = told.sketch, told.language
    verdicts = (f"{sketch.report_name(report)} {_verdict(code, language)}" for report, code in box.status)
    start = [START.said(language)] if box.path == sketch.start else []
    head = [*start, f"{COLUMNS[box.kind].said(language)} {box.name(language)}", box.detail, *verdicts]
    said = "、".join(part for part in head if part)
    up = _side(UPWARD.said(language), told.above[box.path])
    return "。".join([said, *up, *_side(DOWNWARD.said(language), told.below[box.path])])


def _verdict(code: str, language: str) -> str:
    return f"{words_of(code, language)}（{mark_of(code).legend.said(language)}）"


def _side(word: str, names: list[str]) -> list[str]:
    if not names:
        return []
    more = f" ほか{len(names) - _NAMED_TIES}" if len(names) > _NAMED_TIES else ""
    return [f"{word}：{'、'.join(names[:_NAMED_TIES])}{more}"]


def _slug(path: str) -> str:
    """Write a path as an id, one to one."""
    return "".join(c if c.isascii() and (c.isalnum() or c in ".-") else f"_{ord(c):x}_" for c in path)


def _shell(place: Place, *, is_start: bool) -> str:
    colour = KINDS[place.box.kind]
    rim = {"stroke": colour, "stroke-width": "3" if is_start else "1", "rx": "3"}
    outline = {"x": place.x, "y": place.y, "width": place.width, "height": place.height, "fill": PAPER} | rim
    return tag("rect", dict(outline)) + rect(place.x, place.y, 5, place.height, colour, rx=2)


def _lines(place: Place, face: Face, language: str) -> list[str]:
    colour = KINDS[place.box.kind]
    x, y = place.x + SIDE, place.y + _PAD
    tongue = {"lang": "en" if language == "en" and place.box.label_en else "ja"}
    drawn: list[str] = []
    for words in face.trail:
        drawn.append(text(x, y + 12, SMALL_SIZE, colour, words, lang="ja"))
        y += _SMALL_LINE
    for words in face.label:
        drawn.append(text(x, y + 14, LABEL_SIZE, INK, words, **tongue))
        y += _LABEL_LINE
    for words in face.detail:
        drawn.append(text(x, y + 12, SMALL_SIZE, SOFT_INK, words, lang="ja"))
        y += _SMALL_LINE
    return drawn


def _pills(place: Place, face: Face, sketch: Sketch, language: str) -> list[str]:
    drawn: list[str] = []
    y = place.y + place.height - _PAD - _PILL_LINE * len(face.status) + 2
    for report, code in face.status:
        drawn.append(pill(place.x + SIDE, y, code, language))
        side = place.x + SIDE + width_of(code, language) + 6
        room = (place.x + place.width - 6 - side) * 100 // SMALL_SIZE
        name = wrap(sketch.report_name(report), room, most=1) if report and room > 0 else ()
        drawn += [text(side, y + 13, SMALL_SIZE, SOFT_INK, words) for words in name]
        y += _PILL_LINE
    return drawn
