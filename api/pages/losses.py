"""The accounts of readings: what was not read, is missing, disagrees or looks wrong, by report and in all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from api import describe, grid, parameters
from api.grid import Column, Grid, collapse, linked
from api.packet import packet
from api.pages.render import exact, say
from api.pages.shell import RDF_FORMS, page, rdf_forms
from api.views import Name, names, rows
from graph.errors import ReleaseMissing
from ontology.iris import loss_graph, loss_path
from queries.errors import NothingFound
from queries.wording import slot_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.answers import Asked, Forms
    from api.grid import Json, Record
    from api.site import Data

_GRAPH = "graph/loss/"
_LOST = ("code:issue-missing-slot", "code:issue-partial-slot")
_DISAGREE = ("code:issue-conflict", "code:issue-date-conflict", "code:issue-sum-mismatch")
_SUSPECT = ("code:issue-ocr-suspect", "code:issue-misprint")
_KINDS = ("fact", "label", "markup", "blank", "unread")
_SURE = ("proven", "read", "aligned", "candidate")

OVERVIEW = (
    Column("report", "評価書", "Report", "link"),
    Column("account", "読み取りの記録", "Account", "link"),
    Column("characters", "文字数", "Characters", "number"),
    Column("unread", "未読の文字", "Unread", "number"),
    Column("explained", "説明のつく割合", "Explained", "number"),
    Column("lost", "欠けた欄", "Slots lost", "number"),
    Column("disagree", "食い違い", "Conflicts", "number"),
    Column("suspect", "誤りの疑い", "Suspects", "number"),
    Column("issues", "指摘の総数", "Issues", "number"),
)
ISSUES = (
    Column("line", "行", "Line", "number"),
    Column("words", "内容", "What", "text", long=True),
    Column("code", "種類", "Kind", "code"),
    Column("severity", "重さ", "Severity", "code"),
    Column("quote", "原文", "As printed", "text", long=True),
    Column("candidate", "候補", "Candidates", "text", long=True),
    Column("slot", "欄", "Slot", "text", long=True),
    Column("evidence", "根拠", "Evidence", "evidence"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the table of facts: a part of the form and its facts by confidence."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All facts of the part."""
        return sum(self.counts)


def overview(asked: Asked) -> Forms:
    """Every report of the release with what its reading could not settle."""
    parameters.only(asked.query, ())
    return {
        "html": lambda: _overview(asked),
        "json": lambda: packet(asked, {"items": [*grid.to_items(_reports(asked.data), asked.language)]}),
        "csv": lambda: grid.to_csv(_reports(asked.data), asked.language),
    }


def account(asked: Asked, path: str) -> Forms:
    """The account of one report (`loss/soumu/2019-08`), or of one line of it (`loss/soumu/2019-08/3`)."""
    parameters.only(asked.query, ())
    data = asked.data
    whole, number = _whole(path)
    if not any(row["account"] == whole for row in _accounts(data)):
        raise NothingFound(path)
    found = _issues(data, whole, asked.language)
    if number is not None and not any(row["issue"] == path for row in found.rows):
        raise NothingFound(path)
    construct = _CONSTRUCT % data.base.iri(loss_graph(_report(whole)))
    return {
        "html": lambda: _account(asked, whole, found, number),
        "json": lambda: packet(asked, _json(asked, whole, found)),
        "csv": lambda: grid.to_csv(found, asked.language),
        **rdf_forms(data, construct),
    }


def account_of(data: Data, report: str) -> str | None:
    """The path of the account of a report, None in a release that has none."""
    return next((str(row["account"]) for row in _accounts(data) if row["report"] == report), None)


_CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"


def _whole(path: str) -> tuple[str, str | None]:
    """The path of the account, and the number of one line of it."""
    parts = path.split("/")
    return "/".join(parts[:3]), parts[3] if len(parts) > len(("loss", "ministry", "number")) else None


def _report(account_path: str) -> str:
    return "report/" + account_path.removeprefix("loss/")


def _accounts(data: Data) -> list[Record]:
    """Each account with its report, its source and the sizes that its graph gives."""
    found: list[Record] = []
    for row in rows(data, "losses"):
        report = "report/" + str(row["graph"]).removeprefix(_GRAPH)
        account_path = loss_path(report)
        blank = int(str(_characters(_told(data, account_path)).get("blank", 0)))
        visible = int(str(row["characters"])) - blank
        share = exact(_share(visible, int(str(row["unread"]))))
        found.append(
            {**row, "report": report, "account": account_path, "visible": visible, "explained": share}
        )
    return found


def _share(visible: int, unread: int) -> Decimal:
    """The share of the characters that are not blank and not unread, as `keifu read --strict` counts it."""
    return 1 - Decimal(unread) / visible if visible else Decimal(1)


def _characters(told: Mapping[str, Json]) -> Mapping[str, int]:
    return cast("Mapping[str, int]", told.get("characters") or {})


def _reports(data: Data) -> Grid:
    counted: dict[str, dict[str, int]] = {}
    for row in rows(data, "loss_counts"):
        counted.setdefault(str(row["report"]), {})[str(row["code"])] = int(str(row["count"]))
    records = [_counted(row, counted.get(str(row["report"]), {})) for row in _accounts(data)]
    known = names(data, linked(records, OVERVIEW))
    return Grid(OVERVIEW, tuple(records), {**known, **_account_names(records)})


def _account_names(records: list[Record]) -> dict[str, Name]:
    return {str(row["account"]): Name("記録を開く", "open the account") for row in records}


def _counted(row: Record, counts: Mapping[str, int]) -> Record:
    groups = {"lost": _LOST, "disagree": _DISAGREE, "suspect": _SUSPECT}
    sums = {name: sum(counts.get(code, 0) for code in codes) for name, codes in groups.items()}
    return {**row, **sums, "issues": sum(counts.values())}


def _overview(asked: Asked) -> str:
    found = _reports(asked.data)
    sums = {
        key: sum(int(str(row[key])) for row in found.rows)
        for key in ("characters", "visible", "unread", "issues")
    }
    context = {"grid": found, **sums, "share": exact(_share(sums["visible"], sums["unread"]))}
    title = say("読み取りの記録", asked.language)
    return page(asked, "losses.html", title, ("html", "json", "csv"), context)


def _issues(data: Data, path: str, language: str) -> Grid:
    """The lines of one account in their order; the words are those of the language."""
    found = collapse(rows(data, "loss_issues", _report(path)), ["issue"])
    records = [{**row, "words": row["en" if language == "en" else "ja"]} for row in found]
    records.sort(key=lambda row: int(str(row["issue"]).rpartition("/")[2]))
    slots = {str(row["slot"]) for row in records if row["slot"] is not None}
    spoken = {slot: Name(slot_words(slot, "ja"), slot_words(slot, "en")) for slot in slots}
    return Grid(ISSUES, tuple(records), {**names(data, linked(records, ISSUES)), **spoken})


def _json(asked: Asked, path: str, found: Grid) -> dict[str, Json]:
    return {
        "report": _report(path),
        "account": _told(asked.data, path),
        "issues": [*grid.to_items(found, asked.language)],
    }


def _told(data: Data, path: str) -> dict[str, Json]:
    """The account as the build wrote it, with its table of facts; nothing in a release of an older reader."""
    name = path.removeprefix("loss/").replace("/", "-") + ".json"
    try:
        found = cast("Mapping[str, Json]", json.loads(data.release.report_text(name)).get("loss") or {})
    except ReleaseMissing:
        return {}
    return {key: value for key, value in found.items() if key != "issues"}


def _account(asked: Asked, path: str, found: Grid, number: str | None) -> str:
    data, report = asked.data, _report(path)
    told = _told(data, path)
    (row,) = [row for row in _accounts(data) if row["account"] == path]
    thing = describe.thing(data, report)
    characters = _characters(told)
    context = {
        "report": report,
        "name": thing.name.said(asked.language),
        "row": row,
        "grid": found,
        "number": number,
        "characters": [(kind, characters[kind]) for kind in _KINDS if kind in characters],
        "parts": _parts(told, asked.language),
        "sure": _SURE,
        "told": told,
        "unread": cast("list[Mapping[str, Json]]", told.get("unread") or []),
        "corrections": cast("list[Mapping[str, Json]]", told.get("corrections") or []),
    }
    head = say("読み取りの記録", asked.language)
    return page(
        asked, "loss.html", f"{head}: {context['name']}", ("html", "json", "csv", *RDF_FORMS), context
    )


def _parts(told: Mapping[str, Json], language: str) -> list[Part]:
    table = cast("list[Mapping[str, Json]]", told.get("factsBySection") or [])
    return [
        Part(str(each["en" if language == "en" else "ja"]), tuple(int(str(each[kind])) for kind in _SURE))
        for each in table
    ]
