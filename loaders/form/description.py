"""What one form prints: its labels, wordings and vocabularies, and how a label is found in a text.

In: a text of the source. Out: the slot that a label opens. All words come from the form file (forms/*.toml).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from loaders.form.prose import ProseWords
from loaders.model import FormCode
from loaders.text import Text

_SELF_DELIMITING = 5


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and the wording that carries it."""

    code: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: the slot that it opens and the range that it covers in the compared text."""

    slot: str
    text: Text


class RowKind(StrEnum):
    """How a row of the indicator table is built."""

    TARGETS_OVER_ACTUALS = "targets-over-actuals"
    ACTUALS = "actuals"


class YearMeaning(StrEnum):
    """What a printed year is: the one that is evaluated, or the one in which the evaluation is made."""

    EVALUATED = "evaluated"
    EVALUATION = "evaluation"

    def evaluated(self, year: int) -> int:
        """The fiscal year evaluated, from a printed year of this meaning."""
        return year if self is YearMeaning.EVALUATED else year - 1


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form file comes from and what it was written from.

    `text` is the file as given, with those that it extends; `is_own` when a user gave it.
    """

    status: str
    known_from: tuple[str, ...]
    texts: Mapping[str, str]
    is_own: bool


@dataclass(frozen=True, slots=True)
class HeadRules:
    """How title, document number and policy are read.

    Without a printed number `ministry` speaks, and the numbering of the policy numbers the report.
    """

    title_year: YearMeaning
    number_year: YearMeaning
    policy_pattern: re.Pattern[str]
    ministry: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a family of documents prints: labels, wordings and vocabularies, all from one data file."""

    name: str
    title: str
    title_pattern: re.Pattern[str]
    number_pattern: re.Pattern[str] | None
    footnote_reference: re.Pattern[str]
    footnote_pattern: re.Pattern[str]
    outcome_pattern: re.Pattern[str]
    indicator_reference: re.Pattern[str]
    objective_mark: str
    former_name_pattern: re.Pattern[str]
    transfer_pattern: re.Pattern[str]
    local_term_pattern: re.Pattern[str]
    main_sentence: str
    labels: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, re.Pattern[str]]
    inline: frozenset[str]
    money: Mapping[str, int]
    units: Mapping[str, str]
    achievement: Mapping[str, str]
    rating: Mapping[str, str]
    stance: Mapping[str, str]
    indicator_types: Mapping[str, str]
    cues: tuple[str, ...]
    actions: tuple[Rule, ...]
    reasons: tuple[Rule, ...]
    successors: tuple[re.Pattern[str], ...]
    printed: Mapping[str, re.Pattern[str]]
    origin: Origin
    head: HeadRules
    evidence: tuple[re.Pattern[str], ...]
    overall: Mapping[str, str]
    codes: tuple[FormCode, ...]
    levels: Mapping[str, str]
    row_kind: RowKind
    indicator_pattern: re.Pattern[str]
    prose: ProseWords

    def prints(self, slot: str) -> bool:
        """Whether the form has a label for this slot at all."""
        return bool(self.labels.get(slot))

    def name_of(self, level: str) -> str:
        """What the form calls a level of the plan (政策, 施策目標 …)."""
        return self.levels[level]

    def label_of(self, cell: Text) -> str | None:
        """The slot whose label is the whole of this cell, or None."""
        words = self.without_references(cell.folded()).squeezed().chars
        for slot, texts in self.labels.items():
            if words in texts:
                return slot
        for slot, pattern in self.patterns.items():
            if pattern.fullmatch(words):
                return slot
        return None

    def without_references(self, folded: Text) -> Text:
        """The text without references to footnotes."""
        hidden = {
            i for m in self.footnote_reference.finditer(folded.chars) for i in range(m.start(), m.end())
        }
        return folded.keep(i for i in range(len(folded)) if i not in hidden)

    def leading_label(self, folded: Text) -> tuple[Label, Text] | None:
        """The longest label at the beginning of a folded text, and what follows it.

        Blanks and line ends inside a printed label, and references to footnotes within or behind it, are
        part of the label.
        """
        offset = len(folded) - len(folded.chars.lstrip())
        body = folded.cut(offset)
        best: tuple[str, int] | None = None
        for slot, pattern in self.printed.items():
            if (match := pattern.match(body.chars)) and (best is None or match.end() > best[1]):
                best = (slot, match.end())
        if best is None:
            return None
        return Label(best[0], body.cut(0, best[1])), body.cut(best[1])

    def inline_labels(self, folded: Text) -> list[tuple[int, Label]]:
        """Labels of `inline` slots inside a folded text, each behind a blank, a line end or a bracket."""
        found: list[tuple[int, Label]] = []
        for slot in sorted(self.inline & self.printed.keys()):
            for match in self.printed[slot].finditer(folded.chars):
                if match.start() and folded.chars[match.start() - 1] not in " \n\f)」】":
                    continue
                end = match.start() + len(match[0].rstrip())
                if (
                    end < len(folded)
                    and folded.chars[end] not in " \n\f:"
                    and end - match.start() < _SELF_DELIMITING
                ):
                    continue
                found.append((match.start(), Label(slot, folded.cut(match.start(), end))))
        return sorted(found, key=lambda pair: pair[0])


def printed_labels(
    labels: Mapping[str, tuple[str, ...]], patterns: Mapping[str, re.Pattern[str]], references: str
) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What finds each label as it is printed, with blanks and references to footnotes in it or behind it."""
    reference = rf"\s*(?:(?:{references})\s*)*"
    for slot, texts in labels.items():
        longest = sorted(texts, key=len, reverse=True)
        if longest:
            words = "|".join(reference.join(re.escape(c) for c in t) + reference for t in longest)
            yield slot, re.compile(words)
    for slot, pattern in patterns.items():
        yield slot, re.compile(rf"(?:{_loose(pattern.pattern)}){reference}")


def _loose(pattern: str) -> str:
    """Allows blanks between the Japanese characters of a pattern."""
    return re.sub(r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(?=[\u3040-\u30ff\u4e00-\u9fff])", r"\\s*", pattern)
