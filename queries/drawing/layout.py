"""Boxes and ties → whole-number places: columns by class, bands by report, routes that pass behind no box.

The layout is a fixed-column variant of layered drawing (UX §3.2): the columns are given, so only the order
and the heights are chosen. Same sketch and same heights, same places.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from queries.drawing.folding import KIND_ORDER, Box, Sketch, Tie
from queries.drawing.ordering import Layers, Net, arrange, crossings
from queries.drawing.placing import Span, settle, stacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

BOX_WIDTH = 204
COLUMN_GAP = 64
ROW_GAP = 10
MARGIN = 24
ARC_ROOM = 44
HEAD_HEIGHT = 44
BAND_HEAD = 26
BAND_FOOT = 14
ROUNDS = 24
_LANE_HEIGHT = 12
_PULL = (1, 2, 64)


@dataclass(frozen=True, slots=True)
class Place:
    """A box on the drawing, in pixels from the top left corner."""

    box: Box
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Route:
    """A tie on the drawing: points from the upper to the lower end.

    In a flow route the points come in pairs, one straight run or one curve between them, beginning at the
    right side of the upper box. In an arc the two points lie on the same side of two boxes of one column.
    """

    tie: Tie
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A strip across the drawing: one report, or (`reports` longer than one) what several reports share."""

    reports: tuple[str, ...]
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its class and the number of its boxes."""

    kind: str
    x: int
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole drawing in whole pixels; `crossings` counts crossing segments between columns."""

    width: int
    height: int
    columns: tuple[Column, ...]
    bands: tuple[Band, ...]
    places: tuple[Place, ...]
    routes: tuple[Route, ...]
    crossings: int


@dataclass(frozen=True, slots=True)
class _Item:
    """A box, or the lane of a tie through a column that it skips."""

    height: int
    block: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """The skeleton before any place is chosen; `chains` gives the items of each flow tie, left to right."""

    items: tuple[_Item, ...]
    layers: Layers
    chains: tuple[tuple[Tie, tuple[int, ...]], ...]
    net: Net


def lay_out(sketch: Sketch, height_of: Callable[[Box], int]) -> Plan:
    """Place the boxes and ties of a sketch; `height_of` gives the height of a box in pixels."""
    kinds = tuple(kind for kind in KIND_ORDER if any(box.kind == kind for box in sketch.boxes))
    reports = _reports(sketch.boxes)
    frame = _frame(sketch, kinds, _blocks(sketch, reports), height_of)
    layers = arrange(frame.layers, frame.net, _branch_ends(frame))
    bands = _bands(frame, layers, reports)
    tops = _heights(frame, layers, bands)
    xs = _columns(sketch, kinds)
    places = _places(frame, layers, tops, xs)
    routes = (*_flows(frame, tops, layers, xs), *_arcs(sketch, places))
    right = xs[-1] + BOX_WIDTH + _side_room(sketch, kinds[-1], "right") if xs else 2 * MARGIN
    foot = max((band.y + band.height for band in bands), default=HEAD_HEIGHT)
    columns = tuple(
        Column(kind, x, sum(box.kind == kind for box in sketch.boxes))
        for kind, x in zip(kinds, xs, strict=True)
    )
    return Plan(right, foot, columns, tuple(bands), places, routes, crossings(layers, frame.net))


def _reports(boxes: Iterable[Box]) -> tuple[str, ...]:
    """Order the reports oldest first: the last step of a report's path begins with its year."""
    found = {report for box in boxes for report in box.reports}
    return tuple(sorted(found, key=lambda report: (report.rsplit("/", 1)[-1], report)))


def _blocks(sketch: Sketch, reports: Sequence[str]) -> dict[str, int]:
    """Give each box its block: 2·n for the n-th report, between them what lies between two reports.

    A box that no report names takes the median of its neighbours.
    """
    number = {report: place for place, report in enumerate(reports)}
    late = _only_succeeded(sketch)
    blocks: dict[str, int] = {}
    for box in sketch.boxes:
        own = [report for report in box.reports if (box.path, report) not in late] or box.reports
        if own:
            blocks[box.path] = _middle([number[report] for report in own])
    near = _neighbours(sketch.ties)
    waiting = [box.path for box in sketch.boxes if not box.reports]
    while waiting:
        known = {
            path: median_low([blocks[other] for other in near.get(path, ()) if other in blocks])
            for path in waiting
            if any(other in blocks for other in near.get(path, ()))
        }
        blocks |= known or dict.fromkeys(waiting, 0)
        waiting = [path for path in waiting if path not in blocks]
    return blocks


def _only_succeeded(sketch: Sketch) -> set[tuple[str, str]]:
    """Find what a report names only as the forerunner of something else: it does not belong in its band."""
    spoken = {(box.path, report) for box in sketch.boxes for report, _ in box.status}
    earlier: set[tuple[str, str]] = set()
    for tie in sketch.ties:
        ends = (tie.lower,) if tie.form == "right" else (tie.lower, tie.upper)
        spoken |= {(end, report) for end in ends for report in tie.reports}
        earlier |= {(tie.upper, report) for report in tie.reports if tie.form == "right"}
    return earlier - spoken


def _middle(numbers: Sequence[int]) -> int:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return 2 * ordered[half] if len(ordered) % 2 else ordered[half - 1] + ordered[half]


def _neighbours(ties: Iterable[Tie]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = {}
    for tie in ties:
        near.setdefault(tie.lower, []).append(tie.upper)
        near.setdefault(tie.upper, []).append(tie.lower)
    return near


def _frame(
    sketch: Sketch, kinds: Sequence[str], blocks: Mapping[str, int], height_of: Callable[[Box], int]
) -> _Frame:
    items = [_Item(height_of(box), blocks[box.path], box) for box in sketch.boxes]
    numbers = {box.path: place for place, box in enumerate(sketch.boxes)}
    layer_of = {kind: place for place, kind in enumerate(kinds)}
    layers: list[list[int]] = [[] for _ in kinds]
    for place, box in enumerate(sketch.boxes):
        layers[layer_of[box.kind]].append(place)
    chains: list[tuple[Tie, tuple[int, ...]]] = []
    for tie in sketch.ties:
        if tie.form == "flow":
            ends = sorted(
                (numbers[tie.upper], numbers[tie.lower]), key=lambda end: _layer(items[end], layer_of)
            )
            chains.append((tie, _chain(ends, items, layers, layer_of)))
    ordered = tuple(tuple(sorted(layer, key=lambda item: items[item].block)) for layer in layers)
    return _Frame(tuple(items), ordered, tuple(chains), _net(items, chains))


def _layer(item: _Item, layer_of: Mapping[str, int]) -> int:
    return layer_of[item.box.kind] if item.box else -1


def _chain(
    ends: Sequence[int], items: list[_Item], layers: list[list[int]], layer_of: Mapping[str, int]
) -> tuple[int, ...]:
    """Add one lane per skipped column; the lanes lie in the block of the result (right) end."""
    first, last = (_layer(items[end], layer_of) for end in ends)
    chain = [ends[0]]
    for layer in range(first + 1, last):
        items.append(_Item(_LANE_HEIGHT, items[ends[1]].block, None))
        layers[layer].append(len(items) - 1)
        chain.append(len(items) - 1)
    return (*chain, ends[1])


def _net(items: Sequence[_Item], chains: Iterable[tuple[Tie, tuple[int, ...]]]) -> Net:
    lefts: dict[int, list[int]] = {}
    rights: dict[int, list[int]] = {}
    for _, chain in chains:
        for left, right in itertools.pairwise(chain):
            rights.setdefault(left, []).append(right)
            lefts.setdefault(right, []).append(left)
    return Net([item.block for item in items], lefts, rights)


def _branch_ends(frame: _Frame) -> tuple[int, ...]:
    """List where the branches with a long tie begin (far left) and what such ties end at, without repeats."""
    found: dict[int, None] = {}
    for _, chain in frame.chains:
        if any(frame.items[item].box is None for item in chain):
            found |= dict.fromkeys((_outermost(chain[0], frame.net.lefts), chain[0], chain[-1]))
            found |= dict.fromkeys(frame.net.lefts.get(chain[-1], ()))
    return tuple(item for item in found if frame.items[item].box is not None)


def _outermost(item: int, lefts: Mapping[int, Sequence[int]]) -> int:
    while lefts.get(item):
        item = lefts[item][0]
    return item


def _bands(frame: _Frame, layers: Layers, reports: Sequence[str]) -> list[Band]:
    used = sorted({item.block for item in frame.items})
    bands: list[Band] = []
    y = HEAD_HEIGHT
    for block in used:
        stacks = (
            [frame.items[item].height for item in layer if frame.items[item].block == block]
            for layer in layers
        )
        inside = max((stacked(heights, ROW_GAP) for heights in stacks), default=0)
        height = BAND_HEAD + inside + BAND_FOOT
        bands.append(Band(_shared(frame, block, reports), y, height))
        y += height
    return bands


def _shared(frame: _Frame, block: int, reports: Sequence[str]) -> tuple[str, ...]:
    if block % 2 == 0 and reports:
        return (reports[block // 2],)
    boxes = (item.box for item in frame.items if item.box and item.block == block)
    found = {report for box in boxes for report in box.reports}
    return tuple(report for report in reports if report in found)


def _heights(frame: _Frame, layers: Layers, bands: Sequence[Band]) -> list[int]:
    """Choose the tops: every item wishes for the weighted mean of its neighbours' centres, in rounds."""
    rooms = dict(zip(sorted({item.block for item in frame.items}), bands, strict=True))
    tops = [0] * len(frame.items)
    runs = [run for layer in layers for run in _runs(frame, layer)]
    for run in runs:
        _settle(frame, run, rooms[frame.items[run[0]].block], tops, {})
    wishes = _weights(frame)
    for turn in range(ROUNDS):
        before = list(tops)
        for run in runs if turn % 2 == 0 else reversed(runs):
            _settle(frame, run, rooms[frame.items[run[0]].block], tops, wishes)
        if tops == before:
            break
    return tops


def _runs(frame: _Frame, layer: Sequence[int]) -> list[list[int]]:
    runs: dict[int, list[int]] = {}
    for item in layer:
        runs.setdefault(frame.items[item].block, []).append(item)
    return [runs[block] for block in sorted(runs)]


def _weights(frame: _Frame) -> dict[int, list[tuple[int, int]]]:
    """Give the neighbours with weights; a lane pulls harder, so that long ties run straight."""
    near: dict[int, list[tuple[int, int]]] = {}
    for _, chain in frame.chains:
        for left, right in itertools.pairwise(chain):
            lanes = sum(frame.items[end].box is None for end in (left, right))
            near.setdefault(left, []).append((right, _PULL[lanes]))
            near.setdefault(right, []).append((left, _PULL[lanes]))
    return near


def _settle(
    frame: _Frame,
    run: Sequence[int],
    band: Band,
    tops: list[int],
    wishes: Mapping[int, Sequence[tuple[int, int]]],
) -> None:
    spans = [_span(frame, item, tops, wishes.get(item, ())) for item in run]
    top, bottom = band.y + BAND_HEAD, band.y + band.height - BAND_FOOT
    for item, y in zip(run, settle(spans, top, bottom, ROW_GAP), strict=True):
        tops[item] = y


def _span(frame: _Frame, item: int, tops: Sequence[int], near: Sequence[tuple[int, int]]) -> Span:
    height = frame.items[item].height
    if not near:
        return Span(height, tops[item], 0.25)
    total = sum(weight for _, weight in near)
    centre = sum((tops[other] + frame.items[other].height / 2) * weight for other, weight in near) / total
    return Span(height, centre - height / 2, total)


def _columns(sketch: Sketch, kinds: Sequence[str]) -> list[int]:
    first = _side_room(sketch, kinds[0], "left") if kinds else MARGIN
    return [first + place * (BOX_WIDTH + COLUMN_GAP) for place in range(len(kinds))]


def _side_room(sketch: Sketch, kind: str, side: str) -> int:
    """Give the outer margin of a column: wider when arcs run on that side."""
    paths = {box.path for box in sketch.boxes if box.kind == kind}
    arcs = any(tie.form == side and tie.lower in paths for tie in sketch.ties)
    return MARGIN + ARC_ROOM if arcs else MARGIN


def _places(frame: _Frame, layers: Layers, tops: Sequence[int], xs: Sequence[int]) -> tuple[Place, ...]:
    return tuple(
        Place(box, x, tops[item], BOX_WIDTH, frame.items[item].height)
        for layer, x in zip(layers, xs, strict=True)
        for item in sorted(layer, key=lambda item: (tops[item], item))
        if (box := frame.items[item].box) is not None
    )


def _flows(frame: _Frame, tops: Sequence[int], layers: Layers, xs: Sequence[int]) -> list[Route]:
    ports = _ports(frame, tops)
    x_of = {item: x for layer, x in zip(layers, xs, strict=True) for item in layer}
    routes: list[Route] = []
    for number, (tie, chain) in enumerate(frame.chains):
        points: list[tuple[int, int]] = []
        for left, right in itertools.pairwise(chain):
            points.append((x_of[left] + BOX_WIDTH, ports[number, left, "right"]))
            points.append((x_of[right], ports[number, right, "left"]))
        routes.append(Route(tie, tuple(points)))
    return routes


def _ports(frame: _Frame, tops: Sequence[int]) -> dict[tuple[int, int, str], int]:
    """Spread the ends of ties over the side of a box, in the order of their other ends."""
    ends: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for number, (_, chain) in enumerate(frame.chains):
        for left, right in itertools.pairwise(chain):
            middles = (2 * tops[end] + frame.items[end].height for end in (left, right))
            left_y, right_y = middles
            ends.setdefault((left, "right"), []).append((right_y, right, number))
            ends.setdefault((right, "left"), []).append((left_y, left, number))
    ports: dict[tuple[int, int, str], int] = {}
    for (item, side), found in ends.items():
        ys = _spread(tops[item], frame.items[item].height, len(found))
        for (_, _, number), y in zip(sorted(found), ys, strict=True):
            ports[number, item, side] = y
    return ports


def _spread(top: int, height: int, count: int) -> list[int]:
    step = min(7.0, (height - 16) / max(1, count - 1)) if height > _LANE_HEIGHT else 0.0
    middle = top + height / 2
    return [round(middle + (place - (count - 1) / 2) * step) for place in range(count)]


def _arcs(sketch: Sketch, places: Iterable[Place]) -> list[Route]:
    found = {place.box.path: place for place in places}
    return [
        Route(tie, _arc(found[tie.upper], found[tie.lower], tie.form))
        for tie in sketch.ties
        if tie.form != "flow"
    ]


def _arc(upper: Place, lower: Place, form: str) -> tuple[tuple[int, int], ...]:
    """Leave and enter near the facing corners, so that the arc keeps clear of the ports in the middle."""
    x = upper.x + upper.width if form == "right" else upper.x
    above = upper.y <= lower.y
    start = upper.y + upper.height - 9 if above else upper.y + 9
    end = lower.y + 9 if above else lower.y + lower.height - 9
    return (x, start), (x, end)
