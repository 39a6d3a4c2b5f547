"""A table on fine columns → the same table with the columns in which it has text.

Forms are often drawn on squared paper: a printed column is several columns of the sheet, merged in each row.
The layout counts columns from the number of the indicator, so the columns that hold nothing, not even a
label, are taken out of the indicator table. A column with a label or a head stays, however empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from loaders.cells import Cell, Document, Table
from loaders.form import Form
from loaders.layouts.grid_indicators import TABLE_SLOTS

Row = tuple[Cell, ...]


def narrowed(document: Document, form: Form) -> Document:
    """The document with the empty columns of its indicator table left out; plain text stays as it is."""
    if document.source.kind.is_plain:
        return document
    rows = [row for part in document.parts if isinstance(part, Table) for row in part.rows]
    slots = [_slots(row, document, form) for row in rows]
    start = next((i for i, found in enumerate(slots) if {"indicator", "baseline"} <= found), None)
    if start is None:
        return document
    end = next((i for i in range(start, len(rows)) if slots[i] - TABLE_SLOTS), len(rows))
    kept = sorted({cell.column for row in rows[start:end] for cell in row if cell.span.start < cell.span.end})
    fresh = iter([*rows[:start], *(tuple(_chosen(row, kept)) for row in rows[start:end]), *rows[end:]])
    parts = tuple(
        replace(part, rows=tuple(next(fresh) for _ in part.rows)) if isinstance(part, Table) else part
        for part in document.parts
    )
    return replace(document, parts=parts)


def _slots(row: Row, document: Document, form: Form) -> set[str]:
    texts = (document.text(cell.span) for cell in row if cell.span.start < cell.span.end)
    return {slot for text in texts if (slot := form.label_of(text)) is not None}


def _chosen(row: Row, columns: Sequence[int]) -> Iterator[Cell]:
    by_column = {cell.column: cell for cell in row}
    for number, column in enumerate(columns):
        if column in by_column:
            yield replace(by_column[column], column=number)
