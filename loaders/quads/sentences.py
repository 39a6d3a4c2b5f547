"""A named place in a report → the sentence around it, so that a bare name is never all that is quoted.

The sentence stays inside the narrowest part of the form that holds the place: one cell, one block of prose.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

_END = re.compile(r"。[)）」』】〕]*|</?[a-zA-Z][^<>]{0,200}>|\t|\n[ 　\t]*\n|\n(?=[・○※])")
"""A full stop with the brackets that close behind it, a tag, the edge of a cell, a blank line, a bullet."""


def sentence_around(raw: str, place: Span, blocks: Iterable[Span]) -> Span:
    """The sentence that holds `place`, or the place itself where no block holds it.

    A full stop inside the place ends nothing; blanks at both ends are left out.
    """
    around = [b for b in blocks if b.start <= place.start and place.end <= b.end]
    if not around:
        return place
    block = min(around, key=lambda span: (span.end - span.start, span.start))
    start = max((m.end() for m in _END.finditer(raw, block.start, place.start)), default=block.start)
    closing = _END.search(raw, place.end, block.end)
    end = block.end if closing is None else _closed(closing)
    left = len(raw[start : place.start]) - len(raw[start : place.start].lstrip())
    return Span(start + left, place.end + len(raw[place.end : end].rstrip()))


def _closed(found: re.Match[str]) -> int:
    return found.end() if found[0].startswith("。") else found.start()
