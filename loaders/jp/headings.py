r"""Folded excerpt of a plan → headings as a tree, and the bodies between them (READING 8).

A stack of marker kinds: a kind known on the stack pops to its level, a new kind pushes.  Depth is what this
document shows, never a fixed table; only 編/部 > 章 > 節 > 款 > 項 have an order of their own.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from loaders.jp.heading_markers import Marker, MarkerGroup, find_elisions, find_markers

_OPENING: Final = "(「『【["
_CLOSING: Final = ")」』】]"
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n|\n[ \t]+")
_TITLE_GAP: Final = re.compile(r"(?<![A-Za-z0-9])[ \t]+(?![A-Za-z0-9])|\n")
_JAPANESE_GAP: Final = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading.  `[start, end)` holds marker and title, the title alone begins at `title_start`.

    `numbering` is the printed marker; `level` counts from 1; `parent` is an index into the list, None at the
    top.  A heading inside a compound marker (II of II-1-(4)) has an empty title.
    """

    numbering: str
    value: int
    kind: str
    title: str
    title_start: int
    start: int
    end: int
    level: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Body:
    """A stretch of text under a heading (None: before the first one), without the (略) that bound it."""

    heading: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Headings in order, and the bodies between them."""

    headings: tuple[Heading, ...]
    bodies: tuple[Body, ...]

    def path(self, index: int) -> tuple[Heading, ...]:
        """Headings from the top down to `index`."""
        found = [self.headings[index]]
        while found[-1].parent is not None:
            found.append(self.headings[found[-1].parent])
        return tuple(reversed(found))

    def deepest(self) -> tuple[tuple[Heading, ...], ...]:
        """Paths of all headings that hold no other heading, in order."""
        parents = {heading.parent for heading in self.headings}
        return tuple(self.path(index) for index in range(len(self.headings)) if index not in parents)


def parse_headings(s: str, line_starts: Collection[int]) -> list[Heading]:
    """Reads the headings of `s`; `line_starts` are the indices at which lines begin.

    >>> [(h.numbering, h.level) for h in parse_headings("3. 主要分野 [3] 地方行財政改革 (4) IT化", {0})]
    [('3.', 1), ('[3]', 2), ('(4)', 3)]
    """
    return list(parse_outline(s, line_starts).headings)


def parse_outline(s: str, line_starts: Collection[int]) -> Outline:
    """Reads headings and bodies; bodies are cut at (略), whose two sides are two quotes."""
    groups = _confirmed(s, find_markers(s, line_starts))
    tree = HeadingTree(s)
    bodies = _bodies(s, None, 0, groups[0].start if groups else len(s))
    nexts = [*(later.start for later in groups[1:]), len(s)]
    for group, following in zip(groups, nexts, strict=False):
        title_end = _title_end(s, group.end, following)
        index = tree.add(group, title_end)
        bodies.extend(_bodies(s, index, title_end, following))
    return Outline(tuple(tree.headings), tuple(bodies))


def _confirmed(s: str, groups: Iterable[MarkerGroup]) -> list[MarkerGroup]:
    """Leaves out bare numbers inside a line unless they follow a title directly: prose holds many numbers."""
    kept: list[MarkerGroup] = []
    stops = [found.start() for found in re.finditer("。", s)]
    for group in groups:
        bare = group.markers[0].kind == "bare" and not group.at_line
        if not bare or (kept and not _any_between(stops, kept[-1].end, group.start)):
            kept.append(group)
    return kept


def _any_between(stops: list[int], start: int, end: int) -> bool:
    index = bisect_left(stops, start)
    return index < len(stops) and stops[index] < end


def _title_end(s: str, start: int, end: int) -> int:
    elisions = find_elisions(s, start, end)
    end = elisions[0][0] if elisions else end
    while start < end and s[start].isspace():
        start += 1
    paragraph = _PARAGRAPH.search(s, start, end)
    end = paragraph.start() if paragraph else end
    if ends_sentence(s, start, end):
        gap = _first_gap(s, start, end)
        end = gap if gap is not None else end
    while start < end and s[end - 1].isspace():
        end -= 1
    return end


def ends_sentence(s: str, start: int, end: int) -> bool:
    """Tells whether a 。 stands outside brackets: 「離島を含む。」 in brackets ends no title."""
    depth = 0
    for char in s[start:end]:
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == "。" and depth == 0:
            return True
    return False


def _first_gap(s: str, start: int, end: int) -> int | None:
    line_end = s.find("\n", start, end)
    if line_end >= 0 and not ends_sentence(s, start, line_end):
        return line_end
    gap = _TITLE_GAP.search(s, start, end)
    return gap.start() if gap else None


def _bodies(s: str, heading: int | None, start: int, end: int) -> list[Body]:
    edges = [start, *(edge for elision in find_elisions(s, start, end) for edge in elision), end]
    bodies = (_trimmed(s, heading, low, high) for low, high in zip(edges[::2], edges[1::2], strict=True))
    return [body for body in bodies if body.start < body.end]


def _trimmed(s: str, heading: int | None, start: int, end: int) -> Body:
    while start < end and s[start].isspace():
        start += 1
    while start < end and s[end - 1].isspace():
        end -= 1
    return Body(heading, start, end)


@dataclass(slots=True)
class HeadingTree:
    """The stack while it works: headings in order, those open, which kinds were seen below which."""

    s: str
    headings: list[Heading] = field(default_factory=list["Heading"])
    open: list[tuple[Marker, int]] = field(default_factory=list["tuple[Marker, int]"])
    above: dict[str, set[str]] = field(default_factory=dict[str, "set[str]"])

    def add(self, group: MarkerGroup, title_end: int) -> int:
        """Adds a heading whose title ends at `title_end`, and gives its index."""
        *upper, last = group.markers
        for marker in upper[self._reopened(upper) :]:
            self._push(marker, marker.end, marker.end)
        title_start = min(_skip_blanks(self.s, group.end), max(title_end, group.end))
        self._push(last, title_start, max(title_end, group.end))
        return len(self.headings) - 1

    def _reopened(self, upper: list[Marker]) -> int:
        """Counts upper levels that are open already (II and 1 of II-1-(5) after II-1-(4)), pops below."""
        marks = [(marker.kind, marker.value) for marker in upper]
        known = [(marker.kind, marker.value) for marker, _ in self.open]
        if not marks or marks[0] not in known:
            return 0
        first = known.index(marks[0])
        shared = next((n for n in range(len(marks), 0, -1) if known[first : first + n] == marks[:n]), 0)
        del self.open[first + shared :]
        return shared

    def _push(self, marker: Marker, title_start: int, end: int) -> None:
        self._pop_for(marker)
        parent = self.open[-1][1] if self.open else None
        self.above.setdefault(marker.kind, set()).update(known.kind for known, _ in self.open)
        title = squeezed_title(self.s, title_start, end)
        numbering = self.s[marker.start : marker.end]
        level = len(self.open) + 1
        self.open.append((marker, len(self.headings)))
        self.headings.append(
            Heading(
                numbering, marker.value, marker.kind, title, title_start, marker.start, end, level, parent
            )
        )

    def _pop_for(self, marker: Marker) -> None:
        for depth, (known, _) in enumerate(self.open):
            if known.kind == marker.kind or self._outranks(marker, known):
                del self.open[depth:]
                return

    def _outranks(self, marker: Marker, known: Marker) -> bool:
        if marker.rank is not None and known.rank is not None:
            return marker.rank <= known.rank
        below = marker.kind in self.above.get(known.kind, ())
        return below and known.kind not in self.above.get(marker.kind, ())


def squeezed_title(s: str, start: int, end: int) -> str:
    """The words of a title on one line: nothing where a line end parted Japanese characters."""
    return " ".join(_JAPANESE_GAP.sub("", s[start:end]).split())


def _skip_blanks(s: str, at: int) -> int:
    while at < len(s) and s[at].isspace():
        at += 1
    return at
