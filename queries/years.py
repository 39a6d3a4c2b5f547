"""Nodes and edges of a lineage → the fiscal years in which the release places them.

A value stands in its own year. A document begins with the fiscal year of its adoption and reaches to the last
year whose report names it. Everything else reaches from the first to the last year evaluated by a report that
names it; nothing is said of what no loaded report names. An edge has the years of the reports that state it,
or those of its lower end where none does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from queries.ground import lexical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.edges import Edge
    from queries.facts import NodeFacts
    from queries.ground import Ground

_APRIL: Final = 4
_YEARS: Final = "SELECT ?node ?year { %s ?node keifu:fiscalYear ?year } ORDER BY ?node ?year"
_ADOPTED: Final = "SELECT ?node ?day { %s ?node keifu:adoptedOn ?day } ORDER BY ?node ?day"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last fiscal year, western, both included; `start` is at most `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Years:
    """What is known of the years: of reports and values, and of the adoption of documents."""

    stated: Mapping[str, int]
    adopted: Mapping[str, int]

    def of_node(self, node: NodeFacts, reports: Iterable[str]) -> Span | None:
        """The years of a node that these reports name."""
        if node.kind == "observation":
            return _span([self.stated[node.path]] if node.path in self.stated else [])
        named = [self.stated[report] for report in reports if report in self.stated]
        own = [self.stated[node.path]] if node.path in self.stated else []
        first = self.adopted.get(node.path.partition("/s/")[0])
        if first is None:
            return _span([*named, *own])
        return Span(first, max([first, *named]))

    def of_edge(self, edge: Edge, lower: Span | None) -> Span | None:
        """The years of an edge whose lower end has the years `lower`."""
        return _span([self.stated[report] for report in edge.reports if report in self.stated]) or lower


def years_of(ground: Ground, nodes: Iterable[str], reports: Iterable[str]) -> Years:
    """Looks up the years of nodes, of the documents that sections belong to, and of reports."""
    asked = {*nodes, *reports}
    documents = {node.partition("/s/")[0] for node in asked if node.startswith("doc/")}
    stated = {
        ground.path(node): int(lexical(year))
        for block in ground.blocks("node", {node for node in asked if node.startswith("report/")})
        for node, year in ground.rows(_YEARS % block)
    }
    adopted = {
        ground.path(node): fiscal_year(lexical(day))
        for block in ground.blocks("node", documents)
        for node, day in ground.rows(_ADOPTED % block)
    }
    return Years(stated, adopted)


def fiscal_year(day: str) -> int:
    """The fiscal year of an ISO date: it begins in April.

    >>> fiscal_year("2016-03-31"), fiscal_year("2016-04-01")
    (2015, 2016)
    """
    year, month = int(day[:4]), int(day[5:7])
    return year if month >= _APRIL else year - 1


def _span(years: list[int]) -> Span | None:
    return Span(min(years), max(years)) if years else None
