"""Bytes of a kind that holds more than plain text → its text view with the place of each piece.

The view is what offsets of evidence count in. It is the same for the same bytes: TAB-separated rows for each
table, a blank line between parts, paragraphs outside tables as plain lines. A line break, TAB or control
character inside a cell becomes one blank, so that a line of the view is always a row or a paragraph.
A merged cell has its text at its first row and column; the other fields that it covers are empty.
"""

from __future__ import annotations

from loaders.views.view import Locator, Note, Rendered

__all__ = ["VIEW_VERSION", "Locator", "Note", "Rendered"]

VIEW_VERSION = "text-view-2"
"""Changes when the same bytes would give another text; kept with the source as its encoding."""
