"""Title, number, policy and outcomes of the form → the head of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.errors import FormError
from loaders.jp.eras import document_year, find_year_months, find_years
from loaders.jp.markers import parse_number
from loaders.model import DocumentNumber, Fact, FormerName, Head, LevelAbove, Outcome, PolicyPart, YearMonth
from loaders.reading.facts import Reader
from loaders.slots import Slots
from loaders.text import Text, joined

_LETTERS = re.compile(r"[\s()（）.、:]+")
_HYPHENS = re.compile(r"[-－‐−–―ー]")
_LEVELS = {"最終": "final", "中間": "intermediate"}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_BULLET = re.compile(r"(?:\A|(?<=[\s:。]))・")


def read_head(reader: Reader, slots: Slots) -> Head:
    """The head; the form says which year of title and number is the year evaluated.

    Raises:
        FormError: a year of the head cannot be understood, or the numbering that the number is made of.
    """
    title = joined(slots.title.folded())
    match = reader.form.title_pattern.search(title.chars)
    years = find_years(match["year"]) if match else []
    if match is None or not years or years[0].fiscal_year is None:
        raise FormError(
            reader.document.source.file_name, "a fiscal year in the title", slots.title.chars[:60]
        )
    evaluated = reader.form.head.title_year.evaluated(years[0].fiscal_year)
    return Head(
        reader.words(slots.title, "head.title"),
        _number(reader, slots, evaluated),
        reader.fact(evaluated, title.cut(*match.span("year")), "head.year"),
        _evaluated_in(reader, slots),
    )


def _number(reader: Reader, slots: Slots, evaluated: int) -> Fact[DocumentNumber]:
    if reader.form.number_pattern is None:
        return _number_of_policy(reader, slots, evaluated)
    folded = joined(slots.number.folded())
    match = reader.form.number_pattern.search(folded.chars)
    year = document_year(match["year"]) if match else None
    parts = _parts_of(match["sequence"]) if match else ()
    if match is None or year is None or not parts:
        raise FormError(
            reader.document.source.file_name, "a year in the document number", slots.number.chars[:60]
        )
    ministry = "".join(match["ministry"].split())
    sequence = parts[-1]
    mark = _CIRCLED[sequence - 1] if 0 < sequence <= len(_CIRCLED) else str(sequence)
    if len(parts) > 1:
        mark = "".join(match["sequence"].split())
    normal = f"{ministry}{match['year']}-{mark}"
    number = DocumentNumber(ministry, year[0], sequence, normal, parts[:-1])
    return reader.fact(number, folded, "head.number")


def _number_of_policy(reader: Reader, slots: Slots, evaluated: int) -> Fact[DocumentNumber]:
    """Of a form that prints no number: its ministry, the year evaluated, the numbering of the policy.

    Raises:
        FormError: the policy has no number, so that two reports of a year could not be told apart.
    """
    printed = slots.single.get("policy_name")
    folded = joined(printed.folded()) if printed is not None else Text.empty()
    match = reader.form.head.policy_pattern.match(folded.chars)
    parts = _parts_of(match["number"]) if match else ()
    if match is None or not parts:
        wanted = f"a numbered {reader.form.name_of('policy')}, which stands for the number of the report"
        raise FormError(reader.document.source.file_name, wanted, folded.chars[:60])
    ministry = reader.form.head.ministry
    numbering = "".join(match["number"].split())
    number = DocumentNumber(ministry, evaluated, parts[-1], f"{ministry}{evaluated} {numbering}", parts[:-1])
    return reader.fact(number, folded.cut(*match.span("number")), "head.number.policy")


def _parts_of(numbering: str) -> tuple[int, ...]:
    """Each number of a numbering such as Ⅰ-9-1, ⑲ or (19); none when one of them is not readable.

    >>> _parts_of("I-9-1"), _parts_of("⑲"), _parts_of("(19)"), _parts_of("I-x9")
    ((1, 9, 1), (19,), (19,), ())
    """
    found = [parse_number(_LETTERS.sub("", part)) for part in _HYPHENS.split(numbering)]
    values = tuple(marker.value for marker in found if marker is not None)
    return values if len(values) == len(found) else ()


def _evaluated_in(reader: Reader, slots: Slots) -> Fact[YearMonth] | None:
    text = slots.single.get("evaluated_in")
    if text is None:
        return None
    folded = joined(text.folded())
    found = find_year_months(folded.chars)
    if not found:
        reader.doubt(
            "unparsed",
            "evaluated_in",
            text,
            "実施時期が読めない。",
            "The month of the evaluation is not readable.",
        )
        return None
    return reader.fact(YearMonth(found[0].year, found[0].month), folded, "head.evaluated-in")


def read_policy(reader: Reader, slots: Slots) -> PolicyPart:
    """Number, name, field, overview and outcomes of the policy, and a former name that a note states.

    Raises:
        FormError: the form names no policy.
    """
    printed = slots.single.get("policy_name")
    if printed is None:
        label = reader.form.labels["policy_name"][0]
        raise FormError(reader.document.source.file_name, f"label {label}", slots.title.chars[:60])
    folded = joined(printed.folded())
    match = reader.form.head.policy_pattern.match(folded.chars)
    name = folded.cut(*match.span("name")) if match else folded
    return PolicyPart(
        reader.words(name, "policy.name"),
        _policy_number(reader, folded, match),
        _optional(reader, slots, "field"),
        _optional(reader, slots, "overview"),
        tuple(_outcomes(reader, slots)),
        _former_name(reader, slots),
        tuple(_levels(reader, slots)),
    )


def _levels(reader: Reader, slots: Slots) -> Iterator[LevelAbove]:
    for slot in ("level.1", "level.2", "level.3"):
        if (text := slots.single.get(slot)) is not None:
            yield LevelAbove(reader.form.labels[slot][0], reader.words(text, f"policy.{slot}"))


def _policy_number(reader: Reader, folded: Text, match: re.Match[str] | None) -> Fact[int] | None:
    """The number of the policy; of a numbering of several parts (Ⅰ-9-1) the last, in its words as printed."""
    if match is None:
        return None
    reader.label(folded.cut(0, match.start("name")))
    parts = _parts_of(match["number"])
    return reader.fact(parts[-1], folded.cut(*match.span("number")), "policy.number") if parts else None


def _optional(reader: Reader, slots: Slots, slot: str) -> Fact[str] | None:
    text = slots.single.get(slot)
    return reader.words(text, f"policy.{slot}") if text else None


def _outcomes(reader: Reader, slots: Slots) -> Iterator[Outcome]:
    text = slots.single.get("outcomes")
    if text is None:
        return
    folded = joined(text.folded())
    heads = list(reader.form.outcome_pattern.finditer(folded.chars))
    for head, end in zip(heads, [*(h.start() for h in heads), len(folded)][1:], strict=True):
        level = _LEVELS[head["level"]]
        reader.label(folded.cut(*head.span()))
        for item in _bulleted(folded.cut(head.end(), end)):
            yield Outcome(level, reader.words(item, "policy.outcome"))


def _bulleted(text: Text) -> Iterator[Text]:
    stripped = text.strip()
    starts = [m.start() for m in _BULLET.finditer(stripped.chars)]
    if not starts or starts[0] != 0:
        yield stripped
        return
    for start, end in zip(starts, [*starts[1:], len(stripped)], strict=True):
        yield stripped.cut(start + 1, end).strip()


def _former_name(reader: Reader, slots: Slots) -> FormerName | None:
    for note in slots.notes:
        folded = joined(note.folded())
        match = reader.form.former_name_pattern.search(folded.chars)
        if match is None:
            continue
        stop = folded.chars.find("。", match.end())
        sentence = folded.cut(0, stop + 1 if stop >= 0 else len(folded))
        name = reader.fact(match["name"], folded.cut(*match.span()), "policy.former-name")
        years = tuple(_year_range(folded.chars[: match.start()], reader))
        return FormerName(name, years, reader.words(sentence, "policy.former-name"))
    return None


def _year_range(chars: str, reader: Reader) -> Iterator[int]:
    """令和元年度から令和3年度 names every year from the first to the last."""
    found = [year for year in find_years(chars, reader.era) if year.fiscal_year is not None]
    years = [year.fiscal_year for year in found if year.fiscal_year is not None]
    between = chars[found[0].end : found[-1].start].strip() if len(found) > 1 else ""
    yield from range(years[0], years[-1] + 1) if between in {"から", "~"} else years
