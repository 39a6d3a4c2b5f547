"""Routes → SVG lines whose weight and dashes say what kind of tie they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.drawing.layout import BOX_WIDTH, COLUMN_GAP, Plan, Route
from queries.drawing.marks import Value, haloed, path, tag
from queries.drawing.palette import ARC, GUESS, POLICY_TIE, STRONG_TIE, TIE
from queries.drawing.words import INFERRED, TIES, arc_word
from queries.drawing.wrapping import wrap

if TYPE_CHECKING:
    from queries.drawing.folding import Tie

_LEAST_BULGE = 20
_MOST_BULGE = 46
_SIZE = 11
_LINE = 13
_ROOM = (COLUMN_GAP - 4) * 100 // _SIZE
_WIDE_ROOM = BOX_WIDTH * 100 // _SIZE
_WITH_LANE = 4


@dataclass(frozen=True, slots=True)
class Pen:
    """How a tie is drawn: colour, width in pixels, dashes ("" = solid)."""

    colour: str
    width: str
    dashes: str


def pen_of(tie: Tie) -> Pen:
    """Choose the pen: dotted for what no report says, thick for the indicator's own ties."""
    if tie.basis == "inferred":
        return Pen(GUESS, "1.75", "2 4")
    if tie.form == "right":
        return Pen(ARC, "1.5", "6 4")
    if tie.form == "left":
        return Pen(ARC, "1.5", "")
    if tie.tie == "indicator":
        return Pen(STRONG_TIE, "3.5", "")
    if tie.tie in {"objective", "means"}:
        return Pen(STRONG_TIE, "2", "")
    return Pen(POLICY_TIE, "1.75", "") if tie.tie == "policy" else Pen(TIE, "1", "")


def draw_routes(plan: Plan, language: str) -> str:
    """Draw all ties, the strong ones on top; labels come last, so that no line crosses them."""
    ordered = sorted(plan.routes, key=lambda route: (route.tie.form != "flow", route.tie.tie == "indicator"))
    lines = [_line(route) for route in ordered]
    labels = [_label(route, language) for route in ordered]
    return tag("g", {"aria-hidden": "true"}, *lines, *labels, "\n")


def steps_of(route: Route) -> str:
    """Give the path of a route: curves with level ends in the gaps, straight runs through the columns."""
    (x, y), *rest = route.points
    if route.tie.form != "flow":
        (_, end), bulge = rest[0], _bulge(route)
        return f"M{x} {y}C{x + bulge} {y} {x + bulge} {end} {x} {end}"
    steps = [f"M{x} {y}"]
    for number, (right, below) in enumerate(rest):
        middle = (x + right) // 2
        steps.append(f"H{right}" if number % 2 else f"C{middle} {y} {middle} {below} {right} {below}")
        x, y = right, below
    return "".join(steps)


def _bulge(route: Route) -> int:
    (_, start), (_, end) = route.points
    size = min(_MOST_BULGE, _LEAST_BULGE + abs(end - start) // 12)
    return size if route.tie.form == "right" else -size


def _line(route: Route) -> str:
    tie, pen = route.tie, pen_of(route.tie)
    more: dict[str, Value] = {"stroke_dasharray": pen.dashes} if pen.dashes else {}
    line = path(steps_of(route), pen.colour, pen.width, **more)
    head = _head(route, pen) if tie.form != "flow" else ""
    names: dict[str, Value] = {
        "data-upper": tie.upper,
        "data-lower": tie.lower,
        "data-relation": tie.relation,
        "data-tie": tie.tie,
        "data-basis": tie.basis,
    }
    return tag("g", names, line, head)


def _head(route: Route, pen: Pen) -> str:
    """Draw a small arrow head at the later box of a succession, else at what the derived box rests on."""
    x, y = route.points[-1 if route.tie.form == "right" else 0]
    side = 7 if route.tie.form == "right" else -7
    return tag("path", {"d": f"M{x} {y}l{side} -4v8z", "fill": pen.colour})


def _label(route: Route, language: str) -> str:
    pen, words = pen_of(route.tie), _words(route.tie, language)
    room = _WIDE_ROOM if len(route.points) >= _WITH_LANE else _ROOM
    lines = [line for word in words for line in wrap(word, room, most=2)]
    x, y = _spot(route)
    first = y + 4 - (len(lines) - 1) * _LINE // 2
    return "".join(
        haloed(x, first + number * _LINE, _SIZE, pen.colour, line, text_anchor="middle", font_weight="bold")
        for number, line in enumerate(lines)
    )


def _words(tie: Tie, language: str) -> list[str]:
    guess = [INFERRED.said(language)] if tie.basis == "inferred" else []
    if tie.note:
        return [f"→{tie.note}" if tie.form == "right" else tie.note, *guess]
    if tie.form != "flow":
        return [arc_word(tie.relation, language), *guess]
    return [TIES[tie.tie].said(language), *guess] if tie.tie in TIES and tie.tie != "policy" else guess


def _spot(route: Route) -> tuple[int, int]:
    """Choose the middle of a label: on a straight run where there is one, else in the middle of the gap."""
    points = route.points
    if route.tie.form != "flow":
        (x, start), (_, end) = points
        return x + (COLUMN_GAP if route.tie.form == "right" else -COLUMN_GAP) // 2, (start + end) // 2
    (x, y), (right, below) = points[1:3] if len(points) >= _WITH_LANE else points
    return (x + right) // 2, (y + below) // 2
