"""Title, number, policy and outcomes of the form → the head of the model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.errors import FormError
from loaders.jp.eras import document_year, find_year_months, find_years
from loaders.jp.markers import circled_value
from loaders.model import DocumentNumber, Fact, FormerName, Head, Outcome, PolicyPart, YearMonth
from loaders.reading.facts import Reader
from loaders.slots import Slots
from loaders.text import Text, joined

_POLICY = re.compile(r"政\s*策\s*(?P<number>\d{1,3}|[①-⑳]|[IVX]+)\s*[:.、]?\s*(?P<name>\S.*)\Z", re.DOTALL)
_LEVELS = {"最終": "final", "中間": "intermediate"}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_BULLET = re.compile(r"(?:\A|(?<=[\s:。]))・")


def read_head(reader: Reader, slots: Slots) -> Head:
    """The head; the year in the title is the year evaluated, the one in the number the year of evaluation.

    Raises:
        FormError: a year of the head cannot be understood.
    """
    title = joined(slots.title.folded())
    match = reader.form.title_pattern.search(title.chars)
    years = find_years(match["year"]) if match else []
    if match is None or not years or years[0].fiscal_year is None:
        raise FormError(
            reader.document.source.file_name, "a fiscal year in the title", slots.title.chars[:60]
        )
    return Head(
        reader.words(slots.title, "head.title"),
        _number(reader, slots.number),
        reader.fact(years[0].fiscal_year, title.cut(*match.span("year")), "head.year"),
        _evaluated_in(reader, slots),
    )


def _number(reader: Reader, printed: Text) -> Fact[DocumentNumber]:
    folded = joined(printed.folded())
    match = reader.form.number_pattern.search(folded.chars)
    year = document_year(match["year"]) if match else None
    if match is None or year is None:
        raise FormError(reader.document.source.file_name, "a year in the document number", printed.chars[:60])
    sequence = circled_value(match["sequence"]) or int(match["sequence"])
    ministry = "".join(match["ministry"].split())
    mark = _CIRCLED[sequence - 1] if 0 < sequence <= len(_CIRCLED) else str(sequence)
    number = DocumentNumber(ministry, year[0], sequence, f"{ministry}{match['year']}-{mark}")
    return reader.fact(number, folded, "head.number")


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
        raise FormError(reader.document.source.file_name, "label 政策名", slots.title.chars[:60])
    folded = joined(printed.folded())
    match = _POLICY.match(folded.chars)
    name = folded.cut(*match.span("name")) if match else folded
    return PolicyPart(
        reader.words(name, "policy.name"),
        _policy_number(reader, folded, match),
        _optional(reader, slots, "field"),
        _optional(reader, slots, "overview"),
        tuple(_outcomes(reader, slots)),
        _former_name(reader, slots),
    )


def _policy_number(reader: Reader, folded: Text, match: re.Match[str] | None) -> Fact[int] | None:
    if match is None:
        return None
    reader.label(folded.cut(0, match.start("name")))
    number = circled_value(match["number"]) or (int(match["number"]) if match["number"].isdigit() else None)
    return None if number is None else reader.fact(number, folded.cut(*match.span("number")), "policy.number")


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
