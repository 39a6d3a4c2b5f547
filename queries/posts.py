"""Rows of the SPARQL → the columns that SPARQL cannot give: hops and ties, verdicts, equality."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ontology.rdf import Iri
from queries.diffing import add_differences
from queries.similarity import add_similarity
from queries.verdicts import add_verdicts
from queries.walking import Walk, tie_of, tie_rank, upward

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from queries.answer import Cell, Rows
    from queries.binding import Bound
    from queries.catalog import Lineage, Question
    from queries.ground import Ground
    from queries.walking import Upward

Line = dict[str, "Cell"]


def add_nothing(ground: Ground, question: Question, bound: Bound, rows: Rows) -> None:
    """The SPARQL gives the whole answer."""
    del ground, question, bound, rows


def add_lineage(ground: Ground, question: Question, bound: Bound, rows: Rows) -> None:
    """Adds hops, via and tie to each row, and puts the closest ties first."""
    plan = question.header.lineage
    if plan is None:
        return
    above = upward(ground, _starts(plan, rows))
    fixed = bound.values.get(plan.end.removeprefix("$"))
    end = ground.path(fixed) if isinstance(fixed, Iri) else ""
    for line in rows.lines:
        walk = _walk(above, plan, line, end or str(line.get(plan.end) or ""))
        line["hops"] = len(walk.via) if walk else None
        line["via"] = ",".join(walk.via) if walk else None
        line["tie"] = tie_of(str(line[plan.tied]))
    rows.lines.sort(key=lambda line: (tie_rank(str(line["tie"])), int(str(line["hops"] or 0))))


def _starts(plan: Lineage, rows: Rows) -> set[str]:
    named = {_first(line, plan.start) for line in rows.lines} | {
        _first(line, plan.cited) for line in rows.lines
    }
    return named | {str(line[plan.tied]) for line in rows.lines}


def _first(line: Line, names: tuple[str, ...]) -> str:
    return next((str(line[name]) for name in names if line.get(name)), "")


def _walk(above: Upward, plan: Lineage, line: Line, end: str) -> Walk | None:
    tied, cited = str(line[plan.tied]), _first(line, plan.cited)
    to_tied = above.walk(_first(line, plan.start), tied)
    tie = above.tie(tied, cited)
    if to_tied is None or tie is None:
        return None
    reached = to_tied.then(tie)
    # a Work groups editions and is no step of the walk: the walk then ends at the edition
    rest = above.walk(cited, end) or above.walk(cited, cited.partition("/s/")[0])
    return reached.then(rest) if reached else None


def add_equality(ground: Ground, question: Question, bound: Bound, rows: Rows) -> None:
    """Adds whether both sides say the same; empty where one side says nothing."""
    del ground, question, bound
    for line in rows.lines:
        left, right = line.get("left"), line.get("right")
        line["same"] = None if left is None or right is None else left == right


POSTS: Final[Mapping[str, Callable[[Ground, Question, Bound, Rows], None]]] = MappingProxyType(
    {
        "": add_nothing,
        "audit": add_verdicts,
        "compare": add_equality,
        "diff": add_differences,
        "lineage": add_lineage,
        "similar": add_similarity,
    }
)
"""What a header may name as `post`."""
