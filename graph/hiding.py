"""SPARQL text → the same query that sees no named graphs but those of the release.

An endpoint may hold graphs of others, of its own system, and our card; a release on disk has none of them.
Behind each `GRAPH ?g { … }` stands then a filter on the name of the graph; the text is edited at that place
and never printed back from a tree.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from graph.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.tokens import Token


def only_below(query: str, prefix: str) -> str:
    """The query with every graph of a variable kept to IRIs that begin with `prefix`.

    >>> only_below("ASK { GRAPH ?g { ?s ?p ?o } }", "urn:a")
    'ASK { GRAPH ?g { ?s ?p ?o } FILTER(!BOUND(?g) || STRSTARTS(STR(?g), "urn:a")) }'
    """
    for place, name in sorted(_groups(list(tokens(query))), reverse=True):
        # Oxigraph leaves the variable unbound where nothing in the group has to match
        kept = f'FILTER(!BOUND({name}) || STRSTARTS(STR({name}), "{prefix}"))'
        query = f"{query[:place]} {kept}{query[place:]}"
    return query


def _groups(found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Where each group of a `GRAPH ?g` ends, and its variable."""
    for n, (word, variable) in enumerate(pairwise(found)):
        if word.kind == "word" and word.text.upper() == "GRAPH" and variable.kind == "variable":
            end = _end(found, n + 2)
            if end is not None:
                yield end, variable.text


def _end(found: Sequence[Token], start: int) -> int | None:
    depth = 0
    for token in found[start:]:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth == 0:
            return token.end
    return None
