"""Paragraphs of the report → rating, what is said of each indicator, transfers, notes, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loaders.jp.eras import find_dates, find_years
from loaders.model import Fact, Footnote, LocalTerm, NextTerm, ObjectiveItem, Rating, Stance, Transfer
from loaders.reading.facts import Reader
from loaders.slots import Slots
from loaders.text import Text, joined

_QUOTED = re.compile(r"「([^「」]+)」")
_STEPS = re.compile(r"(\D*)(\d{1,2})")
_STANCE = re.compile(r"(?P<class>[IVX]{1,4}|[ⅰ-ⅹ])[\s.．]+\S")
_IS = re.compile(r"(?:は|が)、?")
_SENTENCE = re.compile(r"[^。]*。?")
_SEGMENT_START = re.compile(r"(?:\A|(?<=[\s。・>」)]))・?\s*\Z")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of prose about the indicators whose numbers open it."""

    numbers: tuple[int, ...]
    text: Text
    body: Text


def expand(numbers: str) -> tuple[int, ...]:
    """1~4, 5~8, 1から3, 1・2: a wave or から between two numbers is a range.

    >>> expand("1~4"), expand("1・2"), expand("1、3、7から9")
    ((1, 2, 3, 4), (1, 2), (1, 3, 7, 8, 9))
    """
    found: list[int] = []
    for joint, digits in _STEPS.findall(numbers):
        first = found[-1] + 1 if found and ("~" in joint or "から" in joint) else int(digits)
        found.extend(range(first, int(digits) + 1))
    return tuple(found)


def segments(reader: Reader, prose: Text | None) -> Iterator[Segment]:
    """The stretches that begin with 測定指標N at the head of a sentence or item."""
    if prose is None:
        return
    flat = joined(prose.folded())
    heads = [m for m in reader.form.indicator_reference.finditer(flat.chars) if _opens(flat.chars, m, reader)]
    following = [*(head.start() for head in heads), len(flat)][1:]
    ends = [
        _before_objective(flat.chars, m.end(), end, reader) for m, end in zip(heads, following, strict=True)
    ]
    for match, end in zip(heads, ends, strict=True):
        whole = flat.cut(match.start(), end).strip()
        body = whole.cut(0, len(whole.chars.rstrip("・ ")))
        yield Segment(expand(match["numbers"]), body, flat.cut(match.end(), end).strip())


def _opens(chars: str, match: re.Match[str], reader: Reader) -> bool:
    after = chars[match.end() : match.end() + 3].lstrip()
    before = chars[max(0, match.start() - 3) : match.start()]
    return after.startswith((":", "について", "は、", "に")) and (
        match.start() == 0
        or bool(_SEGMENT_START.search(before))
        or _follows_objective(chars, match.start(), reader)
    )


def _follows_objective(chars: str, at: int, reader: Reader) -> bool:
    return reader.form.objective_mark in chars[max(0, at - 120) : at] and chars[at - 1] == " "


def _before_objective(chars: str, start: int, end: int, reader: Reader) -> int:
    mark = chars.find(reader.form.objective_mark, start, end)
    return mark if mark >= 0 else end


def read_rating(reader: Reader, slots: Slots) -> Rating | None:
    """The common rating and its reasons; words outside the scheme keep their text and no code."""
    text = slots.single.get("rating_words")
    if text is None:
        if reader.form.prints("rating_words"):
            reader.doubt(
                "missing-slot", "rating", None, "総合評定が見つからない。", "No overall rating was found."
            )
        return None
    words, rest = _rating_parts(text, reader.form.rating)
    reasons = rest or slots.single.get("rating_reason")
    return _rating(reader, "rating", (text, words, reasons), reader.form.rating)


def read_overall(reader: Reader, slots: Slots) -> Rating | None:
    """A judgement of the whole that a form prints beside the rating, with what stands behind its words."""
    text = slots.single.get("overall")
    if text is None:
        return None
    words, rest = _rating_parts(text, reader.form.overall)
    return _rating(reader, "overall", (text, words, rest or None), reader.form.overall)


def _rating(
    reader: Reader, slot: str, texts: tuple[Text, Text, Text | None], known: Mapping[str, str]
) -> Rating:
    whole, words, reasons = texts
    if words.chars not in known:
        reader.doubt(
            "unknown-vocabulary",
            slot,
            whole,
            f"評定「{words.chars}」は区分表にない。{reader.form.name}.toml の [{slot}] に加える。",
            f"The rating {words.chars!r} is not in the scheme; "
            f"add it to [{slot}] of {reader.form.name}.toml.",
        )
    reason = reader.words(reasons, f"{slot}.reason") if reasons else None
    return Rating(reader.words(words, f"{slot}.words"), known.get(words.chars), reason)


def _rating_parts(text: Text, known: Mapping[str, str]) -> tuple[Text, Text]:
    """The words of the rating and what stands behind them in the same cell.

    A sign of one letter or digit (A, ③) is none when a letter or digit follows it.
    """
    flat = joined(text.folded()).strip()
    words = next((w for w in sorted(known, key=len, reverse=True) if _begins_with(flat.chars, w)), None)
    if words is None:
        words = flat.chars.split(maxsplit=1)[0].split("。")[0]
    return flat.cut(0, len(words)), flat.cut(len(words)).strip()


def _begins_with(chars: str, word: str) -> bool:
    after = chars[len(word) : len(word) + 1]
    return chars.startswith(word) and not (word[-1].isascii() and after.isascii() and after.isalnum())


def said_main(reader: Reader, slots: Slots) -> dict[int, Fact[bool]]:
    """Indicators that a sentence of the reasons calls main: the reference nearest before the words counts."""
    text = slots.single.get("rating_words")
    behind_words = _rating_parts(text, reader.form.rating)[1] if text else None
    reasons = slots.single.get("rating_reason") or behind_words
    found: dict[int, Fact[bool]] = {}
    if not reasons:
        return found
    flat = joined(reasons.folded())
    for sentence in _SENTENCE.finditer(flat.chars):
        at = sentence[0].find(reader.form.main_sentence)
        behind = _IS.match(sentence[0], at + len(reader.form.main_sentence))
        after = reader.form.indicator_reference.match(sentence[0], behind.end()) if behind else None
        before = reader.form.indicator_reference.finditer(sentence[0][: max(0, at)])
        references = [after] if after else list(before)
        if at < 0 or not references:
            continue
        for number in expand(references[-1]["numbers"]):
            found[number] = reader.fact(True, flat.cut(*sentence.span()), "prose.main")
    return found


def read_next_term(reader: Reader, slots: Slots) -> dict[int, NextTerm]:
    """What will become of each indicator, with actions and reason as the wording carries them."""
    found: dict[int, NextTerm] = {}
    for segment in segments(reader, slots.single.get("next_term")):
        for number in segment.numbers:
            found[number] = _next_term(reader, number, segment)
    return found


def _next_term(reader: Reader, number: int, segment: Segment) -> NextTerm:
    chars = segment.body.chars
    actions = sorted((m.start(), r.code) for r in reader.form.actions if (m := r.pattern.search(chars)))
    reasons = sorted((m.start(), r.code) for r in reader.form.reasons if (m := r.pattern.search(chars)))
    if not actions:
        reader.doubt(
            "unknown-vocabulary",
            "next_term",
            segment.text,
            f"測定指標{number}の次期の扱いが語から決まらない。",
            f"No known wording says what becomes of indicator {number}.",
        )
    return NextTerm(
        number,
        reader.words(segment.text, "next-term.item"),
        tuple(dict.fromkeys(code for _, code in actions)),
        tuple(code for _, code in reasons[:1]),
        _successor(reader, segment.body),
    )


def _successor(reader: Reader, body: Text) -> Fact[str] | None:
    for pattern in reader.form.successors:
        if match := pattern.search(body.chars):
            return reader.words(body.cut(*match.span("successor")), "next-term.successor")
    return None


def read_transfers(reader: Reader, slots: Slots) -> Iterator[Transfer]:
    """Sentences that say which 施策目標 went to which body."""
    text = slots.single.get("transfers")
    if text is None:
        return
    flat = joined(text.folded())
    match = reader.form.transfer_pattern.search(flat.chars)
    if match is None:
        return
    start = flat.chars.rfind("については", 0, match.end())
    named = list(_QUOTED.finditer(flat.chars, 0, start if start >= 0 else match.start()))
    to = _receiver(match["to"])
    at = match.start("to") + match["to"].rfind(to)
    yield Transfer(
        tuple(reader.words(flat.cut(*m.span(1)), "transfer.objective") for m in named),
        reader.words(flat.cut(at, at + len(to)), "transfer.to"),
        reader.words(flat, "transfer.sentence"),
    )


def _receiver(words: str) -> str:
    return words.removeprefix("については").rsplit("は", maxsplit=1)[-1].strip("、 ")


def read_objectives(reader: Reader, slots: Slots) -> tuple[ObjectiveItem, ...]:
    """Objectives that the analysis names: 「<施策目標>「…」(測定指標1・2に対応)」."""
    text = slots.single.get("analysis")
    if text is None:
        return ()
    flat = joined(text.folded())
    items: list[ObjectiveItem] = []
    marks = [m.start() for m in re.finditer(re.escape(reader.form.objective_mark), flat.chars)]
    for mark, end in zip(marks, [*marks, len(flat)][1:], strict=True):
        part = flat.cut(mark + len(reader.form.objective_mark), end).strip()
        quoted = _QUOTED.match(part.chars)
        if quoted is None:
            continue
        covered = reader.form.indicator_reference.search(part.chars, quoted.end(), quoted.end() + 30)
        numbers = expand(covered["numbers"]) if covered else ()
        items.append(
            ObjectiveItem(len(items) + 1, reader.words(part.cut(*quoted.span(1)), "objective.prose"), numbers)
        )
    return tuple(items)


def read_stance(reader: Reader, slots: Slots) -> Stance | None:
    """概算要求の考え方: Ⅰ, Ⅱ, Ⅲ; OCR prints a Latin I for Ⅰ (31-⑧ l.59)."""
    text = slots.single.get("stance")
    if text is None:
        return None
    flat = joined(text.folded())
    match = _STANCE.match(flat.chars)
    code = reader.form.stance.get(match["class"]) if match else None
    if code is None:
        reader.doubt(
            "unknown-vocabulary",
            "stance",
            text,
            "概算要求の考え方の区分が表にない。",
            "The budget stance is not in the scheme.",
        )
    return Stance(reader.words(flat, "stance.cell"), code, _request_year(reader, slots))


def _request_year(reader: Reader, slots: Slots) -> Fact[int] | None:
    """The fiscal year of the request stands in the label: (令和5年度予算概算要求に向けた考え方)."""
    label = slots.single.get("stance_label")
    if label is None:
        return None
    flat = joined(label.folded())
    years = [year for year in find_years(flat.chars, reader.era) if year.fiscal_year is not None]
    if not years or years[0].fiscal_year is None:
        return None
    return reader.fact(years[0].fiscal_year, flat.cut(years[0].start, years[0].end), "stance.year")


def read_footnotes(reader: Reader, slots: Slots) -> Iterator[Footnote]:
    """The notes of the form, each with its mark."""
    for note in slots.notes:
        flat = joined(note.folded())
        match = reader.form.footnote_pattern.match(flat.chars)
        if match:
            mark = match["mark"].strip("()")
            yield Footnote(mark, reader.words(flat, "note"))


def read_local_terms(reader: Reader, slots: Slots) -> Iterator[LocalTerm]:
    """Abbreviations that a note defines, valid in this report only (31-⑧ ※5: AP)."""
    for note in slots.notes:
        flat = joined(note.folded())
        for match in reader.form.local_term_pattern.finditer(flat.chars):
            dates = find_dates(match["date"], reader.era)
            day = reader.fact(dates[0].value, flat.cut(*match.span("date")), "note.date") if dates else None
            decider = flat.cut(*match.span("decider"))
            yield LocalTerm(
                match["short"],
                reader.words(flat.cut(*match.span("title")), "note.title"),
                day,
                reader.words(decider, "note.decider") if decider.strip() else None,
                reader.words(flat.cut(*match.span()), "note.definition"),
            )
