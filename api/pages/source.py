"""A source and a range of characters → the raw text, untouched, with the range marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from api import describe, parameters
from api.grid import Column, collapse, many
from api.packet import packet
from api.pages.plan import titled
from api.pages.shell import RDF_FORMS, entity_forms, page, rdf_forms, thing_forms
from api.views import names, rows
from queries.errors import NothingFound

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.grid import Json, Record
    from api.site import Data

PASSAGE = re.compile(r"(source/[0-9a-f]{16})/p/([0-9]+-[0-9]+)\Z")
CORRECTION = re.compile(r"source/[0-9a-f]{16}/c/[0-9]+-[0-9]+\Z")
_SOURCE = re.compile(r"source/([0-9a-f]{16})\Z")
_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})\Z")
_REGION = re.compile(r"page=(\d+)&viewrect=(-?[\d.]+),(-?[\d.]+),([\d.]+),([\d.]+)\Z")
WINDOW = 20_000
_AROUND = 400

FACTS = (
    Column("type", "種類", "Kind", "code"),
    Column("node", "読み取った項目", "What was read", "link"),
    Column("place", "位置", "Characters"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text between two boundaries: `facts` passages lie over it, `hit` is what was asked for."""

    text: str
    start: int
    facts: int
    hit: bool
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of a page of a PDF in points from the top left; `fragment` goes behind # in its address."""

    fragment: str
    page: int
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, fragment: str) -> Region | None:
        """The rectangle that a fragment names, None for anything else."""
        match = _REGION.match(fragment)
        return cls(fragment, int(match[1]), *(float(part) for part in match.groups()[1:])) if match else None


def source(asked: Asked, path: str) -> Forms:
    """The forms of a source file: evidence page, JSON with the quote asked for, raw text, RDF."""
    match = _SOURCE.match(path)
    if match is None:
        raise NothingFound(path)
    data, sha16 = asked.data, match[1]
    describe.thing(data, path)
    names_ = ("html", "json", "txt", *RDF_FORMS)
    return {
        "html": lambda: _page(asked, path, data.release.source_text(sha16), names_),
        "json": lambda: packet(asked, _json(asked, path, data.release.source_text(sha16))),
        "txt": lambda: data.release.source_text(sha16),
        **thing_forms(data, path),
    }


def passage(asked: Asked, path: str, span: str) -> Forms:
    """The forms of one passage; its page is its place in the source."""
    forms = _passage_forms(asked, f"{path}/p/{span}")
    start, end = (int(part) for part in span.split("-"))
    text = asked.data.release.source_text(path.rpartition("/")[2])
    return {"html": lambda: _drawn(asked, path, text, (start, end), tuple(forms)), **forms}


def _passage_forms(asked: Asked, path: str) -> Forms:
    """The forms of a passage beside its page; one that only the account of a reading has is told as RDF.

    Raises:
        NothingFound: no graph has it.
    """
    data = asked.data
    if not rows(data, "passage_graphs", path):
        raise NothingFound(path)
    try:
        return entity_forms(asked, describe.thing(data, path))
    except NothingFound:
        return rdf_forms(data, _IN_ANY_GRAPH % data.base.iri(path))


_IN_ANY_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { BIND(<%s> AS ?s) GRAPH ?g { ?s ?p ?o } }"


def asked_range(asked: Asked, length: int) -> tuple[int, int] | None:
    """`?at=start-end`, half-open code points of the raw text.

    Raises:
        Refusal: `bad-parameter` when it is no range inside the text.
    """
    parameters.only(asked.query, ("at",))
    text = asked.query.get("at")
    if text is None:
        return None
    match = _RANGE.match(text)
    if match is None or not 0 <= int(match[1]) < int(match[2]) <= length:
        raise parameters.bad(
            "at",
            f"at は 0 から {length} までの範囲を「開始-終了」で指定してください。",
            f"at is start-end within 0 and {length}.",
        )
    return int(match[1]), int(match[2])


def _json(asked: Asked, path: str, text: str) -> dict[str, Json]:
    span = asked_range(asked, len(text))
    start, end = span or (0, 0)
    return {
        "source": path,
        "characters": len(text),
        "start": start,
        "end": end,
        "quote": text[start:end],
        "before": text[max(0, start - _AROUND) : start] if span else "",
        "after": text[end : end + _AROUND] if span else "",
        "regions": [region.fragment for region in _regions(asked.data, path, span)],
        "facts": [
            {"node": str(fact["node"]), "type": str(fact["type"])}
            for fact in _facts(asked.data, path, span)
            if span
        ],
    }


def _page(asked: Asked, path: str, text: str, forms: tuple[str, ...]) -> str:
    return _drawn(asked, path, text, asked_range(asked, len(text)), forms)


def _drawn(asked: Asked, path: str, text: str, span: tuple[int, int] | None, forms: tuple[str, ...]) -> str:
    data = asked.data
    found = describe.thing(data, path)
    low, high = window(len(text), span)
    spans = _spans(data, path)
    facts = _facts(data, path, span)
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "names": {**found.names, **names(data, [str(fact["report"]) for fact in facts if fact["report"]])},
        "pieces": pieces(text, low, high, spans, span),
        "span": span,
        "quote": text[span[0] : span[1]] if span else "",
        "regions": _regions(data, path, span),
        "line": text.count("\n", 0, span[0]) + 1 if span else None,
        "low": low,
        "high": high,
        "length": len(text),
        "facts": titled(data, facts, FACTS),
        "covered": covered(spans),
        "sha256": found.one("keifu:sha256"),
        "reports": sorted({str(fact["report"]) for fact in facts if fact["report"]}),
    }
    return page(asked, "source.html", found.name.said(asked.language), forms, context)


def window(length: int, span: tuple[int, int] | None) -> tuple[int, int]:
    """The part of a long text that one page shows: all, or 20,000 characters around what was asked."""
    if length <= WINDOW:
        return 0, length
    middle = span[0] if span else 0
    low = max(0, min(middle - WINDOW // 2, length - WINDOW))
    return low, low + WINDOW


def _spans(data: Data, path: str) -> list[tuple[int, int]]:
    found = {(row["start"], row["end"]) for row in rows(data, "source_passages", path)}
    return sorted((start, end) for start, end in found if isinstance(start, int) and isinstance(end, int))


def _regions(data: Data, path: str, span: tuple[int, int] | None) -> list[Region]:
    """Where a PDF prints the passages that lie in the range asked for, page by page."""
    found = {
        region
        for row in rows(data, "source_passages", path)
        if span is not None and _touches(row, span) and (region := Region.of(str(row["region"]))) is not None
    }
    return sorted(found, key=lambda region: (region.page, region.top, region.left))


def _facts(data: Data, path: str, span: tuple[int, int] | None) -> list[Record]:
    """What was read from the range asked for, or from the whole text."""
    held = [
        row for row in rows(data, "source_passages", path) if row["node"] is not None and _touches(row, span)
    ]
    return [
        {**row, "place": _places(row), "report": _report(str(row["node"]))}
        for row in collapse(held, ["node"])
    ]


def _touches(row: Record, span: tuple[int, int] | None) -> bool:
    start, end = row["start"], row["end"]
    return span is None or (
        isinstance(start, int) and isinstance(end, int) and start < span[1] and span[0] < end
    )


def _places(row: Record) -> str:
    return "、".join(str(passage).rpartition("/")[2].replace("-", "–") for passage in many(row["passage"]))


def _report(node: str) -> str | None:
    parts = node.split("/")
    return "/".join(parts[:3]) if parts[0] == "report" else None


def pieces(
    text: str, low: int, high: int, spans: Sequence[tuple[int, int]], hit: tuple[int, int] | None
) -> list[Piece]:
    """The text cut at every boundary of a passage; passages overlap and nest, marks in HTML cannot."""
    every = [*spans, hit] if hit else list(spans)
    cuts = sorted({low, high, *(cut for span in every for cut in span if low < cut < high)})
    return [_piece(text, start, end, spans, hit) for start, end in pairwise(cuts)]


def _piece(
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], hit: tuple[int, int] | None
) -> Piece:
    over = sum(1 for low, high in spans if low <= start and end <= high)
    inside = hit is not None and hit[0] <= start and end <= hit[1]
    begun = {span for span in spans if span[0] == start} | ({hit} if hit and hit[0] == start else set())
    anchors = tuple(f"c{low}-{high}" for low, high in sorted(begun))
    return Piece(text[start:end], start, over, inside, anchors)


def covered(spans: Sequence[tuple[int, int]]) -> int:
    """How many characters lie under at least one passage."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
