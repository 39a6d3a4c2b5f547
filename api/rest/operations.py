"""The operations of the REST face: lists, questions, lineage, search, evidence, releases, coverage."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from api import parameters
from api.coverage import coverage
from api.cursors import next_after, start_of
from api.grid import to_items
from api.lists import MARKS, grid_of
from api.packet import packet
from api.pages.asking import given_to, lineage_page, question_json, questions
from api.pages.finding import search_page
from api.questions import block
from api.rest.schema import Operation, Parameter
from api.rest.schemas import YEAR, path_schema, schema_of
from api.tabular import table_forms, table_names
from api.views import rows
from graph.release import list_releases
from queries.errors import NothingFound
from queries.search import KINDS, MOST_CHARACTERS, MOST_WORDS

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.grid import Json
    from api.lists import ListKind
    from queries.catalog import Question

LIMIT, MOST = 50, 1000

_FILTERS = {
    "ministry": Parameter(
        "ministry", "府省", "ministry", {"type": "string", "pattern": "^(/?org/)?[a-z][a-z0-9-]*$"}, "soumu"
    ),
    "year": Parameter("year", "年度（2018, H30, 平成30年度）", "fiscal year in any writing", YEAR, "2018"),
    "policy": Parameter("policy", "政策の番地", "path of a policy", path_schema(["policy"])),
    "status": Parameter("status", "達成の記号", "mark", {"type": "string", "enum": [*MARKS]}, "イ"),
    "q": Parameter("q", "名称に含まれる語", "words in the name", {"type": "string"}),
}
_PAGING = (
    Parameter(
        "limit", "件数", "items on this page", {"type": "integer", "minimum": 1, "maximum": MOST}, "50"
    ),
    Parameter(
        "cursor",
        "続きの位置",
        "where the next page starts",
        {"type": "string", "pattern": "^([0-9a-f]{16}\\.[0-9]{1,9})?$"},
    ),
)


def list_operation(kind: ListKind) -> Operation:
    """The operation of one list: a page of JSON, or the whole list as CSV."""
    return Operation(
        path=f"/{kind.slug}",
        name=f"list_{kind.slug}",
        tag="lists",
        ja=f"{kind.ja}の一覧",
        en=f"List of {kind.en.lower()}",
        forms=partial(_list_forms, kind=kind),
        parameters=(*(_FILTERS[name] for name in kind.filters), *_PAGING),
        media=("json", *table_names()),
        description="JSON comes in pages with `next`; CSV and Parquet are always the whole list.",
    )


def _list_forms(asked: Asked, kind: ListKind) -> Forms:
    parameters.only(asked.query, (*kind.filters, "limit", "cursor"))
    return {
        "json": lambda: _list_page(asked, kind),
        **table_forms(asked, lambda: grid_of(asked.data, kind, asked.query)),
    }


def _list_page(asked: Asked, kind: ListKind) -> str:
    grid = grid_of(asked.data, kind, asked.query)
    start = start_of(asked)
    stop = start + parameters.integer(asked.query, "limit", LIMIT, 1, MOST)
    items = to_items(grid, asked.language)
    members: dict[str, Json] = {
        "total": len(items),
        "next": next_after(asked, stop, len(items)),
        "items": [dict(item) for item in items[start:stop]],
    }
    return packet(asked, members)


def question_operation(question: Question) -> Operation:
    """The operation of one named question, with its typed parameters."""
    return Operation(
        path=f"/questions/{question.slug}",
        name=f"ask_{question.slug.replace('-', '_')}",
        tag="questions",
        ja=question.header.title_ja,
        en=question.header.title_en,
        forms=partial(_question_forms, question=question),
        parameters=tuple(
            Parameter(
                name,
                one.label_ja,
                one.label_en,
                schema_of(one),
                one.example,
                required=one.required,
            )
            for name, one in question.parameters.items()
        ),
        media=("json", *table_names()),
        description=f"{question.header.description_ja}\n\n{question.header.description_en}",
    )


def _question_forms(asked: Asked, question: Question) -> Forms:
    given = given_to(asked)
    parameters.only(given, question.parameters)
    return {
        "json": lambda: question_json(asked, question.slug),
        **table_forms(asked, lambda: block(asked, question.slug, given).grid),
    }


def _questions(asked: Asked) -> Forms:
    return {"json": questions(asked)["json"]}


def _lineage(asked: Asked) -> Forms:
    if not asked.query.get("from"):
        raise parameters.bad(
            "from", "from に起点の番地を指定してください。", "from names the starting thing."
        )
    forms = lineage_page(asked)
    return {name: forms[name] for name in ("json", "svg", "csv", "graphml", "gexf", "mmd", "txt")}


def _search(asked: Asked) -> Forms:
    forms = search_page(asked)
    return {name: forms[name] for name in ("json", "csv")}


def _evidence(asked: Asked) -> Forms:
    parameters.only(asked.query, ("node",))
    return {"json": lambda: _evidence_json(asked)}


def _evidence_json(asked: Asked) -> str:
    node = parameters.path(asked.query, "node", asked.data.base)
    if node is None:
        raise parameters.bad(
            "node", "node に項目の番地を指定してください。", "node names the thing to prove."
        )
    found = rows(asked.data, "facts", node)
    if not found:
        raise NothingFound(node)
    passages = [str(row["object"]) for row in found if row["predicate"] == "keifu:evidence"]
    return packet(asked, {"node": node, "total": len(passages), "passages": [*passages]}, passages=passages)


def _releases(asked: Asked) -> Forms:
    parameters.only(asked.query, ())
    return {"json": lambda: _releases_json(asked)}


def _releases_json(asked: Asked) -> str:
    items: list[Json] = [
        {
            "id": release.id,
            "created": release.manifest.created,
            "parent": release.manifest.parent,
            "current": release.id == asked.data.id,
            "statements": release.manifest.counts.default_graph,
            "files": [asdict(one) for one in release.manifest.sources],
        }
        for release in list_releases(asked.site.settings.graph)
    ]
    return packet(asked, {"total": len(items), "items": items})


def _coverage(asked: Asked) -> Forms:
    parameters.only(asked.query, ())
    return {"json": lambda: _coverage_json(asked)}


def _coverage_json(asked: Asked) -> str:
    items: list[Json] = [
        {
            "ministry": series.ministry,
            "policy_number": series.number,
            "fiscal_year": year,
            "status": "loaded" if report else "not-loaded",
            "report": report,
        }
        for series in coverage(asked.data).series
        for year, report in series.years.items()
    ]
    return packet(asked, {"total": len(items), "items": items})


_WORDS = {
    "type": "string",
    "minLength": 1,
    "maxLength": MOST_CHARACTERS,
    "pattern": rf"^\s*\S+(\s+\S+){{0,{MOST_WORDS - 1}}}\s*$",
}
_STEPS = {"type": "integer", "minimum": 0, "maximum": 20}
_GRAPHS = ("json", "svg", "csv", "graphml", "gexf", "mmd", "txt")
PLAIN = (
    Operation(
        "/questions", "list_questions", "questions", "問いの一覧", "List of named questions", _questions
    ),
    Operation(
        "/lineage",
        "lineage",
        "lineage",
        "系譜",
        "Lineage of one thing",
        _lineage,
        (
            Parameter(
                "from",
                "起点",
                "where to start",
                path_schema(),
                "indicator/municipal-cloud-adopters",
                required=True,
            ),
            Parameter("up", "上へ何列", "columns up", _STEPS, "5"),
            Parameter("down", "下へ何列", "columns down", _STEPS, "1"),
            Parameter(
                "across", "年度をまたぐ", "walk successions too", {"type": "integer", "enum": [0, 1]}, "0"
            ),
        ),
        _GRAPHS,
    ),
    Operation(
        "/search",
        "search",
        "search",
        "検索",
        "Search",
        _search,
        (
            Parameter("q", "探す言葉", "words", _WORDS, "クラウド", required=True),
            Parameter("type", "種類", "type of thing", {"type": "string", "enum": [*KINDS]}, "indicator"),
            _FILTERS["year"],
            _FILTERS["ministry"],
            *_PAGING,
        ),
        ("json", "csv"),
        "All words must be found in the texts of a thing. Width, case, kana, old letters, spaces, eras and "
        "signs of numbers do not count. JSON comes in pages with `next`; CSV is the whole result.",
    ),
    Operation(
        "/evidence",
        "evidence",
        "evidence",
        "根拠",
        "The passages that prove a thing",
        _evidence,
        (
            Parameter(
                "node",
                "項目の番地",
                "path of a thing",
                path_schema(),
                "report/soumu/2019-08/indicator/5",
                required=True,
            ),
        ),
    ),
    Operation("/releases", "list_releases", "data", "データの版", "Releases", _releases),
    Operation("/coverage", "coverage", "data", "府省×年度", "Ministry by fiscal year", _coverage),
)
