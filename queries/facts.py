"""Paths of nodes → what a drawing needs to know of each: kind, label, second line, reports, marks, place."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ontology.rdf import Literal
from queries.edges import kind_of
from queries.gaps import fiscal_year_ja
from queries.ground import lexical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Value
    from queries.ground import Ground

_NUMBERS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NodeFacts:
    """One node. `place` sorts it within its kind: document order, then dates, never hash order."""

    path: str
    kind: str
    label: str = ""
    label_en: str = ""
    detail: str = ""
    numbering: str = ""
    reports: tuple[str, ...] = ()
    status: tuple[tuple[str, str], ...] = ()
    place: tuple[str, tuple[int, ...]] = ("", ())


_NODES: Final = """SELECT ?node ?label ?identifier ?text ?date ?body ?fy ?numbering {
  %s
  ?node a ?class .
  OPTIONAL { ?node rdfs:label ?label }
  OPTIONAL { ?node dcterms:identifier ?identifier }
  OPTIONAL { ?node keifu:text ?text }
  OPTIONAL { ?node keifu:adoptedOn ?date }
  OPTIONAL { ?node keifu:asOf ?date }
  OPTIONAL { ?node keifu:adoptedBy/rdfs:label ?body FILTER(LANG(?body) = "ja") }
  OPTIONAL { ?node keifu:fiscalYear ?fy }
  OPTIONAL { ?node keifu:numbering ?numbering }
} ORDER BY ?node ?label ?body"""

_ENTRIES: Final = """SELECT ?node ?report ?identifier ?year ?number ?printed ?mark {
  %s
  ?entry keifu:about ?node ; a keifu:Entry ; keifu:report ?report .
  ?report dcterms:identifier ?identifier ; keifu:fiscalYear ?year .
  OPTIONAL { ?entry keifu:number ?number }
  OPTIONAL { ?entry keifu:numberText ?printed }
  OPTIONAL { ?entry keifu:achievement ?mark }
} ORDER BY ?node ?year ?report ?number ?mark"""

_SERIES: Final = """SELECT ?node ?report ?mark ?year ?number {
  %s
  ?series keifu:indicator ?node ; a keifu:Series ; keifu:entry ?entry .
  ?entry keifu:report ?report . ?report keifu:fiscalYear ?year .
  OPTIONAL { ?entry keifu:number ?number }
  OPTIONAL { ?series keifu:achievement ?mark }
} ORDER BY ?node ?year ?report ?number ?mark"""

_EVALUATED: Final = """SELECT ?node ?report ?identifier ?year {
  %s ?report keifu:evaluates ?node ; dcterms:identifier ?identifier ; keifu:fiscalYear ?year .
} ORDER BY ?node ?year ?report"""

_CITED: Final = """SELECT ?node ?report {
  %s ?part keifu:sectionOf* ?node . ?citation keifu:cites ?part ; keifu:report ?report .
} ORDER BY ?node ?report"""

_SUBJECT: Final = "SELECT ?subject { %s keifu:about ?subject } ORDER BY ?subject"


_REPORTS: Final = "SELECT ?report ?identifier { %s ?report dcterms:identifier ?identifier } ORDER BY ?report"


def report_labels(ground: Ground, reports: Iterable[str]) -> dict[str, str]:
    """The printed numbers of reports (総務省31-⑧) by path."""
    return {
        ground.path(report): lexical(identifier)
        for block in ground.blocks("report", sorted(reports))
        for report, identifier in ground.rows(_REPORTS % block)
    }


def entry_subject(ground: Ground, entry: str) -> str:
    """What an entry of a report is about; the entry itself when it is unknown."""
    for (subject,) in ground.rows(_SUBJECT % ground.ref(entry)):
        return ground.path(subject)
    return entry


def node_facts(ground: Ground, nodes: Iterable[str]) -> dict[str, NodeFacts]:
    """The facts of all nodes that the release knows and a drawing has a column for."""
    paths = sorted(path for path in nodes if kind_of(path) and ground.base.path(ground.base.base + path))
    found: dict[str, NodeFacts] = {}
    for block in ground.blocks("node", paths):
        for row in ground.rows(_NODES % block):
            path = ground.path(row[0])
            found[path] = _with_row(found.get(path) or NodeFacts(path, kind_of(path)), row)
    for gather in (_by_entry, _by_series, _by_policy, _by_citation):
        gather(ground, paths, found)
    _name_documents(found)
    return found


def _with_row(node: NodeFacts, row: tuple[Value | None, ...]) -> NodeFacts:
    _, label, identifier, text, date, body, fy, numbering = row
    english = isinstance(label, Literal) and label.language == "en"
    japanese = "" if english else lexical(label)
    own = japanese or lexical(identifier) or lexical(text)
    dated = lexical(date)
    bodies = lexical(body)
    return replace(
        node,
        label=node.label if node.label and not japanese else own,
        label_en=lexical(label) if english else node.label_en,
        detail=node.detail or " ".join(part for part in (dated, bodies) if part),
        numbering=lexical(numbering),
        reports=node.reports or _own_report(node.path),
        place=(dated or lexical(fy), _numbers(node.path)),
    )


def _own_report(path: str) -> tuple[str, ...]:
    parts = path.split("/")
    return ("/".join(parts[:3]),) if parts[0] == "report" else ()


def _numbers(path: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(path))


def _by_entry(ground: Ground, paths: list[str], found: dict[str, NodeFacts]) -> None:
    printed: dict[str, list[str]] = defaultdict(list)
    for block in ground.blocks("node", paths):
        for node, report, _, year, number, text, mark in ground.rows(_ENTRIES % block):
            path = ground.path(node)
            if path not in found:
                continue
            if lexical(text) not in printed[path]:
                printed[path].append(lexical(text))
            place = (lexical(year), (int(lexical(number) or 0),))
            facts = _marked(_reported(found[path], ground.path(report)), ground, report, mark)
            found[path] = replace(facts, place=place if len(printed[path]) == 1 else facts.place)
    for path, numbers in printed.items():
        shown = "／".join(number for number in numbers if number)
        found[path] = replace(found[path], detail=shown or found[path].detail)


def _by_series(ground: Ground, paths: list[str], found: dict[str, NodeFacts]) -> None:
    """A part (うち…) has no entry of its own: its reports and marks stand on its series."""
    for block in ground.blocks("node", paths):
        for node, report, mark, year, number in ground.rows(_SERIES % block):
            path = ground.path(node)
            if path in found:
                facts = _marked(_reported(found[path], ground.path(report)), ground, report, mark)
                beside = (lexical(year), (int(lexical(number) or 0), 1))  # right after its whole
                found[path] = replace(facts, place=facts.place if facts.place[0] else beside)


def _by_policy(ground: Ground, paths: list[str], found: dict[str, NodeFacts]) -> None:
    for block in ground.blocks("node", paths):
        for node, report, identifier, year in ground.rows(_EVALUATED % block):
            path = ground.path(node)
            if path in found:
                facts = _reported(found[path], ground.path(report))
                line = f"{fiscal_year_ja(int(lexical(year)))}実施（{lexical(identifier)}）"
                detail = line if line in facts.detail else "、".join(filter(None, (facts.detail, line)))
                found[path] = replace(
                    facts, detail=detail, place=facts.place if facts.place[0] else (lexical(year), ())
                )


def _by_citation(ground: Ground, paths: list[str], found: dict[str, NodeFacts]) -> None:
    for block in ground.blocks("node", paths):
        for node, report in ground.rows(_CITED % block):
            if ground.path(node) in found:
                found[ground.path(node)] = _reported(found[ground.path(node)], ground.path(report))


def _reported(node: NodeFacts, report: str) -> NodeFacts:
    return replace(node, reports=tuple(sorted({*node.reports, report})))


def _marked(node: NodeFacts, ground: Ground, report: Value | None, mark: Value | None) -> NodeFacts:
    if mark is None or node.kind != "indicator":
        return node
    status = (ground.path(report), ground.path(mark).removeprefix("achievement-"))
    return replace(node, status=tuple(sorted({*node.status, status})))


def _name_documents(found: dict[str, NodeFacts]) -> None:
    """A section says on its second line which document it belongs to, and sorts beside its siblings."""
    for path, node in list(found.items()):
        document = path.partition("/s/")[0]
        if node.kind == "section":
            above = found.get(document)
            place = (f"{above.place[0] if above else ''} {document}", _numbers(path.partition("/s/")[2]))
            found[path] = replace(node, detail=above.label if above else "", place=place)
