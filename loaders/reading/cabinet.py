"""Rows of the cabinet table → documents with every printed date, section paths and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.jp.eras import find_dates
from loaders.jp.headings import Heading as Found
from loaders.jp.headings import Outline, parse_outline
from loaders.model import CabinetDocument, Excerpt, Heading, SectionPath
from loaders.reading.facts import Reader
from loaders.slots import CabinetRow, Slots
from loaders.text import Text, joined

# A heading number of a strong shape inside a title: two headings ran together when lines were joined.
_EMBEDDED = re.compile(r"(?<=[^\s\d(.])(?:\d{1,2}\s*\.(?!\d)|\(\d{1,2}\)|[①-⑳]|\d{1,2}-\d{1,2}(?!\d))")
_LONGEST_TITLE = 120


def read_cabinet(reader: Reader, slots: Slots) -> tuple[CabinetDocument, ...]:
    """The documents in printed order; the first date is the decision, each further one a 改定."""
    return tuple(_document(reader, row) for row in slots.cabinet)


def _document(reader: Reader, row: CabinetRow) -> CabinetDocument:
    dates = joined(row.dates.folded())
    found = find_dates(dates.chars, reader.era)
    reader.label(dates)
    if not found:
        reader.doubt(
            "unparsed",
            "cabinet.date",
            row.dates,
            "年月日が読めない。",
            "The date of this document is not readable.",
        )
    return CabinetDocument(
        reader.words(row.title, "cabinet.title"),
        tuple(reader.fact(f.value, dates.cut(f.start, f.end), "cabinet.date") for f in found),
        _excerpt(reader, row.excerpt) if row.excerpt is not None else None,
    )


def _excerpt(reader: Reader, printed: Text) -> Excerpt:
    folded = printed.folded()
    if _has_lost_lines(printed.chars):
        return _unstructured(reader, printed)
    lines = {0} | {i + 1 for i, char in enumerate(folded.chars) if char == "\n"}
    outline = parse_outline(folded.chars, lines)
    if any(_EMBEDDED.search(h.title) or len(h.title) > _LONGEST_TITLE for h in outline.headings):
        return _unstructured(reader, printed)
    return Excerpt(
        reader.words(printed, "cabinet.excerpt"),
        tuple(_paths(reader, folded, outline)),
        tuple(
            reader.words(folded.cut(b.start, b.end), "cabinet.quote")
            for b in outline.bodies
            if b.start < b.end
        ),
    )


def _has_lost_lines(chars: str) -> bool:
    """Lines of one width were wrapped by a machine: their ends say nothing about headings."""
    widths = [len(line) for line in chars.split("\n")]
    return (
        len(widths) > 1
        and len(set(widths[:-1])) == 1
        and widths[-1] <= widths[0]
        and widths[0] < _LONGEST_TITLE
    )


def _unstructured(reader: Reader, printed: Text) -> Excerpt:
    reader.doubt(
        "ambiguous",
        "cabinet.excerpt",
        printed,
        "抜粋の見出しの切れ目が失われている。章節は採用せず、文書だけを根拠とする。",
        "Headings of this excerpt run together; no section is asserted, only the document.",
    )
    return Excerpt(reader.words(printed, "cabinet.excerpt"), ())


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
