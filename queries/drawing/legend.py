"""What a drawing uses → its legend: a sample of each kind of line and verdict, with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.drawing.layout import MARGIN, Plan
from queries.drawing.marks import Value, path, rect, tag, text
from queries.drawing.palette import INK, PAPER, SOFT_INK
from queries.drawing.pills import pill, width_of
from queries.drawing.ties import pen_of
from queries.drawing.words import MARKS, START, TIE_LEGENDS, mark_of
from queries.drawing.wrapping import ems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.drawing.folding import Sketch, Tie

_LINE = 26
_SIZE = 12
_SAMPLE = 40


def draw_legend(sketch: Sketch, plan: Plan, language: str) -> tuple[int, str]:
    """Draw the legend under the plan; gives the height of the whole drawing and the SVG."""
    entries = [
        *_start_entry(sketch, language),
        *_tie_entries(sketch.ties, language),
        *_mark_entries(sketch, language),
    ]
    x, y = MARGIN, plan.height + 18
    drawn: list[str] = []
    for sample, width, words in entries:
        size = width + 8 + ems(words) * _SIZE // 100 + 24
        if x > MARGIN and x + size > plan.width - MARGIN:
            x, y = MARGIN, y + _LINE
        drawn += [_moved(x, y, sample), text(x + width + 8, y + 13, _SIZE, INK, words)]
        x += size
    foot = y + _LINE + 8 if entries else plan.height + 8
    if sketch.release:
        drawn.append(text(MARGIN, foot + 10, 11, SOFT_INK, f"系譜 Keifu · release {sketch.release}"))
        foot += 22
    return foot, tag("g", {"data-part": "legend"}, *drawn, "\n")


def _moved(x: int, y: int, sample: str) -> str:
    return tag("g", {"transform": f"translate({x} {y})"}, sample)


def _start_entry(sketch: Sketch, language: str) -> Iterator[tuple[str, int, str]]:
    if any(box.path == sketch.start for box in sketch.boxes):
        yield rect(2, 2, 26, 14, PAPER, stroke=INK, stroke_width=3, rx=3), 30, START.said(language)


def _tie_entries(ties: Iterable[Tie], language: str) -> Iterator[tuple[str, int, str]]:
    first: dict[str, Tie] = {}
    for tie in ties:
        first.setdefault(_name(tie), tie)
    for name, word in TIE_LEGENDS.items():
        if name in first:
            pen = pen_of(first[name])
            more: dict[str, Value] = {"stroke_dasharray": pen.dashes} if pen.dashes else {}
            yield path(f"M0 9H{_SAMPLE}", pen.colour, pen.width, **more), _SAMPLE, word.said(language)


def _name(tie: Tie) -> str:
    if tie.basis == "inferred":
        return "inferred"
    return tie.form if tie.form != "flow" else tie.tie if tie.tie in TIE_LEGENDS else ""


def _mark_entries(sketch: Sketch, language: str) -> Iterator[tuple[str, int, str]]:
    used = {code for box in sketch.boxes for _, code in box.status}
    if any(box.kind == "indicator" and box.reports and not box.status for box in sketch.boxes):
        used.add("none")
    for code in (*MARKS, *sorted(used - set(MARKS))):
        if code in used:
            yield pill(0, 0, code, language), width_of(code, language), mark_of(code).legend.said(language)
