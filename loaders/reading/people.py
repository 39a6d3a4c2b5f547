"""担当部局課室 and 作成責任者 → units and posts; printed names are kept apart from the posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.jp.organisations import parse_posts, parse_units
from loaders.model import ResponsiblePost, UnitPath
from loaders.reading.facts import Reader
from loaders.slots import Slots
from loaders.text import Text


def read_units(reader: Reader, slots: Slots) -> Iterator[UnitPath]:
    """The responsible units in printed order, each from the bureau down."""
    text = slots.single.get("units")
    if text is None:
        reader.doubt("missing-slot", "units", None, "担当部局がない。", "No responsible unit is named.")
        return
    flat = _flat(text)
    reader.label(flat)
    for found in parse_units(flat.chars):
        yield UnitPath(
            found.names, reader.words(_with_bureau(flat, found.names[0], found.start, found.end), "units")
        )


def _with_bureau(flat: Text, bureau: str, start: int, end: int) -> Text:
    """The printed bureau and the printed unit below it: a bureau is printed once for several units."""
    at = flat.chars.rfind(bureau, 0, start)
    if at < 0 or flat.chars.startswith(bureau, start):
        return flat.cut(start, end)
    return flat.cut(at, at + len(bureau)) + flat.cut(start, end)


def read_posts(reader: Reader, slots: Slots) -> Iterator[ResponsiblePost]:
    """The responsible posts in printed order."""
    text = slots.single.get("posts")
    if text is None:
        return
    flat = _parted(_flat(text), _bureaus(slots))
    for found in parse_posts(flat.chars):
        name = flat.cut(found.name_start, found.name_end)
        yield ResponsiblePost(
            reader.words(flat.cut(found.post_start, found.post_end), "posts.post"),
            reader.words(name, "posts.name") if name.strip() else None,
            found.unit_names,
        )


def _bureaus(slots: Slots) -> list[str]:
    """The first names of the responsible units, the longest first."""
    units = slots.single.get("units")
    found = parse_units(_flat(units).chars) if units is not None else ()
    return sorted({unit.names[0] for unit in found}, key=lambda name: (-len(name), name))


def _parted(flat: Text, bureaus: list[str]) -> Text:
    """A blank before a bureau that follows a given name without one: the line before it was full."""
    if not bureaus:
        return flat
    names = "|".join(re.escape(name) for name in bureaus)
    joint = re.compile(rf"(?<=[ \u3000])[^\s()、]{{1,3}}(?<![省庁府局部課室官院会])(?={names})")
    parted = Text.empty()
    start = 0
    for match in joint.finditer(flat.chars):
        at = flat.starts[match.end()]
        parted = parted + flat.cut(start, match.end()) + Text(" ", (at,), (at,))
        start = match.end()
    return parted + flat.cut(start)


def _flat(text: Text) -> Text:
    """Line ends between two posts are a gap, not a join: keep them as blanks."""
    folded = text.folded()
    return Text(folded.chars.replace("\n", " "), folded.starts, folded.ends)
