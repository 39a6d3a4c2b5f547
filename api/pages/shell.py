"""What every page shares: its title, its other forms, its permanent address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from api import describe, linked
from api.negotiate import FORMS
from api.packet import packet
from api.pages.render import render
from api.tabular import EXCEL
from queries.drawing.words import MARKS
from queries.search import KIND_WORDS

if TYPE_CHECKING:
    from api.answers import Asked, Forms
    from api.describe import Thing
    from api.site import Data

_LABELS = {
    "json": "JSON",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "csv": "CSV",
    "parquet": "Parquet",
    "svg": "SVG",
    "graphml": "GraphML",
    "gexf": "GEXF",
    "mmd": "Mermaid",
    "txt": "text",
}

RDF_FORMS = ("ttl", "jsonld", "nt", "rdf")
"""Whatever can be told in RDF can be told in each of these."""


@dataclass(frozen=True, slots=True)
class FormLink:
    """A link to the same page in another form."""

    label: str
    media: str
    href: str


def form_links(asked: Asked, names: Sequence[str]) -> list[FormLink]:
    """Links to all forms of a page but HTML."""
    links = [FormLink(_LABELS[name], FORMS[name], asked.form_href(name)) for name in names if name != "html"]
    if "csv" in names:
        href = asked.form_href("csv")
        mark = "&" if "?" in href else "?"
        links.append(FormLink("CSV (Excel)", FORMS["csv"], f"{href}{mark}csv={EXCEL}"))
    return links


def page(asked: Asked, template: str, title: str, forms: Sequence[str], context: Mapping[str, object]) -> str:
    """One page with the frame that all share."""
    shell: dict[str, object] = {
        "title": title,
        "forms": form_links(asked, forms),
        "permanent": None,
        "marks": MARKS,
        "kinds": KIND_WORDS,
    }
    return render(asked, template, {**shell, **context})


def entity_forms(asked: Asked, found: Thing) -> Forms:
    """The forms that every thing has beside its page."""
    return {
        "json": lambda: _json(asked, found),
        **thing_forms(asked.data, found.path),
    }


def _json(asked: Asked, found: Thing) -> str:
    data = asked.data
    members = {"@context": linked.context_of(data), **linked.as_json(data, found)}
    return packet(asked, members, passages=linked.proofs(data, found))


def thing_forms(data: Data, path: str) -> Forms:
    """The statements about and towards one thing in every form of RDF."""
    return {name: partial(describe.around, data, path, FORMS[name]) for name in RDF_FORMS}


def rdf_forms(data: Data, construct: str) -> Forms:
    """The statements of a CONSTRUCT in every form of RDF."""
    return {name: partial(describe.rdf, data, construct, FORMS[name]) for name in RDF_FORMS}
