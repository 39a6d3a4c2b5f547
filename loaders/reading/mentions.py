"""Prose of a report → the legal acts that it names in quotation marks or with their number.

Which of them is known, and acts named by their short names (デジタル手続法), is for the registry to say
(loaders/citing/naming.py); here only what the wording itself shows to be an act.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.model import LegalAct, Span
from loaders.reading.facts import Reader
from loaders.slots import Slots
from loaders.text import Text, joined

_NOT_PROSE = frozenset({"units", "posts", "evaluated_in", "field", "policy_name"})


def read_legal_acts(reader: Reader, slots: Slots) -> Iterator[LegalAct]:
    """Every act in printed order; an act that is named twice is given twice."""
    found: dict[tuple[Span, ...], LegalAct] = {}
    for text in _prose(slots):
        flat = joined(text.folded())
        for pattern in reader.form.prose.laws:
            for match in pattern.finditer(flat.chars):
                name = reader.words(flat.cut(*match.span("name")), "law.name")
                number = flat.cut(*match.span("number")) if match.groupdict().get("number") else None
                act = LegalAct(name, reader.words(number, "law.number") if number else None)
                found.setdefault(name.spans, act)
    yield from (found[spans] for spans in sorted(found))


def _prose(slots: Slots) -> Iterator[Text]:
    for slot, text in sorted(slots.single.items()):
        if slot not in _NOT_PROSE and not slot.endswith("_label"):
            yield text
    yield from slots.notes
    yield from (row.excerpt for row in slots.cabinet if row.excerpt is not None)
