"""The pages that are not about one thing: front door, lists, about, vocabulary, problems."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from api import lists, parameters
from api.coverage import coverage
from api.grid import to_items
from api.journeys import told
from api.packet import packet
from api.pages.render import say
from api.pages.shell import RDF_FORMS, page, rdf_forms
from api.problems import kinds
from api.tabular import table_forms, table_names
from api.views import names, rows
from graph.release import list_releases
from queries.errors import NothingFound

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.lists import ListKind


def home(asked: Asked) -> Forms:
    """The front door."""
    parameters.only(asked.query, ())
    return {"html": lambda: _home(asked)}


def _home(asked: Asked) -> str:
    held = coverage(asked.data)
    context = {
        "journeys": told(asked),
        "coverage": held,
        "names": names(asked.data, _covered(asked)),
        "counts": {slug: len(kind.records(asked.data)) for slug, kind in lists.LISTS.items()},
    }
    return page(asked, "home.html", say("政策の系譜をたどる", asked.language), (), context)


def _covered(asked: Asked) -> set[str]:
    held = coverage(asked.data)
    reports = {report for series in held.series for report in series.years.values() if report}
    return {series.ministry for series in held.series} | reports


def listing(asked: Asked, slug: str) -> Forms:
    """The forms of one of the five lists; page, JSON and CSV filter alike."""
    kind = lists.LISTS[slug]
    parameters.only(asked.query, kind.filters)
    return {
        "html": lambda: _listing(asked, kind),
        "json": lambda: list_json(asked, kind),
        **table_forms(asked, lambda: lists.grid_of(asked.data, kind, asked.query)),
    }


def list_json(asked: Asked, kind: ListKind) -> str:
    """The whole list as a packet."""
    grid = lists.grid_of(asked.data, kind, asked.query)
    items = to_items(grid, asked.language)
    return packet(asked, {"total": len(items), "items": [dict(item) for item in items]})


def _listing(asked: Asked, kind: ListKind) -> str:
    grid = lists.grid_of(asked.data, kind, asked.query)
    context = {
        "kind": kind,
        "grid": grid,
        "given": asked.query,
        "coverage": coverage(asked.data) if kind.slug == "reports" else None,
        "names": names(asked.data, _covered(asked)),
    }
    title = kind.en if asked.language == "en" else kind.ja
    return page(asked, "list.html", title, ("html", "json", *table_names()), context)


def about(asked: Asked) -> Forms:
    """What this is, what is loaded, what is missing."""
    parameters.only(asked.query, ())
    return {"html": lambda: _about(asked)}


def _about(asked: Asked) -> str:
    context = {
        "coverage": coverage(asked.data),
        "names": names(asked.data, _covered(asked)),
        "manifest": asked.data.release.manifest,
        "releases": list_releases(asked.site.settings.graph),
    }
    return page(asked, "about.html", say("このサイトについて", asked.language), (), context)


def vocabulary(asked: Asked) -> Forms:
    """A small page of classes, properties and codes."""
    parameters.only(asked.query, ())
    return {
        "html": lambda: _vocabulary(asked),
        **rdf_forms(asked.data, _VOCABULARY % asked.data.base.iri("graph/ontology")),
    }


_VOCABULARY = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"


def _vocabulary(asked: Asked) -> str:
    terms = rows(asked.data, "terms")
    codes = rows(asked.data, "codes")
    shown = {str(row[key]) for row in terms for key in ("term", "super") if row[key]}
    shown |= {str(row[key]) for row in codes for key in ("scheme", "code")}
    context = {
        "terms": {kind: list(group) for kind, group in groupby(terms, key=lambda row: str(row["type"]))},
        "codes": {
            scheme: list(group) for scheme, group in groupby(codes, key=lambda row: str(row["scheme"]))
        },
        "names": names(asked.data, shown),
    }
    return page(asked, "ns.html", say("語彙", asked.language), ("html", *RDF_FORMS), context)


def problem_page(asked: Asked, slug: str) -> Forms:
    """What an error means."""
    parameters.only(asked.query, ())
    kind = kinds().get(slug)
    if kind is None:
        raise NothingFound(slug)
    title = kind.title_en if asked.language == "en" else kind.title_ja
    return {"html": lambda: page(asked, "problem.html", title, (), {"kind": kind})}
