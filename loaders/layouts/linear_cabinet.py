"""Loose blocks → rows of the cabinet table; excerpts printed far from their titles by elimination.

An excerpt belongs to the title before it, unless it begins above the level at which that title's excerpt
began (a 部 after a 章); the one title without an excerpt then takes the one excerpt without a title
(READING 7, R4-⑧ l.49 and 75).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.cells import Document
from loaders.model import Issue
from loaders.slots import CabinetRow
from loaders.text import Text, joined

_LONGEST_TITLE = 90
_DATE = r"(?:明治|大正|昭和|平成|令和)\s*(?:元|\d{1,2})\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_DATES = rf"{_DATE}(?:\s*\(\s*{_DATE}\s*改[定訂]\s*\))*"
_TITLED = re.compile(
    rf"(?P<title>[^。]{{3,{_LONGEST_TITLE}}}?)\s*(?P<dates>{_DATES})\s*(?P<rest>.*)\Z", re.DOTALL
)
_DATES_ONLY = re.compile(rf"\s*{_DATES}\s*\Z")
_RANKS = ("部", "編", "章", "節", "款")
_HEADING = re.compile(
    r"\s*(?:第\s*[\d一二三四五六七八九十]{1,3}\s*(?P<counter>[部編章節款])?|[IVX]{1,5}\s*[.．]|[\d]{1,2}\s*[.．]|\(\d{1,2}\)"
    r"|[①-⑳]|[一二三四五六七八九十]{1,3}\s*[.．、]|\d{1,2}(?:-\d{1,2})?\s|[\[〔]\S+?[\]〕])"
)
_CHAPTER = re.compile(r"\s*(?:第\s*[\d一二三四五六七八九十]{1,3}\s*[部編章節]|[IVX]{1,5}\s*[.．])")


@dataclass(slots=True)
class Row:
    """A title with its dates and the excerpts that follow it, in comparing form."""

    title: Text
    dates: Text
    excerpts: list[Text] = field(default_factory=list)

    def printed(self, document: Document) -> CabinetRow:
        """The row as printed."""
        excerpt = Text.empty()
        for part in self.excerpts:
            excerpt = excerpt + part
        return CabinetRow(
            document.printed(self.title),
            document.printed(self.dates),
            document.printed(excerpt) if excerpt else None,
        )


def place_cabinet(
    loose: Sequence[tuple[int, Text]], region: tuple[int, int] | None
) -> tuple[tuple[Row, ...], list[tuple[int, Text]], tuple[Issue, ...]]:
    """Rows of the cabinet table in printed order, the blocks that are none, and what was doubtful."""
    ordered = _is_in_order(loose, region)
    found = _Collector(ordered)
    for block, text in loose:
        inside = region is not None and region[0] <= block < region[1]
        if not found.take(text, inside=inside):
            found.rest.append((block, text))
    issues = _assign(found.rows if ordered else [], [text for text in found.astray if text])
    return tuple(found.rows), found.rest, (*found.issues, *issues)


@dataclass(slots=True)
class _Collector:
    """Walks over the blocks; `pending` are title-like blocks that wait for a date of their own."""

    ordered: bool
    rows: list[Row] = field(default_factory=list[Row])
    astray: list[Text] = field(default_factory=list[Text])
    rest: list[tuple[int, Text]] = field(default_factory=list["tuple[int, Text]"])
    issues: list[Issue] = field(default_factory=list[Issue])
    pending: list[Text] = field(default_factory=list[Text])
    is_astray: bool = False

    def take(self, text: Text, *, inside: bool) -> bool:
        """Takes one block; False when it is no part of the table."""
        flat = joined(text)
        titled = _TITLED.match(flat.chars)
        if self.pending and _DATES_ONLY.match(flat.chars):
            return self._dated(text)
        if titled and _is_title(titled) and (inside or not titled["rest"]):
            return self._open(_row(flat, titled))
        if not inside:
            return False
        if _HEADING.match(flat.chars):
            return self._heading(text)
        if self.ordered and len(flat) <= _LONGEST_TITLE and "。" not in flat.chars:
            self.pending.append(flat)
            return True
        return self._body(text)

    def _open(self, row: Row) -> bool:
        self.rows.append(row)
        self.pending.clear()
        self.is_astray = False
        return True

    def _dated(self, dates: Text) -> bool:
        """A date of its own belongs to the one title before it; between several it says nothing."""
        if len(self.pending) == 1:
            return self._open(Row(self.pending[0], dates))
        self.issues.append(_no_title(dates, self.pending))
        self.pending.clear()
        self.astray.append(Text.empty())
        self.is_astray = True
        return True

    def _heading(self, text: Text) -> bool:
        """What follows an excerpt that belongs to another title goes on belonging to it."""
        if self.is_astray:
            self.astray[-1] = self.astray[-1] + text
        elif self.ordered and self.rows and not _begins_above(text, self.rows[-1]):
            self.rows[-1].excerpts.append(text)
        else:
            self.astray.append(text)
            self.is_astray = self.ordered and bool(self.rows)
        return True

    def _body(self, text: Text) -> bool:
        if not (self.ordered and self.rows and (self.is_astray or self.rows[-1].excerpts)):
            return False
        if self.is_astray:
            self.astray[-1] = self.astray[-1] + text
        else:
            self.rows[-1].excerpts.append(text)
        return True


def _begins_above(text: Text, row: Row) -> bool:
    return bool(row.excerpts) and _rank(text) < _rank(row.excerpts[0])


def _no_title(dates: Text, titles: Sequence[Text]) -> Issue:
    return Issue(
        "warning",
        "ambiguous",
        "cabinet.title",
        "この年月日がどの文書のものか一つに決められない。",
        "This date fits no single title of the table.",
        dates.span(),
        tuple(title.chars for title in titles),
    )


def _is_in_order(loose: Sequence[tuple[int, Text]], region: tuple[int, int] | None) -> bool:
    """Blocks of the table outside of it mean that the order of the blocks says nothing."""
    if region is None:
        return False
    outside = [joined(text).chars for block, text in loose if not region[0] <= block < region[1]]
    return not any(_CHAPTER.match(flat) or _is_row(flat) for flat in outside)


def _is_row(flat: str) -> bool:
    titled = _TITLED.match(flat)
    return titled is not None and not titled["rest"] and _is_title(titled)


def _is_title(match: re.Match[str]) -> bool:
    heading = _HEADING.match(match["title"])
    return (heading is None or match["title"].startswith("「")) and (
        not match["rest"] or _HEADING.match(match["rest"]) is not None
    )


def _row(flat: Text, match: re.Match[str]) -> Row:
    row = Row(flat.cut(*match.span("title")).strip(), flat.cut(*match.span("dates")))
    if match["rest"]:
        row.excerpts.append(flat.cut(*match.span("rest")))
    return row


def _rank(text: Text) -> int:
    match = _HEADING.match(joined(text).chars)
    counter = match["counter"] if match else None
    return _RANKS.index(counter) if counter else len(_RANKS)


def _assign(rows: Sequence[Row], astray: Sequence[Text]) -> tuple[Issue, ...]:
    bare = [row for row in rows if not row.excerpts]
    if len(astray) == 1 and len(bare) == 1:
        bare[0].excerpts.append(astray[0])
        return ()
    return tuple(
        Issue(
            "warning",
            "ambiguous",
            "cabinet.excerpt",
            "抜粋がどの文書のものか一つに決められない。",
            "This excerpt fits no single document of the table.",
            text.span(),
            tuple(joined(row.title).chars for row in bare),
        )
        for text in astray
    )
