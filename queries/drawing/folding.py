"""A lineage graph → the boxes and ties that are drawn, in reading order.

A chain of nested sections becomes one box with its path (UX §3.1). All three twins (drawing, tree, table)
start from here, so they cannot disagree about what there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from queries.drawing.errors import UnknownKind
from queries.drawing.words import COLUMNS
from queries.drawing.wrapping import cells, clean

if TYPE_CHECKING:
    import networkx as nx

Form = Literal["flow", "left", "right"]

KIND_ORDER = tuple(COLUMNS)
_RIGHT = frozenset({"succeeds", "revises"})
_COUNT = "[0-9０-９一二三四五六七八九十]+"
_DIGITS = "[0-9０-９]{1,2}"
_MARKER = re.compile(
    rf"^(?:第{_COUNT}(?=[ 「『]|$)|第{_COUNT} ?[章部節編]"
    r"|[IVXⅠ-Ⅻⅰ-ⅻivx]{1,4}[.．)）]"
    rf"|{_DIGITS}[－-]{_DIGITS}(?= |$)|{_DIGITS}(?:[.．)）](?![0-9０-９])|(?= ))"
    r"|[(（][^)）]{1,3}[)）]|[①-⑳➀-➉]|\[[^\]]{1,8}\]|［[^］]{1,8}］|[一二三四五六七八九十][.．])"
)
_LONGEST_MARKER = 14


@dataclass(frozen=True, slots=True)
class Box:
    """One thing on the drawing; `trail` is the path of a section in words, outermost part first.

    `numbering` is what a section prints before its heading (第3章, (3), ⑤).
    """

    path: str
    kind: str
    label: str
    label_en: str
    detail: str
    trail: tuple[str, ...]
    reports: tuple[str, ...]
    order: int
    status: tuple[tuple[str, str], ...]
    numbering: str = ""

    def name(self, language: str) -> str:
        """Give the label in `language` where there is one, else in Japanese, else the path."""
        return (self.label_en if language == "en" else "") or self.label or self.path


@dataclass(frozen=True, slots=True)
class Tie:
    """One stated or inferred link: `lower` traces to (or succeeds) `upper`."""

    lower: str
    upper: str
    relation: str
    tie: str
    basis: str
    reports: tuple[str, ...]
    evidence: tuple[str, ...]
    note: str
    form: Form


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is drawn: boxes by column and document order, ties by their ends; names of reports by path."""

    start: str
    release: str
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    report_labels: Mapping[str, str]

    def report_name(self, report: str) -> str:
        """Give the printed name of a report, else its path without the first step."""
        return self.report_labels.get(report) or report.removeprefix("report/")


@dataclass(frozen=True, slots=True)
class _Edge:
    lower: str
    upper: str
    relation: str
    tie: str
    basis: str
    reports: tuple[str, ...]
    evidence: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class _Chain:
    sections: tuple[str, ...]
    edges: tuple[_Edge, ...]
    end: str | None


def fold(graph: nx.MultiDiGraph[str]) -> Sketch:
    """Turn a lineage graph into boxes and ties.

    A tie from a thing to itself is left out: the lineage relations are irreflexive (ONTOLOGY §7). Raises
    UnknownKind for a node whose class has no column.
    """
    boxes = {path: _box(path, data) for path, data in sorted(_nodes(graph))}
    edges = _merged(edge for edge in _edges(graph) if edge.lower != edge.upper)
    start = _word(graph.graph.get("start"))
    chains = _chains(boxes, edges, start)
    kept = {path: _with_trail(box, chains, boxes) for path, box in boxes.items() if _is_kept(box, chains)}
    ties = [_tie(edge, kept) for edge in _merged(_outer(edges, kept, boxes, chains))]
    ordered = sorted(kept.values(), key=_place)
    ranks = {box.path: rank for rank, box in enumerate(ordered)}
    ties.sort(
        key=lambda tie: (ranks[tie.upper], ranks[tie.lower], tie.relation, tie.tie, tie.basis, tie.note)
    )
    names = _names(graph.graph.get("report_labels"), kept.values())
    return Sketch(start, _word(graph.graph.get("release")), tuple(ordered), tuple(ties), names)


def _place(box: Box) -> tuple[int, int, str]:
    return KIND_ORDER.index(box.kind), box.order, box.path


def _nodes(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for path, data in graph.nodes(data=True):
        yield str(path), data


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[_Edge]:
    for lower, upper, data in graph.edges(data=True):
        yield _Edge(
            str(lower),
            str(upper),
            _word(data.get("relation")),
            _word(data.get("tie")),
            _word(data.get("basis")) or "stated",
            _words(data.get("reports")),
            _words(data.get("evidence")),
            clean(_word(data.get("note"))),
        )


def _box(path: str, data: Mapping[str, object]) -> Box:
    kind = _word(data.get("kind"))
    if kind not in COLUMNS:
        raise UnknownKind(path, kind)
    order = data.get("order")
    return Box(
        path=path,
        kind=kind,
        label=clean(_word(data.get("label"))),
        label_en=clean(_word(data.get("label_en"))),
        detail=clean(_word(data.get("detail"))),
        trail=(),
        reports=_words(data.get("reports")),
        order=order if isinstance(order, int) else 0,
        status=_pairs(data.get("status")),
        numbering=clean(_word(data.get("numbering"))),
    )


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _words(value: object) -> tuple[str, ...]:
    return tuple(sorted({str(item) for item in _items(value)}))


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    rows = [tuple(str(part) for part in _items(item)) for item in _items(value)]
    return tuple(sorted((row[0], row[1]) for row in rows))


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else ()


def _names(value: object, boxes: Iterable[Box]) -> Mapping[str, str]:
    """Name the reports: by the attribute of the graph, else by the box of a report that is drawn itself."""
    drawn = {box.path: box.label for box in boxes if box.path.startswith("report/") and box.kind == "edition"}
    given = value.items() if isinstance(value, Mapping) else ()
    return drawn | {str(path): clean(str(name)) for path, name in sorted(given)}


def _merged(edges: Iterable[_Edge]) -> list[_Edge]:
    """Join ties that several reports state alike; keep their reports and passages."""
    groups: dict[tuple[str, ...], list[_Edge]] = {}
    for edge in edges:
        key = (edge.lower, edge.upper, edge.relation, edge.tie, edge.basis, edge.note)
        groups.setdefault(key, []).append(edge)
    return [_joined(group) for _, group in sorted(groups.items())]


def _joined(group: list[_Edge]) -> _Edge:
    reports, evidence = _union(edge.reports for edge in group), _union(edge.evidence for edge in group)
    return replace(group[0], reports=reports, evidence=evidence)


def _union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({item for group in groups for item in group}))


def _is_nesting(edge: _Edge, boxes: Mapping[str, Box]) -> bool:
    ends = boxes[edge.lower].kind, boxes[edge.upper].kind
    return edge.relation == "sectionOf" and ends in {("section", "section"), ("section", "edition")}


def _chains(boxes: Mapping[str, Box], edges: Iterable[_Edge], start: str) -> dict[str, _Chain]:
    """Give, for each section that stays a box, the sections around it and what its chain ends at."""
    nesting: dict[str, _Edge] = {}
    spoken: set[str] = {start}
    parents: set[str] = set()
    for edge in edges:
        if _is_nesting(edge, boxes):
            nesting.setdefault(edge.lower, edge)
            parents.add(edge.upper)
        else:
            spoken |= {edge.lower, edge.upper}
    sections = [path for path, box in boxes.items() if box.kind == "section"]
    kept = {path for path in sections if path in spoken or path not in parents}
    kept |= _ringed(sections, nesting, kept)
    return {path: _chain(path, nesting, kept, boxes, start) for path in sorted(kept)}


def _ringed(sections: list[str], nesting: Mapping[str, _Edge], kept: set[str]) -> set[str]:
    """Find sections that no kept one lies inside of: nothing may vanish, not even from a ring of parts."""
    seen: set[str] = set()
    for path in sorted(kept):
        step: str | None = path
        while step is not None and step not in seen:
            seen.add(step)
            step = nesting[step].upper if step in nesting else None
    return {path for path in sections if path not in seen}


def _chain(
    path: str, nesting: Mapping[str, _Edge], kept: set[str], boxes: Mapping[str, Box], start: str
) -> _Chain:
    sections, edges = [path], [nesting[path]] if path in nesting else []
    nearest: str | None = None
    while edges and (step := edges[-1].upper) not in sections:
        if boxes[step].kind == "edition" or step == start:
            nearest = step
            break
        nearest = nearest or (step if step in kept else None)
        sections.append(step)
        if step not in nesting:
            break
        edges.append(nesting[step])
    around = _rest_of_path(edges[-1].upper, nesting) if edges and nearest == start else []
    outer = (step for step in around if step not in sections)
    return _Chain((*sections, *outer), tuple(edges), nearest)


def _rest_of_path(path: str, nesting: Mapping[str, _Edge]) -> list[str]:
    around = [path]
    while path in nesting and nesting[path].upper not in around:
        path = nesting[path].upper
        around.append(path)
    return around


def _is_kept(box: Box, chains: Mapping[str, _Chain]) -> bool:
    return box.kind != "section" or box.path in chains


def _with_trail(box: Box, chains: Mapping[str, _Chain], boxes: Mapping[str, Box]) -> Box:
    if box.kind != "section":
        return box
    around = [boxes[path] for path in reversed(chains[box.path].sections) if boxes[path].kind == "section"]
    marker, heading = _split(box)
    trail = (*(_split(outer)[0] or _short(outer.label) for outer in around[:-1]), marker)
    document = box.path.partition("/s/")[0]
    told = document in boxes and boxes[document].label == box.detail
    detail = "" if told else box.detail
    return replace(box, label=heading, detail=detail, trail=tuple(_narrow(word) for word in trail if word))


def _narrow(marker: str) -> str:
    """Write a marker in the narrow way of the path: 「（５）」 as (5), 「３．」 as 3; ⑤ and Ⅲ stay."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in marker)
    return narrow.rstrip(".") or narrow


def _split(box: Box) -> tuple[str, str]:
    """Give the numbering and the heading: as told, as printed in the heading, else as the IRI counts it."""
    if box.numbering:
        return box.numbering, box.label.removeprefix(box.numbering).strip(" ") or box.label
    found = _MARKER.match(box.label)
    if found and found.end() < len(box.label):
        return found.group().strip(" "), box.label[found.end() :].strip(" ")
    return box.path.partition("/s/")[2].rpartition(".")[2], box.label


def _short(label: str) -> str:
    return label if cells(label) <= _LONGEST_MARKER else label[: _LONGEST_MARKER // 2 - 1] + "…"


def _outer(
    edges: Iterable[_Edge], kept: Mapping[str, Box], boxes: Mapping[str, Box], chains: Mapping[str, _Chain]
) -> Iterator[_Edge]:
    for edge in edges:
        if not _is_nesting(edge, boxes):
            yield edge
    for path, chain in chains.items():
        if chain.end is not None and chain.end in kept:
            reports = _union(edge.reports for edge in chain.edges)
            evidence = _union(edge.evidence for edge in chain.edges)
            basis = max((edge.basis for edge in chain.edges), key=_doubt)
            yield _Edge(path, chain.end, "sectionOf", "", basis, reports, evidence, "")


def _doubt(basis: str) -> int:
    return {"stated": 0, "curated": 1}.get(basis, 2)


def _tie(edge: _Edge, kept: Mapping[str, Box]) -> Tie:
    same = kept[edge.lower].kind == kept[edge.upper].kind
    form: Form = "flow" if not same else "right" if edge.relation in _RIGHT else "left"
    return Tie(
        edge.lower,
        edge.upper,
        edge.relation,
        edge.tie,
        edge.basis,
        edge.reports,
        edge.evidence,
        edge.note,
        form,
    )
