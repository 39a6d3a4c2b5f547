"""What a person typed → the path of one thing: an IRI, a path, a printed number (総務省31-⑧) or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keifu.errors import AmbiguousName
from ontology.errors import OntologyError
from ontology.iris import normal_name
from ontology.rdf import Literal
from queries.errors import NothingFound
from queries.ground import PROLOGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ontology.rdf import Iri
    from queries.ground import Ground

_NAMES = (
    PROLOGUE
    + """SELECT DISTINCT ?thing ?name {
  ?thing ?property ?name .
  VALUES ?property { rdfs:label skos:altLabel dcterms:identifier }
}"""
)


def find(ground: Ground, text: str) -> str:
    """The path of the one thing that is meant.

    Numbers and names are compared as the registry compares them: widths, circles and blanks do not count.

    Raises:
        NothingFound: the release knows no such thing.
        AmbiguousName: several things have this name; the error lists them.
    """
    path = _path(ground, text)
    if path is not None:
        return path
    found = tuple(sorted(set(_named(ground, text))))
    if len(found) > 1:
        raise AmbiguousName(text, found)
    if not found:
        raise NothingFound(text)
    return found[0]


def evaluated(ground: Ground, path: str) -> str:
    """The policy that a report evaluates; any other thing is itself."""
    rows = ground.rows(f"SELECT ?policy {{ {ground.ref(path)} keifu:evaluates ?policy }} ORDER BY ?policy")
    return ground.path(rows[0][0]) if rows else path


def _path(ground: Ground, text: str) -> str | None:
    path = ground.base.path(text) or text
    try:
        iri = ground.base.iri(path)
    except OntologyError:
        return None
    return path if _is_known(ground, iri) else None


def _is_known(ground: Ground, iri: Iri) -> bool:
    return ground.store.ask(f"ASK {{ <{iri}> ?property ?value }}")


def _named(ground: Ground, text: str) -> Iterator[str]:
    wanted = normal_name(text)
    for thing, name in ground.store.select(_NAMES).rows:
        if isinstance(name, Literal) and normal_name(name.lexical) == wanted:
            path = ground.base.path(str(thing))
            if path is not None:
                yield path
