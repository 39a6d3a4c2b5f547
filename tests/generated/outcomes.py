"""A reading beside the truth: cells exact, unread, wrong.

A cell is exact when the reading asserts just what was drawn, unread when it asserts nothing, and wrong when
it asserts something else; a cell that the drawing does not have is wrong too. An unread cell is silent when
the loss report has no line at all about the part of the form that it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders import Reading
from loaders.trusting import stated as without_candidates
from tests.generated.facts import Made
from tests.generated.readings import asserted
from tests.generated.truth import Place, truth

FIGURES = frozenset({"budget", "baseline", "target", "final", "actual"})
"""The cells whose value is a number: none of these may be wrong."""


_PARTS: Mapping[str, tuple[str, ...]] = {
    "budget": ("budget",), "document": ("cabinet", "excerpt"), "indicator": ("indicator", "objective"),
    "mark": ("indicator",), "baseline": ("indicator",), "target": ("indicator",), "final": ("indicator",),
    "actual": ("indicator",), "analysis": ("analysis", "indicator"), "next-term": ("next_term", "indicator"),
    "rating": ("rating",), "stance": ("stance",), "head": ("head", "evaluated"), "policy": ("policy",),
    "remark": ("prose", "remark"), "unit": ("units",), "post": ("posts",), "note": ("note",),
}  # fmt: skip


def told_about(reading: Reading) -> set[str]:
    """The parts of the form that the loss report has a line about; unread text may be of any part."""
    slots = [issue.slot for issue in reading.loss.issues]
    if "unread" in slots or any(issue.slot == "source" for issue in reading.loss.issues):
        return set(_PARTS)
    return {part for part, heads in _PARTS.items() if any(slot.startswith(heads) for slot in slots)}


@dataclass(slots=True)
class Outcome:
    """Cells of readings by what became of them."""

    exact: int = 0
    unread: list[Place] = field(default_factory=list[Place])
    wrong: list[tuple[Place, object, object]] = field(default_factory=list["tuple[Place, object, object]"])
    silent: list[Place] = field(default_factory=list[Place])

    def wrong_figures(self) -> list[tuple[Place, object, object]]:
        """The wrong cells that are numbers."""
        return [each for each in self.wrong if each[0][0] in FIGURES]

    @property
    def cells(self) -> int:
        """All cells that the drawings state, and those that readings made up."""
        return self.exact + len(self.unread) + len(self.wrong)


def compared(made: Made, reading: Reading) -> Outcome:
    """The outcome of one reading against the facts that were drawn."""
    stated, found = truth(made), asserted(without_candidates(reading.report, reading.source))
    outcome = Outcome()
    told = told_about(reading)
    for place, value in sorted(stated.items(), key=lambda pair: str(pair[0])):
        if place not in found:
            outcome.unread.append(place)
            if str(place[0]) not in told:
                outcome.silent.append(place)
        elif found[place] == value:
            outcome.exact += 1
        else:
            outcome.wrong.append((place, value, found[place]))
    extra = sorted((place for place in found if place not in stated), key=str)
    outcome.wrong.extend((place, None, found[place]) for place in extra)
    return outcome
