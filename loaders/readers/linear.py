"""Text in drawing order without cells → blocks between blank lines."""

from __future__ import annotations

from loaders.cells import Block, Document
from loaders.model import Span
from loaders.source import Source
from loaders.text import lines_of

_BLANK = " \t\r\f\v\u3000\u00a0"


def read_linear(source: Source) -> Document:
    """A block is a run of lines that are not blank; a form feed is a blank, never an end of a block."""
    raw = source.raw
    parts: list[Block] = []
    layout: list[Span] = []
    open_block: Span | None = None
    for line in lines_of(raw):
        end = min(line.end + 1, len(raw))
        if raw[line.start : line.end].strip(_BLANK):
            open_block = Span(open_block.start if open_block else line.start, line.end)
            continue
        if "\f" in raw[line.start : end] and open_block:
            continue
        layout.append(Span(open_block.end if open_block else line.start, end))
        if open_block:
            parts.append(Block(open_block))
            open_block = None
    if open_block:
        parts.append(Block(open_block))
        layout.append(Span(open_block.end, len(raw)))
    return Document(source, tuple(parts), tuple(s for s in layout if s.start < s.end), ())
