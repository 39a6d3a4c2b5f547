"""A view file (`views/*.rq`) and the thing a page is about → rows of plain cells.

A view is a fixed SPARQL text of ours; `$node` in it is replaced by one checked IRI and nothing
else ever enters the text. IRIs under the base come back as relative paths, terms of the two
vocabularies as `keifu:name` and `code:name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ontology.foreign import XSD
from ontology.rdf import BlankNode, Iri, Literal
from ontology.terms import CODE_NS, KEIFU_NS

if TYPE_CHECKING:
    from api.site import Data
    from graph.store import Value
    from ontology.iris import Base


class Ref(str):
    """A cell that points to something: a relative path, `keifu:name`, `code:name` or a foreign IRI."""

    __slots__ = ()


Cell = str | int | Decimal | bool | date | None
Row = Mapping[str, Cell]

_PREFIXES = {"keifu:": KEIFU_NS, "code:": CODE_NS}


@cache
def _text(name: str) -> str:
    return resources.files("api").joinpath("views", f"{name}.rq").read_text(encoding="utf-8")


def rows(data: Data, view: str, node: str | None = None) -> list[Row]:
    """The rows of one view; `node` is a relative path that takes the place of `$node`."""
    return [{name: plain(value, data.base) for name, value in row.items()} for row in terms(data, view, node)]


def terms(data: Data, view: str, node: str | None = None) -> list[Mapping[str, Value | None]]:
    """The rows of one view with their values as they are: languages and datatypes kept."""
    text = _text(view)
    if node is not None:
        text = text.replace("$node", f"<{data.base.iri(node)}>")
    table = data.store.select(text)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def plain(value: Value | None, base: Base) -> Cell:
    """One RDF term as a plain cell."""
    match value:
        case None:
            return None
        case Literal():
            return _literal(value)
        case Iri():
            return short(value, base)
        case BlankNode():
            return f"_:{value}"


def short(iri: str, base: Base) -> Ref:
    """`keifu:name` or `code:name` for our terms, a relative path under the base, else the whole IRI."""
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return Ref(prefix + iri[len(namespace) :])
    return Ref(base.path(iri) or iri)


def long(text: str, base: Base) -> Iri:
    """The IRI that `short` made short."""
    for prefix, namespace in _PREFIXES.items():
        if text.startswith(prefix):
            return Iri(namespace + text[len(prefix) :])
    return Iri(text) if ":" in text else base.iri(text)


def _literal(value: Literal) -> Cell:
    match value.datatype:
        case XSD.integer:
            return int(value.lexical)
        case XSD.decimal:
            return Decimal(value.lexical)
        case XSD.boolean:
            return value.lexical in ("true", "1")
        case XSD.date:
            return date.fromisoformat(value.lexical)
        case _:
            return value.lexical


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a thing; `en` only where a person wrote one."""

    ja: str
    en: str | None = None

    def said(self, language: str) -> str:
        """The name in a language, Japanese where there is no other."""
        return self.en if language == "en" and self.en else self.ja

    def tongue(self, language: str) -> str:
        """The language that `said` answers in."""
        return "en" if language == "en" and self.en else "ja"


_REPORT = re.compile(r"report/[^/]+/[^/]+\Z")
_IDENTIFIER = "http://purl.org/dc/terms/identifier"
_MEASURED = "keifu:indicator"
_RANK = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    _IDENTIFIER,
    "keifu:text",
    "keifu:fileName",
    "keifu:subjectText",
)

_NAMES = """
SELECT ?x ?p ?o (LANG(?o) AS ?language) WHERE {
  VALUES ?x { %s }
  { VALUES ?p { <http://www.w3.org/2000/01/rdf-schema#label> <http://www.w3.org/2004/02/skos/core#prefLabel>
      <http://purl.org/dc/terms/identifier> <https://w3id.org/keifu/ns#text> <https://w3id.org/keifu/ns#numbering>
      <https://w3id.org/keifu/ns#fileName> <https://w3id.org/keifu/ns#subjectText> }
    ?x ?p ?o }
  UNION { ?x <https://w3id.org/keifu/ns#indicator>/<http://www.w3.org/2000/01/rdf-schema#label> ?o
    BIND(<https://w3id.org/keifu/ns#indicator> AS ?p) } }
"""


def names(data: Data, things: Iterable[str]) -> dict[str, Name]:
    """The names of many things (short forms) in one query; a thing without any is called by its path."""
    wanted = sorted(set(things))
    if not wanted:
        return {}
    iris = [long(thing, data.base) for thing in wanted]
    table = data.store.select(_NAMES.replace("%s", " ".join(f"<{iri}>" for iri in iris)))
    found: dict[str, dict[tuple[str, str], str]] = {}
    for thing, predicate, text, language in table.rows:
        key = (short(str(thing), data.base), short(str(predicate), data.base))
        if isinstance(text, Literal) and isinstance(language, Literal):
            found.setdefault(key[0], {})[key[1], language.lexical] = text.lexical
    return {thing: _name(thing, found.get(thing, {})) for thing in wanted}


def _name(thing: str, said: Mapping[tuple[str, str], str]) -> Name:
    numbering = said.get(("keifu:numbering", ""))
    if _REPORT.match(thing) and (_IDENTIFIER, "") in said:
        return Name(said[_IDENTIFIER, ""])
    ja = next((said[rank, tag] for rank in _RANK for tag in ("ja", "") if (rank, tag) in said), None)
    en = next((said[rank, "en"] for rank in _RANK if (rank, "en") in said), None)
    if numbering is not None:
        ja = f"{numbering} {ja}" if ja else numbering
        en = f"{numbering} {en}" if en else None
    if ja is None and (_MEASURED, "ja") in said:
        return Name(said[_MEASURED, "ja"], said.get((_MEASURED, "en")))
    return Name(ja or thing, en)
