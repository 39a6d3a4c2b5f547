"""The printed text of a report → what was surely misread or misprinted, as doubts with the likely reading.

The text stays as printed: a suspect is a line of the loss report and a flag on every fact that holds it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations

from loaders.cells import Document, Table
from loaders.jp.doubtful import doubtful_words
from loaders.jp.eras import find_dates
from loaders.jp.variants import find_variants
from loaders.model import Issue
from loaders.reading.facts import Reader
from loaders.source import Kind
from loaders.text import Text, joined

_DECIDER = re.compile(r"(?P<decider>[^、。()\d]{4,40}?)(?:決定|了承|了解|報告)")
_BEFORE, _BEHIND = 4, 2
_APART = "\n" * 3
"""Between two cells: more than the letters that a word may have wrong."""


def read_suspects(reader: Reader) -> tuple[Issue, ...]:
    """Every doubt about the words of the document, in printed order."""
    texts = [joined(text.folded()) for text in _texts(reader.document)]
    found = [*_words(reader, texts), *_variants(reader, texts), *_deciders(reader, texts)]
    return tuple(sorted(found, key=lambda issue: issue.span or issue.beside[0]))


def _texts(document: Document) -> Iterator[Text]:
    for part in document.parts:
        if isinstance(part, Table):
            yield from (text for row in part.rows for cell in row if (text := document.text(cell.span)))
        elif text := document.text(part.span):
            yield text


def _code(reader: Reader) -> str:
    """Rows with tabs come from recognition of a page; other kinds but scans keep the author's characters."""
    is_recognised = reader.document.source.kind in {Kind.TABBED, Kind.SCANNED_PDF}
    return "ocr-suspect" if is_recognised else "misprint"


def _words(reader: Reader, texts: Sequence[Text]) -> Iterator[Issue]:
    firsts = list(accumulate((len(text) + len(_APART) for text in texts), initial=0))
    for each in doubtful_words(_APART.join(text.chars for text in texts)):
        index = bisect_right(firsts, each.start) - 1
        if each.end <= firsts[index] + len(texts[index]):
            place = texts[index].cut(each.start - firsts[index], each.end - firsts[index])
            printed, likely = reader.printed(place), "」又は「".join(each.likely)
            yield Issue(
                "warning", _code(reader), f"text.{each.rule}",
                f"「{printed}」は「{likely}」の誤りと思われる。原文のまま残す。",
                f"{printed!r} most likely should read {' or '.join(map(repr, each.likely))}; it is kept.",
                place.span(), each.likely,
            )  # fmt: skip


def _variants(reader: Reader, texts: Sequence[Text]) -> Iterator[Issue]:
    for pair in find_variants([text.chars for text in texts]):
        usual = texts[pair.usual_at[0].text].cut(pair.usual_at[0].start, pair.usual_at[0].end)
        code = "conflict" if pair.is_tie else _code(reader)
        for at in pair.rarer_at:
            place = texts[at.text].cut(at.start, at.end)
            yield Issue(
                "warning", code, "text.word.variant",
                f"「{reader.printed(place)}」と「{reader.printed(usual)}」が一つの評価書にある。両方を残す。",
                f"Two forms of one word, {reader.printed(place)!r} and {reader.printed(usual)!r}; both stay.",
                place.span(), (pair.usual,), (usual.span(),),
            )  # fmt: skip


def _deciders(reader: Reader, texts: Sequence[Text]) -> Iterator[Issue]:
    """Two bodies with nearly one name that decided on one day (…閣僚会議 and …関係会議)."""
    named: dict[tuple[object, str], list[Text]] = {}
    for text in texts:
        for day in find_dates(text.chars, reader.era):
            if match := _DECIDER.match(text.chars, day.end):
                place = text.cut(*match.span("decider"))
                named.setdefault((day.value, "".join(place.chars.split())), []).append(place)
    for (one_day, one), (other_day, other) in combinations(named, 2):
        if one_day == other_day and _is_one_body(one, other):
            for place in named[other_day, other]:
                first = named[one_day, one][0]
                yield Issue(
                    "warning", "conflict", "text.decider",
                    f"同じ日の決定主体が「{one}」とも「{other}」とも書かれている。両方を残す。",
                    f"The body that decided that day is printed as {one!r} and as {other!r}; both are kept.",
                    place.span(), (one, other), (first.span(),),
                )  # fmt: skip


def _is_one_body(one: str, other: str) -> bool:
    return one != other and one[:_BEFORE] == other[:_BEFORE] and one[-_BEHIND:] == other[-_BEHIND:]
