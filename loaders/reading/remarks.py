"""Prose of a report → remarks: the part as a whole, its paragraphs, items and asides, each with its subject.

The text of a part is always kept as one remark. Paragraphs of reasons name the indicators they speak of;
the analysis is kept by objective and by indicator; an aside in brackets (なお、…) is a statement of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.model import ObjectiveItem, Rating, Remark
from loaders.reading.facts import Reader
from loaders.reading.indicators import Plan
from loaders.reading.paragraphs import Break, break_before
from loaders.reading.prose import Segment, expand, segments
from loaders.slots import Slots
from loaders.text import Text, joined

_NONE = re.compile(r"[―—－‐–-]\Z")
_PARTS = {"budget_request": "budget-request", "system": "system", "expert": "expert", "materials": "other"}
_QUOTES = "「」『』"


def read_remarks(reader: Reader, slots: Slots, rating: Rating | None, plan: Plan) -> Iterator[Remark]:
    """Everything that the sentences of the form say, part by part."""
    yield from _reasons(reader, rating)
    analysis = slots.single.get("analysis") or slots.single.get("results")
    if analysis is not None:
        yield Remark("analysis", reader.words(analysis, "analysis"))
        yield from _of_objectives(reader, analysis, plan)
    for segment in segments(reader, analysis):
        yield Remark("analysis", reader.words(segment.text, "analysis.item"), segment.numbers)
        yield from _asides(reader, "analysis", segment.text, segment.numbers)
    for slot, kind in _PARTS.items():
        if (text := slots.single.get(slot)) is not None:
            none = _NONE.match(joined(text).chars.strip()) is not None
            topics = _topics(reader, text) if slot == "system" else ()
            yield Remark(kind, reader.words(text, f"prose.{slot}"), stated_none=none, topics=topics)
            if slot in {"budget_request", "system"}:
                yield from _asides(reader, kind, joined(text.folded()), ())


def read_reference(reader: Reader, slots: Slots) -> Iterator[Remark]:
    """Indicators that a form lists without a target: kept in its words, no value is read from them."""
    if (text := slots.single.get("reference")) is not None:
        yield Remark("other", reader.words(text, "prose.reference"))


def _topics(reader: Reader, text: Text) -> tuple[str, ...]:
    """What a reflection speaks of: tax, law, organisation, staff (31-⑧ l.61: 定員 only)."""
    chars = joined(text.folded()).squeezed().chars
    return tuple(
        topic for topic, words in reader.form.prose.topics.items() if any(word in chars for word in words)
    )


def _reasons(reader: Reader, rating: Rating | None) -> Iterator[Remark]:
    if rating is None or rating.reason is None:
        return
    flat = joined(reader.text_of(rating.reason).folded()).strip()
    starts = [at for at in _sentence_starts(flat) if at == 0 or _opens_a_paragraph(reader, flat, at)]
    for start, end in zip(starts, [*starts[1:], len(flat)], strict=True):
        paragraph = flat.cut(start, end).strip()
        if paragraph:
            yield Remark(
                "rating-reason", reader.words(paragraph, "rating.reason.item"), _numbers_in(reader, paragraph)
            )


def _sentence_starts(flat: Text) -> list[int]:
    """Where a sentence begins; a full stop inside brackets or quotation marks ends none."""
    starts, depth = [0], 0
    for index, char in enumerate(flat.chars):
        depth = max(0, depth + (char in "(「『") - (char in ")」』"))
        if char == "。" and not depth:
            after = index + 1 + len(flat.chars[index + 1 :]) - len(flat.chars[index + 1 :].lstrip())
            if after < len(flat):
                starts.append(after)
    return starts


def _opens_a_paragraph(reader: Reader, flat: Text, at: int) -> bool:
    rest = flat.chars[at:].lstrip("・")
    reference = reader.form.indicator_reference.match(rest)
    return (
        break_before(reader, flat, at) is Break.PARAGRAPH
        or reference is not None
        or reader.form.prose.reasons.conclusion.match(rest) is not None
    )


def _numbers_in(reader: Reader, text: Text) -> tuple[int, ...]:
    """Every indicator that a text names; 1~4 and 1から3まで are ranges."""
    named = (expand(m["numbers"]) for m in reader.form.indicator_reference.finditer(text.chars))
    return tuple(sorted({number for numbers in named for number in numbers}))


def _of_objectives(reader: Reader, analysis: Text, plan: Plan) -> Iterator[Remark]:
    """What is said under the heading of each objective; one that is headed twice is one (READING 6.1 A26)."""
    flat = joined(analysis.folded())
    marks = [m.start() for m in re.finditer(re.escape(reader.form.objective_mark), flat.chars)]
    said: dict[int, list[Text]] = {}
    for mark, end in zip(marks, [*marks, len(flat)][1:], strict=True):
        stretch = flat.cut(mark, end).strip()
        number = _objective_of(stretch.cut(len(reader.form.objective_mark)), plan.objectives)
        if number is not None:
            said.setdefault(number, []).append(stretch)
            continue
        reader.doubt(
            "ambiguous",
            "analysis.objective",
            stretch.cut(0, 60),
            "どの施策目標の分析か決まらない。",
            "No objective can be told of which this is the analysis.",
        )
    items = list(segments(reader, analysis))
    for number, stretches in said.items():
        text = _without_others(stretches, items, _covered(plan, number))
        yield Remark("analysis", reader.words(text, "analysis.objective"), objectives=(number,))


def _covered(plan: Plan, number: int) -> frozenset[int]:
    """The indicators of an objective, by its heading or by the rows of the table."""
    stated = {n for objective in plan.objectives if objective.number == number for n in objective.indicators}
    return frozenset(stated | {e.number.value for e in plan.entries if e.objective == number})


def _without_others(stretches: Sequence[Text], items: Sequence[Segment], own: frozenset[int]) -> Text:
    """The stretches as they stand, unless a block came between that speaks of another objective's indicators.

    Then only what is known to be its own is left: the head and the items of its indicators.
    """
    whole = _together(stretches)
    inside = [item for item in items if item.text.starts[0] in set(whole.starts)]
    mine = [item for item in items if own.issuperset(item.numbers)]
    if not own or inside == mine:
        return whole
    pieces = [*(_head(stretch, items) for stretch in stretches), *(item.text for item in mine)]
    return _together(sorted((piece for piece in pieces if piece), key=lambda piece: piece.starts[0]))


def _together(pieces: Sequence[Text]) -> Text:
    whole = Text.empty()
    for piece in pieces:
        whole = whole + piece
    return whole


def _head(stretch: Text, items: Sequence[Segment]) -> Text:
    """The heading of an objective and what is said before the first item below it."""
    below = [stretch.starts.index(i.text.starts[0]) for i in items if i.text.starts[0] in stretch.starts]
    return stretch.cut(0, min(below, default=len(stretch))).strip()


def _objective_of(part: Text, objectives: Sequence[ObjectiveItem]) -> int | None:
    printed = _bare(part.chars)
    fitting = [o for o in objectives if printed.startswith(_bare(o.name.value))]
    longest = max(fitting, key=lambda o: len(o.name.value), default=None)
    return None if longest is None else longest.number


def _bare(words: str) -> str:
    folded = joined(Text.of(words, 0, len(words)).folded()).squeezed().chars
    return folded.translate(dict.fromkeys(map(ord, _QUOTES)))


def _asides(reader: Reader, kind: str, text: Text, numbers: tuple[int, ...]) -> Iterator[Remark]:
    for match in reader.form.prose.reasons.aside.finditer(text.chars):
        end = _closing(text.chars, match.start())
        if end is not None:
            aside = text.cut(match.start() + 1, end).strip()
            yield Remark(kind, reader.words(aside, "prose.aside"), numbers)


def _closing(chars: str, opening: int) -> int | None:
    """The bracket that closes the one at `opening`; None where brackets do not match."""
    depth = 0
    for index in range(opening, len(chars)):
        depth += (chars[index] == "(") - (chars[index] == ")")
        if depth == 0:
            return index
    return None
