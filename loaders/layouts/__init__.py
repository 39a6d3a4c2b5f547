"""Where each layout keeps the parts of the form: a document becomes slots."""

from __future__ import annotations

from loaders.cells import Document
from loaders.form import Form
from loaders.layouts.grid import place_grid
from loaders.layouts.linear import place_linear
from loaders.slots import Slots
from loaders.source import Kind

__all__ = ["place"]


def place(document: Document, form: Form) -> Slots:
    """The slots of a document.

    Raises:
        FormError: title or document number of the form are not there.
    """
    if document.source.kind is Kind.TABBED:
        return place_grid(document, form)
    return place_linear(document, form)
