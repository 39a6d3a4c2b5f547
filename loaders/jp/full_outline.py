"""Folded full text of a plan → its headings as a tree, from marks alone or from the levels of tags.

Full texts differ from excerpts: a heading has a line of its own, numbers do not skip, a table of contents
names every heading once before, and headings without a number stand between the numbered ones:
（基本的な考え方）, ○経済的手法, はじめに. Such a heading holds no numbered one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from loaders.jp.heading_markers import Marker, MarkerGroup, marker_at
from loaders.jp.headings import Heading, HeadingTree, ends_sentence, squeezed_title

PAREN_TITLE: Final = "(title)"
FRONT: Final = "front"
PLAIN: Final = "plain"
LONGEST_TITLE: Final = 120
_LONGEST_UNNUMBERED: Final = 70
_LAST_NARROW: Final = 60
_FULL_LINE: Final = 0.85
_MOST_LINES: Final = 12
_LEADER_WITHIN: Final = 200

_FRONT: Final = re.compile(
    r"(?:はじめに|おわりに|終わりに|まえがき|むすび|結び|前文|序文|序|結語)[ ]*(?:※.{0,40})?\Z"
)
_BRACKETED: Final = re.compile(r"\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)[ ]*(?:※.{0,40})?\Z")
_NO_TITLE: Final = re.compile(
    r"注|※|参考|出典|資料|別紙|以下|略|案\Z|素案|.*(?:閣議|決定|年[ ]?[0-9]{1,2}[ ]?月|~)"
)
_BULLET: Final = re.compile(r"[○◯●◎◆◇■□▼▽▶]")
_CONTENTS: Final = re.compile(r"目[ ]*次\Z")
_LEADER: Final = re.compile(r"(?:[ ]*(?:[.・…‥-][ ]*){2,}|[ ]{2,})[0-9]{1,3}\Z")
_SPEAKS_ON: Final = re.compile(r"(?:[、,:;]|[はがをにで])\Z")
_WEAK: Final = frozenset(
    {"bare", "bare-kanji", "bare-kana", "bare-roman", "close", "arabic-dot", "kanji-dot"}
)


@dataclass(frozen=True, slots=True)
class FullOutline:
    """Headings in order; `contents` are the ranges of a table of contents, which repeats them."""

    headings: tuple[Heading, ...]
    contents: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank; `fresh` when a paragraph can begin here."""

    start: int
    end: int
    fresh: bool


def outline_of_marks(s: str) -> FullOutline:
    r"""Reads the headings of a text without tags.

    >>> outline = outline_of_marks("第1章 総論\n\n1. 背景\n\n本文である。")
    >>> [(heading.numbering, heading.title, heading.level) for heading in outline.headings]
    [('第1章', '総論', 1), ('1.', '背景', 2)]
    """
    lines = list(_lines(s))
    width = _width(lines)
    contents = _contents(s, lines)
    tree = HeadingTree(s)
    last: dict[int | None, dict[str, int]] = {}
    done = 0
    for index, line in enumerate(lines):
        if line.start < done or any(a <= line.start < b for a, b in contents):
            continue
        after_heading = bool(tree.headings) and tree.headings[-1].end == lines[index - 1].end
        group = _mark(s, _whole(s, lines, index, width)) if line.fresh or after_heading else None
        if group is None or _is_list_item(s, group, lines, index):
            continue
        end = _title_end(s, lines, index, width, group)
        if end is None or not _follows(tree, group, last):
            continue
        _add(tree, group, end, last)
        done = end
    return FullOutline(tuple(tree.headings), contents)


def outline_of_tags(s: str, tagged: Iterable[tuple[int, int, int]]) -> FullOutline:
    """Builds the tree that tags say: `tagged` are start, end and level of each heading, in order."""
    headings: list[Heading] = []
    open_: list[tuple[int, int]] = []
    counts: dict[int | None, int] = {}
    for start, end, level in tagged:
        while open_ and open_[-1][0] >= level:
            open_.pop()
        parent = open_[-1][1] if open_ else None
        open_.append((level, len(headings)))
        mark = _tagged_mark(s, start, end)
        if mark.kind in {PAREN_TITLE, FRONT, PLAIN} or _BULLET.match(mark.kind):
            counts[parent] = counts.get(parent, 0) + 1
            mark = replace(mark, value=counts[parent])
        title_start = mark.end + len(s[mark.end : end]) - len(s[mark.end : end].lstrip())
        headings.append(
            Heading(
                s[mark.start : mark.end], mark.value, mark.kind, squeezed_title(s, title_start, end),
                title_start, start, end, len(open_), parent,
            )
        )  # fmt: skip
    return FullOutline(tuple(headings))


def is_unnumbered(heading: Heading) -> bool:
    """Whether a heading carries no number; its value counts such headings below one parent."""
    return heading.kind in {PAREN_TITLE, FRONT, PLAIN} or _BULLET.match(heading.kind) is not None


def _tagged_mark(s: str, start: int, end: int) -> Marker:
    group = marker_at(f"{s[start:end]} 題", 0)
    if group is not None and group.end <= end - start:
        mark = group.markers[-1]
        return replace(mark, start=mark.start + start, end=mark.end + start)
    found = _unnumbered(s, _Line(start, end, fresh=True))
    return found.markers[0] if found is not None else Marker(PLAIN, 0, start, start, None)


def _lines(s: str) -> Iterator[_Line]:
    start, before = 0, ""
    for text in s.split("\n"):
        content = text.strip()
        if content:
            left = start + len(text) - len(text.lstrip())
            indented = text[:1].isspace()
            fresh = not before or indented or before[-1] in "。」)』】!?"
            yield _Line(left, left + len(content), fresh)
        before = content
        start += len(text) + 1


def _width(lines: Sequence[_Line]) -> int | None:
    """The width at which lines were wrapped; None when paragraphs stand on one line each."""
    lengths = sorted(line.end - line.start for line in lines)
    if not lengths:
        return None
    common = lengths[len(lengths) * 9 // 10]
    return common if common <= _LAST_NARROW and lengths[-1] <= common * 2 else None


def _contents(s: str, lines: Sequence[_Line]) -> tuple[tuple[int, int], ...]:
    """The table of contents: from 目次 to where the first title that it names stands again."""
    for index, line in enumerate(lines):
        if not _CONTENTS.match(s[line.start : line.end]):
            continue
        following = lines[index + 1 :]
        if not following:
            return ((line.start, line.end),)
        first = _entry(s, following[0])
        again = next((at for at in following[1:] if _entry(s, at) == first), None)
        if again is not None:
            return ((line.start, again.start),)
        leaders = [at for at in following if _leader(s, at) is not None]
        return ((line.start, leaders[-1].end if leaders else line.end),)
    return ()


def _entry(s: str, line: _Line) -> str:
    leader = _leader(s, line)
    return "".join(s[line.start : line.end if leader is None else leader].split())


def _leader(s: str, line: _Line) -> int | None:
    """Where the dots and the page number begin that end a line of a table of contents."""
    found = _LEADER.search(s, max(line.start, line.end - _LEADER_WITHIN), line.end)
    return None if found is None else found.start()


def _whole(s: str, lines: Sequence[_Line], index: int, width: int | None) -> _Line:
    """A bracketed title with the lines over which it goes on."""
    line = lines[index]
    if s[line.start] != "(" or ")" in s[line.start : line.end]:
        return line
    return replace(line, end=next((at.end for at in _continuing(s, lines, index, width)), line.end))


def _mark(s: str, line: _Line) -> MarkerGroup | None:
    if _leader(s, line) is not None:
        return None
    group = marker_at(s, line.start)
    return group if group is not None and group.end < line.end else _unnumbered(s, line)


def _unnumbered(s: str, line: _Line) -> MarkerGroup | None:
    text = s[line.start : line.end]
    if len(text) > _LONGEST_UNNUMBERED or "。" in text:
        return None
    bullet = _BULLET.match(text)
    bracketed = _BRACKETED.match(text)
    if _FRONT.match(text):
        kind, end = FRONT, line.start
    elif bullet is not None:
        kind, end = bullet[0], line.start + 1
    elif bracketed is not None and not _NO_TITLE.match(bracketed["inside"]):
        kind, end = PAREN_TITLE, line.start
    else:
        return None
    return MarkerGroup((Marker(kind, 0, line.start, end, None),), line.start, end, at_line=True)


def _is_list_item(s: str, group: MarkerGroup, lines: Sequence[_Line], index: int) -> bool:
    """Marked lines right behind each other without text between them are a list."""
    kind = group.markers[0].kind
    if not _BULLET.match(kind):
        return False
    neighbours = [*lines[index + 1 : index + 2], *(lines[index - 1 : index] if index else [])]
    return any(s[at.start] == kind for at in neighbours)


def _title_end(
    s: str, lines: Sequence[_Line], index: int, width: int | None, group: MarkerGroup
) -> int | None:
    """The end of the title, over wrapped lines; None when the words are a sentence and no title."""
    end = lines[index].end
    for line in _continuing(s, lines, index, width):
        if "。" in s[line.start : line.end]:
            return None
        end = line.end
    words = s[group.end : end]
    if ends_sentence(s, group.end, end) or _SPEAKS_ON.search(words) or len(words) > LONGEST_TITLE:
        return None
    return end


def _continuing(s: str, lines: Sequence[_Line], index: int, width: int | None) -> Iterator[_Line]:
    """The lines that go on with the words of a full line, and a remark of the editors (※) right behind."""
    for before, line in pairwise(lines[index : index + _MOST_LINES]):
        is_full = width is not None and before.end - before.start >= width * _FULL_LINE
        if s.count("\n", before.end, line.start) > 1 or not (is_full or s[line.start] == "※"):
            return
        if line.fresh or marker_at(s, line.start) is not None or _unnumbered(s, line) is not None:
            return
        yield line


def _follows(tree: HeadingTree, group: MarkerGroup, last: dict[int | None, dict[str, int]]) -> bool:
    """Whether a weak mark goes on with the count of its kind: prose begins lines with numbers, too."""
    mark = group.markers[0]
    if mark.kind not in _WEAK:
        return True
    for depth, (known, index) in enumerate(tree.open):
        if known.kind == mark.kind:
            return mark.value == known.value + 1
        if depth + 1 == len(tree.open) or _is_free(tree.open[depth + 1][0]):
            return mark.value == last.get(index, {}).get(mark.kind, 0) + 1
    return mark.value == last.get(None, {}).get(mark.kind, 0) + 1


def _is_free(mark: Marker) -> bool:
    return mark.kind in {PAREN_TITLE, FRONT} or _BULLET.match(mark.kind) is not None


def _add(tree: HeadingTree, group: MarkerGroup, end: int, last: dict[int | None, dict[str, int]]) -> None:
    first = group.markers[0]
    if first.kind == FRONT:
        tree.open.clear()
    elif not _is_free(first):
        while tree.open and _is_free(tree.open[-1][0]):
            tree.open.pop()
    index = tree.add(group, end)
    heading = tree.headings[index]
    counts = last.setdefault(heading.parent, {})
    if _is_free(first):
        counts["free"] = counts.get("free", 0) + 1
        tree.headings[index] = replace(heading, value=counts["free"])
    else:
        counts[first.kind] = heading.value
