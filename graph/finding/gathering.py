"""The statements of a release, as quads or through any store → all things that can be found in it.

Only the default graph and the graphs of reports are looked at: names of people and guesses are not found.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from graph.finding.folding import fold
from graph.finding.things import FIELDS, Text, Thing
from ontology.iris import GRAPH_REPORT_PREFIX, is_public
from ontology.rdf import Iri, Literal
from ontology.terms import DCTERMS, KEIFU, KEIFU_NS, OA, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from graph.answers import Store, Value
    from ontology.iris import Base
    from ontology.rdf import Quad

_PASSAGE: Final = "/p/"
_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{2})-[0-9]{2}\Z")
_APRIL: Final = 4
_REPORT_PARTS: Final = 3
_BY_FIRST_PART: Final = {
    name: name
    for name in (
        *("policy", "indicator", "objective", "means", "report", "work", "programme", "project"),
        *("org", "post", "law"),
    )
} | {"doc": "edition", "change": "statement"}
_MINISTRY_IN_PATH: Final = ("policy", "objective", "means", "report", "statement", "org", "post")
_WANTED: Final = (
    RDF.type, RDFS.label, SKOS.altLabel, DCTERMS.identifier, OA.exact, KEIFU.evidence, KEIFU.text,
    KEIFU.about, KEIFU.numbering, KEIFU.editionOf, KEIFU.adoptedOn, KEIFU.fiscalYear,
)  # fmt: skip

Row = tuple["Value | None", ...]


def kind_of(path: str) -> str:
    """The kind of a thing by its path; empty for what is not to be found.

    >>> kind_of("doc/honebuto/2020/s/3"), kind_of("report/soumu/2019-08/remark/4"), kind_of("source/0a1b")
    ('section', 'statement', '')
    """
    parts = path.split("/")
    kind = _BY_FIRST_PART.get(parts[0], "")
    if kind == "edition" and "s" in parts[2:-1]:
        return "section"
    return "statement" if kind == "report" and len(parts) > _REPORT_PARTS else kind


@dataclass(slots=True)
class _Held:
    """What is known of one node."""

    labels: list[Literal] = field(default_factory=list[Literal])
    names: list[str] = field(default_factory=list[str])
    aliases: list[str] = field(default_factory=list[str])
    words: list[str] = field(default_factory=list[str])
    evidence: list[str] = field(default_factory=list[str])
    about: list[str] = field(default_factory=list[str])
    numbering: str = ""
    work: str = ""
    term: str = ""
    years: set[int] = field(default_factory=set[int])


def things_of_quads(quads: Iterable[Quad], base: Base) -> list[Thing]:
    """All things, in the order in which equally good hits are shown."""
    rows: list[Row] = []
    reports: set[tuple[str, str]] = set()
    for quad in quads:
        graph = base.path(quad.graph) or ""
        if is_public(graph) and quad.predicate in _WANTED:
            rows.append((quad.subject, quad.predicate, quad.object))
        if graph.startswith(GRAPH_REPORT_PREFIX):
            reports.update(
                (base.path(end) or "", graph) for end in (quad.subject, quad.object) if isinstance(end, Iri)
            )
    return _things(rows, reports, base)


_STATEMENTS: Final = f"""SELECT ?s ?p ?o {{
  VALUES ?p {{ {" ".join(f"<{predicate}>" for predicate in _WANTED)} }} ?s ?p ?o
}}"""
_IN_REPORTS: Final = """SELECT DISTINCT ?x ?g {{
  GRAPH ?g {{ {{ ?x ?p ?o }} UNION {{ ?s ?q ?x }} }}
  FILTER(ISIRI(?x) && STRSTARTS(STR(?g), "{prefix}"))
}}"""


def things_of_store(store: Store, base: Base) -> list[Thing]:
    """The same through SPARQL, for stores that have no index."""
    rows = store.select(_STATEMENTS).rows
    pairs = store.select(_IN_REPORTS.format(prefix=base.base + GRAPH_REPORT_PREFIX)).rows
    reports = {(base.path(str(node)) or "", base.path(str(graph)) or "") for node, graph in pairs}
    return _things(rows, reports, base)


def _things(rows: Iterable[Row], reports: set[tuple[str, str]], base: Base) -> list[Thing]:
    quotes: dict[str, str] = {}
    held: dict[str, _Held] = defaultdict(_Held)
    for subject, predicate, value in rows:
        path = base.path(str(subject)) or ""
        if predicate == OA.exact and isinstance(value, Literal):
            quotes[path] = value.lexical
        elif kind_of(path) and value is not None:
            _hold(held[path], str(predicate), value, base)
    _share(held)
    ministries = frozenset(graph.split("/")[2] for _, graph in reports)
    told = _Told(held, quotes, _by_thing(reports), ministries)
    return sorted((thing for path in held if (thing := told.thing(path))), key=lambda each: each.order)


def _hold(node: _Held, predicate: str, value: Value, base: Base) -> None:
    if not isinstance(value, Literal):
        _hold_link(node, predicate, base.path(value) or str(value).removeprefix(KEIFU_NS))
    elif predicate == RDFS.label:
        node.labels.append(value)
    elif predicate == SKOS.altLabel:
        node.aliases.append(value.lexical)
    elif predicate == DCTERMS.identifier:
        node.names.append(value.lexical)
    elif predicate == KEIFU.text:
        node.words.append(value.lexical)
    elif predicate == KEIFU.numbering:
        node.numbering = value.lexical
    elif predicate == KEIFU.fiscalYear and value.lexical.isdigit():
        node.years.add(int(value.lexical))
    elif predicate == KEIFU.adoptedOn and (day := _DAY.match(value.lexical)):
        node.years.add(int(day[1]) - (int(day[2]) < _APRIL))


def _hold_link(node: _Held, predicate: str, target: str) -> None:
    if predicate == KEIFU.evidence:
        node.evidence.append(target)
    elif predicate == KEIFU.about:
        node.about.append(target)
    elif predicate == KEIFU.editionOf:
        node.work = target
    elif predicate == RDF.type and ":" not in target:
        node.term = max(node.term, target)


def _share(held: dict[str, _Held]) -> None:
    """What a report calls a thing is another name of it; an edition is also called by names of its work."""
    for path in sorted(held):
        node = held[path]
        if node.term == "Entry":
            for about in node.about:
                held[about].aliases.extend(node.words) if about in held else None
        if node.work in held:
            node.aliases.extend(_names_by_work(node, held[node.work]))


def _names_by_work(edition: _Held, work: _Held) -> Iterator[str]:
    """骨太の方針2018 for 経済財政運営と改革の基本方針2018: the label of the work replaced by its other names.

    Where the label of an edition does not begin with that of its work, names of the work stand as they are.
    """
    own, called = _japanese(edition), _japanese(work)
    rest = own.removeprefix(called) if called and own.startswith(called) else ""
    others = work.aliases if own.startswith(called) else [called, *work.aliases]
    yield from (name + rest for name in others if name)


def _japanese(node: _Held) -> str:
    return min((label.lexical for label in node.labels if label.language == "ja"), default="")


def _by_thing(reports: set[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path, graph in reports:
        found[path].add(graph.removeprefix("graph/"))
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    held: dict[str, _Held]
    quotes: dict[str, str]
    reports: dict[str, set[str]]
    ministries: frozenset[str]

    def thing(self, path: str) -> Thing | None:
        """The finished thing; None for a node without any text."""
        node = self.held[path]
        kind = kind_of(path)
        texts = tuple(self._texts(node))
        if not texts:
            return None
        return Thing(path, kind, node.term, texts, self._years(path, kind), self._ministries(path, kind))

    def _texts(self, node: _Held) -> Iterator[Text]:
        labels = sorted(
            node.labels, key=lambda each: (each.language != "ja", each.language or "", each.lexical)
        )
        names = [label.lexical for label in labels] + sorted(node.names)
        if node.numbering and names:
            names.append(f"{node.numbering} {names[0]}")
        evidence = sorted(node.evidence, key=_place)
        quoted = {passage: self.quotes[passage] for passage in evidence if passage in self.quotes}
        words: dict[str, tuple[str, ...]] = {}
        for text in sorted(node.words):
            words.setdefault(text, tuple(each for each in quoted if fold(text) in fold(quoted[each])))
        for passage, quote in quoted.items():
            words.setdefault(quote, (passage,))
        yield from (Text(FIELDS[0], name) for name in dict.fromkeys(names))
        yield from (Text(FIELDS[1], name) for name in sorted(set(node.aliases) - set(names)))
        yield from (Text(FIELDS[2], text, passages) for text, passages in words.items())

    def _years(self, path: str, kind: str) -> tuple[int, ...]:
        owner = path.partition("/s/")[0] if kind == "section" else path
        own = self.held[owner].years if owner in self.held else set[int]()
        if own or kind in ("edition", "section", "work"):
            return tuple(sorted(own))
        return tuple(
            sorted({year for report in self.reports.get(path, ()) for year in self._of_report(report)})
        )

    def _of_report(self, report: str) -> set[int]:
        return self.held[report].years if report in self.held else set()

    def _ministries(self, path: str, kind: str) -> tuple[str, ...]:
        if kind in ("edition", "section", "work", "law"):
            return ()
        found = {report.split("/")[1] for report in self.reports.get(path, ())}
        own = path.split("/")[1].partition("-")[0]
        return tuple(sorted(found | ({own} & self.ministries if kind in _MINISTRY_IN_PATH else set())))


def _place(passage: str) -> tuple[str, int, str]:
    source, _, span = passage.partition(_PASSAGE)
    start = span.partition("-")[0]
    return source, int(start) if start.isdigit() else 0, passage
