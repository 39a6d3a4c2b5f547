"""Rows of an audit question → the same with the verdicts that follow from the numbers, and their rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from queries.audit import flag, rule_of, series_rule, verdict
from queries.judging import judged_series

if TYPE_CHECKING:
    from queries.answer import Cell, Rows
    from queries.binding import Bound
    from queries.catalog import Question
    from queries.ground import Ground
    from queries.judging import JudgedSeries

Line = dict[str, "Cell"]
_SEVERAL: Final = " ／ "
_MARKS: Final = ("i", "ro", "ha", "pending")


def add_verdicts(ground: Ground, question: Question, bound: Bound, rows: Rows) -> None:
    """Adds what the columns of the question ask for: counts and flag, a pair's verdict, or a series' verdict.

    A question that asks for recomputed misses keeps only those rows.
    """
    judged = judged_series(ground, {str(line["report"]) for line in rows.lines})
    names = {column.name for column in question.columns}
    if "flag" in names:
        _add_counts(judged, rows)
        return
    pick = _add_pair if "ratio" in names else _add_series
    for line in rows.lines:
        pick([one for one in judged if _is_of(one, line)], line)
    if bound.says("verdict", "recomputed"):
        rows.lines[:] = [line for line in rows.lines if "missed" in str(line["recomputed"] or "").split()]


def _is_of(one: JudgedSeries, line: Line) -> bool:
    return one.report == line["report"] and one.indicator == line["indicator"]


def _add_counts(judged: tuple[JudgedSeries, ...], rows: Rows) -> None:
    for line in rows.lines:
        counts = Counter(one.verdict for one in judged if one.report == line["report"])
        line["recomputedMet"] = counts["met"]
        line["recomputedMissed"] = counts["missed"]
        line["notDue"] = counts["not-due"]
        line["notComputable"] = counts["not-computable"]
        rating = line["rating"]
        line["flag"] = flag(None if rating is None else str(rating), _marks(line))


def _marks(line: Line) -> list[str]:
    return [f"achievement-{name}" for name in _MARKS for _ in range(int(str(line[name] or 0)))]


def _add_series(series: list[JudgedSeries], line: Line) -> None:
    """The verdict of each series of the entry: distinct verdicts, but the rule of every one."""
    line["recomputed"] = " ".join(sorted({one.verdict for one in series})) or None
    line["rule"] = _SEVERAL.join(series_rule(one.facts) for one in series) or None


def _add_pair(series: list[JudgedSeries], line: Line) -> None:
    """The verdict of the one pair that the row shows."""
    pairs = [
        (pair, one.facts.direction)
        for one in series
        for pair in one.facts.judged
        if (pair.fiscal_year, pair.actual.value, pair.goal.number.value)
        == (line["fiscalYear"], line["actual"], line["target"])
    ]
    for pair, direction in pairs[:1]:
        line["recomputed"] = verdict(pair.actual, pair.goal, direction)
        line["rule"] = rule_of(pair, direction)
