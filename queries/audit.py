"""Numbers of one series → a recomputed verdict, and marks of a report → a flag. Pure; QUESTIONS §5.

The published mark and the recomputed verdict stand side by side; neither replaces the other. Recomputation
knows only `met` and `missed`: no report defines the border between ロ and ハ.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Verdict = Literal["met", "missed", "not-due", "not-computable"]
Flag = Literal["marks-missed", "pending-included", "understated", "none"]

MET_MARK: Final = "achievement-i"
MISSED_MARKS: Final = frozenset({"achievement-ro", "achievement-ha"})
PENDING_MARK: Final = "achievement-pending"
FULL_RATINGS: Final = frozenset({"rating-achieved", "rating-exceeded"})
LOW_RATINGS: Final = frozenset({"rating-substantial", "rating-slow", "rating-none"})

_BY_DIRECTION: Final = frozenset({"cmp-about", "cmp-bare", "cmp-as-good"})
_MEANT_BY_DIRECTION: Final = {"direction-up": "cmp-at-least", "direction-down": "cmp-at-most"}
_SIGNS: Final = {"cmp-at-least": "≥", "cmp-at-most": "≤", "cmp-increase": ">"}
_PUBLISHED: Final[dict[str, Verdict]] = {
    MET_MARK: "met",
    "achievement-ro": "missed",
    "achievement-ha": "missed",
    PENDING_MARK: "not-due",
}
_USUAL: Final = {"verdict-met": MET_MARK, "verdict-missed": "achievement-ha", "verdict-not-due": PENDING_MARK}


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its unit, or a cell without one."""

    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: its printed number, or a number it refers to times a factor."""

    printed: Measured
    comparator: str
    relative: Measured | None = None
    factor: Decimal | None = None
    is_final: bool = False

    @property
    def number(self) -> Measured:
        """The number to be reached; the printed one wins when both exist."""
        if self.printed.value is not None or self.relative is None or self.relative.value is None:
            return self.printed
        factor = self.factor
        scaled = self.relative.value if factor is None else self.relative.value * factor
        return Measured(scaled, self.relative.unit)


@dataclass(frozen=True, slots=True)
class Judged:
    """One actual that the report sets against one target."""

    fiscal_year: int
    actual: Measured
    goal: Goal


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What one run of targets and actuals says. `mark` is the published code, None where none is printed."""

    direction: str | None
    mark: str | None
    has_final: bool
    judged: tuple[Judged, ...]


def verdict(actual: Measured, goal: Goal, direction: str | None) -> Verdict:
    """Judges one actual against one target, by exact decimals and without rounding.

    `direction` is "direction-up", "direction-down" or None. 約 gives no tolerance.
    """
    wanted = goal.number
    if actual.value is None or wanted.value is None or actual.unit != wanted.unit:
        return "not-computable"
    met = _met(actual.value, wanted.value, goal.comparator, direction)
    if met is None:
        return "not-computable"
    return "met" if met else "missed"


def _met(value: Decimal, wanted: Decimal, comparator: str, direction: str | None) -> bool | None:
    match _plain(comparator, direction):
        case "cmp-at-least":
            return value >= wanted
        case "cmp-at-most":
            return value <= wanted
        case "cmp-increase":
            return value > wanted
        case _:
            return None


def _plain(comparator: str, direction: str | None) -> str | None:
    return _MEANT_BY_DIRECTION.get(direction or "") if comparator in _BY_DIRECTION else comparator


def series_verdict(facts: SeriesFacts) -> Verdict:
    """The verdict of the final target; without a final target, of the latest yearly pair."""
    pair = deciding_pair(facts)
    if pair is not None:
        return verdict(pair.actual, pair.goal, facts.direction)
    return "not-due" if facts.has_final and facts.mark == PENDING_MARK else "not-computable"


def deciding_pair(facts: SeriesFacts) -> Judged | None:
    """The pair that decides a series: of its final target, else the latest; None where nothing is judged."""
    pairs = [pair for pair in facts.judged if pair.goal.is_final] if facts.has_final else list(facts.judged)
    return max(pairs, key=lambda pair: pair.fiscal_year) if pairs else None


def rule_of(pair: Judged, direction: str | None) -> str:
    """The condition under which a pair counts as met, or why there is none; fiscal year of the actual first.

    >>> goal = Goal(Measured(Decimal(32), "unit-hour"), "cmp-at-most")
    >>> rule_of(Judged(2018, Measured(Decimal("60.3"), "unit-hour"), goal), None)
    '2018: 60.3 ≤ 32'
    """
    wanted = pair.goal.number
    year = f"{pair.fiscal_year}: "
    if pair.actual.value is None or wanted.value is None:
        return year + "no number"
    if pair.actual.unit != wanted.unit:
        return year + "units differ"
    sign = _SIGNS.get(_plain(pair.goal.comparator, direction) or "")
    if sign is None:
        return year + ("no direction" if pair.goal.comparator in _BY_DIRECTION else pair.goal.comparator)
    return f"{year}{_short(pair.actual.value)} {sign} {_short(wanted.value)}"


def series_rule(facts: SeriesFacts) -> str:
    """Which condition gave the verdict of a series, or why there is none."""
    pair = deciding_pair(facts)
    if pair is not None:
        return rule_of(pair, facts.direction)
    return "final target without a judged actual" if facts.has_final else "nothing judged"


def _short(number: Decimal) -> str:
    return format(number.normalize(), "f")


def published_verdict(mark: str | None) -> Verdict:
    """What a printed mark says in the words of recomputation."""
    return _PUBLISHED.get(mark or "", "not-computable")


def usual_mark(mark: str, said: str) -> str:
    """The mark of the usual list that says the same as a mark of another form; `said` is its verdict."""
    return mark if mark in _PUBLISHED else _USUAL.get(said, mark)


def agrees(mark: str | None, recomputed: Verdict) -> bool:
    """Whether mark and recomputation agree; what cannot be computed contradicts nothing."""
    return mark is None or recomputed == "not-computable" or published_verdict(mark) == recomputed


def flag(rating: str | None, marks: Sequence[str]) -> Flag:
    """A place to look at in a report, not a fault: the official rule weighs main indicators.

    `marks` are the published codes of the entries, one for each mark printed.
    """
    if rating in FULL_RATINGS:
        return _flag_of_full(marks)
    all_met = bool(marks) and set(marks) == {MET_MARK}
    return "understated" if rating in LOW_RATINGS and all_met else "none"


def _flag_of_full(marks: Sequence[str]) -> Flag:
    if MISSED_MARKS & set(marks):
        return "marks-missed"
    return "pending-included" if PENDING_MARK in marks else "none"
