"""Words that stand where a label stands and are none of the form → errors with what was expected there.

A label that the form does not know is never skipped and never taken for the content beside it. In a grid it
is known by its place among labels; in linear text by its place in a row that a label begins, or by its
likeness to a label that was looked for and not found.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from loaders.form import Form
from loaders.jp.eras import find_years
from loaders.model import Issue
from loaders.text import Text, joined

UNKNOWN = "unknown"
"""The slot of a cell that is a label by its place, and unknown to the form."""

_LONGEST = 45
_SHORTEST = 2
_NEAR = 0.6
_MOST_EXPECTED = 8
_WORDS = re.compile(r"[^\d。]*[ぁ-んァ-ヶ一-龥々]{2}[^\d。]*\Z")
_OPEN_END = re.compile(r"[をにがはと、:]\Z")
_IN_A_ROW = re.compile(r"(?<=[^\s]) +(?P<label>[ァ-ヶー一-龥々ぁ-ん・]{2,12})(?=\s+\S)")
_BODY = re.compile(r"(?:課|室|局|部|庁|省|官|係|班|長|付|グループ|センター)\Z")
_ONE_LINE = frozenset({"policy_name", "field", "units"})
_PAIR = 2
_HEADS = frozenset({
    "cabinet", "cabinet_title", "cabinet_date", "cabinet_excerpt", "budget", "budget_state", "rating",
})  # fmt: skip
"""Labels that stand before other labels and have no content of their own."""


def is_label_like(cell: Text, form: Form) -> bool:
    """Short words without a number or a full stop: what a form prints as a label, and not a sentence."""
    words = form.without_references(joined(cell.folded())).squeezed().chars
    return (
        _SHORTEST <= len(words) <= _LONGEST
        and _WORDS.match(words) is not None
        and _OPEN_END.search(words) is None
        and not find_years(words)
    )


def unknown_beside(
    cells: Sequence[Text], slots: Sequence[str | None], columns: AbstractSet[int], form: Form
) -> list[int]:
    """The columns of a row whose cells are labels by their place: before a content, or between two.

    `columns` are those in which the known labels of the document begin their rows.
    """
    filled = [i for i, cell in enumerate(cells) if cell]
    known = [i for i in filled if slots[i] is not None]
    like = {i for i in filled if slots[i] is None and is_label_like(cells[i], form)}
    if not known:
        return filled[:1] if len(filled) >= _PAIR and filled[0] in columns & like else []
    found = [filled[0]] if filled[0] in columns & like else []
    for start, end in zip(known, [*known[1:], len(cells)], strict=True):
        run = [i for i in filled if start < i < end]
        holds_content = slots[start] not in _HEADS
        if (len(run) > holds_content and run[0] in like and (run[1:2] == [] or run[1] not in like)) or (
            len(run) == _PAIR and run[0] in like
        ):
            found.append(run[0])
        elif len(run) >= _PAIR and run[1] in like:
            found.append(run[1])
    return found


def cut_in_row(slot: str | None, text: Text) -> int | None:
    """Where an unknown label stands inside the one line of a name, a field or units; None if nowhere."""
    if slot not in _ONE_LINE:
        return None
    return next(
        (m.start("label") for m in _IN_A_ROW.finditer(text.chars) if not _BODY.search(m["label"])), None
    )


def first_word(text: Text) -> Text:
    """The words of a text up to its first blank."""
    return text.cut(0, len(text.chars.split(maxsplit=1)[0])) if text else text


def strange_label(text: Text, form: Form, found: AbstractSet[str]) -> Text | None:
    """What stands as a label at the head of a text that no part of the form took; None if nothing does."""
    near = near_label(text, form, found)
    if near is not None:
        return near
    word = first_word(text.strip())
    return word if word and word.chars != text.strip().chars and is_label_like(word, form) else None


def near_label(text: Text, form: Form, found: AbstractSet[str]) -> Text | None:
    """The head of a text that is like a label which was looked for and is not there; None if none is."""
    flat = form.without_references(joined(text.folded())).squeezed()
    best: tuple[float, int] = (0.0, 0)
    for label in _missing(form, found):
        ratio = difflib.SequenceMatcher(None, label, flat.chars[: len(label)], autojunk=False).ratio()
        best = max(best, (ratio, len(label)))
    return flat.cut(0, best[1]) if best[0] >= _NEAR else None


def unknown_label(words: Text, form: Form, found: AbstractSet[str]) -> Issue:
    """The line of the loss report; `found` are the slots whose labels the document prints."""
    printed = joined(words.folded()).squeezed().chars
    expected = sorted(_missing(form, found), key=lambda label: (-_likeness(label, printed), label))
    every = [text for texts in form.labels.values() for text in texts]
    near = max(every, key=lambda label: (_likeness(label, printed), label))
    slot = next(slot for slot, texts in form.labels.items() if near in texts)
    file = f"{form.name}.toml"
    return Issue(
        "error",
        "unknown-label",
        slot,
        f"様式「{form.name}」にない見出し「{printed}」。最も近い見出しは「{near}」（{slot}）。"
        f"同じ欄なら {file} の [labels] {slot} に加える。",
        f"The label {printed!r} is none of the form {form.name!r}; the nearest is {near!r} ({slot}). "
        f"If it means the same, add it to [labels] {slot} of {file}.",
        words.strip().span(),
        tuple(expected[:_MOST_EXPECTED]),
    )


def _missing(form: Form, found: AbstractSet[str]) -> Iterator[str]:
    return (texts[0] for slot, texts in form.labels.items() if texts and slot not in found)


def _likeness(label: str, printed: str) -> float:
    return difflib.SequenceMatcher(None, label, printed, autojunk=False).ratio()
