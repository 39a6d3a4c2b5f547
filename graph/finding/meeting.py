"""A thing and what is wanted → the hit: which of its texts shows the words best, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from graph.finding.folding import marks, readings
from graph.finding.things import FIELDS, Hit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.finding.things import Text, Thing, Wanted

_LABEL: Final = 80
_FIELDS_OF: Final = {"exact": FIELDS[:1], "alias": FIELDS[:2], "label": FIELDS[:1], "passage": FIELDS}


def holds(text: str, forms: Iterable[str]) -> bool:
    """Whether one of the readings of a word stands in one of the readings of a text."""
    held = readings(text)
    return any(form in reading for form in forms for reading in held)


def hit_of(thing: Thing, why: str, wanted: Wanted) -> Hit:
    """The hit for a thing that is known to be found for this reason."""
    text = _shown(thing, why, wanted)
    return Hit(
        thing.path,
        thing.kind,
        thing.term,
        _label(thing),
        thing.years,
        thing.ministries,
        why,
        text.text,
        marks(text.text, (wanted.whole, *wanted.words) if why in ("exact", "alias") else wanted.words),
        text.passages,
    )


def _shown(thing: Thing, why: str, wanted: Wanted) -> Text:
    """The first of the texts that hold the most words; a text that is the whole name before all others."""
    texts = [text for text in thing.texts if text.field in _FIELDS_OF[why]]
    return max(
        texts, key=lambda text: (_is_whole(text, wanted), sum(holds(text.text, w) for w in wanted.words))
    )


def _is_whole(text: Text, wanted: Wanted) -> bool:
    return text.field in FIELDS[:2] and not set(wanted.whole).isdisjoint(readings(text.text))


def _label(thing: Thing) -> str:
    """The name of a thing; a statement has none and is called by the beginning of its words."""
    first = thing.texts[0]
    cut = first.field == FIELDS[2] and len(first.text) > _LABEL
    return first.text[: _LABEL - 1] + "…" if cut else first.text
