"""Readable text that knows its way back to the raw characters of the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaders.jp.folding import fold_each, fold_with_map
from loaders.model import Span

_BLANKS = " \t\r\n\f\v\u3000\u00a0\u2028\u2029\u0085"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters with the half-open raw range of each; the ranges never decrease.

    Slicing, folding and joining keep the ranges, so that a match anywhere leads to raw offsets.
    """

    chars: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, raw: str, start: int, end: int) -> Text:
        """The raw characters from `start` to `end` as they are."""
        return cls(raw[start:end], tuple(range(start, end)), tuple(range(start + 1, end + 1)))

    @classmethod
    def empty(cls) -> Text:
        """No characters at all."""
        return cls("", (), ())

    def __len__(self) -> int:
        return len(self.chars)

    def __bool__(self) -> bool:
        return bool(self.chars)

    def cut(self, start: int, end: int | None = None) -> Text:
        """The characters from `start` to `end` of this text."""
        part = slice(start, len(self.chars) if end is None else end)
        return Text(self.chars[part], self.starts[part], self.ends[part])

    def strip(self) -> Text:
        """The text without blanks at both ends."""
        left = len(self.chars) - len(self.chars.lstrip(_BLANKS))
        right = len(self.chars.rstrip(_BLANKS))
        return self.cut(left, max(left, right))

    def keep(self, wanted: Iterable[int]) -> Text:
        """The characters at the `wanted` indices, in that order."""
        index = list(wanted)
        return Text(
            "".join(self.chars[i] for i in index),
            tuple(self.starts[i] for i in index),
            tuple(self.ends[i] for i in index),
        )

    def __add__(self, other: Text) -> Text:
        return Text(self.chars + other.chars, self.starts + other.starts, self.ends + other.ends)

    def span(self) -> Span:
        """The raw range from the first to the last character."""
        return Span(self.starts[0], self.ends[-1])

    def folded(self) -> Text:
        """The text in its comparing form (widths folded), each character with its source range."""
        if (single := fold_each(self.chars)) is not None:
            return Text(single, self.starts, self.ends)
        chars, first, last = fold_with_map(self.chars)
        return Text(
            chars,
            tuple(self.starts[i] for i in first),
            tuple(self.ends[i - 1] for i in last),
        )

    def squeezed(self) -> Text:
        """The text without any blank."""
        return self.keep(i for i, char in enumerate(self.chars) if char not in _BLANKS)

    def runs(self, gap: str) -> tuple[Span, ...]:
        """The raw ranges of the text, split where raw characters other than blanks or markup were left out.

        `gap` is the raw text of the whole source.
        """
        spans: list[Span] = []
        first, last = -1, -1
        for start, end in zip(self.starts, self.ends, strict=True):
            if first >= 0 and (start <= last or not gap[last:start].strip(_BLANKS)):
                last = max(last, end)
                continue
            if first >= 0:
                spans.append(Span(first, last))
            first, last = start, end
        if first >= 0:
            spans.append(Span(first, last))
        return tuple(spans)

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Text]]:
        """Each match of `pattern` with the text that it covers."""
        for match in pattern.finditer(self.chars):
            yield match, self.cut(match.start(), match.end())


def joined(text: Text) -> Text:
    """The text with wrapped lines joined: nothing between Japanese characters, one blank between Latin words.

    A line end between two Latin or digit characters stays one blank, unless both are digits: a number that
    a line end broke is one number (READING 5.5).
    """
    if not any(end in text.chars for end in "\r\n\f"):
        return text
    kept: list[int] = []
    for index, char in enumerate(text.chars):
        if char in "\r\n\f" and not _is_word_gap(text.chars, index):
            continue
        kept.append(index)
    result = text.keep(kept)
    return Text("".join(" " if c in "\r\n\f" else c for c in result.chars), result.starts, result.ends)


def _is_word_gap(chars: str, index: int) -> bool:
    before, after = chars[:index].rstrip("\r\n\f")[-1:], chars[index:].lstrip("\r\n\f")[:1]
    return (
        before.isascii()
        and after.isascii()
        and before.isalpha()
        and after.isalpha()
        and chars[index - 1] not in "\r\n\f"
    )


def lines_of(raw: str) -> Iterator[Span]:
    """The raw range of each line, split at U+000A only, line end left out."""
    start = 0
    while start <= len(raw):
        end = raw.find("\n", start)
        if end < 0:
            end = len(raw)
        yield Span(start, end)
        start = end + 1
