"""Rows of the cabinet table → documents with every printed date, section paths and quotes."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.jp.eras import find_dates
from loaders.jp.headings import Heading as Found
from loaders.jp.headings import Outline, parse_outline
from loaders.model import CabinetDocument, Excerpt, Heading, SectionPath
from loaders.reading.facts import Reader
from loaders.slots import CabinetRow, Slots
from loaders.text import Text, joined


def read_cabinet(reader: Reader, slots: Slots) -> tuple[CabinetDocument, ...]:
    """The documents in printed order; the first date is the decision, each further one a 改定."""
    return tuple(_document(reader, row) for row in slots.cabinet)


def _document(reader: Reader, row: CabinetRow) -> CabinetDocument:
    dates = joined(row.dates.folded())
    found = find_dates(dates.chars, reader.era)
    if not found:
        reader.doubt("unparsed", "cabinet.date", row.dates, "年月日が読めない。", "The date of this document is not readable.")
    return CabinetDocument(
        reader.words(row.title, "cabinet.title"),
        tuple(reader.fact(f.value, dates.cut(f.start, f.end), "cabinet.date") for f in found),
        _excerpt(reader, row.excerpt) if row.excerpt is not None else None,
    )


def _excerpt(reader: Reader, printed: Text) -> Excerpt:
    folded = printed.folded()
    lines = {0} | {i + 1 for i, char in enumerate(folded.chars) if char == "\n"}
    outline = parse_outline(folded.chars, lines)
    return Excerpt(
        reader.words(printed, "cabinet.excerpt"),
        tuple(_paths(reader, folded, outline)),
        tuple(reader.words(folded.cut(b.start, b.end), "cabinet.quote") for b in outline.bodies if b.start < b.end),
    )


def _paths(reader: Reader, folded: Text, outline: Outline) -> Iterator[SectionPath]:
    parents = {heading.parent for heading in outline.headings}
    for index in range(len(outline.headings)):
        if index not in parents:
            yield SectionPath(tuple(_heading(reader, folded, found) for found in _ancestors(outline, index)))


def _ancestors(outline: Outline, index: int) -> list[Found]:
    chain: list[Found] = []
    at: int | None = index
    while at is not None:
        chain.append(outline.headings[at])
        at = outline.headings[at].parent
    return chain[::-1]


def _heading(reader: Reader, folded: Text, found: Found) -> Heading:
    title = folded.cut(found.title_start, found.end)
    numbering = folded.cut(found.start, found.title_start)
    return Heading(
        reader.printed(numbering),
        found.value,
        reader.printed(title) if title.strip() else "",
        folded.cut(found.start, found.end).strip().span(),
        found.kind,
    )
