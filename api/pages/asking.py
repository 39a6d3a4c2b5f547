"""The pages on which people ask: questions and lineage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from api import parameters
from api.grid import to_items
from api.lists import LISTS
from api.packet import answer_members, packet
from api.pages import drawings
from api.pages.render import say
from api.pages.shell import page
from api.questions import block
from api.tabular import table_forms, table_names
from api.views import names
from queries.drawing.text import draw_text
from queries.drawing.words import relation_word
from queries.network import to_gexf, to_graphml, to_json, to_mermaid

if TYPE_CHECKING:
    import networkx as nx

    from api.answers import Asked, Forms
    from api.questions import Block

MOST_STEPS = 20
MOST_STARTS = 30
EXAMPLE = """PREFIX keifu: <https://w3id.org/keifu/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?indicator ?label ?document ?title WHERE {
  ?indicator a keifu:Indicator ; rdfs:label ?label ; keifu:tracesTo+ ?document .
  ?document a keifu:Edition ; rdfs:label ?title .
  FILTER(LANG(?label) = "ja" && LANG(?title) = "ja")
} ORDER BY ?indicator ?document LIMIT 50"""


def questions(asked: Asked) -> Forms:
    """The library of named questions."""
    parameters.only(asked.query, ())
    return {"html": lambda: _questions(asked), "json": lambda: _questions_json(asked)}


def _questions(asked: Asked) -> str:
    title = say("問い", asked.language)
    return page(asked, "questions.html", title, ("html", "json"), {"catalog": asked.site.catalog})


def _questions_json(asked: Asked) -> str:
    items = [
        {
            "slug": question.slug,
            "number": question.number,
            "title_ja": question.header.title_ja,
            "title_en": question.header.title_en,
            "parameters": [*question.parameters],
            "href": f"/api/v1/questions/{question.slug}",
        }
        for question in asked.site.catalog
    ]
    return packet(asked, {"total": len(items), "items": [*items]})


def question(asked: Asked, slug: str) -> Forms:
    """One named question with its form and, once it can be asked, its answer."""
    found = asked.site.catalog[slug]
    given = given_to(asked)
    parameters.only(given, found.parameters)
    return {
        "html": lambda: _question(asked, slug),
        "json": lambda: question_json(asked, slug),
        **table_forms(asked, lambda: block(asked, slug, given).grid),
    }


def given_to(asked: Asked) -> dict[str, str]:
    """The parameters of a question as given; the language is none of them, an empty field is absent."""
    return {
        key: value for key, value in asked.query.items() if key not in parameters.ALWAYS and value.strip()
    }


def question_json(asked: Asked, slug: str) -> str:
    """The answer packet of a named question."""
    answered = block(asked, slug, given_to(asked))
    items = to_items(answered.grid, asked.language)
    return packet(asked, answer_members(answered, items), passages=answered.answer.passages)


def _question(asked: Asked, slug: str) -> str:
    found = asked.site.catalog[slug]
    given = given_to(asked)
    missing = [
        name for name, parameter in found.parameters.items() if parameter.required and name not in given
    ]
    answered: Block | None = None if missing else block(asked, slug, given)
    context = {
        "question": found,
        "given": given,
        "answered": answered,
        "examples": {
            name: one.example for name, one in found.parameters.items() if one.required and one.example
        },
    }
    title = found.header.title_en if asked.language == "en" else found.header.title_ja
    forms = () if missing else ("html", "json", *table_names())
    return page(asked, "question.html", title, forms, context)


LINEAGE = ("from", "up", "down", "across")


def lineage_page(asked: Asked) -> Forms:
    """The lineage of one thing: drawing and table on the page, and every graph form."""
    parameters.only(asked.query, LINEAGE)
    if not asked.query.get("from"):
        return {"html": lambda: _lineage_start(asked)}
    return {
        "html": lambda: _lineage(asked),
        "svg": lambda: drawings.drawing_of(asked, *_walk(asked)).svg,
        "json": lambda: lineage_json(asked),
        "csv": lambda: ties_csv(_walk(asked)[0]),
        "graphml": lambda: to_graphml(_walk(asked)[0]),
        "gexf": lambda: to_gexf(_walk(asked)[0]),
        "mmd": lambda: to_mermaid(_walk(asked)[0]),
        "txt": lambda: draw_text(_walk(asked)[0]),
    }


def _lineage_start(asked: Asked) -> str:
    listed = (("policies", "policy"), ("indicators", "indicator"), ("documents", "edition"))
    starts = {
        slug: sorted({str(row[key]) for row in LISTS[slug].records(asked.data)}) for slug, key in listed
    }
    groups = [
        {
            "title": LISTS[slug].en if asked.language == "en" else LISTS[slug].ja,
            "things": things[:MOST_STARTS],
        }
        for slug, things in starts.items()
    ]
    context = {
        "starts": groups,
        "names": names(asked.data, {thing for found in starts.values() for thing in found}),
    }
    return page(asked, "lineage_start.html", say("系譜図", asked.language), (), context)


def _steps(asked: Asked, path: str) -> tuple[int, int, bool]:
    reach = drawings.reach_of(path) or (2, 2)
    up = parameters.integer(asked.query, "up", reach[0], 0, MOST_STEPS)
    down = parameters.integer(asked.query, "down", reach[1], 0, MOST_STEPS)
    return up, down, parameters.integer(asked.query, "across", 0, 0, 1) == 1


def _start(asked: Asked) -> str:
    found = parameters.path(asked.query, "from", asked.data.base)
    if found is None:
        raise parameters.bad(
            "from", "from に起点の番地を指定してください。", "from names the starting thing."
        )
    return found


def _walk(asked: Asked) -> tuple[nx.MultiDiGraph[str], str, int, int]:
    path = _start(asked)
    up, down, across = _steps(asked, path)
    return drawings.graph_of(asked, path, up, down, across=across), path, up, down


def _lineage(asked: Asked) -> str:
    graph, path, up, down = _walk(asked)
    name = names(asked.data, [path])[path].said(asked.language)
    _, _, across = _steps(asked, path)
    context = {
        "start": path,
        "start_name": name,
        "up": up,
        "down": down,
        "across": across,
        "most": MOST_STEPS,
        "relation": partial(relation_word, language=asked.language),
        "drawing": drawings.drawing_of(asked, graph, path, up, down),
        "ties": _ties(graph),
        "labels": {node: _label(graph, node, asked.language) for node in graph},
        "base_query": {"from": path, "up": str(up), "down": str(down), "across": "1" if across else "0"},
    }
    names_ = ("html", "svg", "json", "csv", "graphml", "gexf", "mmd", "txt")
    colon = ": " if asked.language == "en" else "："
    title = f"{say('系譜図', asked.language)}{colon}{name}"
    return page(asked, "lineage.html", title, names_, context)


def _label(graph: nx.MultiDiGraph[str], node: str, language: str) -> str:
    held: Mapping[str, object] = graph.nodes[node]
    english = held.get("label_en") if language == "en" else None
    return str(english or held.get("label") or node.partition("/s/")[2] or node)


def _ties(graph: nx.MultiDiGraph[str]) -> list[dict[str, Any]]:
    """One row for each tie: lower, relation, upper, grain, basis, reports, evidence."""
    found = [
        {
            "lower": lower,
            "upper": upper,
            **{key: held.get(key) for key in ("relation", "tie", "basis", "reports", "evidence")},
        }
        for lower, upper, held in graph.edges.data()
    ]
    return sorted(found, key=lambda row: (str(row["upper"]), str(row["lower"]), str(row["relation"])))


def ties_csv(graph: nx.MultiDiGraph[str]) -> str:
    """The ties of a lineage as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        ["upper", "upper_label", "relation", "lower", "lower_label", "tie", "basis", "reports", "evidence"]
    )
    for row in _ties(graph):
        upper, lower = str(row["upper"]), str(row["lower"])
        writer.writerow(
            [
                upper,
                _label(graph, upper, "ja"),
                row["relation"],
                lower,
                _label(graph, lower, "ja"),
                row["tie"],
                row["basis"],
                " ".join(_texts(row["reports"])),
                " ".join(_texts(row["evidence"])),
            ]
        )
    return out.getvalue()


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else []


def lineage_json(asked: Asked) -> str:
    """The answer packet of a lineage: node-link data."""
    graph, path, up, down = _walk(asked)
    ties = _ties(graph)
    passages = {passage for row in ties for passage in _texts(row["evidence"])}
    members = {
        "from": path,
        "up": up,
        "down": down,
        "grain": sorted({str(row["tie"]) for row in ties if row["tie"]}),
        "via": sorted({str(row["relation"]) for row in ties}),
        "stated": all(row["basis"] != "inferred" for row in ties),
        **json.loads(to_json(graph)),
    }
    return packet(asked, members, passages=passages)
