"""A question and its parameters → an Answer: rows typed and ordered, with gaps, notes, sources, evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ontology.iris import report_graph
from ontology.rdf import Iri
from ontology.terms import CODE_NS, KEIFU_NS
from queries.answer import Answer, Cell, Gap, Row, Rows
from queries.binding import Bound, bind
from queries.catalog import Column, Question, load_catalog
from queries.edges import passage_key
from queries.gaps import gaps_of
from queries.ground import Ground, ground_of, lexical
from queries.notes import notes_of
from queries.posts import POSTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.store import Store, Value
    from queries.ground import Published

__all__ = ["Answer", "Cell", "Gap", "Row", "ask"]

MANY: Final = " ／ "
"""Joins the values of one cell of text; passages and codes are joined by a blank."""


def ask(
    release: Published | Store | Ground,
    question: Question | str,
    parameters: Mapping[str, str] | None = None,
    *,
    language: str = "ja",
) -> Answer:
    """Asks one named question; labels in `language` where the release has them, else Japanese.

    Rows come in the order of the question, with the closest tie first where there are ties.

    Raises:
        UnknownQuestion: no question of this slug or number.
        ParameterError: a parameter is unknown, missing or not of its type.
        QueryError: the store could not run the query.
    """
    ground = ground_of(release)
    asked = load_catalog()[question] if isinstance(question, str) else question
    bound = bind(asked, parameters or {}, ground.base)
    rows = _rows(ground, asked, bound)
    POSTS[asked.header.post](ground, asked, bound, rows)
    if language != "ja":
        _translate(ground, asked, rows, language)
    return _answer(ground, asked, bound, rows)


def _answer(ground: Ground, question: Question, bound: Bound, rows: Rows) -> Answer:
    notes = notes_of(ground, question, rows)
    return Answer(
        slug=question.slug,
        columns=question.columns,
        rows=rows.frozen(),
        gaps=gaps_of(ground, question, rows),
        complete=True,
        sparql=bound.sparql,
        release=ground.release,
        sources=_sources(ground, question, rows),
        notes_ja=tuple(note.ja for note in notes),
        notes_en=tuple(note.en for note in notes),
    )


def _rows(ground: Ground, question: Question, bound: Bound) -> Rows:
    table = ground.store.select(bound.sparql)
    columns = {column.name: column for column in question.columns}
    typed = [columns[name] for name in table.columns]
    lines = [
        {column.name: cell(ground, column, value) for column, value in zip(typed, row, strict=True)}
        for row in table.rows
    ]
    # rdflib answers a GROUP BY over nothing with one row of nothing (7.6)
    found = [line for line in lines if any(value is not None for value in line.values())]
    found.sort(key=lambda line: [_key(line[name]) for name in question.header.order])
    found.sort(key=lambda line: line.get("basis") == "basis-inferred")  # guesses: a block of their own
    return Rows(tuple(columns), found)


def _key(value: Cell) -> tuple[int, Cell]:
    """Sorts empty cells first, as SPARQL does."""
    return (0, 0) if value is None else (1, value)


def cell(ground: Ground, column: Column, value: Value | None) -> Cell:
    """One value as the type of its column says."""
    text = lexical(value)
    if value is None or (column.many and not text):
        return None
    if column.type in _READERS:
        return _READERS[column.type](text)
    if column.type in {"iri", "passage", "code"}:
        parts = {_path(ground, part) for part in text.split()}
        return " ".join(sorted(parts, key=passage_key if column.type == "passage" else None))
    return MANY.join(sorted(set(text.split(MANY)))) if column.many else text


_READERS: Final[Mapping[str, Callable[[str], Cell]]] = MappingProxyType(
    {
        "integer": int,
        "fy": int,
        "decimal": Decimal,
        "boolean": lambda text: text in {"true", "1"},
        "date": date.fromisoformat,
    }
)


def _path(ground: Ground, text: str) -> str:
    local = text.removeprefix(CODE_NS).removeprefix(KEIFU_NS)
    return ground.path(Iri(text)) if local == text and ":" in text else local


_LABELS: Final = """SELECT ?node ?label {
  %s ?node rdfs:label ?label . FILTER(LANG(?label) = "%s")
} ORDER BY ?node ?label"""


def _translate(ground: Ground, question: Question, rows: Rows, language: str) -> None:
    """Replaces the labels of twins by those of another language, where a person wrote one."""
    if not language.isalpha():
        return
    names = [column.name for column in question.columns if column.type == "iri"]
    paths = {str(line[name]) for line in rows.lines for name in names if _is_ours(ground, line.get(name))}
    labels = {
        ground.path(node): lexical(label)
        for block in ground.blocks("node", paths)
        for node, label in ground.rows(_LABELS % (block, language))
    }
    for line in rows.lines:
        for name in names:
            line[f"{name}Label"] = labels.get(str(line.get(name)), line.get(f"{name}Label"))


def _is_ours(ground: Ground, value: Cell) -> bool:
    return value is not None and ground.base.path(ground.base.base + str(value)) is not None


_REPORTS: Final = "SELECT DISTINCT ?report { %s ?node keifu:evidence ?passage ; keifu:report ?report }"


def _sources(ground: Ground, question: Question, rows: Rows) -> tuple[str, ...]:
    """The graphs of the reports that the rows name or whose passages they show."""
    passages = [column.name for column in question.columns if column.type == "passage"]
    shown = {path for line in rows.lines for name in passages for path in str(line.get(name) or "").split()}
    reports = {
        ground.path(report)
        for block in ground.blocks("passage", shown)
        for (report,) in ground.rows(_REPORTS % block)
    }
    named = {str(line.get("report")) for line in rows.lines if line.get("report")}
    return tuple(sorted(report_graph(report) for report in reports | named))
