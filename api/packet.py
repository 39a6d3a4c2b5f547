"""Data of an answer → the JSON packet that carries it: release, sources, gaps, licence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from queries.evidence import evidence

if TYPE_CHECKING:
    from api.answers import Asked
    from api.grid import Json
    from api.questions import Block
    from queries.answer import Gap

_PASSAGE = "/p/"


def packet(asked: Asked, data: Mapping[str, Json], *, passages: Iterable[str] = ()) -> str:
    """The JSON text of an answer with what it rests on; members of `data` come last."""
    head: dict[str, Json] = {
        "@context": "/context.jsonld",
        "release": asked.data.id,
        "released": asked.data.release.manifest.created,
        "canonical": canonical(asked),
        "license": asked.site.settings.licence,
        "sources": sources(asked, passages),
    }
    return json.dumps({**head, **data}, ensure_ascii=False, indent=1) + "\n"


def canonical(asked: Asked) -> str:
    """The permanent form of what was asked, under the base of the release."""
    query = asked.request.url.query
    return asked.data.base.base + asked.path.removeprefix("/") + (f"?{query}" if query else "")


def sources(asked: Asked, passages: Iterable[str]) -> list[Json]:
    """The quotes that an answer rests on, by source file, in the order of the text."""
    files: dict[str, dict[str, Json]] = {}
    spans: dict[str, list[Json]] = {}
    wanted = sorted({passage for passage in passages if _PASSAGE in passage})
    for path, quote in evidence(asked.data.ground, wanted).items():
        files.setdefault(quote.source, {"source": quote.source, "file_name": quote.file_name})
        spans.setdefault(quote.source, []).append(
            {
                "passage": path,
                "start": quote.start,
                "end": quote.end,
                "line": quote.line,
                "quote": quote.exact,
            }
        )
    return [{**files[source], "passages": spans[source]} for source in sorted(files)]


def known_gaps(gaps: Iterable[Gap]) -> list[Json]:
    """Gaps as JSON objects."""
    return [
        {"kind": gap.kind, "where": gap.where, "text_ja": gap.text_ja, "text_en": gap.text_en} for gap in gaps
    ]


def answer_members(block: Block, items: list[dict[str, Json]]) -> dict[str, Json]:
    """The members that an answered question adds: rows, grain, hops, gaps, the query."""
    answer = block.answer
    names = [column.name for column in answer.columns]
    ties = sorted({str(tie) for tie in answer.column("tie") if tie}) if "tie" in names else []
    hops = [int(str(hop)) for hop in answer.column("hops") if hop is not None] if "hops" in names else []
    bases = {str(basis) for basis in answer.column("basis") if basis} if "basis" in names else set[str]()
    return {
        "question": answer.slug,
        "complete": answer.complete,
        "known_gaps": known_gaps(answer.gaps),
        "notes": list(block.notes),
        "grain": list(ties),
        "hops": min(hops) if hops else None,
        "stated": not any("inferred" in basis for basis in bases),
        "graphs": list(answer.sources),
        "query": answer.sparql,
        "total": len(items),
        "items": [dict(item) for item in items],
    }
