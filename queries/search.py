"""A text → nodes whose name, old name, label or quoted passage holds it, best first.

The hit set is that of a plain scan: every text of every searchable field is folded (circled digits, NFKC,
width, case, white space, hiragana as katakana) and looked through. Any length from one character counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ontology.iris import normal_name
from ontology.rdf import Literal
from queries.edges import kind_of
from queries.ground import DEFAULT, Ground, lexical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store
    from ontology.iris import Base

_KATAKANA: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
RANKS: Final = ("exact", "alias", "label", "passage")
"""Why a hit matched, best first: whole name, old name or alias, part of a name, words of a source."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One node. `matched` is the text that held the words, `start` and `end` code points in it."""

    path: str
    kind: str
    label: str
    why: str
    matched: str
    start: int
    end: int
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hits:
    """The best hits and the number of all."""

    text: str
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One text that can be found: whose it is, in which field it stands."""

    path: str
    kind: str
    label: str
    field: str
    text: str
    passages: tuple[str, ...] = ()


def search(store: Store, text: str, limit: int = 20, *, base: Base = DEFAULT) -> Hits:
    """Finds nodes by words; a node appears once, by its best match.

    A text without any visible character finds nothing.
    """
    return scan(entries(store, base=base), text, limit)


def scan(found: tuple[Entry, ...], text: str, limit: int) -> Hits:
    """Looks through the given entries; what `search` does once they are read."""
    words = folded(text)
    best: dict[str, Hit] = {}
    for entry in found:
        hit = _hit(entry, words) if words else None
        if hit is not None and (hit.path not in best or _rank(hit) < _rank(best[hit.path])):
            best[hit.path] = hit
    ordered = sorted(best.values(), key=_rank)
    # the stretch costs a fold of every prefix, so only hits that are shown get theirs
    return Hits(text, len(ordered), tuple(_placed(hit, words) for hit in ordered[:limit]))


def folded(text: str) -> str:
    """The form in which texts are compared.

    >>> folded("ＬＧＷＡＮ ➀ くらうど")
    'lgwan1クラウド'
    """
    return normal_name(normal_name(text).casefold()).translate(_KATAKANA)


_NAMES: Final = """SELECT ?node ?name ?field {
  { ?node rdfs:label ?name BIND("name" AS ?field) }
  UNION { ?node skos:altLabel ?name BIND("alias" AS ?field) }
  UNION { ?node a keifu:Report ; dcterms:identifier ?name BIND("name" AS ?field) }
  UNION { ?entry a keifu:Entry ; keifu:about ?node ; keifu:text ?name BIND("alias" AS ?field) }
} ORDER BY ?node ?field ?name"""

_QUOTES: Final = """SELECT ?passage ?exact ?node {
  ?passage oa:exact ?exact . ?node keifu:evidence ?passage .
} ORDER BY ?passage ?node"""

_TEXTS: Final = """SELECT ?node ?text ?passage {
  ?node keifu:text ?text ; keifu:report ?report ; keifu:evidence ?passage .
} ORDER BY ?node ?passage"""


def entries(store: Store, *, base: Base = DEFAULT) -> tuple[Entry, ...]:
    """Everything that can be found in a release: names, old names, printed texts and exact quotes."""
    ground = Ground(store, base)
    return (*_names(ground), *_texts(ground))


def _names(ground: Ground) -> Iterator[Entry]:
    rows = ground.rows(_NAMES)
    labels: dict[str, str] = {}
    for node, name, field in rows:
        japanese = isinstance(name, Literal) and name.language == "ja"
        if lexical(field) == "name" and (japanese or ground.path(node) not in labels):
            labels[ground.path(node)] = lexical(name)
    for node, name, field in rows:
        path = ground.path(node)
        kind = "report" if path.startswith("report/") else kind_of(path)
        if kind:
            yield Entry(path, kind, labels.get(path, lexical(name)), lexical(field), lexical(name))


def _texts(ground: Ground) -> Iterator[Entry]:
    for passage, exact, node in ground.rows(_QUOTES):
        path = ground.path(node)
        yield Entry(
            path, _node_kind(path), lexical(exact), "passage", lexical(exact), (ground.path(passage),)
        )
    for node, text, passage in ground.rows(_TEXTS):
        path = ground.path(node)
        yield Entry(path, _node_kind(path), lexical(text), "passage", lexical(text), (ground.path(passage),))


def _node_kind(path: str) -> str:
    """The kind of a node inside a report by its path: indicator, change, citation, budget."""
    parts = path.split("/")
    return parts[3] if parts[0] == "report" and len(parts) > 3 else "report"  # noqa: PLR2004 - report/x/y/kind


def _hit(entry: Entry, words: str) -> Hit | None:
    text = folded(entry.text)
    if words not in text:
        return None
    why = _why(entry, text == words)
    return Hit(entry.path, entry.kind, entry.label, why, entry.text, 0, 0, entry.passages)


def _placed(hit: Hit, words: str) -> Hit:
    start, end = _span(hit.matched, words)
    return replace(hit, start=start, end=end)


def _why(entry: Entry, whole: bool) -> str:  # noqa: FBT001 - a fact of the match, no switch of a caller
    if entry.field == "name":
        return "exact" if whole else "label"
    return "alias" if entry.field == "alias" and whole else "label" if entry.field == "alias" else "passage"


def _span(text: str, words: str) -> tuple[int, int]:
    """The shortest stretch of the text that still holds the folded words, first one in the text."""
    end = next(n for n in range(len(text) + 1) if words in folded(text[:n]))
    start = next(n for n in range(end, -1, -1) if words in folded(text[n:end]))
    return start, end


def _rank(hit: Hit) -> tuple[int, int, str]:
    return RANKS.index(hit.why), len(hit.matched), hit.path
