"""Loose blocks → cells of each indicator: cut into typed pieces, group by the measured name, place by date.

Pieces and the evidence for them are those of READING 7. A piece that a blank line cut is joined with the
open piece before it; if one half of any cut piece stays alone, the blocks are out of order and no joined
piece is used.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.cells import Document
from loaders.form import Form
from loaders.jp.eras import find_years
from loaders.jp.markers import parse_number
from loaders.layouts.placement import Placed, place_actuals
from loaders.model import Issue
from loaders.slots import IndicatorCells, SeriesCells, YearCell
from loaders.text import Text, joined

_YEAR_END = re.compile(
    r"【(?P<year>[^【】]*?\d+\s*年\s*度|[^【】]*?元\s*年\s*度)[^【】]*】(?:\s*※[^※【】]*)?"
)
_TAG = re.compile(r"\s*【[^【】]*】")
_ACTUAL_END = re.compile(r"\((?:[^()]*?\d+\s*(?:[./年])[^()]*?(?:現在|時点)|\s*[\d,]+\s*/\s*[\d,]+\s*)\)")
_NUMBER_END = re.compile(r"(?:\A|\s)(?P<number>[①-⑳㉑-㉟㊱-㊿➀-➉❶-❿]|\d{1,2})\s*\Z")
_TEST = re.compile(r"[\s:：、。]+")
_NEAR = 0.7
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A typed piece; `kind` is baseline, final, actual, name, mark, number, or open (no end seen)."""

    kind: str
    text: Text
    year: int | None = None
    is_cut: bool = False


@dataclass(slots=True)
class Entry:
    """What is known of one indicator while pieces are being grouped."""

    name: Text
    measured: str
    number: Text | None = None
    means: Text | None = None
    baseline: list[Piece] = field(default_factory=list)
    final: list[Piece] = field(default_factory=list)
    actual: list[Piece] = field(default_factory=list)
    target: list[Piece] = field(default_factory=list)
    mark: list[Piece] = field(default_factory=list)

    def knows(self, text: str) -> bool:
        """Whether a text begins with the measured name or with the end of it (対応率)."""
        bare = _TEST.sub("", text)
        if bare.startswith(self.measured):
            return True
        longest = min(len(self.measured) - 1, len(bare))
        return any(self.measured.endswith(bare[:n]) for n in range(longest, _SHORTEST_NAME - 1, -1))


@dataclass(frozen=True, slots=True)
class Pieces:
    """The indicators found, texts that belong to none, and what was doubtful."""

    indicators: tuple[Found, ...]
    orphans: tuple[Text, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The cells of one indicator in comparing form."""

    cells: IndicatorCells

    def printed(self, document: Document) -> IndicatorCells:
        """The cells as printed."""
        cells, show = self.cells, document.printed
        series = tuple(
            replace(
                s,
                baseline=show(s.baseline) if s.baseline else None,
                final=show(s.final) if s.final else None,
                achievement=show(s.achievement) if s.achievement else None,
                targets=tuple(replace(c, text=show(c.text)) for c in s.targets),
                actuals=tuple(replace(c, text=show(c.text)) for c in s.actuals),
            )
            for s in cells.series
        )
        means = show(cells.means) if cells.means else None
        return IndicatorCells(show(cells.number), show(cells.name), None, means, series)


def place_pieces(
    loose: Sequence[tuple[int, Text]], prose: Sequence[Text], form: Form, years: Sequence[int]
) -> Pieces:
    """The indicators among loose blocks; `prose` are the paragraphs that name indicators by number."""
    first = min(years, default=None)
    raw = [piece for _, text in loose for piece in _cut(joined(text), form, first)]
    entries = [Entry(p.text, _measured(p.text, form)) for p in raw if p.kind == "name"]
    pieces, in_order = _join_cut_pieces(raw, entries)
    issues: list[Issue] = []
    if not in_order:
        pieces = [p for p in pieces if not p.is_cut and p.kind != "mark"]
        issues.append(_out_of_order(loose))
    orphans = list(_group(pieces, entries))
    _check_numbers(entries, prose, form, issues)
    if not in_order:
        orphans = list(_number_by_prose(orphans, entries, prose, form))
    found = tuple(Found(cells) for entry in entries if (cells := _cells(entry, years, in_order, issues)))
    return Pieces(tuple(sorted(found, key=_order)), tuple(orphans), tuple(issues))


def _order(found: Found) -> int:
    marker = parse_number(found.cells.number.folded().chars)
    return marker.value if marker else 0


def _cut(text: Text, form: Form, first: int | None) -> Iterator[Piece]:
    rest = text
    while rest.strip():
        rest = rest.strip()
        mark = _leading_mark(rest, form)
        if mark:
            yield Piece("mark", rest.cut(0, mark))
            rest = rest.cut(mark)
            continue
        end = _next_end(rest, form, first)
        if end is None:
            yield from _open(rest)
            return
        yield end
        rest = rest.cut(len(end.text))


def _leading_mark(text: Text, form: Form) -> int:
    """A sign of the achievement column, alone or before words: 「－クラウド導入…」 (R4-⑧ l.145)."""
    sign, after = text.chars[0], text.chars[1:].lstrip()[:1]
    if sign not in form.achievement:
        return 0
    is_dash = form.achievement[sign] == "pending"
    return 1 if not after or (is_dash and not after.isdigit() and sign != "一") else 0


def _next_end(text: Text, form: Form, first: int | None) -> Piece | None:
    ends: list[tuple[int, Piece]] = []
    year_end = _YEAR_END.search(text.chars)
    if year_end:
        year = next((y.fiscal_year for y in find_years(year_end["year"])), None)
        kind = "baseline" if year is not None and first is not None and year < first else "final"
        ends.append((year_end.start(), Piece(kind, text.cut(0, year_end.end()), year)))
    actual = _ACTUAL_END.search(text.chars)
    if actual and not (year_end and not text.chars[actual.end() : year_end.start()].strip()):
        ends.append((actual.start(), Piece("actual", text.cut(0, actual.end()))))
    for printed in form.indicator_types:
        if (at := text.chars.find(f"<{printed}>")) >= 0:
            stop = at + len(printed) + 2
            while (tag := _TAG.match(text.chars, stop)) and not _YEAR_END.match(tag[0].strip()):
                stop = tag.end()
            ends.append((at, Piece("name", text.cut(0, stop))))
    return min(ends, key=lambda pair: pair[0])[1] if ends else None


def _open(text: Text) -> Iterator[Piece]:
    number = _NUMBER_END.search(text.chars)
    if number is None:
        yield Piece("open", text)
        return
    if before := text.cut(0, number.start()).strip():
        yield Piece("open", before)
    yield Piece("number", text.cut(*number.span("number")))


def _measured(name: Text, form: Form) -> str:
    at = min((i for t in form.indicator_types if (i := name.chars.find(f"<{t}>")) >= 0), default=len(name))
    return _TEST.sub("", name.chars[:at])


def _join_cut_pieces(raw: Sequence[Piece], entries: Sequence[Entry]) -> tuple[list[Piece], bool]:
    pieces: list[Piece] = []
    in_order = True
    for piece in raw:
        if piece.kind in {"baseline", "final", "actual"} and not _is_whole(piece, entries):
            before = pieces[-1] if pieces else None
            if before is not None and before.kind == "open" and _is_whole(before, entries):
                pieces[-1] = replace(piece, text=before.text + piece.text, is_cut=True)
                continue
            in_order = False
        else:
            pieces.append(piece)
    return pieces, in_order


def _is_whole(piece: Piece, entries: Sequence[Entry]) -> bool:
    return any(entry.knows(piece.text.chars) for entry in entries)


def _group(pieces: Sequence[Piece], entries: Sequence[Entry]) -> Iterator[Text]:
    """Gives each piece to its entry; yields the texts that belong to none."""
    names = {id(entry.name): entry for entry in entries}
    last: Entry | None = None
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.kind == "name":
            last = names[id(piece.text)]
        elif piece.kind == "number":
            owner = names.get(id(after.text)) if after is not None and after.kind == "name" else None
            if owner is None or owner.number is not None:
                yield piece.text
            else:
                owner.number = piece.text
        elif piece.kind == "mark":
            owner = _owner(after, entries) if after is not None and after.kind == "actual" else last
            if owner is None:
                yield piece.text
            else:
                owner.mark.append(piece)
        elif (owner := _owner(piece, entries)) is not None:
            last = owner
            getattr(owner, "target" if piece.kind == "open" else piece.kind).append(piece)
        elif piece.kind == "open" and (owner := _means_owner(pieces, index, names)) is not None:
            owner.means = piece.text
        else:
            yield piece.text


def _owner(piece: Piece | None, entries: Sequence[Entry]) -> Entry | None:
    """The one entry whose measured name the piece begins with; the longest name wins, a tie gives none."""
    if piece is None:
        return None
    bare = _TEST.sub("", piece.text.chars)
    exact = [e for e in entries if bare.startswith(e.measured)]
    if exact:
        return max(exact, key=lambda e: len(e.measured))
    close = [e for e in entries if e.knows(piece.text.chars)]
    return close[0] if len(close) == 1 else None


def _means_owner(pieces: Sequence[Piece], index: int, names: dict[int, Entry]) -> Entry | None:
    """Words right before the number of an indicator are its means."""
    after = pieces[index + 1 : index + 3]
    if [p.kind for p in after] == ["number", "name"]:
        return names[id(after[1].text)]
    return None


def _check_numbers(entries: Sequence[Entry], prose: Sequence[Text], form: Form, issues: list[Issue]) -> None:
    """Checks each number against the paragraphs 「測定指標N:…」 that name what it measures."""
    named = list(_named_numbers(prose, form))
    for entry in entries:
        likely = _likely_numbers(entry, named)
        printed = parse_number(entry.number.chars) if entry.number is not None else None
        if printed is not None and likely and printed.value not in likely:
            issues.append(_number_conflict(entry, likely))
            entry.number = None


def _number_by_prose(
    orphans: Sequence[Text], entries: Sequence[Entry], prose: Sequence[Text], form: Form
) -> Iterator[Text]:
    """Gives loose numbers to the entries that the prose names by them; yields what stays loose."""
    named = list(_named_numbers(prose, form))
    for orphan in orphans:
        marker = parse_number(orphan.chars)
        owners = [
            e for e in entries if marker and e.number is None and _likely_numbers(e, named) == [marker.value]
        ]
        if len(owners) == 1:
            owners[0].number = orphan
        else:
            yield orphan


def _likely_numbers(entry: Entry, named: Sequence[tuple[int, str]]) -> list[int]:
    scores: dict[int, float] = {}
    for number, text in named:
        scores[number] = max(scores.get(number, 0.0), _nearness(entry.measured, text))
    best = max(scores.values(), default=0.0)
    return [n for n, score in sorted(scores.items()) if score == best and score >= _NEAR]


def _named_numbers(prose: Sequence[Text], form: Form) -> Iterator[tuple[int, str]]:
    for text in prose:
        flat = joined(text).chars
        starts = [*form.indicator_reference.finditer(flat)]
        ends = [*(m.start() for m in starts), len(flat)][1:]
        for match, end in zip(starts, ends, strict=True):
            if match["numbers"].isdigit():
                yield int(match["numbers"]), _TEST.sub("", flat[match.end() : end])


def _nearness(measured: str, text: str) -> float:
    if measured in text:
        return 1.0
    blocks = difflib.SequenceMatcher(None, measured, text, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size >= _SHORTEST_NAME) / len(measured)


def _cells(entry: Entry, years: Sequence[int], in_order: bool, issues: list[Issue]) -> IndicatorCells | None:
    if entry.number is None:
        issues.append(_no_number(entry))
        return None
    placed = _placed(entry, years, in_order)
    issues.extend(placed.issues)
    for kind in ("baseline", "final", "mark"):
        if len(getattr(entry, kind)) > 1:
            issues.append(_several(entry, kind))
    series = SeriesCells(
        baseline=_only(entry.baseline),
        targets=tuple(_targets(entry, years, in_order, issues)),
        actuals=tuple(YearCell(text, i, i, placed.rule) for i, text in placed.cells),
        final=_only(entry.final),
        achievement=_only(entry.mark),
    )
    return IndicatorCells(entry.number, entry.name, None, entry.means, (series,))


def _only(pieces: Sequence[Piece]) -> Text | None:
    return pieces[0].text if len(pieces) == 1 else None


def _placed(entry: Entry, years: Sequence[int], in_order: bool) -> Placed:
    """Without columns only dates, a full row or equal cells say which year a cell is of."""
    cells = [(-1 - i, piece.text) for i, piece in enumerate(entry.actual)]
    alike = len({_TEST.sub("", text.chars) for _, text in cells}) == 1
    if len(cells) == len(years) and not in_order and not alike:
        return place_actuals(cells, len(years), (*years, 0), frozenset())
    return place_actuals(cells, len(years), years, frozenset())


def _targets(entry: Entry, years: Sequence[int], in_order: bool, issues: list[Issue]) -> Iterator[YearCell]:
    last = len(years) - 1
    final = _only(entry.final)
    if len(entry.target) == 1 and final is not None and _same_words(entry, entry.target[0].text, final):
        yield YearCell(entry.target[0].text, 0, last, "cell.merged")
    elif in_order and entry.target and len(entry.target) == len(years):
        for index, piece in enumerate(entry.target):
            yield YearCell(piece.text, index, index, "row.place.full")
    elif entry.target:
        issues.append(_several(entry, "target"))


def _same_words(entry: Entry, target: Text, final: Text) -> bool:
    bare = [_TEST.sub("", _YEAR_END.sub("", t.chars)) for t in (target, final)]
    ends = [text.removeprefix(entry.measured) for text in bare]
    return ends[0] == ends[1] or (bool(ends[1]) and bare[0].endswith(ends[1]))


def _out_of_order(loose: Sequence[tuple[int, Text]]) -> Issue:
    spans = [text.span() for _, text in loose if text]
    return Issue(
        "warning",
        "ambiguous",
        "indicator",
        "空行で切れたセルの片割れが見つからない。段落の順序が崩れているため、切れたセルの値は採用しない。",
        "One half of a cell that a blank line cut is missing: blocks are out of order, no cut cell is used.",
        spans[0] if spans else None,
    )


def _number_conflict(entry: Entry, likely: Sequence[int]) -> Issue:
    return Issue(
        "warning",
        "ambiguous",
        "indicator.number",
        f"測定指標の番号が本文と合わない（本文では {likely}）。",
        f"The number beside this indicator is not the one that the prose gives it ({likely}).",
        entry.name.span(),
        tuple(str(n) for n in likely),
    )


def _no_number(entry: Entry) -> Issue:
    return Issue(
        "error",
        "missing-slot",
        "indicator.number",
        "測定指標の番号が分からないため、この指標の値は採用しない。",
        "No number stands beside this indicator; its values are not asserted.",
        entry.name.span(),
    )


def _several(entry: Entry, kind: str) -> Issue:
    return Issue(
        "warning",
        "ambiguous",
        f"indicator.{kind}",
        "同じ欄に当てはまる記載が二つ以上あり、決められない。",
        "More than one text fits this cell; none is asserted.",
        entry.name.span(),
        tuple(piece.text.chars for piece in getattr(entry, kind)),
    )
