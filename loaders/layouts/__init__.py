"""Where each layout keeps the parts of the form: a document becomes slots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.cells import Document, Table
from loaders.form import Form
from loaders.layouts.grid import place_grid
from loaders.layouts.linear import place_linear
from loaders.layouts.narrowing import narrowed
from loaders.model import Issue
from loaders.slots import Slots
from loaders.text import Text

__all__ = ["place"]


def place(document: Document, form: Form) -> Slots:
    """The slots of a document.

    Raises:
        FormError: title or document number of the form are not there.
    """
    has_tables = any(isinstance(part, Table) for part in document.parts)
    slots = place_grid(narrowed(document, form), form) if has_tables else place_linear(document, form)
    seen = (
        Issue("warning", note.code, "source", note.message_ja, note.message_en)
        for note in document.source.notes
    )
    return replace(
        slots, notes=(*slots.notes, *_notes_in_rows(document, form)), issues=(*slots.issues, *seen)
    )


def _notes_in_rows(document: Document, form: Form) -> Iterator[Text]:
    """Notes of the form that stand alone in a row: a sheet has no paragraphs outside its table."""
    if document.source.kind.is_plain:
        return
    for part in document.parts:
        for row in part.rows if isinstance(part, Table) else ():
            filled = [text for cell in row if (text := document.text(cell.span))]
            if len(filled) == 1 and form.footnote_pattern.match(filled[0].folded().chars):
                yield filled[0]
