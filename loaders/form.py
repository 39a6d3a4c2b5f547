"""A form description (loaders/forms/*.toml) → labels and words of the form, ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from loaders.form_file import Section
from loaders.text import Text

_SELF_DELIMITING = 5
_KEYS = frozenset({
    "name", "title", "title_pattern", "number_pattern", "footnote_reference", "footnote_pattern",
    "outcome_pattern", "indicator_reference", "objective_mark", "former_name_pattern", "transfer_pattern",
    "local_term_pattern", "main_sentence", "labels", "patterns", "linear", "money", "units", "achievement",
    "rating", "stance", "indicator_types", "next_term",
})  # fmt: skip
_SLOTS = frozenset({
    "policy_name", "field", "overview", "outcomes", "budget", "budget_years", "budget_state",
    "budget.initial", "budget.supplementary", "budget.carry_over", "budget.total", "budget.executed",
    "cabinet", "cabinet_title", "cabinet_date", "cabinet_excerpt", "objective", "means", "indicator",
    "baseline", "yearly_targets", "yearly_actuals", "final_target", "achievement", "rating", "rating_words",
    "rating_reason", "analysis", "results", "next_term", "system", "expert", "materials", "units", "posts",
    "evaluated_in",
})  # fmt: skip
_PATTERN_SLOTS = frozenset({"stance", "budget_request"})
_NEXT_TERM = frozenset({"cues", "actions", "reasons", "successors"})


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
    printed: Mapping[str, re.Pattern[str]]

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


def _printed(
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


@cache
def load_form(name: str = "evaluation-report") -> Form:
    """The form of that name that is shipped with Keifu.

    Raises:
        FormFileError: its file breaks a rule of `parse_form`.
    """
    file = resources.files("loaders").joinpath(f"forms/{name}.toml")
    return parse_form(file.read_text(encoding="utf-8"), name)


def parse_form(text: str, name: str) -> Form:
    """The form that a text in TOML describes; labels are kept in comparing form (folded, without blanks).

    A slot with an empty list of labels is one that the form does not print.

    Raises:
        FormFileError: a key is unknown or missing, a value has another type, a pattern does not compile or
            lacks a group, a code is not in the vocabulary, or one label opens two slots.
    """
    file = Section.of(text, f"{name}.toml")
    file.has_only(_KEYS)
    if file.text("name") != name:
        raise file.wrong("name", f"the file is called {name!r}")
    labels, patterns, term = (
        _labels(file.section("labels")),
        file.section("patterns"),
        file.section("next_term"),
    )
    patterns.has_only(_PATTERN_SLOTS)
    term.has_only(_NEXT_TERM)
    successors = term.section("successors")
    successors.has_only({"patterns"})
    references = file.pattern("footnote_reference")
    loose = {slot: patterns.pattern(slot) for slot in patterns.values}
    return Form(
        name=name,
        title=file.text("title"),
        title_pattern=file.pattern("title_pattern", "title", "year"),
        number_pattern=file.pattern("number_pattern", "ministry", "year", "sequence"),
        footnote_reference=references,
        footnote_pattern=file.pattern("footnote_pattern", "mark"),
        outcome_pattern=file.pattern("outcome_pattern", "level"),
        indicator_reference=file.pattern("indicator_reference", "numbers"),
        objective_mark=file.text("objective_mark"),
        former_name_pattern=file.pattern("former_name_pattern", "name"),
        transfer_pattern=file.pattern("transfer_pattern", "to"),
        main_sentence=file.text("main_sentence"),
        local_term_pattern=file.pattern(
            "local_term_pattern", "short", "title", "date", "decider", flags=re.IGNORECASE
        ),
        labels=labels,
        patterns=loose,
        inline=_inline(file.section("linear")),
        money=file.section("money").factors(),
        units=file.section("units").codes("unit"),
        achievement=file.section("achievement").codes("achievement"),
        rating=file.section("rating").codes("rating"),
        stance=file.section("stance").codes("stance"),
        indicator_types=file.section("indicator_types").codes("type"),
        cues=term.texts("cues"),
        actions=tuple(_rules(term, "actions", "change")),
        reasons=tuple(_rules(term, "reasons", "reason")),
        successors=successors.patterns("patterns", "successor"),
        printed=dict(_printed(labels, loose, references.pattern)),
    )


def _labels(section: Section) -> Mapping[str, tuple[str, ...]]:
    section.has_only(_SLOTS)
    labels = {slot: section.labels(slot) for slot in section.values}
    opened: dict[str, str] = {}
    for slot, texts in labels.items():
        for text in texts:
            if text in opened:
                raise section.wrong(slot, f"the label {text!r} opens {opened[text]!r} too")
            opened[text] = slot
    return labels


def _inline(section: Section) -> frozenset[str]:
    section.has_only({"inline"})
    inline = frozenset(section.texts("inline"))
    if unknown := sorted(inline - _SLOTS):
        raise section.wrong("inline", f"{unknown[0]!r} is no slot of [labels]")
    return inline


def _rules(section: Section, key: str, scheme: str) -> Iterator[Rule]:
    for rule in section.sections(key):
        rule.has_only({"code", "pattern"})
        yield Rule(rule.code("code", scheme), rule.pattern("pattern"))
