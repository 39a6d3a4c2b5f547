"""Paths of passages → the quotes themselves: source, characters, line, exact text."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from queries.ground import Ground, ground_of, lexical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store import Store, Value
    from queries.ground import Published


@dataclass(frozen=True, slots=True)
class Quote:
    """One exact span of a source: half-open range of code points of the raw text; line 1-based."""

    source: str
    file_name: str
    start: int
    end: int
    line: int | None
    exact: str


_QUERY = """SELECT ?passage ?source ?fileName ?start ?end ?line ?exact WHERE {
  %s
  ?passage keifu:source ?source ; oa:start ?start ; oa:end ?end ; oa:exact ?exact .
  OPTIONAL { ?source keifu:fileName ?fileName }
  OPTIONAL { ?passage keifu:line ?line }
}"""


def evidence(release: Published | Store | Ground, passages: Iterable[str]) -> Mapping[str, Quote]:
    """The quotes of passages, by path, in the order of the text.

    A path that the release does not know is left out; OntologyError when it is no path at all.
    """
    ground = ground_of(release)
    found = {
        ground.path(passage): _quote(ground, tuple(cells))
        for block in ground.blocks("passage", passages)
        for passage, *cells in ground.rows(_QUERY % block)
    }
    ordered = sorted(found.items(), key=lambda item: (item[1].source, item[1].start, item[1].end))
    return MappingProxyType(dict(ordered))


def _quote(ground: Ground, cells: tuple[Value | None, ...]) -> Quote:
    source, file_name, start, end, line, exact = cells
    return Quote(
        source=ground.path(source),
        file_name=lexical(file_name),
        start=int(lexical(start)),
        end=int(lexical(end)),
        line=int(lexical(line)) if line is not None else None,
        exact=lexical(exact),
    )
