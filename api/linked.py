"""A thing → its JSON: one kind of IRI throughout, labels in both languages, and the quotes it rests on.

The members are JSON-LD: our things by their paths under `@base`, every term with the prefix of
`ontology/context.jsonld`, texts with their languages. Read as JSON-LD they are the statements of the thing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from api.describe import TYPE
from api.views import short, terms
from ontology.files import context_json
from ontology.rdf import XSD, Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.describe import Thing
    from api.grid import Json
    from api.site import Data
    from api.views import Name
    from graph.store import Value

MOST: Final = 500
"""Incoming links and passages that one answer holds; `complete` tells whether these were all."""


def _truth(text: str) -> bool:
    return text in {"true", "1"}


_NATIVE: Final = {XSD + "integer": int, XSD + "boolean": _truth}


def context_of(data: Data) -> Json:
    """The context of a thing: the terms of the vocabulary, and where relative paths begin."""
    here: dict[str, Json] = {
        "@base": data.base.base,
        "facts": "@nest",
        "incoming": "@reverse",
        "label": None,
    }
    return ["/context.jsonld", here]


def as_json(data: Data, found: Thing) -> dict[str, Json]:
    """What is stated about a thing and towards it; labels of other things stand beside their paths."""
    facts: dict[str, list[Json]] = defaultdict(list)
    known = found.names
    for row in terms(data, "facts", found.path):
        predicate, value = str(row["predicate"]), row["object"]
        if predicate != TYPE and value is not None:
            facts[prefixed(predicate)].append(_said(data, value, known))
    incoming = {
        prefixed(one): [_link(path, known) for path in paths] for one, paths in found.incoming.items()
    }
    return {
        "id": found.path,
        "type": [prefixed(name) for name in found.types],
        "label": _label(found.name),
        "complete": sum(map(len, incoming.values())) < MOST,
        "facts": dict(sorted(facts.items())),
        "incoming": dict(sorted(incoming.items())),
    }


def proofs(data: Data, found: Thing) -> tuple[str, ...]:
    """The passages of a thing; of one that outlives reports, those of the nodes that speak of it."""
    own = [str(cell) for cell in found.all("keifu:evidence")]
    if own:
        return tuple(own)
    rows = terms(data, "proofs", found.path)
    return tuple(sorted({short(str(row["passage"]), data.base) for row in rows}))


def prefixed(term: str) -> str:
    """A term with the prefix that the context gives its namespace; a term of no known one as it is.

    >>> prefixed("http://www.w3.org/2000/01/rdf-schema#label"), prefixed("keifu:text")
    ('rdfs:label', 'keifu:text')
    """
    fitting = ((name, space) for name, space in _prefixes() if term.startswith(space))
    return next((f"{name}:{term.removeprefix(space)}" for name, space in fitting), term)


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    members = cast("dict[str, dict[str, object]]", json.loads(context_json()))["@context"]
    found = ((name, space) for name, space in members.items() if isinstance(space, str))
    return tuple(sorted((name, space) for name, space in found if space.startswith("http")))


def _said(data: Data, value: Value, known: Mapping[str, Name]) -> Json:
    if isinstance(value, Iri):
        return _link(short(value, data.base), known)
    if not isinstance(value, Literal):
        return {"id": f"_:{value}"}
    if value.language:
        return {"@value": value.lexical, "@language": value.language}
    if value.datatype in _NATIVE:
        return _NATIVE[value.datatype](value.lexical)
    if value.datatype == XSD + "string":
        return value.lexical
    return {"@value": value.lexical, "@type": prefixed(value.datatype)}


def _link(path: str, known: Mapping[str, Name]) -> Json:
    name = known.get(path)
    named = name is not None and name.ja != path
    return {"id": path, "label": _label(name)} if named and name else {"id": path}


def _label(name: Name) -> dict[str, Json]:
    return {"ja": name.ja, "en": name.en}
