"""Text in drawing order → slots: pieces are known by their labels and their own grammar, not by their place.

A form drawn by a word processor prints cells of one row far apart and labels after their contents
(READING 6.2, 7). Only where a cell was cut by a blank line does the order of the blocks decide, and then
only if every cut cell of the document finds its other half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.cells import Block, Document
from loaders.form import Form, Label
from loaders.jp.eras import Era, find_years
from loaders.jp.head_years import head_years
from loaders.layouts.heading import era_of_title, find_title, is_budget_label, scale_of
from loaders.layouts.linear_cabinet import place_cabinet
from loaders.layouts.linear_indicators import place_pieces
from loaders.layouts.unknown_labels import cut_in_row, first_word, strange_label, unknown_label
from loaders.model import Issue, Span
from loaders.slots import BudgetRow, Slots
from loaders.text import Text, joined

_AFTER_LABEL = frozenset(
    {"expert", "materials", "system", "budget_request", "stance", "overview", "next_term"}
)
_OF_ITEMS = frozenset({"expert", "materials"})
_STANCE = re.compile(r"[IVX]{1,4}[\s.]+予算\S{2,30}\Z")
_NOTE = re.compile(r"(?:※\d|\(注\d*\)|\(※\d*\))")
_CABINET_LABELS = frozenset({"cabinet", "cabinet_title", "cabinet_date", "cabinet_excerpt"})
_MAX_LABELS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one block: the slot whose label stands before it, or None, and its folded text."""

    block: int
    slot: str | None
    text: Text


@dataclass(slots=True)
class Sorted:
    """Blocks by what they are, while they are being told apart."""

    single: dict[str, list[Text]] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    loose: list[tuple[int, Text]] = field(default_factory=list)
    budget: list[BudgetRow] = field(default_factory=list)
    heads: dict[str, Text] = field(default_factory=dict)

    def add(self, slot: str, text: Text) -> None:
        """Adds a text to a slot that may hold several."""
        if text:
            self.single.setdefault(slot, []).append(text)


def place_linear(document: Document, form: Form) -> Slots:
    """The slots of a document whose text stands in drawing order."""
    blocks = [document.text(part.span) for part in document.parts if isinstance(part, Block)]
    title, number = find_title(document.source, blocks, form)
    labels: list[Label] = []
    every = [part for i, block in enumerate(blocks) for part in _parts(i, block.folded(), form, labels)]
    known = {label.slot for label in labels}
    parts, unknown = _without_unknown(every, form, known)
    kinds = _sorted(parts, form, title, labels)
    region = _cabinet_region(parts)
    cabinet, rest, issues = place_cabinet(kinds.loose, region)
    pieces = place_pieces(
        rest, _prose(kinds), form, _years(kinds.heads.get("year_heads"), era_of_title(title))
    )
    strange = [(orphan, strange_label(orphan, form, known)) for orphan in pieces.orphans]
    unknown += [unknown_label(words, form, known) for _, words in strange if words is not None]
    issues = (*unknown, *issues, *pieces.issues)
    printed = document.printed
    return Slots(
        title=printed(title),
        number=printed(number),
        single={
            **{f"{label.slot}_label": printed(label.text) for label in labels if label.text.strip()},
            **{slot: printed(_whole(texts)) for slot, texts in sorted(kinds.single.items())},
        },
        year_heads=_optional(document, kinds.heads.get("year_heads")),
        budget_years=_optional(document, kinds.heads.get("budget_years")),
        budget_scale=_optional(
            document, scale_of([label.text for label in labels if is_budget_label(label.slot)], form)
        ),
        budget=tuple(
            BudgetRow(row.kind, None, tuple(printed(figures) for figures in row.figures))
            for row in kinds.budget
        ),
        cabinet=tuple(row.printed(document) for row in cabinet),
        indicators=tuple(cells.printed(document) for cells in pieces.indicators),
        notes=tuple(printed(note) for note in kinds.notes),
        orphans=tuple(printed(orphan) for orphan, words in strange if words is None),
        labels=tuple(_spans(labels)),
        issues=issues,
    )


def _without_unknown(parts: Sequence[Part], form: Form, known: set[str]) -> tuple[list[Part], list[Issue]]:
    """The parts cut before a label that the form does not know; what stands behind it is left unread."""
    kept: list[Part] = []
    issues: list[Issue] = []
    for part in parts:
        at = cut_in_row(part.slot, part.text)
        if at is None:
            kept.append(part)
            continue
        kept.append(Part(part.block, part.slot, part.text.cut(0, at).strip()))
        issues.append(unknown_label(first_word(part.text.cut(at)), form, known))
    return kept, issues


def _spans(labels: Sequence[Label]) -> list[Span]:
    return [label.text.strip().span() for label in labels if label.text.strip()]


def _optional(document: Document, text: Text | None) -> Text | None:
    return None if text is None else document.printed(text)


def _whole(texts: Sequence[Text]) -> Text:
    whole = Text.empty()
    for text in sorted((t for t in texts if t), key=lambda t: t.starts[0]):
        whole = whole + text
    return whole


def _parts(block: int, folded: Text, form: Form, labels: list[Label]) -> list[Part]:
    """Cuts a block at its labels: those at its beginning, then those inside."""
    rest, slots = folded, []
    for _ in range(_MAX_LABELS):
        found = form.leading_label(rest)
        if found is None or not _is_delimited(found[0].text, found[1], form):
            break
        slots.append(found[0].slot)
        labels.append(found[0])
        rest = found[1]
    parts = [Part(block, slot, Text.empty()) for slot in slots[:-1]]
    slot = slots[-1] if slots else None
    start = 0
    for at, label in form.inline_labels(rest) if slots else []:
        if at < start:
            continue
        parts.append(Part(block, slot, rest.cut(start, at).strip()))
        labels.append(label)
        slot, start = label.slot, at + len(label.text)
    parts.append(Part(block, slot, rest.cut(start).strip()))
    return parts


def _is_delimited(label: Text, rest: Text, form: Form) -> bool:
    """測定指標 is a label, the beginning of 「測定指標1:…」 is not."""
    if not rest or label.chars[-1] in ")】: \n" or rest.chars[0] in " \n:":
        return True
    return form.leading_label(rest) is not None


def _sorted(parts: Sequence[Part], form: Form, title: Text, labels: list[Label]) -> Sorted:
    kinds = Sorted()
    waiting: str | None = None
    going_on: str | None = None
    for part in parts:
        text = part.text
        if part.slot is not None:
            _add_labelled(kinds, part)
            waiting = part.slot if part.slot in _AFTER_LABEL and not text else None
            going_on = part.slot if part.slot in _OF_ITEMS else None
            continue
        if not text or text.starts[0] <= title.starts[0] < text.ends[-1]:
            continue
        if not form.without_references(text).squeezed():
            labels.append(Label("reference", text))
            continue
        slot = _slot_by_grammar(text, form) or waiting or _going_on(going_on, text, form)
        waiting = None
        going_on = slot if slot in _OF_ITEMS else None
        if slot is None:
            kinds.loose.append((part.block, text))
        elif slot == "note":
            kinds.notes.append(text)
        else:
            kinds.add(slot, text)
    return kinds


def _going_on(slot: str | None, text: Text, form: Form) -> str | None:
    """The part whose last block stands just before this one, if this one goes on with its list.

    A paragraph goes on with the item before it; what has a 【】 is a cell of the table.
    """
    if slot is None:
        return None
    flat = joined(text).chars.strip()
    words = form.prose
    openings = {
        "expert": (words.reviews.points, words.reviews.responses, words.reviews.number),
        "materials": (words.materials.bullet,),
    }
    is_paragraph = slot == "expert" and flat.endswith("。") and "【" not in flat
    return slot if is_paragraph or any(p.match(flat) for p in openings[slot]) else None


_PART_OF_A_YEAR = re.compile(r"\d|年|平成|令和|昭和")


def _add_labelled(kinds: Sorted, part: Part) -> None:
    slot, text = part.slot or "", part.text
    if slot.startswith("budget."):
        kinds.budget.append(BudgetRow(slot.removeprefix("budget."), None, (text,) if text else ()))
    elif slot == "budget_years":
        kinds.heads["budget_years"] = text
    elif slot in {"means", "indicator", "yearly_targets", "yearly_actuals", "objective"}:
        if find_years(text.chars):
            kinds.heads["year_heads"] = text
    elif slot not in _CABINET_LABELS:
        kinds.add(slot, text)


def _slot_by_grammar(text: Text, form: Form) -> str | None:
    flat = joined(text).chars.strip()
    openings = {
        "note": _NOTE.match(flat),
        "outcomes": form.outcome_pattern.match(flat),
        "stance": _STANCE.match(flat),
        "analysis": flat.startswith(form.objective_mark),
        "transfers": flat.startswith("※") and form.transfer_pattern.search(flat),
    }
    if opening := next((slot for slot, found in openings.items() if found), None):
        return opening
    if (match := form.indicator_reference.match(flat)) and flat[match.end() : match.end() + 1] in ":は":
        return "next_term" if _is_direction(flat, form) else "analysis"
    return None


def _is_direction(flat: str, form: Form) -> bool:
    """Whether a paragraph says what becomes of an indicator, by a cue or by the words of an action."""
    return any(cue in flat for cue in form.cues) or any(rule.pattern.search(flat) for rule in form.actions)


def _cabinet_region(parts: Sequence[Part]) -> tuple[int, int] | None:
    """The blocks between the head of the cabinet table and the next label of another part."""
    start = max((p.block for p in parts if p.slot == "cabinet_title"), default=None)
    if start is None:
        return None
    ends = [
        p.block for p in parts if p.block > start and p.slot is not None and p.slot not in _CABINET_LABELS
    ]
    return start + 1, min(ends, default=1 + max(p.block for p in parts))


def _prose(kinds: Sorted) -> tuple[Text, ...]:
    return tuple(t for slot in ("rating_reason", "analysis", "next_term") for t in kinds.single.get(slot, ()))


def _years(heads: Text | None, era: Era | None) -> tuple[int, ...]:
    """The years of the heads; none when one of them is damaged, since the others would stand in its place."""
    if heads is None:
        return ()
    found = head_years(heads.chars, era)
    edges = [0, *(edge for year in found for edge in (year.start, year.end)), len(heads)]
    between = "".join(heads.chars[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    if _PART_OF_A_YEAR.search(between):
        return ()
    return tuple(year.fiscal_year for year in found if year.fiscal_year is not None)
