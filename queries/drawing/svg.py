"""A lineage graph → a standalone SVG: columns by class, bands by report, boxes that are links.

The drawing works without script and under a strict content policy. `data-` attributes name the nodes and the
ends of the ties, for the highlight of the page and for the tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.drawing.boxes import draw_box, face_of, telling_of
from queries.drawing.folding import Box, Sketch, fold
from queries.drawing.layout import BOX_WIDTH, Band, Plan, lay_out
from queries.drawing.legend import draw_legend
from queries.drawing.marks import document, haloed, path, rect, tag, text
from queries.drawing.palette import INK, KINDS, PAPER, RULE, SOFT_INK, TINT_A, TINT_B, TINT_SHARED
from queries.drawing.ties import draw_routes
from queries.drawing.words import COLUMNS, REPORT, SHARED, TITLE
from queries.drawing.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import networkx as nx

MOST_BOXES = 500


def draw_svg(
    graph: nx.MultiDiGraph[str], *, language: str = "ja", link: Callable[[str], str] | None = None
) -> str:
    """Draw a lineage; `link` turns the path of a node into the address of its page (default: "/" + path).

    Over 500 boxes the drawing only says so (the page shows the table). Raises UnknownKind for a node whose
    class has no column.
    """
    sketch = fold(graph)
    if len(sketch.boxes) > MOST_BOXES:
        return _refusal(len(sketch.boxes), language)
    plan = lay_out(sketch, lambda box: face_of(box, language).height)
    foot, legend = draw_legend(sketch, plan, language)
    body = [
        *_bands(plan, sketch, language),
        *_heads(plan, language),
        draw_routes(plan, language),
        *_boxes(plan, sketch, language, link or _same_host),
        legend,
    ]
    return document(
        (plan.width, foot),
        _title(sketch, language),
        _description(sketch, language),
        language,
        "\n".join(["", *body, ""]),
    )


def _same_host(node: str) -> str:
    return f"/{node}"


def _title(sketch: Sketch, language: str) -> str:
    starts = [box.name(language) for box in sketch.boxes if box.path == sketch.start]
    return "：".join([TITLE.said(language), *starts])


def _description(sketch: Sketch, language: str) -> str:
    boxes, ties = len(sketch.boxes), len(sketch.ties)
    counts = "、".join(
        f"{COLUMNS[kind].said(language)} {count}" for kind, count in _counts(sketch.boxes) if count
    )
    if language == "en":
        return f"{boxes} boxes and {ties} ties, from authority (left) to result (right). {counts}"
    return f"左が根拠、右が結果。箱 {boxes}、つながり {ties}。{counts}"


def _counts(boxes: tuple[Box, ...]) -> Iterator[tuple[str, int]]:
    for kind in COLUMNS:
        yield kind, sum(box.kind == kind for box in boxes)


def _bands(plan: Plan, sketch: Sketch, language: str) -> Iterator[str]:
    own = 0
    for band in plan.bands:
        shared = len(band.reports) > 1
        tint = TINT_SHARED if shared else (TINT_A, TINT_B)[own % 2]
        own += not shared
        yield rect(0, band.y, plan.width, band.height, tint)
        yield path(f"M0 {band.y}H{plan.width}", RULE, "1", aria_hidden="true")
        yield text(12, band.y + 17, 12, SOFT_INK, _band_name(band, sketch, language), font_weight="bold")


def _band_name(band: Band, sketch: Sketch, language: str) -> str:
    if not band.reports:
        return ""
    names = "・".join(sketch.report_name(report) for report in band.reports)
    word = (SHARED if len(band.reports) > 1 else REPORT).said(language)
    return f"{word} {names}"


def _heads(plan: Plan, language: str) -> Iterator[str]:
    for column in plan.columns:
        word, colour = COLUMNS[column.kind].said(language), KINDS[column.kind]
        yield text(column.x, 27, 14, colour, word, font_weight="bold")
        right = column.x + BOX_WIDTH
        yield text(right, 27, 12, SOFT_INK, str(column.count), text_anchor="end")
        yield path(f"M{column.x} 36H{right}", colour, "3", aria_hidden="true")


def _boxes(plan: Plan, sketch: Sketch, language: str, link: Callable[[str], str]) -> Iterator[str]:
    told = telling_of(sketch, language)
    for place in plan.places:
        yield draw_box(place, told, link(place.box.path))


def _refusal(count: int, language: str) -> str:
    if language == "en":
        words = f"{count} boxes are too many to read in one drawing (limit {MOST_BOXES}); see the table."
    else:
        words = f"箱が{count}個あり、図では読めません（上限{MOST_BOXES}個）。表をご覧ください。"
    lines = wrap(words, 4000)
    drawn = [haloed(24, 40 + 24 * number, 14, INK, line) for number, line in enumerate(lines)]
    frame = rect(8, 8, 624, 32 + 24 * len(lines), PAPER, stroke=RULE)
    return document((640, 48 + 24 * len(lines)), words, words, language, tag("g", {}, frame, *drawn))
