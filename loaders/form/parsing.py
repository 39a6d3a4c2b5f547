"""The text of a form file → the form; a file may extend another one and say only what differs.

Tables of a file are laid over those of the file that it extends, key by key. The tables of results
(`_WHOLE`) replace the extended ones as a whole: two ministries never share half a scale.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from loaders.errors import FormFileError
from loaders.form.description import (
    Form,
    HeadRules,
    Origin,
    RowKind,
    Rule,
    YearMeaning,
    printed_labels,
)
from loaders.form.prose import parse_prose
from loaders.form_file import Section

_KEYS = frozenset({
    "name", "title", "title_pattern", "number_pattern", "footnote_reference", "footnote_pattern",
    "outcome_pattern", "indicator_reference", "objective_mark", "former_name_pattern", "transfer_pattern",
    "local_term_pattern", "main_sentence", "labels", "patterns", "linear", "money", "units", "achievement",
    "rating", "stance", "indicator_types", "next_term", "status", "known_from", "policy_pattern", "years",
    "overall", "levels", "table", "ministry", "evidence", "prose",
})  # fmt: skip
_WHOLE = frozenset({"achievement", "rating", "overall", "stance", "indicator_types"})
_OWN = frozenset({"name", "title", "status", "known_from", "extends"})
_SLOTS = frozenset({
    "policy_name", "field", "overview", "outcomes", "budget", "budget_years", "budget_state",
    "budget.initial", "budget.supplementary", "budget.carry_over", "budget.total", "budget.executed",
    "cabinet", "cabinet_title", "cabinet_date", "cabinet_excerpt", "objective", "means", "indicator",
    "baseline", "yearly_targets", "yearly_actuals", "final_target", "achievement", "rating", "rating_words",
    "rating_reason", "analysis", "results", "next_term", "system", "expert", "materials", "units", "posts",
    "evaluated_in", "overall", "level.1", "level.2", "level.3", "reference",
})  # fmt: skip
_PATTERN_SLOTS = frozenset({"stance", "budget_request"})
_NEXT_TERM = frozenset({"cues", "actions", "reasons", "successors"})
_LEVELS = ("policy", "objective", "means", "indicator")
_STATUSES = ("tried", "excerpt", "own")
_LONGEST_CHAIN = 5

TextOf = Callable[[str], str | None]
"""Gives the text of a form file by the name of its form, None when there is none."""


def parse_form(text: str, name: str, text_of: TextOf = lambda _: None, *, is_own: bool = False) -> Form:
    """The form that a text in TOML describes; labels are kept in comparing form (folded, without blanks).

    A slot with an empty list of labels is one that the form does not print.

    Raises:
        FormFileError: a key is unknown or missing, a value has another type, a pattern does not compile or
            lacks a group, a code is not in the vocabulary, one label opens two slots, or the file that it
            extends is not there.
    """
    texts = _chain(text, name, text_of)
    file = _laid_over(texts)
    file.has_only(_KEYS)
    if file.text("name") != name:
        raise file.wrong("name", f"the file is called {name!r}")
    labels = _labels(file.section("labels"))
    patterns, term = file.section("patterns"), file.section("next_term")
    patterns.has_only(_PATTERN_SLOTS)
    term.has_only(_NEXT_TERM)
    successors = term.section("successors")
    successors.has_only({"patterns"})
    references = file.pattern("footnote_reference")
    loose = {slot: patterns.pattern(slot) for slot in patterns.values}
    results = {kind: file.section(kind).results(kind, name) for kind in ("achievement", "rating", "overall")}
    origin = Origin(file.one_of("status", _STATUSES), file.texts("known_from"), dict(texts), is_own=is_own)
    return Form(
        name=name,
        title=file.text("title"),
        title_pattern=file.pattern("title_pattern", "title", "year"),
        number_pattern=_number_pattern(file),
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
        achievement=results["achievement"].codes,
        rating=results["rating"].codes,
        stance=file.section("stance").codes("stance"),
        indicator_types=file.section("indicator_types").codes("type"),
        cues=term.texts("cues"),
        actions=tuple(_rules(term, "actions", "change")),
        reasons=tuple(_rules(term, "reasons", "reason")),
        successors=successors.patterns("patterns", "successor"),
        printed=dict(printed_labels(labels, loose, references.pattern)),
        origin=origin,
        head=_head_rules(file),
        evidence=file.patterns("evidence"),
        overall=results["overall"].codes,
        codes=tuple(code for kind in sorted(results) for code in results[kind].defined),
        levels=_levels(file.section("levels")),
        row_kind=_row_kind(file.section("table")),
        indicator_pattern=file.section("table").pattern("indicator_pattern", "number", "name"),
        prose=parse_prose(file.section("prose")),
    )


def _chain(text: str, name: str, text_of: TextOf) -> dict[str, str]:
    """The texts of the file and of those that it extends, the file itself first."""
    texts = {name: text}
    while True:
        last = list(texts)[-1]
        file = Section.of(texts[last], f"{last}.toml")
        if "extends" not in file.values:
            return texts
        base = file.text("extends")
        if base in texts or len(texts) == _LONGEST_CHAIN:
            raise file.wrong("extends", f"{' > '.join([*texts, base])} goes round in a circle or too far")
        found = text_of(base)
        if found is None:
            raise file.wrong("extends", f"there is no form {base!r}; name a form file without its .toml")
        texts[base] = found


def _laid_over(texts: Mapping[str, str]) -> Section:
    """One table of all values; each file is laid over the one that it extends."""
    values: dict[str, object] = {}
    name = next(iter(texts))
    for each in reversed(list(texts)):
        own = Section.of(texts[each], f"{each}.toml").values
        kept = values if each != name else {k: v for k, v in values.items() if k not in _OWN}
        values = {**kept, **{key: _merged(key, kept.get(key), value) for key, value in own.items()}}
    values.pop("extends", None)
    return Section(f"{name}.toml", "", values)


def _merged(key: str, before: object, own: object) -> object:
    if key in _WHOLE or not isinstance(before, dict) or not isinstance(own, dict):
        return own
    inside: dict[str, object] = {**before}
    for name, value in own.items():
        inside[name] = _merged(name, inside.get(name), value)
    return inside


def _number_pattern(file: Section) -> re.Pattern[str] | None:
    """None where the form prints no number; a `ministry` must speak then."""
    if file.values.get("number_pattern") != "":
        return file.pattern("number_pattern", "ministry", "year", "sequence")
    if not file.values.get("ministry"):
        raise file.wrong(
            "ministry", "a form without a number_pattern must name the ministry that its reports are of"
        )
    return None


def _head_rules(file: Section) -> HeadRules:
    years = file.section("years")
    years.has_only({"title", "number"})
    ministry = file.values.get("ministry")
    if not isinstance(ministry, str):
        raise file.wrong("ministry", "words are expected; leave them empty where the number names it")
    return HeadRules(
        YearMeaning(years.one_of("title", tuple(YearMeaning))),
        YearMeaning(years.one_of("number", tuple(YearMeaning))),
        file.pattern("policy_pattern", "number", "name", flags=re.DOTALL),
        ministry.strip(),
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
    if not labels["policy_name"]:
        raise section.wrong("policy_name", "at least one label is needed: no report is read without its name")
    return labels


def _levels(section: Section) -> Mapping[str, str]:
    section.has_only(frozenset(_LEVELS))
    return {level: section.text(level) for level in _LEVELS}


def _row_kind(section: Section) -> RowKind:
    section.has_only({"rows", "indicator_pattern"})
    return RowKind(section.one_of("rows", tuple(RowKind)))


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


__all__ = ["FormFileError", "TextOf", "parse_form"]
