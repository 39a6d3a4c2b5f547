"""Loose blocks → cells of each indicator: cut into typed pieces, group by the measured name, place by date.

Pieces and the evidence for them are those of READING 7. A piece that a blank line cut is joined with the
open piece before it; if one half of any cut piece stays alone, the blocks are out of order and no joined
piece is used.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise

from loaders.cells import Document
from loaders.form import Form
from loaders.jp.eras import find_dates
from loaders.jp.markers import parse_number
from loaders.layouts.doubts import lost, no_number, no_years, number_conflict, out_of_order, several
from loaders.layouts.pieces import FILLER, YEAR_END, Piece, cut_pieces, measured_name
from loaders.layouts.placement import Placed, place_actuals
from loaders.model import Issue
from loaders.slots import IndicatorCells, SeriesCells, YearCell
from loaders.text import Text, joined

_NEAR = 0.7
_SHORTEST_NAME = 3
_RECURS = 2
_BLANKS = 8  # characters between two blocks that follow each other
_NAMED = re.compile(r"(?P<name>[^:]+):")


class Order(Enum):
    """Whether the order of the blocks is that of the drawing."""

    KEPT = "kept"
    BROKEN = "broken"


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
        bare = FILLER.sub("", text)
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


_WITHOUT_YEARS = frozenset({"name", "number"})
"""What can be told without the heads of the years: not even a base from a final target."""


def place_pieces(
    loose: Sequence[tuple[int, Text]], prose: Sequence[Text], form: Form, years: Sequence[int]
) -> Pieces:
    """The indicators among loose blocks; `prose` are the paragraphs that name indicators by number."""
    first = min(years, default=None)
    cut = [piece for _, text in loose for piece in cut_pieces(joined(text), form, first)]
    raw = list(_with_bare_names(cut))
    if first is None:
        raw = [p for p in raw if p.kind in _WITHOUT_YEARS]
    entries = [Entry(p.text, measured_name(p.text, form)) for p in raw if p.kind == "name"]
    pieces, order = _join_cut_pieces(raw, entries)
    issues = [] if years or not entries else [no_years(entries[0].name)]
    if order is Order.BROKEN:
        pieces = [p for p in pieces if not p.is_cut and p.kind != "mark"]
        issues.append(out_of_order(loose))
    orphans = list(_group(pieces, entries))
    is_astray = any(entry.number is None for entry in entries) or _is_owed(orphans, entries, prose, form)
    if is_astray:
        orphans += _without_neighbours(entries)
    _check_numbers(entries, prose, form, issues)
    if is_astray or order is Order.BROKEN:
        orphans = list(_number_by_prose(orphans, entries, prose, form))
    found = tuple(Found(cells) for entry in entries if (cells := _cells(entry, years, order, issues)))
    return Pieces(tuple(sorted(found, key=_order)), tuple(orphans), tuple(issues))


def _with_bare_names(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Names without a printed kind: words behind a number that come back before a colon in other pieces."""
    heads = Counter(m["name"] for p in pieces if (m := _NAMED.match(FILLER.sub(_only_colons, p.text.chars))))
    before: Piece | None = None
    for piece in pieces:
        is_behind_number = before is not None and before.kind == "number" and piece.kind == "open"
        words = FILLER.sub("", piece.text.chars)
        yield replace(piece, kind="name") if is_behind_number and heads[words] >= _RECURS else piece
        before = piece


def _only_colons(filler: re.Match[str]) -> str:
    return ":" if ":" in filler[0] else ""


def _order(found: Found) -> int:
    marker = parse_number(found.cells.number.folded().chars)
    return marker.value if marker else 0


def _join_cut_pieces(raw: Sequence[Piece], entries: Sequence[Entry]) -> tuple[list[Piece], Order]:
    pieces: list[Piece] = []
    order = Order.KEPT
    for piece in raw:
        if piece.kind in {"baseline", "final", "actual"} and not _is_whole(piece, entries):
            before = pieces[-1] if pieces else None
            if before is not None and before.kind == "open" and _is_whole(before, entries):
                pieces[-1] = replace(piece, text=before.text + piece.text, is_cut=True)
                continue
            order = Order.BROKEN
        else:
            pieces.append(piece)
    return pieces, order


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


def _is_owed(orphans: Sequence[Text], entries: Sequence[Entry], prose: Sequence[Text], form: Form) -> bool:
    """Whether a loose number is one that the prose knows and no indicator has: it lost its place."""
    known = {number for number, _ in _named_numbers(prose, form)}
    printed = [entry.number for entry in entries if entry.number is not None]
    taken = {marker.value for text in printed if (marker := parse_number(text.chars))}
    loose = {marker.value for orphan in orphans if (marker := parse_number(orphan.chars))}
    return not loose.isdisjoint(known - taken)


def _without_neighbours(entries: Sequence[Entry]) -> list[Text]:
    """Takes numbers and means away: where one name has none before it, others may stand by chance."""
    taken = [text for entry in entries for text in (entry.number, entry.means) if text is not None]
    for entry in entries:
        entry.number = entry.means = None
    return taken


def _owner(piece: Piece | None, entries: Sequence[Entry]) -> Entry | None:
    """The one entry whose measured name the piece begins with; the longest name wins, a tie gives none."""
    if piece is None:
        return None
    bare = FILLER.sub("", piece.text.chars)
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
            issues.append(number_conflict(entry.name, likely))
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
                yield int(match["numbers"]), FILLER.sub("", flat[match.end() : end])


def _nearness(measured: str, text: str) -> float:
    if measured in text:
        return 1.0
    blocks = difflib.SequenceMatcher(None, measured, text, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size >= _SHORTEST_NAME) / len(measured)


def _cells(entry: Entry, years: Sequence[int], order: Order, issues: list[Issue]) -> IndicatorCells | None:
    if entry.number is None:
        issues.append(no_number(entry.name))
        return None
    placed = _placed(entry, years, order)
    issues.extend(placed.issues)
    cells = {"baseline": entry.baseline, "final": entry.final, "mark": entry.mark}
    issues.extend(
        several(entry.name, k, [p.text for p in found]) for k, found in cells.items() if len(found) > 1
    )
    missing = (("baseline", not entry.baseline), ("actual", len(entry.actual) < len(years)))
    issues.extend(lost(entry.name, kind) for kind, is_lost in missing if is_lost)
    has_one = len(entry.baseline) < 2 and len(entry.final) < 2  # noqa: PLR2004 - else it has two series
    series = SeriesCells(
        baseline=_only(entry.baseline),
        targets=tuple(_targets(entry, years, order, issues)) if has_one else (),
        actuals=tuple(YearCell(text, i, i, placed.rule) for i, text in placed.cells) if has_one else (),
        final=_only(entry.final),
        achievement=_only(entry.mark),
    )
    return IndicatorCells(entry.number, entry.name, None, entry.means, (series,))


def _only(pieces: Sequence[Piece]) -> Text | None:
    return pieces[0].text if len(pieces) == 1 else None


def _placed(entry: Entry, years: Sequence[int], order: Order) -> Placed:
    """Without columns only dates, a full row or equal cells say which year a cell is of."""
    cells = [(-1 - i, piece.text) for i, piece in enumerate(entry.actual)]
    alike = len({FILLER.sub("", text.chars) for _, text in cells}) == 1
    if len(cells) == len(years) and order is Order.BROKEN and not alike:
        return place_actuals(cells, len(years), (*years, 0), frozenset())
    return place_actuals(cells, len(years), years, frozenset())


def _targets(entry: Entry, years: Sequence[int], order: Order, issues: list[Issue]) -> Iterator[YearCell]:
    last = len(years) - 1
    final = _only(entry.final)
    if len(entry.target) == 1 and final is not None and _same_words(entry, entry.target[0].text, final):
        yield YearCell(entry.target[0].text, 0, last, "cell.merged")
    elif order is Order.KEPT and len(entry.target) == len(years) and _are_in_order(entry):
        yield from (YearCell(p.text, i, i, "row.place.full") for i, p in enumerate(entry.target))
    elif entry.target:
        issues.append(several(entry.name, "target", [p.text for p in entry.target]))


def _are_in_order(entry: Entry) -> bool:
    """Whether only blanks part the yearly targets, and the days of the actuals do not go back.

    Else the order of the blocks says nothing of the years.
    """
    days = [found[-1].value for p in entry.actual if (found := find_dates(p.text.folded().chars))]
    is_together = all(b.text.starts[0] - a.text.ends[-1] <= _BLANKS for a, b in pairwise(entry.target))
    return is_together and days == sorted(days)


def _same_words(entry: Entry, target: Text, final: Text) -> bool:
    bare = [FILLER.sub("", YEAR_END.sub("", t.chars)) for t in (target, final)]
    ends = [text.removeprefix(entry.measured) for text in bare]
    return ends[0] == ends[1] or (bool(ends[1]) and bare[0].endswith(ends[1]))
