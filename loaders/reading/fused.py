"""Cells in which two were run together → target and actual apart (READING 6.1 A14), or a doubt."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.reading.amounts import clauses, marked_year
from loaders.reading.facts import Reader
from loaders.slots import SeriesCells, YearCell
from loaders.text import Text, joined

_NEAR = 0.8
_GLUED = 20


def split_fused(reader: Reader, cells: SeriesCells) -> SeriesCells:
    """The cells with every fused one split where its target ends; what cannot be split stays a doubt."""
    if not cells.fused:
        return cells
    if _is_targets_only(cells.fused):
        return replace(cells, targets=tuple(replace(c, rule="row.upper") for c in cells.fused), fused=())
    cells = _without_glued_year(reader, cells)
    models = [t for t in (cells.final, cells.baseline) if t is not None]
    targets, actuals = [], []
    prefix = _common_prefix([c.text for c in cells.fused])
    for cell in cells.fused:
        at = _restart(cell.text, models) or prefix
        if at is None:
            reader.doubt(
                "ambiguous",
                "indicator.year",
                cell.text,
                "目標と実績が一つの欄に続けて印刷され、分けられない。",
                "Target and actual are run together in this cell and cannot be told apart.",
            )
            continue
        targets.append(YearCell(cell.text.cut(0, at).strip(), cell.first, cell.last, "cell.split"))
        actuals.append(YearCell(cell.text.cut(at).strip(), cell.first, cell.last, "cell.split"))
    return replace(cells, targets=tuple(targets), actuals=tuple(actuals), fused=())


def without_doubled(reader: Reader, cells: SeriesCells) -> SeriesCells:
    """The cells without those that name one part (うち…) twice: two cells ran together there."""

    def once(text: Text | None) -> bool:
        names = [c.part_name.chars for c in (clauses(text) if text else ()) if c.part_name is not None]
        if len(names) == len(set(names)):
            return True
        reader.doubt(
            "ambiguous",
            "indicator.part",
            text,
            "一つの欄に同じ内数（うち…）が二度ある。二つの欄がつながった疑いがあり、値は採用しない。",
            "This cell names the same part twice: two cells may have run together; no value is asserted.",
        )
        return False

    return replace(
        cells,
        baseline=cells.baseline if once(cells.baseline) else None,
        targets=tuple(cell for cell in cells.targets if once(cell.text)),
        actuals=tuple(cell for cell in cells.actuals if once(cell.text)),
        final=cells.final if once(cells.final) else None,
    )


def _is_targets_only(cells: Sequence[YearCell]) -> bool:
    """Short cells without a second statement are plain targets whose actuals are blank."""
    return all(" " not in joined(c.text.folded()).chars.strip() for c in cells)


def _without_glued_year(reader: Reader, cells: SeriesCells) -> SeriesCells:
    """【30年度】 alone survived of the final target and stands at the end of the last year's cell (A16)."""
    last = cells.fused[-1]
    folded = joined(last.text.folded())
    at = folded.chars.rfind("【")
    if cells.final is not None or at < 0 or marked_year(reader, last.text) is None:
        return cells
    year = folded.cut(at)
    reader.doubt(
        "partial-slot",
        "indicator.final",
        year,
        "最終目標は年度だけが残り、本文が失われている。",
        "Only the year of the final target survives in the source; its text is lost.",
    )
    kept = replace(last, text=reader.document.printed(folded.cut(0, at)))
    return replace(cells, fused=(*cells.fused[:-1], kept))


def _restart(text: Text, models: Sequence[Text]) -> int | None:
    """The blank after which the wording of a target (the base or the final target) has been said once."""
    best: tuple[float, int] | None = None
    for at in _blanks(text.chars):
        head = _words(text.cut(0, at))
        score = max((_similar(head, _words(model)) for model in models), default=0.0)
        if score >= _NEAR and (best is None or score > best[0]):
            best = (score, at)
    return best[1] if best else None


def _blanks(chars: str) -> Iterator[int]:
    for index, char in enumerate(chars):
        if char in " \u3000" and chars[index + 1 :].strip() and not chars[index + 1 :].startswith("・"):
            yield index


def _words(text: Text) -> str:
    return joined(text.folded()).squeezed().chars.split("【", maxsplit=1)[0].rstrip("。")


def _similar(one: str, other: str) -> float:
    """How alike two wordings are, 0 to 1; lengths too far apart to be near are not compared."""
    if not one or not other or 2 * min(len(one), len(other)) < _NEAR * (len(one) + len(other)):
        return 0.0
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def _common_prefix(texts: Sequence[Text]) -> int | None:
    """The end of the sentence that all years begin with, when they differ after it."""
    if len(texts) < 2:  # noqa: PLR2004  one year has nothing to be compared with
        return None
    first, last = min(t.chars for t in texts), max(t.chars for t in texts)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    ends = [i for i in _blanks(first[: length + 1]) if i <= length]
    return ends[-1] if ends and length >= _GLUED else None
