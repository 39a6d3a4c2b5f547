"""The SPARQL page: a plain form, its results as a table, and the description of the service."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.pages.asking import EXAMPLE
from api.pages.shell import page
from api.protocol import query_form
from api.views import long, names, short

if TYPE_CHECKING:
    from api.answers import Asked
    from api.views import Name
    from api.workers import Outcome

SHOWN_ROWS = 1000
_DOWNLOADS = {
    "select": ("json", "xml", "csv", "tsv"),
    "ask": ("json", "xml", "csv", "tsv"),
    "graph": ("ttl", "nt", "rdf"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of a result: its text, and the page of the thing where it is one of ours."""

    text: str
    href: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """A result as the page shows it; `total` counts its rows, None when they are not shown."""

    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Shown | None, ...], ...]
    total: int | None
    text: str
    downloads: tuple[tuple[str, str], ...]


def editor(asked: Asked, text: str) -> str:
    """The form, empty or filled."""
    return _page(asked, text or EXAMPLE, None)


def result_page(asked: Asked, text: str, outcome: Outcome | None) -> str:
    """The form with the result below; without one, when it is too large for a page, with links to it."""
    found = _unshown(asked, text) if outcome is None else _result(asked, text, outcome)
    return _page(asked, text, found)


def _unshown(asked: Asked, text: str) -> Result:
    form = {"SELECT": "select", "ASK": "ask"}.get(query_form(text), "graph")
    return Result(form, (), (), None, "", _downloads(asked, text, form))


def _downloads(asked: Asked, text: str, form: str) -> tuple[tuple[str, str], ...]:
    """The same result in other forms, over the same release."""
    as_of = {} if asked.as_of is None else {"as_of": asked.as_of}
    return tuple(
        (name, "/sparql?" + urlencode({"query": text, "format": name, **as_of})) for name in _DOWNLOADS[form]
    )


def _page(asked: Asked, text: str, result: Result | None) -> str:
    context = {"text": text, "result": result, "catalog": asked.site.catalog, "shown": SHOWN_ROWS}
    return page(asked, "sparql.html", "SPARQL", (), context)


def _result(asked: Asked, text: str, outcome: Outcome) -> Result:
    links = _downloads(asked, text, outcome.form)
    if outcome.form == "graph":
        body = outcome.body.decode()
        return Result("graph", (), (), body.count("\n"), body, links)
    told = json.loads(outcome.body)
    if outcome.form == "ask":
        return Result("ask", (), (), 1, "true" if told["boolean"] else "false", links)
    columns = tuple(told["head"]["vars"])
    rows = told["results"]["bindings"]
    known = _known(asked, rows[:SHOWN_ROWS])
    cells = tuple(tuple(_shown(asked, row.get(name), known) for name in columns) for row in rows[:SHOWN_ROWS])
    return Result("select", columns, cells, len(rows), "", links)


def _known(asked: Asked, rows: list[dict[str, dict[str, str]]]) -> dict[str, Name]:
    iris = {cell["value"] for row in rows for cell in row.values() if cell["type"] == "uri"}
    ours = {path for iri in iris if (path := short(iri, asked.data.base)) != iri}
    return names(asked.data, ours)


def _shown(asked: Asked, cell: dict[str, str] | None, known: dict[str, Name]) -> Shown | None:
    if cell is None:
        return None
    if cell["type"] != "uri":
        return Shown(cell["value"], None, cell.get("xml:lang"))
    path = short(cell["value"], asked.data.base)
    if path == cell["value"]:
        return Shown(path, None, None)
    name = known[path]
    href = f"/{path}" if ":" not in path else None
    return Shown(name.said(asked.language), href, name.tongue(asked.language))


def service_description(asked: Asked, endpoint: str) -> str:
    """What this endpoint speaks, as Turtle by the SPARQL 1.1 Service Description."""
    base, counts = asked.data.base, asked.data.release.manifest.counts
    graphs = "".join(
        f"    sd:namedGraph [ a sd:NamedGraph ; sd:name <{long(path, base)}> ;\n"
        f"      sd:graph [ a sd:Graph , void:Dataset ; void:triples {counts.graphs[path]} ] ] ;\n"
        for path in sorted(counts.graphs)
    )
    root = endpoint.removesuffix("sparql")
    told = {
        "%endpoint%": endpoint,
        "%root%": root,
        "%graphs%": graphs,
        "%triples%": str(counts.default_graph),
    }
    found = _DESCRIPTION
    for name, value in told.items():
        found = found.replace(name, value)
    return found


_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix void: <http://rdfs.org/ns/void#> .

<%endpoint%> a sd:Service ;
  sd:endpoint <%endpoint%> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:resultFormat formats:SPARQL_Results_JSON , formats:SPARQL_Results_XML , formats:SPARQL_Results_CSV ,
    formats:SPARQL_Results_TSV , formats:Turtle , formats:N-Triples , formats:RDF_XML , formats:JSON-LD ;
  rdfs:seeAlso <%root%.well-known/void> , <%root%limits> ;
  sd:defaultDataset [ a sd:Dataset ;
%graphs%    sd:defaultGraph [ a sd:Graph , void:Dataset ; void:triples %triples% ] ] .

<%root%.well-known/void#dataset> void:sparqlEndpoint <%endpoint%> .
"""
