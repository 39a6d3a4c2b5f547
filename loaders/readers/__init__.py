"""One reader per kind of file: a source becomes tables and blocks."""

from __future__ import annotations

from loaders.cells import Document
from loaders.readers.linear import read_linear
from loaders.readers.tabbed import read_tabbed
from loaders.source import Kind, Source

__all__ = ["read_document"]


def read_document(source: Source) -> Document:
    """The document of a source, by the reader for its kind.

    A text view has a TAB exactly where it has a table; without any it is text in drawing order.
    """
    has_rows = source.kind is Kind.TABBED or (not source.kind.is_plain and "\t" in source.raw)
    return read_tabbed(source) if has_rows else read_linear(source)
