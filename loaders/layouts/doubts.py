"""What the layout of linear text cannot decide → lines of the loss report."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.model import Issue
from loaders.text import Text


def out_of_order(loose: Sequence[tuple[int, Text]]) -> Issue:
    """Halves of cut cells without their other half."""
    spans = [text.span() for _, text in loose if text]
    return Issue(
        "warning",
        "ambiguous",
        "indicator",
        "空行で切れたセルの片割れが見つからない。段落の順序が崩れているため、切れたセルの値は採用しない。",
        "One half of a cell that a blank line cut is missing: blocks are out of order, no cut cell is used.",
        spans[0] if spans else None,
    )


def number_conflict(name: Text, likely: Sequence[int]) -> Issue:
    """A number that the prose gives to another indicator."""
    return Issue(
        "warning",
        "ambiguous",
        "indicator.number",
        f"測定指標の番号が本文と合わない（本文では {likely}）。",
        f"The number beside this indicator is not the one that the prose gives it ({likely}).",
        name.span(),
        tuple(str(n) for n in likely),
    )


def no_number(name: Text) -> Issue:
    """An indicator without a number."""
    return Issue(
        "error",
        "missing-slot",
        "indicator.number",
        "測定指標の番号が分からないため、この指標の値は採用しない。",
        "No number stands beside this indicator; its values are not asserted.",
        name.span(),
    )


def no_years(name: Text) -> Issue:
    """The heads of the year columns are lost, or one of them is damaged."""
    return Issue(
        "error",
        "missing-slot",
        "indicator.years",
        "年度の見出しが欠けているか読めないため、測定指標の値は採用しない。",
        "The heads of the years are lost or damaged; no value of the indicators is asserted.",
        name.span(),
    )


def several(name: Text, kind: str, texts: Sequence[Text]) -> Issue:
    """More texts than the cell has room for."""
    return Issue(
        "warning",
        "ambiguous",
        f"indicator.{kind}",
        "同じ欄に当てはまる記載が二つ以上あり、決められない。",
        "More than one text fits this cell; none is asserted.",
        name.span(),
        tuple(text.chars for text in texts),
    )


def lost(name: Text, kind: str) -> Issue:
    """A cell that this form prints and the text does not have."""
    return Issue(
        "warning",
        "missing-slot",
        f"indicator.{kind}",
        "この指標の欄のうち、原文にないものがある。",
        "A cell of this indicator is not in the source.",
        name.span(),
    )
