"""Rows of an answer → what must be said about them in words: ties, inference, why an answer is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from queries.datasets import absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.answer import Rows
    from queries.catalog import Question
    from queries.ground import Ground


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence in both languages."""

    ja: str
    en: str


POLICY_ONLY: Final = Note(
    "評価書が根拠文書を示しているのは政策（または目標）であり、この指標そのものではない。",
    "The reports ground the policy (or objective), not this indicator itself.",
)
INFERRED: Final = Note(
    "末尾の basis-inferred の行は推定であり、どの評価書にも書かれていない。",
    "The rows at the end with basis-inferred are guesses; no report states them.",
)
NOT_LOADED: Final = Note(
    "評価書が一つも読み込まれていないため、答えは空である。",
    "The answer is empty because no report is loaded.",
)
NOTHING: Final = Note(
    "読み込んだ評価書の中に、該当するものはない。",
    "Nothing in the loaded reports answers this.",
)


def notes_of(ground: Ground, question: Question, rows: Rows) -> tuple[Note, ...]:
    """The sentences for one answer: those of the question first, then those of these rows."""
    header = question.header
    fixed = [Note(ja, en) for ja, en in zip(header.notes_ja, header.notes_en, strict=True)]
    return (*fixed, *_about(ground, question, rows))


def _about(ground: Ground, question: Question, rows: Rows) -> Iterator[Note]:
    if not rows.lines:
        yield _why_empty(ground, question, rows)
    plan = question.header.lineage
    if plan is not None and _asks_indicator(rows, plan.start) and not _tied_itself(rows):
        yield POLICY_ONLY
    if any(line.get("basis") == "basis-inferred" for line in rows.lines):
        yield INFERRED


def _why_empty(ground: Ground, question: Question, rows: Rows) -> Note:
    """Nothing in the loaded data, or data that is not loaded."""
    lacking = absent(ground, (*question.header.needs, *rows.missing))
    if absent(ground, ("reports",)):
        return NOT_LOADED
    if not lacking:
        return NOTHING
    return Note(
        f"必要なデータが読み込まれていないため、答えは空である：{'、'.join(data.ja for data in lacking)}。",
        f"The answer is empty because data is not loaded: {', '.join(data.en for data in lacking)}.",
    )


def _asks_indicator(rows: Rows, names: tuple[str, ...]) -> bool:
    return any(str(line.get(name) or "").startswith("indicator/") for line in rows.lines for name in names)


def _tied_itself(rows: Rows) -> bool:
    return any(line.get("tie") == "indicator" for line in rows.lines)
