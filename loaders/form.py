"""A form description (loaders/forms/*.toml) → labels and words of the form, ready to be compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

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


@dataclass(frozen=True, slots=True)
class Form:
    """What a family of documents prints: labels, wordings and vocabularies, all from one data file."""

    name: str
    title: str
    title_pattern: re.Pattern[str]
    number_pattern: re.Pattern[str]
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
        for slot, pattern in self._printed.items():
            if (match := pattern.match(body.chars)) and (best is None or match.end() > best[1]):
                best = (slot, match.end())
        if best is None:
            return None
        return Label(best[0], body.cut(0, best[1])), body.cut(best[1])

    def inline_labels(self, folded: Text) -> list[tuple[int, Label]]:
        """Labels of `inline` slots inside a folded text, each behind a blank, a line end or a bracket."""
        found: list[tuple[int, Label]] = []
        for slot in sorted(self.inline):
            for match in self._printed[slot].finditer(folded.chars):
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

    @property
    def _printed(self) -> Mapping[str, re.Pattern[str]]:
        return _printed_patterns(self.name)


@cache
def _printed_patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    form = load_form(name)
    reference = rf"\s*(?:(?:{form.footnote_reference.pattern})\s*)*"
    patterns: dict[str, re.Pattern[str]] = {}
    for slot, texts in form.labels.items():
        longest = sorted(texts, key=len, reverse=True)
        patterns[slot] = re.compile(
            "|".join(reference.join(re.escape(c) for c in t) + reference for t in longest)
        )
    for slot, pattern in form.patterns.items():
        patterns[slot] = re.compile(rf"(?:{_loose(pattern.pattern)}){reference}")
    return patterns


def _loose(pattern: str) -> str:
    """Allows blanks between the Japanese characters of a pattern."""
    return re.sub(r"(?<=[\u3040-\u30ff\u4e00-\u9fff])(?=[\u3040-\u30ff\u4e00-\u9fff])", r"\\s*", pattern)


@cache
def load_form(name: str = "evaluation-report") -> Form:
    """The form of that name; labels are stored in comparing form (folded, without blanks)."""
    data = tomllib.loads(
        resources.files("loaders").joinpath(f"forms/{name}.toml").read_text(encoding="utf-8")
    )
    term = data["next_term"]
    return Form(
        name=data["name"],
        title=data["title"],
        title_pattern=re.compile(data["title_pattern"]),
        number_pattern=re.compile(data["number_pattern"]),
        footnote_reference=re.compile(data["footnote_reference"]),
        footnote_pattern=re.compile(data["footnote_pattern"]),
        outcome_pattern=re.compile(data["outcome_pattern"]),
        indicator_reference=re.compile(data["indicator_reference"]),
        objective_mark=data["objective_mark"],
        former_name_pattern=re.compile(data["former_name_pattern"]),
        transfer_pattern=re.compile(data["transfer_pattern"]),
        main_sentence=data["main_sentence"],
        local_term_pattern=re.compile(data["local_term_pattern"], re.IGNORECASE),
        labels={slot: tuple(dict.fromkeys(texts)) for slot, texts in data["labels"].items()},
        patterns={slot: re.compile(pattern) for slot, pattern in data["patterns"].items()},
        inline=frozenset(data["linear"]["inline"]),
        money=data["money"],
        units=data["units"],
        achievement=data["achievement"],
        rating=data["rating"],
        stance=data["stance"],
        indicator_types=data["indicator_types"],
        cues=tuple(term["cues"]),
        actions=tuple(Rule(r["code"], re.compile(r["pattern"])) for r in term["actions"]),
        reasons=tuple(Rule(r["code"], re.compile(r["pattern"])) for r in term["reasons"]),
        successors=tuple(re.compile(p) for p in term["successors"]["patterns"]),
    )
