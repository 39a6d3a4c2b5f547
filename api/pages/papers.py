"""Works, editions, sections and reports → their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import describe, grid, lists
from api.grid import Column, collapse, many
from api.pages.drawings import drawn
from api.pages.losses import account_of
from api.pages.plan import changes, titled
from api.pages.shell import entity_forms, page
from api.questions import block, together
from api.views import names, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.answers import Asked, Forms
    from api.describe import Thing
    from api.questions import Block
    from api.site import Data
    from api.views import Name, Row

REACH_HIDDEN = ("via", "hops", "tied")
EDITIONS = (
    Column("adoptedOn", "決定日", "Adopted", "date"),
    Column("edition", "版", "Edition", "link"),
    Column("adoptedBy", "決定した主体", "Adopted by", "link"),
    Column("revises", "改定前の版", "Revises", "link"),
)
CITED = (
    Column("text", "評価書の表記", "As the report writes it", "text", long=True),
    Column("locator", "箇所", "Place"),
    Column("about", "対象", "About", "link"),
    Column("citationRole", "引用の役割", "Role", "code"),
    Column("report", "評価書", "Report", "link"),
    Column("evidence", "根拠", "Evidence", "evidence"),
)
CITES = (
    Column("citationRole", "引用の役割", "Role", "code"),
    Column("about", "対象", "About", "link"),
    Column("cites", "引用先", "Cites", "link"),
    Column("text", "表記", "As written", "text", long=True),
    Column("statedDate", "表記の日付", "Date as printed", "date"),
    Column("evidence", "根拠", "Evidence", "evidence"),
)
REMARKS = (
    Column("remarkKind", "種類", "Kind", "code"),
    Column("mark", "注記号", "Mark"),
    Column("text", "原文", "As written", "text", long=True),
    Column("evidence", "根拠", "Evidence", "evidence"),
)
_FACTS = (
    "http://purl.org/dc/terms/identifier",
    "keifu:fiscalYear",
    "http://purl.org/dc/terms/date",
    "keifu:field",
    "keifu:rating",
    "keifu:budgetStance",
    "keifu:responsibleUnit",
    "keifu:preparedBy",
)


def paper(asked: Asked, path: str) -> Forms:
    """The forms of an edition or of a section of it; CSV is where it lands."""
    found = describe.thing(asked.data, path)
    forms: Forms = {
        **entity_forms(asked, found),
        "csv": lambda: grid.to_csv(block(asked, "section-reach", {"section": path}).grid, asked.language),
    }
    draw = _section_page if "keifu:Section" in found.types else _edition_page
    return {"html": lambda: draw(asked, found, tuple(forms)), **forms}


def _edition_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    work = found.one("keifu:editionOf")
    kin = collapse(rows(data, "editions", str(work)), ["edition"]) if work else []
    tree = rows(data, "sections", path)
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "names": {**found.names, **names(data, [str(row["section"]) for row in tree])},
        "work": work,
        "editions": titled(data, kin, EDITIONS),
        "tree": _branch(data, tree, path),
        "cited": _cited(data, path),
        "reach": _reach(asked, path),
        "drawing": drawn(asked, path),
        "changes": changes(data, path),
    }
    return page(asked, "edition.html", found.name.said(asked.language), forms, context)


def _reach(asked: Asked, path: str) -> Block:
    return together(block(asked, "section-reach", {"section": path}, REACH_HIDDEN), "unit")


def _branch(data: Data, tree: list[Row], parent: str) -> list[dict[str, object]]:
    """The sections below one part, in printed order, each with the number of things that name it."""
    ties: dict[str, set[str]] = {}
    for tie in rows(data, "ties"):
        ties.setdefault(str(tie["target"]), set()).add(str(tie["thing"]))
    below: dict[str, list[Row]] = {}
    for row in tree:
        below.setdefault(str(row["parent"]), []).append(row)
    return _grown(below, ties, parent)


def _grown(
    below: Mapping[str, list[Row]], ties: Mapping[str, set[str]], parent: str
) -> list[dict[str, object]]:
    ordered = sorted(
        below.get(parent, []), key=lambda row: (int(str(row["order"] or 0)), str(row["section"]))
    )
    return [
        {
            "path": row["section"],
            "count": len(ties.get(str(row["section"]), ())),
            "below": _grown(below, ties, str(row["section"])),
        }
        for row in ordered
    ]


def _cited(data: Data, path: str) -> grid.Grid:
    return titled(data, collapse(rows(data, "citations", path), ["citation"]), CITED)


def _section_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    chain = _chain(data, path)
    known = {**found.names, **names(data, chain)}
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "chain": chain,
        "names": known,
        "cited": _cited(data, path),
        "reach": _reach(asked, path),
        "drawing": drawn(asked, path),
    }
    return page(asked, "section.html", _path_name(chain, known, asked.language), forms, context)


def _chain(data: Data, path: str) -> list[str]:
    """From the edition down to the section itself."""
    chain = [path]
    while parents := [
        str(row["object"]) for row in rows(data, "facts", chain[0]) if row["predicate"] == "keifu:sectionOf"
    ]:
        chain.insert(0, parents[0])
    return chain


def _path_name(chain: list[str], known: Mapping[str, Name], language: str) -> str:
    return " › ".join(known[one].said(language) for one in chain)


def work(asked: Asked, path: str) -> Forms:
    """The forms of a work: its editions and what came before and after."""
    found = describe.thing(asked.data, path)
    forms: Forms = {
        **entity_forms(asked, found),
        "csv": lambda: grid.to_csv(_editions(asked.data, path), asked.language),
    }
    return {"html": lambda: _work_page(asked, found, tuple(forms)), **forms}


def _editions(data: Data, path: str) -> grid.Grid:
    return titled(data, collapse(rows(data, "editions", path), ["edition"]), EDITIONS)


def _work_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    earlier = [str(cell) for cell in found.all("keifu:succeeds")]
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "names": found.names,
        "editions": _editions(data, path),
        "earlier": earlier,
        "later": list(found.incoming.get("keifu:succeeds", ())),
        "changes": changes(data, path),
        "cited": _cited(data, path),
        "reach": _reach(asked, path),
        "drawing": drawn(asked, path),
    }
    return page(asked, "work.html", found.name.said(asked.language), forms, context)


def report(asked: Asked, path: str) -> Forms:
    """The forms of a report; its CSV is the table of its indicators. Parts of a report are plain things."""
    found = describe.thing(asked.data, path)
    forms: Forms = {
        **entity_forms(asked, found),
        "csv": lambda: grid.to_csv(_entries(asked.data, path), asked.language),
    }
    return {"html": lambda: _report_page(asked, found, tuple(forms)), **forms}


def _entries(data: Data, path: str) -> grid.Grid:
    return titled(
        data, lists.indicator_records(data, "report_entries", path), lists.LISTS["indicators"].columns
    )


def _report_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    remarks = collapse(rows(data, "report_remarks", path), ["remark"])
    counts = rows(data, "report_counts", path)
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "fact_keys": [key for key in _FACTS if found.all(key)],
        "names": {**found.names, **names(data, [str(row["type"]) for row in counts])},
        "entries": _entries(data, path),
        "citations": titled(data, collapse(rows(data, "report_citations", path), ["citation"]), CITES),
        "remarks": titled(data, [row for row in remarks if not row["isNone"]], REMARKS),
        "counts": counts,
        "account": account_of(data, path),
        "verdict": block(asked, "verdict-consistency", {"report": path}, ("report",)),
        "fates": block(asked, "indicator-fates", {"report": path}, ("report",)),
        "sources": sorted(
            {str(cell).partition("/p/")[0] for row in remarks for cell in many(row["evidence"])}
        ),
    }
    return page(asked, "report.html", found.name.said(asked.language), forms, context)
