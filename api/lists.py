"""The five lists (policies, indicators, documents, orgs, reports) → filtered tables.

One definition serves the page, the JSON and the CSV of a list, so that their filters cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from api import parameters
from api.grid import Column, Grid, Record, Value, collapse, linked, many
from api.views import Row, names, rows
from graph.finding.folding import fold

if TYPE_CHECKING:
    from api.site import Data

_SECTION = re.compile(r"/s/.*")
MARKS = MappingProxyType(
    {"イ": "i", "ロ": "ro", "ハ": "ha", "－": "pending", "-": "pending", "ー": "pending"}
)


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list: its titles, its columns, the filters it knows and where its records come from."""

    slug: str
    ja: str
    en: str
    columns: tuple[Column, ...]
    filters: tuple[str, ...]
    records: Callable[[Data], list[Record]]


def ministry_of(thing: str) -> str | None:
    """The organisation in whose name space a path lies: `policy/soumu/x` → `org/soumu`."""
    kind, _, rest = thing.partition("/")
    slug = rest.partition("/")[0].partition("-")[0]
    return (
        f"org/{slug}" if kind in ("policy", "objective", "means", "report", "org", "post") and slug else None
    )


def edition_of(target: str) -> str:
    """The edition that a section belongs to; an edition is its own."""
    return _SECTION.sub("", target)


def _policies(data: Data) -> list[Record]:
    found = collapse(rows(data, "policies"), ["policy"])
    return [{**row, "ministry": ministry_of(str(row["policy"]))} for row in found]


def indicator_records(data: Data, view: str = "indicators", node: str | None = None) -> list[Record]:
    """One record for each appearance of an indicator in a report, with its last printed value."""
    last: dict[str, Row] = {}
    for actual in rows(data, "actuals"):
        last.setdefault(str(actual["entry"]), actual)
    found = collapse(rows(data, view, node), ["entry", "indicator"])
    return [
        {**row, **_last_value(last.get(str(row["entry"]))), "ministry": ministry_of(str(row["report"]))}
        for row in found
    ]


def _last_value(actual: Row | None) -> dict[str, Value]:
    held: Row = actual or {}
    return {
        "value": held.get("value"),
        "unit": held.get("unit"),
        "valueYear": held.get("fiscalYear"),
        "valueText": held.get("text"),
    }


def _documents(data: Data) -> list[Record]:
    reach: dict[str, dict[str, set[str]]] = {}
    for tie in rows(data, "ties"):
        things = reach.setdefault(edition_of(str(tie["target"])), {"policies": set(), "indicators": set()})
        things["policies" if str(tie["thing"]).startswith("policy/") else "indicators"].add(str(tie["thing"]))
    nothing: dict[str, set[str]] = {"policies": set(), "indicators": set()}
    found = collapse(rows(data, "documents"), ["edition"])
    return [
        {
            **row,
            "year": row["adoptedOn"].year if isinstance(row["adoptedOn"], date) else None,
            **{kind: len(things) for kind, things in reach.get(str(row["edition"]), nothing).items()},
        }
        for row in found
    ]


def _orgs(data: Data) -> list[Record]:
    found = collapse(rows(data, "orgs"), ["org"])
    return [
        {**row, "ministry": ministry_of(str(row["org"])), "reports": len(many(row["report"]))}
        for row in found
    ]


def _reports(data: Data) -> list[Record]:
    return [
        {**row, "ministry": ministry_of(str(row["report"]))}
        for row in collapse(rows(data, "reports"), ["report"])
    ]


LISTS: Mapping[str, ListKind] = MappingProxyType(
    {
        "policies": ListKind(
            "policies",
            "政策",
            "Policies",
            (
                Column("policy", "政策", "Policy", "link"),
                Column("ministry", "府省", "Ministry", "link"),
                Column("fiscalYear", "評価対象年度", "Years evaluated", "year"),
                Column("report", "評価書", "Reports", "link"),
                Column("rating", "総合評定", "Rating", "code"),
            ),
            ("ministry", "year", "q"),
            _policies,
        ),
        "indicators": ListKind(
            "indicators",
            "測定指標",
            "Indicators",
            (
                Column("indicator", "指標", "Indicator", "link"),
                Column("fiscalYear", "評価対象年度", "Year evaluated", "year"),
                Column("report", "評価書", "Report", "link"),
                Column("numberText", "番号", "No."),
                Column("achievement", "達成", "Mark", "mark"),
                Column("value", "最新の実績", "Last value", "number"),
                Column("unit", "単位", "Unit", "code"),
                Column("valueYear", "実績の年度", "Year of value", "year"),
                Column("nextAction", "次期の扱い", "Next", "code"),
                Column("policy", "政策", "Policy", "link"),
                Column("evidence", "根拠", "Evidence", "evidence"),
            ),
            ("ministry", "year", "policy", "status", "q"),
            indicator_records,
        ),
        "documents": ListKind(
            "documents",
            "内閣の文書",
            "Cabinet documents",
            (
                Column("edition", "文書", "Document", "link"),
                Column("adoptedOn", "決定日", "Adopted", "date"),
                Column("adoptedBy", "決定した主体", "Adopted by", "link"),
                Column("work", "文書の系列", "Series", "link"),
                Column("policies", "根拠とする政策", "Policies", "number"),
                Column("indicators", "KPIとする指標", "KPIs", "number"),
                Column("basis", "根拠区分", "Basis", "code"),
            ),
            ("year", "q"),
            _documents,
        ),
        "orgs": ListKind(
            "orgs",
            "部局",
            "Organisations",
            (
                Column("org", "組織", "Organisation", "link"),
                Column("parent", "上位の組織", "Part of", "link"),
                Column("reports", "担当した評価書", "Reports", "number"),
            ),
            ("ministry", "q"),
            _orgs,
        ),
        "reports": ListKind(
            "reports",
            "評価書",
            "Reports",
            (
                Column("report", "評価書", "Report", "link"),
                Column("fiscalYear", "評価対象年度", "Year evaluated", "year"),
                Column("ministry", "府省", "Ministry", "link"),
                Column("policy", "政策", "Policy", "link"),
                Column("rating", "総合評定", "Rating", "code"),
                Column("date", "評価実施時期", "Written"),
            ),
            ("ministry", "year", "policy", "q"),
            _reports,
        ),
    }
)


def grid_of(data: Data, kind: ListKind, given: Mapping[str, str]) -> Grid:
    """The whole list after its filters; ParameterError-like refusals for values that cannot be read."""
    records = kind.records(data)
    known = names(data, linked(records, kind.columns))
    first = kind.columns[0].key
    kept = [row for row in records if _keeps(data, given, row)]
    needle = fold(given.get("q", ""))
    if needle:
        kept = [row for row in kept if needle in _haystack(Grid(kind.columns, (), known), row, first)]
    return Grid(kind.columns, tuple(kept), known)


def _haystack(grid: Grid, row: Record, key: str) -> str:
    words = " ".join(f"{grid.name(cell, 'ja')} {grid.name(cell, 'en')} {cell}" for cell in many(row[key]))
    return fold(words)


def _keeps(data: Data, given: Mapping[str, str], row: Record) -> bool:
    year = parameters.year(given)
    policy = parameters.path(given, "policy", data.base)
    ministry = given.get("ministry", "").removeprefix("org/").removeprefix("/org/")
    status = given.get("status", "")
    years = many(row.get("fiscalYear")) or many(row.get("year"))
    return (
        (year is None or year in years)
        and (policy is None or policy in many(row.get("policy")))
        and (not ministry or row.get("ministry") == f"org/{ministry}")
        and (not status or _mark(status) in many(row.get("achievement")))
    )


def _mark(status: str) -> str:
    return f"code:achievement-{MARKS.get(status, status.lower())}"
