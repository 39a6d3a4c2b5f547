"""The doubts of the indicator table, in both languages, each at the cells that raise it."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.model import Issue, Span
from loaders.text import Text


def heads_lost(head: Text) -> Issue:
    """The year heads and the columns do not fit each other."""
    return Issue(
        "error",
        "ambiguous",
        "indicator.years",
        "年度の見出しが列の数と合わない。測定指標の表は採用しない。",
        "The year heads do not fit the columns of the indicator table; nothing of the table is asserted.",
        head.span(),
    )


def no_number(cells: Sequence[Text]) -> Issue:
    """A row of targets that no indicator can be told for."""
    return Issue(
        "error",
        "missing-slot",
        "indicator.number",
        "測定指標の番号又は名称がない行。この行と次の実績の行の値は採用しない。",
        "This row has no number or no name of an indicator; its values are not asserted.",
        _span(cells),
    )


def row_does_not_fit(cells: Sequence[Text]) -> Issue:
    """A row whose cells stand in other columns than the heads say, or that has no number."""
    return Issue(
        "error",
        "ambiguous",
        "indicator.row",
        "行の欄が見出しの列と合わないか、番号がない。この行の値は採用しない。",
        "The cells of this row do not fit the columns of the heads, or it has no number; it is not asserted.",
        _span(cells),
    )


def ragged_row(part: str, cells: Sequence[Text]) -> Issue:
    """A row of a drawn table that has fewer or more fields than its table; `part` is budget or indicator."""
    return Issue(
        "warning",
        "ambiguous",
        f"{part}.row",
        "表の幅に合わない行。欄が失われており、列の位置からは値を採用しない。",
        "This row does not fill the width of its table: a cell is lost, and no value is taken by its column.",
        _span(cells),
    )


def short_row(cells: Sequence[Text]) -> Issue:
    """A row in which one cell is lost, so that the years of the others are not certain."""
    return Issue(
        "warning",
        "ambiguous",
        "indicator.targets",
        "欄が一つ失われ、年度ごとの目標の列がずれている。年度ごとの目標は採用しない。",
        "One cell of this row is lost and the others have moved; no yearly target is asserted.",
        _span(cells),
    )


def no_targets(cells: Sequence[Text]) -> Issue:
    """A row of actuals without the row that it belongs to."""
    return Issue(
        "error",
        "missing-slot",
        "indicator.targets",
        "実績の行の上に目標の行がない。値は採用しない。",
        "No row of targets stands above this row of actuals; its values are not asserted.",
        _span(cells),
    )


def other_units(cells: Sequence[Text]) -> Issue:
    """A row of actuals counted in units that the row of targets does not have."""
    return Issue(
        "error",
        "conflict",
        "indicator.actuals",
        "実績の単位が上の行の目標の単位と異なる。値は採用しない。",
        "The actuals are counted in other units than the targets above them; they are not asserted.",
        _span(cells),
    )


def stray_number(cell: Text) -> Issue:
    """A number without a unit among cells that have units or words."""
    return Issue(
        "warning",
        "orphan-number",
        "indicator",
        f"単位のない数字「{cell.chars}」はどの欄のものか分からない。",
        f"The bare number {cell.chars!r} belongs to no slot that is certain.",
        cell.span(),
        (cell.chars,),
    )


def year_not_known(target: Text) -> Issue:
    """One target for several years, of which it does not say the year."""
    return Issue(
        "warning",
        "ambiguous",
        "indicator.target",
        "年度ごとの目標が最初の列だけにあり、どの年度の目標か分からない。",
        "One target stands in the first year column only; the year that it is for is not certain.",
        target.span(),
    )


def _span(cells: Sequence[Text]) -> Span:
    filled = [cell for cell in cells if cell]
    return Span(filled[0].span().start, filled[-1].span().end)
