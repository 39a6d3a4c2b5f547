"""Policies, objectives, means and indicators → their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import describe, grid, lists
from api.grid import Column, Grid, collapse, linked, many
from api.pages.charts import chart_of
from api.pages.drawings import drawn
from api.pages.shell import entity_forms, page
from api.questions import block
from api.views import names, rows
from queries.errors import NothingFound

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.describe import Thing
    from api.grid import Record
    from api.site import Data

BASIS_HIDDEN = ("start", "path", "tied", "hops", "via")
ENTRIES = (
    Column("report", "評価書", "Report", "link"),
    Column("fiscalYear", "評価対象年度", "Year evaluated", "year"),
    Column("numberText", "番号", "No."),
    Column("isMain", "主要", "Main"),
    Column("achievement", "達成", "Mark", "mark"),
    Column("nextAction", "次期の扱い", "Next", "code"),
    Column("policy", "政策", "Policy", "link"),
    Column("evidence", "根拠", "Evidence", "evidence"),
)
CHANGES = (
    Column("changeType", "変更", "Change", "code"),
    Column("before", "変更前", "Before", "link"),
    Column("after", "変更後", "After", "link"),
    Column("afterText", "後継の表記", "Announced successor"),
    Column("toOrganization", "移管先", "To", "link"),
    Column("reason", "理由", "Reason", "code"),
    Column("on", "日付", "On", "date"),
    Column("basis", "根拠区分", "Basis", "code"),
    Column("text", "原文", "As written", "text", long=True),
    Column("report", "評価書", "Report", "link"),
    Column("evidence", "根拠", "Evidence", "evidence"),
)


def changes(data: Data, path: str) -> Grid:
    """What became of a thing, and what it came from."""
    return titled(data, collapse(rows(data, "changes", path), ["change"]), CHANGES)


def titled(
    data: Data, records: list[Record] | list[dict[str, grid.Value]], columns: tuple[Column, ...]
) -> Grid:
    """Records as a table with the names it needs; columns that are empty throughout are left out."""
    kept = tuple(column for column in columns if any(many(record.get(column.key)) for record in records))
    return Grid(kept, tuple(records), names(data, linked(records, kept)))


def policy(asked: Asked, path: str) -> Forms:
    """The forms of a policy."""
    found = describe.thing(asked.data, path)
    forms = entity_forms(asked, found)
    return {"html": lambda: _policy_page(asked, found, tuple(forms)), **forms}


def _policy_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    reports = [row for row in lists.LISTS["reports"].records(data) if path in many(row.get("policy"))]
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "ministry": lists.ministry_of(path),
        "reports": titled(data, reports, lists.LISTS["reports"].columns),
        "plan": _plan(data, path),
        "budget": block(asked, "budget-execution", {"policy": path}, ("policy",)),
        "basis": block(asked, "cabinet-basis", {"start": path}, BASIS_HIDDEN),
        "changes": changes(data, path),
        "drawing": drawn(asked, path),
        "names": {**found.names, **names(data, [str(lists.ministry_of(path))])},
    }
    return page(asked, "policy.html", found.name.said(asked.language), forms, context)


def _plan(data: Data, path: str) -> list[dict[str, object]]:
    """Objectives with their indicators, each with its marks report by report."""
    entries: dict[str, list[Record]] = {}
    for entry in lists.indicator_records(data):
        entries.setdefault(str(entry["indicator"]), []).append(entry)
    groups: dict[str, list[str]] = {}
    wholes: dict[str, str] = {}
    for row in rows(data, "policy_plan", path):
        indicators = groups.setdefault(str(row["objective"] or ""), [])
        if row["indicator"] is not None and row["indicator"] not in indicators:
            indicators.append(str(row["indicator"]))
        if row["whole"] is not None:
            wholes[str(row["indicator"])] = str(row["whole"])
    things = {thing for pair in groups.items() for thing in (pair[0], *pair[1]) if thing}
    things |= {str(entry["report"]) for group in entries.values() for entry in group}
    known = names(
        data, things | {str(entry["unit"]) for group in entries.values() for entry in group if entry["unit"]}
    )
    return [
        {
            "objective": objective,
            "names": known,
            "indicators": [
                {"path": one, "whole": wholes.get(one), "entries": entries.get(one, [])}
                for one in sorted(indicators, key=lambda one: (_first_place(entries.get(one, [])), one))
            ],
        }
        for objective, indicators in groups.items()
    ]


def _first_place(entries: list[Record]) -> tuple[str, int]:
    places = [
        (str(entry["report"]), number) for entry in entries if isinstance(number := entry["number"], int)
    ]
    return min(places, default=("~", 0))


def indicator(asked: Asked, path: str) -> Forms:
    """The forms of an indicator; its CSV is the series."""
    found = describe.thing(asked.data, path)
    forms: Forms = {
        **entity_forms(asked, found),
        "csv": lambda: grid.to_csv(
            block(asked, "indicator-series", {"indicator": path}).grid, asked.language
        ),
        "svg": lambda: _chart(asked, path),
    }
    return {"html": lambda: _indicator_page(asked, found, tuple(forms)), **forms}


def _chart(asked: Asked, path: str) -> str:
    found = chart_of(asked, path)
    if found is None:
        raise NothingFound(path)
    return found.svg


def _indicator_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    entries = collapse(rows(data, "indicator_entries", path), ["entry"])
    plan = rows(data, "indicator_plan", path)
    measured = sorted({str(row["measured"]) for row in plan})
    wholes = [str(cell) for cell in found.all("keifu:partOf")]
    parts = list(found.incoming.get("keifu:partOf", ()))
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "entries": titled(data, entries, ENTRIES),
        "measured": measured,
        "wholes": wholes,
        "parts": parts,
        "names": {**found.names, **names(data, [*measured, *wholes, *parts])},
        "series": block(
            asked,
            "indicator-series",
            {"indicator": path},
            ("part", "column", "observation", "unit", "comparator"),
        ),
        "chart": chart_of(asked, path),
        "changes": changes(data, path),
        "drawing": drawn(asked, path),
        "basis": block(asked, "cabinet-basis", {"start": path}, BASIS_HIDDEN),
    }
    return page(asked, "indicator.html", found.name.said(asked.language), forms, context)


def element(asked: Asked, path: str) -> Forms:
    """The forms of an objective or means."""
    found = describe.thing(asked.data, path)
    forms = entity_forms(asked, found)
    return {"html": lambda: _element_page(asked, found, tuple(forms)), **forms}


def _element_page(asked: Asked, found: Thing, forms: tuple[str, ...]) -> str:
    data, path = asked.data, found.path
    measuring = set(found.incoming.get("keifu:measures", ()))
    entries = [row for row in lists.indicator_records(data) if row["indicator"] in measuring]
    above = [str(cell) for key in ("keifu:objectiveOf", "keifu:implements") for cell in found.all(key)]
    context = {
        "thing": found,
        "permanent": data.base.iri(path),
        "above": above,
        "names": found.names,
        "entries": titled(data, entries, lists.LISTS["indicators"].columns),
        "changes": changes(data, path),
        "drawing": drawn(asked, path),
    }
    return page(asked, "element.html", found.name.said(asked.language), forms, context)
